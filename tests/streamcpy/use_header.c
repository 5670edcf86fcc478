/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * use_header.c - the ways in which C and C++ programs use streamcpy.h; for
 * header.sh to compile, link and run
 */
#include <streamcpy-kernel-names.h>

struct entry {
	uint64_t key, value;
};

typedef void copy_function(void *dst, const void *src, size_t n);

static copy_function *const functions[] = {
	memcpy_streaming, &memcpy_flushcache, memmove_streaming,
	memcpy_from_wc, memcpy_nt, memcpy_nontemporal,
};

#ifdef __cplusplus
/* Members and functions of a namespace by these names */
struct device {
	void memcpy_streaming(char *dst, const char *src)
	{
		::memcpy_streaming(dst, src, 64);
	}
	void memcpy_flushcache(int) {}
};

namespace other {
static inline int memcpy_streaming(int a, int b, int c, int d)
{
	return a + b + c + d;
}
}

template <typename T> static void copy(T *dst, const T &src)
{
	memcpy_streaming(dst, &src, sizeof(T));
}

static int in_cxx(char *dst, const char *src)
{
	const entry seven = { 7, 9 };
	entry t[2];
	device d;

	d.memcpy_streaming(dst, src);
	d.memcpy_flushcache(1);
	copy(&t[1], seven);
	memcpy_streaming_drain();
	return t[1].value == 9 && other::memcpy_streaming(1, 2, 3, 4) == 10;
}
#else
static int in_c(void)
{
	struct entry t[2];

	memcpy_streaming(&t[1], &(struct entry){7, 9}, sizeof(t[1]));
	memcpy_flushcache(&t[0], &(struct entry){1, 2}, sizeof(t[0]));
	memcpy_streaming_drain();
	return t[1].key == 7 && t[1].value == 9 && t[0].value == 2;
}
#endif

static char to[4096], from[4096];

/* A constant that the header expands, one that it does not, and no constant */
static int each_size(size_t n)
{
	memcpy_streaming(to, from, 64);
	memcpy_nt(to + 64, from + 64, 96);
	memcpy_streaming(to + 160, from + 160, 100);
	memcpy_streaming(to + 260, from + 260, n);
	memcpy_nt_drain();
	return !memcmp(to, from, 260 + n);
}

static int each_function(void)
{
	size_t i;

	for (i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		memset(to, 0, sizeof(to));
		functions[i](to, from, sizeof(to));
		memcpy_streaming_drain();
		if (memcmp(to, from, sizeof(to)))
			return 0;
	}
	return 1;
}

int main(int argc, char **argv)
{
	const size_t n = argc > 1 ? strlen(argv[1]) : 1001;

	memset(from, 0x5a, sizeof(from));
	if (!each_size(n) || !each_function())
		return 1;
#ifdef __cplusplus
	return !in_cxx(to, from);
#else
	return !in_c();
#endif
}
