/* loop-exits.h - the edges that leave loops.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   An edge may leave several loops at once and is listed for each of them.
   This is local scratch of whoever computes; the engine does not know it.  */

#ifndef PASSES_LOOP_EXITS_H
#define PASSES_LOOP_EXITS_H

#include "passes/graph.h"
#include "passes/values.h"

#ifdef __cplusplus
extern "C" {
#endif

struct loop_exit
{
  uint32_t edge;		/* EDGES */
  uint32_t next;		/* 1 + the next one of the loop; 0: none.  */
};

struct loop_exits
{
  uint32_t *first;		/* By loop: 1 + its first one in ITEM; 0: none.
				   They come in the order of the edges.  */
  struct loop_exit *item;
  uint32_t count;
};

/* Whether BLOCK belongs to LOOP, or to a loop in it.  O(depth).  */
static inline bool
loop_contains (const struct loops *l, uint32_t loop, uint32_t block)
{
  uint32_t i = loops_innermost (l)[block];
  /* Outer loops have the lower numbers.  */
  while (i != NONE && i > loop)
    i = loops_array (l)[i].parent;
  return i == loop;
}

/* O(edges * depth).  */
void loop_exits_find (struct loop_exits *x, const struct snapshot *s,
		      const struct loops *loops, const struct scratch *m);

/* Whether each round of LOOP comes to BLOCK, which is in it.  */
bool loop_always_comes_to (const struct snapshot *s,
			   const struct loops *loops,
			   const struct dominators *dominators,
			   uint32_t loop, uint32_t block);

#ifdef __cplusplus
}
#endif
#endif
