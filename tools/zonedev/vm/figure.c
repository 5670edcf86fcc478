/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * figure.c - how long memmap_init_zone_device() took, from the guest's lines
 *
 *	 0) @ 762369.1 us |  memmap_init_zone_device();
 *	[   12.3] memmap_init_zone_device initialised 515584 pages in 28ms
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include "figure.h"

#define FUNCTION	"memmap_init_zone_device"

/* The number before @unit, which ends at a blank or a bar */
static bool number_before(const char *line, const char *unit, double *number)
{
	const char *at = strstr(line, unit);

	if (!at)
		return false;
	while (at > line && (isdigit((unsigned char)at[-1]) || at[-1] == '.'))
		at--;
	return sscanf(at, "%lf", number) == 1;
}

bool figure_take(const char *line, double *us)
{
	const char *in = strstr(line, "pages in ");

	if (!strstr(line, FUNCTION))
		return false;
	if (!in)
		return number_before(line, " us ", us);
	if (!number_before(in, "ms", us))
		return false;
	*us *= 1000;
	return true;
}
