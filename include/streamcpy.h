/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * streamcpy.h - copies of data that is written once and not read soon
 *
 * A streaming (non-temporal) copy sends its stores past the caches: the
 * destination is not read first, and what the caches hold stays there. It pays
 * when the destination is large or will not be read soon, and it costs when
 * the destination is read back at once. Whether it is faster depends on the
 * CPU: measure with streamcpy(1).
 *
 *	use it for				not for
 *	1 MiB and more in one go		what is read back at once: that
 *						costs 2 to 5 times
 *	many small copies, one drain behind	messages of under 2 KiB with a
 *	all of them				drain each: a drain takes some
 *						115 ns, whatever the library,
 *						ten times the message itself
 *	templates and frames just computed,	a source as large and cold as
 *	beside data that must stay cached	the destination, to keep what
 *						is cached: reading it evicts
 *						that too
 *	whole lines: destinations and lengths	under 1 KiB at other multiples
 *	that are multiples of 64		of 8: two lines of which a part
 *						is streamed take 11 to 41 ns
 *						more than plain stores
 *
 * (Zen 5 (family 26, model 2), the last on Zen 4 (family 25, model 17), virtual
 * machines, November 2026.)
 *
 * Ordering, the one rule: streaming stores are weakly ordered. Other threads
 * and devices may see a later store of this thread before the copy. Call
 * memcpy_streaming_drain() between the last copy and the store that publishes
 * it. The calling thread itself always reads back what it copied.
 *
 *	memcpy_streaming(slot->data, frame, sizeof(slot->data));
 *	memcpy_streaming_drain();
 *	atomic_store_explicit(&slot->ready, 1, memory_order_release);
 *
 * Every function here is thread-safe and needs no initialisation; all but the
 * two that return lists are async-signal-safe, also as the first call and while
 * setenv() is under way, and take less than 1 KiB of the stack. (A program that
 * looks up functions at their first call, as it does unless it is linked with
 * -z now, needs another 3 KiB of stack at that call, whatever the library.) The
 * copies cannot fail; they never allocate, print or read a file.
 *
 * Linking: pkg-config --cflags --libs streamcpy
 */
#ifndef STREAMCPY_H
#define STREAMCPY_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define STREAMCPY_VERSION_MAJOR	0
#define STREAMCPY_VERSION_MINOR	1
#define STREAMCPY_VERSION_PATCH	0

#if defined(__GNUC__)
#define STREAMCPY_API	__attribute__((visibility("default")))
#else
#define STREAMCPY_API
#endif

/*
 * Sanitizers do not see non-temporal stores, nor what a library that is not
 * built with them does. Under them each function that is called by its name is
 * one of the C library's in this header, which they know; through a pointer it
 * is the library's. A library that is built with them has no backend but
 * memcpy().
 */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || \
	defined(__SANITIZE_HWADDRESS__)
#define STREAMCPY_SANITIZED	1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
	__has_feature(memory_sanitizer) || __has_feature(hwaddress_sanitizer)
#define STREAMCPY_SANITIZED	1
#endif
#endif
#ifndef STREAMCPY_SANITIZED
#define STREAMCPY_SANITIZED	0
#endif

