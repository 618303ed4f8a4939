/* memory-state.c - sorted lists that forks share.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory-mark.h"

#include <string.h>

/* Lists.  */

#define LEAST_CLASS 6		/* 64 bytes, header and all.  */

static struct memory_list *
list_new (struct memory_pool *p, uint32_t size_class, uint32_t width)
{
  struct memory_list *l = p->free[size_class];
  size_t bytes = (size_t) 1 << size_class;

  if (l)
    memcpy (&p->free[size_class], l + 1, sizeof l);
  else
    l = scratch_alloc (p->scratch, 1, bytes);
  l->references = 1;
  l->count = 0;
  l->capacity = (uint32_t) ((bytes - sizeof *l) / width);
  l->size_class = size_class;
  return l;
}

static void
list_release (struct memory_pool *p, struct memory_list *l)
{
  if (!l || --l->references > 0)
    return;
  memcpy (l + 1, &p->free[l->size_class], sizeof l);
  p->free[l->size_class] = l;
}

/* A list of *L's own, with room for MORE entries.  */
static void
list_own (struct memory_pool *p, struct memory_list **l, uint32_t width,
	  uint32_t more)
{
  uint32_t count, size_class = LEAST_CLASS;
  struct memory_list *own;

  if (*l && (*l)->references == 1 && (*l)->count + more <= (*l)->capacity)
    return;
  count = *l ? (*l)->count : 0;
  while (((size_t) 1 << size_class)
	 < sizeof **l + (size_t) (count + more) * width)
    size_class++;
  own = list_new (p, size_class, width);
  own->count = count;
  if (count)
    memcpy (own + 1, *l + 1, (size_t) count * width);
  list_release (p, *l);
  *l = own;
}

static void *
list_at (struct memory_list *l, uint32_t width, uint32_t i)
{
  return (char *) (l + 1) + (size_t) i * width;
}

static void *
list_insert (struct memory_pool *p, struct memory_list **l, uint32_t width,
	     uint32_t i)
{
  char *at;

  list_own (p, l, width, 1);
  at = list_at (*l, width, i);
  memmove (at + width, at, (size_t) ((*l)->count - i) * width);
  (*l)->count++;
  return at;
}

static void
list_remove (struct memory_pool *p, struct memory_list **l, uint32_t width,
	     uint32_t i, uint32_t n)
{
  char *at;

  if (n == 0)
    return;
  list_own (p, l, width, 0);
  at = list_at (*l, width, i);
  memmove (at, at + (size_t) n * width,
	   (size_t) ((*l)->count - i - n) * width);
  (*l)->count -= n;
}

static inline uint32_t
list_key (const struct memory_list *l, uint32_t width, uint32_t i)
{
  uint32_t key;

  memcpy (&key, (const char *) (l + 1) + (size_t) i * width, sizeof key);
  return key;
}

/* The first entry whose first number is not below KEY.  No jump depends on what is
   found, here and in memory_find_binding.  */
static inline uint32_t
list_find (const struct memory_list *l, uint32_t width, uint32_t key)
{
  uint32_t first = 0, n = l ? l->count : 0;

  if (n == 0)
    return 0;
  while (n > 1)
    {
      uint32_t half = n / 2;

      first = list_key (l, width, first + half - 1) < key
	      ? first + half : first;
      n -= half;
    }
  return first + (list_key (l, width, first) < key);
}

static bool
list_has (const struct memory_list *l, uint32_t width, uint32_t i,
	  uint32_t key)
{
  return l && i < l->count && list_key (l, width, i) == key;
}

static bool
list_equal (const struct memory_list *a, const struct memory_list *b,
	    uint32_t width)
{
  uint32_t n = a ? a->count : 0, m = b ? b->count : 0;

  return a == b || (n == m && (n == 0 || memcmp (a + 1, b + 1,
						 (size_t) n * width) == 0));
}

static struct memory_list *
list_share (struct memory_list *l)
{
  if (l)
    l->references++;
  return l;
}

/* States.  */

void
memory_state_init (struct memory_state *s)
{
  memset (s, 0, sizeof *s);
}

