/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * publish_order.c - publishes a copied line; for drain.sh to disassemble
 */
#include <stdatomic.h>
#include <streamcpy.h>

struct slot {
	uint64_t word[8];
	atomic_int ready;
};

void publish(struct slot *slot, const void *line);

void publish(struct slot *slot, const void *line)
{
	memcpy_streaming(slot, line, 48);	/* one way, by MOVNTI */
#ifdef DRAIN
	memcpy_streaming_drain();
#endif
	atomic_store_explicit(&slot->ready, 1, memory_order_release);
}
