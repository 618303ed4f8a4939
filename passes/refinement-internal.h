/* refinement-internal.h - the walk that makes refinements, and its parts.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef PASSES_REFINEMENT_INTERNAL_H
#define PASSES_REFINEMENT_INTERNAL_H

#include "passes/refinement.h"

/* A word to be put back when the walk leaves a block.  */
struct change
{
  uint32_t *where;
  uint32_t old;
};

/* Memory that a load or a store has just given a name to.  */
struct known_memory
{
  uint32_t memory;		/* MEMORY, of an access like it.  */
  uint32_t state;		/* SSA: the state of memory that it is of.  */
  uint32_t operand;		/* Operand: what is there.  */
};

struct walk
{
  struct refinements *r;
  const struct snapshot *s;
  uint32_t *current;		/* By SSA: the version that holds here.  */
  uint32_t *partner;		/* By SSA: an equal name, or NONE.  */
  uint32_t *dependent;		/* By SSA: the last name that was computed from it
				   alone, or NONE.  */
  uint32_t *entry_edge;		/* By block: the edge by which alone it is
				   entered but for edges from blocks that it
				   dominates; or NONE.  */
  uint32_t *argument;		/* By edge: which one phis read on it.  */
  struct known_memory *known;	/* A hash table.  */
  uint32_t known_mask;
  struct buffer changes;	/* struct change */
  uint32_t place;		/* Of what is made now.  */
  uint32_t left;		/* How many may still be made for this branch.  */
};

/* *WHERE = VALUE until the walk leaves the block.  */
void walk_set (struct walk *w, uint32_t *where, uint32_t value);

/* More is known of NAME at the place of the walk.  False if there is no room.  */
bool walk_refine (struct walk *w, uint32_t name, struct refinement *made);

/* The operand that T, an assignment, computes its result from alone: it has no
   other, or a constant.  NONE: there is none, or nothing follows from it.  */
uint32_t only_operand (struct walk *w, const struct snap_statement *t);

/* What taking EDGE says (refinement-conditions.c).  */
void assume_edge (struct walk *w, uint32_t edge);
/* NAME is not null.  */
void assume_not_null (struct walk *w, uint32_t name);

#endif