void
memory_state_copy (struct memory_state *to, const struct memory_state *from)
{
  *to = *from;
  list_share (to->names);
  list_share (to->bindings);
  list_share (to->ranges);
  list_share (to->regions);
}

void
memory_state_release (struct memory_pool *p, struct memory_state *s)
{
  list_release (p, s->names);
  list_release (p, s->bindings);
  list_release (p, s->ranges);
  list_release (p, s->regions);
  memory_state_init (s);
}

bool
memory_name (const struct memory_state *s, uint32_t name, uint32_t *value)
{
  uint32_t i = list_find (s->names, sizeof (struct name_value), name);

  if (!list_has (s->names, sizeof (struct name_value), i, name))
    return false;
  *value = ((const struct name_value *) (s->names + 1))[i].value;
  return true;
}

void
memory_set_name (struct memory_pool *p, struct memory_state *s, uint32_t name,
		 uint32_t value)
{
  uint32_t width = sizeof (struct name_value);
  uint32_t i = list_find (s->names, width, name);
  struct name_value *e;

  if (list_has (s->names, width, i, name))
    {
      if (((const struct name_value *) (s->names + 1))[i].value == value)
	return;
      list_own (p, &s->names, width, 0);
      e = list_at (s->names, width, i);
    }
  else
    e = list_insert (p, &s->names, width, i);
  e->name = name;
  e->value = value;
}

void
memory_drop_name (struct memory_pool *p, struct memory_state *s, uint32_t name)
{
  uint32_t i = list_find (s->names, sizeof (struct name_value), name);

  if (list_has (s->names, sizeof (struct name_value), i, name))
    list_remove (p, &s->names, sizeof (struct name_value), i, 1);
}

const struct range *
memory_known_range (const struct memory_state *s, uint32_t value)
{
  uint32_t i = list_find (s->ranges, sizeof (struct value_range), value);

  return list_has (s->ranges, sizeof (struct value_range), i, value)
	 ? ((const struct value_range *) (s->ranges + 1))[i].range : NULL;
}

void
memory_set_range (struct memory_pool *p, struct memory_state *s,
		  uint32_t value, const struct range *range)
{
  uint32_t width = sizeof (struct value_range);
  uint32_t i = list_find (s->ranges, width, value);
  bool has = list_has (s->ranges, width, i, value);
  struct value_range *e;

  if (!range)
    {
      if (has)
	list_remove (p, &s->ranges, width, i, 1);
      return;
    }
  if (has)
    {
      list_own (p, &s->ranges, width, 0);
      e = list_at (s->ranges, width, i);
    }
  else
    e = list_insert (p, &s->ranges, width, i);
  e->value = value;
  e->pad = 0;
  e->range = range;
}

void
memory_set_region (struct memory_pool *p, struct memory_state *s,
		   const struct region_state *r)
{
  uint32_t width = sizeof *r;
  uint32_t i = list_find (s->regions, width, r->region);
  bool nothing = r->resource == 0 && r->flags == 0;

  if (list_has (s->regions, width, i, r->region))
    {
      /* What is so already leaves the list shared.  */
      if (memcmp (list_at (s->regions, width, i), r, width) == 0)
	return;
      if (nothing)
	{
	  list_remove (p, &s->regions, width, i, 1);
	  return;
	}
      list_own (p, &s->regions, width, 0);
      memcpy (list_at (s->regions, width, i), r, width);
    }
  else if (!nothing)
    memcpy (list_insert (p, &s->regions, width, i), r, width);
}

/* Bindings.  */

static const struct binding *
binding_at (const struct memory_state *s, uint32_t i)
{
  return &((const struct binding *) (s->bindings + 1))[i];
}

/* Whether B ends before OFFSET of REGION.  */
static inline bool
is_before (const struct binding *b, uint32_t region, int64_t offset)
{
  return (b->region < region)
	 | ((b->region == region) & (b->offset + (int64_t) b->size <= offset));
}

uint32_t
memory_find_binding (const struct memory_state *s, uint32_t region,
		     int64_t offset)
{
  uint32_t first = 0, n = s->bindings ? s->bindings->count : 0;

  if (n == 0)
    return 0;
  while (n > 1)
    {
      uint32_t half = n / 2;

      first = is_before (binding_at (s, first + half - 1), region, offset)
	      ? first + half : first;
      n -= half;
    }
  return first + is_before (binding_at (s, first), region, offset);
}

