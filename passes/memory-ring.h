/* memory-ring.h - what functions that call one another in a ring do with memory.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   memory_ring (f), of the leader f of a ring of calls: the analyses of its members,
   done together.  At first a call within the ring does not return.  The members
   are gone through, in their order, with what is known of the others, until no
   summary changes any more: then what each says is so if what all say is so.  A
   summary speaks of what a function reaches within a few steps, of numbers that it
   had before and of no others (memory-ring-bound.c), so that this ends.

   A member that cannot be summed up is left out: it is analysed by itself, and a
   call of it in the ring is one of an unknown function.  So are all calls in a ring
   that is large, or does not come to an end within its budget.

   Flat; a reader need not look at the members.  */

#ifndef PASSES_MEMORY_RING_H
#define PASSES_MEMORY_RING_H

#include "passes/memory-events.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ring_member
{
  struct fingerprint symbol;
  uint32_t offset;		/* Of its struct memory_analysis, behind the
				   members, in bytes, by 8.  */
  uint32_t size;		/* 0: it is left out.  */
};

struct memory_ring
{
  uint32_t count;		/* 0: nothing is known.  */
  uint32_t size;		/* Bytes behind the members.  */
  /* struct ring_member[count], in the order of functions,
     struct memory_analysis of each  */
};

static inline const struct ring_member *
memory_ring_members (const struct memory_ring *r)
{
  return (const struct ring_member *) (r + 1);
}

/* NULL if MEMBER is left out.  */
static inline const struct memory_analysis *
memory_ring_analysis (const struct memory_ring *r, uint32_t member)
{
  const struct ring_member *x = memory_ring_members (r);

  return x[member].size == 0
	 ? NULL
	 : (const struct memory_analysis *) ((const char *) (x + r->count)
					     + x[member].offset);
}

/* The ring of calls around the function at hand, in one run of its analysis.  */
struct ring_calls
{
  uint32_t count;
  const struct fingerprint *symbols;
  const struct memory_summary **summaries;	/* NULL: not known.  */
  const struct memory_events **events;		/* The same.  */
  /* What the summary of the function at hand was; no new numbers come into it.
     NULL: any may.  */
  const struct memory_summary *before;
  const struct memory_ring *ring;	/* Where that is from; NULL while it is
					   found.  */
};

struct memory;
struct snap_decl;

/* The summary of D, which a call in M's function names, if it is in one ring with
   that and known; else NULL.  Asks.  */
const struct memory_summary *memory_ring_callee (struct memory *m,
						 const struct snap_decl *d);

/* The events of the function SYMBOL, which is called NAME.  Asks.  */
const struct memory_events *memory_events_of (const struct memory *m,
					      struct fingerprint symbol,
					      const char *name);

/* The analysis of M's function that its ring has, of *SIZE bytes; else NULL.  */
const struct memory_analysis *memory_ring_answer (const struct memory *m,
						  uint32_t *size);

/* The position of SYMBOL in R, or NONE.  */
uint32_t memory_ring_position (const struct ring_calls *r,
			       struct fingerprint symbol);

/* memory-ring-bound.c: what the summary of a function in a ring says.  */
struct summarizing;
struct memory_exit;
struct binding;
struct memory_state;
struct region_state;
struct summary_node;

/* X is the next way out: find what is new on it and its caller can get at.  */
void memory_ring_find_new (struct summarizing *z, const struct memory_exit *x);
/* The node of REGION, of kind NODE_HEAP, or 0.  */
uint32_t memory_ring_export_new (struct summarizing *z, uint32_t region);
/* Whether what the value, node A, points to is further away than is told.  */
bool memory_ring_is_far (const struct summarizing *z, uint32_t a);
/* Whether N, a node of Z but for its place there, may be told.  */
bool memory_ring_may_add (const struct summarizing *z,
			  const struct summary_node *n);
/* LOW to HIGH becomes a range that comes up before; false if that is all.  */
bool memory_ring_widen (const struct summarizing *z, int64_t *low,
			int64_t *high);
/* Whether the write that B is left by may be told.  */
bool memory_ring_may_write (struct summarizing *z, const struct binding *b);
/* S is left: where a write may not be told anything may lie.  */
void memory_ring_open_far (struct summarizing *z, struct memory_state *s);
/* R is a region that is not told: what leads there may have done anything to it.
   False if that is said; true: there is no word for it, but that others change.  */
bool memory_ring_tell_far (struct summarizing *z, const struct region_state *r);

#ifdef __cplusplus
}
#endif
#endif
