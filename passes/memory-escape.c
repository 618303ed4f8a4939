/* memory-escape.c - what others can get at, and what nobody can.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory-element.h"
#include "passes/memory.h"

#include <string.h>

void
memory_escape_contents (struct memory *m, struct memory_state *s,
			uint32_t region)
{
  struct memory_state before;
  uint32_t n;
  const struct binding *b;

  memory_state_copy (&before, s);
  b = memory_bindings (&before, &n);
  for (uint32_t i = memory_find_binding (&before, region, INT64_MIN / 4);
       i < n && b[i].region == region; i++)
    memory_escape (m, s, b[i].value);
  memory_state_release (&m->pool, &before);
}

void
memory_store_perhaps (struct memory *m, struct memory_state *s,
		      const struct location *l, uint32_t statement)
{
  struct memory_state before;
  uint32_t n;
  const struct binding *b;

  memory_state_copy (&before, s);
  b = memory_bindings (&before, &n);
  if (l->offset != OFFSET_UNKNOWN && l->size != SIZE_UNKNOWN)
    for (uint32_t i = memory_find_binding (&before, l->region, l->offset);
	 i < n && b[i].region == l->region
	 && b[i].offset < l->offset + (int64_t) l->size; i++)
      memory_escape (m, s, b[i].value);
  memory_state_release (&m->pool, &before);
  memory_store (m, s, l, 0, statement);
}

/* What a function reads at the end of a longer chain of loads is hardly ever its to
   release, and each would be told to all callers.  */
#define OWNED_LOADS 2

/* What NODE would be if nobody had changed anything since the function was entered;
   0 if that is not known, or it takes more than LOADS to read.  */
static uint32_t
unchanged (struct memory *m, uint32_t node, unsigned loads)
{
  struct memory_node n = *memory_node (&m->values, node);
  uint32_t place = memory_place_loaded (m, node);

  if (place != 0)
    return unchanged (m, place, loads);
  if (n.kind == NODE_PARAMETER)
    return node;
  if (n.kind == NODE_VARIABLE)
    return snapshot_decls (m->s)[n.a].kind == DECL_PARAMETER ? node : 0;
  if (n.kind != NODE_POINTER && n.kind != NODE_POINTEE
      && (n.kind != NODE_INITIAL || loads-- == 0))
    return 0;
  n.a = unchanged (m, n.a, loads);
  return n.a == 0 ? 0
	 : memory_make (&m->values, (enum memory_node_kind) n.kind, n.type,
			n.a, n.kind == NODE_INITIAL ? 0 : n.b, n.number);
}

void
memory_escape_unchanged (struct memory *m, struct memory_state *s,
			 uint32_t region)
{
  uint32_t first;
  struct region_state r;

  if (memory_kind (&m->values, region) != NODE_POINTEE)
    return;
  first = unchanged (m, region, OWNED_LOADS);
  if (first == 0 || first == region)
    return;
  r = memory_region (s, first);
  if (r.flags & REGION_HAS_ESCAPED)
    return;
  r.flags |= REGION_HAS_ESCAPED;
  memory_set_region (&m->pool, s, &r);
}

static void
escape_region (struct memory *m, struct memory_state *s, uint32_t region)
{
  struct region_state r = memory_region (s, region);

  if (r.flags & REGION_HAS_ESCAPED)
    return;
  r.flags |= REGION_HAS_ESCAPED;
  memory_set_region (&m->pool, s, &r);
  memory_escape_unchanged (m, s, region);
  memory_escape_contents (m, s, region);
}

void
memory_escape (struct memory *m, struct memory_state *s, uint32_t value)
{
  struct memory_node n = *memory_node (&m->values, value);

  switch (n.kind)
    {
    case NODE_POINTER:
      escape_region (m, s, n.a);
      break;
    case NODE_BINARY:
      memory_escape (m, s, n.b);
      /* Fall through.  */
    case NODE_UNARY:
      memory_escape (m, s, n.a);
      break;
    default:
      memory_lose_descriptor (m, s, value);
      break;
    }
}

