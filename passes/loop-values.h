/* loop-values.h - what stays as it is while a loop runs.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A value is the same in each round if it was computed before the loop, or in
   the loop from such values and from memory that nothing in the loop may write.
   Calls that are neither const nor pure, volatile and atomic accesses and asm
   give another value each time.

   This is local scratch of whoever computes; the engine does not know it.  */

#ifndef PASSES_LOOP_VALUES_H
#define PASSES_LOOP_VALUES_H

#include "passes/loop-exits.h"

#ifdef __cplusplus
extern "C" {
#endif

struct loop_values
{
  const struct snapshot *s;
  const struct loops *loops;
  uint32_t loop;		/* Asked about now.  */
  uint32_t *known;		/* By SSA name: 2 * LOOP + 2, and 1 more if it is
				   the same; 0: not asked yet.  */
  uint32_t steps_left;		/* Then nothing is the same.  */
};

void loop_values_init (struct loop_values *v, const struct snapshot *s,
		       const struct loops *loops, const struct scratch *m);

/* Whether OPERAND, read in V->LOOP, is the same in each of its rounds.
   Amortised O(statements of the loop) for each load in it, within a budget for
   each V.  */
bool loop_keeps_operand (struct loop_values *v, uint32_t operand);
/* The same of all that STATEMENT reads.  */
bool loop_keeps_statement (struct loop_values *v, uint32_t statement);

#ifdef __cplusplus
}
#endif
#endif
