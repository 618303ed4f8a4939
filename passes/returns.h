/* returns.h - whether a function ever comes back.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   returns (f), a fact about the body of F: is its end reached?  Twice, since
   GCC's own answer depends on whether it optimises.  Leaving by an exception,
   a signal or longjmp is not coming back.

   Of a function without a body here, or whose body the linker or the loader may
   replace, it is what the declaration says.  Functions of one ring of calls
   are taken to come back to one another, so no answer stands on itself.  */

#ifndef PASSES_RETURNS_H
#define PASSES_RETURNS_H

#include "queries/query.h"
#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

struct function_returns
{
  /* Some path leads to the end, if all calls return whose function is not
     declared noreturn.  */
  uint32_t by_declarations;
  /* Some path leads there that can be executed (executable_edges), with no
     call on it that by this same fact never returns, and no tail call of
     itself.  Implies BY_DECLARATIONS.  */
  uint32_t by_bodies;
};

struct query_context;

/* Whether the call STATEMENT of the body S, whose key is KEY, comes back: by
   the fact of its callee.  Asks.  */
bool call_returns (struct query_context *cx, uint32_t key,
		   const struct snapshot *s, uint32_t statement);

#ifdef __cplusplus
}
#endif
#endif
