/* memory-summarize.c - from the ways out of a function to its summary.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory-element.h"
#include "passes/memory-mark.h"
#include "passes/memory-ring.h"
#include "passes/memory-summarize.h"

#include <string.h>

struct summary_entry *
summary_add_entry (struct summarizing *z, enum summary_entry_kind kind,
		   uint32_t node)
{
  struct summary_entry *e;

  if (z->n_entries == MOST_ENTRIES)
    {
      z->is_too_large = true;
      z->n_entries--;
    }
  e = &z->entries[z->n_entries++];
  memset (e, 0, sizeof *e);
  e->kind = (uint16_t) kind;
  e->disjunct = z->disjunct;
  e->node = node;
  return e;
}

static uint32_t
add_family (struct summarizing *z, uint32_t family)
{
  return summary_add_text (z, family ? z->m->families[family - 1] : "");
}

static bool
to_number (struct integer a, int64_t *number)
{
  if (a.size < -1 || a.size > 1 || a.limb > INT64_MAX)
    return false;
  *number = a.size < 0 ? -(int64_t) a.limb : (int64_t) a.limb;
  return true;
}

/* NODE lies in RANGE, by entries of KIND of which one holds.  */
static void
tell_range (struct summarizing *z, enum summary_entry_kind kind, uint32_t node,
	    const struct range *range)
{
  uint32_t first = z->n_entries;

  for (uint32_t i = 0; i < range->count; i++)
    {
      const struct interval *part = &range->part[i];
      struct summary_entry *e = summary_add_entry (z, kind, node);

      if (!to_number (part->low, &e->low))
	e->low = INT64_MIN;
      if (!to_number (part->high, &e->high))
	e->high = INT64_MAX;
      if (!z->m->ring)
	continue;
      if (!memory_ring_widen (z, &e->low, &e->high))
	{
	  z->n_entries = first;
	  return;
	}
      if (z->n_entries - 1 > first
	  && memcmp (e, e - 1, sizeof *e) == 0)
	z->n_entries--;
    }
}

static void
tell_ranges (struct summarizing *z)
{
  uint32_t n;
  const struct value_range *r = memory_ranges (z->state, &n);

  for (uint32_t i = 0; i < n; i++)
    {
      uint32_t node = summary_export (z, r[i].value);

      if (node != 0)
	tell_range (z, SUMMARY_IN_RANGE, node, r[i].range);
    }
}

static void
tell_lock (struct summarizing *z, const struct region_state *r)
{
  struct memory_node n = *memory_node (&z->m->values, r->region);
  uint32_t node = n.kind == NODE_POINTER && r->resource != RESOURCE_NONE
		  ? summary_export (z, n.a) : 0;
  struct summary_entry *e;

  if (node == 0)
    return;
  e = summary_add_entry (z, SUMMARY_LOCKS, node);
  e->low = n.number;
  e->size = r->resource;
  e->flags = r->flags & ~LOCK_IN_CALLEE;
  e->family = add_family (z, r->family);
}

/* Whether others change what the summary has no word for.  */
static bool
tell_regions (struct summarizing *z)
{
  uint32_t n;
  const struct region_state *r = memory_regions (z->state, &n);
  bool changes = false;

  for (uint32_t i = 0; i < n; i++)
    {
      uint32_t node;

      tell_lock (z, &r[i]);
      if (memory_kind (&z->m->values, r[i].region) != NODE_POINTEE)
	continue;
      node = summary_export (z, r[i].region);
      if (node == 0)
	{
	  changes |= z->m->ring && memory_ring_tell_far (z, &r[i]);
	  continue;
	}
      if (r[i].flags & REGION_IS_NULL)
	summary_add_entry (z, SUMMARY_IS_NULL, node);
      else if (r[i].flags & REGION_WAS_CHECKED)
	summary_add_entry (z, SUMMARY_IS_NONNULL, node);
      if (r[i].flags & REGION_IS_USED)
	summary_add_entry (z, SUMMARY_USES, node);
      if (r[i].resource == RESOURCE_RELEASED)
	summary_add_entry (z, SUMMARY_RELEASES, node)->family
	  = add_family (z, r[i].family);
      else if (r[i].flags & REGION_IS_UNRESIZED)
	summary_add_entry (z, SUMMARY_FAILS_TO_RESIZE, node);
      if (r[i].flags & REGION_HAS_ESCAPED)
	summary_add_entry (z, SUMMARY_LETS_ESCAPE, node);
      /* What was written, and then perhaps changed by others.  */
      if (r[i].flags & REGION_IS_OPEN
	  || (r[i].flags & REGION_WAS_WRITTEN && z->state->epoch != 0))
	summary_add_entry (z, SUMMARY_OPENS, node);
    }
  return changes;
}

