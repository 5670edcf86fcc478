/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * json.h - a small writer of JSON, and of strings in CSV
 */
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Starts with @to alone set, or @lines too */
struct json {
	FILE *to;
	unsigned lines;	/* outer levels whose members have a line each; 0: 2 */
	unsigned depth;
	bool follows;	/* a member stands before this one */
};

/*
 * @key is NULL for an element of an array and for the outermost value.
 * @bracket is '{' or '['.
 */
void json_begin(struct json *json, const char *key, char bracket);
void json_end(struct json *json, char bracket);

void json_string(struct json *json, const char *key, const char *text);
void json_bool(struct json *json, const char *key, bool value);
void json_uint(struct json *json, const char *key, uint64_t value);

/* JSON has no infinity and no NaN: null then */
void json_real(struct json *json, const char *key, double value);

/* @text in double quotes, with those in it doubled (RFC 4180) */
void csv_string(FILE *to, const char *text);

#endif
