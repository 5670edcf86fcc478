/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * affinity.c - the CPUs that a thread may use, of however many
 *
 * A cpu_set_t has 1024 bits, and the kernel answers EINVAL where it has more
 * CPUs than the set has bits. It can be built for 8192 (CONFIG_NR_CPUS), for
 * which there is room twice over: 2 KiB on the stack.
 */
#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <stdbool.h>
#include <string.h>
#include "affinity.h"

struct cpus {
	cpu_set_t set[16];
};

/* CPU_SETSIZE is not it: musl has 128, the bytes of a set. */
#define CPUS	((int)(sizeof(struct cpus) * CHAR_BIT))

static bool own_cpus(struct cpus *cpus)
{
	memset(cpus, 0, sizeof(*cpus));
	return !sched_getaffinity(0, sizeof(*cpus), cpus->set);
}

unsigned zd_affinity_cpus(void)
{
	struct cpus cpus;

	return own_cpus(&cpus) ?
	       (unsigned)CPU_COUNT_S(sizeof(cpus), cpus.set) : 0;
}

int zd_affinity_last(void)
{
	struct cpus cpus;
	int cpu = CPUS - 1;

	if (!own_cpus(&cpus))
		return -1;
	while (cpu >= 0 && !CPU_ISSET_S((size_t)cpu, sizeof(cpus), cpus.set))
		cpu--;
	return cpu;
}

int zd_affinity_pin(pid_t thread, int cpu)
{
	struct cpus cpus;

	if (cpu < 0 || cpu >= CPUS) {
		errno = EINVAL;
		return -1;
	}
	memset(&cpus, 0, sizeof(cpus));
	CPU_SET_S((size_t)cpu, sizeof(cpus), cpus.set);
	return sched_setaffinity(thread, sizeof(cpus), cpus.set);
}