/* Whether VALUE says something of every bit of a run.  */
static bool
is_uniform (const struct memory_values *v, uint32_t value)
{
  return value == 0 || memory_is_zero (v, value)
	 || memory_kind (v, value) == NODE_UNINITIALIZED;
}

static void
insert_binding (struct memory_pool *p, struct memory_state *s, uint32_t i,
		uint32_t region, int64_t offset, uint64_t size, uint32_t value)
{
  struct binding *b = list_insert (p, &s->bindings, sizeof *b, i);

  b->region = region;
  b->value = value;
  b->offset = offset;
  b->size = size;
}

void
memory_clear_bits (struct memory_pool *p, struct memory_state *s,
		   const struct memory_values *v, uint32_t region,
		   int64_t offset, uint64_t size)
{
  uint32_t i = memory_find_binding (s, region, offset);
  int64_t end = size > INT64_MAX / 2 ? INT64_MAX / 2 : offset + (int64_t) size;

  while (s->bindings && i < s->bindings->count)
    {
      struct binding b = *binding_at (s, i);
      int64_t b_end = b.offset + (int64_t) b.size;
      uint32_t rest = is_uniform (v, b.value) ? b.value : 0;

      if (b.region != region || b.offset >= end)
	return;
      list_remove (p, &s->bindings, sizeof b, i, 1);
      if (b.offset < offset)
	insert_binding (p, s, i++, region, b.offset,
			(uint64_t) (offset - b.offset), rest);
      if (b_end > end)
	insert_binding (p, s, i++, region, end, (uint64_t) (b_end - end), rest);
    }
}

void
memory_bind (struct memory_pool *p, struct memory_state *s,
	     const struct memory_values *v, uint32_t region, int64_t offset,
	     uint64_t size, uint32_t value)
{
  uint32_t i = memory_find_binding (s, region, offset);
  const struct binding *b;

  if (size == 0)
    return;
  if (s->bindings && i < s->bindings->count
      && (b = binding_at (s, i))->region == region && b->offset == offset
      && b->size == size)
    {
      /* The same bits: what is so already leaves the list shared.  */
      if (b->value == value)
	return;
      list_own (p, &s->bindings, sizeof *b, 0);
      ((struct binding *) list_at (s->bindings, sizeof *b, i))->value = value;
      return;
    }
  if (s->bindings && i < s->bindings->count
      && (b = binding_at (s, i))->region == region
      && (size > INT64_MAX / 2 || b->offset < offset + (int64_t) size))
    {
      memory_clear_bits (p, s, v, region, offset, size);
      i = memory_find_binding (s, region, offset);
    }
  insert_binding (p, s, i, region, offset, size, value);
}

#define FILTER(NAME, TYPE)						\
  void									\
  memory_filter_##NAME (struct memory_pool *p, struct memory_state *s,	\
			bool (*keep) (void *data, const struct TYPE *),	\
			void *data)					\
  {									\
    uint32_t n = s->NAME ? s->NAME->count : 0, kept = 0;		\
									\
    for (uint32_t i = 0; i < n; i++)					\
      {									\
	struct TYPE *e = list_at (s->NAME, sizeof *e, i);		\
									\
	if (keep (data, e))						\
	  {								\
	    if (kept != i)						\
	      memcpy (list_at (s->NAME, sizeof *e, kept), e, sizeof *e); \
	    kept++;							\
	  }								\
	else								\
	  list_own (p, &s->NAME, sizeof *e, 0);				\
      }									\
    if (kept != n)							\
      s->NAME->count = kept;						\
  }
FILTER (names, name_value)
FILTER (bindings, binding)
FILTER (ranges, value_range)
FILTER (regions, region_state)
#undef FILTER

