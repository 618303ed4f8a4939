/* memory-order.c - in which order blocks are done.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A reverse postorder, as cfg_order, but of a walk that looks first where a loop is
   left: so all blocks of the loop come before those behind it, and what is behind it
   is done once the loop has come to its end, not once in each of its rounds.  */

#include "passes/loop-exits.h"
#include "passes/memory.h"

/* Whether TO is in the innermost loop around FROM.  */
static bool
stays (const struct memory *m, uint32_t from, uint32_t to)
{
  uint32_t loop = m->loop_of[from];

  return loop == NONE || loop_contains (m->loops, loop, to);
}

/* Number all blocks that control can come to, the last one first: a block when all
   behind it have a number.  NEXT, by block: the successor to look at next; each is
   looked at twice, first for those that leave the loop, then for those that stay.  */
static void
walk (struct memory *m, uint32_t *next, uint32_t *stack, uint32_t *position)
{
  uint32_t depth = 0, n = m->order->n_reachable;
  uint8_t *seen = scratch_alloc (&m->scratch, snapshot_n_blocks (m->s), 1);

  stack[depth++] = BLOCK_ENTRY;
  seen[BLOCK_ENTRY] = 1;
  while (depth)
    {
      uint32_t from = stack[depth - 1], to;
      const struct snap_block *b = &snapshot_blocks (m->s)[from];
      bool staying = next[from] >= b->n_successors;

      if (next[from] == 2 * b->n_successors)
	{
	  position[from] = --n;
	  depth--;
	  continue;
	}
      to = snapshot_edges (m->s)[b->first_successor
				 + next[from]++ % b->n_successors].destination;
      if (seen[to] || stays (m, from, to) != staying)
	continue;
      seen[to] = 1;
      stack[depth++] = to;
    }
}

void
memory_find_order (struct memory *m)
{
  uint32_t blocks = snapshot_n_blocks (m->s);
  uint32_t *position = scratch_numbers (&m->scratch, blocks + 1);
  uint32_t *block_at = scratch_numbers (&m->scratch, blocks + 1);

  for (uint32_t i = 0; i < blocks; i++)
    position[i] = NONE;
  if (blocks > 0)
    walk (m, scratch_numbers (&m->scratch, blocks),
	  scratch_numbers (&m->scratch, blocks), position);
  for (uint32_t i = 0; i < blocks; i++)
    if (position[i] != NONE)
      block_at[position[i]] = i;
  m->position = position;
  m->block_at = block_at;
}
