/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * step.c - runs a function an instruction at a time and notes what matters
 */
#include <stdio.h>
#include <stdlib.h>
#include <x86intrin.h>
#include "aligned.h"
#include "step.h"
#include "x86_insn.h"

#define TRAP_FLAG	0x100ull

/* It holds signals back, and a step of its own code is one too. */
#if defined(__SANITIZE_THREAD__)
#define UNDER_TSAN	true
#elif defined(__has_feature)
#define UNDER_TSAN	__has_feature(thread_sanitizer)
#else
#define UNDER_TSAN	false
#endif
#define LINE		64

struct step_event step_events[STEP_EVENTS];
size_t step_nr;

static void note(enum step_kind kind, uint64_t at, size_t n)
{
	struct step_event *event = &step_events[step_nr];

	if (step_nr++ == STEP_EVENTS)
		abort();
	event->kind = kind;
	event->at = at;
	event->n = n;
}

static void note_write_back(enum step_kind kind, uint64_t at)
{
	uintptr_t line = at / LINE * LINE;

	note(kind, line, LINE);
	memcpy(step_events[step_nr - 1].line, (const void *)line, LINE);
}

/* Map 0F, opcode AE: the register field says which one it is. */
static void note_group_15(const ucontext_t *context, struct x86_insn *i)
{
	unsigned field = x86_field(i);

	if (x86_mod(i) == 3) {
		if (!i->prefix && field >= 6)
			note(STEP_FENCE, 0, 0);
	} else if (i->prefix == 0x66 && field >= 6) {
		note_write_back(field == 6 ? STEP_CLWB : STEP_CLFLUSHOPT,
				x86_operand(context, i));
	} else if (!i->prefix && field == 7) {
		note_write_back(STEP_CLFLUSH, x86_operand(context, i));
	}
}

static void note_instruction(const ucontext_t *context, struct x86_insn *i)
{
	size_t vector = i->vector ? i->vector : 16;

	switch (i->map << 16 | i->prefix << 8 | i->opcode) {
	case 0x100c3:		/* MOVNTI */
		note(STEP_STREAM, x86_operand(context, i), i->w ? 8 : 4);
		break;
	case 0x166e7:		/* MOVNTDQ */
	case 0x1662b:		/* MOVNTPD */
	case 0x1002b:		/* MOVNTPS */
		note(STEP_STREAM, x86_operand(context, i), vector);
		break;
	case 0x266f8:		/* MOVDIR64B */
		note(STEP_STREAM, x86_reg(context, x86_field(i) | i->r), LINE);
		break;
	case 0x2662a:		/* MOVNTDQA */
		note(STEP_STREAM_LOAD, x86_operand(context, i), vector);
		break;
	case 0x10018:		/* PREFETCHT0 is /1 */
		if (x86_mod(i) != 3 && x86_field(i) == 1)
			note(STEP_PREFETCH, x86_operand(context, i), 0);
		break;
	case 0x100ae:
	case 0x166ae:
		note_group_15(context, i);
		break;
	}
}

ALIGNED static void trap(int signal, siginfo_t *info, void *arg)
{
	const ucontext_t *context = arg;
	struct x86_insn i;

	(void)signal;
	(void)info;
	if (x86_decode((const unsigned char *)
		       context->uc_mcontext.gregs[REG_RIP], &i))
		note_instruction(context, &i);
}

/*
 * The first trap comes one instruction behind POPF, so a function that the
 * compiler expands here would lose its first: hence it is not to know which.
 */
void step_run(void (*function)(void *), void *arg)
{
	struct sigaction action = { .sa_sigaction = trap,
				    .sa_flags = SA_SIGINFO }, before;

	__asm__("" : "+r"(function));
	sigaction(SIGTRAP, &action, &before);
	step_nr = 0;
	__writeeflags(__readeflags() | TRAP_FLAG);
	function(arg);
	__writeeflags(__readeflags() & ~TRAP_FLAG);
	sigaction(SIGTRAP, &before, NULL);
}

static void fence(void *unused)
{
	(void)unused;
	__asm__ __volatile__("sfence" : : : "memory");
}

bool step_works(void)
{
	if (!UNDER_TSAN)
		step_run(fence, NULL);
	if (step_nr == 1 && step_events[0].kind == STEP_FENCE)
		return true;
	printf("skipped: nothing single-steps here\n");
	return false;
}
