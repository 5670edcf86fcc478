/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * played_qemu.c - stands in for qemu: a guest that does what a text says
 *
 * The text is the file that -kernel names, a line each:
 *
 *	release 7.9.0		what uname tells
 *	us 1000			the time of a bind, +-1 % by boot
 *	fail ORDER WORDS	the answer to that order is a failure
 *	die ORDER WORDS		the console says this, and the guest is gone
 *	hang ORDER WORDS	the console says this, and no answer comes
 *
 * $HOST_ROOT has the image where vm_host says so. A kernel in memory only asks
 * whether KVM works: it does, or with PLAYED_KVM=broken qemu 7.2 says what it
 * says where it does not.
 *
 * To $PLAYED_LOG it adds its arguments, each order, and on how many CPUs it may
 * run then. To $PLAYED_PID it writes its own process id.
 */
#include <poll.h>
#include <sched.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *play = "";		/* its path */
static int console = -1, orders = -1, qmp = -1;

__attribute__((format(printf, 2, 3)))
static void say(int fd, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vdprintf(fd, format, args);
	va_end(args);
}

__attribute__((format(printf, 1, 2)))
static void note(const char *format, ...)
{
	const char *path = getenv("PLAYED_LOG");
	FILE *log = path ? fopen(path, "a") : NULL;
	va_list args;

	if (!log)
		return;
	va_start(args, format);
	vfprintf(log, format, args);
	va_end(args);
	fputc('\n', log);
	fclose(log);
}

/* What follows @words at the start of a line of the play */
static int line_of(const char *words, char *rest, size_t size)
{
	FILE *file = fopen(play, "r");
	size_t length = strlen(words);
	char line[512];
	int found = 0;

	while (file && !found && fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		found = !strncmp(line, words, length) && line[length] == ' ';
		if (found)
			snprintf(rest, size, "%s", line + length + 1);
	}
	if (file)
		fclose(file);
	return found;
}

/* A failure that the play has for this order; true: it was answered */
static int fails(const char *order)
{
	char key[64], words[512];

	snprintf(key, sizeof(key), "die %s", order);
	if (line_of(key, words, sizeof(words))) {
		say(console, "[    1.000000] %s\r\n", words);
		exit(0);
	}
	snprintf(key, sizeof(key), "hang %s", order);
	if (line_of(key, words, sizeof(words))) {
		say(console, "[    1.000000] %s\r\n", words);
		note("hangs");
		for (;;)
			pause();
	}
	snprintf(key, sizeof(key), "fail %s", order);
	if (!line_of(key, words, sizeof(words)))
		return 0;
	say(orders, "failed %s\n", words);
	return 1;
}

/* A draw of the boot's own, between -1 and 1, the same in each run */
static double draw(void)
{
	const char *path = getenv("PLAYED_LOG");
	FILE *log = path ? fopen(path, "r") : NULL;
	char line[512];
	uint32_t boots = 0;

	while (log && fgets(line, sizeof(line), log))
		boots += !strncmp(line, "boot ", 5);
	if (log)
		fclose(log);
	return (double)(boots * 2654435761u >> 8 & 0xffff) / 32768 - 1;
}

static void figures(unsigned n)
{
	char us[64];

	if (!line_of("us", us, sizeof(us)))
		snprintf(us, sizeof(us), "1000");
	while (n--)
		say(orders, "figure 0) ! %.3f us |  memmap_init_zone_device();\n",
		    atof(us) * (1 + draw() / 100));
}

/* test_hmm binds two ranges at once. */
static void answer(const char *order, const char *kind, unsigned n)
{
	static int hmm;
	char release[128];

	if (!strcmp(order, "start")) {
		if (!line_of("release", release, sizeof(release)))
			snprintf(release, sizeof(release), "7.9.0-played");
		say(orders, "kernel %s\nclock function_graph\n", release);
	} else if (!strcmp(order, "create")) {
		hmm = !strncmp(kind, "hmm", 3);
		figures(hmm ? 2 : 1);
	} else if (!strcmp(order, "rebind")) {
		figures(hmm ? 2 * n : n);
	} else if (!strcmp(order, "own")) {
		say(orders, "out what this program says\n");
	}
	say(orders, "ok 4294967296 268435456\n");
}

static void obey(const char *line)
{
	char order[32] = "", kind[32] = "";
	unsigned n = 0;
	cpu_set_t set;

	sched_getaffinity(0, sizeof(set), &set);
	note("order %s, of %d CPUs", line, CPU_COUNT(&set));
	sscanf(line, "%31s %u", order, &n);
	sscanf(line, "%*s %31s", kind);
	if (!fails(order))
		answer(order, kind, n);
}

static void monitor(const char *line)
{
	if (strstr(line, "query-cpus-fast"))
		say(qmp, "{\"return\": [{\"thread-id\": %d}]}\n", (int)getpid());
	else if (strstr(line, "qmp_capabilities"))
		say(qmp, "{\"return\": {}}\n");
	else
		say(qmp, "{\"error\": {\"desc\": \"this is played\"}}\n");
}

/* Each line that came, one at a time: nobody here sends two at once. */
static void take(int fd, void (*with)(const char *line))
{
	static char line[4096];
	size_t n = 0;

	while (n < sizeof(line) - 1 && read(fd, line + n, 1) == 1)
		if (line[n++] == '\n')
			break;
	if (!n)
		exit(0);
	line[n - 1] = '\0';
	with(line);
}

static void take_arguments(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++) {
		note("argument %s", argv[i]);
		sscanf(argv[i], "socket,id=console,fd=%d", &console);
		sscanf(argv[i], "socket,id=orders,fd=%d", &orders);
		sscanf(argv[i], "socket,id=qmp,fd=%d", &qmp);
		if (!strcmp(argv[i - 1], "-kernel"))
			play = argv[i];
	}
}

static void find_play(void)
{
	const char *root = getenv("HOST_ROOT"), *kvm = getenv("PLAYED_KVM");
	static char path[1024];

	if (root && !strncmp(play, "/boot/", 6)) {
		snprintf(path, sizeof(path), "%s%s", root, play);
		play = path;
	}
	if (strncmp(play, "/proc/", 6)) {
		note("boot %s", strrchr(play, '/') ? strrchr(play, '/') + 1 :
		     play);
	} else if (kvm && !strcmp(kvm, "broken")) {
		say(console, "qemu: error: failed to set MSR 0x10a to 0x69\n");
		exit(134);
	}
}

int main(int argc, char **argv)
{
	const char *path = getenv("PLAYED_PID");
	FILE *file = path ? fopen(path, "w") : NULL;
	struct pollfd fds[2];

	if (file) {
		fprintf(file, "%d\n", (int)getpid());
		fclose(file);
	}
	take_arguments(argc, argv);
	find_play();
	say(qmp, "{\"QMP\": {}}\n");
	say(orders, "ok\n");
	fds[0] = (struct pollfd){ .fd = orders, .events = POLLIN };
	fds[1] = (struct pollfd){ .fd = qmp, .events = POLLIN };
	while (poll(fds, 2, -1) > 0) {
		if (fds[0].revents)
			take(orders, obey);
		if (fds[1].revents)
			take(qmp, monitor);
	}
	return 0;
}
