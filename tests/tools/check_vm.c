/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_vm.c - what zonedev vm reads of a guest, on recorded input
 */
#include <stddef.h>
#include <stdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "support/runner.h"
#include "common/interrupt.h"
#include "zonedev/vm/btf.h"
#include "zonedev/vm/child.h"
#include "zonedev/vm/figure.h"
#include "zonedev/vm/initrd.h"
#include "zonedev/vm/lines.h"
#include "zonedev/vm/modules.h"
#include "zonedev/vm/readout.h"

/* ---- Times ---- */

/* Lines of Debian's 6.1, 7.2 and 7.3, and of a kernel without the tracer */
static const struct {
	const char *line;
	double us;	/* below 0: no figure */
} figures[] = {
	{ "figure  0) @ 762369.1 us |  memmap_init_zone_device();", 762369.1 },
	{ "figure 0) * 62319.20 us |  memmap_init_zone_device();", 62319.2 },
	{ "figure 0) ! 365.242 us  |  memmap_init_zone_device();", 365.242 },
	{ "figure 0)   9.5 us    |  memmap_init_zone_device();", 9.5 },
	{ "figure [   14.03] memmap_init_zone_device initialised 515584 pages in 28ms",
	  28000 },
	{ "figure 0) $ 1234567 us |  memmap_init_zone_device();", 1234567 },
	{ "figure 0)   9.5 us    |  memmap_init_range();", -1 },
	{ "figure 0)             |  memmap_init_zone_device() {", -1 },
	{ "figure memmap_init_zone_device initialised 8 pages in ", -1 },
	{ "", -1 },
};

START_TEST(time_of_a_recorded_line_in_us)
{
	double us = -1;
	bool found = figure_take(figures[_i].line, &us);

	ck_assert_int_eq(found, figures[_i].us >= 0);
	if (found)
		ck_assert_double_eq_tol(us, figures[_i].us, 1e-6);
}
END_TEST

/* ---- BTF ---- */

#define INFO(kind, members)	((uint32_t)(kind) << 24 | (members))

/* Offsets into the strings */
enum {
	S_NONE = 0, S_U64 = 1, S_INNER = 5, S_FREE = 11, S_OUTER = 16,
	S_USAGE = 22, S_ALTMAP = 28, S_FLAGS = 35, S_BITS = 41, S_NR = 46,
};
static const char strings[] =
	"\0u64\0inner\0free\0outer\0usage\0altmap\0flags\0bits\0NR_BITS";

/*
 * u64; struct inner { u64 pad, free; }; const inner; pointer; a union without a
 * name of flags (u64) alone; struct outer { pointer usage; union; const inner
 * altmap; u64 bits[3]; }; enum { NR_BITS = 5 }
 */
static const uint32_t types[] = {
	S_U64, INFO(1, 0), 8, 64,
	S_INNER, INFO(4, 2), 16, S_NONE, 1, 0, S_FREE, 1, 64,
	S_NONE, INFO(10, 0), 2,
	S_NONE, INFO(2, 0), 2,
	S_NONE, INFO(5, 1), 8, S_FLAGS, 1, 0,
	S_OUTER, INFO(4, 4), 56, S_USAGE, 4, 0, S_NONE, 5, 64,
	S_ALTMAP, 3, 128, S_BITS, 7, 256,
	S_NONE, INFO(3, 0), 0, 1, 1, 3,
	S_NONE, INFO(6, 1), 4, S_NR, 5,
};

struct recorded_btf {
	uint32_t head[6];
	uint32_t types[sizeof(types) / 4];
	char strings[sizeof(strings)];
};

static struct recorded_btf recorded(void)
{
	struct recorded_btf r = {
		.head = { 0x0001eb9f, 24, 0, sizeof(types), sizeof(types),
			  sizeof(strings) },
	};

	memcpy(r.types, types, sizeof(types));
	memcpy(r.strings, strings, sizeof(strings));
	return r;
}

