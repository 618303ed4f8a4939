/* graph.c - plain directed graphs, as the structure queries want them.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/graph.h"

static void *
alloc_in_arena (void *data, size_t count, size_t size)
{
  /* At least one element, so that there is a pointer.  */
  return arena_calloc (data, count ? count : 1, size);
}

struct scratch
scratch_of_arena (struct arena *arena)
{
  struct scratch m = { alloc_in_arena, arena };
  return m;
}

struct graph
graph_make (const struct scratch *m, uint32_t n_nodes, uint32_t n_edges,
	    const uint32_t *source, const uint32_t *target)
{
  struct graph g = { n_nodes, n_edges,
		     scratch_numbers (m, (size_t) n_nodes + 1),
		     scratch_numbers (m, n_edges) };
  uint32_t *next = scratch_numbers (m, n_nodes);
  for (uint32_t i = 0; i < n_edges; i++)
    g.first[source[i] + 1]++;
  for (uint32_t i = 0; i < n_nodes; i++)
    {
      next[i] = g.first[i];
      g.first[i + 1] += g.first[i];
    }
  for (uint32_t i = 0; i < n_edges; i++)
    g.target[next[source[i]]++] = target[i];
  return g;
}

struct graph
graph_transpose (const struct scratch *m, const struct graph *g)
{
  uint32_t *source = scratch_numbers (m, g->n_edges);
  for (uint32_t n = 0; n < g->n_nodes; n++)
    for (uint32_t i = g->first[n]; i < g->first[n + 1]; i++)
      source[i] = n;
  return graph_make (m, g->n_nodes, g->n_edges, g->target, source);
}

struct graph
graph_of_blocks (const struct scratch *m, const struct snapshot *s)
{
  const struct snap_edge *edges = snapshot_edges (s);
  uint32_t n_edges = snapshot_n_edges (s);
  uint32_t *source = scratch_numbers (m, n_edges);
  uint32_t *target = scratch_numbers (m, n_edges);
  for (uint32_t i = 0; i < n_edges; i++)
    {
      source[i] = edges[i].source;
      target[i] = edges[i].destination;
    }
  return graph_make (m, snapshot_n_blocks (s), n_edges, source, target);
}

/* Dominators.  Nodes are named by their preorder number from 0; ANCESTOR is
   the forest that links have made so far, with paths compressed.  */

struct search
{
  const struct scratch *m;
  uint32_t n;			/* Nodes reached.  */
  uint32_t *node;		/* Of the graph, by number.  */
  uint32_t *number;		/* By node of the graph, or NONE.  */
  uint32_t *parent;		/* In the depth-first tree.  */
  uint32_t *semi;		/* The semidominator so far.  */
  uint32_t *ancestor;		/* NONE: not linked yet.  */
  uint32_t *label;		/* Least SEMI on the compressed path.  */
  uint32_t *stack;
};

static void
search_depth_first (struct search *d, const struct graph *g, uint32_t root)
{
  uint32_t *next = scratch_numbers (d->m, g->n_nodes);
  uint32_t depth = 0;
  for (uint32_t i = 0; i < g->n_nodes; i++)
    {
      d->number[i] = NONE;
      next[i] = g->first[i];
    }
  d->number[root] = 0;
  d->node[0] = root;
  d->parent[0] = NONE;
  d->n = 1;
  d->stack[depth++] = root;
  while (depth)
    {
      uint32_t node = d->stack[depth - 1];
      if (next[node] == g->first[node + 1])
	{
	  depth--;
	  continue;
	}
      uint32_t to = g->target[next[node]++];
      if (d->number[to] != NONE)
	continue;
      d->number[to] = d->n;
      d->node[d->n] = to;
      d->parent[d->n++] = d->number[node];
      d->stack[depth++] = to;
    }
}

/* The node with the least semidominator between V and its root, V included,
   the root not; V itself while it is not linked.  */
