/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * queue.pml - workers that take chunks off a counter: is each written once,
 * and none that is not there?
 *
 * What take_from() of zonedev/auto/queue.c does: a look, an atomic add, a test
 * of what was there before. LATE=1: "at > CHUNKS" instead of ">=", wrong by one,
 * which shows only where two workers look at the same last chunk. ATOMIC=0 adds
 * in two steps.
 */
#define WORKERS 3
#define CHUNKS 3

byte next;
byte written[CHUNKS + WORKERS];
byte ended;

active [WORKERS] proctype worker()
{
	byte at;

	do
	:: next >= CHUNKS -> break
	:: next < CHUNKS ->
		if
		:: ATOMIC -> atomic { at = next; next++ }
		:: !ATOMIC -> at = next; next = at + 1
		fi;
		if
		:: at >= CHUNKS + LATE -> break
		:: else -> written[at]++
		fi
	od;
	ended++
}

active proctype judge()
{
	byte i;

	ended == WORKERS;
	for (i : 0 .. CHUNKS + WORKERS - 1) {
		assert(written[i] == (i < CHUNKS -> 1 : 0))
	}
}
