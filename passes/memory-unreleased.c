/* memory-unreleased.c - locks that a way out of a function leaves held.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Some functions are there to take a lock.  So a way out is told only if others
   release the lock, all that come to where they part have taken it, and the
   caller cannot know which of them it was: by what is returned, unless that
   says that the function has failed, or by what it has passed.  */

#include "passes/memory.h"

#include "passes/undefined.h"

#define MOST_STEPS 8

struct unreleased
{
  struct memory *m;
  const struct memory_exit *exit;
  struct region_state lock;
  uint8_t *can_release;		/* By block: a way leads to a release.  */
};

static void
find_releasing_blocks (struct unreleased *u)
{
  const struct snapshot *s = u->m->s;
  uint32_t n = 0;
  uint32_t *stack = scratch_numbers (&u->m->scratch, snapshot_n_blocks (s) + 1);

  u->can_release = scratch_alloc (&u->m->scratch, snapshot_n_blocks (s) + 1, 1);
  for (const struct lock_release *l = u->m->lock_releases; l; l = l->next)
    {
      uint32_t block = snapshot_statements (s)[l->statement].block;

      if (l->lock != u->lock.region || u->can_release[block])
	continue;
      u->can_release[block] = 1;
      stack[n++] = block;
    }
  while (n)
    {
      const struct snap_block *b = &snapshot_blocks (s)[stack[--n]];

      for (uint32_t i = 0; i < b->n_predecessors; i++)
	{
	  uint32_t from = snapshot_edges (s)[snapshot_preds (s)
					     [b->first_predecessor + i]]
			  .source;

	  if (u->can_release[from])
	    continue;
	  u->can_release[from] = 1;
	  stack[n++] = from;
	}
    }
}

/* Whether OPERAND is computed from a parameter's own value.  */
static bool
is_of_parameter (const struct snapshot *s, uint32_t operand, unsigned depth)
{
  const struct snap_statement *d;

  if (operand_kind (operand) != OPERAND_SSA)
    return false;
  if (snapshot_ssa (s)[operand_index (operand)].flags & SSA_IS_DEFAULT)
    return true;
  d = ssa_definition (s, operand_index (operand));
  if (!d || d->code != STATEMENT_ASSIGN || depth == 0)
    return false;
  for (uint32_t i = 0; i < d->n_operands; i++)
    if (is_of_parameter (s, snapshot_operands (s)[d->first_operand + i],
			 depth - 1))
      return true;
  return false;
}

/* Whether the end of BLOCK asks for what the caller has passed.  */
static bool
asks_parameter (const struct snapshot *s, uint32_t block)
{
  uint32_t last = snapshot_last_statement (s, block);
  const struct snap_statement *t;

  if (last == NONE)
    return false;
  t = &snapshot_statements (s)[last];
  for (uint32_t i = 0; i < t->n_operands; i++)
    if (is_of_parameter (s, snapshot_operands (s)[t->first_operand + i],
			 MOST_STEPS))
      return true;
  return false;
}

/* Whether a release may follow behind the end of BLOCK.  */
static bool
leads_to_release (const struct unreleased *u, uint32_t block)
{
  const struct snapshot *s = u->m->s;
  const struct snap_block *b = &snapshot_blocks (s)[block];

  for (uint32_t i = 0; i < b->n_successors; i++)
    if (u->can_release[snapshot_edges (s)[b->first_successor + i].destination])
      return true;
  return false;
}

/* Where the way out has parted from those that release the lock: a block, or
   NONE.  *TAKEN is the step that took it.  */
static uint32_t
parting_block (struct unreleased *u, const struct memory_path **taken)
{
  const struct snapshot *s = u->m->s;
  const struct memory_path *p = u->exit->state.path;
  uint32_t block = NONE, lock = u->lock.region;

  if (u->can_release[snapshot_statements (s)[u->exit->statement].block])
    return NONE;
  for (; p; p = p->before)
    {
      if (p->kind == PATH_ALLOCATED && p->region == lock)
	{
	  *taken = p;
	  return block;
	}
      if (block != NONE)
	continue;
      /* It may be released there.  */
      if (p->kind == PATH_PASSED && p->region == lock)
	return NONE;
      if (p->kind != PATH_EDGE
	  || !u->can_release[snapshot_edges (s)[p->where].source])
	continue;
      block = snapshot_edges (s)[p->where].source;
      /* They part in a call, which knows why.  */
      if (!leads_to_release (u, block))
	return NONE;
    }
  return NONE;
}

