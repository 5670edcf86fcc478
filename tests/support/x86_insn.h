/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x86_insn.h - reads the few x86-64 instructions that tests step over
 *
 * Those of the maps 0F and 0F 38 with a ModRM byte, in their legacy, VEX and
 * EVEX encodings. Prefixes that no compiler gives them (segment, address size)
 * make an instruction one that is not known.
 */
#ifndef X86_INSN_H
#define X86_INSN_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <ucontext.h>

struct x86_insn {
	unsigned prefix;	/* 0, 0x66, 0xf2 or 0xf3 */
	unsigned map;		/* 1: 0F, 2: 0F 38 */
	unsigned opcode, modrm;
	unsigned w, r, x, b;	/* REX; the last three 0 or 8 */
	unsigned vector;	/* bytes of a VEX or EVEX vector, else 0 */
	unsigned scale;		/* of a displacement of 8 bits */
	const unsigned char *behind;	/* the ModRM byte */
};

static inline unsigned x86_mod(const struct x86_insn *i)
{
	return i->modrm >> 6;
}

/* The register field; without the extension it is also part of the opcode. */
static inline unsigned x86_field(const struct x86_insn *i)
{
	return i->modrm >> 3 & 7;
}

static inline uint64_t x86_reg(const ucontext_t *context, unsigned number)
{
	static const int gregs[16] = {
		REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI,
		REG_RDI, REG_R8, REG_R9, REG_R10, REG_R11, REG_R12, REG_R13,
		REG_R14, REG_R15,
	};

	return (uint64_t)context->uc_mcontext.gregs[gregs[number]];
}

static inline void x86_rex_bits(struct x86_insn *i, unsigned wrxb)
{
	i->w = wrxb >> 3 & 1;
	i->r = (wrxb & 4) << 1;
	i->x = (wrxb & 2) << 2;
	i->b = (wrxb & 1) << 3;
}

static inline const unsigned char *x86_legacy(const unsigned char *p,
					      struct x86_insn *i)
{
	if (*p == 0x66 || *p == 0xf2 || *p == 0xf3)
		i->prefix = *p++;
	if ((*p & 0xf0) == 0x40)
		x86_rex_bits(i, *p++);
	if (*p++ != 0x0f)
		return NULL;
	i->map = *p == 0x38 ? 2 : 1;
	return *p == 0x3a ? NULL : p + (i->map == 2);
}

/* The bytes behind C5, C4 and 62; R, X and B are stored inverted. */
static inline const unsigned char *x86_vector(const unsigned char *p,
					      struct x86_insn *i)
{
	static const unsigned prefixes[] = { 0, 0x66, 0xf3, 0xf2 };
	unsigned lead = *p++, first = lead == 0xc5 ? 1u : *p & 0x1fu;
	unsigned inverted = lead == 0xc5 ? (*p >> 5 & 4u) | 3u : *p >> 5 & 7u;
	unsigned last;

	if (lead != 0xc5)
		p++;
	last = *p++;
	i->map = lead == 0x62 ? first & 7 : first;
	i->prefix = prefixes[last & 3];
	x86_rex_bits(i, (~inverted & 7) | (lead != 0xc5 && last >> 7) << 3);
	i->vector = last & 4 ? 32 : 16;
	if (lead == 0x62)
		i->vector = i->scale = 16u << (*p++ >> 5 & 3);
	return p;
}

/* False when the instruction at @ip is none of those above */
static inline bool x86_decode(const unsigned char *ip, struct x86_insn *i)
{
	bool vector = *ip == 0xc4 || *ip == 0xc5 || *ip == 0x62;

	memset(i, 0, sizeof(*i));
	i->scale = 1;
	ip = vector ? x86_vector(ip, i) : x86_legacy(ip, i);
	if (!ip)
		return false;
	i->opcode = *ip++;
	i->modrm = *ip++;
	i->behind = ip;
	return i->map == 1 || i->map == 2;
}

static inline int64_t x86_displacement(struct x86_insn *i, unsigned size)
{
	int32_t large = 0;
	int8_t small = 0;

	memcpy(&large, i->behind, size == 4 ? 4 : 0);
	memcpy(&small, i->behind, size == 1 ? 1 : 0);
	i->behind += size;
	return large + small * (int64_t)i->scale;
}

/* The address of the memory operand; @i->behind is then the next instruction */
static inline uint64_t x86_operand(const ucontext_t *context,
				   struct x86_insn *i)
{
	static const unsigned sizes[] = { 0, 1, 4 };
	unsigned base = i->modrm & 7, size = sizes[x86_mod(i)], sib, index;
	bool no_base = x86_mod(i) == 0 && base == 5, relative = no_base;
	uint64_t address = 0;

	if (base == 4) {
		sib = *i->behind++;
		index = (sib >> 3 & 7) | i->x;
		if (index != 4)
			address = x86_reg(context, index) << (sib >> 6);
		base = sib & 7;
		no_base = x86_mod(i) == 0 && base == 5;
	}
	if (no_base)
		size = 4;
	else
		address += x86_reg(context, base | i->b);
	address += (uint64_t)x86_displacement(i, size);
	return relative ? address + (uintptr_t)i->behind : address;
}

#endif
