/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * streamcpy_words.h - what both commands say in the same words
 */
#ifndef STREAMCPY_WORDS_H
#define STREAMCPY_WORDS_H

#include <stdint.h>

/* "64 B", "512 KiB", "1.5 GiB" */
void size_words(uint64_t bytes, char text[24]);

/* "64", "512K", "1G": the form that --size takes, and short */
void size_short(uint64_t bytes, char text[24]);

/*
 * One line for what getopt_long() returned instead of an option, with opterr
 * 0 and ":" for the short options; returns 2.
 */
int complain_option(const char *command, int returned, char **argv);

#endif
