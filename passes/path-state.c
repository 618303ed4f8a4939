/* path-state.c - where a search of undefined-path.c is, and what holds there.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/path-state.h"

#include <string.h>

/* States of one search.  */
#define MOST_STATES 320
#define TABLE_SIZE 1024

static void
allocate (struct path_search *p)
{
  p->states = query_alloc (p->cx, MOST_STATES, sizeof *p->states);
  p->table = query_alloc (p->cx, TABLE_SIZE, sizeof *p->table);
  p->visited = query_alloc (p->cx, snapshot_n_ssa (p->s) + 1,
			    sizeof *p->visited);
}

static uint64_t
mix (uint64_t hash, uint64_t x)
{
  hash = (hash ^ x) * UINT64_C (0x9e3779b97f4a7c15);
  return hash ^ hash >> 29;
}

static uint64_t
hash_literal (const struct literal *l)
{
  uint64_t hash = mix (l->a.kind, l->a.index);

  hash = mix (mix (mix (hash, l->a.bits), l->b.kind), l->b.index);
  return mix (mix (mix (hash, l->b.bits), l->mask), l->holds);
}

static uint64_t
hash_state (const struct path_state *t)
{
  uint64_t hash = mix (t->name, t->block), sum = 0;

  for (uint32_t i = 0; i < t->count; i++)
    sum += hash_literal (&t->literal[i]);
  return mix (hash, sum);
}

static bool
has_literal (const struct path_state *t, const struct literal *l)
{
  for (uint32_t i = 0; i < t->count; i++)
    if (literals_same (&t->literal[i], l))
      return true;
  return false;
}

static bool
same_state (const struct path_state *a, const struct path_state *b)
{
  if (a->name != b->name || a->block != b->block || a->count != b->count)
    return false;
  for (uint32_t i = 0; i < a->count; i++)
    if (!has_literal (b, &a->literal[i]))
      return false;
  return true;
}

void
path_state_add (struct path_search *p, const struct path_state *t)
{
  uint32_t slot = (uint32_t) hash_state (t) % TABLE_SIZE;

  for (; p->table[slot]; slot = (slot + 1) % TABLE_SIZE)
    if (same_state (&p->states[p->table[slot] - 1], t))
      return;
  if (p->n_states == MOST_STATES)
    {
      p->gave_up = true;
      return;
    }
  p->states[p->n_states++] = *t;
  p->table[slot] = p->n_states;
}

/* Whether V is a pointer that does not lead to the variable at the address A,
   whatever it does lead to.  */
static bool
leads_elsewhere (const struct path_search *p, const struct value *v,
		 const struct value *a)
{
  struct reference r;
  uint32_t decl;

  if (!p->points_to || v->kind != KNOWN_NAME || a->kind != KNOWN_ADDRESS)
    return false;
  r = reference_of_memory (p->s, a->index);
  decl = reference_decl (&r);
  if (decl == NONE || (snapshot_decls (p->s)[decl].flags & DECL_IS_GLOBAL))
    return false;
  return !points_to_may_be (p->points_to, OPERAND (OPERAND_SSA, v->index),
			    points_to_object_of (p->points_to, &r));
}

bool
path_state_assume (const struct path_search *p, struct path_state *t,
	const struct literal *l)
{
  if (l->holds == ORDERS_ALL)
    return true;
  if (literals_exclude (t->literal, t->count, l)
      || (l->holds == ORDER_EQUAL
	  && (leads_elsewhere (p, &l->a, &l->b)
	      || leads_elsewhere (p, &l->b, &l->a))))
    return false;
  if (!has_literal (t, l) && t->count < PATH_LITERALS)
    t->literal[t->count++] = *l;
  return true;
}

bool
path_state_assume_chain (const struct path_search *p, struct path_state *t,
	      const struct chain *chain)
{
  for (uint32_t i = 0; i < chain->count; i++)
    if (!path_state_assume (p, t, &chain->literal[i]))
      return false;
  return true;
}

void
path_states_clear (struct path_search *p)
{
  if (!p->states)
    allocate (p);
  memset (p->table, 0, TABLE_SIZE * sizeof *p->table);
  p->n_states = 0;
}
