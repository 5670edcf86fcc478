/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cpu.h - what this machine calls itself, for a figure to stand beside
 */
#ifndef CPU_H
#define CPU_H

#include <stddef.h>

/* "AMD EPYC, family 25 model 17, 2 CPUs", as far as it is known */
void cpu_describe(char *text, size_t size);

#endif