/* What lies where the summary has no word for is out of sight.  */
static void
escape_untold (struct summarizing *z, struct memory_state *s)
{
  struct memory_state before;
  uint32_t n;
  const struct binding *b;

  memory_state_copy (&before, s);
  b = memory_bindings (&before, &n);
  for (uint32_t i = 0; i < n; i++)
    {
      enum memory_node_kind kind = memory_kind (&z->m->values, b[i].region);

      if ((kind == NODE_VARIABLE
	   && memory_is_input (&z->m->values, b[i].region))
	  || (kind == NODE_POINTEE && summary_export (z, b[i].region) == 0)
	  || memory_is_element (&b[i]))
	memory_escape (z->m, s, b[i].value);
    }
  memory_state_release (&z->m->pool, &before);
}

static void
let_go (struct summarizing *z, struct memory_state *s, uint32_t value)
{
  const struct memory_node *n = memory_node (&z->m->values, value);

  if (n->kind == NODE_POINTER)
    memory_escape_unchanged (z->m, s, n->a);
}

/* What VALUE, which is returned, and the caller's memory lead to has another owner
   by now, perhaps.  */
static void
let_go_of_results (struct summarizing *z, struct memory_state *s,
		   uint32_t value)
{
  uint32_t n;
  const struct binding *b = memory_bindings (s, &n);

  if (s->epoch == 0)
    return;
  let_go (z, s, value);
  for (uint32_t i = 0; i < n; i++)
    if (memory_kind (&z->m->values, b[i].region) == NODE_POINTEE
	|| memory_kind (&z->m->values, b[i].region) == NODE_HEAP)
      let_go (z, s, b[i].value);
}

/* Whether node VALUE is a pointer into a frame.  */
static bool
is_to_frame (const struct summarizing *z, uint32_t value)
{
  return z->nodes[value].kind == SUMMARY_POINTER
	 && z->nodes[z->nodes[value].a].kind == SUMMARY_FRAME;
}

/* What variables of static storage hold when the function returns: pointers into
   its frame.  */
static void
tell_globals (struct summarizing *z)
{
  uint32_t n;
  const struct binding *b = memory_bindings (z->state, &n);

  for (uint32_t i = 0; i < n; i++)
    {
      char symbol[FINGERPRINT_TEXT_SIZE];
      struct summary_entry *e;
      uint32_t value;

      if (!memory_is_global (z->m, b[i].region) || memory_is_element (&b[i])
	  || b[i].size > INT32_MAX
	  || !memory_is_pointer (&z->m->values, b[i].value))
	continue;
      value = summary_export (z, b[i].value);
      if (!is_to_frame (z, value))
	continue;
      fingerprint_print (symbol,
			 snapshot_decls (z->m->s)
			   [memory_node (&z->m->values, b[i].region)->a]
			   .symbol);
      e = summary_add_entry (z, SUMMARY_WRITES,
		     summary_add_node (z, 0, SUMMARY_GLOBAL, 0, summary_add_text (z, symbol),
			       0, 0));
      e->value = value;
      e->low = b[i].offset;
      e->size = (uint32_t) b[i].size;
    }
}

