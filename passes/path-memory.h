/* path-memory.h - what a piece of memory holds on the way back to what is undefined.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A condition that was loaded is known again where it is loaded again, from the
   same state of memory or from another one if nothing between has changed it.  As in
   memory-given.c, a call changes what it is given and the static variables that it
   is known to write, and nothing else: `if (n->flag) x = f (); log (); if (n->flag)
   use (x);' is no mistake.  Variables that other units know may be changed by any
   call: GCC warns then, and its tests want that.  Of the variable without a value
   itself anything is believed that may be.  */

#ifndef PASSES_PATH_MEMORY_H
#define PASSES_PATH_MEMORY_H

#include "passes/undefined-path.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What MEMORY[MEMORY] holds in the state NAME, if a store above gave it its
   value, or a load there got it, or it is what it was where states of memory
   meet (KNOWN_CONTENT); else nothing is known.  */
struct value path_value_stored (struct path_search *p, uint32_t memory,
				uint32_t name);

/* V, or if it is the name of what was loaded, the one under which the same was
   loaded or stored before.  */
struct value path_value_before (struct path_search *p, struct value v);

/* Where all states of memory that meet in PHI come from, if nothing between
   may write R: a name whose definition dominates PHI's block; else NONE.  */
uint32_t path_common_state (struct path_search *p, const struct reference *r,
			    const struct snap_statement *phi);

#ifdef __cplusplus
}
#endif
#endif
