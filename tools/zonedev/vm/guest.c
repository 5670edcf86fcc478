/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * guest.c - a kernel under qemu: started, given orders, ended
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "common/interrupt.h"
#include "guest.h"

/* An emulated boot says something every few seconds; a bind may take 60. */
#define SILENCE_MS	180000

/* A signal that comes right before a wait is noticed behind it. */
#define SLICE_MS	250

int guest_fail(struct guest *g, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(g->why, sizeof(g->why), format, args);
	va_end(args);
	return -1;
}

/* "[    1.234567] text" is the text. */
static const char *without_time(const char *line)
{
	const char *end = strchr(line, ']');

	if (*line != '[' || !end)
		return line;
	return end + 1 + strspn(end + 1, " ");
}

/*
 * Of a panic, and of an error of KVM, behind which qemu stays with a guest that
 * is stopped, the first line tells most, else what was said last.
 */
static void hear_console(struct guest *g)
{
	const char *line;

	lines_fill(&g->console);
	while ((line = lines_next(&g->console))) {
		line = without_time(line);
		if (!*line)
			continue;
		snprintf(g->last_words, sizeof(g->last_words), "%.200s", line);
		if (*g->panic)
			continue;
		g->stopped = !strncmp(line, "KVM internal error", 18);
		if (g->stopped || strstr(line, "Kernel panic"))
			snprintf(g->panic, sizeof(g->panic), "%.200s", line);
	}
}

static const char *last_words(const struct guest *g)
{
	if (*g->panic)
		return g->panic;
	return *g->last_words ? g->last_words : "none";
}

/* 0 when there is something to read */
static int wait_for(struct guest *g, struct pollfd fds[2])
{
	int waited, n = 0;

	for (waited = 0; !n && waited < SILENCE_MS; waited += SLICE_MS) {
		n = poll(fds, 2, SLICE_MS);
		if (interrupt_came())
			return guest_fail(g, "ended by %s; the guest's last words: %s",
					  interrupt_came() == SIGINT ?
					  "SIGINT" : "SIGTERM", last_words(g));
		if (n < 0 && errno != EINTR)
			return guest_fail(g, "poll: %s", strerror(errno));
	}
	if (n > 0)
		return 0;
	return guest_fail(g, "the guest has said nothing for %d s; its last words: %s",
			  SILENCE_MS / 1000, last_words(g));
}

/* 0 when something was read */
static int hear(struct guest *g, struct lines *from)
{
	struct pollfd fds[] = {
		{ .fd = from->ended ? -1 : from->fd, .events = POLLIN },
		{ .fd = g->console.ended ? -1 : g->console.fd,
		  .events = POLLIN },
	};

	if (g->stopped)
		return guest_fail(g, "the guest was stopped: %s; with --emulate it does without KVM",
				  g->panic);
	if (from->ended && g->console.ended)
		return guest_fail(g, "the guest ended; its last words: %s",
				  last_words(g));
	if (wait_for(g, fds))
		return -1;
	if (fds[0].revents)
		lines_fill(from);
	if (fds[1].revents)
		hear_console(g);
	return 0;
}

char *guest_line(struct guest *g, struct lines *from)
{
	char *line;

	while (!(line = lines_next(from)))
		if (hear(g, from))
			return NULL;
	return line;
}

int guest_order(struct guest *g, const char *order,
		void (*take)(void *arg, char *line), void *arg, char *rest)
{
	char *line;

	if (order) {
		lines_send(&g->orders, order);
		lines_send(&g->orders, "\n");
	}
	while ((line = guest_line(g, &g->orders))) {
		if (!strncmp(line, "ok", 2)) {
			if (rest)
				snprintf(rest, GUEST_WHY, "%s", line + 2);
			return 0;
		}
		if (!strncmp(line, "failed ", 7))
			return guest_fail(g, "%s: the guest says: %s",
					  order ? order : "start", line + 7);
		if (take)
			take(arg, line);
	}
	return -1;
}

/*
 * In the child: qemu's own complaints go where the guest's words go. A terminal
 * sends its signals to a whole group of processes, and it is we who end qemu.
 */
static void run_qemu(const struct guest_config *config,
		     const struct qemu_ends *ends, pid_t parent)
{
	static struct qemu_command command;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	setpgid(0, 0);
	dup2(ends->console, STDOUT_FILENO);
	dup2(ends->console, STDERR_FILENO);
	qemu_command(&command, config, ends);
	execvp(command.argv[0], command.argv);
	dprintf(STDERR_FILENO, "%s: %s\n", command.argv[0], strerror(errno));
	_exit(127);
}

/* A stream to the child: our end in @lines, the child's returned, or -1 */
static int open_stream(struct lines *lines)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
		return -1;
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	*lines = (struct lines){ .fd = ends[0] };
	return ends[1];
}

static void close_ends(const struct qemu_ends *ends)
{
	const int fds[] = { ends->console, ends->orders, ends->qmp };
	int i;

	for (i = 0; i < 3; i++)
		if (fds[i] >= 0)
			close(fds[i]);
}

int guest_start(struct guest *g, const struct guest_config *config)
{
	struct qemu_ends ends;
	pid_t parent = getpid();

	*g = GUEST_NONE;
	ends.console = open_stream(&g->console);
	ends.orders = open_stream(&g->orders);
	ends.qmp = open_stream(&g->qmp);
	g->saved = memfd_create("saved", 0);
	if (ends.console >= 0 && ends.orders >= 0 && ends.qmp >= 0 &&
	    g->saved >= 0)
		g->pid = fork();
	if (!g->pid)
		run_qemu(config, &ends, parent);
	if (g->pid < 0)
		guest_fail(g, "qemu cannot be started: %s", strerror(errno));
	close_ends(&ends);
	if (g->pid < 0)
		return -1;
	return guest_greet(g);
}

void guest_end(struct guest *g)
{
	const int fds[] = { g->console.fd, g->orders.fd, g->qmp.fd, g->saved };
	int i;

	if (g->pid > 0) {
		kill(g->pid, SIGKILL);
		while (waitpid(g->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	for (i = 0; i < 4; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	g->pid = -1;
}
