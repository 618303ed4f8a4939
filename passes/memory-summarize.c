/* memory-summarize.c - from the ways out of a function to its summary.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory.h"

#include <string.h>

/* More ways than this are not told apart: then nothing is said.  */
#define MOST_DISJUNCTS 8
#define MOST_NODES 512
#define MOST_ENTRIES 1024

struct summarizing
{
  struct memory *m;
  struct summary_node nodes[MOST_NODES];
  uint32_t of[MOST_NODES];	/* Node of the run that it stands for.  */
  uint32_t *regions;		/* The same, of regions.  */
  const struct memory_exit **exits;	/* By disjunct.  */
  uint32_t n_nodes;
  struct summary_entry entries[MOST_ENTRIES];
  uint32_t n_entries;
  char text[MOST_ENTRIES];
  uint32_t text_size;
  uint32_t n_new;
  uint32_t disjunct;
  const struct memory_state *state;
  bool is_too_large;
};

static uint32_t
add_node (struct summarizing *z, uint32_t of, enum summary_node_kind kind,
	  uint32_t a, uint32_t b, uint32_t size, int64_t number)
{
  struct summary_node n = { kind, a, b, size, number };

  for (uint32_t i = 0; i < z->n_nodes; i++)
    if (memcmp (&z->nodes[i], &n, sizeof n) == 0 && z->of[i] == of)
      return i;
  if (z->n_nodes == MOST_NODES)
    {
      z->is_too_large = true;
      return 0;
    }
  z->of[z->n_nodes] = of;
  z->nodes[z->n_nodes] = n;
  return z->n_nodes++;
}

static uint32_t add_text (struct summarizing *z, const char *name);

static uint32_t
size_of_type (const struct snapshot *s, uint32_t type)
{
  uint64_t size = type == NONE ? 0 : snapshot_types (s)[type].size_bits;

  return size > INT32_MAX ? 0 : (uint32_t) size;
}

/* What NODE is to a caller; 0 if it does not say anything there.  */
static uint32_t
export_node (struct summarizing *z, uint32_t node)
{
  struct memory_node n = *memory_node (&z->m->values, node);
  const char *name;
  uint32_t a;

  switch (n.kind)
    {
    case NODE_INTEGER:
      return add_node (z, 0, SUMMARY_INTEGER, 0, n.a, 0, n.number);
    case NODE_PARAMETER:
      return add_node (z, 0, SUMMARY_PARAMETER, 0, n.a, 0, 0);
    case NODE_INITIAL:
      a = n.b == 0 ? export_node (z, n.a) : 0;
      return a ? add_node (z, 0, SUMMARY_INITIAL, a, 0,
			   size_of_type (z->m->s, n.type), n.number) : 0;
    case NODE_POINTEE:
      a = export_node (z, n.a);
      a = a ? add_node (z, 0, SUMMARY_POINTEE, a, 0, 0, 0) : 0;
      if (a && z->regions[a] == 0)
	z->regions[a] = node;
      return a;
    case NODE_POINTER:
      name = memory_function_name (z->m, node);
      if (name)
	return add_node (z, 0, SUMMARY_FUNCTION, 0, add_text (z, name), 0, 0);
      a = export_node (z, n.a);
      return a ? add_node (z, 0, SUMMARY_POINTER, a, 0, 0, n.number) : 0;
    case NODE_HEAP:
      for (uint32_t i = 0; i < z->n_nodes; i++)
	if (z->nodes[i].kind == SUMMARY_HEAP && z->of[i] == node)
	  return i;
      a = add_node (z, node, SUMMARY_HEAP, 0, z->n_new++, 0, 0);
      z->regions[a] = node;
      return a;
    default:
      return 0;
    }
}

static struct summary_entry *
add_entry (struct summarizing *z, enum summary_entry_kind kind, uint32_t node)
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
add_text (struct summarizing *z, const char *name)
{
  uint32_t size = (uint32_t) strlen (name) + 1;

  for (uint32_t i = 0; i < z->text_size; i += strlen (z->text + i) + 1)
    if (strcmp (z->text + i, name) == 0)
      return i;
  if (z->text_size + size > sizeof z->text)
    {
      z->is_too_large = true;
      return 0;
    }
  memcpy (z->text + z->text_size, name, size);
  z->text_size += size;
  return z->text_size - size;
}