START_TEST(btf_member_gives_offset_and_size)
{
	static const struct {
		const char *path;
		size_t offset, size;
	} members[] = {
		{ "usage", 0, 8 }, { "flags", 8, 8 }, { "altmap", 16, 16 },
		{ "altmap.free", 24, 8 }, { "bits", 32, 24 },
	};
	struct recorded_btf r = recorded();
	size_t offset, size, i;
	struct btf btf;

	ck_assert_int_eq(btf_open(&btf, &r, sizeof(r)), 0);
	ck_assert_uint_eq(btf_size(&btf, "outer"), 56);
	ck_assert_uint_eq(btf_size(&btf, "none"), 0);
	for (i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		ck_assert_msg(btf_member(&btf, "outer", members[i].path,
					 &offset, &size), "%s",
			      members[i].path);
		ck_assert_uint_eq(offset, members[i].offset);
		ck_assert_uint_eq(size, members[i].size);
	}
	ck_assert(!btf_member(&btf, "outer", "free", &offset, &size));
	ck_assert(!btf_member(&btf, "outer", "usage.free", &offset, &size));
	ck_assert(!btf_member(&btf, "none", "usage", &offset, &size));
	btf_close(&btf);
}
END_TEST

START_TEST(btf_enumerator_gives_value)
{
	struct recorded_btf r = recorded();
	int64_t value = 0;
	struct btf btf;

	ck_assert_int_eq(btf_open(&btf, &r, sizeof(r)), 0);
	ck_assert(btf_enumerator(&btf, "NR_BITS", &value));
	ck_assert_int_eq(value, 5);
	ck_assert(!btf_enumerator(&btf, "u64", &value));
	btf_close(&btf);
}
END_TEST

/* A kind that is not known has no known length; others are cut off. */
START_TEST(btf_that_is_damaged_is_refused)
{
	struct recorded_btf r;
	struct btf btf;
	size_t size;

	for (size = 0; size < offsetof(struct recorded_btf, strings) +
			      sizeof(strings); size++) {
		r = recorded();
		ck_assert_int_eq(btf_open(&btf, &r, size), -1);
		btf_close(&btf);
	}
	r = recorded();
	r.head[0] = 0;
	ck_assert_int_eq(btf_open(&btf, &r, sizeof(r)), -1);
	r = recorded();
	r.types[1] = INFO(31, 0);
	ck_assert_int_eq(btf_open(&btf, &r, sizeof(r)), -1);
	r = recorded();
	r.head[3] -= 4;
	ck_assert_int_eq(btf_open(&btf, &r, sizeof(r)), -1);
	r = recorded();
	r.strings[sizeof(strings) - 1] = 'x';
	ck_assert_int_eq(btf_open(&btf, &r, sizeof(r)), -1);
}
END_TEST

/* ---- Descriptors ---- */

#define VMEMMAP	UINT64_C(0xffffea0000000000)
#define PGMAP	UINT64_C(0xffff888005cbfcb8)
#define START	UINT64_C(0x100000)

/* Pages 0 and 1: of the altmap; 2, 3: heads' neighbours; 4: a tail of 2 */
static void fill(uint64_t page[5][8])
{
	uint64_t memmap = VMEMMAP + START * 64;
	int i;

	memset(page, 0, 5 * 64);
	for (i = 0; i < 2; i++)
		page[i][1] = page[i][2] = memmap + (unsigned)i * 64 + 8;
	page[2][1] = page[3][1] = PGMAP;
	page[4][1] = memmap + 2 * 64 + 1;
	for (i = 0; i < 5; i++)
		page[i][0] = memmap;
}

START_TEST(runs_are_the_same_in_pieces_of_any_size)
{
	struct readout_frame frame = {
		.pgmap = PGMAP, .memmap = VMEMMAP + START * 64,
		.memmap_end = VMEMMAP + (START + 5) * 64, .start_pfn = START,
		.sizeof_page = 64,
	};
	struct image_lines lines = { .n = 0 };
	uint64_t page[5][8], n, pfn;

	fill(page);
	for (pfn = 0; pfn < 5; pfn += n) {
		n = 5 - pfn < (unsigned)_i ? 5 - pfn : (unsigned)_i;
		ck_assert(readout_add(&lines, &frame, START + pfn,
				      (unsigned char *)page[pfn], n));
	}
	ck_assert_uint_eq(lines.n, 3);
	ck_assert_uint_eq(lines.at[0].run.count, 2);
	ck_assert_int_eq(lines.at[0].run.image.word[0].kind, WORD_PLAIN);
	ck_assert_int_eq(lines.at[0].run.image.word[2].kind, WORD_SELF);
	ck_assert_uint_eq(lines.at[0].run.image.word[2].value, 8);
	ck_assert_uint_eq(lines.at[1].run.count, 2);
	ck_assert_int_eq(lines.at[1].run.image.word[1].kind, WORD_PGMAP);
	ck_assert_uint_eq(lines.at[2].run.pfn, START + 4);
	ck_assert_int_eq(lines.at[2].run.image.word[1].kind, WORD_PAGE);
	ck_assert_uint_eq(lines.at[2].run.image.word[1].pfn, START + 2);
	ck_assert_uint_eq(lines.at[2].run.image.word[1].value, 1);
	free(lines.at);
}
END_TEST

