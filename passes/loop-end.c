/* loop-end.c - loops that are certain to be left.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   What GCC's finite_loop_p finds by numbers of iterations, in the cases that
   people write: a counter, a step, a bound.  Signed counters do not wrap, so
   that a comparison which stands in their way ends the loop; of those that wrap
   only a step of one is certain to meet its bound.  */

#include "passes/loop-counter.h"
#include "passes/purity.h"
#include "passes/range.h"

/* Whether LOOP does not change OPERAND.  */
static bool
is_fixed (const struct snapshot *s, const struct loops *loops, uint32_t loop,
	  uint32_t operand)
{
  uint32_t definition;

  if (operand_kind (operand) == OPERAND_CONSTANT)
    return true;
  if (operand_kind (operand) != OPERAND_SSA)
    return false;
  definition = snapshot_ssa (s)[operand_index (operand)].definition;
  return definition == NONE
	 || !loop_contains (loops, loop,
			    snapshot_statements (s)[definition].block);
}

/* Whether C may go past the end of its type: as the type says, or because it is
   counted in another one and converted.  */
static bool
may_wrap (const struct snapshot *s, const struct loop_counter *c)
{
  uint32_t definition = snapshot_ssa (s)[c->next].definition;
  const struct snap_statement *t = &snapshot_statements (s)[definition];

  return c->type.wraps
	 || (t->operation != OPERATION_PLUS
	     && t->operation != OPERATION_MINUS);
}

/* Whether C cannot stay OPERATION a bound for ever.  */
static bool
comes_to_end (const struct snapshot *s, const struct loop_counter *c,
	      uint32_t operation)
{
  bool wraps = may_wrap (s, c);
  bool by_one = c->step == 1 || c->step == -1;

  switch (operation)
    {
    case OPERATION_LESS:
      return c->step > 0 && (!wraps || by_one);
    case OPERATION_GREATER:
      return c->step < 0 && (!wraps || by_one);
    case OPERATION_LESS_EQUAL:
      return c->step > 0 && !wraps;
    case OPERATION_GREATER_EQUAL:
      return c->step < 0 && !wraps;
    case OPERATION_NOT_EQUAL:
      return by_one;
    default:
      return false;
    }
}

/* Whether OPERAND is of the type of C, so that they are compared as such.  */
static bool
has_type_of (const struct snapshot *s, uint32_t operand,
	     const struct loop_counter *c)
{
  struct integer_type t;

  return operand_kind (operand) == OPERAND_SSA
	 && integer_type (s, snapshot_ssa (s)[operand_index (operand)].type, &t)
	 && t.precision == c->type.precision
	 && t.is_unsigned == c->type.is_unsigned;
}

/* Whether the condition T, on whose outcome STAYS the loop goes on, ends it.  */
static bool
ends_loop (const struct snapshot *s, const struct loops *loops, uint32_t loop,
	   const struct snap_statement *t, bool stays)
{
  const uint32_t *o = snapshot_operands (s) + t->first_operand;
  uint32_t operation = t->operation, counter = o[0], bound = o[1], bare;
  struct loop_counter c;

  if (!is_integer_comparison (operation))
    return false;
  if (is_fixed (s, loops, loop, counter))
    {
      counter = o[1];
      bound = o[0];
      operation = comparison_swapped (operation);
    }
  if (!stays)
    operation = comparison_inverse (operation);
  return is_fixed (s, loops, loop, bound)
	 && loop_counter_of_operand (s, loops, loop, counter, &c, &bare)
	 && has_type_of (s, counter, &c) && comes_to_end (s, &c, operation);
}

static bool
is_finite (const struct snapshot *s, const struct loops *loops,
	   const struct dominators *dominators, uint32_t loop,
	   const struct loop_exits *exits)
{
  for (uint32_t i = exits->first[loop]; i; i = exits->item[i - 1].next)
    {
      const struct snap_edge *e
	= &snapshot_edges (s)[exits->item[i - 1].edge];
      const struct snap_block *b = &snapshot_blocks (s)[e->source];
      const struct snap_statement *t
	= &snapshot_statements (s)[b->first_statement + b->n_statements - 1];

      if (b->n_statements > 0 && t->code == STATEMENT_COND
	  && loops_innermost (loops)[e->source] == loop
	  && loop_always_comes_to (s, loops, dominators, loop, e->source)
	  && ends_loop (s, loops, loop, t, !(e->flags & EDGE_IS_TRUE)))
	return true;
    }
  return false;
}

bool
loops_are_finite (const struct snapshot *s, const struct loops *loops,
		  const struct dominators *dominators,
		  const struct scratch *m)
{
  struct loop_exits exits;

  if (loops->n_loops == 0)
    return loops->n_irreducible == 0;
  loop_exits_find (&exits, s, loops, m);
  for (uint32_t loop = 0; loop < loops->n_loops; loop++)
    if (!is_finite (s, loops, dominators, loop, &exits))
      return false;
  return loops->n_irreducible == 0;
}
