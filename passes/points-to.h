/* points-to.h - which object of the function a pointer leads to, and which
   objects are known outside.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Objects are the variables of the frame and what calls of alloca and malloc
   return.  Flow insensitive for memory, flow sensitive where SSA form is.  A
   pointer made from one object by arithmetic, copies and phis leads there; a
   parameter, and the address of a global, to no object of the function; what
   comes from memory or from a call to no object whose address never gets out.
   An address gets out if it is stored, returned, or given to a call that may
   keep it.

   This is local scratch of whoever computes; the engine does not know it.  */

#ifndef PASSES_POINTS_TO_H
#define PASSES_POINTS_TO_H

#include "passes/alias.h"
#include "passes/graph.h"
#include "passes/known-value.h"

#ifdef __cplusplus
extern "C" {
#endif

enum target_kind
{
  TARGET_UNKNOWN,		/* Not visited: undefined, or no pointer.  */
  TARGET_VARIABLE,		/* DECLS */
  TARGET_ALLOCATED,		/* STATEMENTS: the call.  */
  TARGET_FOREIGN,		/* Nothing of this function.  */
  TARGET_OUTSIDE,		/* That, or what got out.  */
  TARGET_ANY
};

struct target
{
  uint32_t kind;		/* enum target_kind */
  uint32_t index;
};

struct parameter_effects;

struct points_to
{
  const struct snapshot *s;
  const struct value *of;	/* Values of names (value_numbers), or NULL.  */
  struct target *target;	/* By SSA name.  */
  uint8_t *decl_escapes;	/* By declaration.  */
  uint8_t *call_escapes;	/* By statement.  */
  /* By statement: what is known of a callee's parameters, or NULL.  */
  const struct parameter_effects *const *callee;
};

/* S, OF and CALLEE are set.  O(statements), a few rounds.  */
void points_to_compute (struct points_to *p, const struct scratch *m);

/* R with its pointer seen through: copies, constant offsets, addresses.  */
struct reference points_to_fold (const struct points_to *p,
				 const struct reference *r);

/* What R is an access to.  */
struct target points_to_reference (const struct points_to *p,
				   const struct reference *r);

/* Whether the object of T may be known outside.  */
bool points_to_escapes (const struct points_to *p, const struct target *t);

/* Whether the object of T is at the address OPERAND, for all that is known.  */
bool points_to_may_be (const struct points_to *p, uint32_t operand,
		       const struct target *t);

/* As statement_may_define, but knows what pointers lead to.  */
bool points_to_may_define (const struct points_to *p, uint32_t statement,
			   const struct reference *r);

#ifdef __cplusplus
}
#endif
#endif
