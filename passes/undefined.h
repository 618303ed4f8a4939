/* undefined.h - SSA names that have no value, or not all of one.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A name is undefined if it is a variable's value on entry, but for parameters,
   or what the internal function .DEFERRED_INIT returns, by which
   -ftrivial-auto-var-init gives variables their artificial first value.  Pure;
   O(1).  */

#ifndef PASSES_UNDEFINED_H
#define PASSES_UNDEFINED_H

#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Whether T calls the internal function NAME.  */
bool is_internal_call (const struct snapshot *s,
		       const struct snap_statement *t, const char *name);

/* The definition of NAME, or NULL.  */
const struct snap_statement *ssa_definition (const struct snapshot *s,
					     uint32_t name);

/* Whether the value of NAME, or with PARTIAL the real or the imaginary part of
   it, is undefined.  */
bool ssa_is_undefined (const struct snapshot *s, uint32_t name, bool partial);

/* Whether .DEFERRED_INIT defines NAME.  */
bool ssa_is_deferred (const struct snapshot *s, uint32_t name);

/* The variable's name that the definition of NAME by .DEFERRED_INIT carries,
   or NULL.  */
const char *ssa_deferred_text (const struct snapshot *s, uint32_t name);

/* The SSA name of whose real or imaginary part T takes, or NONE.  */
uint32_t complex_part_of (const struct snapshot *s,
			  const struct snap_statement *t);

/* If NAME is an undefined variable converted to complex, COMPLEX <x, 0>: the
   variable, DECLS; else NONE.  */
uint32_t ssa_variable_of_complex (const struct snapshot *s, uint32_t name);

#ifdef __cplusplus
}
#endif
#endif
