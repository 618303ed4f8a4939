/* observed.h - under which conditions what a statement computes makes a difference.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Where both sides of `a && b' are cheap and harmless, GCC's front ends compute
   both and join them by `&', if it optimises.  Then a comparison is executed that
   the source does not ask for unless the other one holds.  */

#ifndef PASSES_OBSERVED_H
#define PASSES_OBSERVED_H

#include "passes/predicate.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The only statement that reads a name, by name: 1 + the statement; 0: none,
   NONE: several, or phis.  In memory of the query CX.  O(operands).  */
const uint32_t *observed_users (struct query_context *cx,
				const struct snapshot *s);

/* What has to hold where STATEMENT reads OPERAND, beside the condition of its block,
   so that what is read matters.  If STATEMENT is an `&' of which only the truth is
   asked, the other side is not zero; if it is an `|', that is zero; and so for those
   that alone read its result, in the same block.  */
void observed_when (const struct predicate_names *n, const uint32_t *users,
		    uint32_t operand, uint32_t statement,
		    struct predicate *c);

#ifdef __cplusplus
}
#endif
#endif
