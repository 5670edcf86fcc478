/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * aligned.h - for handlers of signals: qemu-user enters them with a stack that
 * movaps would fault on
 */
#ifndef ALIGNED_H
#define ALIGNED_H

#ifdef __x86_64__
#define ALIGNED	__attribute__((force_align_arg_pointer))
#else
#define ALIGNED
#endif

#endif
