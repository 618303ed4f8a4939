/* loops.c - the query loops: natural loops and their nesting.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"
#include "passes/snapshot-print.h"
#include "passes/structure.h"

/* Loops are found inner before outer, for an outer header comes first in
   reverse postorder.  Bodies are collected backwards from the latches; what
   an inner loop has taken already is crossed in one step, by its header.  */
struct search
{
  const struct snapshot *s;
  const struct cfg_order *order;
  const struct dominators *dominators;
  uint32_t n_loops;		/* Numbered as found: inner first.  */
  uint32_t *header;		/* By loop.  */
  uint32_t *parent;		/* By loop, or NONE.  */
  uint32_t *outermost;		/* By loop: some loop around it, or itself.  */
  uint32_t *innermost;		/* By block, or NONE.  */
  uint32_t *n_blocks;		/* By loop.  */
  uint32_t *stack;
};

/* The outermost loop so far around LOOP, with the path halved.  */
static uint32_t
find_outermost (struct search *f, uint32_t loop)
{
  uint32_t *up = f->outermost;
  while (up[loop] != loop)
    {
      up[loop] = up[up[loop]];
      loop = up[loop];
    }
  return loop;
}

static bool
is_reachable (const struct search *f, uint32_t block)
{
  return cfg_order_positions (f->order)[block] != NONE;
}

/* BLOCK belongs to LOOP, which is being collected.  Returns a block whose
   predecessors belong to it too, or NONE.  */
static uint32_t
take_block (struct search *f, uint32_t loop, uint32_t block)
{
  if (f->innermost[block] == NONE)
    {
      f->innermost[block] = loop;
      f->n_blocks[loop]++;
      return block;
    }
  uint32_t inner = find_outermost (f, f->innermost[block]);
  if (inner == loop)
    return NONE;
  f->parent[inner] = loop;
  f->outermost[inner] = loop;
  f->n_blocks[loop] += f->n_blocks[inner];
  return f->header[inner];
}

/* A block is pushed only when it was just taken, or as the header of a loop
   that was: never twice for one loop, so the stack holds all of them.  */
static void
push_predecessors (struct search *f, uint32_t loop, uint32_t block,
		   bool latches_only, uint32_t *depth)
{
  const struct snap_block *b = &snapshot_blocks (f->s)[block];
  for (uint32_t i = 0; i < b->n_predecessors; i++)
    {
      uint32_t e = snapshot_preds (f->s)[b->first_predecessor + i];
      uint32_t from = snapshot_edges (f->s)[e].source;
      if (!is_reachable (f, from)
	  || (latches_only && !dominates (f->dominators, block, from)))
	continue;
      uint32_t taken = take_block (f, loop, from);
      if (taken != NONE)
	f->stack[(*depth)++] = taken;
    }
}

static bool
is_header (const struct search *f, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (f->s)[block];
  for (uint32_t i = 0; i < b->n_predecessors; i++)
    {
      uint32_t e = snapshot_preds (f->s)[b->first_predecessor + i];
      if (dominates (f->dominators, block, snapshot_edges (f->s)[e].source))
	return true;
    }
  return false;
}

static void
collect_loop (struct search *f, uint32_t header)
{
  uint32_t loop = f->n_loops++, depth = 0;
  f->header[loop] = header;
  f->parent[loop] = NONE;
  f->outermost[loop] = loop;
  take_block (f, loop, header);
  push_predecessors (f, loop, header, true, &depth);
  while (depth)
    push_predecessors (f, loop, f->stack[--depth], false, &depth);
}

static void
collect_loops (struct search *f, const struct scratch *m)
{
  uint32_t n = snapshot_n_blocks (f->s);
  f->header = scratch_numbers (m, n);
  f->parent = scratch_numbers (m, n);
  f->outermost = scratch_numbers (m, n);
  f->innermost = scratch_numbers (m, n);
  f->n_blocks = scratch_numbers (m, n);
  f->stack = scratch_numbers (m, n);
  for (uint32_t b = 0; b < n; b++)
    f->innermost[b] = NONE;
  for (uint32_t i = f->order->n_reachable; i-- > 0;)
    if (is_header (f, cfg_order_blocks (f->order)[i]))
      collect_loop (f, cfg_order_blocks (f->order)[i]);
}

/* Whether back edge E enters a region that is no natural loop.  */
static bool
is_irreducible (const struct search *f, uint32_t e)
{
  const struct snap_edge *edge = &snapshot_edges (f->s)[e];
  return !dominates (f->dominators, edge->destination, edge->source);
}

