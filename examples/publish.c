/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * publish.c - hand frames from one thread to another through a ring
 *
 * The producer copies a frame past the caches, drains, and only then stores
 * the count that publishes it: streaming stores are weakly ordered, and a
 * release store alone does not wait for them.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <streamcpy.h>

#define SLOTS		4
#define FRAMES		32
#define FRAME_SIZE	(1 << 18)

static char ring[SLOTS][FRAME_SIZE];
static atomic_uint produced, consumed;

static void wait_until(atomic_uint *count, unsigned least)
{
	while (atomic_load_explicit(count, memory_order_acquire) < least)
		;
}

static void *produce(void *arg)
{
	static char frame[FRAME_SIZE];

	for (unsigned n = 0; n < FRAMES; n++) {
		memset(frame, (int)n, sizeof(frame));
		if (n >= SLOTS)		/* its slot is free again */
			wait_until(&consumed, n - SLOTS + 1);
		memcpy_streaming(ring[n % SLOTS], frame, sizeof(frame));
		memcpy_streaming_drain();
		atomic_store_explicit(&produced, n + 1, memory_order_release);
	}
	return arg;
}

static int whole(const char *slot, char value)
{
	for (size_t i = 0; i < FRAME_SIZE; i++)
		if (slot[i] != value)
			return 0;
	return 1;
}

int main(void)
{
	pthread_t producer;
	unsigned torn = 0;

	if (pthread_create(&producer, NULL, produce, NULL))
		return 1;
	for (unsigned n = 0; n < FRAMES; n++) {
		wait_until(&produced, n + 1);
		torn += !whole(ring[n % SLOTS], (char)n);
		atomic_store_explicit(&consumed, n + 1, memory_order_release);
	}
	pthread_join(producer, NULL);
	printf("%d frames by %s, %u torn\n", FRAMES, streamcpy_backend()->name,
	       torn);
	return torn != 0;
}
