/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * boot.h - a kernel booted with what the experiment needs
 */
#ifndef BOOT_H
#define BOOT_H

#include "kernel.h"
#include "view.h"

/* The persistent memory begins where the hole for PCI ends. */
#define PMEM_START	(UINT64_C(4) << 30)

struct booted {
	struct guest guest;
	struct symbols symbols;
	char release[128];	/* as uname tells it */
	bool debug_clock;	/* times are the kernel's debug line, 4 ms */
};

/* What a guest is to have */
struct boot_config {
	uint64_t size;		/* of its persistent memory, bytes */
	bool kvm;
	bool own_program;	/* this program too, to run there */
	const char *const *carried;	/* modules not loaded, up to NULL */
};

/*
 * Boots @kernel. 0, or -1 with the reason
 * in booted->guest.why; boot_end() is wanted after either.
 */
int boot(struct booted *booted, const struct kernel *kernel,
	 const struct boot_config *config);
void boot_end(struct booted *booted);

/* Bytes of the host's memory that such a guest takes at most */
uint64_t boot_memory(uint64_t size);

#endif
