/* fresh-result.c - functions that return what nobody else knows.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   What GCC's malloc_candidate_p calls a candidate for attribute malloc: the
   result comes from calls of such functions, maybe through copies and merged
   with null, and nothing else is done with it than to compare it with null.  */

#include "passes/all.h"
#include "passes/arithmetic.h"
#include "passes/effects.h"
#include "passes/purity.h"

struct result
{
  const struct snapshot *s;
  const uint8_t *is_fresh;	/* Of calls.  */
  uint8_t *is_member;		/* By name: holds what is returned.  */
  uint32_t *stack;
  uint32_t depth;
  bool any_call;
  bool good;
};

static bool
is_pointer (const struct snapshot *s, uint32_t name)
{
  uint32_t type = snapshot_ssa (s)[name].type;

  return type != NONE && snapshot_types (s)[type].kind == SNAP_TYPE_POINTER;
}

static bool
is_copy (const struct snap_statement *t)
{
  return t->code == STATEMENT_ASSIGN && t->n_operands == 1
	 && (t->operation == OPERATION_COPY
	     || t->operation == OPERATION_CONVERT);
}

static void
add_member (struct result *r, uint32_t operand)
{
  uint32_t name = operand_index (operand);

  if (operand_kind (operand) != OPERAND_SSA || !is_pointer (r->s, name))
    r->good = false;
  else if (!r->is_member[name])
    {
      r->is_member[name] = 1;
      r->stack[r->depth++] = name;
    }
}

/* What the member NAME is made from.  */
static void
follow_definition (struct result *r, uint32_t name)
{
  const struct snapshot *s = r->s;
  uint32_t definition = snapshot_ssa (s)[name].definition;
  const struct snap_statement *t;
  const uint32_t *o;

  if (definition == NONE)
    {
      r->good = false;
      return;
    }
  t = &snapshot_statements (s)[definition];
  o = snapshot_operands (s) + t->first_operand;
  if (t->code == STATEMENT_CALL)
    {
      r->any_call = true;
      r->good &= r->is_fresh[definition];
    }
  else if (t->code == STATEMENT_PHI)
    for (uint32_t i = 0; i < t->n_operands; i++)
      {
	if (!integer_has_limbs (s, o[i], 0))
	  add_member (r, o[i]);
      }
  else if (!is_copy (t))
    r->good = false;
  else if (!integer_has_limbs (s, o[0], 0))
    add_member (r, o[0]);
}

struct use
{
  struct result *r;
  const struct snap_statement *t;
};

/* What is done with a member.  */
static bool
judge_use (void *data, const struct effect *effect)
{
  struct use *u = data;
  struct result *r = u->r;
  const struct snap_statement *t = u->t;
  const uint32_t *o = snapshot_operands (r->s) + t->first_operand;

  if (effect->kind != EFFECT_USES
      || operand_kind (effect->operand) != OPERAND_SSA
      || !r->is_member[operand_index (effect->operand)])
    return true;
  if (effect->position == NONE)
    r->good = false;
  else if (t->code == STATEMENT_COND
	   || (t->code == STATEMENT_ASSIGN && t->n_operands == 2
	       && (t->operation == OPERATION_EQUAL
		   || t->operation == OPERATION_NOT_EQUAL)))
    r->good &= integer_has_limbs (r->s, o[1], 0);
  else if (t->code == STATEMENT_PHI || is_copy (t))
    add_member (r, t->lhs);
  else
    r->good &= t->code == STATEMENT_RETURN;
  return r->good;
}

static void
follow_uses (struct result *r)
{
  for (uint32_t i = 0; r->good && i < snapshot_n_statements (r->s); i++)
    {
      struct use u = { r, &snapshot_statements (r->s)[i] };

      effects_visit (r->s, i, judge_use, &u);
    }
}

/* The values of all returns; at least one.  */
static void
add_returned (struct result *r)
{
  bool any = false;

  for (uint32_t i = 0; i < snapshot_n_statements (r->s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (r->s)[i];

      if (t->code != STATEMENT_RETURN)
	continue;
      any = true;
      if (t->n_operands == 0)
	r->good = false;
      else
	add_member (r, snapshot_operands (r->s)[t->first_operand]);
    }
  r->good &= any;
}

bool
returns_fresh (struct query_context *cx, const struct snapshot *s,
	       const uint8_t *is_fresh)
{
  struct result r = { .s = s, .is_fresh = is_fresh, .good = true };

  r.is_member = query_alloc (cx, snapshot_n_ssa (s) + 1, 1);
  r.stack = query_alloc (cx, snapshot_n_ssa (s) + 1, sizeof *r.stack);
  add_returned (&r);
  /* A copy of a member is one, whatever comes of it.  */
  do
    {
      while (r.good && r.depth)
	follow_definition (&r, r.stack[--r.depth]);
      follow_uses (&r);
    }
  while (r.good && r.depth);
  return r.good && r.any_call;
}
