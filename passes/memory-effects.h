/* memory-effects.h - what a function certainly does to its caller's memory.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   memory_effects (f) lists reads and writes of global variables and of what f's
   parameters point or lead to, that happen on some way through f that returns,
   and of each of them the first place.  What is not listed may happen all the
   same: through pointers nobody knows, or in functions that are not of this
   unit.  function_effects and parameter_effects are the other side: what may
   be.

   Effects of a function that is called count if it always has them, and it is
   neither in a ring of calls with f nor replaceable by the linker.  */

#ifndef PASSES_MEMORY_EFFECTS_H
#define PASSES_MEMORY_EFFECTS_H

#include "queries/query.h"
#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

enum
{
  MEMORY_IS_WRITTEN = 1,	/* Else it is read.  */
  MEMORY_IS_REACHED = 2,	/* By a pointer that was loaded from there.  */
  MEMORY_IN_CALL = 4,		/* STATEMENT calls a function that does it.  */
  MEMORY_ALWAYS = 8,		/* On every way through f that returns.  */
  MEMORY_EFFECTS = 15
};

struct memory_effect
{
  struct fingerprint symbol;	/* Of a global variable; else zero.  */
  uint32_t statement;		/* STATEMENTS */
  uint32_t parameter;		/* Its position; NONE: of a global variable.  */
  uint32_t flags;		/* MEMORY_*  */
  uint32_t declaration;		/* DECL_*, of a global variable.  */
  uint32_t name;		/* TEXT: of variable or parameter.  */
  uint32_t reserved;
};

struct memory_effects
{
  uint32_t count;
  uint32_t text_size;
  /* struct memory_effect effect[count]	by statement
     char text[text_size]  */
};

static inline const struct memory_effect *
memory_effects_array (const struct memory_effects *e)
{
  return (const struct memory_effect *) (e + 1);
}

static inline const char *
memory_effects_text (const struct memory_effects *e)
{
  return (const char *) (memory_effects_array (e) + e->count);
}

/* By block: whether its end is reached, and the function returns from there;
   calls that never return are taken into account.  Asks; in memory of the
   query.  */
uint8_t *returning_blocks (struct query_context *cx, uint32_t key,
			   const struct snapshot *s);

#ifdef __cplusplus
}
#endif
#endif
