/* purity.h - what a function does besides computing its result.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   purity (f), a fact about the body of F as GCC's attributes pure, const, malloc
   and cold mean them: which of them could be given to it.  With the bodies of
   callees in the unit, unless linker or loader may replace them; functions of
   one ring of calls know nothing of each other.

   Whatever is not known is assumed: all of PURITY_* but IS_FRESH and IS_COLD.  So
   it is of functions without a body here, for which flags of each call say what
   was declared (CALL_IS_PURE ...).  */

#ifndef PASSES_PURITY_H
#define PASSES_PURITY_H

#include "queries/query.h"
#include "passes/graph.h"
#include "passes/values.h"

#ifdef __cplusplus
extern "C" {
#endif

enum
{
  /* Reads memory that is not of its frame and not constant.  */
  PURITY_READS = 1,
  /* Writes such memory, reads or writes what is volatile, does input or
     output: anything that somebody else could notice.  */
  PURITY_ACTS = 2,
  /* It is not certain that it comes back: a loop whose end is not proved, a
     call that may not return, a call of itself.  */
  PURITY_MAY_LOOP = 4,
  /* Another body may take its place: nothing of this holds for callers.  */
  PURITY_IS_REPLACEABLE = 8,
  /* What it returns is null or memory that nobody else knows, as a call of a
     malloc function does; it looks at it only to compare it with null.  */
  PURITY_IS_FRESH = 16,
  /* On every way it calls a function that is cold.  */
  PURITY_IS_COLD = 32,
  PURITY_UNKNOWN = PURITY_READS | PURITY_ACTS | PURITY_MAY_LOOP
		   | PURITY_IS_REPLACEABLE,
  PURITY_ALL = 63
};

struct purity
{
  uint32_t is;			/* PURITY_*  */
  uint32_t reserved;
};

/* Whether each loop of S is certain to be left: on each round a counter, which
   goes by a constant, is compared with what the loop does not change, in a
   type in which it cannot go past it for ever.  O(edges * depth).  */
bool loops_are_finite (const struct snapshot *s, const struct loops *loops,
		       const struct dominators *dominators,
		       const struct scratch *m);

/* Whether what S returns is fresh: PURITY_IS_FRESH.  IS_FRESH: by statement, of a
   call, whether its result is.  In memory of the query; O(operands).  */
bool returns_fresh (struct query_context *cx, const struct snapshot *s,
		    const uint8_t *is_fresh);

#ifdef __cplusplus
}
#endif
#endif
