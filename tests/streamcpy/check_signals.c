/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_signals.c - every function in the handler of a signal, as its first
 * call: on a small stack, in the middle of setenv()
 *
 * The program is linked with -z now: what the dynamic linker takes of the stack
 * to look up a function at its first call, some 3 KiB, is not the library's.
 */
#include <signal.h>
#include <sys/auxv.h>
#include "support/aligned.h"
#include "support/backends.h"
#include "support/copy_check.h"
#include "support/guard.h"
#include "support/runner.h"

/*
 * That a call may take of the stack; without optimisation a line is there
 * several times.
 */
#ifdef __OPTIMIZE__
#define ROOM	1024
#else
#define ROOM	2048
#endif
#define FRESH	0xa5

static unsigned char dst[65536 + 128], src[65536 + 128];
static const struct streamcpy_backend *tested;
static size_t length;

static void call_copy(void)
{
	memcpy_streaming(dst, src, length);
}

static void call_flushcache(void)
{
	memcpy_flushcache(dst, src, length);
}

static void call_from_wc(void)
{
	memcpy_from_wc(dst, src, length);
}

static void call_move(void)
{
	memmove_streaming(dst, src, length);
}

static void call_move_up(void)
{
	memmove_streaming(dst + 40, dst, length);
}

static void call_move_down(void)
{
	memmove_streaming(dst, dst + 41, length);
}

static void call_set(void)
{
	memset_streaming(dst, 7, length);
}

static void call_fill(void)
{
	streamcpy_fill(dst, src, 64, length / 64);
}

static void call_fill_long(void)
{
	streamcpy_fill(dst + 1, src, 4096, length / 4096);
}

static void call_drain(void)
{
	memcpy_streaming_drain();
}

static void call_backend_copy(void)
{
	tested->copy(dst + 1, src, length);
}

static void call_backend_fill(void)
{
	tested->fill(dst + 3, src, 72, length / 72);
}

static void (*const functions[])(void) = {
	call_copy, call_flushcache, call_from_wc, call_move, call_move_up,
	call_move_down, call_set, call_fill, call_fill_long, call_drain,
};

#define NR_FUNCTIONS	(int)(sizeof(functions) / sizeof(functions[0]))

static const size_t lengths[] = { 1, 64, 300, 5000, 65536 };

#define NR_LENGTHS	(int)(sizeof(lengths) / sizeof(lengths[0]))

static void (*call)(void);
static struct guard stack;
static size_t too_much;

/*
 * What lies below the call's room is made fresh, and what is not fresh behind
 * the call was used by it.
 */
ALIGNED static void measure(int signal)
{
	unsigned char *room = (unsigned char *)__builtin_frame_address(0) -
			      ROOM;
	unsigned char *p;

	(void)signal;
	for (p = stack.start; p < room; p++)
		*(volatile unsigned char *)p = FRESH;
	call();
	for (p = stack.start; p < room && *p == FRESH; p++)
		;
	too_much = (size_t)(room - p);
}

/* 8 KiB, or more where the kernel's part of it is more than half */
static size_t stack_size(void)
{
	size_t kernels = 0;

#ifdef AT_MINSIGSTKSZ
	kernels = getauxval(AT_MINSIGSTKSZ);
#endif
	return kernels > 4096 ? kernels + 4096 : 8192;
}

static void run_on_small_stack(void (*function)(void))
{
	struct sigaction action = { .sa_handler = measure,
				    .sa_flags = SA_ONSTACK };
	stack_t alternate = { .ss_size = stack_size() };

	call = function;
	stack = guard_open(alternate.ss_size);
	alternate.ss_sp = stack.end - alternate.ss_size;
	stack.start = alternate.ss_sp;
	ck_assert_int_eq(sigaltstack(&alternate, NULL), 0);
	ck_assert_int_eq(sigaction(SIGUSR1, &action, NULL), 0);
	raise(SIGUSR1);
	if (too_much)
		ck_abort_msg("n == %zu: %zu bytes more of the stack than %d",
			     length, too_much, ROOM);
}

START_TEST(first_call_on_small_stack_fits)
{
	length = lengths[_i % NR_LENGTHS];
	run_on_small_stack(functions[_i / NR_LENGTHS]);
}
END_TEST

START_TEST(copy_and_fill_of_backend_on_small_stack_fit)
{
	int i;

	tested = runnable(_i);
	for (i = 0; tested && i < NR_LENGTHS; i++) {
		length = lengths[i];
		run_on_small_stack(call_backend_copy);
		run_on_small_stack(call_backend_fill);
	}
}
END_TEST

/* What setenv() leaves while it moves the array: a pointer to what is gone */
START_TEST(first_call_within_setenv_works)
{
	char **before = environ;

	length = 4096;
	environ = (char **)8;
	functions[_i]();
	environ = before;
}
END_TEST

int main(void)
{
	TCase *tc;

	if (!tests_fork() || STREAMCPY_SANITIZED) {
		printf("skipped: first calls need a process each, and no sanitizer's functions\n");
		return 77;
	}
	tc = tcase_create("signals");
	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, first_call_on_small_stack_fits, 0,
			    NR_FUNCTIONS * NR_LENGTHS);
	tcase_add_loop_test(tc, copy_and_fill_of_backend_on_small_stack_fit,
			    0, nr_backends());
	tcase_add_loop_test(tc, first_call_within_setenv_works, 0,
			    NR_FUNCTIONS);
	return run_tcase("signals", tc);
}
