/* memory-join.c - two states that become one.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory-element.h"
#include "passes/memory-mark.h"

#include <string.h>

/* Whether what has become of R matters more than whether it is null.  */
static bool
is_resource (const struct memory *m, const struct region_state *r)
{
  return r->resource != RESOURCE_NONE
	 || memory_kind (&m->values, r->region) == NODE_HEAP;
}

/* Whether R is something of others that was released here, or of which nothing is
   known.  */
static bool
is_given_up (const struct memory *m, const struct region_state *r)
{
  return memory_kind (&m->values, r->region) == NODE_POINTEE
	 && (r->resource == RESOURCE_NONE || r->resource == RESOURCE_RELEASED);
}

/* Whether two regions, one of which may have no entry, are as good as the same.  */
static bool
same_region (const struct memory *m, const struct region_state *x,
	     const struct region_state *y, enum likeness likeness)
{
  const unsigned null = REGION_IS_NULL | REGION_IS_NONNULL
			| REGION_WAS_CHECKED;

  if (is_resource (m, x) || is_resource (m, y))
    return memcmp (x, y, sizeof *x) == 0
	   || (likeness == SAME_HELD && is_given_up (m, x)
	       && is_given_up (m, y));
  return likeness != SAME_BUT_NULLNESS
	 || ((x->flags ^ y->flags) & ~null) == 0;
}

/* Calls VISIT for each region that A or B has an entry for, as long as that is
   true.  */
static bool
visit_regions (const struct memory_state *a, const struct memory_state *b,
	       bool (*visit) (void *data, const struct region_state *,
			      const struct region_state *),
	       void *data)
{
  uint32_t n, m, i = 0, j = 0;
  const struct region_state *x = memory_regions (a, &n);
  const struct region_state *y = memory_regions (b, &m);
  struct region_state none = { 0, 0, 0, 0, 0, 0 };

  while (i < n || j < m)
    if (j == m || (i < n && x[i].region < y[j].region))
      {
	none.region = x[i].region;
	if (!visit (data, &x[i++], &none))
	  return false;
      }
    else if (i == n || y[j].region < x[i].region)
      {
	none.region = y[j].region;
	if (!visit (data, &none, &y[j++]))
	  return false;
      }
    else if (!visit (data, &x[i++], &y[j++]))
      return false;
  return true;
}

struct comparison
{
  const struct memory *m;
  enum likeness likeness;
};

static bool
visit_same (void *data, const struct region_state *x,
	    const struct region_state *y)
{
  struct comparison *c = data;

  return same_region (c->m, x, y, c->likeness);
}

bool
memory_same_property (const struct memory *m, const struct memory_state *a,
		      const struct memory_state *b, enum likeness likeness)
{
  struct comparison c = { m, likeness };

  return memory_same_marks (a, b)
	 && (memory_same_regions (a, b)
	     || visit_regions (a, b, visit_same, &c));
}

struct joining
{
  struct memory *m;
  uint32_t block;
  struct memory_state *into;
  const struct memory_state *with;
  bool changed;
  bool widen;
};

/* What is lost by the join of two different values is not leaked: who has it
   is just no longer known.  */
static void
give_up_value (struct joining *j, uint32_t value)
{
  struct memory_node n = *memory_node (&j->m->values, value);

  if (n.kind == NODE_POINTER)
    {
      struct region_state r;

      memory_read_elements (j->m, j->into, n.a);
      r = memory_region (j->into, n.a);
      if (r.resource == RESOURCE_UNCHECKED || r.resource == RESOURCE_HELD)
	{
	  r.resource = RESOURCE_NONE;
	  r.flags |= REGION_HAS_ESCAPED | REGION_IS_OPEN;
	  memory_set_region (&j->m->pool, j->into, &r);
	}
    }
  else
    memory_lose_descriptor (j->m, j->into, value);
}

