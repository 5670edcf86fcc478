/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * formats.h - the forms of a result of zonedev bench, of scenarios and sweeps
 */
#ifndef FORMATS_H
#define FORMATS_H

#include "common/reporter.h"

/* Reporters get struct bench_run, and struct bench_result or struct sweep. */
struct bench_format {
	const char *name;	/* of --format */
	struct reporter scenarios, sweep;
};

extern const struct bench_format format_table, format_csv, format_json,
	format_mail;

/* All that --format names, the @i-th; NULL behind the last. 0: the default */
const struct bench_format *format_at(unsigned i);
const char *format_name_at(unsigned i);

/* Beside one of those: --plot and --report */
extern const struct bench_format format_plot, format_report;

#endif
