/* memory-lock.c - locks that are taken twice, or released twice.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A mutex may be a recursive one, which functions take again that are called while
   it is held.  So of mutexes it is told only if one body takes it twice; of
   others (`once') always.  */

#include "passes/memory.h"

#include "passes/alias.h"
#include "passes/undefined.h"

/* Steps from an argument to what it was computed from.  */
#define MOST_STEPS 8

static bool
has_index (const struct snapshot *s, uint32_t operand)
{
  for (unsigned i = 0; i < MOST_STEPS; i++)
    {
      const struct snap_statement *d;
      const uint32_t *o;

      if (operand_kind (operand) == OPERAND_ADDRESS)
	{
	  const struct snap_memory *memory
	    = &snapshot_memory (s)[operand_index (operand)];

	  if (memory->flags & MEMORY_IS_VARIABLE)
	    return true;
	  operand = memory->base;
	  continue;
	}
      if (operand_kind (operand) != OPERAND_SSA)
	return false;
      d = ssa_definition (s, operand_index (operand));
      if (!d || d->code != STATEMENT_ASSIGN || d->n_operands == 0)
	return false;
      o = snapshot_operands (s) + d->first_operand;
      if (d->operation == OPERATION_POINTER_PLUS
	  && operand_kind (o[1]) != OPERAND_CONSTANT)
	return true;
      operand = o[0];
    }
  return true;
}

static bool
is_followed (const struct memory *m, uint32_t operand, uint32_t value)
{
  const struct memory_node *n = memory_node (&m->values, value);

  return n->kind == NODE_POINTER && n->a != 0 && n->number != OFFSET_UNKNOWN
	 && !has_index (m->s, operand);
}

static void
found (struct memory *m, struct memory_state *s, enum found_kind kind,
       uint32_t statement, uint32_t operand, const struct region_state *r,
       const char *name)
{
  struct memory_found *f
    = memory_find_named (m, s, kind, statement, operand, r->region, r->family,
			 name);

  if (f)
    f->text = memory_lock_text (m, operand);
}

const char *
memory_lock_text (struct memory *m, uint32_t operand)
{
  const char *text = operand_kind (operand) == OPERAND_NONE
		     ? "<unknown>" : memory_operand_text (m, operand);

  /* The lock, not its address.  */
  return *text == '&' ? text + 1 : text;
}

static void
note_release (struct memory *m, uint32_t lock, uint32_t statement)
{
  struct lock_release *l;

  if (m->replay)
    return;
  for (l = m->lock_releases; l; l = l->next)
    if (l->lock == lock && l->statement == statement)
      return;
  l = scratch_alloc (&m->scratch, 1, sizeof *l);
  l->lock = lock;
  l->statement = statement;
  l->next = m->lock_releases;
  m->lock_releases = l;
}

static void
release (struct memory *m, struct memory_state *s, uint32_t statement,
	 uint32_t operand, struct region_state *r, const char *name)
{
  struct memory_path *p;

  if (r->resource == RESOURCE_RELEASED
      && !(r->flags & (LOCK_WAS_PASSED | LOCK_IS_UNCERTAIN)))
    {
      if (!(r->flags & LOCK_WAS_HELD) || r->flags & LOCK_IS_ONCE)
	found (m, s, FOUND_DOUBLE_UNLOCK, statement, operand, r, name);
      r->flags |= LOCK_IS_UNCERTAIN;
      memory_set_region (&m->pool, s, r);
      return;
    }
  if (r->resource == RESOURCE_NONE)
    r->flags |= LOCK_WAS_HELD;
  r->resource = RESOURCE_RELEASED;
  r->flags &= LOCK_WAS_HELD | LOCK_IS_UNCERTAIN | LOCK_IS_ONCE;
  memory_set_region (&m->pool, s, r);
  note_release (m, r->region, statement);
  p = memory_note (m, s, PATH_RELEASED, statement, r->region);
  p->name = name;
  p->operand = operand;
}

static void
take (struct memory *m, struct memory_state *s, uint32_t statement,
      uint32_t operand, struct region_state *r, uint32_t does,
      const char *name)
{
  bool in_callee = m->applied_callee != NONE;

  if (r->resource == RESOURCE_HELD)
    {
      if (does & MODEL_LOCKS
	  && !(r->flags & (LOCK_WAS_PASSED | LOCK_IS_UNCERTAIN))
	  && (does & MODEL_ONCE || m->is_likely
	      || (!in_callee && !(r->flags & LOCK_IN_CALLEE))))
	{
	  found (m, s, FOUND_DOUBLE_LOCK, statement, operand, r, name);
	  m->has_left = true;
	  return;
	}
      r->flags |= LOCK_IS_UNCERTAIN;
      memory_set_region (&m->pool, s, r);
      return;
    }
  r->resource = RESOURCE_HELD;
  r->flags &= LOCK_WAS_HELD | LOCK_IS_UNCERTAIN;
  r->flags |= (in_callee ? LOCK_IN_CALLEE : 0)
	      | (does & MODEL_ONCE ? LOCK_IS_ONCE : 0);
  memory_set_region (&m->pool, s, r);
  memory_note (m, s, PATH_ALLOCATED, statement, r->region)->operand = operand;
}

