/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_upper.c - x86-64: copies leave the upper halves of vector registers
 * clean
 *
 * As long as they are in use, SSE instructions of the program are slower on
 * many CPUs and every switch of threads saves more. XGETBV with ECX = 1 says
 * which parts of the register state are in use (Intel SDM volume 1, 13.6).
 */
#include <cpuid.h>
#include "support/backends.h"
#include "support/copy_check.h"
#include "support/runner.h"

#define YMM_UPPER	(1u << 2)
#define ZMM_UPPER	(1u << 6)	/* of the first 16 */

static unsigned char dst[8192], src[8192];

static unsigned in_use(void)
{
	uint32_t low, high;

	__asm__ __volatile__("xgetbv" : "=a"(low), "=d"(high) : "c"(1));
	return low & (YMM_UPPER | ZMM_UPPER);
}

/* Not compiled for AVX: the compiler would clean up behind each. */
static void clean(void)
{
	__asm__ __volatile__("vzeroupper");
}

static void soil(void)
{
	__asm__ __volatile__("vpcmpeqd %%xmm0, %%xmm0, %%xmm0\n\t"
			     "vinsertf128\t{$1, %%xmm0, %%ymm0, %%ymm0|"
			     "%%ymm0, %%ymm0, %%xmm0, 1}"
			     : : : "xmm0");
}

/* Whether the CPU and the operating system tell, and tell the truth */
static bool in_use_is_known(void)
{
	unsigned a, b, c, d;
	bool dirty;

	if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & 1u << 27) ||
	    !(c & 1u << 28) || !__get_cpuid_count(0xd, 1, &a, &b, &c, &d) ||
	    !(a & 1u << 2))
		return false;
	soil();
	dirty = in_use();
	clean();
	return dirty && !in_use();
}

START_TEST(upper_halves_after_backend_are_clean)
{
	const struct streamcpy_backend *b = runnable(_i);
	static const size_t sizes[] = { 8, 64, 72, 192, 4096 };
	size_t i, n;

	for (n = 0; b && n < 3000; n += 67) {
		b->copy(dst + n % 64, src + n % 31, n);
		ck_assert_msg(!in_use(), "%s: n == %zu: %#x", b->name, n,
			      in_use());
	}
	for (i = 0; b && i < 5; i++) {
		b->fill(dst + i, src, sizes[i], 4096 / sizes[i]);
		ck_assert_msg(!in_use(), "%s: size %zu: %#x", b->name,
			      sizes[i], in_use());
	}
}
END_TEST

static void call_each(void)
{
	memcpy_streaming(dst, src, 1000);
	ck_assert_uint_eq(in_use(), 0);
	memcpy_streaming(dst, src, 64);
	ck_assert_uint_eq(in_use(), 0);
	memcpy_flushcache(dst + 1, src, 1000);
	ck_assert_uint_eq(in_use(), 0);
	memset_streaming(dst + 3, 1, 1000);
	ck_assert_uint_eq(in_use(), 0);
	memmove_streaming(dst, dst + 77, 2000);
	ck_assert_uint_eq(in_use(), 0);
	memcpy_from_wc(dst, src, 1000);
	ck_assert_uint_eq(in_use(), 0);
	ck_assert_int_eq(streamcpy_fill(dst, src, 24, 100), 0);
	ck_assert_uint_eq(in_use(), 0);
}

START_TEST(upper_halves_after_function_are_clean)
{
	clean();
	call_each();
}
END_TEST

int main(void)
{
	TCase *tc;

	if (!in_use_is_known()) {
		printf("skipped: this CPU does not tell what is in use\n");
		return 77;
	}
	tc = tcase_create("upper");
	tcase_add_loop_test(tc, upper_halves_after_backend_are_clean, 0,
			    nr_backends());
	tcase_add_test(tc, upper_halves_after_function_are_clean);
	return run_tcase("upper", tc);
}