void
loops_compute (const struct snapshot *s, const struct cfg_order *order,
	       const struct dominators *dominators, const struct scratch *m,
	       struct buffer *out)
{
  struct search f = { .s = s, .order = order, .dominators = dominators };
  const uint32_t *back = cfg_order_back_edges (order);
  collect_loops (&f, m);

  struct loops header = { snapshot_n_blocks (s), f.n_loops, 0, 0 };
  for (uint32_t i = 0; i < order->n_back_edges; i++)
    header.n_irreducible += is_irreducible (&f, back[i]);
  buffer_add (out, &header, sizeof header);
  for (uint32_t i = f.n_loops; i-- > 0;)
    {
      uint32_t up = f.parent[i];
      struct loop loop = { f.header[i], NONE, 1, f.n_blocks[i] };
      if (up != NONE)
	{
	  size_t at = sizeof header
		      + (size_t) (f.n_loops - 1 - up) * sizeof loop;
	  loop.parent = f.n_loops - 1 - up;
	  loop.depth = ((struct loop *) buffer_at (out, at))->depth + 1;
	}
      buffer_add (out, &loop, sizeof loop);
    }
  for (uint32_t b = 0; b < header.n_blocks; b++)
    {
      uint32_t inner = f.innermost[b];
      inner = inner == NONE ? NONE : f.n_loops - 1 - inner;
      buffer_add (out, &inner, sizeof inner);
    }
  for (uint32_t i = 0; i < order->n_back_edges; i++)
    if (is_irreducible (&f, back[i]))
      buffer_add (out, &back[i], sizeof back[i]);
}

bool
loops_verify (const void *bytes, size_t size)
{
  const struct loops *l = bytes;
  static const uint32_t width[] = { sizeof (struct loop), 4, 4 };
  if (size < sizeof *l)
    return false;
  uint64_t count[] = { l->n_loops, l->n_blocks, l->n_irreducible };
  if (!value_has_size (size, sizeof *l, count, width, 3))
    return false;
  for (uint32_t i = 0; i < l->n_loops; i++)
    {
      const struct loop *loop = &loops_array (l)[i];
      if (loop->header >= l->n_blocks || loop->n_blocks > l->n_blocks
	  || (loop->parent != NONE && loop->parent >= i)
	  || loop->depth != (loop->parent == NONE ? 1
			     : loops_array (l)[loop->parent].depth + 1))
	return false;
    }
  return numbers_below (loops_innermost (l), l->n_blocks, l->n_loops, true)
	 && numbers_ascend (loops_irreducible (l), l->n_irreducible);
}

void
loops_print (FILE *file, const struct snapshot *body, const struct loops *l,
	     unsigned flags)
{
  const struct loop *loop = loops_array (l);
  if (flags & DUMP_GRAPH)
    {
      fprintf (file, "digraph loops {\n  node [shape=box];\n");
      for (uint32_t i = 0; i < l->n_loops; i++)
	{
	  fprintf (file, "  %u [label=\"loop %u, header bb %u\"];\n", i, i,
		   loop[i].header);
	  if (loop[i].parent != NONE)
	    fprintf (file, "  %u -> %u;\n", loop[i].parent, i);
	}
      fprintf (file, "}\n");
      return;
    }
  for (uint32_t i = 0; i < l->n_loops; i++)
    {
      fprintf (file, "%*sloop %u: header bb %u, depth %u, %u blocks",
	       2 * (int) (loop[i].depth < 20 ? loop[i].depth - 1 : 19), "", i,
	       loop[i].header, loop[i].depth, loop[i].n_blocks);
      if (loop[i].parent != NONE)
	fprintf (file, ", in loop %u", loop[i].parent);
      fprintf (file, "\n");
    }
  for (uint32_t i = 0; i < l->n_irreducible; i++)
    {
      fputs ("irreducible: ", file);
      edge_print (file, body, loops_irreducible (l)[i]);
      putc ('\n', file);
    }
  if (flags & DUMP_DETAILS)
    for (uint32_t b = 0; b < l->n_blocks; b++)
      if (loops_innermost (l)[b] != NONE)
	fprintf (file, "bb %u: loop %u\n", b, loops_innermost (l)[b]);
}

void
provide_loops (struct query_context *cx, uint32_t key, struct buffer *out)
{
  struct scratch m = scratch_of_query (cx);
  const struct snapshot *body = q_body (cx, key);
  const struct cfg_order *order = q_cfg_order (cx, key);
  const struct dominators *dominators = q_dominators (cx, key);
  loops_compute (body, order, dominators, &m, out);
}
