/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * namespace_options.h - the options that say which namespace on which kernel
 */
#ifndef NAMESPACE_OPTIONS_H
#define NAMESPACE_OPTIONS_H

#include "common/options.h"
#include "descriptors/fields.h"
#include "descriptors/model_file.h"

struct namespace_options {
	struct model_choice model;
	struct zonedev_config config;
	enum zonedev_path path;
	uint64_t node;
	bool has_map, has_align;
};

/* The rows of a group whose request is a struct namespace_options */
extern const struct option_row namespace_rows[];

void namespace_defaults(struct namespace_options *o);

/* Behind the last option: what type and model decide */
void namespace_settle(struct namespace_options *o);

/* "base" and so on, for rows */
const char *path_at(unsigned i);

/* A preset or a model file, to a struct model_choice */
int take_model(const struct option_use *use, char *arg);

#endif
