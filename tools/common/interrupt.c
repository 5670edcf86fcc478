/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * interrupt.c - a signal that ends a long command, which then says what it has
 */
#include <signal.h>
#include <stddef.h>
#include "interrupt.h"

static volatile sig_atomic_t came;

static void remember(int signal)
{
	came = signal;
}

void interrupt_catch(void)
{
	struct sigaction action = {
		.sa_handler = remember, .sa_flags = (int)SA_RESETHAND,
	};

	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

int interrupt_came(void)
{
	return came;
}

int interrupt_status(int status)
{
	return came ? 128 + came : status;
}
