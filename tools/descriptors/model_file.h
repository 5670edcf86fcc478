/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * model_file.h - modelled kernels as text: one "key value" a line
 *
 * The keys are the members of struct zonedev_model; zonedev(1) documents them.
 */
#ifndef MODEL_FILE_H
#define MODEL_FILE_H

#include <stdio.h>
#include <zonedev.h>

/* model.name points into it, or at a preset's: do not copy it. */
struct model_choice {
	struct zonedev_model model;
	char name[64];
};

/*
 * The preset @text, or else the model in the file of that path. 0, or -errno
 * and in @why one line with the place, the value and the reason.
 */
int model_choose(struct model_choice *choice, const char *text, char *why,
		 size_t size);

/* The name of the @i-th preset, NULL behind the last */
const char *model_name_at(unsigned i);

/* All that a file can say of @model, so that it reads back as the same */
void model_write(const struct zonedev_model *model, FILE *to);

/* The @i-th key with its value as text in @value; NULL behind the last */
const char *model_key(const struct zonedev_model *model, unsigned i,
		      char *value, size_t size);

#endif
