/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_movdir64b.c - the movdir64b backend on CPUs without the instruction
 *
 * A handler of SIGILL carries out that one instruction, so that everything
 * around it is run and checked wherever the tests run. Where the CPU has it,
 * check_copy and check_fill have covered it.
 */
#include <stdio.h>
#include "support/aligned.h"
#include "support/copy_check.h"
#include "support/random.h"
#include "support/guard.h"
#include "support/runner.h"
#include "x86.h"
#include "support/x86_insn.h"

static unsigned long emulated;
static const struct streamcpy_backend *movdir64b;

/* MOVDIR64B reg, mem: 66 [REX] 0F 38 F8 /r */
static bool is_movdir64b(const struct x86_insn *i)
{
	return i->prefix == 0x66 && i->map == 2 && i->opcode == 0xf8 &&
	       !i->vector && x86_mod(i) != 3;
}

ALIGNED static void emulate(int signal, siginfo_t *info, void *arg)
{
	ucontext_t *context = arg;
	greg_t *ip = &context->uc_mcontext.gregs[REG_RIP];
	struct x86_insn i;
	unsigned char *to;

	(void)signal;
	(void)info;
	if (!x86_decode((const unsigned char *)*ip, &i) || !is_movdir64b(&i))
		abort();
	to = (unsigned char *)x86_reg(context, x86_field(&i) | i.r);
	if ((uintptr_t)to % 64)		/* a general protection fault */
		abort();
	memcpy(to, (const void *)x86_operand(context, &i), 64);
	*ip = (greg_t)i.behind;
	emulated++;
}

static void install(void)
{
	struct sigaction action = { .sa_sigaction = emulate,
				    .sa_flags = SA_SIGINFO | SA_NODEFER };

	sigaction(SIGILL, &action, NULL);
}

static unsigned char dst_area[16384] __attribute__((aligned(64)));
static unsigned char src_area[16384] __attribute__((aligned(64)));

/*
 * The lines of a copy, each one instruction, were carried out since @before: of
 * long copies, and of short ones that are streamed whole
 */
static void check_lines(unsigned long before, const unsigned char *dst,
			size_t n)
{
	bool streams = n >= 256 || ((uintptr_t)dst % 8 == 0 && n % 4 == 0);
	size_t head = -(uintptr_t)dst % 64;

	if (streamcpy_arch_features() & X86_MOVDIR64B)
		return;
	ck_assert_uint_eq(emulated - before,
			  streams && n > head ? (n - head) / 64 : 0);
}

START_TEST(copies_are_right)
{
	copy_function *copy = movdir64b->copy;
	unsigned char *dst = dst_area + 64;
	unsigned long before;
	size_t d, s, n, step = quick() ? 17 : 3;

	install();
	source_write(src_area, sizeof(src_area));
	for (d = 0; d < 64; d += step)
		for (s = 0; s < 64; s += 13)
			for (n = 0; n < 1100; n += n < 240 ? 40 : 23) {
				before = emulated;
				ck_assert(copy_is_right(copy, dst + d,
							src_area + s, n));
				check_lines(before, dst + d, n);
			}
}
END_TEST

START_TEST(nothing_beside_is_touched)
{
	copy_function *copy = movdir64b->copy;
	struct guard dst = guard_open(4096), src = guard_open(4096);
	size_t n, shift;

	install();
	source_write(src.start, 4096);
	for (n = 1; n <= 1024; n += 31)
		for (shift = 0; shift < 64; shift += 9) {
			copy(dst.end - n, src.start + shift, n);
			ck_assert_mem_eq(dst.end - n, src.start + shift, n);
			copy(dst.start + shift, src.end - n, n);
			ck_assert_mem_eq(dst.start + shift, src.end - n, n);
		}
	guard_close(&src);
	guard_close(&dst);
}
END_TEST

START_TEST(fills_are_right)
{
	fill_function *fill = movdir64b->fill;
	size_t d, size, count, step = quick() ? 17 : 3;
	unsigned long before = emulated;

	install();
	source_write(src_area, sizeof(src_area));
	for (d = 0; d < 64; d += step)
		for (size = 8; size <= 128; size += 8)
			for (count = 0; count < 40; count += 3)
				ck_assert(fill_is_right(fill,
							dst_area + 64 + d,
							src_area, size,
							count));
	for (size = 136; size <= STREAMCPY_PATTERN_MAX; size += 8 * 13)
		ck_assert(fill_is_right(fill, dst_area + 64 + 5, src_area + 1,
					size, 3));
	if (!(streamcpy_arch_features() & X86_MOVDIR64B))
		ck_assert_uint_gt(emulated, before);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_set_timeout(tc, 0);
	tcase_add_test(tc, copies_are_right);
	tcase_add_test(tc, nothing_beside_is_touched);
	tcase_add_test(tc, fills_are_right);
}

/* Whether this build has it: configure can leave it out. */
static bool find_movdir64b(void)
{
	const struct streamcpy_backend *const *known;

	for (known = streamcpy_known_backends(); *known; known++)
		if (!strcmp((*known)->name, "movdir64b"))
			movdir64b = *known;
	return movdir64b;
}

int main(void)
{
	TCase *tc;

	if (!find_movdir64b()) {
		puts("skipped: this build has no movdir64b");
		return 77;
	}
	tc = tcase_create("movdir64b");
	add_tests(tc);
	return run_tcase("movdir64b", tc);
}
