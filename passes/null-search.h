/* null-search.h - whether a pointer is null.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Each time that a block is executed, that is: a null constant, through copies and
   phis; what a function of this unit returns that only returns null; what is
   compared with null on the way.  Memory is not looked into.  What GCC's optimisers
   would propagate, and no more: a pointer that was dereferenced may be null.  */

#ifndef PASSES_NULL_SEARCH_H
#define PASSES_NULL_SEARCH_H

#include "passes/values.h"

#ifdef __cplusplus
extern "C" {
#endif

struct null_search
{
  struct query_context *cx;
  uint32_t key;
  const struct snapshot *s;
  const struct executable_edges *edges;
  const struct dominators *dominators;
  /* NULL, or who asks sets it: then a comparison says something of all names with
     the same number.  */
  const struct value_numbers *numbers;
  unsigned budget;		/* Definitions left to follow.  */
};

/* Asks.  */
void null_search_init (struct null_search *n, struct query_context *cx,
		       uint32_t key);

/* Whether OPERAND is null whenever BLOCK is executed.  Asks (returns_null);
   bounded.  */
bool null_search (struct null_search *n, uint32_t operand, uint32_t block);

/* The same, whenever EDGE is taken.  */
bool null_search_on_edge (struct null_search *n, uint32_t operand,
			  uint32_t edge);

#ifdef __cplusplus
}
#endif
#endif
