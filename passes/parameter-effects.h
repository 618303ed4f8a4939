/* parameter-effects.h - what a function does with its arguments.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   parameter_effects (f) says of each parameter whether its value matters at
   all, and of a pointer what is done to the memory behind it: by the body where
   that is in this unit, with what the functions that it calls do.  Of other
   functions, of those that the linker may replace, and of those that call
   themselves, nothing is said: n_parameters is 0, and all must be assumed.  */

#ifndef PASSES_PARAMETER_EFFECTS_H
#define PASSES_PARAMETER_EFFECTS_H

#include "queries/query.h"
#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

enum
{
  PARAMETER_IS_USED = 1,	/* Its value matters.  */
  PARAMETER_MAY_READ = 2,	/* What it points to is read.  */
  PARAMETER_MAY_WRITE = 4,	/* ... is written on some way.  */
  PARAMETER_MAY_LEAVE = 8,	/* ... is not written on some way back.  */
  PARAMETER_MAY_KEEP = 16,	/* The pointer gets out, or is returned.  */
  /* RETURNED is all that is returned where it is not written.  */
  PARAMETER_RETURNS_KNOWN = 32,
  /* Not only may it be read by who gets the pointer: a read is there, in the
     function or in what it calls.  */
  PARAMETER_IS_READ = 64,
  PARAMETER_EFFECTS = 127
};

enum { RETURNED_VALUES = 4 };

struct parameter_effect
{
  uint32_t may;			/* PARAMETER_*  */
  uint32_t n_returned;
  int64_t returned[RETURNED_VALUES];
  /* STATEMENTS of the function: what reads the value first, where the function
     is so small that compilers put its body in the place of calls; else
     NONE.  */
  uint32_t read_at;
  uint32_t reserved;
};

struct parameter_effects
{
  uint32_t n_parameters;
  uint32_t reserved;
  /* struct parameter_effect of[n_parameters]  */
};

static inline const struct parameter_effect *
parameter_effects_array (const struct parameter_effects *p)
{
  return (const struct parameter_effect *) (p + 1);
}

/* What the function that CALL of S calls does with argument I; NULL: not known.
   A query, as q_parameter_effects is.  */
const struct parameter_effects *
parameter_effects_of_call (struct query_context *cx,
			   const struct snapshot *s,
			   const struct snap_statement *call);

/* By statement of S, of each call that gets the address of something of S's
   frame, or a value loaded from there: the same; NULL for the others.  In
   memory of the query.  */
const struct parameter_effects **
parameter_effects_of_calls (struct query_context *cx,
			    const struct snapshot *s);

/* Of what that gave: parameter I, NULL if nothing is known of it.  */
static inline const struct parameter_effect *
parameter_effect (const struct parameter_effects *p, uint32_t i)
{
  return p && i < p->n_parameters ? &parameter_effects_array (p)[i] : NULL;
}

/* The number, from 0, of the parameter of S whose value on entry OPERAND is; NONE: it
   is no such name.  */
uint32_t parameter_number (const struct snapshot *s, uint32_t operand);

/* Whether what STATEMENT of S uses at POSITION is an argument that the callee, of
   which P is known, does not look at; or nobody can tell at each level that it
   does: GCC drops the body of an extern inline function before it can be captured
   unless it is going to inline.  */
bool parameter_is_ignored (const struct snapshot *s, uint32_t statement,
			   const struct parameter_effects *p,
			   uint32_t position);

#ifdef __cplusplus
}
#endif
#endif
