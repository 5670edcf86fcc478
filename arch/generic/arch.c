/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * arch.c - an architecture without streaming stores
 */
#include "backend.h"

const struct streamcpy_impl *const streamcpy_impls[] = {
	&streamcpy_generic,
	NULL,
};
STREAMCPY_TABLE_FITS;

unsigned streamcpy_arch_features(void)
{
	return 0;
}

/*
 * --with-arch=generic leaves the header as it is: on x86-64 it expands copies
 * of constant size to streaming stores, and they need their fence.
 */
void streamcpy_arch_drain(void)
{
#ifdef __x86_64__
	__builtin_ia32_sfence();
#endif
	streamcpy_generic.api.drain();
}

bool streamcpy_arch_can_flush(void)
{
	return false;
}

void streamcpy_arch_flushcache(void *dst, const void *src, size_t n)
{
	memcpy(dst, src, n);
}

void streamcpy_arch_from_wc(void *dst, const void *src, size_t n)
{
	memcpy(dst, src, n);
}
