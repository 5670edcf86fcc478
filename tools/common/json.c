/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * json.c - a small writer of JSON, and of strings in CSV
 */
#include <inttypes.h>
#include <math.h>
#include "json.h"

static void quoted(FILE *to, const char *text)
{
	const unsigned char *at;

	fputc('"', to);
	for (at = (const unsigned char *)text; *at; at++) {
		if (*at == '"' || *at == '\\')
			fprintf(to, "\\%c", *at);
		else if (*at < ' ')
			fprintf(to, "\\u%04x", *at);
		else
			fputc(*at, to);
	}
	fputc('"', to);
}

static unsigned levels(const struct json *json)
{
	return json->lines ? json->lines : 2;
}

/* Members of the outer levels have a line each, deeper ones share it. */
static void member(struct json *json, const char *key)
{
	if (json->follows)
		fputc(',', json->to);
	if (json->depth && json->depth <= levels(json))
		fprintf(json->to, "\n%*s", (int)(2 * json->depth), "");
	else if (json->follows)
		fputc(' ', json->to);
	json->follows = true;
	if (!key)
		return;
	quoted(json->to, key);
	fputs(": ", json->to);
}

void json_begin(struct json *json, const char *key, char bracket)
{
	member(json, key);
	fputc(bracket, json->to);
	json->depth++;
	json->follows = false;
}

void json_end(struct json *json, char bracket)
{
	json->depth--;
	if (json->depth < levels(json) && json->follows)
		fprintf(json->to, "\n%*s", (int)(2 * json->depth), "");
	fputc(bracket == '{' ? '}' : ']', json->to);
	json->follows = true;
	if (!json->depth)
		fputc('\n', json->to);
}

void json_string(struct json *json, const char *key, const char *text)
{
	member(json, key);
	quoted(json->to, text);
}

void json_bool(struct json *json, const char *key, bool value)
{
	member(json, key);
	fputs(value ? "true" : "false", json->to);
}

void json_uint(struct json *json, const char *key, uint64_t value)
{
	member(json, key);
	fprintf(json->to, "%" PRIu64, value);
}

void json_real(struct json *json, const char *key, double value)
{
	member(json, key);
	if (isfinite(value))
		fprintf(json->to, "%.6g", value);
	else
		fputs("null", json->to);
}

void csv_string(FILE *to, const char *text)
{
	fputc('"', to);
	for (; *text; text++) {
		if (*text == '"')
			fputc('"', to);
		fputc(*text, to);
	}
	fputc('"', to);
}
