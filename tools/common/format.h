/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * format.h - the forms that a bench prints its numbers in
 */
#ifndef FORMAT_H
#define FORMAT_H

enum format { FORMAT_TABLE, FORMAT_CSV, FORMAT_JSON };

/* The format called @name; 0, or 2 after a complaint that tells which are */
int format_take(const char *command, const char *name, enum format *format);

#endif
