/* check-dead-result.c - results of calls that are overwritten before they are read.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   `error = f (); error = g ();': what f has to say is lost.  GCC tells a variable
   that is never read; this one is, elsewhere.

   Certain (dead-result) is the loss where another function's result takes its
   place on every way, and nobody looks between, not even an assertion that is
   switched off.  That a constant or another value takes its place, or the result
   of the same function, may be meant and is likely (overwritten-result).  That
   the function ends with a result that is not read, as `argc = parse (...)' does
   so often, is neither.  */

#include "passes/all.h"
#include "passes/effects.h"

/* Results of one body that are followed; more are in no body that a person
   wrote.  */
#define MOST_RESULTS 256

struct result_check
{
  struct query_context *cx;
  const struct snapshot *s;
  uint8_t *used;		/* By SSA name: read, by more than phis that are
				   not read; 2: more than once.  */
  uint8_t *is_read;		/* By declaration: one of its names is used.  */
  uint32_t *stack;
  uint32_t n;
  struct lost_result *found;
  uint32_t n_found;
};

struct lost_result
{
  uint32_t call;		/* STATEMENTS */
  uint32_t decl;		/* DECLS: where it is stored.  */
  uint32_t next;		/* STATEMENTS: the first that stores there again.  */
  bool is_certain;
};

static void
mark (struct result_check *k, uint32_t name)
{
  if (k->used[name])
    {
      k->used[name] = 2;
      return;
    }
  k->used[name] = 1;
  k->stack[k->n++] = name;
}

static bool
mark_use (void *data, const struct effect *e)
{
  if (e->kind == EFFECT_USES)
    mark (data, operand_index (e->operand));
  return true;
}

static void
find_used (struct result_check *k)
{
  for (uint32_t i = 0; i < snapshot_n_statements (k->s); i++)
    if (snapshot_statements (k->s)[i].code != STATEMENT_PHI)
      effects_visit (k->s, i, mark_use, k);
  while (k->n > 0)
    {
      uint32_t definition
	= snapshot_ssa (k->s)[k->stack[--k->n]].definition;
      if (definition != NONE
	  && snapshot_statements (k->s)[definition].code == STATEMENT_PHI)
	effects_visit (k->s, definition, mark_use, k);
    }
  for (uint32_t i = 0; i < snapshot_n_ssa (k->s); i++)
    if (k->used[i] && snapshot_ssa (k->s)[i].decl != NONE)
      k->is_read[snapshot_ssa (k->s)[i].decl] = 1;
}

static const struct snap_statement *
definition (const struct snapshot *s, uint32_t operand, uint32_t *statement)
{
  *statement = snapshot_definition (s, operand);
  return *statement == NONE ? NULL : &snapshot_statements (s)[*statement];
}

/* The call whose result STATEMENT stores, maybe converted; NONE: it does not.  */
static uint32_t
stored_call (const struct snapshot *s, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (s)[statement];
  const struct snap_statement *from;
  uint32_t call;

  if (t->code == STATEMENT_CALL)
    return statement;
  if (!statement_is_copy (t))
    return NONE;
  from = definition (s, snapshot_operands (s)[t->first_operand], &call);
  /* What has a name of its own is another variable's value.  */
  return from && from->code == STATEMENT_CALL
	 && snapshot_ssa (s)[operand_index (from->lhs)].decl == NONE
	 ? call : NONE;
}

/* The variable of the source that STATEMENT gives a value, or NONE.  */
static uint32_t
stored_variable (const struct snapshot *s, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (s)[statement];
  uint32_t decl;

  if (t->code == STATEMENT_PHI || operand_kind (t->lhs) != OPERAND_SSA)
    return NONE;
  decl = snapshot_ssa (s)[operand_index (t->lhs)].decl;
  return decl == NONE || snapshot_decls (s)[decl].flags & DECL_IS_ARTIFICIAL
	 ? NONE : decl;
}

/* The first statement from FROM to the end of BLOCK that gives DECL a value, or
   NONE.  */
static uint32_t
next_store (const struct snapshot *s, uint32_t block, uint32_t from,
	    uint32_t decl)
{
  const struct snap_block *b = &snapshot_blocks (s)[block];

  for (uint32_t i = from; i < b->first_statement + b->n_statements; i++)
    if (stored_variable (s, i) == decl)
      return i;
  return NONE;
}

/* Whether NEXT stores the result of another function than CALL calls.  */
static bool
is_other_result (const struct snapshot *s, uint32_t call, uint32_t next)
{
  uint32_t other = stored_call (s, next), callee;

  if (other == NONE)
    return false;
  callee = snapshot_statements (s)[call].decl;
  return snapshot_statements (s)[other].decl != callee;
}

/* Whether, behind STATEMENT, the variable of L is given another value on every way;
   then L knows where.  */