/* Bindings of what the caller can see; what they lead to comes along.  */
static bool
tell_writes (struct summarizing *z)
{
  uint32_t n;
  const struct binding *b = memory_bindings (z->state, &n);
  bool changes = false;

  for (uint32_t i = 0; i < n; i++)
    {
      enum memory_node_kind kind = memory_kind (&z->m->values, b[i].region);
      uint32_t node = 0, value;
      struct summary_entry *e;

      if (kind == NODE_VARIABLE
	  && memory_is_input (&z->m->values, b[i].region))
	changes = true;
      if (memory_is_element (&b[i]))
	continue;
      if (kind == NODE_POINTEE || kind == NODE_HEAP)
	node = summary_export (z, b[i].region);
      if (node == 0 || b[i].size > INT32_MAX)
	{
	  changes |= kind == NODE_POINTEE && (node != 0 || !z->m->ring);
	  continue;
	}
      if (z->m->ring && kind == NODE_POINTEE
	  && (memory_region (z->state, b[i].region).resource
	      == RESOURCE_RELEASED || !memory_ring_may_write (z, &b[i])))
	continue;
      value = summary_export (z, b[i].value);
      e = summary_add_entry (z, SUMMARY_WRITES, node);
      e->value = value;
      e->low = b[i].offset;
      e->size = (uint32_t) b[i].size;
      e->flags = memory_taint_was_checked (z->state, &b[i]);
    }
  return changes;
}

static void
tell_new (struct summarizing *z)
{
  for (uint32_t i = 0; i < z->n_nodes; i++)
    {
      struct region_state r;
      struct summary_entry *e;

      if (z->nodes[i].kind != SUMMARY_HEAP
	  || (z->m->ring && z->nodes[i].b >= z->n_visible))
	continue;
      r = memory_region (z->state,
			 z->m->ring ? z->visible[z->disjunct][z->nodes[i].b]
				    : z->of[i]);
      e = summary_add_entry (z, SUMMARY_MAKES, i);
      e->flags = r.flags;
      e->low = r.resource;
      e->family = add_family (z, r.family);
    }
}

/* By disjunct and kind, else as they are.  */
static void
sort_entries (struct summarizing *z)
{
  for (uint32_t i = 1; i < z->n_entries; i++)
    for (uint32_t j = i; j > 0 && summary_compare_entries (&z->entries[j - 1],
						   &z->entries[j]) > 0; j--)
      {
	struct summary_entry swap = z->entries[j];

	z->entries[j] = z->entries[j - 1];
	z->entries[j - 1] = swap;
      }
}

static bool
is_condition (const struct summary_entry *e)
{
  return e->kind <= SUMMARY_IS_NONNULL;
}

/* Whether E tells of what is done with values, and tells no ways apart.  */
static bool
is_claim (const struct summary_entry *e)
{
  return e->kind >= SUMMARY_CALLS;
}

/* Whether E tells that others may have done anything to what is further away than
   the summary of a ring tells: no way is another one by that.  */
static bool
is_edge (const struct summarizing *z, const struct summary_entry *e)
{
  return z->m->ring
	 && (e->kind == SUMMARY_CHANGES
	     || ((e->kind == SUMMARY_LETS_ESCAPE || e->kind == SUMMARY_OPENS)
		 && z->is_edge[e->node]));
}

/* Whether the node VALUE may be told as unknown, so that ways are one.  */
static bool
is_vague (const struct summarizing *z, uint32_t value)
{
  const struct summary_node *n = &z->nodes[value];

  return n->kind == SUMMARY_UNKNOWN || n->kind == SUMMARY_UNARY
	 || n->kind == SUMMARY_BINARY
	 || (n->kind == SUMMARY_POINTER
	     && z->nodes[n->a].kind == SUMMARY_STRING);
}

