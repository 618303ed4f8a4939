/* graph.h - plain directed graphs, as the structure queries want them.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Compressed rows: the edges out of node N are TARGET[FIRST[N] .. FIRST[N + 1]),
   in the order in which they were given.  Everything lives in scratch memory
   of whoever computes (a query's, or an arena's in the validator and in
   tests) and nothing recurses, so that chains of a million nodes are fine.  */

#ifndef PASSES_GRAPH_H
#define PASSES_GRAPH_H

#include "queries/arena.h"
#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Where temporary memory comes from; it is zeroed and nobody frees it.  */
struct scratch
{
  void *(*alloc) (void *data, size_t count, size_t size);
  void *data;
};

static inline void *
scratch_alloc (const struct scratch *m, size_t count, size_t size)
{
  return m->alloc (m->data, count, size);
}

static inline uint32_t *
scratch_numbers (const struct scratch *m, size_t count)
{
  return (uint32_t *) m->alloc (m->data, count, sizeof (uint32_t));
}

/* Scratch memory from ARENA, which must outlive it.  */
struct scratch scratch_of_arena (struct arena *arena);

struct graph
{
  uint32_t n_nodes, n_edges;
  uint32_t *first;		/* n_nodes + 1 */
  uint32_t *target;		/* n_edges */
};

/* The graph of edges SOURCE[I] -> TARGET[I].  O(n + e).  */
struct graph graph_make (const struct scratch *m, uint32_t n_nodes,
			 uint32_t n_edges, const uint32_t *source,
			 const uint32_t *target);

/* Every edge turned round; the rows of the result ascend.  O(n + e).  */
struct graph graph_transpose (const struct scratch *m, const struct graph *g);

/* The control flow graph of S, successors in their order.  */
struct graph graph_of_blocks (const struct scratch *m,
			      const struct snapshot *s);

/* IMMEDIATE[N]: the immediate dominator of each node of G as seen from ROOT;
   NONE for ROOT and for what it does not reach.  ORDER receives the reached
   nodes so that each comes after its dominators; returns how many.  BACKWARD
   is G transposed.  Lengauer and Tarjan, "A Fast Algorithm for Finding
   Dominators in a Flowgraph", 1979, with simple linking: O(e log n).  */
uint32_t graph_dominators (const struct scratch *m, const struct graph *g,
			   const struct graph *backward, uint32_t root,
			   uint32_t *immediate, uint32_t *order);

/* Number that tree in preorder: FIRST[N], and in LAST[N] the greatest number
   below N; NONE for what is not in it.  A is above or is B exactly if
   FIRST[A] <= FIRST[B] <= LAST[A].  */
void graph_number_tree (const struct scratch *m, uint32_t n_nodes,
			const uint32_t *immediate, const uint32_t *order,
			uint32_t n_reached, uint32_t *first, uint32_t *last);

#ifdef __cplusplus
}
#endif
#endif
