/* check-null-dereference.c - memory that is reached through a null pointer.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   What GCC's pass isolate-paths says of -Wnull-dereference, which depends on what
   its optimisers have made of the function.  A pointer is null whenever it is used
   (null-search.h), or it may be: it is a phi that gets null on some edge, or what a
   small function returns that does so, and is used before the next branch.  Of
   calls only those count that GCC would inline.  */

#include "passes/all.h"
#include "passes/alias.h"
#include "passes/arithmetic.h"
#include "passes/effects.h"
#include "passes/null-search.h"
#include "passes/origin.h"

enum dereference { DEREFERENCE_IS_FINE, DEREFERENCE_MAY_FAIL,
		   DEREFERENCE_FAILS };

struct dereference_check
{
  struct null_search search;
  const struct snapshot *s;
  uint32_t statement;		/* At hand.  */
  enum dereference found;	/* Of it.  */
  uint32_t argument;		/* PLACE of the phi's null; or NONE.  */
};

/* Whether BLOCK is left in other ways than by falling through or a branch.  */
static bool
is_left_oddly (const struct snapshot *s, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (s)[block];

  for (uint32_t i = 0; i < b->n_successors; i++)
    {
      const struct snap_edge *e = &snapshot_edges (s)[b->first_successor + i];

      if (e->flags & (EDGE_IS_EH | EDGE_IS_ABNORMAL)
	  || e->destination == block)
	return true;
    }
  return false;
}

/* Whether FROM is executed if TO is and the other way round, with nothing but
   falling through in between.  */
static bool
is_one_run (const struct snapshot *s, uint32_t from, uint32_t to)
{
  /* No block comes twice on the way up before FROM does, or there is none.  */
  for (uint32_t i = 0; to != from && i < snapshot_n_blocks (s); i++)
    {
      const struct snap_block *b = &snapshot_blocks (s)[to];

      if (b->n_predecessors != 1)
	return false;
      to = snapshot_edges (s)[snapshot_preds (s)[b->first_predecessor]].source;
      if (snapshot_blocks (s)[to].n_successors != 1)
	return false;
    }
  return to == from;
}

/* The definition of OPERAND, behind its copies; or NONE.  */
static uint32_t
definition_of (const struct snapshot *s, uint32_t operand)
{
  uint32_t d = snapshot_definition (s, operand);

  for (uint32_t i = 0; d != NONE && i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[d];

      if (!statement_is_copy (t))
	return d;
      d = snapshot_definition (s, snapshot_operands (s)[t->first_operand]);
    }
  return d;
}

/* The operand of PHI that is null, or NONE.  */
static uint32_t
null_argument_of (struct null_search *n, uint32_t phi)
{
  const struct snap_statement *t = &snapshot_statements (n->s)[phi];
  const struct snap_block *b = &snapshot_blocks (n->s)[t->block];
  const uint8_t *executable = executable_edges_edge (n->edges);

  for (uint32_t i = 0; i < t->n_operands; i++)
    {
      uint32_t edge = snapshot_preds (n->s)[b->first_predecessor + i];
      uint32_t operand = snapshot_operands (n->s)[t->first_operand + i];

      if (executable[edge] && operand != t->lhs
	  && null_search_on_edge (n, operand, edge))
	return t->first_operand + i;
    }
  return NONE;
}

/* Whether the call T gives what may be null, to whoever inlines it.  */
static bool
may_return_null (struct null_search *n, const struct snap_statement *t)
{
  const struct snap_decl *d;
  uint32_t callee;

  if (t->decl == NONE)
    return false;
  d = &snapshot_decls (n->s)[t->decl];
  if ((d->flags & DECL_IS_PUBLIC && !(d->flags & DECL_IS_INLINE)))
    return false;
  callee = called_outside_ring (n->cx, n->key, n->s, t);
  return callee != NONE && q_returns_null (n->cx, callee)->sometimes;
}

/* What comes of it that POINTER leads to memory.  */
static void
look_at_pointer (struct dereference_check *c, uint32_t pointer)
{
  const struct snapshot *s = c->s;
  uint32_t block = snapshot_statements (s)[c->statement].block, d, argument;
  const struct snap_statement *t;

  if (c->found == DEREFERENCE_FAILS)
    return;
  if (null_search (&c->search, pointer, block))
    {
      c->found = DEREFERENCE_FAILS;
      return;
    }
  d = definition_of (s, pointer);
  if (d == NONE)
    return;
  t = &snapshot_statements (s)[d];
  if (!is_one_run (s, t->block, block) || is_left_oddly (s, t->block))
    return;
  if (t->code == STATEMENT_PHI)
    {
      argument = null_argument_of (&c->search, d);
      if (argument == NONE)
	return;
      c->argument = PLACE (PLACE_OPERAND, argument);
      c->found = DEREFERENCE_MAY_FAIL;
    }
  else if (t->code == STATEMENT_CALL && may_return_null (&c->search, t))
    c->found = DEREFERENCE_MAY_FAIL;
}

static bool
note_access (void *data, const struct effect *e)
{
  struct dereference_check *c = data;
  struct reference r;

  if (e->kind != EFFECT_LOADS && e->kind != EFFECT_STORES)
    return true;
  r = reference_of_memory (c->s, operand_index (e->operand));
  if (r.is_indirect)
    look_at_pointer (c, r.base);
  return true;
}

static void
look_at_statement (struct dereference_check *c, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (c->s)[statement];

  c->statement = statement;
  c->found = DEREFERENCE_IS_FINE;
  c->argument = NONE;
  if (t->code == STATEMENT_ASM || t->code == STATEMENT_CLOBBER
      || !executable_edges_block (c->search.edges)[t->block]
      || is_left_oddly (c->s, t->block))
    return;
  effects_visit (c->s, statement, note_access, c);
}

/* Whether something is reached through a pointer.  */
static bool
has_pointers (const struct snapshot *s)
{
  for (uint32_t i = 0; i < snapshot_n_memory (s); i++)
    if (operand_kind (snapshot_memory (s)[i].base) == OPERAND_SSA
	|| operand_kind (snapshot_memory (s)[i].base) == OPERAND_CONSTANT)
      return true;
  return false;
}

void
provide_null_dereference (struct query_context *cx, uint32_t key,
			  struct buffer *out)
{
  struct dereference_check c = { .s = q_body (cx, key) };
  const struct snapshot *s = c.s;
  struct dereference_check *found = NULL;
  struct findings_builder b;

  if (!(s->flags & SNAPSHOT_IS_LOWERED_ONLY)
      && !(s->options & SNAPSHOT_OPTION_NULL_IS_VALID) && has_pointers (s))
    {
      null_search_init (&c.search, cx, key);
      c.search.numbers = q_value_numbers (cx, key);
      found = query_alloc (cx, snapshot_n_statements (s) + 1, sizeof *found);
      for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
	{
	  look_at_statement (&c, i);
	  found[i] = c;
	}
    }
  findings_builder_init (&b);
  for (uint32_t i = 0; found && i < snapshot_n_statements (s); i++)
    if (found[i].found != DEREFERENCE_IS_FINE)
      {
	findings_add (&b, CHECK_null_dereference,
		      found[i].found == DEREFERENCE_FAILS
		      ? MESSAGE_DEREFERENCES_NULL
		      : MESSAGE_MAY_DEREFERENCE_NULL,
		      PLACE (PLACE_STATEMENT, i), 0);
	findings_add_fallback (&b, found[i].argument, NONE);
      }
  findings_finish (&b, out);
  findings_builder_release (&b);
}