/* Page 1 holds the address of page 0, which is its own there only. */
START_TEST(equal_bytes_are_two_runs_where_they_are_an_address)
{
	struct readout_frame frame = {
		.pgmap = PGMAP, .memmap = VMEMMAP + START * 64,
		.memmap_end = VMEMMAP + (START + 2) * 64, .start_pfn = START,
		.sizeof_page = 64,
	};
	struct image_lines lines = { .n = 0 };
	uint64_t page[2][8] = { { 0 } };

	page[0][1] = page[1][1] = frame.memmap + 8;
	ck_assert(readout_add(&lines, &frame, START, (unsigned char *)page, 2));
	ck_assert_uint_eq(lines.n, 2);
	ck_assert_int_eq(lines.at[0].run.image.word[1].kind, WORD_SELF);
	ck_assert_int_eq(lines.at[1].run.image.word[1].kind, WORD_PAGE);
	free(lines.at);
}
END_TEST

START_TEST(symbols_of_kallsyms_lines)
{
	struct symbols s = { 0 };

	symbols_take(&s, "vmemmap_base ffffffff829ca698");
	symbols_take(&s, "mem_section ffffffff84077678");
	symbols_take(&s, "mem_sectional 1");
	symbols_take(&s, "__start_BTF");
	ck_assert_uint_eq(s.vmemmap_base, 0xffffffff829ca698);
	ck_assert_uint_eq(s.mem_section, 0xffffffff84077678);
	ck_assert_uint_eq(s.start_btf, 0);
}
END_TEST

/* ---- Modules, the initrd, lines ---- */

START_TEST(module_depends_on_what_its_modinfo_says)
{
	static const char with[] = "ELF\0license=GPL\0depends=libnvdimm,nd_btt\0x";
	static const char none[] = "ELF\0depends=\0x";
	static const char cut[] = { 'E', 0, 'd', 'e', 'p', 'e', 'n', 'd', 's',
				    '=', 'a' };

	ck_assert_str_eq(module_depends((const unsigned char *)with,
					sizeof(with)), "libnvdimm,nd_btt");
	ck_assert_str_eq(module_depends((const unsigned char *)none,
					sizeof(none)), "");
	ck_assert_ptr_null(module_depends((const unsigned char *)cut,
					  sizeof(cut)));
}
END_TEST

/* Header 110, name and contents each filled up to 4 bytes */
START_TEST(initrd_is_an_archive_of_newc)
{
	char *bytes;
	size_t size;
	FILE *to = open_memstream(&bytes, &size);

	initrd_directory(to, "mod");
	initrd_file(to, "mod/a.ko", "hello", 5);
	initrd_end(to);
	fclose(to);
	ck_assert_uint_eq(size, 116 + (120 + 8) + 124);
	ck_assert_int_eq(memcmp(bytes, "070701", 6), 0);
	ck_assert_int_eq(memcmp(bytes + 14, "000041ed", 8), 0);
	ck_assert_int_eq(memcmp(bytes + 116 + 54, "00000005", 8), 0);
	ck_assert_str_eq(bytes + 116 + 110, "mod/a.ko");
	ck_assert_int_eq(memcmp(bytes + 116 + 120, "hello\0\0\0", 8), 0);
	ck_assert_str_eq(bytes + 116 + 128 + 110, "TRAILER!!!");
	free(bytes);
}
END_TEST

