/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_cpuid.c - what is used on x86-64 CPUs that we do not have
 */
#include <stdio.h>
#include "support/runner.h"

#include "x86.h"

/* A CPU that says what a test wants; the most that any register has is set */
static struct {
	const char *vendor;
	unsigned leaf1_eax;
	unsigned max_leaf, leaf1_ecx, leaf7_ebx, leaf7_ecx, ext1_ecx, max_ext;
	uint64_t xcr0;
	unsigned xgetbv_calls;
} fake;

static void fake_cpuid(unsigned leaf, unsigned subleaf, unsigned regs[4])
{
	memset(regs, 0, 4 * sizeof(regs[0]));
	ck_assert_uint_eq(subleaf, 0);
	switch (leaf) {
	case 0:
		regs[0] = fake.max_leaf;
		memcpy(&regs[1], fake.vendor, 4);
		memcpy(&regs[3], fake.vendor + 4, 4);
		memcpy(&regs[2], fake.vendor + 8, 4);
		return;
	case 1:
		regs[0] = fake.leaf1_eax;
		regs[2] = fake.leaf1_ecx;
		return;
	case 7:
		ck_assert_uint_ge(fake.max_leaf, 7);
		regs[1] = fake.leaf7_ebx;
		regs[2] = fake.leaf7_ecx;
		return;
	case 0x80000000:
		regs[0] = fake.max_ext;
		return;
	case 0x80000001:
		ck_assert_uint_ge(fake.max_ext, leaf);
		regs[2] = fake.ext1_ecx;
		return;
	}
	ck_abort_msg("leaf %#x was asked for", leaf);
}

static uint64_t fake_xgetbv(void)
{
	fake.xgetbv_calls++;
	return fake.xcr0;
}

#define OSXSAVE	(1u << 27)

static void a_cpu_with_everything(void)
{
	memset(&fake, 0, sizeof(fake));
	fake.vendor = "GenuineIntel";
	fake.leaf1_eax = 0xc06f2;	/* family 6, model 207 */
	fake.max_leaf = 7;
	fake.max_ext = 0x80000001;
	fake.leaf1_ecx = fake.leaf7_ebx = fake.leaf7_ecx = fake.ext1_ecx = ~0u;
	fake.xcr0 = 0xe7;
}

static unsigned features(void)
{
	static const struct x86_cpu cpu = { fake_cpuid, fake_xgetbv };

	return streamcpy_x86_features(&cpu);
}

START_TEST(everything_is_seen)
{
	a_cpu_with_everything();
	ck_assert_uint_eq(features(), X86_AVX | X86_AVX512F | X86_MOVDIR64B |
			  X86_ERMS | X86_PREFETCHW | X86_SSE41 |
			  X86_CLFLUSHOPT | X86_CLWB);
}
END_TEST

START_TEST(without_osxsave_there_is_no_xgetbv_and_no_avx)
{
	a_cpu_with_everything();
	fake.leaf1_ecx &= ~OSXSAVE;
	ck_assert_uint_eq(features() & (X86_AVX | X86_AVX512F), 0);
	ck_assert_uint_eq(fake.xgetbv_calls, 0);
}
END_TEST

/* Each bit of XCR0 that is missing, and what is left then */
static const struct {
	unsigned bit, left;
} states[] = {
	{ 1, 0 }, { 2, 0 }, { 5, X86_AVX }, { 6, X86_AVX }, { 7, X86_AVX },
};

START_TEST(each_bit_of_xcr0_counts)
{
	a_cpu_with_everything();
	fake.xcr0 &= ~(UINT64_C(1) << states[_i].bit);
	ck_assert_uint_eq(features() & (X86_AVX | X86_AVX512F),
			  states[_i].left);
}
END_TEST

START_TEST(the_cpu_must_have_it_too)
{
	a_cpu_with_everything();
	fake.leaf1_ecx &= ~(1u << 28);
	ck_assert_uint_eq(features() & X86_AVX, 0);
	a_cpu_with_everything();
	fake.leaf7_ebx &= ~(1u << 16);
	ck_assert_uint_eq(features() & (X86_AVX | X86_AVX512F), X86_AVX);
}
END_TEST

static const char *const vectors[] = { "avx", "avx512f" };

