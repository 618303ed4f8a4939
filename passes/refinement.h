/* refinement.h - where more is known of an SSA name than where it is defined.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   After `if (n > 3)' the name n is the same, but what may be its value is not.
   Each such place gives the name another *version*: its definition is version
   0 .. n_ssa - 1 (the name itself), refinement R is n_ssa + R.  A version holds in
   a block and all that it dominates (what a branch says, or a join of such), after a
   statement there (a pointer that was dereferenced), or on an edge only.  Every
   operand then reads one version, and a sparse analysis over versions knows at
   each use what the branches above it say: Bodik, Gupta, Sarkar, "ABCD:
   Eliminating Array Bounds Checks on Demand", 2000, has the form (e-SSA).

   What a branch says is followed to the operands that its condition was made of:
   through comparisons in names, & and |, conversions, sums with constants,
   __builtin_expect, a flag that only one way sets (a phi), names that are
   equal by a comparison or because they were loaded from where nobody wrote in
   between; and to the last name that was computed from one of these.  At most REFINEMENTS_PER_BRANCH for each.

   O (statements + edges) but for the dominator tree.  One thread.  */

#ifndef PASSES_REFINEMENT_H
#define PASSES_REFINEMENT_H

#include "passes/ranges.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { REFINEMENTS_PER_BRANCH = 24 };

enum refinement_kind
{
  REFINED_BY_SET,		/* In SETS[A].  */
  REFINED_BY_COMPARISON,	/* The name OPERATION the operand A (the
				   NONE-operand: 0), whose version is B if it is a
				   name.  */
  REFINED_BY_RESULT,		/* It is operand OPERAND of statement B, of whose
				   result version A is known.  */
  REFINED_BY_OPERAND,		/* It is the result of statement B, of whose operand
				   OPERAND version A is known.  */
  REFINED_BY_JOIN		/* On each edge into the block it is the version
				   JOINS[A + I], for predecessor I.  */
};

struct refinement
{
  uint32_t name;		/* SSA */
  uint32_t parent;		/* The version that held before.  */
  uint32_t place;		/* OPERAND (enum version_place, index).  */
  uint32_t previous;		/* The refinement of NAME made before, or NONE.  */
  uint8_t kind;			/* enum refinement_kind */
  uint8_t operation;
  uint8_t operand;
  uint8_t pad;
  uint32_t a, b;
};

enum name_kind { NAME_UNTRACKED, NAME_INTEGER, NAME_POINTER };

struct refinements
{
  const struct snapshot *s;
  const struct cfg_order *order;
  const struct dominators *dominators;
  struct scratch scratch;
  uint8_t *kind;		/* By SSA: enum name_kind.  */
  struct integer_type *type;	/* By SSA, of tracked names.  */
  uint32_t *version;		/* By OPERANDS: what it reads; NONE: no name, or
				   one that is not tracked.  Of an ADDRESS behind
				   a pointer: the pointer's.  */
  uint32_t *same_as;		/* By SSA, of a load: an operand with the same
				   value, or 0.  */
  uint32_t *same_version;	/* By SSA: the version of that, if it is a name;
				   or NONE.  */
  uint32_t *first_of_block;	/* By block: its refinements are contiguous, in
				   the order of the enum.  */
  uint32_t *count_of_block;
  uint32_t *first_on_edge;	/* By edge: those of it, among its source's.  */
  uint32_t *count_on_edge;
  uint32_t *latest;		/* By SSA: its last refinement, or NONE.  */
  const struct range **cases;	/* By edge: where it is taken, by a SWITCH's
				   index; NULL: nothing is known.  */
  struct buffer all;		/* struct refinement */
  struct buffer sets;		/* const struct range *; 0: {0}, 1: {1}.  */
  struct buffer joins;		/* uint32_t */
};

/* Make them for the body S.  SCRATCH must outlive them.  */
void refinements_init (struct refinements *r, const struct snapshot *s,
		       const struct cfg_order *order,
		       const struct dominators *dominators,
		       const struct scratch *scratch);
void refinements_release (struct refinements *r);

static inline uint32_t
refinements_count (const struct refinements *r)
{
  return (uint32_t) (r->all.size / sizeof (struct refinement));
}

static inline const struct refinement *
refinements_array (const struct refinements *r)
{
  return (const struct refinement *) r->all.bytes;
}

/* The last statement of BLOCK, or NULL.  */
static inline const struct snap_statement *
block_end (const struct snapshot *s, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (s)[block];
  return b->n_statements
	 ? &snapshot_statements (s)[b->first_statement + b->n_statements - 1]
	 : NULL;
}

/* The number that OPERAND, a constant, is; false if it is none.  */
bool constant_integer (const struct snapshot *s, const struct scratch *m,
		       uint32_t operand, struct integer *value);

/* What is refined by what a statement does (refinement-sources.c).  */

/* Whether a pointer that is null cannot be dereferenced, and attributes are to
   be believed.  */
static inline bool
null_is_invalid (const struct snapshot *s)
{
  return !(s->options & SNAPSHOT_OPTION_NULL_IS_VALID);
}

/* Calls VISIT for each SSA name that is not null once STATEMENT is done: it was
   dereferenced, or passed where the callee asks for that.  */
void visit_not_null (const struct snapshot *s, uint32_t statement,
		     void (*visit) (void *data, uint32_t name), void *data);

/* The statement by which NAME is computed, or NULL: an assignment, or a call of
   __builtin_expect, of which operand 1 is handed through.  */
const struct snap_statement *name_computation (const struct snapshot *s,
					       uint32_t name);

/* Whether TYPE, of a function, or DECL has the attribute.  */
const struct snap_attribute *call_attribute (const struct snapshot *s,
					     const struct snap_statement *t,
					     enum snap_attribute_kind kind);

/* The values of a SWITCH's index on each edge out of its block; RANGES[I] is of
   successor I.  */
void switch_ranges (const struct snapshot *s, const struct scratch *m,
		    const struct snap_statement *t, struct integer_type type,
		    struct range *ranges);

#ifdef __cplusplus
}
#endif
#endif
