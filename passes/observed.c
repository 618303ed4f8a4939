/* observed.c - under which conditions what a statement computes makes a difference.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/observed.h"

#include "passes/effects.h"
#include "passes/undefined.h"

/* Nested `&' and `|' that are followed outwards.  */
#define MOST_NESTED 8

struct user_table
{
  const struct snapshot *s;
  uint32_t *user;
  uint32_t statement;
};

static bool
note_use (void *data, const struct effect *e)
{
  struct user_table *u = data;
  uint32_t *user;

  if (e->kind != EFFECT_USES)
    return true;
  user = &u->user[operand_index (e->operand)];
  *user = *user || snapshot_statements (u->s)[u->statement].code
		   == STATEMENT_PHI
	  ? NONE : u->statement + 1;
  return true;
}

const uint32_t *
observed_users (struct query_context *cx, const struct snapshot *s)
{
  struct user_table u = { .s = s };

  u.user = query_alloc (cx, (size_t) snapshot_n_ssa (s) + 1, sizeof *u.user);
  for (u.statement = 0; u.statement < snapshot_n_statements (s);
       u.statement++)
    effects_visit (s, u.statement, note_use, &u);
  return u.user;
}

/* The only statement that reads the result of T, if it is in the same block; else
   NULL.  */
static const struct snap_statement *
only_user (const struct snapshot *s, const uint32_t *users,
	   const struct snap_statement *t)
{
  uint32_t user = operand_kind (t->lhs) == OPERAND_SSA
		  ? users[operand_index (t->lhs)] : NONE;

  if (user == 0 || user == NONE
      || snapshot_statements (s)[user - 1].block != t->block)
    return NULL;
  return &snapshot_statements (s)[user - 1];
}

static bool
is_joining (const struct snap_statement *t)
{
  return t->code == STATEMENT_ASSIGN && t->n_operands == 2
	 && operand_kind (t->lhs) == OPERAND_SSA
	 && (t->operation == OPERATION_BIT_AND
	     || t->operation == OPERATION_BIT_OR);
}

/* Whether of the result of T nothing is asked but if it is zero.  */
static bool
is_truth_only (const struct predicate_names *n, const uint32_t *users,
	       const struct snap_statement *t)
{
  const struct snapshot *s = n->s;

  for (unsigned i = 0; t && i < MOST_NESTED; i++)
    {
      const uint32_t *o = snapshot_operands (s) + t->first_operand;

      if (operand_kind (t->lhs) == OPERAND_SSA
	  && is_truth_value (s, operand_index (t->lhs)))
	return true;
      if (i && t->n_operands == 2
	  && (t->code == STATEMENT_COND || t->code == STATEMENT_ASSIGN)
	  && (t->operation == OPERATION_NOT_EQUAL
	      || t->operation == OPERATION_EQUAL))
	return operand_is_zero (n, o[1]);
      /* Of integers `&' may be zero though neither side is.  */
      if (i && (!is_joining (t) || t->operation != OPERATION_BIT_OR))
	return false;
      t = only_user (s, users, t);
    }
  return false;
}

/* C, and that JOIN lets the value of OPERAND through, one of its two: the other is
   not zero if it is `&', zero if it is `|'.  */
static void
add_join (const struct predicate_names *n, const struct snap_statement *join,
	  uint32_t operand, struct predicate *c)
{
  const uint32_t *o = snapshot_operands (n->s) + join->first_operand;
  struct predicate with;

  predicate_of_truth (n, o[0] == operand ? o[1] : o[0],
		      join->operation == OPERATION_BIT_AND, &with);
  predicate_and (c, &with);
}

void
observed_when (const struct predicate_names *n, const uint32_t *users,
	       uint32_t operand, uint32_t statement, struct predicate *c)
{
  const struct snap_statement *t = &snapshot_statements (n->s)[statement];

  predicate_set_true (c);
  if (is_joining (t) && is_truth_only (n, users, t))
    add_join (n, t, operand, c);
  for (unsigned i = 0; i < MOST_NESTED; i++)
    {
      const struct snap_statement *join
	= t->code == STATEMENT_ASSIGN ? only_user (n->s, users, t) : NULL;

      if (!join || !is_joining (join) || !is_truth_only (n, users, join)
	  || !is_truth_only (n, users, t))
	return;
      add_join (n, join, t->lhs, c);
      t = join;
    }
}