static uint32_t
search_evaluate (struct search *d, uint32_t v)
{
  uint32_t depth = 0;
  if (d->ancestor[v] == NONE)
    return v;
  for (uint32_t u = v; d->ancestor[d->ancestor[u]] != NONE;
       u = d->ancestor[u])
    d->stack[depth++] = u;
  while (depth)
    {
      uint32_t u = d->stack[--depth], a = d->ancestor[u];
      if (d->semi[d->label[a]] < d->semi[d->label[u]])
	d->label[u] = d->label[a];
      d->ancestor[u] = d->ancestor[a];
    }
  return d->label[v];
}

/* IDOM by number.  The bucket of V holds the nodes that V semidominates; it
   is emptied when V's child on their path has been linked.  */
static void
search_dominators (struct search *d, const struct graph *backward,
		   uint32_t *idom)
{
  uint32_t *bucket = scratch_numbers (d->m, d->n);
  uint32_t *chain = scratch_numbers (d->m, d->n);
  for (uint32_t v = 0; v < d->n; v++)
    {
      d->semi[v] = d->label[v] = v;
      d->ancestor[v] = bucket[v] = NONE;
    }
  for (uint32_t v = d->n; v-- > 1;)
    {
      uint32_t node = d->node[v], parent = d->parent[v];
      for (uint32_t i = backward->first[node]; i < backward->first[node + 1];
	   i++)
	{
	  uint32_t from = d->number[backward->target[i]];
	  if (from == NONE)
	    continue;
	  uint32_t semi = d->semi[search_evaluate (d, from)];
	  if (semi < d->semi[v])
	    d->semi[v] = semi;
	}
      chain[v] = bucket[d->semi[v]];
      bucket[d->semi[v]] = v;
      d->ancestor[v] = parent;
      for (uint32_t w = bucket[parent]; w != NONE; w = chain[w])
	{
	  uint32_t u = search_evaluate (d, w);
	  idom[w] = d->semi[u] < d->semi[w] ? u : parent;
	}
      bucket[parent] = NONE;
    }
  for (uint32_t v = 1; v < d->n; v++)
    if (idom[v] != d->semi[v])
      idom[v] = idom[idom[v]];
}

uint32_t
graph_dominators (const struct scratch *m, const struct graph *g,
		  const struct graph *backward, uint32_t root,
		  uint32_t *immediate, uint32_t *order)
{
  struct search d;
  d.m = m;
  d.node = order;
  d.number = scratch_numbers (m, g->n_nodes);
  d.parent = scratch_numbers (m, g->n_nodes);
  d.semi = scratch_numbers (m, g->n_nodes);
  d.ancestor = scratch_numbers (m, g->n_nodes);
  d.label = scratch_numbers (m, g->n_nodes);
  d.stack = scratch_numbers (m, g->n_nodes);
  search_depth_first (&d, g, root);

  uint32_t *idom = scratch_numbers (m, d.n);
  search_dominators (&d, backward, idom);
  for (uint32_t i = 0; i < g->n_nodes; i++)
    immediate[i] = NONE;
  for (uint32_t v = 1; v < d.n; v++)
    immediate[d.node[v]] = d.node[idom[v]];
  return d.n;
}

/* No walk: in ORDER every node comes after its dominators.  */
void
graph_number_tree (const struct scratch *m, uint32_t n_nodes,
		   const uint32_t *immediate, const uint32_t *order,
		   uint32_t n_reached, uint32_t *first, uint32_t *last)
{
  uint32_t *size = scratch_numbers (m, n_nodes);
  uint32_t *next = scratch_numbers (m, n_nodes);
  for (uint32_t i = 0; i < n_nodes; i++)
    first[i] = last[i] = NONE;
  for (uint32_t i = n_reached; i-- > 0;)
    {
      uint32_t node = order[i];
      size[node]++;
      if (immediate[node] != NONE)
	size[immediate[node]] += size[node];
    }
  for (uint32_t i = 0; i < n_reached; i++)
    {
      uint32_t node = order[i], up = immediate[node];
      first[node] = up == NONE ? 0 : next[up];
      if (up != NONE)
	next[up] += size[node];
      next[node] = first[node] + 1;
      last[node] = first[node] + size[node] - 1;
    }
}
