/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * origin.h - where a figure comes from: machine, software, command, date
 */
#ifndef ORIGIN_H
#define ORIGIN_H

#include "json.h"
#include "report.h"

struct origin {
	char cpu[160];
	char memory[64];	/* "23.4 GiB, available 22.1 GiB" */
	char kernel[96];	/* "Linux 7.1.3" */
	char compiler[64];
	char huge_pages[32];	/* of the system: "madvise" */
	char nodes[32];		/* NUMA: "0", "0-1" */
	char load[64];		/* "load 0.12, steal 0.3 %" */
	char command[512];
	char date[32];		/* as 25 November 2026 */
};

/* Of now; @program is written before the arguments. */
void origin_take(struct origin *origin, const char *program, int argc,
		 char **argv);

/* In a few lines of text */
void origin_head(const struct origin *origin);

/* As the members cpu, memory, kernel, ... date */
void origin_print(const struct origin *origin, struct json *json);

/* For a report; the texts are those of @origin. */
#define ORIGIN_FACTS	10
void origin_facts(const struct origin *origin,
		  struct report_fact fact[ORIGIN_FACTS]);

#endif
