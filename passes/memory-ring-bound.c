/* memory-ring-bound.c - what the summary of a function in a ring of calls says.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Each call in a ring brings in what the callee does to its arguments, and so
   without a bound a function that walks a list would release its first element,
   its first two, its first three ...  Three things are bounded.  How far away
   from a parameter the memory is that is told of: what is done further away has
   "escaped and may hold anything".  What is new: that to which the caller gets
   at once, by number, not by where it was made.  And, once a summary has changed
   a few times, its numbers (widening: Cousot, Cousot, "Abstract Interpretation",
   1977).  */

#include "passes/memory-element.h"
#include "passes/memory-ring.h"
#include "passes/memory-summarize.h"

#include <string.h>

void
memory_ring_find_new (struct summarizing *z, const struct memory_exit *x)
{
  struct memory *m = z->m;
  const struct memory_node *value = memory_node (&m->values, x->value);
  uint32_t n;
  const struct binding *b = memory_bindings (&x->state, &n);

  z->n_visible = 0;
  if (value->kind == NODE_POINTER
      && memory_kind (&m->values, value->a) == NODE_HEAP)
    z->visible[z->disjunct][z->n_visible++] = value->a;
  for (uint32_t i = 0; i < n; i++)
    {
      value = memory_node (&m->values, b[i].value);
      if (value->kind != NODE_POINTER
	  || memory_kind (&m->values, value->a) != NODE_HEAP
	  || memory_kind (&m->values, b[i].region) != NODE_POINTEE
	  || memory_is_element (&b[i])
	  || z->n_visible == SUMMARY_MOST_VISIBLE
	  || memory_ring_export_new (z, value->a) != 0
	  || summary_export (z, b[i].region) == 0)
	continue;
      z->visible[z->disjunct][z->n_visible++] = value->a;
    }
}

uint32_t
memory_ring_export_new (struct summarizing *z, uint32_t region)
{
  for (uint32_t i = 0; i < z->n_visible; i++)
    if (z->visible[z->disjunct][i] == region)
      return summary_add_node (z, 0, SUMMARY_HEAP, 0, i, 0, 0);
  return 0;
}

/* The parameter PARAMETER of the function at hand is a pointer to a pointer.  */
static bool
is_indirect (const struct snapshot *s, uint32_t parameter)
{
  uint32_t type;

  if (parameter >= s->n_parameters)
    return false;
  type = snapshot_decls (s)[snapshot_lists (s)[s->first_parameter
					       + parameter]].type;
  if (type == NONE || snapshot_types (s)[type].kind != SNAP_TYPE_POINTER)
    return false;
  type = snapshot_types (s)[type].element;
  return type != NONE && snapshot_types (s)[type].kind == SNAP_TYPE_POINTER;
}

bool
memory_ring_is_far (const struct summarizing *z, uint32_t a)
{
  unsigned steps = 1;

  for (;;)
    switch (z->nodes[a].kind)
      {
      case SUMMARY_POINTEE:
	steps++;
	/* Fall through.  */
      case SUMMARY_INITIAL:
      case SUMMARY_POINTER:
	a = z->nodes[a].a;
	break;
      case SUMMARY_PARAMETER:
	return steps > (is_indirect (z->m->s, z->nodes[a].b) ? 2u : 1u);
      default:
	return steps > 1;
      }
}

/* Whether X, of Z, is what node J of OLD is.  */
static bool
is_same_node (const struct summarizing *z, const struct summary_node *x,
	      const struct memory_summary *old, uint32_t j)
{
  const struct summary_node *y = &memory_summary_nodes (old)[j];

  if (x->kind != y->kind || x->size != y->size)
    return false;
  switch (x->kind)
    {
    case SUMMARY_FUNCTION:
    case SUMMARY_STRING:
    case SUMMARY_GLOBAL:
      return strcmp (z->text + x->b, memory_summary_text (old) + y->b) == 0;
    case SUMMARY_FRAME:
      return x->b == y->b;
    case SUMMARY_BINARY:
      if (!is_same_node (z, &z->nodes[x->b], old, y->b))
	return false;
      break;
    default:
      if (x->b != y->b)
	return false;
      break;
    }
  return x->number == y->number
	 && (x->a == 0) == (y->a == 0)
	 && (x->a == 0 || is_same_node (z, &z->nodes[x->a], old, y->a));
}

bool
memory_ring_may_add (const struct summarizing *z, const struct summary_node *n)
{
  const struct memory_summary *old = z->m->ring->before;

  if (!old)
    return true;
  switch (n->kind)
    {
    case SUMMARY_POINTER:
      if (n->number == 0)
	return true;
      break;
    case SUMMARY_INTEGER:
    case SUMMARY_INITIAL:
    case SUMMARY_UNARY:
    case SUMMARY_BINARY:
      break;
    default:
      return true;
    }
  for (uint32_t j = 1; j < old->n_nodes; j++)
    if (is_same_node (z, n, old, j))
      return true;
  return false;
}