static uint32_t
add_family (struct summarizing *z, uint32_t family)
{
  return add_text (z, family ? z->m->families[family - 1] : "");
}

static bool
to_number (struct integer a, int64_t *number)
{
  if (a.size < -1 || a.size > 1 || a.limb > INT64_MAX)
    return false;
  *number = a.size < 0 ? -(int64_t) a.limb : (int64_t) a.limb;
  return true;
}

/* Several entries for one node are ranges of which it lies in one.  */
static void
tell_ranges (struct summarizing *z)
{
  uint32_t n;
  const struct value_range *r = memory_ranges (z->state, &n);

  for (uint32_t i = 0; i < n; i++)
    {
      uint32_t node = export_node (z, r[i].value);

      for (uint32_t j = 0; node != 0 && j < r[i].range->count; j++)
	{
	  const struct interval *part = &r[i].range->part[j];
	  struct summary_entry *e = add_entry (z, SUMMARY_IN_RANGE, node);

	  if (!to_number (part->low, &e->low))
	    e->low = INT64_MIN;
	  if (!to_number (part->high, &e->high))
	    e->high = INT64_MAX;
	}
    }
}

static void
tell_lock (struct summarizing *z, const struct region_state *r)
{
  struct memory_node n = *memory_node (&z->m->values, r->region);
  uint32_t node = n.kind == NODE_POINTER && r->resource != RESOURCE_NONE
		  ? export_node (z, n.a) : 0;
  struct summary_entry *e;

  if (node == 0)
    return;
  e = add_entry (z, SUMMARY_LOCKS, node);
  e->low = n.number;
  e->size = r->resource;
  e->flags = r->flags & ~LOCK_IN_CALLEE;
  e->family = add_family (z, r->family);
}

static void
tell_regions (struct summarizing *z)
{
  uint32_t n;
  const struct region_state *r = memory_regions (z->state, &n);

  for (uint32_t i = 0; i < n; i++)
    {
      uint32_t node;

      tell_lock (z, &r[i]);
      if (memory_kind (&z->m->values, r[i].region) != NODE_POINTEE)
	continue;
      node = export_node (z, r[i].region);
      if (node == 0)
	continue;
      if (r[i].flags & REGION_IS_NULL)
	add_entry (z, SUMMARY_IS_NULL, node);
      else if (r[i].flags & REGION_WAS_CHECKED)
	add_entry (z, SUMMARY_IS_NONNULL, node);
      if (r[i].flags & REGION_IS_USED)
	add_entry (z, SUMMARY_USES, node);
      if (r[i].resource == RESOURCE_RELEASED)
	add_entry (z, SUMMARY_RELEASES, node)->family
	  = add_family (z, r[i].family);
      else if (r[i].flags & REGION_IS_UNRESIZED)
	add_entry (z, SUMMARY_FAILS_TO_RESIZE, node);
      if (r[i].flags & REGION_HAS_ESCAPED)
	add_entry (z, SUMMARY_LETS_ESCAPE, node);
      /* What was written, and then perhaps changed by others.  */
      if (r[i].flags & REGION_IS_OPEN
	  || (r[i].flags & REGION_WAS_WRITTEN && z->state->epoch != 0))
	add_entry (z, SUMMARY_OPENS, node);
    }
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
	  || (kind == NODE_POINTEE && export_node (z, b[i].region) == 0))
	memory_escape (z->m, s, b[i].value);
    }
  memory_state_release (&z->m->pool, &before);
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
      if (kind == NODE_POINTEE || kind == NODE_HEAP)
	node = export_node (z, b[i].region);
      if (node == 0 || b[i].size > INT32_MAX)
	{
	  changes |= kind == NODE_POINTEE;
	  continue;
	}
      value = export_node (z, b[i].value);
      e = add_entry (z, SUMMARY_WRITES, node);
      e->value = value;
      e->low = b[i].offset;
      e->size = (uint32_t) b[i].size;
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

      if (z->nodes[i].kind != SUMMARY_HEAP)
	continue;
      r = memory_region (z->state, z->of[i]);
      e = add_entry (z, SUMMARY_MAKES, i);
      e->flags = r.flags;
      e->low = r.resource;
      e->family = add_family (z, r.family);
    }
}

