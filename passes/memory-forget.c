/* memory-forget.c - what a state says that nothing can ask for any more.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   States that say the same become one, so a state that enters a block says
   nothing of dead names, nor of values and regions that no name, no memory and
   no caller leads to.  What must be released is never forgotten.  */

#include "passes/memory-element.h"
#include "passes/memory.h"

#include <string.h>

/* Known runs of bits, before all that others can see is forgotten.  */
#define MOST_BINDINGS 64

struct keeping
{
  struct memory *m;
  struct memory_state *s;
  uint32_t block;
};

static bool
must_be_released (const struct region_state *r)
{
  return r->resource == RESOURCE_UNCHECKED || r->resource == RESOURCE_HELD;
}

static bool
keep_name (void *data, const struct name_value *e)
{
  struct keeping *k = data;
  const struct memory_node *n;
  struct region_state r;

  if (live_in (k->m->liveness, k->block, e->name))
    return true;
  /* Who forgets it leaks it: GCC counts names until the function ends.  */
  n = memory_node (&k->m->values, e->value);
  if (n->kind != NODE_POINTER)
    return false;
  r = memory_region (k->s, n->a);
  return must_be_released (&r) && snapshot_ssa (k->m->s)[e->name].decl != NONE;
}

/* Marks.  */

void
memory_marks_begin (struct memory *m)
{
  if (m->mark_capacity < m->values.count)
    {
      m->mark_capacity = m->values.capacity;
      m->marks = scratch_numbers (&m->scratch, m->mark_capacity);
      m->mark = 0;
    }
  m->mark++;
}

/* Nodes made since the marks began have none; there is room for theirs now.  */
static void
extend_marks (struct memory *m)
{
  const uint32_t *old = m->marks;
  uint32_t n = m->mark_capacity;

  if (n >= m->values.count)
    return;
  m->mark_capacity = m->values.capacity;
  m->marks = scratch_numbers (&m->scratch, m->mark_capacity);
  memcpy (m->marks, old, n * sizeof *old);
}

static bool
is_marked (const struct memory *m, uint32_t node)
{
  return m->marks[node] == m->mark;
}

/* NODE and all it is made of.  */
static void
mark_node (struct memory *m, uint32_t node)
{
  for (;;)
    {
      const struct memory_node *n = memory_node (&m->values, node);

      if (is_marked (m, node))
	return;
      m->marks[node] = m->mark;
      switch (n->kind)
	{
	case NODE_BINARY:
	  mark_node (m, n->b);
	  break;
	case NODE_POINTER:
	case NODE_POINTEE:
	case NODE_INITIAL:
	case NODE_UNARY:
	  break;
	default:
	  return;
	}
      node = n->a;
    }
}

/* Whether NODE is told to callers: of parameters, as they were on entry.  */
static bool
is_of_parameter (const struct memory *m, uint32_t node)
{
  for (;;)
    {
      const struct memory_node *n = memory_node (&m->values, node);

      if (n->kind == NODE_PARAMETER)
	return true;
      if (n->kind != NODE_POINTER && n->kind != NODE_POINTEE
	  && (n->kind != NODE_INITIAL || n->b != 0))
	return false;
      node = n->a;
    }
}

/* Whether a way leads to REGION in S, or to what holds it.  What is found has a mark
   then: all that it is a part of is found as well, so nothing is missed where marks are
   followed no further.  */
static bool
is_found_again (const struct memory *m, const struct memory_state *s,
		uint32_t region)
{
  const struct memory_node *n;
  bool is_found;

  if (is_marked (m, region))
    return true;
  n = memory_node (&m->values, region);
  switch (n->kind)
    {
    case NODE_VARIABLE:
    case NODE_PARAMETER:
      is_found = true;
      break;
    case NODE_POINTER:
    case NODE_POINTEE:
      is_found = is_found_again (m, s, n->a);
      break;
    case NODE_INITIAL:
      /* What was there before others changed it is not read again.  */
      is_found = memory_is_epoch (m, s, n->b) ? is_found_again (m, s, n->a)
		 : is_of_parameter (m, region);
      break;
    default:
      return false;
    }
  if (is_found)
    m->marks[region] = m->mark;
  return is_found;
}

