/* loop-exits.c - the edges that leave loops.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/loop-exits.h"

/* How many loops edge E leaves.  If X->item is there, add it to them.  */
static uint32_t
leave_loops (struct loop_exits *x, const struct snapshot *s,
	     const struct loops *loops, uint32_t e)
{
  const struct snap_edge *edge = &snapshot_edges (s)[e];
  uint32_t loop = loops_innermost (loops)[edge->source], count = 0;

  for (; loop != NONE && !loop_contains (loops, loop, edge->destination);
       loop = loops_array (loops)[loop].parent)
    {
      count++;
      if (!x->item)
	continue;
      x->item[x->count].edge = e;
      x->item[x->count].next = x->first[loop];
      x->first[loop] = ++x->count;
    }
  return count;
}

void
loop_exits_find (struct loop_exits *x, const struct snapshot *s,
		 const struct loops *loops, const struct scratch *m)
{
  uint32_t count = 0;

  x->item = NULL;
  x->count = 0;
  for (uint32_t e = 0; e < snapshot_n_edges (s); e++)
    count += leave_loops (x, s, loops, e);
  x->first = scratch_numbers (m, loops->n_loops + 1);
  x->item = scratch_alloc (m, count + 1, sizeof *x->item);
  for (uint32_t e = snapshot_n_edges (s); e-- > 0;)
    leave_loops (x, s, loops, e);
}

bool
loop_always_comes_to (const struct snapshot *s, const struct loops *loops,
		      const struct dominators *dominators, uint32_t loop,
		      uint32_t block)
{
  uint32_t header = loops_array (loops)[loop].header;
  const struct snap_block *b = &snapshot_blocks (s)[header];

  for (uint32_t i = 0; i < b->n_predecessors; i++)
    {
      uint32_t e = snapshot_preds (s)[b->first_predecessor + i];
      uint32_t from = snapshot_edges (s)[e].source;

      if (loop_contains (loops, loop, from)
	  && !dominates (dominators, block, from))
	return false;
    }
  return true;
}