static void
join_range (struct joining *j, uint32_t value, uint32_t a, uint32_t b)
{
  struct range x, y;

  memory_set_range (&j->m->pool, j->into, value, NULL);
  if (j->widen || memory_is_pointer (&j->m->values, value)
      || !memory_range (j->m, j->into, a, NONE, &x)
      || !memory_range (j->m, j->with, b, NONE, &y))
    return;
  range_unite (&j->m->scratch, &x, &y);
  range_finish (&j->m->scratch, &x);
  memory_restrict (j->m, j->into, value, NONE, &x);
}

static uint32_t
join_values (struct joining *j, uint32_t a, uint32_t b, uint32_t type,
	     uint32_t number)
{
  uint32_t value;

  if (a == b)
    return a;
  value = memory_as_value (&j->m->values,
			   memory_make (&j->m->values, NODE_MERGED, type,
					j->block, number, 0));
  if (value == a)
    {
      struct range x, y;

      memory_lose_locks_of (j->m, j->into, value);
      /* What B may be as well must be in what is known of it.  */
      if (memory_known_range (j->into, value)
	  && (!memory_range (j->m, j->into, value, NONE, &x)
	      || !memory_range (j->m, j->with, b, NONE, &y)
	      || !range_within (&y, &x)))
	{
	  join_range (j, value, a, b);
	  j->changed = true;
	}
      give_up_value (j, b);
      return value;
    }
  j->changed = true;
  give_up_value (j, a);
  give_up_value (j, b);
  join_range (j, value, a, b);
  if (memory_is_pointer (&j->m->values, value))
    {
      struct region_state r
	= { memory_node (&j->m->values, value)->a, 0, 0, 0, 0, 0 };
      unsigned nullness = memory_nullness (j->m, j->into, a)
			  | memory_nullness (j->m, j->with, b);

      r.flags = nullness == 2 ? REGION_IS_NONNULL
		: nullness == 1 ? REGION_IS_NULL : 0;
      memory_set_region (&j->m->pool, j->into, &r);
    }
  return value;
}

static void
join_names (struct joining *j)
{
  struct memory_state before;
  uint32_t n;
  const struct name_value *names;

  memory_state_copy (&before, j->into);
  names = memory_names (&before, &n);
  for (uint32_t i = 0; i < n; i++)
    {
      uint32_t other, value;

      if (!memory_name (j->with, names[i].name, &other))
	{
	  give_up_value (j, names[i].value);
	  memory_drop_name (&j->m->pool, j->into, names[i].name);
	  continue;
	}
      value = join_values (j, names[i].value, other,
			   snapshot_ssa (j->m->s)[names[i].name].type,
			   names[i].name);
      memory_set_name (&j->m->pool, j->into, names[i].name, value);
    }
  memory_state_release (&j->m->pool, &before);
}

static bool
has_binding (const struct memory_state *s, const struct binding *b,
	     uint32_t *value)
{
  uint32_t n, i;
  const struct binding *all = memory_bindings (s, &n);

  i = memory_find_binding (s, b->region, b->offset);
  if (i >= n || all[i].region != b->region || all[i].offset != b->offset
      || all[i].size != b->size)
    return false;
  *value = all[i].value;
  return true;
}

/* Bind what only one of them binds, or both to different things, to nothing
   that is known.  */
static void
join_bindings (struct joining *j)
{
  struct memory_state before;
  uint32_t n;
  const struct binding *b;

  memory_state_copy (&before, j->into);
  b = memory_bindings (&before, &n);
  for (uint32_t i = 0; i < n; i++)
    {
      uint32_t other;

      if (has_binding (j->with, &b[i], &other) && other == b[i].value)
	continue;
      if (b[i].value != 0)
	j->changed = true;
      give_up_value (j, b[i].value);
      if (memory_is_element (&b[i]))
	memory_clear_bits (&j->m->pool, j->into, &j->m->values, b[i].region,
			   b[i].offset, b[i].size);
      else
	memory_bind (&j->m->pool, j->into, &j->m->values, b[i].region,
		     b[i].offset, b[i].size, 0);
    }
  memory_state_release (&j->m->pool, &before);
  b = memory_bindings (j->with, &n);
  for (uint32_t i = 0; i < n; i++)
    {
      uint32_t mine;

      if (has_binding (j->into, &b[i], &mine))
	continue;
      if (memory_is_element (&b[i]))
	{
	  give_up_value (j, b[i].value);
	  continue;
	}
      j->changed = true;
      give_up_value (j, b[i].value);
      memory_bind (&j->m->pool, j->into, &j->m->values, b[i].region,
		   b[i].offset, b[i].size, 0);
    }
}

