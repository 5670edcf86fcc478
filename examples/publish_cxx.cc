/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * publish_cxx.cc - the same as publish.c, in C++
 */
#include <atomic>
#include <cstdio>
#include <streamcpy.h>

static char frame[1 << 20], slot[1 << 20];
static std::atomic<int> ready;

int main()
{
	memset(frame, 42, sizeof(frame));
	memcpy_streaming(slot, frame, sizeof(slot));
	memcpy_streaming_drain();	/* before the store that publishes */
	ready.store(1, std::memory_order_release);
	std::printf("%s copied %zu bytes\n", streamcpy_backend()->name,
		    sizeof(slot));
	return memcmp(slot, frame, sizeof(slot)) != 0;
}
