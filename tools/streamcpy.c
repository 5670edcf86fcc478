/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * streamcpy.c - streamcpy(1): the backends of this machine
 */
#include <stdio.h>
#include <string.h>
#include <streamcpy.h>
int main(void)
{
	puts(streamcpy_backend()->name);
	return 0;
}