static void
replace_names (struct memory_pool *p, struct memory_state *s,
	       struct memory_values *v,
	       const struct replacement *r)
{
  uint32_t n = s->names ? s->names->count : 0;

  for (uint32_t i = 0; i < n; i++)
    {
      struct name_value *e = list_at (s->names, sizeof *e, i);
      uint32_t value = memory_substitute (v, e->value, r);

      if (value == e->value)
	continue;
      list_own (p, &s->names, sizeof *e, 0);
      e = list_at (s->names, sizeof *e, i);
      e->value = value;
    }
}

/* Whether R changes the node that is the first number of some entry, or
   the second one if SECOND.  */
static bool
is_replaced (const struct memory_list *l, uint32_t width, bool second,
	     struct memory_values *v,
	     const struct replacement *r)
{
  for (uint32_t i = 0; l && i < l->count; i++)
    {
      uint32_t key[2];

      memcpy (key, (const char *) (l + 1) + (size_t) i * width, sizeof key);
      if (memory_substitute (v, key[0], r) != key[0]
	  || (second
	      && memory_substitute (v, key[1], r) != key[1]))
	return true;
    }
  return false;
}

static void
replace_bindings (struct memory_pool *p, struct memory_state *s,
		  struct memory_values *v,
		  const struct replacement *r)
{
  struct memory_list *old = s->bindings;

  if (!is_replaced (old, sizeof (struct binding), true, v, r))
    return;
  s->bindings = NULL;
  for (uint32_t i = 0; i < old->count; i++)
    {
      const struct binding *b = list_at (old, sizeof *b, i);
      uint32_t region = memory_substitute (v, b->region, r);

      if (region != 0)
	memory_bind (p, s, v, region, b->offset, b->size,
		     memory_substitute (v, b->value, r));
    }
  list_release (p, old);
}

static void
replace_ranges (struct memory_pool *p, struct memory_state *s,
		struct memory_values *v,
		const struct replacement *r)
{
  struct memory_list *old = s->ranges;

  if (!is_replaced (old, sizeof (struct value_range), false, v, r))
    return;
  s->ranges = NULL;
  for (uint32_t i = 0; i < old->count; i++)
    {
      const struct value_range *e = list_at (old, sizeof *e, i);
      uint32_t value = memory_substitute (v, e->value, r);

      if (value != 0)
	memory_set_range (p, s, value, e->range);
    }
  list_release (p, old);
}

static void
replace_regions (struct memory_pool *p, struct memory_state *s,
		 struct memory_values *v,
		 const struct replacement *r)
{
  struct memory_list *old = s->regions;

  if (!is_replaced (old, sizeof (struct region_state), false, v, r))
    return;
  s->regions = NULL;
  for (uint32_t i = 0; i < old->count; i++)
    {
      struct region_state e
	= *(const struct region_state *) list_at (old, sizeof e, i);

      e.region = memory_substitute (v, e.region, r);
      if (e.region != 0)
	memory_set_region (p, s, &e);
    }
  list_release (p, old);
  if (s->marks)
    memory_replace_marks (s, v, r);
}

void
memory_replace (struct memory_pool *p, struct memory_state *s,
		struct memory_values *v,
		const struct replacement *r)
{
  replace_names (p, s, v, r);
  replace_bindings (p, s, v, r);
  replace_ranges (p, s, v, r);
  replace_regions (p, s, v, r);
}

bool
memory_same_names (const struct memory_state *a, const struct memory_state *b)
{
  return list_equal (a->names, b->names, sizeof (struct name_value));
}

bool
memory_same_bindings (const struct memory_state *a,
		      const struct memory_state *b)
{
  return a->epoch == b->epoch
	 && list_equal (a->bindings, b->bindings, sizeof (struct binding));
}

bool
memory_same_regions (const struct memory_state *a,
		     const struct memory_state *b)
{
  return list_equal (a->regions, b->regions, sizeof (struct region_state));
}

bool
memory_same_ranges (const struct memory_state *a, const struct memory_state *b)
{
  uint32_t n, m;
  const struct value_range *x = memory_ranges (a, &n);
  const struct value_range *y = memory_ranges (b, &m);

  if (n != m)
    return false;
  for (uint32_t i = 0; i < n; i++)
    if (x[i].value != y[i].value || !range_equal (x[i].range, y[i].range))
      return false;
  return true;
}
