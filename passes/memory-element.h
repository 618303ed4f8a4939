/* memory-element.h - what elements hold whose index is not one number.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Where `a[i]' lies is a sum of values, a node of its own: as long as that is the
   same it is the same element.  What is known of it is bound at a place in front of
   the region (as the size is, memory-bounds.c), found by the number of the sum, so
   it is joined, forgotten, reached and let out as all that a region holds.

   Any write to the region that may go to the element makes it unknown.  Who reads
   another element may have read this one: its value counts as held by others from
   then on, for it may be released that way.  Callers are told nothing of it.

   Nothing is looked for before the first element is bound (memory.has_elements).  */

#ifndef PASSES_MEMORY_ELEMENT_H
#define PASSES_MEMORY_ELEMENT_H

#include "passes/memory-state.h"

#ifdef __cplusplus
extern "C" {
#endif

struct location;
struct memory;

/* In front of the places are none, behind them is what is known of the region as a
   whole.  A place is 64 bits, and an element has no more.  */
#define ELEMENT_FIRST (-((int64_t) 1 << 42))
#define ELEMENT_END (-((int64_t) 1 << 41))

static inline bool
memory_is_element (const struct binding *b)
{
  return b->offset >= ELEMENT_FIRST && b->offset < ELEMENT_END;
}

/* Which sum says where the element lies that B is of.  */
static inline uint32_t
memory_element_sum (const struct binding *b)
{
  return (uint32_t) ((b->offset - ELEMENT_FIRST) / 64);
}

/* What lies at L, an element whose offset is not known, at STATEMENT; 0: nothing is
   known of it.  */
uint32_t memory_load_element (struct memory *m, struct memory_state *s,
			      const struct location *l);
/* The element at L holds VALUE.  False: it is not known which one that is.  */
bool memory_bind_element (struct memory *m, struct memory_state *s,
			  const struct location *l, uint32_t value);
/* Make room for a write to the element at L: it holds nothing any more.  */
void memory_clear_element (struct memory *m, struct memory_state *s,
			   const struct location *l);

/* Something in REGION is read: perhaps what its elements hold.  */
void memory_read_elements (struct memory *m, struct memory_state *s,
			   uint32_t region);
/* The same of what STATEMENT, a call of a function with a summary, may read.  */
void memory_pass_elements (struct memory *m, struct memory_state *s,
			   uint32_t statement);
/* Something in REGION is written: perhaps its elements.  */
void memory_change_elements (struct memory *m, struct memory_state *s,
			     uint32_t region);
/* REGION is gone, and what it held with it.  */
void memory_drop_elements (struct memory *m, struct memory_state *s,
			   uint32_t region);

/* Ways meet in BLOCK: what is called after it is another number from now on.
   Whether S has changed.  */
bool memory_merge_elements (struct memory *m, struct memory_state *s,
			    uint32_t block);
/* The same of what R makes another one.  */
void memory_move_elements (struct memory *m, struct memory_state *s,
			   const struct replacement *r);

/* A MEMORY operand that is the element of B in S, or NONE.  */
uint32_t memory_element_operand (struct memory *m,
				 const struct memory_state *s,
				 const struct binding *b);

#ifdef __cplusplus
}
#endif
#endif
