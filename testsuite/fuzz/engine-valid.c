/* engine-valid.c - which cases make sense.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A case is made at random, cut down by the shrinker or read from a file;
   whatever it is, a valid one is within the engine's contract, so that each
   difference is the engine's (or the evaluator's) fault.  */

#include "testsuite/fuzz/engine-case.h"

#include "queries/engine.h"

static bool
flags_valid (const struct fuzz_case *c, const struct query_row *row)
{
  const uint32_t f = row->flags;
  if (f & QUERY_INPUT)
    return f == QUERY_INPUT;
  /* Readers do not inherit whether its key was local.  */
  if (f & QUERY_ANON && f != QUERY_ANON)
    return false;
  if (f & QUERY_STEAL
      && f & (QUERY_CACHE_ON_DISK | QUERY_ENSURE_ONLY | QUERY_CYCLE_DEFAULT))
    return false;
  if (f & QUERY_ENSURE_ONLY && f & (QUERY_CACHE_ON_DISK | QUERY_NO_HASH))
    return false;
  if (f & QUERY_NO_HASH && f & QUERY_CACHE_ON_DISK)
    return false;
  return !(f & QUERY_CYCLE_DEFAULT) || c->cyclic;
}

static bool
expression_valid (const struct key_expression *e)
{
  return e->origin[0] < ORIGINS && e->origin[1] < ORIGINS
	 && e->reg[0] < REGISTERS && e->reg[1] < REGISTERS;
}

/* Whether query Q, as S does, may ask TARGET about KEY at all: without a ring
   unless there may be rings.  */
static bool
order_valid (const struct fuzz_case *c, unsigned q, unsigned target,
	     const struct key_expression *key)
{
  if (target >= QUERIES_MOST || !c->query[target].used || target == QUERY_BODY)
    return false;
  return c->cyclic || target < q
	 || (target == q && key->origin[0] == FROM_BELOW);
}

static bool
statement_valid (const struct fuzz_case *c, unsigned q,
		 const struct statement *s)
{
  const uint32_t silent = QUERY_STEAL | QUERY_ENSURE_ONLY;
  if (s->operation >= OPERATIONS || s->to >= REGISTERS
      || s->from >= REGISTERS || !expression_valid (&s->key)
      || !expression_valid (&s->list_key) || s->query >= QUERIES_MOST
      || s->list >= QUERIES_MOST)
    return false;
  const struct query_row *target = &c->query[s->query];
  switch (s->operation)
    {
    case DO_EACH_OF:
      if (!order_valid (c, q, s->list, &s->list_key)
	  || c->query[s->list].flags & silent)
	return false;
      /* Fall through.  */
    case DO_GET:
    case DO_ELEMENT:
    case DO_EACH:
      return order_valid (c, q, s->query, &s->key)
	     && !(target->flags & silent);
    case DO_ENSURE:
      return order_valid (c, q, s->query, &s->key)
	     && !(target->flags & QUERY_STEAL);
    case DO_STEAL:
      return target->flags & QUERY_STEAL && target->key == c->query[q].key
	     && (c->cyclic ? s->query != q : s->query < q);
    case DO_LOCAL:
      return !(c->query[q].flags & QUERY_ANON);
    case DO_UNTRACKED:
      return c->query[q].flags & QUERY_EVAL_ALWAYS;
    case DO_BUG:
      return !c->cyclic;
    default:
      return true;
    }
}

/* What is stolen has one thief.  */
static bool
thieves_valid (const struct fuzz_case *c)
{
  uint8_t thief[QUERIES_MOST] = { 0 };
  for (unsigned q = 0; q < QUERIES_MOST; q++)
    for (unsigned i = 0; i < STATEMENTS_MOST; i++)
      {
	const struct statement *s = &c->query[q].statement[i];
	if (s->operation == DO_STEAL && thief[s->query]++ != 0)
	  return false;
      }
  return true;
}

static bool
query_valid (const struct fuzz_case *c, unsigned q)
{
  const struct query_row *row = &c->query[q];
  if (!row->used)
    return true;
  if (row->key >= KEY_KINDS || !flags_valid (c, row) || row->cache_if > 2
      || row->depth_limit == UINT8_MAX || (c->cyclic && row->depth_limit))
    return false;
  for (unsigned i = 0; i < STATEMENTS_MOST; i++)
    if (row->statement[i].operation != DO_NOTHING
	&& (row->flags & QUERY_INPUT
	    || !statement_valid (c, q, &row->statement[i])))
      return false;
  return true;
}

static bool
keys_valid (const struct fuzz_case *c)
{
  for (unsigned k = 0; k < SIMPLE_KINDS; k++)
    if (c->known[k] == 0 || c->known[k] > c->universe[k]
	|| c->universe[k] > KEYS_SIMPLE || c->contents[k] > 2)
      return false;
  return c->universe[KEY_UNIT] == 1 && c->contents[KEY_UNIT] > 0
	 && c->contents[KEY_FUNCTION] > 0;
}

static bool
step_valid (const struct fuzz_case *c, const struct step *s)
{
  switch (s->kind)
    {
    case STEP_NOTHING:
    case STEP_UNTRACKED:
      return true;
    case STEP_LOCAL:
      return s->key < c->known[KEY_FUNCTION];
    case STEP_SET:
      return s->query < QUERIES_MOST && s->query != QUERY_LOCALS
	     && c->query[s->query].used
	     && c->query[s->query].flags & QUERY_INPUT
	     && key_exists (c, c->query[s->query].key, s->key, true);
    case STEP_SESSION:
      return s->units < UNITS && s->load < RECORDS_MODES
	     && s->save < RECORDS_MODES && s->verify <= VERIFY_ALL;
    default:
      return false;
    }
}

static bool
root_valid (const struct fuzz_case *c, unsigned i)
{
  unsigned q = c->root_query[i];
  return q < QUERIES_MOST && c->query[q].used
	 && !(c->query[q].flags
	      & (QUERY_INPUT | QUERY_STEAL | QUERY_ENSURE_ONLY))
	 && c->root_key[i] < KEYS_MOST
	 && key_exists (c, c->query[q].key, c->root_key[i], false);
}

bool
case_valid (const struct fuzz_case *c)
{
  if (c->modulus < 2 || c->modulus > 8 || c->threads < 1 || c->threads > 64
      || c->burn > 8 || c->n_roots > ROOTS_MOST || !keys_valid (c)
      || !c->query[QUERY_LOCALS].used || !c->query[QUERY_BODY].used
      || c->query[QUERY_LOCALS].flags != QUERY_INPUT
      || c->query[QUERY_BODY].flags != QUERY_INPUT
      || c->query[QUERY_LOCALS].key != KEY_UNIT
      || c->query[QUERY_BODY].key != KEY_FUNCTION)
    return false;
  for (unsigned q = 0; q < QUERIES_MOST; q++)
    if (!query_valid (c, q))
      return false;
  for (unsigned i = 0; i < c->n_roots; i++)
    if (!root_valid (c, i))
      return false;
  for (unsigned i = 0; i < STEPS_MOST; i++)
    if (!step_valid (c, &c->step[i]))
      return false;
  return thieves_valid (c);
}
