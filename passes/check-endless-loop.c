/* check-endless-loop.c - loops that cannot end and do nothing.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A loop is endless if it has ways out, each behind a condition that is the same
   in each round, and comes to all of them in each round: who goes round once
   goes round for ever.  It does nothing if it calls no function with an effect
   and touches nothing volatile or atomic; C lets a compiler assume that such a
   loop ends (C11 6.8.5p6), so what it makes of it is anybody's guess.

   A loop without any way out, `for (;;)', or whose condition is a constant, was
   written so.  */

#include "passes/all.h"
#include "passes/effects.h"
#include "passes/expression.h"
#include "passes/loop-values.h"
#include "passes/structure.h"

struct loop_check
{
  struct query_context *cx;
  uint32_t key;
  const struct snapshot *s;
  const struct loops *loops;
  const struct dominators *dominators;
  uint8_t *acts;		/* By loop: it has an effect.  */
  struct loop_exits exits;
  struct loop_values values;
};

static bool
touches_volatile (void *data, const struct effect *e)
{
  const struct snapshot *s = data;

  return (e->kind != EFFECT_LOADS && e->kind != EFFECT_STORES)
	 || !(snapshot_memory (s)[operand_index (e->operand)].flags
	      & MEMORY_IS_VOLATILE);
}

/* Whether STATEMENT does more than compute and write plain memory.  Of a call of
   a function that is neither const nor pure that is not known yet.  */
static bool
statement_acts (struct loop_check *k, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (k->s)[statement];

  if (t->flags & (STATEMENT_IS_VOLATILE | STATEMENT_CAN_THROW))
    return true;
  switch (t->code)
    {
    case STATEMENT_CALL:
      return t->flags & (CALL_IS_LOOPING | CALL_IS_NORETURN
			 | CALL_RETURNS_TWICE);
    case STATEMENT_ASSIGN:
      return !effects_visit (k->s, statement, touches_volatile,
			     (void *) k->s);
    case STATEMENT_PHI:
    case STATEMENT_CLOBBER:
    case STATEMENT_COND:
    case STATEMENT_SWITCH:
    case STATEMENT_LABEL:
    case STATEMENT_PREDICT:
    case STATEMENT_NOP:
      return false;
    default:
      return true;
    }
}

/* What acts in a loop acts in those around it.  */
static void
find_actions (struct loop_check *k)
{
  for (uint32_t i = 0; i < snapshot_n_statements (k->s); i++)
    {
      uint32_t loop
	= loops_innermost (k->loops)[snapshot_statements (k->s)[i].block];

      if (loop != NONE && !k->acts[loop] && statement_acts (k, i))
	for (; loop != NONE && !k->acts[loop];
	     loop = loops_array (k->loops)[loop].parent)
	  k->acts[loop] = 1;
    }
}

/* The condition, a statement, of which LOOP's end depends and that is the same in
   all rounds, as the others are; NONE if the loop may end, or was meant not to.  */
static uint32_t
endless_condition (struct loop_check *k, uint32_t loop)
{
  uint32_t found = NONE;

  k->values.loop = loop;
  for (uint32_t i = k->exits.first[loop]; i > 0;
       i = k->exits.item[i - 1].next)
    {
      uint32_t block = snapshot_edges (k->s)[k->exits.item[i - 1].edge].source;
      uint32_t end = snapshot_last_statement (k->s, block);

      if (end == NONE
	  || !loop_always_comes_to (k->s, k->loops, k->dominators, loop,
				    block)
	  || !loop_keeps_statement (&k->values, end))
	return NONE;
      if (found == NONE)
	found = end;
    }
  return found;
}

/* Whether a call of T does nothing but compute its result.  */
static bool
only_computes (struct loop_check *k, const struct snap_statement *t)
{
  uint32_t callee;

  if (t->flags & (CALL_IS_CONST | CALL_IS_PURE))
    return true;
  callee = called_outside_ring (k->cx, k->key, k->s, t);
  /* What it reads may be volatile.  */
  return callee != NONE
	 && !(q_function_effects (k->cx, callee)->may
	      & ~(uint32_t) CALL_MAY_RETURN);
}

