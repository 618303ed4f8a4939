/* session.h - the life of one translation unit inside GCC.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

     session_begin		plugin_init
     session_note_pass		in the place of a pass
     session_capture		all functions are in SSA form
     session_take		in the place of a pass after that
     session_knows		in the place of a late pass
     session_mark_warned	before a late pass of GCC's warns
     session_finish		the unit is done, or has failed

   GCC's thread only; one session per process.  Include after GCC's headers.  */

#ifndef PLUGIN_SESSION_H
#define PLUGIN_SESSION_H

#include "passes/finding.h"
#include "plugin/emit.h"
#include "plugin/options.h"

/* OPTIONS live until the end; REPLACED are the passes whose facts and place
   the session has (bits of checks.def).  */
void session_begin (struct options *options, check_set replaced);

/* GCC would run the pass of CHECK, which looks at SSA form, for FUN now.  What
   is not noted by session_capture is not shown.  */
void session_note_pass (enum check check, function *fun);

/* Take all functions there are, and start.  */
void session_capture (void);

/* Whether session_capture was called: functions that show up later are GCC's
   alone.  */
bool session_has_captured (void);

/* GCC would run the pass of CHECK, which comes after session_capture, for FUN
   now.  Returns whether the findings are ours, and lets them be shown; else
   (the function is new, a copy, or too large for a snapshot) GCC's pass has to
   look itself.  */
bool session_take (enum check check, function *fun);

/* Whether a finding of CHECK, which is taken, is going to be shown for FUN.
   Waits for the check if need be.  */
bool session_will_warn (enum check check, function *fun);

/* The same of a function that is declared at DECLARED, and of a finding of
   OPTION.  UNKNOWN_LOCATION: of the function that GCC is at, or if it is at none,
   of any.  */
bool session_will_warn_at (enum check check, int option,
			   location_t declared);

/* Whether CHECK finds something at LOCATION, in whatever function it is.  */
bool session_says (enum check check, location_t location);

/* For a check whose findings GCC's pass confirms, being after its optimisers:
   the calls of FUN of which there are findings; and those of them that are
   confirmed.  What is not confirmed is not shown.  */
void session_reported_calls (enum check check, function *fun,
			     vec<struct reported_call> *calls);
void session_confirm (function *fun,
		      const vec<struct reported_call> &calls);

/* Whether FUN was captured and has as many blocks and edges as then.  */
bool session_has_same_graph (function *fun);

/* Whether FUN was captured, or is a copy of a function that was.  */
bool session_knows (const function *fun);

/* Before GCC looks for uninitialized variables in FUN again: tell it of which
   ones we are going to warn, also of those that were inlined.  */
void session_mark_warned (function *fun);

/* Wait, emit, dump, count; with COMPLETE and without an error, remember.  Safe
   to call twice: the second call does nothing.  */
void session_finish (bool complete);

/* For the collector.  */
void session_mark_trees (void);

#endif
