/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * environment.c - a variable of the environment, for a first copy that may be
 * made in a signal handler
 *
 * getenv() walks an array that setenv() reallocates: a handler that interrupts
 * setenv() would read freed memory, and so would a thread beside it. A copy
 * may not open /proc/self/environ either, which a sandbox forbids, and no
 * constructor could have kept a pointer, since others run before it. What never
 * moves are the strings that the kernel wrote above the stack at exec: the
 * arguments, then the variables, then the file name to which the auxiliary
 * vector has a pointer (AT_EXECFN), each with its NUL, without gaps. So they
 * are read backwards from there.
 *
 * What follows from it: the variable counts as it was when the program was
 * started, whatever setenv() did since; and the walk ends at the last argument,
 * which is known by having no '='. Where ld.so was started with the program as
 * an argument, it lets AT_EXECFN point to that, and no variable is found.
 */
#include "config.h"
#include "backend.h"

#ifdef HAVE_SYS_AUXV_H
#include <sys/auxv.h>

/* The string that ends at the NUL @end[-1], or NULL when that is not one */
static const char *string_before(const char *end)
{
	if (*--end)
		return NULL;
	while (end[-1])
		end--;
	return end;
}

/* Behind the last variable; valgrind puts the random bytes in between. */
static const char *end_of_variables(void)
{
	const char *name = (const char *)getauxval(AT_EXECFN);
	const char *random = (const char *)getauxval(AT_RANDOM);

	return random && random + 16 == name ? random : name;
}

const char *streamcpy_environment(const char *name)
{
	const size_t n = strlen(name);
	const char *at = end_of_variables();

	if (!at || getauxval(AT_SECURE))
		return NULL;
	for (at = string_before(at); at && strchr(at, '=');
	     at = string_before(at))
		if (!strncmp(at, name, n) && at[n] == '=')
			return at + n + 1;
	return NULL;
}
#else
/* Without it no way to the strings is known: the variable is ignored. */
const char *streamcpy_environment(const char *name)
{
	(void)name;
	return NULL;
}
#endif
