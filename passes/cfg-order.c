/* cfg-order.c - the query cfg_order: depth-first orders of the blocks.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"
#include "passes/snapshot-print.h"
#include "passes/structure.h"

struct walk
{
  const struct snapshot *s;
  uint32_t *postorder;
  uint32_t n_finished;
  uint8_t *is_back;		/* By edge.  */
  uint32_t n_back;
};

/* Depth first from the entry, successors in their order, on a stack of our
   own: NEXT is the successor that a block on the stack looks at next.  */
static void
walk_blocks (struct walk *w, const struct scratch *m)
{
  enum { NEW, OPEN, DONE };
  const struct snap_block *blocks = snapshot_blocks (w->s);
  uint32_t n = snapshot_n_blocks (w->s), depth = 0;
  uint8_t *state = scratch_alloc (m, n, 1);
  uint32_t *stack = scratch_numbers (m, n);
  uint32_t *next = scratch_numbers (m, n);
  stack[depth++] = BLOCK_ENTRY;
  state[BLOCK_ENTRY] = OPEN;
  while (depth)
    {
      uint32_t b = stack[depth - 1];
      if (next[b] == blocks[b].n_successors)
	{
	  state[b] = DONE;
	  w->postorder[w->n_finished++] = b;
	  depth--;
	  continue;
	}
      uint32_t e = blocks[b].first_successor + next[b]++;
      uint32_t to = snapshot_edges (w->s)[e].destination;
      if (state[to] == NEW)
	{
	  state[to] = OPEN;
	  stack[depth++] = to;
	}
      else if (state[to] == OPEN)
	{
	  w->is_back[e] = 1;
	  w->n_back++;
	}
    }
}

void
cfg_order_compute (const struct snapshot *s, const struct scratch *m,
		   struct buffer *out)
{
  uint32_t n = snapshot_n_blocks (s);
  struct walk w = { .s = s };
  w.postorder = scratch_numbers (m, n);
  w.is_back = scratch_alloc (m, snapshot_n_edges (s), 1);
  if (n > 0)
    walk_blocks (&w, m);

  struct cfg_order header = { n, w.n_finished, w.n_back, 0 };
  buffer_add (out, &header, sizeof header);
  size_t at = buffer_add_zero (out, ((size_t) w.n_finished + n + w.n_back)
				    * sizeof (uint32_t));
  uint32_t *order = buffer_at (out, at);
  uint32_t *position = order + w.n_finished, *back = position + n;
  for (uint32_t b = 0; b < n; b++)
    position[b] = NONE;
  for (uint32_t i = 0; i < w.n_finished; i++)
    {
      order[i] = w.postorder[w.n_finished - 1 - i];
      position[order[i]] = i;
    }
  for (uint32_t e = 0; e < snapshot_n_edges (s); e++)
    if (w.is_back[e])
      *back++ = e;
}

bool
cfg_order_verify (const void *bytes, size_t size)
{
  const struct cfg_order *o = bytes;
  static const uint32_t width[] = { 4, 4, 4 };
  if (size < sizeof *o)
    return false;
  uint64_t count[] = { o->n_reachable, o->n_blocks, o->n_back_edges };
  return value_has_size (size, sizeof *o, count, width, 3)
	 && o->n_reachable <= o->n_blocks
	 && numbers_below (cfg_order_blocks (o), o->n_reachable, o->n_blocks,
			   false)
	 && numbers_below (cfg_order_positions (o), o->n_blocks,
			   o->n_reachable, true)
	 && numbers_ascend (cfg_order_back_edges (o), o->n_back_edges);
}

void
cfg_order_print (FILE *file, const struct snapshot *body,
		 const struct cfg_order *o, unsigned flags)
{
  if (flags & DUMP_GRAPH)
    {
      fprintf (file, "digraph cfg_order {\n  node [shape=box];\n");
      for (uint32_t i = 0; i < o->n_reachable; i++)
	fprintf (file, "  %u [label=\"bb %u: %u\"];\n",
		 cfg_order_blocks (o)[i], cfg_order_blocks (o)[i], i);
      for (uint32_t i = 0; i < snapshot_n_edges (body); i++)
	fprintf (file, "  %u -> %u;\n", snapshot_edges (body)[i].source,
		 snapshot_edges (body)[i].destination);
      fprintf (file, "}\n");
      return;
    }
  fprintf (file, "%u of %u blocks reachable\norder:", o->n_reachable,
	   o->n_blocks);
  for (uint32_t i = 0; i < o->n_reachable; i++)
    fprintf (file, " %u", cfg_order_blocks (o)[i]);
  fprintf (file, "\nback edges:");
  for (uint32_t i = 0; i < o->n_back_edges; i++)
    {
      putc (' ', file);
      edge_print (file, body, cfg_order_back_edges (o)[i]);
    }
  fprintf (file, "\n");
}

void
provide_cfg_order (struct query_context *cx, uint32_t key, struct buffer *out)
{
  struct scratch m = scratch_of_query (cx);
  cfg_order_compute (q_body (cx, key), &m, out);
}
