/* dominators.c - the queries dominators and post_dominators.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"
#include "passes/structure.h"

static void *
alloc_in_query (void *data, size_t count, size_t size)
{
  return query_alloc (data, count, size);
}

struct scratch
scratch_of_query (struct query_context *cx)
{
  struct scratch m = { alloc_in_query, cx };
  return m;
}

static void
write_tree (const struct scratch *m, uint32_t n_blocks, uint32_t root,
	    const uint32_t *immediate, const uint32_t *order,
	    uint32_t n_reached, struct buffer *out)
{
  struct dominators header = { n_blocks, root };
  size_t row = (size_t) n_blocks * sizeof (uint32_t);
  buffer_add (out, &header, sizeof header);
  buffer_add (out, immediate, row);
  size_t at = buffer_add_zero (out, 2 * row);
  uint32_t *first = buffer_at (out, at);
  graph_number_tree (m, n_blocks, immediate, order, n_reached, first,
		     first + n_blocks);
}

static void
write_empty (struct buffer *out, uint32_t root)
{
  struct dominators header = { 0, root };
  buffer_add (out, &header, sizeof header);
}

void
dominators_compute (const struct snapshot *s, const struct scratch *m,
		    struct buffer *out)
{
  uint32_t n = snapshot_n_blocks (s);
  if (n == 0)
    {
      write_empty (out, BLOCK_ENTRY);
      return;
    }
  struct graph forward = graph_of_blocks (m, s);
  struct graph backward = graph_transpose (m, &forward);
  uint32_t *immediate = scratch_numbers (m, n);
  uint32_t *order = scratch_numbers (m, n);
  uint32_t reached = graph_dominators (m, &forward, &backward, BLOCK_ENTRY,
				       immediate, order);
  write_tree (m, n, BLOCK_ENTRY, immediate, order, reached, out);
}

/* Post-dominance: which blocks get a virtual edge to the exit.  GCC's
   dom_info::calc_dfs_tree and dfs_find_deadend decide the same.  */

struct exits
{
  const struct snapshot *s;
  const struct loops *loops;
  const struct graph *backward;
  uint32_t *chosen;		/* Blocks with a virtual edge, in order.  */
  uint32_t n_chosen;
  uint8_t *reaches;		/* The exit, by some path.  */
  uint8_t *on_walk;
  uint32_t *stack;
};

/* BLOCK reaches the exit now, and so does whatever reaches BLOCK.  */
static void
mark_reaching (struct exits *x, uint32_t block)
{
  uint32_t depth = 0;
  if (x->reaches[block])
    return;
  x->reaches[block] = 1;
  x->stack[depth++] = block;
  while (depth)
    {
      uint32_t b = x->stack[--depth];
      for (uint32_t i = x->backward->first[b]; i < x->backward->first[b + 1];
	   i++)
	{
	  uint32_t from = x->backward->target[i];
	  if (x->reaches[from])
	    continue;
	  x->reaches[from] = 1;
	  x->stack[depth++] = from;
	}
    }
}

static void
choose (struct exits *x, uint32_t block)
{
  x->chosen[x->n_chosen++] = block;
  mark_reaching (x, block);
}

/* The innermost loop around BLOCK that GCC knows: it takes none whose header
   has an abnormal predecessor.  */
static uint32_t
known_loop (const struct exits *x, uint32_t block)
{
  const struct snap_edge *edges = snapshot_edges (x->s);
  const uint32_t *preds = snapshot_preds (x->s);
  uint32_t l = loops_innermost (x->loops)[block];
  while (l != NONE)
    {
      const struct loop *loop = loops_array (x->loops) + l;
      const struct snap_block *header = snapshot_blocks (x->s) + loop->header;
      uint32_t i = 0;
      while (i < header->n_predecessors
	     && !(edges[preds[header->first_predecessor + i]].flags
		  & EDGE_IS_ABNORMAL))
	i++;
      if (i == header->n_predecessors)
	return l;
      l = loop->parent;
    }
  return NONE;
}

static bool
loop_contains (const struct loops *loops, uint32_t loop, uint32_t block)
{
  const struct loop *l = loops_array (loops);
  uint32_t inner = loops_innermost (loops)[block];
  while (inner != NONE && l[inner].depth > l[loop].depth)
    inner = l[inner].parent;
  return inner == loop;
}

/* Where GCC goes on from BLOCK, which has successors: out of its loop if an
   edge leaves it, else along the first.  */
static uint32_t
step_to_end (const struct exits *x, uint32_t block)
{
  const struct snap_block *b = snapshot_blocks (x->s) + block;
  const struct snap_edge *edges = snapshot_edges (x->s) + b->first_successor;
  uint32_t loop = known_loop (x, block);
  if (loop != NONE)
    for (uint32_t i = 0; i < b->n_successors; i++)
      if (!loop_contains (x->loops, loop, edges[i].destination))
	return edges[i].destination;
  return edges[0].destination;
}

/* The block of the endless region behind BLOCK that is connected to the exit:
   the last one before a walk meets itself.  The walk stays where nothing
   reaches the exit yet, and all of it will afterwards, so that all walks
   together are linear.  */
