/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gnuplot.c - a picture in a file, by gnuplot
 *
 * gnuplot reads its script from a pipe and writes the picture to its standard
 * output, which is the file: no name of the user's passes through a shell or
 * through gnuplot's own quoting.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "gnuplot.h"
#include "message.h"

extern char **environ;

static bool ends_in(const char *file, const char *ending)
{
	const char *dot = strrchr(file, '.');

	return dot && !strcmp(dot, ending);
}

static bool in_path(const char *program)
{
	const char *at = getenv("PATH");
	char path[4096];
	int n;

	while (at && *at) {
		n = (int)strcspn(at, ":");
		snprintf(path, sizeof(path), "%.*s/%s", n, at, program);
		if (!access(path, X_OK))
			return true;
		at += n;
		at += *at == ':';
	}
	return false;
}

int gnuplot_check(const char *command, const char *file)
{
	int fd;

	if (!ends_in(file, ".svg") && !ends_in(file, ".png"))
		return complain(command, "--plot: unknown picture format of '%s'; use a name that ends in .svg or .png",
				file);
	if (!in_path("gnuplot"))
		return complain(command, "--plot: '%s' needs gnuplot, which was not found in PATH; install it, or use --format csv",
				file);
	fd = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0)
		return complain(command, "--plot: '%s' cannot be written: %s; name a file in a directory of yours",
				file, strerror(errno));
	close(fd);
	return 0;
}

/* The script's pipe, or NULL */
static FILE *start_gnuplot(const char *file, pid_t *pid)
{
	static char *const argv[] = { "gnuplot", "-", NULL };
	posix_spawn_file_actions_t actions;
	FILE *script = NULL;
	int pipes[2], err;

	if (pipe2(pipes, O_CLOEXEC))
		return NULL;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, pipes[0], STDIN_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, file,
					 O_WRONLY | O_CREAT | O_TRUNC, 0666);
	err = posix_spawnp(pid, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(pipes[0]);
	if (!err)
		script = fdopen(pipes[1], "w");
	if (!script)
		close(pipes[1]);
	return script;
}

/* The cairo terminal draws smoother lines, and not every gnuplot has it. */
static void set_terminal(FILE *to, const char *file, unsigned width,
			 unsigned height)
{
	if (ends_in(file, ".svg"))
		fprintf(to, "set terminal svg size %u,%u dynamic background 'white'\n",
			width, height);
	else
		fprintf(to, "if (strstrt(GPVAL_TERMINALS, 'pngcairo')) set terminal pngcairo size %u,%u; else set terminal png size %u,%u\n",
			width, height, width, height);
}

int gnuplot_draw(const char *command, const char *file, unsigned width,
		 unsigned height, void (*script)(FILE *to, const void *arg),
		 const void *arg)
{
	int status = -1;
	FILE *to;
	pid_t pid;

	/* If gnuplot dies, its status tells; this program goes on. */
	signal(SIGPIPE, SIG_IGN);
	to = start_gnuplot(file, &pid);
	if (to) {
		set_terminal(to, file, width, height);
		script(to, arg);
		fclose(to);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
	}
	if (!status)
		return 0;
	return failed(command, "--plot: gnuplot failed, '%s' is not complete; the numbers above are",
		      file);
}

/* Between double quotes gnuplot would run what stands in backquotes. */
void gnuplot_string(FILE *to, const char *text)
{
	fputc('\'', to);
	for (; *text; text++) {
		if (*text == '\'')
			fputc('\'', to);
		fputc(*text == '\n' ? ' ' : *text, to);
	}
	fputc('\'', to);
}