static bool
is_overwritten (struct result_check *k, uint32_t statement,
		struct lost_result *l)
{
  const struct snapshot *s = k->s;
  uint8_t *seen = query_alloc (k->cx, snapshot_n_blocks (s), 1);
  uint32_t block = snapshot_statements (s)[statement].block;
  uint32_t from = statement + 1, n = 0;

  l->next = NONE;
  l->is_certain = true;
  for (;;)
    {
      const struct snap_block *b = &snapshot_blocks (s)[block];
      uint32_t next = next_store (s, block, from, l->decl);

      if (next != NONE)
	{
	  l->is_certain &= is_other_result (s, l->call, next);
	  if (next < l->next)
	    l->next = next;
	}
      else if (b->n_successors == 0)
	return false;
      for (uint32_t i = 0; next == NONE && i < b->n_successors; i++)
	{
	  uint32_t to = snapshot_edges (s)[b->first_successor
					   + i].destination;
	  if (!seen[to])
	    {
	      seen[to] = 1;
	      k->stack[n++] = to;
	    }
	}
      if (n == 0)
	return l->next != NONE;
      block = k->stack[--n];
      from = snapshot_blocks (s)[block].first_statement;
    }
}

/* Who comes back twice may find any value again.  */
static bool
returns_twice (const struct snapshot *s)
{
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    if (snapshot_statements (s)[i].code == STATEMENT_CALL
	&& snapshot_statements (s)[i].flags & CALL_RETURNS_TWICE)
      return true;
  return false;
}

/* Whether somebody but STATEMENT, which stores the result of CALL, reads it.  */
static bool
is_read_elsewhere (const struct result_check *k, uint32_t call,
		   uint32_t statement)
{
  return call != statement
	 && k->used[operand_index (snapshot_statements (k->s)[call].lhs)] > 1;
}

/* The results that nobody reads, of variables that are read.  */
static void
find_lost (struct result_check *k)
{
  for (uint32_t i = 0; i < snapshot_n_statements (k->s); i++)
    {
      struct lost_result *l = &k->found[k->n_found];

      l->decl = stored_variable (k->s, i);
      if (l->decl == NONE || !k->is_read[l->decl]
	  || k->used[operand_index (snapshot_statements (k->s)[i].lhs)])
	continue;
      l->call = stored_call (k->s, i);
      if (l->call == NONE || is_read_elsewhere (k, l->call, i)
	  || snapshot_statements (k->s)[l->call].flags & CALL_IS_INTERNAL)
	continue;
      if (is_overwritten (k, i, l) && ++k->n_found == MOST_RESULTS)
	return;
    }
}

static bool
stores_result (const struct snapshot *s)
{
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    if (snapshot_statements (s)[i].code == STATEMENT_CALL
	&& operand_kind (snapshot_statements (s)[i].lhs) == OPERAND_SSA)
      return true;
  return false;
}

static void
check_results (struct query_context *cx, uint32_t key, enum check check,
	       struct buffer *out)
{
  struct result_check k = { .cx = cx, .s = q_body (cx, key) };
  uint32_t n_names = snapshot_n_ssa (k.s), n_blocks = snapshot_n_blocks (k.s);
  bool is_certain = check == CHECK_dead_result;
  struct findings_builder b;

  if (stores_result (k.s) && !returns_twice (k.s))
    {
      k.used = query_alloc (cx, n_names + 1, 1);
      k.is_read = query_alloc (cx, snapshot_n_decls (k.s) + 1, 1);
      k.stack = query_alloc (cx, (n_names > n_blocks ? n_names : n_blocks)
				 + 1, sizeof *k.stack);
      k.found = query_alloc (cx, MOST_RESULTS + 1, sizeof *k.found);
      find_used (&k);
      find_lost (&k);
    }
  findings_builder_init (&b);
  for (uint32_t i = 0; i < k.n_found; i++)
    if (k.found[i].is_certain == is_certain)
      {
	findings_add (&b, check, MESSAGE_RESULT_LOST,
		      PLACE (PLACE_STATEMENT, k.found[i].call),
		      FINDING_UNLESS_MENTIONED);
	findings_add_decl (&b, k.found[i].decl);
	findings_add (&b, check, MESSAGE_OVERWRITTEN_HERE,
		      PLACE (PLACE_STATEMENT, k.found[i].next),
		      FINDING_IS_NOTE);
      }
  findings_finish (&b, out);
  findings_builder_release (&b);
}

void
provide_dead_result (struct query_context *cx, uint32_t key,
		     struct buffer *out)
{
  check_results (cx, key, CHECK_dead_result, out);
}

void
provide_overwritten_result (struct query_context *cx, uint32_t key,
			    struct buffer *out)
{
  check_results (cx, key, CHECK_overwritten_result, out);
}