START_TEST(lines_come_whole_whatever_the_reads)
{
	struct lines l = { .filled = 0 };
	int ends[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	l.fd = ends[0];
	ck_assert_int_eq(write(ends[1], "first\r\nsec", 10), 10);
	lines_fill(&l);
	ck_assert_str_eq(lines_next(&l), "first");
	ck_assert_ptr_null(lines_next(&l));
	ck_assert_int_eq(write(ends[1], "ond\nrest", 8), 8);
	lines_fill(&l);
	ck_assert_str_eq(lines_next(&l), "second");
	ck_assert_ptr_null(lines_next(&l));
	close(ends[1]);
	lines_fill(&l);
	ck_assert(l.ended);
	ck_assert_str_eq(lines_next(&l), "rest");
	ck_assert_ptr_null(lines_next(&l));
	ck_assert(!lines_send(&l, "nobody listens"));
	close(ends[0]);
}
END_TEST

/* ---- Other programs ---- */

/* Where SIGTERM comes, once */
static enum signal_place {
	NOWHERE, BEHIND_FORK, AT_WAIT, IN_CHILD
} signal_at;

pid_t __real_fork(void);
pid_t __wrap_fork(void);
pid_t __real_waitpid(pid_t pid, int *status, int options);
pid_t __wrap_waitpid(pid_t pid, int *status, int options);

pid_t __wrap_fork(void)
{
	pid_t pid = __real_fork();

	if (signal_at == (pid ? BEHIND_FORK : IN_CHILD)) {
		signal_at = NOWHERE;
		raise(SIGTERM);
	}
	return pid;
}

pid_t __wrap_waitpid(pid_t pid, int *status, int options)
{
	if (signal_at == AT_WAIT) {
		signal_at = NOWHERE;
		raise(SIGTERM);
	}
	return __real_waitpid(pid, status, options);
}

START_TEST(child_is_ended_by_a_signal_before_the_wait)
{
	static const char *const argv[] = { "sleep", "60", NULL };
	char why[128] = "";
	size_t bytes;

	interrupt_catch();
	signal_at = (enum signal_place)_i;
	ck_assert_ptr_null(child_output(argv, &bytes, why, sizeof(why)));
	ck_assert_str_eq(why, "sleep: ended by SIGTERM");
}
END_TEST

START_TEST(child_does_not_lose_a_signal_that_comes_before_exec)
{
	static const char *const argv[] = { "true", NULL };
	char why[128] = "";
	size_t bytes;

	interrupt_catch();
	signal_at = IN_CHILD;
	ck_assert_ptr_null(child_output(argv, &bytes, why, sizeof(why)));
	ck_assert_str_eq(why, "true was ended by signal 15");
}
END_TEST

START_TEST(child_leaves_signals_as_they_were)
{
	static const char *const argv[] = { "echo", "words", NULL };
	struct sigaction action;
	char why[128] = "", *text;
	sigset_t set;
	size_t bytes;

	text = (char *)child_output(argv, &bytes, why, sizeof(why));
	ck_assert_str_eq(text, "words\n");
	ck_assert_uint_eq(bytes, 6);
	free(text);
	sigprocmask(SIG_SETMASK, NULL, &set);
	ck_assert(!sigismember(&set, SIGTERM) && !sigismember(&set, SIGINT) &&
		  !sigismember(&set, SIGCHLD));
	sigaction(SIGCHLD, NULL, &action);
	ck_assert_ptr_eq((void *)action.sa_handler, (void *)SIG_DFL);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("vm");

	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, time_of_a_recorded_line_in_us, 0,
			    (int)(sizeof(figures) / sizeof(figures[0])));
	tcase_add_test(tc, btf_member_gives_offset_and_size);
	tcase_add_test(tc, btf_enumerator_gives_value);
	tcase_add_test(tc, btf_that_is_damaged_is_refused);
	tcase_add_loop_test(tc, runs_are_the_same_in_pieces_of_any_size, 1, 6);
	tcase_add_test(tc, equal_bytes_are_two_runs_where_they_are_an_address);
	tcase_add_test(tc, symbols_of_kallsyms_lines);
	tcase_add_test(tc, module_depends_on_what_its_modinfo_says);
	tcase_add_test(tc, initrd_is_an_archive_of_newc);
	tcase_add_test(tc, lines_come_whole_whatever_the_reads);
	tcase_add_loop_test(tc,
			    child_is_ended_by_a_signal_before_the_wait,
			    BEHIND_FORK, AT_WAIT + 1);
	tcase_add_test(tc, child_does_not_lose_a_signal_that_comes_before_exec);
	tcase_add_test(tc, child_leaves_signals_as_they_were);
	return run_tcase("vm", tc);
}
