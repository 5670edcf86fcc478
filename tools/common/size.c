/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * size.c - sizes as people write them
 */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "size.h"

/*
 * Decimal, or hexadecimal behind 0x; a leading 0 does not make it octal.
 * strtoull() takes signs and leading blanks; a size has neither.
 */
static int parse_digits(const char *text, char **end, uint64_t *number)
{
	int base = text[0] == '0' && (text[1] == 'x' || text[1] == 'X') ? 16 :
		   10;
	unsigned long long value;

	if (!isdigit((unsigned char)*text) ||
	    (base == 16 && !isxdigit((unsigned char)text[2])))
		return -EINVAL;
	errno = 0;
	value = strtoull(text, end, base);
	if (errno)
		return -ERANGE;
	*number = value;
	return 0;
}

/* log2 of what the letters behind the number stand for, or -1 */
static int parse_unit(const char *unit)
{
	static const char letters[] = "KMGTP";
	const char *letter;

	if (!*unit)
		return 0;
	letter = strchr(letters, toupper((unsigned char)*unit));
	if (!letter || !*letter)
		return -1;
	unit++;
	if (*unit && strcmp(unit, "iB") && strcmp(unit, "B"))
		return -1;
	return 10 * (int)(letter - letters + 1);
}

int parse_size(const char *text, uint64_t *bytes, char *why, size_t n)
{
	uint64_t number;
	char *end;
	int err = parse_digits(text, &end, &number), shift;

	if (!err) {
		shift = parse_unit(end);
		if (shift < 0)
			err = -EINVAL;
		else if (number > UINT64_MAX >> shift)
			err = -ERANGE;
	}
	if (err == -EINVAL)
		snprintf(why, n, "not a size, such as 4096, 512M or 100G");
	else if (err)
		snprintf(why, n, "more than 64 bits of bytes");
	else
		*bytes = number << shift;
	return err;
}

int parse_number(const char *text, uint64_t low, uint64_t high,
		 uint64_t *number, char *why, size_t n)
{
	uint64_t value;
	char *end;
	int err = parse_digits(text, &end, &value);

	if (!err && *end)
		err = -EINVAL;
	if (!err && (value < low || value > high))
		err = -ERANGE;
	if (err) {
		snprintf(why, n, "not a whole number from %" PRIu64 " to %" PRIu64,
			 low, high);
		return err;
	}
	*number = value;
	return 0;
}

static const char units[] = " KMGTPE";

void size_words(uint64_t bytes, char text[24])
{
	double value = (double)bytes;
	unsigned unit = 0;

	for (; value >= 1024; value /= 1024)
		unit++;
	if (unit)
		snprintf(text, 24, "%.4g %ciB", value, units[unit]);
	else
		snprintf(text, 24, "%" PRIu64 " B", bytes);
}

void size_short(uint64_t bytes, char text[24])
{
	unsigned unit = 0;

	for (; bytes && bytes % 1024 == 0; bytes /= 1024)
		unit++;
	if (unit)
		snprintf(text, 24, "%" PRIu64 "%c", bytes, units[unit]);
	else
		snprintf(text, 24, "%" PRIu64, bytes);
}
