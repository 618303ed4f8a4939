/* effects.c - what a statement does, for every statement kind, in one place.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/effects.h"

static const unsigned statement_flags[STATEMENT_CODES] = {
#define STATEMENT(NAME, text, flags) flags,
#include "passes/statement.def"
};

struct visitor
{
  const struct snapshot *s;
  const struct snap_statement *t;
  bool (*visit) (void *data, const struct effect *effect);
  void *data;
};

static bool
tell (const struct visitor *v, enum effect_kind kind, uint32_t operand,
      uint32_t position)
{
  struct effect effect = { kind, operand, position };
  return v->visit (v->data, &effect);
}

/* The pointers and indices that are read to get to memory OPERAND.  */
static bool
tell_path (const struct visitor *v, uint32_t operand)
{
  while (operand_kind (operand) == OPERAND_MEMORY
	 || operand_kind (operand) == OPERAND_ADDRESS)
    {
      const struct snap_memory *m
	= &snapshot_memory (v->s)[operand_index (operand)];
      const struct snap_step *step = snapshot_steps (v->s) + m->first_step;
      if (operand_kind (m->base) == OPERAND_SSA
	  && !tell (v, EFFECT_USES, m->base, NONE))
	return false;
      for (uint32_t i = 0; i < m->n_steps; i++)
	if ((step[i].kind == STEP_INDEX || step[i].kind == STEP_RANGE)
	    && operand_kind (step[i].index) == OPERAND_SSA
	    && !tell (v, EFFECT_USES, step[i].index, NONE))
	  return false;
      operand = m->base;
    }
  return true;
}

/* Asm statements write their first operands.  */
static uint32_t
n_outputs (const struct snap_statement *t)
{
  return t->code == STATEMENT_ASM ? t->n_extra : 0;
}

static bool
tell_uses (const struct visitor *v)
{
  const uint32_t *operands = snapshot_operands (v->s) + v->t->first_operand;
  for (uint32_t i = 0; i < v->t->n_operands; i++)
    switch (operand_kind (operands[i]))
      {
      case OPERAND_SSA:
	if (i >= n_outputs (v->t) && !tell (v, EFFECT_USES, operands[i], i))
	  return false;
	break;
      case OPERAND_ADDRESS:
	if (!tell_path (v, operands[i])
	    || !tell (v, EFFECT_ADDRESS, operands[i], i))
	  return false;
	break;
      case OPERAND_MEMORY:
	if (!tell_path (v, operands[i]))
	  return false;
	break;
      default:
	break;
      }
  return tell_path (v, v->t->lhs);
}

static bool
tell_loads (const struct visitor *v)
{
  const uint32_t *operands = snapshot_operands (v->s) + v->t->first_operand;
  for (uint32_t i = n_outputs (v->t); i < v->t->n_operands; i++)
    if (operand_kind (operands[i]) == OPERAND_MEMORY
	&& !tell (v, EFFECT_LOADS, operands[i], i))
      return false;
  return true;
}

/* Calls, and whatever else reaches memory without naming it.  */
static bool
tell_calls (const struct visitor *v)
{
  const struct snap_statement *t = v->t;
  if (t->code == STATEMENT_CALL
      && !tell (v, EFFECT_CALLS, snapshot_operands (v->s)[t->first_operand],
		0))
    return false;
  bool reaches = statement_flags[t->code] & STATEMENT_IS_OPAQUE;
  if (statement_flags[t->code] & STATEMENT_CALLS)
    reaches = t->vuse != NONE || t->vdef != NONE
	      || (t->code == STATEMENT_ASM && t->flags & ASM_CLOBBERS_MEMORY);
  return !reaches || tell (v, EFFECT_MEMORY, OPERAND (OPERAND_NONE, 0), NONE);
}

static bool
tell_result (const struct visitor *v, uint32_t operand, uint32_t position)
{
  switch (operand_kind (operand))
    {
    case OPERAND_SSA:
      return tell (v, EFFECT_DEFINES, operand, position);
    case OPERAND_MEMORY:
      return tell (v, v->t->code == STATEMENT_CLOBBER ? EFFECT_CLOBBERS
		   : EFFECT_STORES, operand, position);
    default:
      return true;
    }
}

static bool
tell_results (const struct visitor *v)
{
  const uint32_t *operands = snapshot_operands (v->s) + v->t->first_operand;
  for (uint32_t i = 0; i < n_outputs (v->t); i++)
    if (!tell_result (v, operands[i], i))
      return false;
  return tell_result (v, v->t->lhs, NONE);
}

bool
effects_visit (const struct snapshot *s, uint32_t statement,
	       bool (*visit) (void *data, const struct effect *effect),
	       void *data)
{
  struct visitor v
    = { s, &snapshot_statements (s)[statement], visit, data };
  if (v.t->code == STATEMENT_PHI && v.t->flags & STATEMENT_IS_VIRTUAL)
    return true;
  return tell_uses (&v) && tell_loads (&v) && tell_calls (&v)
	 && tell_results (&v);
}