static bool
same_but_disjunct (const struct summarizing *z, const struct summary_entry *a,
		   const struct summary_entry *b)
{
  struct summary_entry x = *a;

  x.disjunct = b->disjunct;
  if (z->disjunct >= MOST_EXACT_DISJUNCTS && is_vague (z, x.value)
      && is_vague (z, b->value))
    x.value = b->value;
  return memcmp (&x, b, sizeof x) == 0;
}

/* The next entry from I on, before END, that makes disjunct D what it is.  */
static uint32_t
next_effect (const struct summarizing *z, uint32_t i, uint32_t end, uint32_t d)
{
  while (i < end && (z->entries[i].disjunct != d
		     || is_condition (&z->entries[i])
		     || is_claim (&z->entries[i])
		     || is_edge (z, &z->entries[i])))
    i++;
  return i;
}

/* Whether the entries from FIRST on do what disjunct D does.  */
static bool
does_the_same (const struct summarizing *z, uint32_t first, uint32_t d)
{
  uint32_t i = 0, j = first;

  for (;; i++, j++)
    {
      i = next_effect (z, i, first, d);
      j = next_effect (z, j, z->n_entries, z->disjunct);
      if (i == first || j == z->n_entries)
	return i == first && j == z->n_entries;
      if (!same_but_disjunct (z, &z->entries[i], &z->entries[j]))
	return false;
    }
}

/* Where disjunct D and the entries from FIRST on leave different values, unknown
   ones are left.  */
static void
forget_differences (struct summarizing *z, uint32_t first, uint32_t d)
{
  uint32_t i = 0, j = first;

  for (;; i++, j++)
    {
      i = next_effect (z, i, first, d);
      j = next_effect (z, j, z->n_entries, z->disjunct);
      if (i == first || j == z->n_entries)
	return;
      if (z->entries[i].value != z->entries[j].value)
	z->entries[i].value = 0;
    }
}

/* Whether the disjunct of entries FIRST to END says something of the kind of E
   about its node.  */
static bool
speaks_of (const struct summarizing *z, uint32_t first, uint32_t end,
	   uint32_t disjunct, const struct summary_entry *e)
{
  for (; first < end; first++)
    if (z->entries[first].disjunct == disjunct
	&& z->entries[first].kind == e->kind
	&& z->entries[first].node == e->node)
      return true;
  return false;
}

static bool
has_entry (const struct summarizing *z, uint32_t end,
	   const struct summary_entry *e, uint32_t disjunct)
{
  struct summary_entry x = *e;

  x.disjunct = disjunct;
  for (uint32_t i = 0; i < end; i++)
    if (memcmp (&z->entries[i], &x, sizeof x) == 0)
      return true;
  return false;
}

/* Whether the disjunct at hand, from FIRST on, says what E says of D.  */
static bool
is_said_again (const struct summarizing *z, uint32_t first,
	       const struct summary_entry *e)
{
  struct summary_entry x = *e;

  x.disjunct = z->disjunct;
  for (; first < z->n_entries; first++)
    if (memcmp (&z->entries[first], &x, sizeof x) == 0)
      return true;
  return false;
}

/* The entries from FIRST on become one with disjunct D, which does the same:
   under conditions on what both have some on.  Ranges of one value are one or
   the other.  Of values is told what both do with them.  */
static void
unite (struct summarizing *z, uint32_t first, uint32_t d)
{
  uint32_t kept = 0, old = z->disjunct;

  forget_differences (z, first, d);
  for (uint32_t i = 0; i < z->n_entries; i++)
    {
      struct summary_entry e = z->entries[i];

      if (i < first)
	{
	  if (e.disjunct == d && is_condition (&e)
	      && !speaks_of (z, first, z->n_entries, old, &e))
	    continue;
	  if (e.disjunct == d && is_claim (&e)
	      && !is_said_again (z, first, &e))
	    continue;
	}
      else if ((!is_edge (z, &e)
		&& (e.kind != SUMMARY_IN_RANGE
		    || !speaks_of (z, 0, kept, d, &e)))
	       || has_entry (z, kept, &e, d))
	continue;
      else
	e.disjunct = d;
      z->entries[kept++] = e;
    }
  z->n_entries = kept;
}

