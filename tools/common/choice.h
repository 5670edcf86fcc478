/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * choice.h - one word of several
 */
#ifndef CHOICE_H
#define CHOICE_H

/*
 * The index of @text in @words, which NULL ends; or -1 after one line that
 * names what there is, "there is no format 'xml'; text and json are"
 */
int choose(const char *command, const char *what, const char *const words[],
	   const char *text);

#endif
