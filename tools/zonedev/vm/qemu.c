/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * qemu.c - the command line of qemu for a guest
 *
 * Addresses are to be the same in each boot and kernel pages mapped whatever
 * the vCPU does: no KASLR, 4 levels of page tables, no isolation of them.
 * Guest memory is not reserved (reserve=off): what is never written costs
 * nothing, so that 100 GiB fit on a small host.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include "qemu.h"

#define MIB	(UINT64_C(1) << 20)

__attribute__((format(printf, 2, 3)))
static void add(struct qemu_command *c, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(c->text[c->n], QEMU_ARGUMENT, format, args);
	va_end(args);
	c->argv[c->n] = c->text[c->n];
	c->argv[++c->n] = NULL;
}

static void add_machine(struct qemu_command *c,
			const struct guest_config *config)
{
	add(c, "-machine");
	/* Else up to 3.5 GiB lie below the hole for PCI, and no pmem above. */
	add(c, "pc,accel=%s,memory-backend=m0,max-ram-below-4g=3G",
	    config->kvm ? "kvm" : "tcg");
	add(c, "-cpu");
	add(c, "%s,la57=off", config->kvm ? "host" : "max");
	add(c, "-smp");
	add(c, "1");
	add(c, "-m");
	add(c, "%" PRIu64 "M", config->memory / MIB);
	add(c, "-object");
	add(c, "memory-backend-ram,id=m0,size=%" PRIu64 "M,reserve=off",
	    config->memory / MIB);
}

/*
 * On a busy host an emulated kernel sees none of its timer's ticks while it
 * tries its lines, and panics: "IO-APIC + timer doesn't work" (7.3, a load of
 * 15). Under KVM it takes them for granted by itself.
 */
static void add_kernel(struct qemu_command *c,
		       const struct guest_config *config)
{
	add(c, "-kernel");
	add(c, "%s", config->kernel);
	if (config->initrd >= 0) {
		add(c, "-initrd");
		add(c, "/proc/self/fd/%d", config->initrd);
	}
	add(c, "-append");
	add(c, "console=ttyS0 memmap=%" PRIu64 "M!%" PRIu64 "M nokaslr nopti panic=-1%s",
	    config->size / MIB, config->start / MIB,
	    config->kvm ? "" : " no_timer_check");
}

static void add_socket(struct qemu_command *c, const char *name, int fd)
{
	add(c, "-chardev");
	add(c, "socket,id=%s,fd=%d", name, fd);
}

void qemu_command(struct qemu_command *c, const struct guest_config *config,
		  const struct qemu_ends *ends)
{
	c->n = 0;
	add(c, "qemu-system-x86_64");
	add(c, "-nodefaults");
	add(c, "-no-user-config");
	add(c, "-no-reboot");
	add(c, "-display");
	add(c, "none");
	add_machine(c, config);
	add_kernel(c, config);
	add_socket(c, "console", ends->console);
	add_socket(c, "orders", ends->orders);
	add_socket(c, "qmp", ends->qmp);
	add(c, "-serial");
	add(c, "chardev:console");
	add(c, "-serial");
	add(c, "chardev:orders");
	add(c, "-mon");
	add(c, "chardev=qmp,mode=control");
}
