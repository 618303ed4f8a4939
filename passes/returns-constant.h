/* returns-constant.h - whether a function always returns the same number.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   returns_constant (f) is known if every return of the body is of one constant,
   through copies and phis: so are the functions behind macros that only say that
   something failed.  Of functions without a body here, and of those that the
   linker may replace, nothing is known.  O(statements).  */

#ifndef PASSES_RETURNS_CONSTANT_H
#define PASSES_RETURNS_CONSTANT_H

#include "queries/query.h"
#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

struct returns_constant
{
  uint64_t bits;		/* Extended to 64 bits as the type says.  */
  uint32_t is_known;
  uint32_t reserved;
};

/* By statement of S, of each call whose result is a name: what the function
   always returns; NULL where that is not known.  Asks; in memory of the query.  */
const struct returns_constant **
returns_constant_of_calls (struct query_context *cx,
			   const struct snapshot *s);

#ifdef __cplusplus
}
#endif
#endif
