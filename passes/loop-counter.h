/* loop-counter.h - variables that a loop counts.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A counter is a variable of an integer type that each round changes by the same
   constant.  Pure functions of the snapshot.  */

#ifndef PASSES_LOOP_COUNTER_H
#define PASSES_LOOP_COUNTER_H

#include "passes/arithmetic.h"
#include "passes/loop-exits.h"

#ifdef __cplusplus
extern "C" {
#endif

struct loop_counter
{
  uint32_t phi;			/* STATEMENTS, in the loop's header.  */
  uint32_t name;		/* SSA: the phi's result.  */
  uint32_t next;		/* SSA: what each round makes of it.  */
  int64_t step;			/* Not 0.  */
  struct integer_type type;
};

/* The counter that the phi STATEMENT of LOOP's header is, if it is one; of a type
   of at most 64 bits.  O(predecessors).  */
bool loop_counter_of_phi (const struct snapshot *s,
			  const struct loops *loops, uint32_t loop,
			  uint32_t statement, struct loop_counter *c);

/* The counter of LOOP that OPERAND is the value of, before or after its step,
   maybe converted.  *BARE is the name behind the conversions.  */
bool loop_counter_of_operand (const struct snapshot *s,
			      const struct loops *loops, uint32_t loop,
			      uint32_t operand, struct loop_counter *c,
			      uint32_t *bare);

/* The comparison that ends the block from which EDGE leaves a loop, and its
   STATEMENT; NULL if it ends with something else.  */
const struct snap_statement *
loop_exit_condition (const struct snapshot *s, uint32_t edge,
		     uint32_t *statement);

/* The operation of T, such a comparison, for which the loop goes on, operand
   COUNTER first.  */
uint32_t loop_staying_comparison (const struct snapshot *s, uint32_t edge,
				  const struct snap_statement *t,
				  unsigned counter);

/* OPERAND without the copies and conversions of integers around it.  */
uint32_t operand_unconverted (const struct snapshot *s, uint32_t operand);

#ifdef __cplusplus
}
#endif
#endif
