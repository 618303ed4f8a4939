/* origin.h - where a pointer comes from.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   For every SSA name the one object that its value was made from, by copies,
   arithmetic and phis all of whose arguments (null pointers aside) come from
   there; ORIGIN_MANY where there is no such object or nobody knows.  What this
   says is certain, unlike points_to, which says what may be.

   Local scratch of whoever computes; the engine does not know it.  */

#ifndef PASSES_ORIGIN_H
#define PASSES_ORIGIN_H

#include "passes/graph.h"
#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

enum origin_kind
{
  ORIGIN_UNKNOWN,		/* Not visited yet, or undefined.  */
  ORIGIN_NULL,
  ORIGIN_PARAMETER,		/* DECLS: its value on entry.  */
  ORIGIN_VARIABLE,		/* DECLS: its address.  */
  ORIGIN_STRING,		/* CONSTANTS: its address.  */
  ORIGIN_CALL,			/* STATEMENTS: its result.  */
  /* Loaded from what the parameter or global variable DECLS holds or leads
     to.  */
  ORIGIN_LOADED,
  ORIGIN_MANY
};

struct origin
{
  uint32_t kind;		/* enum origin_kind */
  uint32_t index;
  bool is_moved;		/* Maybe not its start: arithmetic was done.  */
};

/* By SSA name.  O(statements), a few rounds.  */
struct origin *origins_compute (const struct snapshot *s,
				const struct scratch *m);

/* Of the value of OPERAND.  */
struct origin origin_of_operand (const struct snapshot *s,
				 const struct origin *of, uint32_t operand);

/* Of the object that MEMORY[INDEX] is a part of: as if of a pointer to it.  */
struct origin origin_of_memory (const struct snapshot *s,
				const struct origin *of, uint32_t index);

/* The phi that OPERAND is, or a copy of; else NONE.  */
uint32_t copied_phi (const struct snapshot *s, uint32_t operand);

#ifdef __cplusplus
}
#endif
#endif