static int
compare_entries (const struct summary_entry *a, const struct summary_entry *b)
{
  return a->disjunct != b->disjunct ? (a->disjunct < b->disjunct ? -1 : 1)
	 : (int) a->kind - (int) b->kind;
}

/* By disjunct and kind, else as they are.  */
static void
sort_entries (struct summarizing *z)
{
  for (uint32_t i = 1; i < z->n_entries; i++)
    for (uint32_t j = i; j > 0 && compare_entries (&z->entries[j - 1],
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

static bool
same_but_disjunct (const struct summary_entry *a, const struct summary_entry *b)
{
  struct summary_entry x = *a;

  x.disjunct = b->disjunct;
  return memcmp (&x, b, sizeof x) == 0;
}

/* Whether the entries from FIRST on do what disjunct D does.  */
static bool
does_the_same (const struct summarizing *z, uint32_t first, uint32_t d)
{
  uint32_t i = 0, j = first;

  for (;;)
    {
      while (i < first && (z->entries[i].disjunct != d
			   || is_condition (&z->entries[i])))
	i++;
      while (j < z->n_entries && is_condition (&z->entries[j]))
	j++;
      if (i == first || j == z->n_entries)
	return i == first && j == z->n_entries;
      if (!same_but_disjunct (&z->entries[i++], &z->entries[j++]))
	return false;
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

/* The entries from FIRST on become one with disjunct D, which does the same:
   under conditions on what both have some on.  Ranges of one value are one or
   the other.  */
static void
unite (struct summarizing *z, uint32_t first, uint32_t d)
{
  uint32_t kept = 0, old = z->disjunct;

  for (uint32_t i = 0; i < z->n_entries; i++)
    {
      struct summary_entry e = z->entries[i];

      if (i < first)
	{
	  if (e.disjunct == d && is_condition (&e)
	      && !speaks_of (z, first, z->n_entries, old, &e))
	    continue;
	}
      else if (e.kind != SUMMARY_IN_RANGE
	       || !speaks_of (z, 0, kept, d, &e)
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
  node = export_node (z, value);
  add_entry (z, SUMMARY_RETURNS, 0)->value = node;
  if (node || !memory_range (z->m, z->state, value, NONE, &r))
    return;
  for (uint32_t i = 0; i < r.count; i++)
    {
      struct summary_entry *e = add_entry (z, SUMMARY_RESULT_IN_RANGE, 0);

      if (!to_number (r.part[i].low, &e->low))
	e->low = INT64_MIN;
      if (!to_number (r.part[i].high, &e->high))
	e->high = INT64_MAX;
    }
}

static void
tell_exit (struct summarizing *z, struct memory_exit *x)
{
  uint32_t first = z->n_entries;
  bool changes;

  escape_untold (z, &x->state);
  z->state = &x->state;
  tell_ranges (z);
  tell_regions (z);
  changes = tell_writes (z);
  if (x->unwinds)
    add_entry (z, SUMMARY_UNWINDS, 0);
  else
    tell_result (z, x->value);
  tell_new (z);
  if (changes || x->state.epoch != 0)
    add_entry (z, SUMMARY_CHANGES, 0);
  for (uint32_t d = 0; d < z->disjunct; d++)
    if (does_the_same (z, first, d))
      {
	unite (z, first, d);
	return;
      }
  z->exits[z->disjunct++] = x;
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
    = scratch_alloc (&m->scratch, MOST_DISJUNCTS + 1, sizeof *z->exits);
  told->regions = z->regions = scratch_numbers (&m->scratch, MOST_NODES);
  add_node (z, 0, SUMMARY_UNKNOWN, 0, 0, 0, 0);
  for (struct memory_exit *x = m->exits; x; x = x->next)
    {
      /* New things are those of each way.  */
      tell_exit (z, x);
      if (z->disjunct > MOST_DISJUNCTS || z->is_too_large)
	{
	  buffer_add (out, &head, sizeof head);
	  return;
	}
    }
  sort_entries (z);
  while (z->text_size % 8)
    z->text[z->text_size++] = '\0';
  head.is_known = 1;
  head.n_disjuncts = z->disjunct;
  head.n_nodes = z->n_nodes;
  head.n_entries = z->n_entries;
  head.text_size = z->text_size;
  buffer_add (out, &head, sizeof head);
  buffer_add (out, z->nodes, z->n_nodes * sizeof *z->nodes);
  if (z->n_entries)
    buffer_add (out, z->entries, z->n_entries * sizeof *z->entries);
  if (z->text_size)
    buffer_add (out, z->text, z->text_size);
}

bool
memory_summary_verify (const void *bytes, size_t size)
{
  const struct memory_summary *s = bytes;
  const struct summary_node *n;
  const struct summary_entry *e;

  if (size < sizeof *s
      || size != sizeof *s + (uint64_t) s->n_nodes * sizeof *n
		 + (uint64_t) s->n_entries * sizeof *e + s->text_size
      || s->is_known > 1 || (s->is_known && s->n_nodes == 0)
      || s->n_nodes > MOST_NODES || s->n_disjuncts > MOST_DISJUNCTS
      || (s->text_size && memory_summary_text (s)[s->text_size - 1] != '\0'))
    return false;
  n = memory_summary_nodes (s);
  e = memory_summary_entries (s);
  for (uint32_t i = 0; i < s->n_nodes; i++)
    if (n[i].kind >= SUMMARY_NODE_KINDS || (i > 0 && n[i].a >= i)
	|| (i == 0 && n[i].kind != SUMMARY_UNKNOWN)
	|| (n[i].kind == SUMMARY_HEAP && n[i].b >= s->n_nodes)
	|| (n[i].kind == SUMMARY_FUNCTION && n[i].b >= s->text_size))
      return false;
  for (uint32_t i = 0; i < s->n_entries; i++)
    if (e[i].kind >= SUMMARY_ENTRY_KINDS || e[i].node >= s->n_nodes
	|| e[i].value >= s->n_nodes || e[i].disjunct >= s->n_disjuncts
	|| (e[i].family && e[i].family >= s->text_size)
	|| (e[i].kind == SUMMARY_MAKES && (e[i].low < 0
					   || e[i].low > RESOURCE_RELEASED))
	|| (i > 0 && compare_entries (&e[i - 1], &e[i]) > 0))
      return false;
  return true;
}

void
memory_summary_print (FILE *file, const struct snapshot *body,
		      const struct memory_summary *s, unsigned flags)
{
  static const char *const words[SUMMARY_ENTRY_KINDS]
    = { "in range", "is null", "is not null", "is used", "is released",
	"is not resized", "is locked or unlocked", "escapes", "may hold anything", "is new", "is written",
	"others change", "returns", "result in range", "unwinds" };
  static const char *const nodes[SUMMARY_NODE_KINDS]
    = { "unknown", "number", "parameter", "initial", "pointee", "new",
	"pointer", "function" };

  (void) body;
  (void) flags;
  if (!s->is_known)
    {
      fputs ("not known\n", file);
      return;
    }
  for (uint32_t i = 0; i < s->n_nodes; i++)
    {
      const struct summary_node *n = &memory_summary_nodes (s)[i];

      fprintf (file, "%u: %s %u %u %lld\n", i, nodes[n->kind], n->a, n->b,
	       (long long) n->number);
    }
  for (uint32_t i = 0; i < s->n_entries; i++)
    {
      const struct summary_entry *e = &memory_summary_entries (s)[i];

      fprintf (file, "way %u: %u %s [%lld, %lld] %u %s\n", e->disjunct,
	       e->node, words[e->kind], (long long) e->low,
	       (long long) e->high, e->value,
	       s->text_size ? memory_summary_text (s) + e->family : "");
    }
}