static uint32_t
find_end (struct exits *x, uint32_t block)
{
  uint32_t last = block, next = block;
  while (!x->on_walk[next])
    {
      x->on_walk[next] = 1;
      last = next;
      next = step_to_end (x, last);
    }
  return last;
}

/* False if loops are needed and not there.  */
static bool
choose_exits (struct exits *x)
{
  const struct snap_block *blocks = snapshot_blocks (x->s);
  uint32_t n = snapshot_n_blocks (x->s);
  mark_reaching (x, BLOCK_EXIT);
  for (uint32_t b = n; b-- > 0;)
    if (b != BLOCK_EXIT && blocks[b].n_successors == 0)
      choose (x, b);
  for (uint32_t b = n; b-- > 0;)
    if (!x->reaches[b])
      {
	if (!x->loops)
	  return false;
	choose (x, find_end (x, b));
      }
  return true;
}

/* The control flow graph turned round, with the virtual edges.  */
static struct graph
graph_with_exits (const struct scratch *m, const struct exits *x)
{
  const struct snap_edge *edges = snapshot_edges (x->s);
  uint32_t n_edges = snapshot_n_edges (x->s), n = n_edges + x->n_chosen;
  uint32_t *source = scratch_numbers (m, n);
  uint32_t *target = scratch_numbers (m, n);
  for (uint32_t i = 0; i < n_edges; i++)
    {
      source[i] = edges[i].destination;
      target[i] = edges[i].source;
    }
  for (uint32_t i = 0; i < x->n_chosen; i++)
    {
      source[n_edges + i] = BLOCK_EXIT;
      target[n_edges + i] = x->chosen[i];
    }
  return graph_make (m, snapshot_n_blocks (x->s), n, source, target);
}

bool
post_dominators_compute (const struct snapshot *s, const struct loops *loops,
			 const struct scratch *m, struct buffer *out)
{
  uint32_t n = snapshot_n_blocks (s);
  if (n == 0)
    {
      write_empty (out, BLOCK_EXIT);
      return true;
    }
  struct graph forward = graph_of_blocks (m, s);
  struct graph backward = graph_transpose (m, &forward);
  struct exits x = { .s = s, .loops = loops, .backward = &backward };
  x.chosen = scratch_numbers (m, n);
  x.stack = scratch_numbers (m, n);
  x.reaches = scratch_alloc (m, n, 1);
  x.on_walk = scratch_alloc (m, n, 1);
  if (!choose_exits (&x))
    return false;

  struct graph reversed = graph_with_exits (m, &x);
  struct graph again = graph_transpose (m, &reversed);
  uint32_t *immediate = scratch_numbers (m, n);
  uint32_t *order = scratch_numbers (m, n);
  uint32_t reached = graph_dominators (m, &reversed, &again, BLOCK_EXIT,
				       immediate, order);
  write_tree (m, n, BLOCK_EXIT, immediate, order, reached, out);
  return true;
}

bool
dominators_verify (const void *bytes, size_t size)
{
  const struct dominators *d = bytes;
  static const uint32_t width[] = { 3 * sizeof (uint32_t) };
  if (size < sizeof *d)
    return false;
  uint64_t count[] = { d->n_blocks };
  return value_has_size (size, sizeof *d, count, width, 1)
	 && d->root <= BLOCK_EXIT
	 && numbers_below (dominators_immediate (d), d->n_blocks,
			   d->n_blocks, true);
}

void
dominators_print (FILE *file, const struct snapshot *body,
		  const struct dominators *d, unsigned flags)
{
  const uint32_t *immediate = dominators_immediate (d);
  (void) body;
  if (flags & DUMP_GRAPH)
    {
      fprintf (file, "digraph dominators {\n  node [shape=box];\n");
      for (uint32_t b = 0; b < d->n_blocks; b++)
	if (immediate[b] != NONE)
	  fprintf (file, "  %u -> %u;\n", immediate[b], b);
      fprintf (file, "}\n");
      return;
    }
  for (uint32_t b = 0; b < d->n_blocks; b++)
    {
      if (dominators_first (d)[b] == NONE)
	fprintf (file, "bb %u: not in the tree", b);
      else if (immediate[b] == NONE)
	fprintf (file, "bb %u: root", b);
      else
	fprintf (file, "bb %u: immediate bb %u", b, immediate[b]);
      if (flags & DUMP_DETAILS && dominators_first (d)[b] != NONE)
	fprintf (file, " [%u, %u]", dominators_first (d)[b],
		 dominators_last (d)[b]);
      fprintf (file, "\n");
    }
}

void
provide_dominators (struct query_context *cx, uint32_t key,
		    struct buffer *out)
{
  struct scratch m = scratch_of_query (cx);
  dominators_compute (q_body (cx, key), &m, out);
}

void
provide_post_dominators (struct query_context *cx, uint32_t key,
			 struct buffer *out)
{
  struct scratch m = scratch_of_query (cx);
  const struct snapshot *body = q_body (cx, key);
  if (!post_dominators_compute (body, NULL, &m, out))
    post_dominators_compute (body, q_loops (cx, key), &m, out);
}
