/* session-internal.h - a session from inside.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

     session.cc		its life: store, capture, emission, saving
     session-later.cc	what GCC's later passes ask it about functions

   Include after GCC's headers.  */

#ifndef PLUGIN_SESSION_INTERNAL_H
#define PLUGIN_SESSION_INTERNAL_H

#include "plugin/capture.h"
#include "plugin/emit.h"
#include "plugin/session.h"
#include "plugin/statistics.h"
#include "plugin/tree-table.h"
#include "queries/profile.h"

/* A span of time, for the trace.  */
struct span
{
  uint64_t start, end;		/* profile_clock; END 0: there was none.  */
};

/* Which function a declaration means: its own, or one that was copied from
   it (C++ makes several of one constructor).  */
struct function_name
{
  unsigned uid;			/* DECL_UID */
  uint32_t ordinal;
};

enum mark_state { MARK_UNKNOWN, MARK_NOTHING, MARK_DONE };

struct session
{
  const struct options *options;
  check_set replaced;
  bool captured, finished;
  struct opening *opening;	/* Of the store; NULL: there is none.  */
  struct arena names_arena;	/* Of file names.  */
  struct unit *unit;		/* NULL: there is no function.  */
  struct tree_table passed;	/* FUNCTION_DECL to bits of checks.  */
  struct captured **functions;	/* By ordinal.  */
  check_set *allowed;		/* See struct emission.  */
  uint32_t n_functions, capacity;
  struct function_name *names;	/* Sorted by uid, then ordinal.  */
  uint32_t n_names;
  unsigned char *marks;		/* enum mark_state, by ordinal.  */
  struct read_places reads;	/* Of memory that was warned of.  */
  struct confirmed *confirmed;
  uint32_t n_confirmed, confirmed_capacity;
  struct session_times times;
  struct span capturing;	/* Before there was an engine.  */
};

extern struct session session;

/* Fill in the names and room for the marks, when all functions are there.  */
void session_index_names (void);

/* What emission is given, but for what was confirmed.  */
struct emission session_emission (void);

#endif
