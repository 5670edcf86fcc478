/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * queue.pml - workers that take chunks off a counter: is each written once,
 * and none that is not there?
 *
 * What take_from() of zonedev/auto/queue.c does: a look, then in a loop the
 * comparison with the end and a weak compare-and-swap, which may fail without a
 * reason and else leaves what it found. LATE=1: "at > end" instead of ">=",
 * wrong by one. EXCHANGE=0 compares and stores in two steps.
 */
#define WORKERS 3
#define CHUNKS 3

byte next;
byte written[CHUNKS + WORKERS];
byte ended;

active [WORKERS] proctype worker()
{
	byte at;
	bool taken;

	do
	:: at = next;
		taken = false;
		do
		:: taken -> break
		:: !taken && at >= CHUNKS + LATE -> goto out
		:: !taken && at < CHUNKS + LATE ->
			if
			:: EXCHANGE -> atomic {
				if
				:: next == at -> next = at + 1; taken = true
				:: next != at -> at = next
				:: true		/* weak */
				fi }
			:: !EXCHANGE && next == at ->
				next = at + 1; taken = true
			:: !EXCHANGE && next != at -> at = next
			fi
		od;
		written[at]++
	od;
out:	ended++
}

active proctype judge()
{
	byte i;

	ended == WORKERS;
	assert(next == CHUNKS);
	for (i : 0 .. CHUNKS + WORKERS - 1) {
		assert(written[i] == (i < CHUNKS -> 1 : 0))
	}
}
