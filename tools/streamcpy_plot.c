/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * streamcpy_plot.c - the result of streamcpy bench as a picture, by gnuplot
 *
 * gnuplot reads its script from a pipe and writes the picture to its standard
 * output, which is the file: no name of the user's passes through a shell or
 * through gnuplot's own quoting.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "complain.h"
#include "cpu.h"
#include "streamcpy_bench.h"

#define NAME		"streamcpy bench"

extern char **environ;

static const char *terminal_of(const char *file)
{
	const char *dot = strrchr(file, '.');

	if (dot && !strcmp(dot, ".svg"))
		return "svg size 1200,900 dynamic";
	if (dot && !strcmp(dot, ".png"))
		return "png size 1200,900";
	return NULL;
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

/* The four that say most: rates with one thread, and the re-reads */
static bool drawn(const struct bench_case *c)
{
	if (c->quantity == RATE)
		return c->threads == 1 && !c->warm;
	return c->quantity == REREAD;
}

static bool any_drawn(const struct bench *bench)
{
	const struct bench_case *c;

	for (c = bench->cases; c < bench->cases + bench->nr_cases; c++)
		if (drawn(c))
			return true;
	return false;
}

int plot_check(const struct bench *bench, const char *file)
{
	int fd;

	if (!terminal_of(file))
		return complain(NAME, "--plot: '%s' does not say what to draw; a name that ends in .svg or .png would do",
				file);
	if (!in_path("gnuplot"))
		return complain(NAME, "--plot: '%s' needs gnuplot, which was not found in PATH; install it, or use --format csv",
				file);
	if (!any_drawn(bench))
		return complain(NAME, "--plot: '%s' would be empty: of --op call and of several threads there is no picture; --op copy --threads 1 would do",
				file);
	fd = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0)
		return complain(NAME, "--plot: '%s' cannot be written: %s; name a file in a directory of yours",
				file, strerror(errno));
	close(fd);
	return 0;
}

/* The lines of a group of rates: a data block of one method each */
static void write_rates(FILE *to, const struct bench_case *first, unsigned n)
{
	char title[128];
	unsigned i, c;

	case_describe(first, title, sizeof(title));
	for (i = 0; i < first->nr; i++) {
		fprintf(to, "$m%u << END\n", i);
		for (c = 0; c < n; c++)
			fprintf(to, "%zu %g\n", first[c].size,
				sample_median(&first[c].value[i]));
		fprintf(to, "END\n");
	}
	fprintf(to, "set title '%s'\nset logscale x 2\nset format x '%%.0b %%BB'\n"
		"set xtics 64,16\nset ylabel 'GB/s'\nplot ", title);
	for (i = 0; i < first->nr; i++)
		fprintf(to, "%s$m%u with linespoints title '%s'",
			i ? ", " : "", i, first->name[i]);
	fprintf(to, "\n");
}

static void write_bars(FILE *to, const struct bench_case *c)
{
	char title[128];
	unsigned i;

	case_describe(c, title, sizeof(title));
	fprintf(to, "$bars << END\n");
	for (i = 0; i < c->nr; i++)
		fprintf(to, "\"%s\" %g\n", c->name[i],
			sample_median(&c->value[i]));
	fprintf(to, "END\nunset logscale x\nset format x '%%g'\nset xtics autofreq rotate by -40\n"
		"set title '%s'\nset ylabel 'times'\nset style fill solid 0.6\nset boxwidth 0.7\n"
		"plot [][0:] $bars using 0:2:xtic(1) with boxes notitle\nset xtics norotate\n",
		title);
}

static void write_script(FILE *to, const struct bench *bench,
			 const char *terminal)
{
	const struct bench_case *c;
	char cpu[160];
	unsigned i, n;

	cpu_describe(cpu, sizeof(cpu));
	fprintf(to, "set terminal %s\nset multiplot layout 2,2 title \"%s\"\n"
		"set key outside right top\nset grid\n", terminal, cpu);
	for (i = 0; i < bench->nr_cases; i += n) {
		c = &bench->cases[i];
		for (n = 1; i + n < bench->nr_cases &&
		     case_same_group(c, &bench->cases[i + n]); n++)
			;
		if (!drawn(c))
			continue;
		if (c->quantity == RATE)
			write_rates(to, c, n);
		else
			write_bars(to, c);
	}
	fprintf(to, "unset multiplot\n");
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

int plot_write(const struct bench *bench, const char *file)
{
	int status = -1;
	FILE *script;
	pid_t pid;

	/* If gnuplot dies, its status tells; this program goes on. */
	signal(SIGPIPE, SIG_IGN);
	script = start_gnuplot(file, &pid);
	if (script) {
		write_script(script, bench, terminal_of(file));
		fclose(script);
		waitpid(pid, &status, 0);
	}
	if (status) {
		complain(NAME, "--plot: gnuplot failed, '%s' is not complete; the numbers above are",
			 file);
		return 1;
	}
	return 0;
}