static void
tell_result (struct summarizing *z, uint32_t value)
{
  uint32_t node;
  struct range r;

  if (value != 0 && memory_nullness (z->m, z->state, value) == 1)
    value = memory_make_small (&z->m->values, 0);
  node = summary_export (z, value);
  summary_add_entry (z, SUMMARY_RETURNS, 0)->value = node;
  if ((!node || is_vague (z, node))
      && memory_range (z->m, z->state, value, NONE, &r))
    tell_range (z, SUMMARY_RESULT_IN_RANGE, 0, &r);
}

/* FUNCTION is called with a pointer to REGION first.  */
static void
add_called (struct summarizing *z, uint32_t function, uint32_t region)
{
  struct summary_entry e;

  memset (&e, 0, sizeof e);
  e.kind = SUMMARY_CALLS;
  e.node = summary_export (z, function);
  e.value = summary_export (z, memory_make_pointer (&z->m->values, region, 0));
  if (e.node != 0 && e.value != 0
      && !has_entry (z, z->n_entries, &e, z->disjunct))
    summary_add_entry (z, SUMMARY_CALLS, e.node)->value = e.value;
}

static void
add_claim (struct summarizing *z, const struct memory_path *p)
{
  uint32_t node = summary_export (z, p->region);
  struct summary_entry e;

  if (node == 0 || z->nodes[node].kind == SUMMARY_INTEGER)
    return;
  memset (&e, 0, sizeof e);
  e.kind = p->claim.kind;
  e.node = node;
  e.value = summary_export (z, p->claim.other);
  e.size = p->claim.size;
  if ((e.value == 0 && p->claim.other != 0)
      || has_entry (z, z->n_entries, &e, z->disjunct))
    return;
  if (z->regions[node] == 0)
    z->regions[node] = p->region;
  e.disjunct = z->disjunct;
  *summary_add_entry (z, p->claim.kind, node) = e;
}

/* What the way at hand has done with values since it last met another one.  What
   one of several ways through a call did is none of that.  */
static void
tell_claims (struct summarizing *z)
{
  uint32_t call = NONE;

  for (const struct memory_path *p = z->state->path;
       p && p->kind != PATH_JOINED; p = p->before)
    if (p->kind == PATH_REJOINED)
      call = p->where;
    else if (p->is_in_callee && p->where == call)
      continue;
    else if (p->kind == PATH_CLAIMED)
      add_claim (z, p);
    else if (p->kind == PATH_CALLED && !p->is_in_callee)
      add_called (z, p->event, p->region);
}

/* What was written to the caller's memory, if a stranger has chosen all of it.  */
static void
tell_tainted (struct summarizing *z)
{
  uint32_t n;
  const struct binding *b = memory_bindings (z->state, &n);

  for (uint32_t i = 0; z->state->marks && i < n; i++)
    if (memory_kind (&z->m->values, b[i].region) == NODE_POINTEE
	&& !(memory_marks_of (z->state, b[i].region) & MARK_HOLDS_TAINTED)
	&& memory_taint_fills (z->m, z->state, b[i].region))
      {
	uint32_t node = summary_export (z, b[i].region);

	if (node)
	  summary_add_entry (z, SUMMARY_MARKS, node)->flags = MARK_HOLDS_TAINTED;
	while (i + 1 < n && b[i + 1].region == b[i].region)
	  i++;
      }
}

/* Marks of what the caller can see.  VALUE is returned.  */
static void
tell_marks (struct summarizing *z, uint32_t value)
{
  const struct memory_node *returned = memory_node (&z->m->values, value);

  for (const struct memory_mark *k = z->state->marks; k; k = k->next)
    {
      bool is_result = k->node == value || (returned->kind == NODE_POINTER
					    && k->node == returned->a);
      uint32_t node = 0;

      if (!is_result && memory_kind (&z->m->values, k->node) == NODE_POINTEE)
	node = summary_export (z, k->node);
      if (node || (is_result && value != 0))
	summary_add_entry (z, SUMMARY_MARKS, node)->flags = (uint16_t) k->flags;
    }
}

