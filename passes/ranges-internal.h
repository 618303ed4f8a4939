/* ranges-internal.h - the parts that make the value of `ranges'.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef PASSES_RANGES_INTERNAL_H
#define PASSES_RANGES_INTERNAL_H

#include "passes/ranges.h"
#include "passes/refinement.h"

/* The value of `ranges'.  False, and nothing is known, if more than BUDGET steps
   would be needed.  O(statements + edges + operands of phis).  */
bool ranges_compute (const struct snapshot *s, const struct cfg_order *order,
		     const struct dominators *dominators,
		     const struct scratch *m, uint64_t budget,
		     struct buffer *out);

/* A sparse analysis over versions.  */
struct solver
{
  struct refinements *r;
  const struct snapshot *s;
  const struct scratch *m;
  uint32_t n_ssa, n_versions;
  const struct range **value;	/* By version.  */
  const struct range **full;	/* By SSA: all that its type holds.  */
  uint8_t *edge;		/* By edge: may be taken.  */
  uint8_t *block;		/* By block: may be reached.  */
  uint64_t steps, budget;	/* Operands read.  */
};

/* Compute everything (ranges-solve.c).  False if the budget ran out.  */
bool solver_run (struct solver *v);
uint32_t version_block (const struct solver *v, uint32_t version);

/* The statement or the refinement that defines VERSION, with what is known now
   (ranges-evaluate.c).  */
void evaluate_version (struct solver *v, uint32_t version, struct range *out);
/* As range_truth: what the COND at the end of a block may say.  */
unsigned evaluate_condition (struct solver *v, const struct snap_statement *t);

/* Whether the address of MEMORY[INDEX], behind a pointer of which POINTER is
   known if there is one, is null: enum nullness_value.  */
unsigned address_nullness (const struct snapshot *s, uint32_t index,
			   unsigned pointer);

/* The entry of NAME among BETTER that holds at a place, or NONE: in BLOCK before
   STATEMENT (NONE: at its start), or on EDGE if that is not NONE.  */
uint32_t better_find (const struct snapshot *s, const struct dominators *d,
		      const struct known_better *better, uint32_t n_better,
		      uint32_t name, uint32_t block, uint32_t statement);
uint32_t better_find_on_edge (const struct snapshot *s,
			      const struct dominators *d,
			      const struct known_better *better,
			      uint32_t n_better, uint32_t name,
			      uint32_t edge);

/* Whether each entry names a name, a place and an entry above it that is earlier
   and of the same name; VALUE below N_VALUES.  COUNTS: of names, blocks, statements
   and edges, as a value begins.  */
bool better_verify (const struct known_better *better, uint32_t n_better,
		    const uint32_t *counts, uint32_t n_values);

/* " in bb 3", " after `...'", " on 3->5".  */
void better_place_print (FILE *file, const struct snapshot *s,
			 uint32_t place);

#endif
