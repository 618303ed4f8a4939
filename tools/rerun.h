/* rerun.h - remembered results, computed again without a compiler.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Each unit of which there is a log is put together from the store's bodies as
   it was, and everything remembered about it is computed again.  Bodies that no
   log names are put together so that no symbol stands twice in a unit: what
   their records say of them alone is computed again in any case, what they say
   of others where these are as they were.  */

#ifndef TOOLS_RERUN_H
#define TOOLS_RERUN_H

#include "tools/logs.h"
#include "tools/progress.h"

struct rerun;

struct rerun_totals
{
  uint64_t units;		/* Of which there are logs.  */
  uint64_t verified;		/* Results computed again.  */
  uint64_t differences;
  uint64_t missing;		/* Bodies that logs name and the store lacks.  */
};

struct rerun *rerun_new (void);
void rerun_free (struct rerun *r);

/* ENTRY is a whole body.  */
void rerun_note_body (struct rerun *r, const struct store_entry *entry);

/* Run the units of LOGS, which this version has written, and what other bodies
   were noted, with the results in S, and compare.  REPORT: of each
   difference.  */
void rerun_all (struct rerun *r, struct store *s, const struct logs *logs,
		void (*report) (void *data, const char *text), void *data,
		struct progress *progress, struct rerun_totals *totals);

/* Whether this version has written the log.  */
bool log_is_ours (const struct unit_log *l);

#endif
