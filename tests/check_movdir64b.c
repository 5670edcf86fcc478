/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_movdir64b.c - the movdir64b backend on CPUs without the instruction
 *
 * A handler of SIGILL carries out that one instruction, so that everything
 * around it is run and checked wherever the tests run. Where the CPU has it,
 * check_copy and check_fill have covered it.
 */
#include "runner.h"

#include <signal.h>
#include <ucontext.h>
#include "copy_check.h"
#include "x86.h"

static unsigned long emulated;

/* The registers of an operand, in the order of their encoding */
static const int gregs[16] = {
	REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI,
	REG_RDI, REG_R8, REG_R9, REG_R10, REG_R11, REG_R12, REG_R13, REG_R14,
	REG_R15,
};

/* MOVDIR64B reg, mem: 66 [REX] 0F 38 F8 /r */
struct instruction {
	unsigned rex, modrm;
	const unsigned char *behind;	/* the ModRM byte */
};

static bool decode(const unsigned char *ip, struct instruction *i)
{
	i->rex = 0;
	if (*ip++ != 0x66)
		return false;
	if ((*ip & 0xf0) == 0x40)
		i->rex = *ip++;
	if (ip[0] != 0x0f || ip[1] != 0x38 || ip[2] != 0xf8)
		return false;
	i->modrm = ip[3];
	i->behind = ip + 4;
	return i->modrm >> 6 != 3;
}

static uint64_t reg(const ucontext_t *context, unsigned number)
{
	return (uint64_t)context->uc_mcontext.gregs[gregs[number]];
}

/* A scaled index, if the operand has one; index 4 is none */
static uint64_t scaled_index(const ucontext_t *context, unsigned rex,
			     unsigned sib)
{
	unsigned index = (sib >> 3 & 7) | (rex & 2) << 2;

	return index == 4 ? 0 : reg(context, index) << (sib >> 6);
}

static int64_t displacement(const unsigned char **at, unsigned size)
{
	int8_t small = (int8_t)**at;
	int32_t large;

	memcpy(&large, *at, size == 4 ? 4 : 0);
	*at += size;
	return size == 4 ? large : size ? small : 0;
}

/* The address of the memory operand; leaves @i behind the instruction */
static uint64_t operand(const ucontext_t *context, struct instruction *i)
{
	static const unsigned sizes[] = { 0, 1, 4 };
	unsigned mod = i->modrm >> 6, base = i->modrm & 7;
	unsigned size = sizes[mod], sib;
	uint64_t address = 0;

	if (mod == 0 && base == 5) {		/* relative to what follows */
		address = (uint64_t)displacement(&i->behind, 4);
		return address + (uintptr_t)i->behind;
	}
	if (base == 4) {
		sib = *i->behind++;
		address = scaled_index(context, i->rex, sib);
		base = sib & 7;
	}
	if (mod == 0 && base == 5)		/* no base with such a SIB */
		size = 4;
	else
		address += reg(context, base | (i->rex & 1) << 3);
	return address + (uint64_t)displacement(&i->behind, size);
}

static void emulate(int signal, siginfo_t *info, void *arg)
{
	ucontext_t *context = arg;
	greg_t *ip = &context->uc_mcontext.gregs[REG_RIP];
	struct instruction i;
	unsigned char *to;

	(void)signal;
	(void)info;
	if (!decode((const unsigned char *)*ip, &i))
		abort();
	to = (unsigned char *)reg(context, (i.modrm >> 3 & 7) |
				  (i.rex & 4) << 1);
	if ((uintptr_t)to % 64)		/* a general protection fault */
		abort();
	memcpy(to, (const void *)operand(context, &i), 64);
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

START_TEST(copies_are_right)
{
	size_t d, s, n;

	install();
	source_write(src_area, sizeof(src_area));
	for (d = 0; d < 64; d += 3)
		for (s = 0; s < 64; s += 5)
			for (n = 0; n < 1100; n += n < 300 ? 1 : 37)
				ck_assert(copy_is_right(
						streamcpy_movdir64b.api.copy,
						dst_area + 64 + d,
						src_area + s, n));
	if (!(streamcpy_arch_features() & X86_MOVDIR64B))
		ck_assert_uint_gt(emulated, 0);
}
END_TEST

START_TEST(fills_are_right)
{
	size_t d, size, count;

	install();
	source_write(src_area, sizeof(src_area));
	for (d = 0; d < 64; d += 3)
		for (size = 8; size <= 128; size += 8)
			for (count = 0; count < 40; count += 3)
				ck_assert(fill_is_right(
						streamcpy_movdir64b.api.fill,
						dst_area + 64 + d, src_area,
						size, count));
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_set_timeout(tc, 0);
	tcase_add_test(tc, copies_are_right);
	tcase_add_test(tc, fills_are_right);
}

int main(void)
{
	TCase *tc = tcase_create("movdir64b");

	add_tests(tc);
	return run_tcase("movdir64b", tc);
}
