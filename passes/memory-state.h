/* memory-state.h - what is known on one path, at one point of it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A state has four lists, each sorted by its key: what names hold, what lies in
   memory, which ranges values are in, and what has become of regions.  A fork
   shares them; a list is copied when it is written to while somebody shares it.
   So a fork costs a few words, and equal lists mostly are the same list.

   A binding is a run of bits of a region and its value.  Bindings of one region
   do not overlap.  One whose value is 0, unknown or uninitialized says so of all
   its bits; any other is of one object.  What no binding covers is as it was
   when the region came to be: of an object without a value uninitialized, of
   what was there before its NODE_INITIAL, of one that others write to
   (REGION_IS_OPEN) unknown.

   States belong to one run of the analysis: they take memory from its pool and
   give it back.  Not for several threads.  O(entries of the list) for a write,
   O(log) for a look.  */

#ifndef PASSES_MEMORY_STATE_H
#define PASSES_MEMORY_STATE_H

#include "passes/memory-value.h"

#ifdef __cplusplus
extern "C" {
#endif

struct memory_path;		/* memory-path.h */
struct memory_mark;		/* memory-mark.h */

/* What has become of something that must be released.  */
enum resource
{
  RESOURCE_NONE,		/* Nothing is known.  */
  RESOURCE_UNCHECKED,		/* Allocated, or null.  */
  RESOURCE_HELD,		/* Allocated.  */
  RESOURCE_RELEASED
};

enum				/* region_state.flags */
{
  REGION_HAS_ESCAPED = 1,	/* Others may have a pointer to it.  */
  REGION_IS_OPEN = 2,		/* What it holds may be anything.  */
  REGION_IS_CLEARED = 4,	/* It began with zeros.  */
  REGION_IS_FILLED = 8,		/* It began with values that are not known.  */
  REGION_IS_NULL = 16,		/* A pointer to it is null.  */
  REGION_IS_NONNULL = 32,	/* It is not.  */
  REGION_IS_USED = 64,		/* It was accessed: what a summary asks for.  */
  REGION_WAS_CHECKED = 128,	/* It is not null by a condition.  */
  REGION_WAS_WRITTEN = 256,	/* What a parameter points to: here.  */
  REGION_IS_UNRESIZED = 512,	/* realloc of it has failed ...  */
  REGION_IS_LOST = 1024		/* ... and nobody knows where it is.  */
};

struct region_state
{
  uint32_t region;
  uint8_t resource;		/* enum resource */
  uint8_t pad;
  uint16_t flags;		/* REGION_*  */
  uint32_t family;		/* What releases it: number of a name.  */
  uint32_t pad2;
};

struct name_value
{
  uint32_t name;		/* SSA */
  uint32_t value;
};

struct binding
{
  uint32_t region;
  uint32_t value;
  int64_t offset;		/* In bits.  */
  uint64_t size;
};

struct value_range
{
  uint32_t value;
  uint32_t pad;
  const struct range *range;
};

/* Entries of WIDTH bytes follow.  */
struct memory_list
{
  uint32_t references;
  uint32_t count, capacity;
  uint32_t size_class;
};

struct memory_state
{
  struct memory_list *names, *bindings, *ranges, *regions;
  const struct memory_path *path;
  const struct memory_mark *marks;	/* Of values and regions; mostly NULL.  */
  /* When what is not bound was last changed by others: 0 on entry, else 1 + the
     statement, or EPOCH_MERGED + a block.  */
  uint32_t epoch;
  uint32_t rounds;		/* How often it has gone round a loop.  */
};

#define EPOCH_MERGED 0x40000000u

/* Where lists come from; they are given back to it.  */
struct memory_pool
{
  const struct scratch *scratch;
  struct memory_list *free[32];	/* By size class, linked through the first
				   pointer behind the header.  */
};

void memory_state_init (struct memory_state *s);
/* TO, which has nothing, becomes FROM.  */
void memory_state_copy (struct memory_state *to,
			const struct memory_state *from);
void memory_state_release (struct memory_pool *p, struct memory_state *s);

/* Arrays, read only.  */
#define MEMORY_LIST(NAME, TYPE)						\
  static inline const struct TYPE *					\
  memory_##NAME (const struct memory_state *s, uint32_t *count)		\
  {									\
    *count = s->NAME ? s->NAME->count : 0;				\
    return s->NAME ? (const struct TYPE *) (s->NAME + 1) : NULL;	\
  }
MEMORY_LIST (names, name_value)
MEMORY_LIST (bindings, binding)
MEMORY_LIST (ranges, value_range)
MEMORY_LIST (regions, region_state)
#undef MEMORY_LIST

/* Whether NAME has a value; then *VALUE is set.  */
bool memory_name (const struct memory_state *s, uint32_t name,
		  uint32_t *value);
void memory_set_name (struct memory_pool *p, struct memory_state *s,
		      uint32_t name, uint32_t value);
void memory_drop_name (struct memory_pool *p, struct memory_state *s,
		       uint32_t name);

/* The range of a value if more is known of it than its type, else NULL.  */
const struct range *memory_known_range (const struct memory_state *s,
					uint32_t value);
/* NULL: nothing is known.  RANGE lasts.  */
void memory_set_range (struct memory_pool *p, struct memory_state *s,
		       uint32_t value, const struct range *range);

/* What has become of REGION; all 0 if nothing has.  */
static inline struct region_state
memory_region (const struct memory_state *s, uint32_t region)
{
  struct region_state none = { region, 0, 0, 0, 0, 0 };
  const struct region_state *r;
  uint32_t n;

  r = memory_regions (s, &n);
  if (n == 0)
    return none;
  /* The last one that is not behind it: no jump depends on what is found.  */
  while (n > 1)
    {
      uint32_t half = n / 2;

      r = r[half].region <= region ? r + half : r;
      n -= half;
    }
  return r->region == region ? *r : none;
}
void memory_set_region (struct memory_pool *p, struct memory_state *s,
			const struct region_state *r);

/* The first binding of REGION that ends behind OFFSET, as an index.  */
uint32_t memory_find_binding (const struct memory_state *s, uint32_t region,
			      int64_t offset);
/* Forget what lies in SIZE bits behind OFFSET; what sticks out stays, if it is
   of all its bits, or becomes unknown.  */
void memory_clear_bits (struct memory_pool *p, struct memory_state *s,
			const struct memory_values *v, uint32_t region,
			int64_t offset, uint64_t size);
/* The same, and bind them to VALUE.  */
void memory_bind (struct memory_pool *p, struct memory_state *s,
		  const struct memory_values *v, uint32_t region,
		  int64_t offset, uint64_t size, uint32_t value);
/* Forget all that KEEP does not want.  */
void memory_filter_names (struct memory_pool *p, struct memory_state *s,
			  bool (*keep) (void *data, const struct name_value *),
			  void *data);
void memory_filter_bindings (struct memory_pool *p, struct memory_state *s,
			     bool (*keep) (void *data, const struct binding *),
			     void *data);
void memory_filter_ranges (struct memory_pool *p, struct memory_state *s,
			   bool (*keep) (void *data,
					 const struct value_range *),
			   void *data);
void memory_filter_regions (struct memory_pool *p, struct memory_state *s,
			    bool (*keep) (void *data,
					  const struct region_state *),
			    void *data);

/* Replace each node by what R says of it, everywhere (see
   memory_substitute).  What is known of a replaced region or value goes with
   it; what becomes unknown is forgotten.  */
void memory_replace (struct memory_pool *p, struct memory_state *s,
		     struct memory_values *v,
		     const struct replacement *r);

/* Whether the lists are equal.  */
bool memory_same_names (const struct memory_state *a,
			const struct memory_state *b);
bool memory_same_bindings (const struct memory_state *a,
			   const struct memory_state *b);
bool memory_same_ranges (const struct memory_state *a,
			 const struct memory_state *b);
bool memory_same_regions (const struct memory_state *a,
			  const struct memory_state *b);

#ifdef __cplusplus
}
#endif
#endif