/* Whether a call within the ring of calls leads to X.  */
static bool
comes_round (const struct memory_exit *x)
{
  for (const struct memory_path *p = x->state.path; p; p = p->before)
    if (p->kind == PATH_ROUND)
      return true;
  return false;
}

static void
tell_exit (struct summarizing *z, struct memory_exit *x)
{
  uint32_t first = z->n_entries;
  bool changes;

  z->state = &x->state;
  if (z->m->ring)
    {
      memory_ring_find_new (z, x);
      memory_ring_open_far (z, &x->state);
    }
  escape_untold (z, &x->state);
  let_go_of_results (z, &x->state, x->value);
  tell_ranges (z);
  changes = tell_regions (z);
  changes |= tell_writes (z);
  if (x->unwinds)
    summary_add_entry (z, SUMMARY_UNWINDS, 0);
  else
    {
      tell_result (z, x->value);
      tell_globals (z);
    }
  tell_marks (z, x->value);
  tell_tainted (z);
  tell_claims (z);
  tell_new (z);
  if (changes || x->state.epoch != 0)
    summary_add_entry (z, SUMMARY_CHANGES, 0);
  for (uint32_t d = 0; d < z->disjunct; d++)
    if (does_the_same (z, first, d))
      {
	unite (z, first, d);
	return;
      }
  z->exits[z->disjunct++] = x;
}

/* The ways out, in a ring of calls those that do or do not COME_ROUND; false if
   there is too much to tell.  */
static bool
tell_exits (struct summarizing *z, bool come_round)
{
  for (struct memory_exit *x = z->m->exits; x; x = x->next)
    {
      if (z->m->ring && comes_round (x) != come_round)
	continue;
      tell_exit (z, x);
      if (z->disjunct > SUMMARY_MOST_DISJUNCTS || z->is_too_large)
	return false;
    }
  return true;
}

void
memory_summarize (struct memory *m, struct buffer *out,
		  struct memory_told *told)
{
  struct memory_summary head = { 0, 0, 0, 0, 0, 0 };
  struct summarizing *z;

  if (m->gave_up)
    {
      buffer_add (out, &head, sizeof head);
      return;
    }
  z = scratch_alloc (&m->scratch, 1, sizeof *z);
  z->m = m;
  told->exits = z->exits
    = scratch_alloc (&m->scratch, SUMMARY_MOST_DISJUNCTS + 1,
		     sizeof *z->exits);
  told->regions = z->regions
    = scratch_numbers (&m->scratch, SUMMARY_MOST_NODES);
  told->visible = m->ring ? z->visible : NULL;
  summary_add_node (z, 0, SUMMARY_UNKNOWN, 0, 0, 0, 0);
  /* What needs no call within the ring first: its ways are the same each time the
     ring is gone through, and who tells of the others does so by them.  */
  if ((m->ring && !tell_exits (z, false)) || !tell_exits (z, true))
    {
      buffer_add (out, &head, sizeof head);
      return;
    }
  sort_entries (z);
  while (z->text_size % 8)
    z->text[z->text_size++] = '\0';
  head.is_known = 1;
  head.n_disjuncts = z->disjunct;
  head.n_nodes = z->n_nodes;
  head.n_entries = z->n_entries;
  head.text_size = z->text_size;
  for (uint32_t i = 0; i < z->n_entries; i++)
    if (z->entries[i].kind == SUMMARY_MARKS)
      head.marks |= z->entries[i].flags;
  buffer_add (out, &head, sizeof head);
  buffer_add (out, z->nodes, z->n_nodes * sizeof *z->nodes);
  if (z->n_entries)
    buffer_add (out, z->entries, z->n_entries * sizeof *z->entries);
  if (z->text_size)
    buffer_add (out, z->text, z->text_size);
}
