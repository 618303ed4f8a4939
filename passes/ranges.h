/* ranges.h - what values SSA names may have, and where: ranges and nullness.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The query `ranges' says of each name of an integer type which values it may
   have, where it is defined and wherever the branches above say more; of each
   pointer whether it may be null.  It holds for every execution without undefined
   behaviour up to there.  So what has no value at all is never reached, or
   something before it is undefined.

   The query `nullness' is the part of it about pointers: a reader of that alone
   stays green when only integers change.

   Ask at a place by ranges_at and its kin: O(log refinements of the function +
   how deeply they nest).  They read the value and the dominator tree, nothing else.  */

#ifndef PASSES_RANGES_H
#define PASSES_RANGES_H

#include "passes/range.h"
#include "passes/values.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Where more is known of a name.  */
enum version_place
{
  IN_BLOCK,			/* BLOCKS: at its start, and below.  */
  AFTER_STATEMENT,		/* STATEMENTS: behind it in its block, and below.  */
  ON_EDGE			/* EDGES: there only.  */
};

static inline enum version_place
version_place (uint32_t place)
{
  return (enum version_place) operand_kind (place);
}

/* More is known of NAME at PLACE.  Sorted by name; of one name in the preorder of
   the dominator tree, in a block as its statements lie, edges behind all else.  */
struct known_better
{
  uint32_t name;		/* SSA */
  uint32_t place;		/* OPERAND (enum version_place, index).  */
  uint32_t above;		/* The entry of NAME that holds around this one, or
				   NONE: its definition.  Edges: unused.  */
  uint32_t value;		/* As in ranges.of.  */
};

/* Values of ranges.of that are no index.  */
enum { RANGE_NEVER, RANGE_ANY, RANGE_FIRST };

/* A number, of which LIMBS[LIMB] and on are the magnitude if |SIZE| is above 1, and
   LIMB itself is otherwise.  */
struct stored_integer
{
  int32_t size;
  uint32_t pad;
  uint64_t limb;
};

struct stored_interval
{
  struct stored_integer low, high;
};

/* If the budget ran out, IS_COMPLETE is 0, and everything is RANGE_ANY.  */
struct ranges
{
  uint32_t n_ssa, n_blocks, n_statements, n_edges;	/* Of the body.  */
  uint32_t n_better;
  uint32_t n_sets;
  uint32_t n_intervals;
  uint32_t n_limbs;
  uint32_t is_complete;
  uint32_t pad;
  /* struct stored_interval interval[n_intervals]
     uint64_t limb[n_limbs]
     struct known_better better[n_better]
     uint32_t first[n_sets + 1]	of each set, in INTERVAL
     uint32_t of[n_ssa]		RANGE_NEVER, RANGE_ANY: all that the type
				holds (also of names that are not tracked),
				RANGE_FIRST + I: set I
     uint8_t edge[n_edges]	1: it may be taken  */
};

static inline const struct stored_interval *
ranges_intervals (const struct ranges *r)
{
  return (const struct stored_interval *) (r + 1);
}

static inline const uint64_t *
ranges_limbs (const struct ranges *r)
{
  return (const uint64_t *) (ranges_intervals (r) + r->n_intervals);
}

static inline const struct known_better *
ranges_better (const struct ranges *r)
{
  return (const struct known_better *) (ranges_limbs (r) + r->n_limbs);
}

static inline const uint32_t *
ranges_first (const struct ranges *r)
{
  return (const uint32_t *) (ranges_better (r) + r->n_better);
}

static inline const uint32_t *
ranges_of (const struct ranges *r)
{
  return ranges_first (r) + r->n_sets + 1;
}

/* Whether an edge can be taken.  */
static inline const uint8_t *
ranges_edge (const struct ranges *r)
{
  return (const uint8_t *) (ranges_of (r) + r->n_ssa);
}

/* What questions are asked of.  SCRATCH holds numbers wider than a limb that are
   bounds of types.  */
struct ranges_reader
{
  const struct snapshot *body;
  const struct dominators *dominators;
  const struct ranges *ranges;
  const struct scratch *scratch;
};

/* The range of NAME: where it is defined; on entry to BLOCK, which its definition
   dominates; just before STATEMENT, no phi, which it may be an operand of; on EDGE,
   as a phi behind it sees it.  False, and R is empty, if the name has none (a
   floating-point number, memory).  */
bool ranges_at_definition (const struct ranges_reader *q, uint32_t name,
			   struct range *r);
bool ranges_at_block (const struct ranges_reader *q, uint32_t name,
		      uint32_t block, struct range *r);
bool ranges_at_statement (const struct ranges_reader *q, uint32_t name,
			  uint32_t statement, struct range *r);
bool ranges_on_edge (const struct ranges_reader *q, uint32_t name,
		     uint32_t edge, struct range *r);

/* Whether a pointer is null.  NULLNESS_NEVER: it has no value there.  As bits: may
   be null, may be something else.  */
enum nullness_value
{
  NULLNESS_NEVER, NULLNESS_NULL, NULLNESS_NONNULL, NULLNESS_UNKNOWN
};

struct nullness
{
  uint32_t n_ssa, n_blocks, n_statements, n_edges;	/* Of the body.  */
  uint32_t n_better;
  uint32_t is_complete;
  /* struct known_better better[n_better]	values: enum nullness_value
     uint8_t of[n_ssa]			enum nullness_value; names that are
					no pointer: NULLNESS_UNKNOWN  */
};

static inline const struct known_better *
nullness_better (const struct nullness *n)
{
  return (const struct known_better *) (n + 1);
}

static inline const uint8_t *
nullness_of (const struct nullness *n)
{
  return (const uint8_t *) (nullness_better (n) + n->n_better);
}

/* As ranges_at_*; BODY and DOMINATORS of the function.  */
enum nullness_value nullness_at_block (const struct snapshot *body,
				       const struct dominators *dominators,
				       const struct nullness *n,
				       uint32_t name, uint32_t block);
enum nullness_value nullness_at_statement (const struct snapshot *body,
					   const struct dominators *dominators,
					   const struct nullness *n,
					   uint32_t name, uint32_t statement);
enum nullness_value nullness_on_edge (const struct snapshot *body,
				      const struct dominators *dominators,
				      const struct nullness *n, uint32_t name,
				      uint32_t edge);

/* Of an operand just before STATEMENT: also of addresses and constants.  */
enum nullness_value
nullness_of_operand (const struct snapshot *body,
		     const struct dominators *dominators,
		     const struct nullness *n, uint32_t operand,
		     uint32_t statement);

#ifdef __cplusplus
}
#endif
#endif
