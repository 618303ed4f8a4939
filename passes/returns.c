/* returns.c - the query returns: whether a function ever comes back.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   GCC finds out in its local-pure-const pass and at its very end, by looking
   whether the optimised body still has a way to the exit.  What its optimisers
   need for that, in the cases that people write, are constants in conditions,
   callees that never return, and recursion in tail position, which becomes a
   loop (find_tail_calls in its tree-tailcall).  */

#include "passes/all.h"

bool
call_returns (struct query_context *cx, uint32_t key,
	      const struct snapshot *s, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (s)[statement];
  uint32_t callee;

  if (t->flags & CALL_IS_NORETURN)
    return false;
  callee = called_outside_ring (cx, key, s, t);
  return callee == NONE || q_returns (cx, callee)->by_bodies;
}

/* A value on its way from a call to the return, NONE: none that matters.  */
struct carried
{
  const struct snapshot *s;
  uint32_t value;		/* Operand.  */
};

/* Whether T, on the way, lets a tail call be one: it does nothing, or hands the
   call's result on.  */
static bool
carries (struct carried *c, const struct snap_statement *t, uint32_t operand)
{
  switch (t->code)
    {
    case STATEMENT_LABEL:
    case STATEMENT_PREDICT:
    case STATEMENT_NOP:
      return true;
    case STATEMENT_PHI:
      if (!(t->flags & STATEMENT_IS_VIRTUAL)
	  && snapshot_operands (c->s)[t->first_operand + operand] == c->value)
	c->value = t->lhs;
      return true;
    case STATEMENT_ASSIGN:
      if (t->n_operands != 1 || operand_kind (t->lhs) != OPERAND_SSA
	  || snapshot_operands (c->s)[t->first_operand] != c->value)
	return false;
      c->value = t->lhs;
      return true;
    default:
      return false;
    }
}

/* Whether what T returns is what is carried, or nothing in particular.  */
static bool
returns_carried (const struct carried *c, const struct snap_statement *t)
{
  uint32_t o;

  if (t->code != STATEMENT_RETURN)
    return false;
  if (t->n_operands == 0)
    return true;
  o = snapshot_operands (c->s)[t->first_operand];
  return o == c->value
	 || (operand_kind (o) == OPERAND_SSA
	     && snapshot_ssa (c->s)[operand_index (o)].definition == NONE);
}

/* The position of EDGE among the predecessors of its destination.  */
static uint32_t
argument_of_edge (const struct snapshot *s, uint32_t edge)
{
  const struct snap_block *b
    = &snapshot_blocks (s)[snapshot_edges (s)[edge].destination];
  uint32_t i = 0;

  while (snapshot_preds (s)[b->first_predecessor + i] != edge)
    i++;
  return i;
}

/* Whether nothing but returning comes after STATEMENT.  */
static bool
is_last (const struct snapshot *s, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (s)[statement];
  struct carried c = { s, t->lhs };
  uint32_t block = t->block, argument = 0, next = statement + 1;

  for (uint32_t n = 0; n < snapshot_n_blocks (s); n++)
    {
      const struct snap_block *b = &snapshot_blocks (s)[block];
      uint32_t end = b->first_statement + b->n_statements;

      for (; next < end; next++)
	{
	  t = &snapshot_statements (s)[next];
	  if (returns_carried (&c, t))
	    return true;
	  if (!carries (&c, t, argument))
	    return false;
	}
      if (b->n_successors != 1)
	return false;
      argument = argument_of_edge (s, b->first_successor);
      block = snapshot_edges (s)[b->first_successor].destination;
      next = snapshot_blocks (s)[block].first_statement;
    }
  return false;
}

static bool
has_address_of_local (const struct snapshot *s)
{
  for (uint32_t i = 0; i < snapshot_n_decls (s); i++)
    {
      const struct snap_decl *d = &snapshot_decls (s)[i];

      if ((d->kind == DECL_VARIABLE || d->kind == DECL_PARAMETER)
	  && (d->flags & (DECL_IS_ADDRESSABLE | DECL_IS_GLOBAL))
	     == DECL_IS_ADDRESSABLE)
	return true;
    }
  return false;
}

/* Whether control passes through BLOCK.  */
static bool
passes (struct query_context *cx, uint32_t key, const struct snapshot *s,
	uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (s)[block];

  for (uint32_t i = 0; i < b->n_statements; i++)
    {
      uint32_t index = b->first_statement + i;
      const struct snap_statement *t = &snapshot_statements (s)[index];

      if (t->code != STATEMENT_CALL)
	continue;
      if (t->decl == s->decl && is_last (s, index)
	  && !has_address_of_local (s))
	return false;
      if (!call_returns (cx, key, s, index))
	return false;
    }
  return true;
}

static bool
reaches_end (struct query_context *cx, uint32_t key,
	     const struct snapshot *s)
{
  const uint8_t *executable
    = executable_edges_edge (q_executable_edges (cx, key));
  uint32_t n = snapshot_n_blocks (s), count = 0;
  uint32_t *stack = query_alloc (cx, n, sizeof *stack);
  uint8_t *seen = query_alloc (cx, n, 1);

  stack[count++] = BLOCK_ENTRY;
  seen[BLOCK_ENTRY] = 1;
  while (count)
    {
      uint32_t block = stack[--count];
      const struct snap_block *b = &snapshot_blocks (s)[block];

      if (block == BLOCK_EXIT)
	return true;
      if (!passes (cx, key, s, block))
	continue;
      for (uint32_t i = 0; i < b->n_successors; i++)
	{
	  uint32_t e = b->first_successor + i;
	  uint32_t to = snapshot_edges (s)[e].destination;

	  if (executable[e] && !seen[to])
	    {
	      seen[to] = 1;
	      stack[count++] = to;
	    }
	}
    }
  return false;
}

void
provide_returns (struct query_context *cx, uint32_t key, struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  uint32_t flags = snapshot_decls (s)[s->decl].flags;
  struct function_returns value;

  value.by_declarations = value.by_bodies = !(flags & DECL_IS_NORETURN);
  if (!(s->flags & SNAPSHOT_IS_LOWERED_ONLY)
      && !(flags & DECL_IS_REPLACEABLE))
    {
      const struct cfg_order *order = q_cfg_order (cx, key);

      value.by_declarations
	= cfg_order_positions (order)[BLOCK_EXIT] != NONE;
      value.by_bodies = value.by_declarations && reaches_end (cx, key, s);
    }
  buffer_add (out, &value, sizeof value);
}

/* A call of what is declared noreturn says so itself.  */
void
provide_returns_external (struct query_context *cx, uint32_t key,
			  struct buffer *out)
{
  struct function_returns value = { 1, 1 };

  (void) cx;
  (void) key;
  buffer_add (out, &value, sizeof value);
}

bool
function_returns_verify (const void *bytes, size_t size)
{
  const struct function_returns *r = bytes;

  return size == sizeof *r && r->by_declarations <= 1
	 && r->by_bodies <= r->by_declarations;
}

void
function_returns_print (FILE *file, const struct snapshot *body,
			const struct function_returns *r, unsigned flags)
{
  (void) body;
  (void) flags;
  fprintf (file, "%s\n", r->by_bodies ? "may return"
			 : r->by_declarations
			 ? "never returns, by the bodies of its callees"
			 : "never returns");
}
