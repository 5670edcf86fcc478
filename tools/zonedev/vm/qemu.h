/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * qemu.h - the command line of qemu for a guest
 */
#ifndef QEMU_H
#define QEMU_H

#include <stdbool.h>
#include <stdint.h>

/* What the guest is made of */
struct guest_config {
	const char *kernel;	/* path of a bzImage */
	int initrd;		/* file descriptor */
	uint64_t start, size;	/* of the persistent memory, bytes */
	uint64_t memory;	/* of the guest, that included */
	bool kvm;
};

/* The ends that qemu gets: file descriptors */
struct qemu_ends {
	int console, orders, qmp;
};

#define QEMU_ARGUMENTS	40
#define QEMU_ARGUMENT	1200	/* bytes of one: a path fits */

struct qemu_command {
	char text[QEMU_ARGUMENTS][QEMU_ARGUMENT];
	char *argv[QEMU_ARGUMENTS + 1];
	unsigned n;
};

void qemu_command(struct qemu_command *command,
		  const struct guest_config *config,
		  const struct qemu_ends *ends);

#endif