/* AVX hidden and AVX-512F shown: neither has registers that are saved. */
START_TEST(without_avx_no_backend_of_vectors_is_on_offer)
{
	const struct streamcpy_impl *const *impl = streamcpy_impls;

	a_cpu_with_everything();
	fake.leaf1_ecx &= ~(1u << 28);
	while (*impl && strcmp((*impl)->api.name, vectors[_i]))
		impl++;
	if (*impl)
		ck_assert_uint_ne((*impl)->features & ~features(), 0);
	else
		printf("skipped: this build has no %s\n", vectors[_i]);
}
END_TEST

START_TEST(missing_leaves_are_not_asked_for)
{
	a_cpu_with_everything();
	fake.max_leaf = 6;
	fake.max_ext = 0x80000000;
	ck_assert_uint_eq(features(), X86_AVX | X86_SSE41);
	fake.max_leaf = 1;
	ck_assert_uint_eq(features(), X86_AVX | X86_SSE41);
	fake.max_leaf = 0;
	ck_assert_uint_eq(features(), 0);
}
END_TEST

/* Each is one bit of one register, whatever the others are. */
static const struct {
	unsigned *reg, bit, feature;
} bits[] = {
	{ &fake.leaf1_ecx, 28, X86_AVX },
	{ &fake.leaf1_ecx, 19, X86_SSE41 },
	{ &fake.leaf7_ebx, 9, X86_ERMS },
	{ &fake.leaf7_ebx, 16, X86_AVX512F },
	{ &fake.leaf7_ebx, 23, X86_CLFLUSHOPT },
	{ &fake.leaf7_ebx, 24, X86_CLWB },
	{ &fake.leaf7_ecx, 28, X86_MOVDIR64B },
	{ &fake.ext1_ecx, 8, X86_PREFETCHW },
};

START_TEST(each_feature_is_one_bit)
{
	unsigned all;

	a_cpu_with_everything();
	all = features();
	*bits[_i].reg &= ~(1u << bits[_i].bit);
	ck_assert_uint_eq(features(), all & ~bits[_i].feature);
	fake.leaf1_ecx = OSXSAVE;
	fake.leaf7_ebx = fake.leaf7_ecx = fake.ext1_ecx = 0;
	*bits[_i].reg |= 1u << bits[_i].bit;
	ck_assert_uint_eq(features(), bits[_i].feature);
}
END_TEST

static const struct {
	const char *vendor;
	unsigned leaf1_eax;
	bool gains;
} page_touch[] = {
	{ "AuthenticAMD", 0xb00f21, true },	/* family 26, model 2 */
	{ "AuthenticAMD", 0xa10f11, false },	/* family 25, model 17 */
	{ "AuthenticAMD", 0x000f20, false },	/* family 15 */
	{ "GenuineIntel", 0xb00f21, false },
	{ "AuthenticXMD", 0xb00f21, false },
};

START_TEST(pages_are_prefetched_on_family_26_of_amd)
{
	a_cpu_with_everything();
	fake.vendor = page_touch[_i].vendor;
	fake.leaf1_eax = page_touch[_i].leaf1_eax;
	ck_assert_uint_eq(features() & X86_PAGE_TOUCH,
			  page_touch[_i].gains ? X86_PAGE_TOUCH : 0);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, everything_is_seen);
	tcase_add_test(tc, without_osxsave_there_is_no_xgetbv_and_no_avx);
	tcase_add_loop_test(tc, each_bit_of_xcr0_counts, 0, 5);
	tcase_add_test(tc, the_cpu_must_have_it_too);
	tcase_add_loop_test(tc, without_avx_no_backend_of_vectors_is_on_offer,
			    0, sizeof(vectors) / sizeof(vectors[0]));
	tcase_add_test(tc, missing_leaves_are_not_asked_for);
	tcase_add_loop_test(tc, each_feature_is_one_bit, 0,
			    sizeof(bits) / sizeof(bits[0]));
	tcase_add_loop_test(tc, pages_are_prefetched_on_family_26_of_amd, 0,
			    sizeof(page_touch) / sizeof(page_touch[0]));
}

int main(void)
{
	TCase *tc = tcase_create("cpuid");

	add_tests(tc);
	return run_tcase("cpuid", tc);
}
