/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * child.c - other programs, run to their end
 *
 * They end with us, whatever ends us.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include "common/interrupt.h"
#include "child.h"

/*
 * What we are woken by. They are blocked from before the child starts, and
 * taken in sigsuspend() alone: one that comes between a look and a wait is not
 * missed.
 */
struct signals {
	sigset_t mask;
	struct sigaction child;
};

static void wake(int signal)
{
	(void)signal;
}

static void block_signals(struct signals *before)
{
	struct sigaction action = { .sa_handler = wake };
	sigset_t set;

	sigemptyset(&action.sa_mask);
	sigaction(SIGCHLD, &action, &before->child);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, &before->mask);
}

static void restore_signals(const struct signals *before)
{
	sigaction(SIGCHLD, &before->child, NULL);
	sigprocmask(SIG_SETMASK, &before->mask, NULL);
}

static void run(const char *const argv[], int output, int errors, pid_t parent,
		const struct signals *before)
{
	int null = open("/dev/null", O_RDONLY);

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	/* As exec will have it; our own handlers would lose one until then. */
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	restore_signals(before);
	if (getppid() != parent)
		_exit(127);
	dup2(null, STDIN_FILENO);
	dup2(output, STDOUT_FILENO);
	dup2(errors, STDERR_FILENO);
	execvp(argv[0], (char *const *)argv);
	dprintf(STDERR_FILENO, "%s\n", errno == ENOENT ? "not installed" :
		strerror(errno));
	_exit(127);
}

/* All of a file in memory, and a zero byte */
static unsigned char *contents(int fd, size_t *bytes)
{
	off_t end = lseek(fd, 0, SEEK_END);
	unsigned char *at = end < 0 ? NULL : malloc((size_t)end + 1);
	size_t done = 0;
	ssize_t got;

	if (!at)
		return NULL;
	while (done < (size_t)end &&
	       (got = pread(fd, at + done, (size_t)end - done,
			    (off_t)done)) > 0)
		done += (size_t)got;
	at[done] = '\0';
	*bytes = done;
	return at;
}

/* The last line that is not empty */
static const char *last_line(char *text)
{
	char *end = text + strlen(text), *line;

	while (end > text && end[-1] == '\n')
		*--end = '\0';
	line = strrchr(text, '\n');
	return line ? line + 1 : text;
}

static void tell(const char *name, int status, int errors, char *why,
		 size_t size)
{
	size_t bytes;
	char *text = (char *)contents(errors, &bytes);
	const char *line = text ? last_line(text) : "";

	if (interrupt_came())
		snprintf(why, size, "%s: ended by %s", name,
			 interrupt_came() == SIGINT ? "SIGINT" : "SIGTERM");
	else if (*line)
		snprintf(why, size, "%s: %s", name, line);
	else if (WIFSIGNALED(status))
		snprintf(why, size, "%s was ended by signal %d", name,
			 WTERMSIG(status));
	else
		snprintf(why, size, "%s failed with status %d", name,
			 WEXITSTATUS(status));
	free(text);
}

/* How it ended, or -1; a signal to us is one to the child. */
static int wait_for(pid_t pid, const sigset_t *mask)
{
	int status = -1;
	pid_t ended;

	while (!(ended = waitpid(pid, &status, WNOHANG))) {
		if (interrupt_came())
			kill(pid, SIGTERM);
		sigsuspend(mask);
	}
	return ended < 0 ? -1 : status;
}

/* 0 when it ran and succeeded */
static int run_child(const char *const argv[], int output, int errors,
		     char *why, size_t size)
{
	struct signals before;
	pid_t parent = getpid(), pid;
	int status = -1;

	block_signals(&before);
	pid = fork();
	if (!pid)
		run(argv, output, errors, parent, &before);
	if (pid > 0)
		status = wait_for(pid, &before.mask);
	if (status < 0)
		snprintf(why, size, "%s: %s", argv[0], strerror(errno));
	restore_signals(&before);
	if (status > 0)
		tell(argv[0], status, errors, why, size);
	return status ? -1 : 0;
}

unsigned char *child_output(const char *const argv[], size_t *bytes,
			    char *why, size_t size)
{
	int output = memfd_create("output", MFD_CLOEXEC);
	int errors = memfd_create("errors", MFD_CLOEXEC);
	unsigned char *text = NULL;

	if (output < 0 || errors < 0)
		snprintf(why, size, "%s: %s", argv[0], strerror(errno));
	else if (!run_child(argv, output, errors, why, size) &&
		 !(text = contents(output, bytes)))
		snprintf(why, size, "%s: no memory for its output", argv[0]);
	if (output >= 0)
		close(output);
	if (errors >= 0)
		close(errors);
	return text;
}
