/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * guest.h - a kernel under qemu: started, given orders, read out, ended
 *
 * All that goes to qemu and comes from it are sockets and memory that end with
 * us: no file is left, and no process outlives this one.
 */
#ifndef GUEST_H
#define GUEST_H

#include <stdbool.h>
#include <sys/types.h>
#include "lines.h"
#include "qemu.h"

#define GUEST_WHY	1024

struct guest {
	pid_t pid;
	struct lines orders, console, qmp;
	int saved;		/* memory that qemu writes the guest's to */
	char last_words[256];	/* of the console */
	char panic[256];	/* the line that tells of one */
	bool stopped;		/* by KVM, and qemu waits */
	char why[GUEST_WHY];	/* one line, where a function failed */
};

/* One that was not started, for guest_end() too */
#define GUEST_NONE	((struct guest){				\
	.pid = -1, .saved = -1, .orders.fd = -1,		\
	.console.fd = -1, .qmp.fd = -1,				\
})

/*
 * Functions return 0, or -1 and have the reason in guest->why. guest_end() is
 * wanted after either.
 */
int guest_start(struct guest *guest, const struct guest_config *config);
void guest_end(struct guest *guest);

/*
 * Sends the order, or waits for the guest's first words where it is NULL, and
 * gives @take each line of the answer but the last, which is "ok ..." or
 * "failed ...". What follows "ok" is in @rest, of GUEST_WHY bytes or NULL.
 */
int guest_order(struct guest *guest, const char *order,
		void (*take)(void *arg, char *line), void *arg, char *rest);

/* Copies @size bytes of the kernel's memory at @address. */
int guest_read(struct guest *guest, uint64_t address, void *to, size_t size);

/* Keeps the vCPU's thread to one CPU; fails where the system forbids it. */
int guest_pin(struct guest *guest, int cpu);

/* guest.c, for qmp.c: the next line of one of the streams, or NULL */
char *guest_line(struct guest *guest, struct lines *from);
__attribute__((format(printf, 2, 3)))
int guest_fail(struct guest *guest, const char *format, ...);

/* qmp.c: the first words of qemu's monitor */
int guest_greet(struct guest *guest);

#endif