static bool
calls_only_compute (struct loop_check *k, uint32_t loop)
{
  for (uint32_t i = 0; i < snapshot_n_statements (k->s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (k->s)[i];

      if (t->code == STATEMENT_CALL
	  && loop_contains (k->loops, loop, t->block)
	  && !only_computes (k, t))
	return false;
    }
  return true;
}

/* Whether LOOP is ever left, by a way that a constant does not close.  */
static bool
is_left (struct loop_check *k, uint32_t loop)
{
  const uint8_t *executable
    = executable_edges_edge (q_executable_edges (k->cx, k->key));

  for (uint32_t i = k->exits.first[loop]; i > 0;
       i = k->exits.item[i - 1].next)
    if (executable[k->exits.item[i - 1].edge])
      return true;
  return false;
}

/* Whether there is a second round of LOOP, by a way that a constant does not
   close.  */
static bool
is_repeated (struct loop_check *k, uint32_t loop)
{
  const uint8_t *executable
    = executable_edges_edge (q_executable_edges (k->cx, k->key));
  const struct snap_block *head
    = &snapshot_blocks (k->s)[loops_array (k->loops)[loop].header];

  for (uint32_t i = 0; i < head->n_predecessors; i++)
    {
      uint32_t e = snapshot_preds (k->s)[head->first_predecessor + i];

      if (executable[e]
	  && loop_contains (k->loops, loop, snapshot_edges (k->s)[e].source))
	return true;
    }
  return false;
}

/* Tell where the variable is declared that COND reads, and somebody outside of the
   function may have been thought to change.  */
struct declaration
{
  const struct snapshot *s;
  uint32_t decl;
};

static bool
find_global (void *data, const struct effect *e)
{
  struct declaration *d = data;
  const struct snap_memory *m;

  if (e->kind == EFFECT_USES)
    {
      uint32_t definition
	= snapshot_ssa (d->s)[operand_index (e->operand)].definition;

      return definition == NONE
	     || snapshot_statements (d->s)[definition].code
		!= STATEMENT_ASSIGN
	     || effects_visit (d->s, definition, find_global, d);
    }
  if (e->kind != EFFECT_LOADS)
    return true;
  m = &snapshot_memory (d->s)[operand_index (e->operand)];
  if (operand_kind (m->base) != OPERAND_DECL
      || !(snapshot_decls (d->s)[operand_index (m->base)].flags
	   & DECL_IS_GLOBAL))
    return true;
  d->decl = operand_index (m->base);
  return false;
}

static void
report (struct loop_check *k, struct findings_builder *b, uint32_t condition)
{
  struct declaration d = { k->s, NONE };
  struct buffer text;

  buffer_init (&text);
  findings_add (b, CHECK_endless_loop,
		condition_text (k->s, condition, &text)
		? MESSAGE_ENDLESS_LOOP : MESSAGE_ENDLESS_LOOP_UNNAMED,
		PLACE (PLACE_STATEMENT, condition), 0);
  if (text.size)
    {
      buffer_add (&text, "", 1);
      findings_add_text (b, text.bytes);
    }
  buffer_release (&text);
  effects_visit (k->s, condition, find_global, &d);
  if (d.decl != NONE)
    {
      findings_add (b, CHECK_endless_loop, MESSAGE_NOT_VOLATILE,
		    PLACE (PLACE_DECL, d.decl), FINDING_IS_NOTE);
      findings_add_decl (b, d.decl);
    }
}

/* Inner loops come last: with them, those around them are done.  */
static uint32_t *
find_endless (struct loop_check *k, uint32_t *count)
{
  uint32_t *conditions
    = query_alloc (k->cx, k->loops->n_loops + 1, sizeof *conditions);

  *count = 0;
  find_actions (k);
  for (uint32_t i = k->loops->n_loops; i-- > 0;)
    {
      uint32_t found = k->acts[i] ? NONE : endless_condition (k, i);

      if (found == NONE || !calls_only_compute (k, i) || !is_left (k, i)
	  || !is_repeated (k, i))
	continue;
      conditions[(*count)++] = found;
      for (uint32_t up = i; up != NONE;
	   up = loops_array (k->loops)[up].parent)
	k->acts[up] = 1;
    }
  return conditions;
}

void
provide_endless_loop (struct query_context *cx, uint32_t key,
		      struct buffer *out)
{
  struct loop_check k = { .cx = cx, .key = key, .s = q_body (cx, key) };
  struct scratch m = scratch_of_query (cx);
  uint32_t *conditions = NULL, count = 0;
  struct findings_builder b;

  if (q_cfg_order (cx, key)->n_back_edges > 0)
    {
      k.loops = q_loops (cx, key);
      k.dominators = q_dominators (cx, key);
      k.acts = query_alloc (cx, k.loops->n_loops + 1, 1);
      loop_exits_find (&k.exits, k.s, k.loops, &m);
      loop_values_init (&k.values, k.s, k.loops, &m);
      conditions = find_endless (&k, &count);
    }
  findings_builder_init (&b);
  while (count > 0)
    report (&k, &b, conditions[--count]);
  findings_finish (&b, out);
  findings_builder_release (&b);
}
