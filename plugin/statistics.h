/* statistics.h - the stats argument.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   GCC's thread only.  Include after GCC's headers.  */

#ifndef PLUGIN_STATISTICS_H
#define PLUGIN_STATISTICS_H

#include "passes/unit.h"
#include "plugin/options.h"

/* Nanoseconds of GCC's thread, by profile_clock.  */
struct session_times
{
  uint64_t capture;		/* Walking and hashing functions.  */
  uint64_t wait;		/* Waiting for findings, or making them.  */
};

/* Add the numbers of UNIT, after unit_join, to the sums that its store keeps;
   and if O asks for them show them: a table on stderr, or with O->stats_file one
   JSON object, appended to that file as one line by one write, so that several
   compilers may share it.  N_SHOWN findings were emitted.  FAILED: GCC calls the
   compile a failure.  */
void statistics_finish (const struct options *o, struct unit *unit,
			const struct session_times *times, uint32_t n_shown,
			bool failed);

#endif
