/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * main.c - whether auto keeps its targets here: make bench-check
 *
 * Each ratio is one of paired rounds with its interval. Nothing is left to
 * judgement: targets.c has the numbers. Met is what has all of its interval
 * there; undecided is not met, and says how long it had to go on.
 */
#include <inttypes.h>
#include <stdio.h>
#include "common/interrupt.h"
#include "common/message.h"
#include "zonedev/bench/load.h"
#include "judge.h"

#define NAME		"bench/targets"

static int run_all(struct check *c)
{
	int status = check_cells(c);

	take_seconds(c, SECONDS);
	if (!status)
		status = check_exploring(c);
	return status ? status : check_copies(c);
}

static void print_head(const struct check *c)
{
	const struct check_request *r = c->request;

	origin_head(&r->origin);
	if (r->load)
		printf("%" PRIu64 " other thread%s copying memory\n", r->load,
		       r->load == 1 ? "" : "s");
	printf("\n%-3s %-18s %-26s %-17s least\n", "", "what", "where",
	       "ratio");
}

static int run(const struct command *command, int argc, char **argv)
{
	struct check_request request;
	struct check c = { .request = &request };
	int status = check_request_take(command, &request, argc, argv);

	if (status)
		return status == -1 ? 0 : status;
	if (load_start((unsigned)request.load))
		return failed(NAME, "--load: cannot start %" PRIu64 " threads with 128 MiB each",
			      request.load);
	interrupt_catch();
	print_head(&c);
	status = run_all(&c);
	load_stop();
	printf("\n%u met, %u undecided, %u missed, %u left out%s\n",
	       c.verdict[TARGET_MET], c.verdict[TARGET_UNDECIDED],
	       c.verdict[TARGET_MISSED], c.left_out,
	       interrupt_came() ? "; PARTIAL: interrupted" : "");
	if (c.verdict[TARGET_UNDECIDED] || c.verdict[TARGET_MISSED])
		status = STATUS_FAILED;
	return interrupt_status(status);
}

int main(int argc, char **argv)
{
	const struct command command = {
		.name = NAME,
		.about =
"Measures what auto and the copies must come to, ratio by ratio, each with its\n"
"95 % interval, and exits with 1 if one is missed or undecided. On an idle\n"
"machine.\n",
		.groups = check_request_options, .run = run,
	};

	return command_main(&command, argc, argv);
}
