/* capture.h - from GIMPLE to snapshots, and from places back to locations.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The only code that reads GIMPLE.  GCC's thread only.  Include after GCC's
   headers.  */

#ifndef PLUGIN_CAPTURE_H
#define PLUGIN_CAPTURE_H

#include "passes/builder.h"

/* One function as GCC has it: what a snapshot leaves out.  */
struct captured;

/* Facts that SSA form has lost, noted where GCC's own passes look for them:
   in the place of *warn_unused_result (GIMPLE without CFG) and of
   *warn_function_return (CFG without SSA).  They wait, by declaration, for
   capture_function, which puts them into the snapshot.  */
void capture_ignored_results (function *fun);
void capture_returns (function *fun);

/* The snapshot of FUN, in SSA form, before optimisation; in ARENA.  Never
   fails: what it does not know becomes opaque.  cfun must be FUN.  */
struct captured *capture_function (function *fun, struct arena *arena);

/* For a unit that will not reach SSA form (it has errors): the next function
   that has facts from lowering and was not captured, as a snapshot with
   SNAPSHOT_IS_LOWERED_ONLY; in order of lowering; NULL at the end.  */
struct captured *capture_next_lowered (struct arena *arena);

const struct snapshot *captured_snapshot (const struct captured *c);
/* The function's declaration.  */
tree captured_function_decl (const struct captured *c);
/* Today's location of PLACE, without its block; UNKNOWN_LOCATION if none.  */
location_t captured_location (const struct captured *c, uint32_t place);
/* What DECLS[INDEX] and TYPES[INDEX] of the snapshot were made from.  */
tree captured_decl (const struct captured *c, uint32_t index);
tree captured_type (const struct captured *c, uint32_t index);

/* PLUGIN_FINISH_DECL of a function: note where it is, if that has attributes.  */
void capture_promise (tree fndecl);

/* PLUGIN_GGC_MARKING: keep the trees that the functions above return.  */
void capture_mark_trees (void);

/* Statements captured in all, for the statistics.  */
uint64_t capture_statements (void);

/* Forget everything.  Safe to call twice.  */
void capture_release (void);

#endif
