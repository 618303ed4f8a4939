/* path-state.c - where a search of undefined-path.c is, and what holds there.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/path-state.h"

#include <string.h>

#include "passes/path-memory.h"

/* States of one search.  */
#define MOST_STATES 2048
#define TABLE_SIZE 1024

static void
allocate (struct path_search *p)
{
  p->table = query_alloc (p->cx, TABLE_SIZE, sizeof *p->table);
  p->visited = query_alloc (p->cx, snapshot_n_ssa (p->s) + 1,
			    sizeof *p->visited);
}

/* Room for one more state; most searches have few.  */
static void
make_room (struct path_search *p)
{
  uint32_t room = p->states_room ? 4 * p->states_room : 32;
  struct path_state *states;
  uint32_t *next;

  if (p->n_states < p->states_room)
    return;
  states = query_alloc (p->cx, room, sizeof *states);
  next = query_alloc (p->cx, room, sizeof *next);
  if (p->n_states)
    {
      memcpy (states, p->states, p->n_states * sizeof *states);
      memcpy (next, p->next_state, p->n_states * sizeof *next);
    }
  p->states = states;
  p->next_state = next;
  p->states_room = room;
}

static uint64_t
mix (uint64_t hash, uint64_t x)
{
  hash = (hash ^ x) * UINT64_C (0x9e3779b97f4a7c15);
  return hash ^ hash >> 29;
}

/* Where in the table the states of one name and one block begin.  */
static uint32_t *
chain_of (const struct path_search *p, const struct path_state *t)
{
  return &p->table[mix (t->name, t->block) % TABLE_SIZE];
}

static bool
has_literal (const struct path_state *t, const struct literal *l)
{
  for (uint32_t i = 0; i < t->count; i++)
    if (literals_same (&t->literal[i], l))
      return true;
  return false;
}

/* Whether all that holds in A holds in B, which is at the same place: what is not
   found from A is not found from B.  */
static bool
covers (const struct path_state *a, const struct path_state *b)
{
  if (a->name != b->name || a->block != b->block || a->count > b->count)
    return false;
  for (uint32_t i = 0; i < a->count; i++)
    if (!has_literal (b, &a->literal[i]))
      return false;
  return true;
}

void
path_state_add (struct path_search *p, const struct path_state *t)
{
  uint32_t *chain = chain_of (p, t);

  for (uint32_t i = *chain; i; i = p->next_state[i - 1])
    if (covers (&p->states[i - 1], t))
      return;
  if (p->n_states == MOST_STATES)
    {
      p->gave_up = true;
      return;
    }
  make_room (p);
  p->states[p->n_states] = *t;
  p->next_state[p->n_states++] = *chain;
  *chain = p->n_states;
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

/* L of what was loaded before what it is about, if that is the same; what that is
   always.  */
static enum truth
literal_before (struct path_search *p, const struct literal *l,
		struct literal *before)
{
  struct value a = path_value_before (p, l->a), b = path_value_before (p, l->b);

  *before = *l;
  return memcmp (&a, &l->a, sizeof a) == 0 && memcmp (&b, &l->b, sizeof b) == 0
	 ? TRUTH_UNKNOWN : literal_with (&p->names, l, a, b, before);
}

bool
path_state_assume (struct path_search *p, struct path_state *t,
		   const struct literal *asked)
{
  struct literal before;
  const struct literal *l = &before;

  if (asked->holds == ORDERS_ALL || p->ignores_conditions)
    return true;
  switch (literal_before (p, asked, &before))
    {
    case TRUTH_FALSE:
      return false;
    case TRUTH_TRUE:
      return true;
    case TRUTH_UNKNOWN:
      if (before.holds == ORDERS_ALL)
	return true;
      break;
    }
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
path_state_assume_chain (struct path_search *p, struct path_state *t,
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
  if (!p->table)
    allocate (p);
  memset (p->table, 0, TABLE_SIZE * sizeof *p->table);
  p->n_states = 0;
}
