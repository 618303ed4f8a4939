/* structure.h - the structure queries as pure functions.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   What each provider does once it has its inputs: the same algorithms for the
   engine, the validator and tests.  The value (passes/values.h) is appended to
   OUT, which is empty; scratch memory is taken from M.  Snapshots are valid;
   those without blocks give values without blocks.  */

#ifndef PASSES_STRUCTURE_H
#define PASSES_STRUCTURE_H

#include "queries/query.h"
#include "passes/graph.h"
#include "passes/values.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Scratch memory of the running query.  */
struct scratch scratch_of_query (struct query_context *cx);

/* O(blocks + edges).  */
void cfg_order_compute (const struct snapshot *s, const struct scratch *m,
			struct buffer *out);

/* O(edges log blocks).  */
void dominators_compute (const struct snapshot *s, const struct scratch *m,
			 struct buffer *out);

/* LOOPS may be NULL; it is needed only if some block does not reach the exit
   because of an endless region.  Then nothing is written and false
   returned.  */
bool post_dominators_compute (const struct snapshot *s,
			      const struct loops *loops,
			      const struct scratch *m, struct buffer *out);

/* O((blocks + edges) * inverse Ackermann).  */
void loops_compute (const struct snapshot *s, const struct cfg_order *order,
		    const struct dominators *dominators,
		    const struct scratch *m, struct buffer *out);

/* False, with the empty value, if the budget ran out.  */
bool liveness_compute (const struct snapshot *s, const struct scratch *m,
		       struct buffer *out);

void call_targets_compute (const struct snapshot *s, const struct scratch *m,
			   struct buffer *out);
/* TARGETS[P]: of the function at position P.  */
void call_graph_compute (uint32_t n_functions,
			 const struct call_targets *const *targets,
			 const struct scratch *m, struct buffer *out);
void call_sccs_compute (const struct call_graph *g, const struct scratch *m,
			struct buffer *out);

/* call_sccs of the unit whose functions are FUNCTIONS.  A stored value may be
   in bounds and of another unit: that is a bug that is reported, and a unit
   with a store is then computed without it.  */
const struct call_sccs *fitting_call_sccs
  (struct query_context *cx, const struct function_list *functions);

/* For verifiers: whether a value of HEADER bytes and then COUNT[I] elements of
   WIDTH[I] bytes each is exactly SIZE bytes.  */
static inline bool
value_has_size (size_t size, size_t header, const uint64_t *count,
		const uint32_t *width, unsigned n)
{
  uint64_t sum = header;
  for (unsigned i = 0; i < n; i++)
    {
      if (sum > size || count[i] > size)
	return false;
      sum += count[i] * width[i];
    }
  return sum == size;
}

/* For verifiers: whether each number is below LIMIT, or NONE if allowed.  */
static inline bool
numbers_below (const uint32_t *numbers, size_t count, uint32_t limit,
	       bool none_allowed)
{
  for (size_t i = 0; i < count; i++)
    if (numbers[i] >= limit && !(none_allowed && numbers[i] == NONE))
      return false;
  return true;
}

/* For verifiers: whether the numbers ascend strictly.  */
static inline bool
numbers_ascend (const uint32_t *numbers, size_t count)
{
  for (size_t i = 1; i < count; i++)
    if (numbers[i - 1] >= numbers[i])
      return false;
  return true;
}

#ifdef __cplusplus
}
#endif
#endif