static void
join_ranges (struct joining *j)
{
  struct memory_state before;
  uint32_t n;
  const struct value_range *r;

  memory_state_copy (&before, j->into);
  r = memory_ranges (&before, &n);
  for (uint32_t i = 0; i < n; i++)
    {
      struct range x, y;

      if (memory_kind (&j->m->values, r[i].value) == NODE_MERGED
	  && memory_node (&j->m->values, r[i].value)->a == j->block)
	continue;
      if (!memory_range (j->m, j->with, r[i].value, NONE, &y))
	{
	  const struct range *known = memory_known_range (j->with, r[i].value);

	  /* A comparison that was remembered.  */
	  if (!known || !range_equal (known, r[i].range))
	    {
	      memory_set_range (&j->m->pool, j->into, r[i].value, NULL);
	      j->changed = true;
	    }
	  continue;
	}
      range_copy (r[i].range, &x);
      if (range_within (&y, &x))
	continue;
      j->changed = true;
      memory_set_range (&j->m->pool, j->into, r[i].value, NULL);
      if (j->widen)
	continue;
      range_unite (&j->m->scratch, &x, &y);
      range_finish (&j->m->scratch, &x);
      memory_restrict (j->m, j->into, r[i].value, NONE, &x);
    }
  memory_state_release (&j->m->pool, &before);
}

/* What only one of them says is no longer known; what one of them has done is
   done.  What one of them has released may have been released.  */
static bool
join_region (void *data, const struct region_state *x,
	     const struct region_state *y)
{
  struct joining *j = data;
  const unsigned both = REGION_IS_NULL | REGION_IS_NONNULL | REGION_IS_USED
			| REGION_WAS_CHECKED;
  struct region_state r = *x;

  if (memcmp (x, y, sizeof *x) == 0)
    return true;
  r.flags = (uint16_t) ((x->flags & y->flags & both)
			| ((x->flags | y->flags) & ~both));
  if (x->resource != y->resource || x->family != y->family)
    {
      r.resource = RESOURCE_NONE;
      r.family = 0;
      r.flags |= REGION_HAS_ESCAPED | REGION_IS_OPEN;
    }
  if (memcmp (&r, x, sizeof r) != 0)
    {
      j->changed = true;
      memory_set_region (&j->m->pool, j->into, &r);
    }
  return true;
}

static void
join_regions (struct joining *j)
{
  struct memory_state before;

  memory_state_copy (&before, j->into);
  visit_regions (&before, j->with, join_region, j);
  memory_state_release (&j->m->pool, &before);
}

/* EPOCH: when what lies in memory has changed if it has on one of the ways.  */
static void
join_memory (struct joining *j, uint32_t epoch)
{
  if (memory_same_bindings (j->into, j->with))
    return;
  join_bindings (j);
  if (j->into->epoch != j->with->epoch)
    {
      j->changed |= j->into->epoch != epoch;
      j->into->epoch = epoch;
    }
}

bool
memory_join (struct memory *m, uint32_t block, struct memory_state *into,
	     const struct memory_state *state, bool widen)
{
  struct joining j = { m, block, into, state, false, widen };

  j.changed = memory_merge_elements (m, into, block);
  if (!memory_same_regions (into, state))
    join_regions (&j);
  if (!memory_same_names (into, state))
    join_names (&j);
  join_memory (&j, EPOCH_MERGED + block);
  join_ranges (&j);
  return j.changed;
}

void
memory_join_ways (struct memory *m, uint32_t statement,
		  struct memory_state *into, const struct memory_state *state)
{
  struct joining j = { m, NONE, into, state, false, false };

  if (!memory_same_regions (into, state))
    join_regions (&j);
  join_memory (&j, statement + 1);
  join_ranges (&j);
}
