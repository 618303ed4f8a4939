/* size-origin.h - where a number comes from, and who may know more of it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   What a function does not know about a number, another one may: a callee of this
   unit that computes it or looks at it, a caller of a function that only this
   unit can call.  GCC finds out by inlining.  */

#ifndef PASSES_SIZE_ORIGIN_H
#define PASSES_SIZE_ORIGIN_H

#include "queries/query.h"
#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Whether nobody knows more about NAME than the body S shows: it is made of
   parameters of a function that other units call, of memory that they can reach,
   and of results of functions of other units; and no function of this unit with a
   body to be inlined gets any of that.  Memory of the query; O(operands).  */
bool size_is_settled (struct query_context *cx, const struct snapshot *s,
		      uint32_t name);

#ifdef __cplusplus
}
#endif
#endif
