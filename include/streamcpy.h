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
 * two that return lists are async-signal-safe. The copies cannot fail; they
 * never allocate, print or read a file.
 *
 * Linking: pkg-config --cflags --libs streamcpy
 */
#ifndef STREAMCPY_H
#define STREAMCPY_H

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
 * Sanitizers do not see non-temporal stores. Under them the header and, when
 * it is built with them, the library use memcpy(), so every store stays
 * instrumented.
 */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define STREAMCPY_SANITIZED	1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
	__has_feature(memory_sanitizer)
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
 * is a plain memcpy(), and a longer one streams all but the unaligned ends. A
 * constant @n of 4, 8, 16, 32, 48, 64, 80 or 96 is expanded in line when @dst
 * is a multiple of 8. No cache line is ever flushed.
 * arm64: STNP of whole lines, plain stores at the ends. Elsewhere: memcpy().
 *
 * The functions are macros too, as in the C library; (memcpy_streaming) names
 * the function itself.
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
 * has reached memory, or the point of persistence. What streaming stores
 * cannot write (on x86-64 up to 7 bytes before the first multiple of 8, and up
 * to 3 after the last of 4) is written through the cache and its lines are
 * written back with CLWB, CLFLUSHOPT or CLFLUSH, the best the CPU has.
 * arm64: a copy, then DC CVAP (or DC CVAC) of each line and DSB.
 *
 * On an architecture without such an instruction this is memcpy(), and
 * streamcpy_can_flush() is 0.
 */
STREAMCPY_API void memcpy_flushcache(void *dst, const void *src, size_t n);

/* streamcpy_can_flush - 1 when memcpy_flushcache() keeps its promise, else 0 */
STREAMCPY_API int streamcpy_can_flush(void);

/* memset_streaming - memset() with the contract of memcpy_streaming() */
STREAMCPY_API void memset_streaming(void *dst, int c, size_t n);

/*
 * memmove_streaming - memcpy_streaming() for sides that may overlap in any way
 *
 * Where they overlap, the data goes through a 4 KiB buffer on the stack.
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
 * ordered like memcpy_streaming(). Since the pattern stays in registers or the
 * first-level cache, this is what streaming protects the caches in best.
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
 * The preferred non-temporal one, unless streamcpy_select() or, before the
 * first call, the environment variable STREAMCPY_BACKEND named another. A name
 * there that cannot be used is ignored, and so is the variable in a set-user-ID
 * program.
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
 * The rest is the expansion of constant sizes, not for direct use.
 *
 * MOVNTI is inline assembly because the compilers' builtin is an SSE2 one that
 * needs a vector header; the asm statements are volatile so that the stores
 * keep their order, and clobber nothing so that a copied template may stay in
 * registers.
 */
#if defined(__GNUC__) && defined(__x86_64__) && !defined(__ILP32__) && \
	!STREAMCPY_SANITIZED
#define STREAMCPY_INLINE	1

typedef uint64_t __attribute__((__may_alias__, __aligned__(1)))
	streamcpy_word_;
typedef uint32_t __attribute__((__may_alias__, __aligned__(1)))
	streamcpy_half_;

static __inline__ __attribute__((__always_inline__, __unused__)) void
streamcpy_movnti4_(void *dst, const void *src)
{
	__asm__ __volatile__("movntil %1, %0"
			     : "=m"(*(streamcpy_half_ *)dst)
			     : "r"(*(const streamcpy_half_ *)src));
}

/* Loads first: a store in between would make the compiler reload @src. */
static __inline__ __attribute__((__always_inline__, __unused__)) void
streamcpy_movnti16_(void *dst, const void *src)
{
	const streamcpy_word_ *s = (const streamcpy_word_ *)src;
	streamcpy_word_ *d = (streamcpy_word_ *)dst;
	uint64_t a = s[0], b = s[1];

	__asm__ __volatile__("movntiq %1, %0" : "=m"(d[0]) : "r"(a));
	__asm__ __volatile__("movntiq %1, %0" : "=m"(d[1]) : "r"(b));
}

static __inline__ __attribute__((__always_inline__, __unused__)) void
streamcpy_movnti8_(void *dst, const void *src)
{
	__asm__ __volatile__("movntiq %1, %0"
			     : "=m"(*(streamcpy_word_ *)dst)
			     : "r"(*(const streamcpy_word_ *)src));
}

#define STREAMCPY_IS_FIXED_(n)						\
	((n) == 32 || (n) == 48 || (n) == 64 || (n) == 80 || (n) == 96)

/* A constant size: the compiler leaves the movnti of that size alone. */
static __inline__ __attribute__((__always_inline__, __unused__)) void
streamcpy_fixed_(void *dst, const void *src, size_t n)
{
	char *d = (char *)dst;
	const char *s = (const char *)src;

	if (n == 4)
		streamcpy_movnti4_(d, s);
	if (n == 8)
		streamcpy_movnti8_(d, s);
	if (n >= 16)
		streamcpy_movnti16_(d, s);
	if (n >= 32)
		streamcpy_movnti16_(d + 16, s + 16);
	if (n >= 48)
		streamcpy_movnti16_(d + 32, s + 32);
	if (n >= 64)
		streamcpy_movnti16_(d + 48, s + 48);
	if (n >= 80)
		streamcpy_movnti16_(d + 64, s + 64);
	if (n >= 96)
		streamcpy_movnti16_(d + 80, s + 80);
}

static __inline__ __attribute__((__always_inline__, __unused__)) int
streamcpy_aligned8_(const void *dst)
{
	return ((uintptr_t)dst & 7) == 0;
}

static __inline__ __attribute__((__always_inline__, __unused__)) void
streamcpy_copy_constant_(void *dst, const void *src, size_t n)
{
	if ((n == 4 || n == 8 || n == 16 || STREAMCPY_IS_FIXED_(n)) &&
	    streamcpy_aligned8_(dst))
		streamcpy_fixed_(dst, src, n);
	else
		(memcpy_streaming)(dst, src, n);
}

static __inline__ __attribute__((__always_inline__, __unused__)) void
streamcpy_flush_constant_(void *dst, const void *src, size_t n)
{
	if (n == 4 || n == 8 || n == 16 ||
	    (STREAMCPY_IS_FIXED_(n) && streamcpy_aligned8_(dst)))
		streamcpy_fixed_(dst, src, n);
	else
		(memcpy_flushcache)(dst, src, n);
}

#define memcpy_streaming(dst, src, n)					\
	(__builtin_constant_p(n) ?					\
	 streamcpy_copy_constant_((dst), (src), (n)) :			\
	 (memcpy_streaming)((dst), (src), (n)))
#define memcpy_flushcache(dst, src, n)					\
	(__builtin_constant_p(n) ?					\
	 streamcpy_flush_constant_((dst), (src), (n)) :		\
	 (memcpy_flushcache)((dst), (src), (n)))
#elif STREAMCPY_SANITIZED
static __inline__ __attribute__((__unused__)) void
streamcpy_instrumented_(void *dst, const void *src, size_t n)
{
	if (n)
		memcpy(dst, src, n);
}

#define memcpy_streaming(dst, src, n)					\
	streamcpy_instrumented_((dst), (src), (n))
#endif

#ifdef __cplusplus
}
#endif

#endif
