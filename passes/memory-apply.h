/* memory-apply.h - a call of a function that has a summary, as it is applied.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Between memory-apply.c and memory-apply-values.c.  Of one call, in the scratch
   memory of the caller's analysis.  */

#ifndef PASSES_MEMORY_APPLY_H
#define PASSES_MEMORY_APPLY_H

#include "passes/memory.h"
#include "passes/memory-summary-ways.h"

#ifdef __cplusplus
extern "C" {
#endif

struct applying
{
  struct memory *m;
  struct memory_state *s;
  const struct memory_summary *summary;
  struct summary_ways *ways;
  uint32_t statement;
  const struct snap_statement *t;
  const uint32_t *operands;	/* The arguments.  */
  uint32_t n_arguments;
  /* By node: its value here; of a region the pointer to it.  */
  uint32_t *value;
  const struct memory_state *before;	/* Where all ways begin.  */
  uint32_t n_possible;		/* Ways that can be taken here.  */
  bool is_aliased;		/* Two regions that are written to are one.  */
};

/* Look up what all nodes are in a->s: sets a->value.  O(nodes).  */
void memory_find_values (struct applying *a);

/* BYTES behind POINTER.  */
uint32_t memory_move_pointer (struct applying *a, uint32_t pointer,
			      int64_t bytes);

/* Whether way D can be taken.  O(its entries).  */
bool memory_way_is_possible (struct applying *a, uint32_t d);

/* What lies BITS behind POINTER.  */
struct location memory_behind (struct applying *a, uint32_t pointer,
			       int64_t bits, uint64_t size, uint32_t type);

/* The value of argument I; 0 if there are not so many.  A structure is not looked
   at as a whole, and is 0.  */
uint32_t memory_passed_value (struct applying *a, uint32_t i, bool use);

/* The argument that the value of NODE is, as an operand; or NONE-operand.  */
uint32_t memory_passed_operand (const struct applying *a, uint32_t node);

#ifdef __cplusplus
}
#endif
#endif
