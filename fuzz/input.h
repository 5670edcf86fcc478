/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * input.h - what all fuzz targets need of their input
 */
#ifndef INPUT_H
#define INPUT_H

#include <stddef.h>
#include <stdint.h>

/* What libFuzzer calls: 0 always, and a crash for a finding */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A name for a file that holds the input; good until the next call */
const char *input_as_file(const uint8_t *data, size_t size);

/* The next byte of the input, and 0s behind its end */
static inline uint8_t input_byte(const uint8_t **data, size_t *size)
{
	if (!*size)
		return 0;
	--*size;
	return *(*data)++;
}

#endif
