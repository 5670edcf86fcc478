/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * qmp.c - qemu's monitor: what the guest's memory holds, and where it runs
 *
 * One object a line, both ways. An answer begins with its key, "return" or
 * "error"; what begins otherwise is an event, and nothing to us.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "guest.h"
#include "system/affinity.h"

/* At a time, so that 100 GiB of device need no second copy of a memmap */
#define PIECE	(UINT64_C(64) << 20)

/* What follows @key in @line, or NULL */
static const char *behind(const char *line, const char *key)
{
	const char *at = strstr(line, key);

	return at ? at + strlen(key) : NULL;
}

/* The answer, which is a "return", or NULL */
__attribute__((format(printf, 2, 3)))
static const char *ask(struct guest *g, const char *format, ...)
{
	const char *line, *words;
	char text[256];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	lines_send(&g->qmp, text);
	while ((line = guest_line(g, &g->qmp))) {
		if (!strncmp(line, "{\"return\"", 9))
			return line;
		if (strncmp(line, "{\"error\"", 8))
			continue;
		words = behind(line, "\"desc\": \"");
		guest_fail(g, "qemu: %.*s", words ?
			   (int)strcspn(words, "\"") : (int)strlen(line),
			   words ? words : line);
		return NULL;
	}
	return NULL;
}

int guest_greet(struct guest *g)
{
	if (!guest_line(g, &g->qmp))
		return -1;
	return ask(g, "{\"execute\": \"qmp_capabilities\"}\n") ? 0 : -1;
}

/* The monitor's numbers are signed, and kernel addresses negative in it. */
static int read_piece(struct guest *g, uint64_t address, unsigned char *to,
		      size_t size)
{
	size_t done = 0;
	ssize_t got;

	if (!ask(g, "{\"execute\": \"memsave\", \"arguments\": {\"val\": %" PRId64 ", \"size\": %zu, \"filename\": \"/proc/self/fd/%d\"}}\n",
		 (int64_t)address, size, g->saved))
		return -1;
	for (; done < size; done += (size_t)got) {
		got = pread(g->saved, to + done, size - done, (off_t)done);
		if (got <= 0)
			return guest_fail(g, "memory at %#" PRIx64 ": %zu of %zu bytes were saved",
					  address, done, size);
	}
	return 0;
}

int guest_read(struct guest *g, uint64_t address, void *to, size_t size)
{
	unsigned char *at = to;
	size_t part;

	for (; size; size -= part, address += part, at += part) {
		part = size < PIECE ? size : PIECE;
		if (read_piece(g, address, at, part))
			return -1;
	}
	return 0;
}

int guest_pin(struct guest *g, int cpu)
{
	const char *line = ask(g, "{\"execute\": \"query-cpus-fast\"}\n");
	const char *id = line ? behind(line, "\"thread-id\": ") : NULL;

	if (!id)
		return line ? guest_fail(g, "qemu tells no thread of the vCPU") :
			      -1;
	if (zd_affinity_pin((pid_t)strtol(id, NULL, 10), cpu))
		return guest_fail(g, "the vCPU cannot be kept to CPU %d: %s",
				  cpu, strerror(errno));
	return 0;
}