static bool
is_needed (const struct memory *m, const struct memory_state *s,
	   uint32_t value)
{
  const struct memory_node *n = memory_node (&m->values, value);

  if (n->kind == NODE_INTEGER
      || memory_region (s, value).resource != RESOURCE_NONE)
    return true;
  if (n->kind == NODE_BINARY || n->kind == NODE_UNARY)
    return is_marked (m, value)
	   || (is_needed (m, s, n->a)
	       && (n->kind == NODE_UNARY || is_needed (m, s, n->b)));
  return is_found_again (m, s, value);
}

/* Bindings of POINTEEs that nothing leads to say nothing.  */
static bool
is_candidate (const struct memory *m, uint32_t region)
{
  return memory_kind (&m->values, region) == NODE_POINTEE;
}

static void
mark_state (struct memory *m, const struct memory_state *s)
{
  uint32_t n_names, n;
  const struct name_value *names = memory_names (s, &n_names);
  const struct binding *b = memory_bindings (s, &n);
  bool changed = true;

  memory_marks_begin (m);
  for (uint32_t i = 0; i < n_names; i++)
    mark_node (m, names[i].value);
  while (changed)
    {
      changed = false;
      for (uint32_t i = 0; i < n; i++)
	if (!is_marked (m, b[i].value)
	    && (!is_candidate (m, b[i].region)
		|| is_found_again (m, s, b[i].region)))
	  {
	    mark_node (m, b[i].value);
	    changed = true;
	  }
    }
}

/* Whether somebody may ask for the element that B is of: knows its index, or must
   release what it holds.  */
static bool
is_asked_for (const struct keeping *k, const struct binding *b)
{
  const struct memory_node *n = memory_node (&k->m->values, b->value);
  struct region_state r;

  if (n->kind == NODE_POINTER)
    {
      r = memory_region (k->s, n->a);
      if (must_be_released (&r))
	return true;
    }
  return is_needed (k->m, k->s, memory_element_sum (b));
}

static bool
keep_binding (void *data, const struct binding *b)
{
  struct keeping *k = data;

  if (memory_is_element (b) && !is_asked_for (k, b))
    return false;
  return !is_candidate (k->m, b->region)
	 || is_found_again (k->m, k->s, b->region);
}

static bool
keep_range (void *data, const struct value_range *r)
{
  struct keeping *k = data;

  return is_needed (k->m, k->s, r->value);
}

static bool
keep_region (void *data, const struct region_state *r)
{
  struct keeping *k = data;

  return must_be_released (r) || r->flags & REGION_IS_LOST
	 || (memory_kind (&k->m->values, r->region) != NODE_POINTEE
	     && memory_kind (&k->m->values, r->region) != NODE_HEAP)
	 || is_found_again (k->m, k->s, r->region);
}

/* Forget the bindings that KEEP does not want.  Others may still have what lies
   there.  */
static void
forget_bindings (struct keeping *k,
		 bool (*keep) (void *data, const struct binding *))
{
  struct memory_state before;
  uint32_t n;
  const struct binding *b;

  memory_state_copy (&before, k->s);
  b = memory_bindings (&before, &n);
  for (uint32_t i = 0; i < n; i++)
    if (!keep (k, &b[i]))
      memory_escape (k->m, k->s, b[i].value);
  memory_filter_bindings (&k->m->pool, k->s, keep, k);
  memory_state_release (&k->m->pool, &before);
}

/* Of memory that others can see, too.  */
static bool
keep_local (void *data, const struct binding *b)
{
  struct keeping *k = data;
  const struct memory_node *n = memory_node (&k->m->values, b->region);

  return n->kind != NODE_POINTEE
	 && (n->kind != NODE_VARIABLE
	     || !(snapshot_decls (k->m->s)[n->a].flags & DECL_IS_GLOBAL));
}

/* So much is known of memory that it takes too long to compare: what others can
   see is taken to have changed.  */
static void
forget_public (struct keeping *k)
{
  uint32_t n;

  memory_bindings (k->s, &n);
  if (n <= MOST_BINDINGS)
    return;
  forget_bindings (k, keep_local);
  k->s->epoch = EPOCH_MERGED + k->block;
}

void
memory_forget_dead (struct memory *m, struct memory_state *s, uint32_t block)
{
  struct keeping k = { m, s, block };

  if (m->liveness->n_blocks)
    memory_filter_names (&m->pool, s, keep_name, &k);
  forget_public (&k);
  mark_state (m, s);
  forget_bindings (&k, keep_binding);
  extend_marks (m);
  memory_filter_ranges (&m->pool, s, keep_range, &k);
  memory_filter_regions (&m->pool, s, keep_region, &k);
}