/* Whether VALUE, returned in S, says that the function has failed.  */
static bool
says_failure (struct memory *m, const struct memory_state *s, uint32_t value)
{
  struct range r;

  if (memory_is_pointer (&m->values, value))
    return memory_nullness (m, s, value) == 1;
  if (memory_is_zero (&m->values, value))
    return snapshot_types (m->s)[snapshot_types (m->s)
				 [snapshot_decls (m->s)[m->s->decl].type]
				 .element].kind == SNAP_TYPE_POINTER;
  return value != 0 && memory_range (m, s, value, NONE, &r) && r.count > 0
	 && integer_sign (r.part[r.count - 1].high) < 0;
}

static bool
returns_something (const struct snapshot *s)
{
  uint32_t type = snapshot_decls (s)[s->decl].type;

  type = type == NONE ? NONE : snapshot_types (s)[type].element;
  return type != NONE && snapshot_types (s)[type].kind != SNAP_TYPE_VOID;
}

/* Whether the caller knows by what is returned that the lock is held.  */
static bool
is_told_by_result (const struct unreleased *u)
{
  struct memory *m = u->m;
  bool fails, any = false;

  if (!returns_something (m->s))
    return false;
  fails = says_failure (m, &u->exit->state, u->exit->value);
  for (const struct memory_exit *x = m->exits; x; x = x->next)
    {
      struct region_state r = memory_region (&x->state, u->lock.region);

      if (x->unwinds || r.resource != RESOURCE_RELEASED
	  || r.flags & (LOCK_WAS_HELD | LOCK_IS_UNCERTAIN))
	continue;
      if (u->exit->value != 0 && x->value == u->exit->value)
	return false;
      any |= fails && !says_failure (m, &x->state, x->value);
    }
  return !any;
}

static void
report (struct memory *m, const struct memory_state *s, uint32_t statement,
	const struct region_state *lock, uint32_t operand)
{
  struct memory_found *f
    = memory_find (m, s, FOUND_LOCK_HELD,
		   memory_place_of_loss (m, s, statement),
		   OPERAND (OPERAND_NONE, 0), lock->region);

  if (!f)
    return;
  f->family = lock->family;
  f->text = memory_lock_text (m, operand);
}

static bool
is_certainly_held (const struct memory *m, const struct region_state *r)
{
  return memory_kind (&m->values, r->region) == NODE_POINTER
	 && r->resource == RESOURCE_HELD
	 && !(r->flags & (LOCK_WAS_HELD | LOCK_IS_UNCERTAIN));
}

/* Whether the call that took the lock also releases it on other ways: these part in the
   callee, and are told there.  */
static bool
parts_in_callee (const struct unreleased *u, const struct memory_path *taken)
{
  for (const struct lock_release *l = u->m->lock_releases; l; l = l->next)
    if (l->lock == u->lock.region && l->statement == taken->where)
      return true;
  return false;
}

static void
check_exit (struct memory *m, const struct memory_exit *x,
	    const struct region_state *lock)
{
  struct unreleased u = { m, x, *lock, NULL };
  const struct memory_path *taken = NULL;
  uint32_t block;

  if (x->value != 0
      && memory_mentions (&m->values, x->value,
			  memory_node (&m->values, lock->region)->a))
    return;
  find_releasing_blocks (&u);
  block = parting_block (&u, &taken);
  if (block == NONE || parts_in_callee (&u, taken)
      || !dominates (m->dominators,
		     snapshot_statements (m->s)[taken->where].block, block)
      || asks_parameter (m->s, block) || is_told_by_result (&u))
    return;
  report (m, &x->state, x->statement, lock, taken->operand);
}

void
memory_check_locks (struct memory *m, struct memory_state *s,
		    uint32_t statement)
{
  uint32_t n;
  const struct region_state *r = memory_regions (s, &n);

  if (!m->replay || !m->has_locks)
    return;
  for (uint32_t i = 0; i < n; i++)
    if (is_certainly_held (m, &r[i]))
      report (m, s, statement, &r[i], OPERAND (OPERAND_NONE, 0));
}

void
memory_find_unreleased (struct memory *m)
{
  if (!m->lock_releases || m->gave_up || memory_is_main (m))
    return;
  for (const struct memory_exit *x = m->exits; x; x = x->next)
    {
      uint32_t n;
      const struct region_state *r = memory_regions (&x->state, &n);

      for (uint32_t i = 0; !x->unwinds && i < n; i++)
	if (is_certainly_held (m, &r[i]))
	  check_exit (m, x, &r[i]);
    }
}
