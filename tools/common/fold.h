/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fold.h - sentences in lines of a width
 */
#ifndef FOLD_H
#define FOLD_H

#include <stdio.h>

/*
 * The words of @text in lines of at most @columns; what is left of a line of
 * @text goes on behind two blanks. Ends with a newline if @text does.
 */
void fold(FILE *to, const char *text, size_t columns);

#endif