#ifdef __cplusplus
extern "C" {
#endif

/*
 * memcpy_streaming - copy @n bytes from @src to @dst past the caches
 *
 * Any @n (0 and more than 4 GiB too) and any alignment of either side; the two
 * must not overlap. No byte outside is written. n == 0 does nothing, whatever
 * the pointers.
 *
 * x86-64: when @dst is a multiple of 8 and @n of 4, every byte goes out by
 * non-temporal stores in ascending order. Otherwise a copy of under 256 bytes
 * is a plain memcpy(), and a longer one streams the lines of 64 bytes that it
 * covers whole and writes the others, the first and the last, by plain stores:
 * no line gets both kinds. A constant @n of 4, 8, 16, 32, 48, 64, 80 or 96 is
 * expanded in line when @dst is a multiple of 8: to MOVNTI, and 64 bytes at a
 * multiple of 64 to MOVDIR64B where the program is compiled for it or the
 * library has found a CPU that is faster by it (AMD's family 26, Zen 5: by half
 * where @src is a multiple of 64 too), or to vector stores where the program is
 * compiled for AVX. No cache line is ever flushed. On that family a line of
 * each page of the destination is prefetched, which may be one of the page
 * behind it: without, streaming stores take up to twice as long there.
 * arm64: STNP of whole lines, plain stores at the ends. Elsewhere: memcpy().
 */
STREAMCPY_API void memcpy_streaming(void *dst, const void *src, size_t n);

/*
 * memcpy_streaming_drain - order all streaming copies of this thread before
 * its later stores
 *
 * x86-64: SFENCE. arm64: DMB ISHST. Where nothing streams, a compiler barrier.
 */
STREAMCPY_API void memcpy_streaming_drain(void);

/*
 * memcpy_flushcache - copy so that no byte stays in a cache only
 *
 * As memcpy_streaming(). In addition, after the next
 * memcpy_streaming_drain(), no byte of the copy is left in a cache alone: it
 * has reached memory, or the point of persistence. On x86-64 whole lines are
 * streamed, and the first and the last one, where the copy has only a part of
 * them, are written through the cache and back, once each, with CLWB,
 * CLFLUSHOPT or CLFLUSH, the best the CPU has. What is expanded in line is
 * streamed: a constant @n of 4, 8 or 16 whatever @dst is, and the other sizes
 * of memcpy_streaming() where that expands them.
 * arm64: a copy, then DC CVAP (or DC CVAC) of each line and DSB.
 *
 * On an architecture without such an instruction this is memcpy(), and
 * streamcpy_can_flush() is 0.
 */
STREAMCPY_API void memcpy_flushcache(void *dst, const void *src, size_t n);

/* streamcpy_can_flush - 1 when memcpy_flushcache() keeps its promise, else 0 */
STREAMCPY_API int streamcpy_can_flush(void);

/*
 * memset_streaming - memset() with the contract of memcpy_streaming()
 */
STREAMCPY_API void memset_streaming(void *dst, int c, size_t n);

/*
 * memmove_streaming - memcpy_streaming() for sides that may overlap in any way
 *
 * Where they overlap, it is done in steps of the distance between them; when
 * that is under 512 bytes, through a buffer of 512 bytes on the stack.
 */
STREAMCPY_API void memmove_streaming(void *dst, const void *src, size_t n);

/*
 * memcpy_from_wc - copy out of write-combining memory (frame buffers, BARs)
 *
 * Ordinary loads from such memory fetch a few bytes at a time. Where the CPU
 * has streaming loads (x86 SSE4.1 MOVNTDQA) whole lines are fetched; elsewhere
 * this is memcpy(). Right for any memory, useful for write-combining only.
 * Loads from such memory are weakly ordered: order them yourself after what
 * says that the data is there.
 */
STREAMCPY_API void memcpy_from_wc(void *dst, const void *src, size_t n);

/* The longest pattern that a fill takes, in bytes */
#define STREAMCPY_PATTERN_MAX	4096

/*
 * streamcpy_fill - write @count copies of a @size-byte pattern to @dst
 *
 * @size is a multiple of 8 from 8 to STREAMCPY_PATTERN_MAX; any alignment of
 * either side; @pattern lies outside the destination. Uses the backend in use,
 * ordered like memcpy_streaming(). The pattern stays in registers or in the
 * first-level cache, so nothing else is evicted.
 *
 * Returns 0, or -EINVAL (nothing written) when @size is not as said.
 */
STREAMCPY_API int streamcpy_fill(void *dst, const void *pattern, size_t size,
				 size_t count);

/* The backend's stores do not displace cached data. */
#define STREAMCPY_NON_TEMPORAL	1u
/*
 * The backend's stores are ordered less than ordinary ones: they need a drain
 * where an ordinary store needs nothing but a release.
 */
#define STREAMCPY_WEAKLY_ORDERED	2u

/*
 * A way to store. Owned by the library, constant, valid for ever.
 *
 * @variant_of names the backend that this one equals but for a parameter (how
 * far ahead it prefetches, how many lines it streams), whose best value
 * depends on the CPU; NULL for the others. memcpy_streaming() takes a variant
 * only when it is told to.
 *
 * @needs says in words what the CPU and the operating system must offer.
 * @copy and @fill have the contracts of memcpy_streaming() and
 * streamcpy_fill(), except that @fill does not check @size and that only a
 * non-temporal backend bypasses the caches. @drain orders this backend's
 * stores before later ones.
 */
struct streamcpy_backend {
	const char *name;
	const char *variant_of;
	unsigned flags;
	const char *needs;
	void (*copy)(void *dst, const void *src, size_t n);
	void (*fill)(void *dst, const void *pattern, size_t size,
		     size_t count);
	void (*drain)(void);
};

/* The backends usable on this CPU, preferred first, NULL at the end */
STREAMCPY_API const struct streamcpy_backend *const *
streamcpy_backends(void);

/* All that this build has, usable or not, preferred first, NULL at the end */
STREAMCPY_API const struct streamcpy_backend *const *
streamcpy_known_backends(void);

/*
 * streamcpy_backend - the backend that memcpy_streaming() calls
 *
 * The preferred non-temporal one, unless streamcpy_select() named another, or
 * the variable STREAMCPY_BACKEND in the environment that the program was
 * started with: what setenv() has changed since is not seen, since reading it
 * would not be safe in the handler of a signal. A name there that cannot be
 * used is ignored, and so is the variable in a set-user-ID program.
 */
STREAMCPY_API const struct streamcpy_backend *streamcpy_backend(void);

/*
 * streamcpy_select - make @name the backend of every thread from now on
 *
 * Returns 0; -ENOENT when there is no such backend; -ENOTSUP when this CPU or
 * operating system lacks what it needs. On failure nothing changes. Copies
 * expanded in line by this header stay as they are.
 */
STREAMCPY_API int streamcpy_select(const char *name);

/* streamcpy_version - the version of the library, "MAJOR.MINOR.PATCH" */
STREAMCPY_API const char *streamcpy_version(void);

/*
 * The rest is the expansion of constant sizes and what sanitizers see, not for
 * direct use. The functions above get a body here that the compiler takes for
 * calls by name and nothing else: a gnu_inline one, of which no copy is kept.
 * So their names are those of functions everywhere: in pointers, which are the
 * library's functions, with arguments that have commas, and in C++ as members.
 * STREAMCPY_NO_INLINE, defined before this file is included, leaves it out.
 */
#if defined(__GNUC__)
#define STREAMCPY_INLINE_						\
	extern __inline__ __attribute__((__gnu_inline__, __always_inline__))

/* Casts that -Wold-style-cast allows */
#ifdef __cplusplus
#define STREAMCPY_AS_(type, p)		(static_cast<type>(p))
#define STREAMCPY_ADDRESS_(p)		(reinterpret_cast<uintptr_t>(p))
#define STREAMCPY_POINTER_(a)		(reinterpret_cast<const void *>(a))
#else
#define STREAMCPY_AS_(type, p)		((type)(p))
#define STREAMCPY_ADDRESS_(p)		((uintptr_t)(p))
#define STREAMCPY_POINTER_(a)		((const void *)(a))
#endif

/* The functions themselves, under names that have no body here */
STREAMCPY_API void streamcpy_copy_(void *dst, const void *src, size_t n);
STREAMCPY_API void streamcpy_flush_(void *dst, const void *src, size_t n);

/*
 * What the library has seen of the CPU at its first copy, drain or question;
 * until then and where it does not apply all ones, for which neither test
 * below is true. Every architecture has them, since all export the same names.
 * A destination without any of the bits of streamcpy_line_mask_ takes a line by
 * one MOVDIR64B. One with all of the bits of streamcpy_page_mask_ lies in the
 * last lines of its page, and a line of the next page is to be prefetched.
 */
STREAMCPY_API extern uintptr_t streamcpy_line_mask_;
STREAMCPY_API extern uintptr_t streamcpy_page_mask_;

#if defined(__x86_64__) && !defined(__ILP32__)
typedef uint64_t __attribute__((__may_alias__, __aligned__(1)))
	streamcpy_word_;
typedef uint32_t __attribute__((__may_alias__, __aligned__(1)))
	streamcpy_half_;
struct streamcpy_64_ {
	streamcpy_word_ word[8];
} __attribute__((__may_alias__));

/*
 * MOVNTI is inline assembly because the compilers' builtin is an SSE2 one that
 * needs a vector header; the asm statements are volatile so that the stores
 * keep their order, and clobber nothing so that a copied template may stay in
 * registers. {AT&T|Intel}, as -masm= says.
 */
STREAMCPY_INLINE_ void streamcpy_movnti4_(void *dst, const void *src)
{
	__asm__ __volatile__("movnti{l|}\t{%1, %0|%0, %1}"
			     : "=m"(*STREAMCPY_AS_(streamcpy_half_ *, dst))
			     : "r"(*STREAMCPY_AS_(const streamcpy_half_ *,
						  src)));
}

STREAMCPY_INLINE_ void streamcpy_movnti8_(void *dst, const void *src)
{
	__asm__ __volatile__("movnti{q|}\t{%1, %0|%0, %1}"
			     : "=m"(*STREAMCPY_AS_(streamcpy_word_ *, dst))
			     : "r"(*STREAMCPY_AS_(const streamcpy_word_ *,
						  src)));
}

/* Loads first: a store in between would make the compiler reload @src. */
STREAMCPY_INLINE_ void streamcpy_movnti16_(void *dst, const void *src)
{
	const streamcpy_word_ *s = STREAMCPY_AS_(const streamcpy_word_ *, src);
	streamcpy_word_ *d = STREAMCPY_AS_(streamcpy_word_ *, dst);
	uint64_t a = s[0], b = s[1];

	__asm__ __volatile__("movnti{q|}\t{%1, %0|%0, %1}"
			     : "=m"(d[0]) : "r"(a));
	__asm__ __volatile__("movnti{q|}\t{%1, %0|%0, %1}"
			     : "=m"(d[1]) : "r"(b));
}

STREAMCPY_INLINE_ void streamcpy_movnti64_(void *dst, const void *src)
{
	char *d = STREAMCPY_AS_(char *, dst);
	const char *s = STREAMCPY_AS_(const char *, src);

	streamcpy_movnti16_(d, s);
	streamcpy_movnti16_(d + 16, s + 16);
	streamcpy_movnti16_(d + 32, s + 32);
	streamcpy_movnti16_(d + 48, s + 48);
}

/* @dst is a multiple of 64. */
STREAMCPY_INLINE_ void streamcpy_movdir64b_(void *dst, const void *src)
{
	__asm__ __volatile__("movdir64b\t{%1, %2|%2, %1}"
			     : "=m"(*STREAMCPY_AS_(struct streamcpy_64_ *,
						   dst))
			     : "m"(*STREAMCPY_AS_(const struct streamcpy_64_ *,
						  src)), "r"(dst));
}

/* In the last lines of a page: a line of the next one, see @page_mask_ */
STREAMCPY_INLINE_ void streamcpy_touch_(const void *dst)
{
	if (!(~STREAMCPY_ADDRESS_(dst) & streamcpy_page_mask_))
		__builtin_prefetch(STREAMCPY_POINTER_(
			(STREAMCPY_ADDRESS_(dst) | 4095) + 65), 0, 3);
}

/*
 * One line by what the program is compiled for, else by what the library has
 * found, else by MOVNTI. streamcpy_fits_: whether @dst is aligned for the
 * former.
 */
#if defined(__MOVDIR64B__)
#define streamcpy_fits_(dst)	(!(STREAMCPY_ADDRESS_(dst) & 63))
#define streamcpy_wide64_	streamcpy_movdir64b_
#elif defined(__AVX512F__) || defined(__AVX__)
#ifdef __AVX512F__
#define STREAMCPY_VECTOR_	64
#else
#define STREAMCPY_VECTOR_	32
#endif
#define streamcpy_fits_(dst)						\
	(!(STREAMCPY_ADDRESS_(dst) & (STREAMCPY_VECTOR_ - 1)))
typedef long long __attribute__((__vector_size__(STREAMCPY_VECTOR_),
				 __may_alias__, __aligned__(1)))
	streamcpy_vector_;

STREAMCPY_INLINE_ void streamcpy_vmovntdq_(void *dst, const void *src)
{
	__asm__ __volatile__("vmovntdq\t{%1, %0|%0, %1}"
			     : "=m"(*STREAMCPY_AS_(streamcpy_vector_ *, dst))
			     : "v"(*STREAMCPY_AS_(const streamcpy_vector_ *,
						  src)));
}

STREAMCPY_INLINE_ void streamcpy_wide64_(void *dst, const void *src)
{
	streamcpy_vmovntdq_(dst, src);
	if (STREAMCPY_VECTOR_ < 64)
		streamcpy_vmovntdq_(STREAMCPY_AS_(char *, dst) + 32,
				    STREAMCPY_AS_(const char *, src) + 32);
}
#else
#define streamcpy_wide64_	streamcpy_movdir64b_

/* GCC makes three instructions of the expression. */
STREAMCPY_INLINE_ int streamcpy_fits_(const void *dst)
{
	int fits;

	__asm__("test{q}\t{%2, %1|%1, %2}"
		: "=@ccz"(fits) : "m"(streamcpy_line_mask_), "r"(dst));
	return fits;
}
#endif

STREAMCPY_INLINE_ void streamcpy_line_(void *dst, const void *src, size_t n)
{
	if (streamcpy_fits_(dst)) {
		if (n == 64)
			streamcpy_touch_(dst);
		streamcpy_wide64_(dst, src);
	} else {
		streamcpy_movnti64_(dst, src);
	}
}

#define STREAMCPY_IS_FIXED_(n)						\
	((n) == 32 || (n) == 48 || (n) == 64 || (n) == 80 || (n) == 96)

/* A constant size: the compiler leaves the stores of that size alone. */
STREAMCPY_INLINE_ void streamcpy_fixed_(void *dst, const void *src, size_t n)
{
	char *d = STREAMCPY_AS_(char *, dst);
	const char *s = STREAMCPY_AS_(const char *, src);

	if (n == 4)
		streamcpy_movnti4_(d, s);
	if (n == 8)
		streamcpy_movnti8_(d, s);
	if (n > 64)
		streamcpy_touch_(d);
	if (n >= 64)
		streamcpy_line_(d, s, n);
	if (n >= 16 && n < 64)
		streamcpy_movnti16_(d, s);
	if (n >= 32 && n < 64)
		streamcpy_movnti16_(d + 16, s + 16);
	if (n == 48)
		streamcpy_movnti16_(d + 32, s + 32);
	if (n >= 80)
		streamcpy_movnti16_(d + 64, s + 64);
	if (n >= 96)
		streamcpy_movnti16_(d + 80, s + 80);
}

#if !STREAMCPY_SANITIZED && !defined(STREAMCPY_NO_INLINE)
STREAMCPY_INLINE_ void memcpy_streaming(void *dst, const void *src, size_t n)
{
	if (__builtin_constant_p(n) &&
	    (n == 4 || n == 8 || n == 16 || STREAMCPY_IS_FIXED_(n)) &&
	    !(STREAMCPY_ADDRESS_(dst) & 7))
		streamcpy_fixed_(dst, src, n);
	else
		streamcpy_copy_(dst, src, n);
}

STREAMCPY_INLINE_ void memcpy_flushcache(void *dst, const void *src, size_t n)
{
	if (__builtin_constant_p(n) &&
	    (n == 4 || n == 8 || n == 16 ||
	     (STREAMCPY_IS_FIXED_(n) && !(STREAMCPY_ADDRESS_(dst) & 7))))
		streamcpy_fixed_(dst, src, n);
	else
		streamcpy_flush_(dst, src, n);
}
#endif
#endif

#if STREAMCPY_SANITIZED && !defined(STREAMCPY_NO_INLINE)
STREAMCPY_INLINE_ void memcpy_streaming(void *dst, const void *src, size_t n)
{
	if (n)
		memcpy(dst, src, n);
}

/* The function writes the same bytes once more, and where they must go. */
STREAMCPY_INLINE_ void memcpy_flushcache(void *dst, const void *src, size_t n)
{
	if (n)
		memcpy(dst, src, n);
	streamcpy_flush_(dst, src, n);
}

STREAMCPY_INLINE_ void memset_streaming(void *dst, int c, size_t n)
{
	if (n)
		memset(dst, c, n);
}

STREAMCPY_INLINE_ void memmove_streaming(void *dst, const void *src, size_t n)
{
	if (n)
		memmove(dst, src, n);
}

STREAMCPY_INLINE_ void memcpy_from_wc(void *dst, const void *src, size_t n)
{
	if (n)
		memcpy(dst, src, n);
}

STREAMCPY_INLINE_ int streamcpy_fill(void *dst, const void *pattern,
				     size_t size, size_t count)
{
	char *d = STREAMCPY_AS_(char *, dst);

	if (size == 0 || size % 8 || size > STREAMCPY_PATTERN_MAX)
		return -EINVAL;
	for (; count; count--, d += size)
		memcpy(d, pattern, size);
	return 0;
}
#endif
#endif

#ifdef __cplusplus
}
#endif

#endif
