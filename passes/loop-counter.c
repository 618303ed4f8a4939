/* loop-counter.c - variables that a loop counts.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/loop-counter.h"

#include "passes/alias.h"
#include "passes/range.h"

/* Conversions that are looked through.  */
#define MOST_CONVERSIONS 8

static const struct snap_statement *
definition (const struct snapshot *s, uint32_t operand)
{
  uint32_t statement = snapshot_definition (s, operand);

  return statement == NONE ? NULL : &snapshot_statements (s)[statement];
}

uint32_t
operand_unconverted (const struct snapshot *s, uint32_t operand)
{
  for (unsigned i = 0; i < MOST_CONVERSIONS; i++)
    {
      const struct snap_statement *t = definition (s, operand);
      struct integer_type type;
      uint32_t from;

      if (!t || !statement_is_copy (t))
	break;
      from = snapshot_operands (s)[t->first_operand];
      if (operand_kind (from) != OPERAND_SSA
	  || !integer_type (s, snapshot_ssa (s)[operand_index (from)].type,
			    &type))
	break;
      operand = from;
    }
  return operand;
}

/* Whether all that OPERAND is converted from has the bits of TYPE: else it jumps where
   the narrower one wraps.  */
static bool
keeps_bits (const struct snapshot *s, uint32_t operand,
	    struct integer_type type)
{
  uint32_t last = operand_unconverted (s, operand);
  struct integer_type t;

  for (; operand_kind (operand) == OPERAND_SSA;
       operand = snapshot_operands (s)[definition (s, operand)->first_operand])
    {
      if (!integer_type (s, snapshot_ssa (s)[operand_index (operand)].type, &t)
	  || t.precision < type.precision)
	return false;
      if (operand == last)
	return true;
    }
  return false;
}

/* The constant that OPERAND, NEXT in the loop, has more than NAME, of TYPE; 0: it is
   something else.  */
static int64_t
step_from (const struct snapshot *s, uint32_t operand, uint32_t name,
	   struct integer_type type)
{
  const struct snap_statement *t
    = definition (s, operand_unconverted (s, operand));
  const uint32_t *o;
  int64_t step;

  if (!t || t->code != STATEMENT_ASSIGN
      || (t->operation != OPERATION_PLUS && t->operation != OPERATION_MINUS))
    return 0;
  o = snapshot_operands (s) + t->first_operand;
  if (operand_unconverted (s, o[0]) != OPERAND (OPERAND_SSA, name)
      || !keeps_bits (s, operand, type) || !keeps_bits (s, o[0], type)
      || !constant_value (s, o[1], &step) || step == INT64_MIN)
    return 0;
  return t->operation == OPERATION_PLUS ? step : -step;
}

/* STEP, of a type of PRECISION bits, as the smaller of the two ways round.  */
static int64_t
shortest_step (int64_t step, uint32_t precision)
{
  struct integer_type t = { precision, false, true };

  return (int64_t) integer_extend (t, (uint64_t) step);
}

bool
loop_counter_of_phi (const struct snapshot *s, const struct loops *loops,
		     uint32_t loop, uint32_t statement,
		     struct loop_counter *c)
{
  const struct snap_statement *t = &snapshot_statements (s)[statement];
  const struct snap_block *b = &snapshot_blocks (s)[t->block];
  uint32_t next = NONE;

  if (t->code != STATEMENT_PHI || t->flags & STATEMENT_IS_VIRTUAL
      || operand_kind (t->lhs) != OPERAND_SSA)
    return false;
  c->phi = statement;
  c->name = operand_index (t->lhs);
  if (!integer_type (s, snapshot_ssa (s)[c->name].type, &c->type))
    return false;
  for (uint32_t i = 0; i < t->n_operands; i++)
    {
      uint32_t e = snapshot_preds (s)[b->first_predecessor + i];
      uint32_t o = snapshot_operands (s)[t->first_operand + i];

      if (!loop_contains (loops, loop, snapshot_edges (s)[e].source))
	continue;
      if (operand_kind (o) != OPERAND_SSA || (next != NONE && next != o))
	return false;
      next = o;
    }
  if (next == NONE)
    return false;
  c->next = operand_index (next);
  c->step = shortest_step (step_from (s, next, c->name, c->type),
			   c->type.precision);
  return c->step != 0;
}

bool
loop_counter_of_operand (const struct snapshot *s, const struct loops *loops,
			 uint32_t loop, uint32_t operand,
			 struct loop_counter *c, uint32_t *bare)
{
  uint32_t header = loops_array (loops)[loop].header;
  const struct snap_block *b = &snapshot_blocks (s)[header];

  operand = operand_unconverted (s, operand);
  if (operand_kind (operand) != OPERAND_SSA)
    return false;
  *bare = operand_index (operand);
  for (uint32_t i = 0; i < b->n_phis; i++)
    if (loop_counter_of_phi (s, loops, loop, b->first_statement + i, c)
	&& (*bare == c->name
	    || operand == operand_unconverted (s, OPERAND (OPERAND_SSA,
							   c->next))))
      return true;
  return false;
}

const struct snap_statement *
loop_exit_condition (const struct snapshot *s, uint32_t edge,
		     uint32_t *statement)
{
  const struct snap_statement *t;

  *statement = snapshot_last_statement (s, snapshot_edges (s)[edge].source);
  if (*statement == NONE)
    return NULL;
  t = &snapshot_statements (s)[*statement];
  return t->code == STATEMENT_COND && is_integer_comparison (t->operation)
	 ? t : NULL;
}

uint32_t
loop_staying_comparison (const struct snapshot *s, uint32_t edge,
			 const struct snap_statement *t, unsigned counter)
{
  uint32_t operation = t->operation;

  if (snapshot_edges (s)[edge].flags & EDGE_IS_TRUE)
    operation = comparison_inverse (operation);
  return counter ? comparison_swapped (operation) : operation;
}
