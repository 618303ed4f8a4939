/* function-effects.h - what a call of a function may do.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   function_effects (f) is what a caller has to assume of f.  Of a
   function with a body in this unit it is what the body does, with all that it
   calls; of another one, and of one that the linker may replace (weak), what
   its declaration promises: noreturn, const, pure, leaf, nothrow,
   returns_twice.

   Memory is what a caller can see: globals, and whatever a pointer leads to.
   Functions that call each other in a ring have one answer, but for
   CALL_MAY_RETURN: component_effects (leader) of call_component.  */

#ifndef PASSES_FUNCTION_EFFECTS_H
#define PASSES_FUNCTION_EFFECTS_H

#include "queries/query.h"

#ifdef __cplusplus
extern "C" {
#endif

enum
{
  /* The end is reached along some path of the body, calls of noreturn
     functions aside.  */
  CALL_MAY_RETURN = 1,
  /* It may run for ever, end the program or jump out.  */
  CALL_MAY_NOT_RETURN = 2,
  CALL_MAY_READ = 4,
  CALL_MAY_WRITE = 8,
  /* Functions that are not known; those of this unit, too.  */
  CALL_MAY_CALL = 16,
  CALL_MAY_THROW = 32,
  CALL_MAY_RETURN_TWICE = 64,
  CALL_MAY_DO_ANYTHING = 127
};

struct function_effects
{
  uint32_t may;			/* CALL_MAY_*  */
  uint32_t from_body;		/* 0: a declaration's promises.  */
};

#ifdef __cplusplus
}
#endif
#endif
