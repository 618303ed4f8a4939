/* necessary.h - which statements anybody would notice if they were gone.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   What an optimiser takes away as dead code is no use of what it reads.
   Needed are returns, branches, stores that somebody may read, calls that do
   more than compute a value, and whatever makes what these use (Cytron et al.,
   "Efficiently Computing Static Single Assignment Form", 1991, section 7.1,
   but all branches count).  */

#ifndef PASSES_NECESSARY_H
#define PASSES_NECESSARY_H

#include "passes/graph.h"
#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

struct parameter_effects;

/* By statement of S: 1 if it is needed.  CALLEE: by statement, what is known of
   a callee's parameters, or NULL; may itself be NULL.  In scratch memory of M;
   O(operands).  */
uint8_t *necessary_statements (const struct snapshot *s,
			       const struct parameter_effects *const *callee,
			       const struct scratch *m);

#ifdef __cplusplus
}
#endif
#endif