bool
memory_ring_widen (const struct summarizing *z, int64_t *low, int64_t *high)
{
  const struct memory_summary *old = z->m->ring->before;
  int64_t least = INT64_MIN, most = INT64_MAX;

  for (uint32_t i = 0; old && i < old->n_entries; i++)
    {
      const struct summary_entry *e = &memory_summary_entries (old)[i];

      if (e->kind != SUMMARY_IN_RANGE && e->kind != SUMMARY_RESULT_IN_RANGE)
	continue;
      if (e->low <= *low && e->low > least)
	least = e->low;
      if (e->high >= *high && e->high < most)
	most = e->high;
    }
  if (old)
    {
      *low = least;
      *high = most;
    }
  return *low != INT64_MIN || *high != INT64_MAX;
}

/* The node of what lies on the way to REGION, which is not told: the first that is
   too far away, or the last that is not, or 0.  *IS_ITSELF: it is REGION.  */
static uint32_t
find_edge (struct summarizing *z, uint32_t region, bool *is_itself)
{
  for (*is_itself = true;; *is_itself = false)
    {
      struct memory_node n = *memory_node (&z->m->values, region);
      uint32_t value;

      if (n.kind != NODE_POINTEE)
	return 0;
      value = summary_export (z, region);
      if (value != 0)
	return value;
      value = summary_export (z, n.a);
      if (value != 0 && z->nodes[value].kind == SUMMARY_INITIAL)
	return summary_add_node (z, 0, SUMMARY_POINTEE, value, 0, 0, 0);
      n = *memory_node (&z->m->values, n.a);
      if (n.kind != NODE_INITIAL)
	return 0;
      region = n.a;
    }
}

static void
add_once (struct summarizing *z, enum summary_entry_kind kind, uint32_t node,
	  uint16_t flags)
{
  for (uint32_t i = z->n_entries; i-- > 0
				  && z->entries[i].disjunct == z->disjunct;)
    if (z->entries[i].kind == kind && z->entries[i].node == node
	&& z->entries[i].flags == flags)
      return;
  summary_add_entry (z, kind, node)->flags = flags;
}

bool
memory_ring_may_write (struct summarizing *z, const struct binding *b)
{
  const struct memory_summary *old = z->m->ring->before;
  uint32_t node = old ? summary_export (z, b->region) : 0;

  if (node == 0)
    return true;
  for (uint32_t i = 0; i < old->n_entries; i++)
    {
      const struct summary_entry *e = &memory_summary_entries (old)[i];

      if (e->kind == SUMMARY_WRITES && e->low == b->offset
	  && e->size == b->size
	  && is_same_node (z, &z->nodes[node], old, e->node))
	return true;
    }
  return false;
}

void
memory_ring_open_far (struct summarizing *z, struct memory_state *s)
{
  struct memory_state before;
  uint32_t n;
  const struct binding *b;

  memory_state_copy (&before, s);
  b = memory_bindings (&before, &n);
  for (uint32_t i = 0; i < n; i++)
    {
      struct region_state r;

      if (memory_kind (&z->m->values, b[i].region) != NODE_POINTEE
	  || memory_ring_may_write (z, &b[i]))
	continue;
      memory_escape (z->m, s, b[i].value);
      r = memory_region (s, b[i].region);
      r.flags |= REGION_IS_OPEN;
      memory_set_region (&z->m->pool, s, &r);
    }
  memory_state_release (&z->m->pool, &before);
}

bool
memory_ring_tell_far (struct summarizing *z, const struct region_state *r)
{
  bool is_itself;
  uint32_t node = find_edge (z, r->region, &is_itself);

  if (node != 0 && is_itself && r->flags & REGION_IS_NULL)
    add_once (z, SUMMARY_IS_NULL, node, 0);
  else if (node != 0 && is_itself && r->flags & REGION_WAS_CHECKED)
    add_once (z, SUMMARY_IS_NONNULL, node, 0);
  if (r->resource != RESOURCE_RELEASED
      && !(r->flags & (REGION_IS_UNRESIZED | REGION_HAS_ESCAPED
		       | REGION_IS_OPEN | REGION_WAS_WRITTEN)))
    return false;
  if (node == 0)
    return true;
  z->is_edge[node] = 1;
  add_once (z, SUMMARY_LETS_ESCAPE, node, 0);
  add_once (z, SUMMARY_OPENS, node, SUMMARY_OPENS_ALL);
  return false;
}