struct change
{
  struct memory *m;
  struct memory_state *s;
};

bool
memory_is_constant (const struct memory *m, uint32_t region)
{
  const struct memory_node *n = memory_node (&m->values, region);

  return n->kind == NODE_VARIABLE
	 && (snapshot_decls (m->s)[n->a].flags
	     & (DECL_IS_GLOBAL | DECL_IS_READONLY | DECL_IS_VOLATILE))
	    == (DECL_IS_GLOBAL | DECL_IS_READONLY);
}

/* Whether others cannot write to REGION.  */
static bool
is_private (struct memory *m, const struct memory_state *s, uint32_t region)
{
  const struct memory_node *n = memory_node (&m->values, region);

  if (memory_is_constant (m, region))
    return true;
  if (memory_region (s, region).flags & REGION_HAS_ESCAPED)
    return false;
  switch (n->kind)
    {
    case NODE_VARIABLE:
      return !(snapshot_decls (m->s)[n->a].flags & DECL_IS_GLOBAL);
    case NODE_POINTEE:
      return false;
    default:
      return true;
    }
}

static bool
keep_private (void *data, const struct binding *b)
{
  struct change *c = data;

  return is_private (c->m, c->s, b->region);
}

/* What lies where others can get at it has got out.  */
static void
escape_public (struct memory *m, struct memory_state *s)
{
  struct memory_state before;
  uint32_t n;
  const struct binding *b;

  memory_state_copy (&before, s);
  b = memory_bindings (&before, &n);
  for (uint32_t i = 0; i < n; i++)
    if (!is_private (m, &before, b[i].region))
      memory_escape (m, s, b[i].value);
  memory_state_release (&m->pool, &before);
}

void
memory_change_escaped (struct memory *m, struct memory_state *s,
		       uint32_t statement)
{
  struct change c = { m, s };
  uint32_t n;
  const struct region_state *r;

  escape_public (m, s);
  if (memory_replay_is_calm (m))
    {
      memory_change_given (m, s, statement);
      return;
    }
  memory_filter_bindings (&m->pool, s, keep_private, &c);
  s->epoch = statement + 1;
  r = memory_regions (s, &n);
  for (uint32_t i = 0; i < n; i++)
    if (r[i].flags & REGION_HAS_ESCAPED
	&& !memory_is_constant (m, r[i].region)
	&& memory_kind (&m->values, r[i].region) != NODE_POINTEE
	&& memory_kind (&m->values, r[i].region) != NODE_POINTER)
      {
	/* A lock has other flags, and memory_pass_locks.  */
	struct region_state changed = r[i];

	changed.flags |= REGION_IS_OPEN;
	/* It may have been released, or not.  */
	if (changed.resource != RESOURCE_RELEASED)
	  changed.resource = RESOURCE_NONE;
	memory_set_region (&m->pool, s, &changed);
	r = memory_regions (s, &n);
      }
}

/* Ages.  */

struct aging
{
  struct memory *m;
  uint32_t statement;
};

static uint32_t
older (void *data, uint32_t node)
{
  struct aging *a = data;
  struct memory_node n = *memory_node (&a->m->values, node);

  /* What was changed here in the round before.  */
  if (n.kind == NODE_INITIAL && n.b == a->statement + 1)
    return 0;
  if ((n.kind != NODE_RESULT && n.kind != NODE_HEAP && n.kind != NODE_ALLOCA)
      || n.a != a->statement)
    return node;
  return n.number ? 0 : memory_make (&a->m->values,
				     (enum memory_node_kind) n.kind, n.type,
				     n.a, n.b, 1);
}

/* What STATEMENT made two rounds ago is about to be unknown: what hangs on it is out
   of sight, and not lost.  */
