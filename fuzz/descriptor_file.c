/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * descriptor_file.c - any descriptor file: refused with a reason, or read
 */
#include <stdlib.h>
#include "descriptors/file.h"
#include "input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct descriptor_file file;
	char why[768] = "";

	if (!descriptor_file_read(&file, input_as_file(data, size), why,
				  sizeof(why)))
		descriptor_file_free(&file);
	else if (!*why)
		abort();
	return 0;
}
