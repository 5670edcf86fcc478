/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * model_file.c - any model file: refused with a reason, or a model that can be
 * laid out and reads back as the same
 */
#include <stdlib.h>
#include <string.h>
#include "descriptors/model_file.h"
#include "input.h"

static void read_back(const struct model_choice *choice)
{
	static struct model_choice again;
	char *text = NULL, why[768];
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);

	if (!file)
		abort();
	model_write(&choice->model, file);
	fclose(file);
	if (model_choose(&again, input_as_file((uint8_t *)text, size), why,
			 sizeof(why)))
		abort();
	again.model.name = choice->model.name;
	if (memcmp(&again.model, &choice->model, sizeof(again.model)))
		abort();
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct model_choice choice;
	struct zonedev_layout layout;
	char why[768] = "";

	if (model_choose(&choice, input_as_file(data, size), why,
			 sizeof(why))) {
		if (!*why)
			abort();
		return 0;
	}
	if (zonedev_layout(&choice.model, &layout, why, sizeof(why)))
		abort();
	read_back(&choice);
	return 0;
}
