/* emit.h - from findings to GCC's diagnostics.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   What is shown is decided as GCC's own passes would have decided it: by
   option, pragma and system header at the place where the finding lies today,
   and of alternatives (finding.h) by the first that is shown.  Findings may
   come from a store: one that does not fit its snapshot is left out.

   GCC's thread only.  Include after GCC's headers.  */

#ifndef PLUGIN_EMIT_H
#define PLUGIN_EMIT_H

#include "passes/unit.h"
#include "plugin/capture.h"

/* A unit's functions; FUNCTIONS[I] has ordinal I in UNIT.  */
struct emission
{
  struct unit *unit;
  struct captured *const *functions;
  uint32_t n_functions;
  const check_set *allowed;	/* By ordinal: those that may be shown.  */
  /* Findings of these checks are shown only if they are among the N_CONFIRMED
     confirmed ones, which are sorted.  */
  check_set confirm;
  const struct confirmed *confirmed;
  uint32_t n_confirmed;
  /* Whether what several checks say of one line is shown as often, and silenced by
     each one's own options only.  */
  bool repeats;
};

/* A finding of which GCC, having optimised, has the same to say.  */
struct confirmed
{
  uint32_t ordinal;
  uint32_t index;		/* Among the findings of check_function.  */
};

int confirmed_compare (const void *a, const void *b);

/* A call of which there are findings that would be shown.  */
struct reported_call
{
  location_t location;
  tree callee;			/* NULL: through a pointer.  */
  uint32_t first, last;		/* Of the findings and their notes.  */
  uint32_t count;		/* Of findings.  */
  uint32_t flags;		/* FINDING_*, of the first.  */
  bool is_confirmed;
};

/* Those of CHECK in function ORDINAL, in order; the findings are as in struct
   confirmed.  Waits for them if need be.  */
void emit_reported_calls (const struct emission *e, uint32_t ordinal,
			  enum check check, vec<struct reported_call> *calls);

/* Emit all findings of the unit, by file (as a text), line and column; what is
   at one place by check, function and order within it.  Returns how many were
   shown.  After unit_join.  */
uint32_t emit_unit (const struct emission *e);

/* Whether a finding of CHECK, of OPTION (OPT_W...) if that is not 0, is going to be
   shown for function ORDINAL.  Waits for its findings if need be.  */
bool emit_will_warn (const struct emission *e, uint32_t ordinal,
		     enum check check, int option);

/* Places of reads, without blocks.  */
struct read_places
{
  location_t *items;
  uint32_t count, capacity;
};

/* Tell GCC that the variables of which the findings of function ORDINAL are
   going to warn were warned of; where they are about other memory, which has
   no name to be told by, add the places of the reads to READS.  Waits for these
   findings if need be.  Returns whether a variable was told.  */
bool emit_mark_warned (const struct emission *e, uint32_t ordinal,
		       struct read_places *reads);

#endif
