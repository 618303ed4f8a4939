/* call-pointers.h - what a call does with the pointers that it gets.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   By what is known of the callee: its parameter_effects E, where its body is
   here, its "fn spec", or that it is a library function that GCC knows, which
   keeps nothing that it takes by a pointer to const or behind an ellipsis.
   Pure; O(1).  */

#ifndef PASSES_CALL_POINTERS_H
#define PASSES_CALL_POINTERS_H

#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

struct parameter_effect;

/* Whether CALL is of a library function that GCC knows, and that does not hand
   pointers on to other threads.  */
bool call_is_of_library (const struct snapshot *s,
			 const struct snap_statement *call);

/* Whether parameter I of the function type TYPE is a pointer to const.  */
bool parameter_leads_to_const (const struct snapshot *s, uint32_t type,
			       uint32_t i);

/* Whether CALL may keep the address that is its argument I, from 0; or write
   through it.  E, or NULL, is what the callee does with that.  */
bool call_may_keep (const struct snapshot *s, const struct snap_statement *call,
		    uint32_t i, const struct parameter_effect *e);
bool call_may_write (const struct snapshot *s,
		     const struct snap_statement *call, uint32_t i,
		     const struct parameter_effect *e);

/* Whether it may look at pointers that lie behind it, and keep those.  */
bool call_may_follow (const struct snapshot *s,
		      const struct snap_statement *call, uint32_t i,
		      const struct parameter_effect *e);

/* Which argument CALL returns, from 0; NONE if that is not said.  */
uint32_t call_returned_argument (const struct snapshot *s,
				 const struct snap_statement *call);

#ifdef __cplusplus
}
#endif
#endif
