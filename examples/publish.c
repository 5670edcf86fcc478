/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * publish.c - write a frame past the caches and publish it
 */
#include <stdatomic.h>
#include <stdio.h>
#include <streamcpy.h>

static char frame[1 << 20], slot[1 << 20];
static atomic_int ready;

int main(void)
{
	memset(frame, 42, sizeof(frame));
	memcpy_streaming(slot, frame, sizeof(slot));
	memcpy_streaming_drain();	/* before the store that publishes */
	atomic_store_explicit(&ready, 1, memory_order_release);
	printf("%s copied %zu bytes\n", streamcpy_backend()->name,
	       sizeof(slot));
	return memcmp(slot, frame, sizeof(slot)) != 0;
}
