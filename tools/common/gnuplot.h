/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gnuplot.h - a picture in a file, by gnuplot
 */
#ifndef GNUPLOT_H
#define GNUPLOT_H

#include <stdio.h>

/*
 * 0, or 2 with a line said: @file has another ending than .svg or .png, cannot
 * be written, or gnuplot is not there. For before anything is measured.
 */
int gnuplot_check(const char *command, const char *file);

/*
 * @script writes what comes after the terminal is set. 0, or 1 with a line
 * said: gnuplot failed.
 */
int gnuplot_draw(const char *command, const char *file, unsigned width,
		 unsigned height, void (*script)(FILE *to, const void *arg),
		 const void *arg);

/* Writes @text as a string of gnuplot's in which nothing is expanded. */
void gnuplot_string(FILE *to, const char *text);

#endif
