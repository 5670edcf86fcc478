/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * publish.pml - data by non-temporal stores, then a flag: may one who sees the
 * flag see old data?
 *
 * Two threads write a line each into write-combining buffers, which go to
 * memory in any order and at any time. The first thread waits for the second
 * (pthread_join) and publishes. A drain waits until the buffers of its own
 * thread are empty, of no other's. Ordinary stores keep their order, so the
 * flag and the end of a thread are one step each.
 *
 * DRAIN=0: nobody drains. DRAIN=1: only the one who publishes. DRAIN=2: each
 * thread before it ends, as auto's workers do.
 */
#define THREADS 2

byte memory[THREADS];		/* a line of each thread */
bool buffered[THREADS];		/* it is still in the thread's buffer */
bool ended, flag;

active proctype write_combining()
{
end:	do
	:: atomic { buffered[0] -> memory[0] = 1; buffered[0] = false }
	:: atomic { buffered[1] -> memory[1] = 1; buffered[1] = false }
	od
}

inline drain(thread)
{
	!buffered[thread]
}

active proctype worker()
{
	buffered[1] = true;
	if
	:: DRAIN == 2 -> drain(1)
	:: else
	fi;
	ended = true
}

active proctype publisher()
{
	buffered[0] = true;
	if
	:: DRAIN >= 1 -> drain(0)
	:: else
	fi;
	ended;
	flag = true
}

active proctype reader()
{
	flag;
	assert(memory[0] == 1 && memory[1] == 1)
}
