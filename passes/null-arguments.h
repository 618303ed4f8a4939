/* null-arguments.h - null pointers where a function wants others.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

     null_arguments (f)	which arguments declared nonnull are null in F's calls
     returns_null (f)	whether F returns null, always or on some way

   An argument counts if it is null each time that the call is executed, and if
   it can be: a null constant, through copies and phis; what a function of this
   unit returns that only returns null; what is compared with null on the way to
   the call.  Memory is not looked into.  */

#ifndef PASSES_NULL_ARGUMENTS_H
#define PASSES_NULL_ARGUMENTS_H

#include "queries/query.h"
#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

struct null_argument
{
  uint32_t statement;		/* STATEMENTS: the call.  */
  uint32_t argument;		/* Counted from 0.  */
};

struct null_arguments
{
  uint32_t count;
  uint32_t reserved;
  /* struct null_argument argument[count]	by statement, then argument  */
};

static inline const struct null_argument *
null_arguments_array (const struct null_arguments *n)
{
  return (const struct null_argument *) (n + 1);
}

/* Whether some call in S speaks of nonnull arguments: else none can be null.
   O (statements).  */
bool calls_want_nonnull (const struct snapshot *s);

/* Zero if the function has no body here, or one that may be replaced.  */
struct returns_null
{
  uint32_t always;
  uint32_t sometimes;		/* Always, or in a function that is small enough to be
				   inlined: what is returned is, behind copies, a
				   phi that gets null on some edge.  */
};

#ifdef __cplusplus
}
#endif
#endif
