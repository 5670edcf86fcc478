/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * interrupt.h - a signal that ends a long command, which then says what it has
 */
#ifndef INTERRUPT_H
#define INTERRUPT_H

/*
 * From now on SIGINT and SIGTERM are remembered, and a second one ends the
 * process as if nobody had asked.
 */
void interrupt_catch(void);

/* The one that came, or 0 */
int interrupt_came(void);

/* 128 + the signal that came, as shells say it; else @status */
int interrupt_status(int status);

#endif
