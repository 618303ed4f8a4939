/* check-malloc-result.c - malloc functions whose result is nothing new.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   GCC takes the result of a malloc function for a pointer that nobody else has.
   So it may be neither a parameter nor a variable that others use, and no
   pointer to its start may be left in one.  A piece of an array may: that is how
   small allocators work.  */

#include "passes/all.h"
#include "passes/alias.h"
#include "passes/attribute.h"
#include "passes/origin.h"
#include "passes/structure.h"

struct new_result
{
  struct query_context *cx;
  const struct snapshot *s;
  const struct origin *origins;
  const uint8_t *returns;	/* By block.  */
  enum message message;		/* MESSAGES: none yet.  */
  uint32_t statement;		/* Where it is returned.  */
  uint32_t decl;		/* An argument, or NONE.  */
  uint32_t store;		/* A note's statement, or NONE.  */
};

static void
find (struct new_result *n, enum message message, uint32_t statement,
      uint32_t decl)
{
  if (n->message != MESSAGES)
    return;
  n->message = message;
  n->statement = statement;
  n->decl = decl;
}

/* Whether somebody uses the variable's memory by its name.  */
static bool
is_used_by_name (struct query_context *cx, const struct snap_decl *d)
{
  uint32_t symbol = query_key (cx, KEY_SYMBOL, d->symbol, "");

  return q_symbol_users (cx, symbol)->access
	 & (SYMBOL_IS_READ | SYMBOL_IS_WRITTEN);
}

/* The store of what call CALL returned in a global variable, of which there is
   one only; NONE if there is none, or the variable gets another value too.  */
static uint32_t
stored_in_global (const struct new_result *n, uint32_t call, uint32_t *decl)
{
  const struct snapshot *s = n->s;
  uint32_t found = NONE, others = 0;

  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];
      const struct snap_memory *m;
      struct origin o;

      if (t->code != STATEMENT_ASSIGN || t->operation != OPERATION_COPY
	  || operand_kind (t->lhs) != OPERAND_MEMORY || !n->returns[t->block])
	continue;
      m = &snapshot_memory (s)[operand_index (t->lhs)];
      if (operand_kind (m->base) != OPERAND_DECL || m->n_steps
	  || !(snapshot_decls (s)[operand_index (m->base)].flags
	       & DECL_IS_GLOBAL))
	continue;
      o = origin_of_operand (s, n->origins,
			     snapshot_operands (s)[t->first_operand]);
      if (o.kind != ORIGIN_CALL || o.index != call || o.is_moved)
	{
	  others += found != NONE && operand_index (m->base) == *decl;
	  continue;
	}
      found = i;
      *decl = operand_index (m->base);
    }
  return others ? NONE : found;
}

static void
look_at_call (struct new_result *n, struct origin o, uint32_t statement)
{
  uint32_t decl = NONE, store;

  if (o.is_moved)
    return;
  store = stored_in_global (n, o.index, &decl);
  if (store == NONE)
    return;
  find (n, MESSAGE_MALLOC_IS_STORED, statement, decl);
  n->store = store;
}

/* OPERAND is returned, set out at STATEMENT.  */
static void
look_at_value (struct new_result *n, uint32_t operand, uint32_t statement)
{
  struct origin o = origin_of_operand (n->s, n->origins, operand);

  switch (o.kind)
    {
    case ORIGIN_PARAMETER:
      if (!o.is_moved)
	find (n, MESSAGE_MALLOC_RETURNS_PARAMETER, statement, o.index);
      break;
    case ORIGIN_VARIABLE:
      if (!o.is_moved
	  && (snapshot_decls (n->s)[o.index].flags & DECL_IS_GLOBAL)
	  && snapshot_decls (n->s)[o.index].kind == DECL_VARIABLE
	  && is_used_by_name (n->cx, &snapshot_decls (n->s)[o.index]))
	find (n, MESSAGE_MALLOC_RETURNS_VARIABLE, statement, o.index);
      break;
    case ORIGIN_STRING:
      find (n, MESSAGE_MALLOC_RETURNS_STRING, statement, NONE);
      break;
    case ORIGIN_CALL:
      look_at_call (n, o, statement);
      break;
    default:
      break;
    }
}

/* The values of the phi that is returned, one by one.  */
static void
look_at_return (struct new_result *n, const uint8_t *edges, uint32_t statement)
{
  const struct snapshot *s = n->s;
  const struct snap_statement *t = &snapshot_statements (s)[statement], *phi;
  const struct snap_block *b;
  uint32_t o, d;

  if (t->code != STATEMENT_RETURN || t->n_operands == 0
      || !n->returns[t->block])
    return;
  o = snapshot_operands (s)[t->first_operand];
  d = copied_phi (s, o);
  if (d == NONE)
    {
      d = snapshot_definition (s, o);
      look_at_value (n, o, d == NONE ? statement : d);
      return;
    }
  phi = &snapshot_statements (s)[d];
  b = &snapshot_blocks (s)[phi->block];
  for (uint32_t i = 0; i < phi->n_operands; i++)
    {
      uint32_t edge = snapshot_preds (s)[b->first_predecessor + i];
      uint32_t value = snapshot_operands (s)[phi->first_operand + i], from;

      if (!edges[edge] || !n->returns[snapshot_edges (s)[edge].source])
	continue;
      from = operand_kind (value) == OPERAND_SSA
	     ? snapshot_ssa (s)[operand_index (value)].definition : d;
      look_at_value (n, value, from == NONE ? statement : from);
    }
}

static void
report (const struct new_result *n, struct findings_builder *b)
{
  findings_add (b, CHECK_malloc_result, n->message,
		PLACE (PLACE_STATEMENT, n->statement), 0);
  if (n->decl != NONE)
    findings_add_decl (b, n->decl);
  if (n->store != NONE)
    findings_add (b, CHECK_malloc_result, MESSAGE_STORED_HERE,
		  PLACE (PLACE_STATEMENT, n->store), FINDING_IS_NOTE);
  findings_add (b, CHECK_malloc_result, MESSAGE_DECLARED_HERE,
		PLACE (PLACE_PROMISE, 0), FINDING_IS_NOTE);
  findings_add_fallback (b, PLACE (PLACE_DECL, n->s->decl), NONE);
  findings_add_decl (b, n->s->decl);
}

void
provide_malloc_result (struct query_context *cx, uint32_t key,
		       struct buffer *out)
{
  struct new_result n = { .cx = cx, .s = q_body (cx, key),
			  .message = MESSAGES, .store = NONE };
  const struct snapshot *s = n.s;
  struct scratch m = scratch_of_query (cx);
  struct findings_builder b;

  if (keeps_own_promises (s)
      && (snapshot_decls (s)[s->decl].flags & DECL_IS_MALLOC))
    {
      const uint8_t *edges
	= executable_edges_edge (q_executable_edges (cx, key));

      n.origins = origins_compute (s, &m);
      n.returns = returning_blocks (cx, key, s);
      for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
	look_at_return (&n, edges, i);
    }
  findings_builder_init (&b);
  if (n.message != MESSAGES)
    report (&n, &b);
  findings_finish (&b, out);
  findings_builder_release (&b);
}
