/* loop-values.c - what stays as it is while a loop runs.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/loop-values.h"

#include "passes/alias.h"
#include "passes/effects.h"

/* How deep the computation of a value is followed into the loop.  */
#define MOST_DEEP 64
/* Statements looked at for each one of the body.  */
#define STEPS_PER_STATEMENT 32

static bool keeps_name (struct loop_values *v, uint32_t name, unsigned depth);

void
loop_values_init (struct loop_values *v, const struct snapshot *s,
		  const struct loops *loops, const struct scratch *m)
{
  uint32_t n = snapshot_n_statements (s);

  v->s = s;
  v->loops = loops;
  v->loop = NONE;
  v->known = scratch_numbers (m, snapshot_n_ssa (s) + 1);
  v->steps_left = n < UINT32_MAX / STEPS_PER_STATEMENT
		  ? n * STEPS_PER_STATEMENT : UINT32_MAX;
}

/* Whether nothing in the loop writes what R refers to.  */
static bool
keeps_memory (struct loop_values *v, const struct reference *r)
{
  uint32_t n = snapshot_n_statements (v->s);

  if (r->is_volatile || n > v->steps_left)
    return false;
  v->steps_left -= n;
  for (uint32_t i = 0; i < n; i++)
    {
      const struct snap_statement *t = &snapshot_statements (v->s)[i];

      if (t->vdef != NONE && t->code != STATEMENT_PHI
	  && loop_contains (v->loops, v->loop, t->block)
	  && statement_may_define (v->s, i, r))
	return false;
    }
  return true;
}

struct reading
{
  struct loop_values *v;
  unsigned depth;
};

static bool
keeps_effect (void *data, const struct effect *e)
{
  struct reading *r = data;
  struct reference read;

  switch (e->kind)
    {
    case EFFECT_USES:
      return keeps_name (r->v, operand_index (e->operand), r->depth + 1);
    case EFFECT_LOADS:
      read = reference_of_memory (r->v->s, operand_index (e->operand));
      return keeps_memory (r->v, &read);
    default:
      return true;
    }
}

static bool
keeps_statement (struct loop_values *v, uint32_t statement, unsigned depth)
{
  const struct snap_statement *t = &snapshot_statements (v->s)[statement];
  struct reading r = { v, depth };

  if (t->flags & STATEMENT_IS_VOLATILE)
    return false;
  switch (t->code)
    {
    case STATEMENT_ASSIGN:
    case STATEMENT_COND:
    case STATEMENT_SWITCH:
      break;
    case STATEMENT_CALL:
      /* A pure one reads memory that is not known.  */
      if (!(t->flags & CALL_IS_CONST) || t->flags & CALL_IS_LOOPING)
	return false;
      break;
    default:
      return false;
    }
  return effects_visit (v->s, statement, keeps_effect, &r);
}

static bool
keeps_name (struct loop_values *v, uint32_t name, unsigned depth)
{
  uint32_t definition = snapshot_ssa (v->s)[name].definition;
  bool keeps;

  if (definition == NONE
      || !loop_contains (v->loops, v->loop,
			 snapshot_statements (v->s)[definition].block))
    return true;
  if (v->known[name] / 2 == v->loop + 1)
    return v->known[name] & 1;
  if (depth > MOST_DEEP || v->steps_left == 0)
    return false;
  v->steps_left--;
  /* A ring of names, through a phi, is not the same.  */
  v->known[name] = 2 * (v->loop + 1);
  keeps = keeps_statement (v, definition, depth);
  v->known[name] = 2 * (v->loop + 1) + keeps;
  return keeps;
}

bool
loop_keeps_operand (struct loop_values *v, uint32_t operand)
{
  return operand_kind (operand) == OPERAND_SSA
	 ? keeps_name (v, operand_index (operand), 0)
	 : operand_kind (operand) == OPERAND_CONSTANT
	   || operand_kind (operand) == OPERAND_ADDRESS;
}

bool
loop_keeps_statement (struct loop_values *v, uint32_t statement)
{
  return keeps_statement (v, statement, 0);
}
