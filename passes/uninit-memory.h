/* uninit-memory.h - whether anything may have written what is read.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Virtual definitions are followed backwards from a read, to the entry of the
   function on every path.  The walk is that of GCC's walk_aliased_vdefs, to the
   count of its steps: the budget of the check depends on it.  */

#ifndef PASSES_UNINIT_MEMORY_H
#define PASSES_UNINIT_MEMORY_H

#include "queries/query.h"
#include "passes/alias.h"
#include "passes/points-to.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Scratch of all walks of one function.  */
struct definition_walk
{
  const struct snapshot *s;
  uint32_t *visited;		/* By SSA name: the last walk that was there.  */
  uint32_t *stack;		/* Virtual names to be looked at.  */
  uint32_t stack_size;
  uint32_t walk;		/* Number of this walk.  */
  /* Phis are no steps, but long chains of them cost time, too: after this many
     in all walks, no walk comes to an end any more.  */
  uint32_t phis_left;
  /* What pointers lead to; NULL, for GCC's early pass: not known, and copies
     are not seen through.  */
  const struct points_to_reader *points_to;
};

#define WALK_MOST_PHIS (1u << 25)

struct walk_result
{
  uint32_t steps;		/* Statements looked at.  */
  bool is_defined;		/* Something may write it.  */
  bool reaches_entry;		/* Some path has nothing that ends its life.  */
};

/* PHIS_LEFT is WALK_MOST_PHIS.  */
void definition_walk_init (struct definition_walk *w,
			   struct query_context *cx,
			   const struct snapshot *s);

/* Whether D is the artificial first value of a variable under
   -ftrivial-auto-var-init, or a copy of it.  */
bool is_deferred_init (const struct snapshot *s,
		       const struct snap_statement *d);

/* Follow the definitions from VUSE, a virtual name.  False if LIMIT steps
   (0: no limit) or the phis left were not enough.  */
bool definition_walk_run (struct definition_walk *w, uint32_t vuse,
			  const struct reference *r, uint32_t limit,
			  struct walk_result *result);

/* Where the memory of a reference comes from, seen through pointer arithmetic
   and addresses.  */
enum origin_kind { ORIGIN_DECL, ORIGIN_POINTER, ORIGIN_OTHER };

struct origin
{
  enum origin_kind kind;
  uint32_t index;		/* DECLS, or SSA.  */
  bool is_allocated;		/* By alloca or malloc: no value to begin with.  */
  /* Operand: what a warning calls it, OPERAND_DECL or OPERAND_MEMORY; the
     NONE-operand if it is best called by the access.  */
  uint32_t name;
};

struct origin reference_origin (const struct definition_walk *w,
				const struct reference *r);

#ifdef __cplusplus
}
#endif
#endif
