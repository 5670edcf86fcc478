/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_threads.c - first calls, selections and copies of many threads
 *
 * Built with -fsanitize=thread these are the races that it must find clean.
 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include "support/backends.h"
#include "support/copy_check.h"
#include "support/random.h"
#include "support/runner.h"

#define THREADS	8

/*
 * Stands in for the library's (--wrap), which the first call asks for the
 * variable: here a selection can come in the middle of that call, each time.
 */
const char *__wrap_streamcpy_environment(const char *name);

static const char *intruder;

const char *__wrap_streamcpy_environment(const char *name)
{
	if (intruder)
		ck_assert_int_eq(streamcpy_select(intruder), 0);
	return getenv(name);
}

START_TEST(a_selection_wins_over_a_first_call_under_way)
{
	char from[300], to[300] = { 0 };

	memset(from, 7, sizeof(from));
	intruder = "generic";
	if (_i)
		(memcpy_streaming)(to, from, sizeof(to));
	ck_assert_str_eq(streamcpy_backend()->name, "generic");
	intruder = NULL;
	ck_assert_str_eq(streamcpy_backend()->name, "generic");
}
END_TEST

static atomic_int waiting;
static atomic_bool go;

static void wait_for_all(void)
{
	atomic_fetch_add(&waiting, 1);
	while (!atomic_load(&go))
		sched_yield();
}

static void release(int threads)
{
	while (atomic_load(&waiting) != threads)
		sched_yield();
	atomic_store(&go, true);
}

static void start(pthread_t *thread, void *(*run)(void *), void *arg)
{
	ck_assert_int_eq(pthread_create(thread, NULL, run, arg), 0);
}

/* A thread returns what went wrong, or NULL. */
static void join(pthread_t thread)
{
	void *failed;

	ck_assert_int_eq(pthread_join(thread, &failed), 0);
	if (failed)
		ck_abort_msg("%s", (char *)failed);
}

static void *first_copy(unsigned char *to, const unsigned char *from)
{
	(memcpy_streaming)(to, from, 512);
	return memcmp(to, from, 512) ? "the copy differs" : NULL;
}

static void *first_fill(unsigned char *to, const unsigned char *from)
{
	if (streamcpy_fill(to, from, 64, 8))
		return "the fill is refused";
	return memcmp(to + 448, from, 64) ? "the fill differs" : NULL;
}

static void *first_question(void)
{
	if (!streamcpy_backends()[0] || !streamcpy_known_backends()[0])
		return "a list is empty";
	return streamcpy_backend()->copy ? NULL : "the backend has no copy";
}

static void *call_first(void *arg)
{
	const int number = *(int *)arg;
	unsigned char from[512], to[512];

	memset(from, number + 1, sizeof(from));
	wait_for_all();
	switch (number % 3) {
	case 0:
		return first_copy(to, from);
	case 1:
		return first_fill(to, from);
	default:
		return first_question();
	}
}

START_TEST(many_threads_make_the_first_call)
{
	const struct streamcpy_backend *const *usable;
	pthread_t thread[THREADS];
	int number[THREADS], i;

	for (i = 0; i < THREADS; i++) {
		number[i] = i + _i;
		start(&thread[i], call_first, &number[i]);
	}
	release(THREADS);
	for (i = 0; i < THREADS; i++)
		join(thread[i]);
	usable = streamcpy_backends();
	for (i = 0; i < nr_backends(); i++)
		if (runs_here(i))
			ck_assert_ptr_eq(*usable++, &streamcpy_impls[i]->api);
	ck_assert_ptr_null(*usable);
}
END_TEST

static atomic_bool selected_all;

static void *copy_meanwhile(void *arg)
{
	unsigned char from[2048], to[2048 + 2 * CANARY];
	size_t n = 0;

	(void)arg;
	source_write(from, sizeof(from));
	wait_for_all();
	do {
		n = (n + 61) % 1900;
		if (!copy_is_right((memcpy_streaming), to + CANARY + n % 64,
				   from + n % 32, n))
			return "a copy differs while backends are selected";
		memcpy_streaming_drain();
	} while (!atomic_load(&selected_all));
	return NULL;
}

static void select_each(void)
{
	const struct streamcpy_backend *const *b;

	for (b = streamcpy_backends(); *b; b++) {
		ck_assert_int_eq(streamcpy_select((*b)->name), 0);
		ck_assert_ptr_eq(streamcpy_backend(), *b);
	}
}

START_TEST(copies_go_on_while_backends_are_selected)
{
	pthread_t thread[3];
	int i, rounds = quick() ? 50 : 2000;

	for (i = 0; i < 3; i++)
		start(&thread[i], copy_meanwhile, NULL);
	release(3);
	for (i = 0; i < rounds; i++)
		select_each();
	atomic_store(&selected_all, true);
	for (i = 0; i < 3; i++)
		join(thread[i]);
}
END_TEST

/*
 * A ring of frames. Each is full of its number, so that a consumer that sees
 * the number published and an older byte has seen the copy late.
 */
#define FRAME	(1024 + 64)
#define FRAMES	8

static unsigned char ring[FRAMES][FRAME] __attribute__((aligned(64)));
static atomic_uint published, consumed;

static bool is_frame(const unsigned char *at, unsigned number)
{
	size_t i;

	for (i = 0; i < FRAME; i++)
		if (at[i] != (unsigned char)number)
			return false;
	return true;
}

static void *consume(void *arg)
{
	const unsigned rounds = *(unsigned *)arg;
	unsigned number;

	for (number = 1; number <= rounds; number++) {
		while (atomic_load_explicit(&published, memory_order_acquire) <
		       number)
			sched_yield();
		if (!is_frame(ring[number % FRAMES], number))
			return "a frame was published before it was written";
		atomic_store_explicit(&consumed, number, memory_order_release);
	}
	return NULL;
}

static void publish(const struct streamcpy_backend *backend, unsigned number)
{
	unsigned char frame[FRAME];

	memset(frame, (int)number, sizeof(frame));
	while (number - atomic_load_explicit(&consumed, memory_order_acquire) >
	       FRAMES - 1)
		sched_yield();
	if (backend) {
		backend->copy(ring[number % FRAMES], frame, FRAME);
		backend->drain();
	} else {
		memcpy_streaming(ring[number % FRAMES], frame, FRAME);
		memcpy_streaming_drain();
	}
	atomic_store_explicit(&published, number, memory_order_release);
}

/* By the library's choice, and by each backend with its own drain */
START_TEST(what_is_drained_is_seen_whole)
{
	const struct streamcpy_backend *b = _i ? runnable(_i - 1) : NULL;
	unsigned number, rounds = quick() ? 500 : 20000;
	pthread_t consumer;

	if (_i && !b)
		return;
	memset(ring, 0, sizeof(ring));
	atomic_store(&published, 0);
	atomic_store(&consumed, 0);
	start(&consumer, consume, &rounds);
	for (number = 1; number <= rounds; number++)
		publish(b, number);
	join(consumer);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("threads");

	tcase_set_timeout(tc, 0);
	/* A first call is one in a process of its own only. */
	if (tests_fork()) {
		tcase_add_loop_test(
			tc, a_selection_wins_over_a_first_call_under_way, 0,
			2);
		tcase_add_loop_test(tc, many_threads_make_the_first_call, 0,
				    quick() ? 5 : 50);
	}
	tcase_add_test(tc, copies_go_on_while_backends_are_selected);
	tcase_add_loop_test(tc, what_is_drained_is_seen_whole, 0,
			    nr_backends() + 1);
	return run_tcase("threads", tc);
}
