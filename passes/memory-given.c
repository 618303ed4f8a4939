/* memory-given.c - what a call changes of which it is known that it can.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A function that nobody knows may change whatever others have: a summary has to
   say so.  A finding must not rest on it: on a path that asks a variable twice
   and gets two answers, some call in between would have to have changed it, and
   whoever wrote the code may know that none does.  So where a path is walked
   again, a call changes what its arguments lead to and what it is known to write
   to, and nothing else.  */

#include "passes/memory.h"
#include "passes/call-pointers.h"
#include "passes/memory-effects.h"
#include "passes/structure.h"

#define MOST_GIVEN 256

struct given
{
  struct memory *m;
  struct memory_state *s;
  const struct memory_effects *effects;	/* Of what is called; or NULL.  */
  uint32_t regions[MOST_GIVEN];
  uint32_t count;
};

static void
add_value (struct given *g, uint32_t value)
{
  const struct memory_node *n = memory_node (&g->m->values, value);

  if (n->kind == NODE_UNARY || n->kind == NODE_BINARY)
    {
      add_value (g, n->a);
      if (n->kind == NODE_BINARY)
	add_value (g, n->b);
    }
  /* What was passed to read from it only has not escaped by that.  */
  if (n->kind != NODE_POINTER || g->count == MOST_GIVEN
      || !(memory_region (g->s, n->a).flags & REGION_HAS_ESCAPED))
    return;
  for (uint32_t i = 0; i < g->count; i++)
    if (g->regions[i] == n->a)
      return;
  g->regions[g->count++] = n->a;
}

/* What lies where that points to which is given.  */
static void
follow_given (struct given *g)
{
  uint32_t n;
  const struct binding *b = memory_bindings (g->s, &n);

  for (uint32_t done = 0; done < g->count; done++)
    for (uint32_t i = memory_find_binding (g->s, g->regions[done],
					   INT64_MIN / 4);
	 i < n && b[i].region == g->regions[done]; i++)
      add_value (g, b[i].value);
}

/* The arguments of STATEMENT, and what lies where they point to.  */
static void
find_given (struct given *g, uint32_t statement)
{
  struct memory *m = g->m;
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];

  if (t->code != STATEMENT_CALL)
    return;
  for (uint32_t i = 0; i < call_arguments (t); i++)
    {
      uint32_t o = snapshot_operands (m->s)[t->first_operand + 1 + i];

      if (operand_kind (o) != OPERAND_MEMORY
	  && !parameter_leads_to_const (m->s, t->type, i))
	add_value (g, memory_operand (m, g->s, o, NONE, false));
    }
  follow_given (g);
}

static bool
is_written (const struct given *g, uint32_t decl)
{
  const struct snap_decl *d = &snapshot_decls (g->m->s)[decl];

  if (d->flags & DECL_IS_VOLATILE)
    return true;
  for (uint32_t i = 0; g->effects && i < g->effects->count; i++)
    {
      const struct memory_effect *e = &memory_effects_array (g->effects)[i];

      if (e->flags & MEMORY_IS_WRITTEN && !(e->flags & MEMORY_IS_REACHED)
	  && fingerprint_equal (e->symbol, d->symbol))
	return true;
    }
  return false;
}

/* Whether REGION, or one from which a way leads to it, is given.  */
static bool
is_changed (const struct given *g, uint32_t region)
{
  for (;;)
    {
      const struct memory_node *n = memory_node (&g->m->values, region);

      for (uint32_t i = 0; i < g->count; i++)
	if (g->regions[i] == region)
	  return true;
      switch (n->kind)
	{
	case NODE_VARIABLE:
	  return snapshot_decls (g->m->s)[n->a].flags & DECL_IS_GLOBAL
		 && is_written (g, n->a);
	case NODE_POINTER:
	case NODE_POINTEE:
	case NODE_INITIAL:
	  region = n->a;
	  break;
	default:
	  return false;
	}
    }
}

static bool
keep_binding (void *data, const struct binding *b)
{
  return !is_changed (data, b->region);
}

static void
open_region (struct given *g, uint32_t region)
{
  struct region_state r = memory_region (g->s, region);

  r.flags |= REGION_IS_OPEN;
  /* It may have been released, or not.  */
  if (r.flags & REGION_HAS_ESCAPED && r.resource != RESOURCE_RELEASED
      && memory_kind (&g->m->values, region) != NODE_POINTEE
      && memory_kind (&g->m->values, region) != NODE_POINTER)
    r.resource = RESOURCE_NONE;
  memory_set_region (&g->m->pool, g->s, &r);
}

static void
open_changed (struct given *g)
{
  struct memory *m = g->m;
  uint32_t n;
  const struct region_state *r = memory_regions (g->s, &n);

  for (uint32_t i = 0; i < n; i++)
    if (is_changed (g, r[i].region))
      {
	open_region (g, r[i].region);
	r = memory_regions (g->s, &n);
      }
  /* What was not looked at yet has no entry there.  */
  for (uint32_t i = 0; i < g->count; i++)
    open_region (g, g->regions[i]);
  for (uint32_t i = 0; g->effects && i < snapshot_n_decls (m->s); i++)
    if (snapshot_decls (m->s)[i].kind == DECL_VARIABLE
	&& snapshot_decls (m->s)[i].flags & DECL_IS_GLOBAL
	&& is_written (g, i))
      open_region (g, memory_make (&m->values, NODE_VARIABLE, NONE, i, 0, 0));
}

void
memory_change_behind (struct memory *m, struct memory_state *s,
		      uint32_t region)
{
  struct given *g;

  if (region == 0)
    return;
  g = scratch_alloc (&m->scratch, 1, sizeof *g);
  g->m = m;
  g->s = s;
  add_value (g, memory_make_pointer (&m->values, region, 0));
  follow_given (g);
  memory_filter_bindings (&m->pool, s, keep_binding, g);
  open_changed (g);
}

void
memory_change_given (struct memory *m, struct memory_state *s,
		     uint32_t statement)
{
  struct given *g = scratch_alloc (&m->scratch, 1, sizeof *g);
  uint32_t callee
    = m->called == NONE || snapshot_statements (m->s)[statement].code
			   != STATEMENT_CALL
      ? NONE : called_outside_ring (m->cx, m->key, m->s,
				    &snapshot_statements (m->s)[statement]);

  g->m = m;
  g->s = s;
  g->effects = callee == NONE ? NULL : q_memory_effects (m->cx, callee);
  find_given (g, statement);
  memory_filter_bindings (&m->pool, s, keep_binding, g);
  open_changed (g);
}
