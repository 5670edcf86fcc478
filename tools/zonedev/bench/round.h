/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * round.h - one round: every row next to base, and the fills of that memory
 *
 * In each round every row runs next to base: row base row, row base row, and in
 * the next round the other way round. So a row's ratio to base is one of two
 * runs that followed one another, whose order alternates.
 */
#ifndef ROUND_H
#define ROUND_H

#include "binds.h"

/*
 * A loop by hand writes what is bound already: it has no fresh binds. A row
 * that rests has no more rebinds.
 */
bool phase_has(enum phase phase, const struct measured *row);

/*
 * The round of that number, 0 for the first. Its samples are added to @m when
 * it is complete. 0 or -errno; -EINTR after a signal.
 */
int round_run(struct measurement *m, struct binds *binds, enum phase phase,
	      unsigned number);

#endif
