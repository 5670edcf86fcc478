/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * log.c - a log that survives a crash, in a file on persistent memory or disk
 *
 *	log FILE [LINE...]	appends the lines, prints all that is in the log
 *
 * A record is written and drained before the word that makes it count, so a
 * crash leaves it whole or not there. On a DAX file (MAP_SYNC) that is all: no
 * system call. On any other file msync() does the rest.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <streamcpy.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MAP_SYNC
#define MAP_SYNC		0x80000
#endif
#ifndef MAP_SHARED_VALIDATE
#define MAP_SHARED_VALIDATE	3
#endif

#define LOG_SIZE	(1 << 20)

struct log {
	uint64_t used;		/* bytes of text that count */
	char text[LOG_SIZE - sizeof(uint64_t)];
};

static int dax;

static struct log *open_log(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT, 0666);
	void *log;

	if (fd < 0 || ftruncate(fd, LOG_SIZE))
		return NULL;
	log = mmap(NULL, LOG_SIZE, PROT_READ | PROT_WRITE,
		   MAP_SHARED_VALIDATE | MAP_SYNC, fd, 0);
	dax = log != MAP_FAILED;
	if (!dax)
		log = mmap(NULL, LOG_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
			   fd, 0);
	close(fd);
	return log == MAP_FAILED ? NULL : log;
}

/* All that was copied is in the file when this returns 0. */
static int persist(struct log *log)
{
	memcpy_streaming_drain();
	if (dax && streamcpy_can_flush())
		return 0;
	return msync(log, LOG_SIZE, MS_SYNC);
}

static int append(struct log *log, const char *line)
{
	size_t n = strlen(line);
	uint64_t used = log->used + n + 1;

	if (used > sizeof(log->text))
		return -1;
	memcpy_flushcache(log->text + log->used, line, n);
	memcpy_flushcache(log->text + log->used + n, "\n", 1);
	if (persist(log))
		return -1;
	memcpy_flushcache(&log->used, &used, sizeof(used));
	return persist(log);
}

int main(int argc, char **argv)
{
	struct log *log = argc > 1 ? open_log(argv[1]) : NULL;

	if (!log) {
		fprintf(stderr, "usage: log FILE [LINE...]\n");
		return 2;
	}
	for (int i = 2; i < argc; i++)
		if (append(log, argv[i])) {
			fprintf(stderr, "%s: full, or msync() failed\n",
				argv[1]);
			return 1;
		}
	return fwrite(log->text, 1, log->used, stdout) != log->used;
}