static void
lose_sight (struct memory *m, struct memory_state *s, uint32_t statement)
{
  struct memory_state before;
  uint32_t n;
  const struct binding *b;

  memory_state_copy (&before, s);
  b = memory_bindings (&before, &n);
  for (uint32_t i = 0; i < n; i++)
    {
      const struct memory_node *r = memory_node (&m->values, b[i].region);
      enum resource resource;

      if (r->kind != NODE_HEAP || r->a != statement || !r->number)
	continue;
      resource = (enum resource) memory_region (&before, b[i].region).resource;
      if (resource == RESOURCE_HELD || resource == RESOURCE_UNCHECKED)
	memory_escape (m, s, b[i].value);
    }
  memory_state_release (&m->pool, &before);
}

void
memory_age (struct memory *m, struct memory_state *s, uint32_t statement)
{
  struct aging a = { m, statement };
  const struct replacement r = { MADE_AT (statement), older, &a };

  if (!m->is_in_loop[snapshot_statements (m->s)[statement].block]
      || m->aged == statement)
    return;
  m->aged = statement;
  /* What it has not made yet nothing holds.  */
  if (m->was_done[statement])
    {
      lose_sight (m, s, statement);
      memory_move_elements (m, s, &r);
      memory_replace (&m->pool, s, &m->values, &r);
    }
  m->was_done[statement] = 1;
}

/* Reaching.  */

/* Those that are in REGIONS are marked.  */
struct reach
{
  struct memory *m;
  uint32_t *regions;
  uint32_t count, capacity;	/* Nothing more is added once they are equal.  */
};

static void
reach_value (struct reach *r, uint32_t value)
{
  const struct memory_node *n = memory_node (&r->m->values, value);

  if (n->kind == NODE_UNARY || n->kind == NODE_BINARY)
    {
      reach_value (r, n->a);
      if (n->kind == NODE_BINARY)
	reach_value (r, n->b);
      return;
    }
  if (n->kind != NODE_POINTER || r->count == r->capacity
      || r->m->marks[n->a] == r->m->mark)
    return;
  r->m->marks[n->a] = r->m->mark;
  r->regions[r->count++] = n->a;
}

/* Whether the caller can see what lies in REGION when the function has
   returned, or anybody now.  */
static bool
outlives (struct memory *m, const struct memory_state *s, uint32_t region,
	  bool at_exit)
{
  const struct memory_node *n = memory_node (&m->values, region);

  if (memory_region (s, region).flags & REGION_HAS_ESCAPED)
    return true;
  if (n->kind == NODE_VARIABLE)
    return !at_exit
	   || snapshot_decls (m->s)[n->a].flags & (DECL_IS_GLOBAL
						   | DECL_IS_STATIC);
  return n->kind == NODE_POINTEE;
}

#define MOST_REACHED 256

bool
memory_mark_reachable (struct memory *m, const struct memory_state *s,
		       uint32_t statement, uint32_t returned)
{
  uint32_t block = snapshot_statements (m->s)[statement].block;
  uint32_t regions[MOST_REACHED], n;
  struct reach r = { m, regions, 0, MOST_REACHED };
  bool at_exit = returned != NONE;
  const struct name_value *names = memory_names (s, &n);
  const struct binding *b;

  memory_marks_begin (m);
  if (at_exit)
    reach_value (&r, returned);
  for (uint32_t i = 0; !at_exit && i < n && r.count < r.capacity; i++)
    if (snapshot_ssa (m->s)[names[i].name].decl != NONE
	|| m->last_use[names[i].name] > statement
	|| live_out (m->liveness, block, names[i].name))
      reach_value (&r, names[i].value);
  b = memory_bindings (s, &n);
  for (uint32_t i = 0; i < n && r.count < r.capacity; i++)
    if (outlives (m, s, b[i].region, at_exit))
      reach_value (&r, b[i].value);
  for (uint32_t done = 0; done < r.count && r.count < r.capacity; done++)
    for (uint32_t i = memory_find_binding (s, regions[done], INT64_MIN / 4);
	 i < n && b[i].region == regions[done]; i++)
      reach_value (&r, b[i].value);
  return r.count < r.capacity;
}