void
memory_use_lock (struct memory *m, struct memory_state *s, uint32_t statement,
		 uint32_t operand, uint32_t value,
		 const struct model_argument *a, const char *name,
		 bool has_result)
{
  struct region_state r;

  if (!is_followed (m, operand, value))
    return;
  m->has_locks = true;
  r = memory_region (s, value);
  r.region = value;
  r.family = memory_family (m, a->family);
  if (a->does & MODEL_UNLOCKS)
    {
      release (m, s, statement, operand, &r, name);
      return;
    }
  /* Who does not look at the result does not know.  */
  if (a->does & MODEL_TRIES && !has_result)
    {
      r.resource = RESOURCE_HELD;
      r.flags |= LOCK_IS_UNCERTAIN;
      memory_set_region (&m->pool, s, &r);
      return;
    }
  take (m, s, statement, operand, &r, a->does, name);
}

void
memory_apply_lock (struct memory *m, struct memory_state *s,
		   uint32_t statement, uint32_t operand, uint32_t value,
		   uint32_t flags, uint32_t resource, const char *family)
{
  bool is_held = resource == RESOURCE_HELD, was_held = flags & LOCK_WAS_HELD;
  uint32_t does = MODEL_LOCKS | (flags & LOCK_IS_ONCE ? MODEL_ONCE : 0);
  struct region_state r;

  if (!is_followed (m, operand, value))
    return;
  m->has_locks = true;
  r = memory_region (s, value);
  r.region = value;
  r.family = memory_family (m, family);
  if (flags & (LOCK_IS_UNCERTAIN | LOCK_WAS_PASSED))
    {
      r.resource = RESOURCE_HELD;
      r.flags |= LOCK_IS_UNCERTAIN;
      memory_set_region (&m->pool, s, &r);
    }
  else if (was_held && is_held)
    {
      r.flags |= LOCK_WAS_PASSED;
      if (r.resource != RESOURCE_NONE)
	memory_set_region (&m->pool, s, &r);
    }
  else if (was_held)
    release (m, s, statement, operand, &r, family);
  else
    {
      take (m, s, statement, operand, &r, does,
	    snapshot_string (m->s, snapshot_decls (m->s)[m->called].name));
      if (!is_held && !m->has_left && !(r.flags & LOCK_IS_UNCERTAIN))
	release (m, s, statement, operand, &r, family);
    }
}

/* Somebody may have taken or released LOCK in STATEMENT.  */
static void
pass (struct memory *m, struct memory_state *s, uint32_t statement,
      const struct region_state *lock)
{
  struct region_state r = *lock;

  r.flags |= LOCK_WAS_PASSED;
  memory_set_region (&m->pool, s, &r);
  memory_note (m, s, PATH_PASSED, statement, r.region);
}

/* Whether others can get at a lock in REGION: functions of this unit, or also those
   of others.  */
static bool
is_public (const struct memory *m, uint32_t region, bool of_unit)
{
  const struct memory_node *n = memory_node (&m->values, region);
  uint32_t flags = n->kind == NODE_VARIABLE
		   ? snapshot_decls (m->s)[n->a].flags : 0;

  return flags & DECL_IS_GLOBAL || (of_unit && flags & DECL_IS_STATIC);
}

void
memory_pass_locks (struct memory *m, struct memory_state *s,
		   uint32_t statement, bool of_unit)
{
  uint32_t n;
  const struct region_state *r = memory_regions (s, &n);

  for (uint32_t i = 0; m->has_locks && i < n; i++)
    if (memory_kind (&m->values, r[i].region) == NODE_POINTER
	&& is_public (m, memory_node (&m->values, r[i].region)->a, of_unit))
      {
	pass (m, s, statement, &r[i]);
	r = memory_regions (s, &n);
      }
}

void
memory_pass_lock_in (struct memory *m, struct memory_state *s,
		     uint32_t statement, uint32_t value)
{
  const struct memory_node *v = memory_node (&m->values, value);
  uint32_t n, region = v->kind == NODE_POINTER ? v->a : 0;
  const struct region_state *r = memory_regions (s, &n);

  for (uint32_t i = 0; m->has_locks && region != 0 && i < n; i++)
    if (memory_kind (&m->values, r[i].region) == NODE_POINTER
	&& memory_node (&m->values, r[i].region)->a == region)
      {
	pass (m, s, statement, &r[i]);
	r = memory_regions (s, &n);
      }
}

void
memory_lose_lock (struct memory *m, struct memory_state *s, uint32_t value)
{
  struct region_state r;

  if (!m->has_locks || !memory_is_pointer (&m->values, value))
    return;
  r = memory_region (s, value);
  if (r.resource == RESOURCE_NONE)
    return;
  r.region = value;
  r.flags |= LOCK_IS_UNCERTAIN;
  memory_set_region (&m->pool, s, &r);
}

void
memory_lose_locks_of (struct memory *m, struct memory_state *s, uint32_t value)
{
  const struct memory_node *v = memory_node (&m->values, value);
  uint32_t n, region = v->kind == NODE_POINTER ? v->a : 0;
  const struct region_state *r = memory_regions (s, &n);

  for (uint32_t i = 0; m->has_locks && region != 0 && i < n; i++)
    if (memory_kind (&m->values, r[i].region) == NODE_POINTER
	&& memory_mentions (&m->values, r[i].region, region))
      {
	memory_lose_lock (m, s, r[i].region);
	r = memory_regions (s, &n);
      }
}
