/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * own_program.h - this program and its libraries, for the guest to run
 */
#ifndef OWN_PROGRAM_H
#define OWN_PROGRAM_H

#include <stdbool.h>
#include <stdio.h>

/*
 * Adds them to an initrd as own/zonedev and own/LIBRARY, the loader too. False
 * where one cannot be read.
 */
bool own_program_add(FILE *to);

#endif
