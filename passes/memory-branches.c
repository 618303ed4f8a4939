/* memory-branches.c - which branches had to be taken for a finding.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   As GCC's analyzer has it: a branch matters if by its other side no way leads to
   the finding in the state that it is about.  The steps of all paths, with the
   places where they met, are the graph of states that were gone through; what
   leads to the finding is found from its end.  */

#include "passes/memory.h"

#include <string.h>

void
memory_add_way (struct memory *m, struct memory_ways **ways,
		const struct memory_path *path)
{
  struct memory_ways *w = scratch_alloc (&m->scratch, 1, sizeof *w);

  w->path = path;
  w->next = *ways;
  *ways = w;
}

/* The edge by which PATH came to its block.  */
static const struct memory_path *
last_edge (const struct memory_path *path)
{
  while (path && path->kind != PATH_EDGE)
    path = path->before;
  return path;
}

void
memory_meet (struct memory *m, const struct memory_state *old,
	     const struct memory_state *s)
{
  const struct memory_path *first = last_edge (old->path);
  const struct memory_path *other = last_edge (s->path);

  /* A path is nobody's but that of the states here.  */
  if (first && other)
    memory_add_way (m, &((struct memory_path *) first)->ways, other);
}

/* M->branches has for each edge that was followed, by its number, the edge that
   was taken behind it on all ways to the finding, SEVERAL, or NOT_SEEN if no way
   goes along it.  */
enum { SEVERAL = 0xfffffffeu, NONE_YET = 0xfffffffdu, NOT_SEEN = 0xfffffffcu };

/* The entry has the number behind all others.  */
static uint32_t
number_of (const struct memory *m, const struct memory_path *edge)
{
  return edge ? edge->operand : m->n_followed;
}

struct walk
{
  struct memory *m;
  uint32_t *branches;
  const struct memory_path **stack;
  uint32_t depth;
};

/* A way goes from EDGE along NEXT, or ends if that is NONE.  */
static void
visit (struct walk *w, const struct memory_path *edge, uint32_t next)
{
  uint32_t *taken = &w->branches[number_of (w->m, edge)];

  if (*taken == NOT_SEEN)
    {
      *taken = NONE_YET;
      if (edge)
	w->stack[w->depth++] = edge;
    }
  if (next != NONE)
    *taken = *taken == NONE_YET || *taken == next ? next : (uint32_t) SEVERAL;
}

void
memory_find_branches (struct memory *m, const struct memory_found *f)
{
  struct walk w = { m, scratch_numbers (&m->scratch, m->n_followed + 1),
		    scratch_alloc (&m->scratch, m->n_followed + 1,
				   sizeof *w.stack), 0 };

  for (uint32_t i = 0; i <= m->n_followed; i++)
    w.branches[i] = NOT_SEEN;
  for (const struct memory_ways *way = f->ways; way; way = way->next)
    visit (&w, last_edge (way->path), NONE);
  while (w.depth)
    {
      const struct memory_path *edge = w.stack[--w.depth];

      visit (&w, last_edge (edge->before), edge->where);
      /* These went on as EDGE did.  */
      for (const struct memory_ways *way = edge->ways; way; way = way->next)
	visit (&w, way->path, NONE);
    }
  m->branches = w.branches;
}

bool
memory_branch_is_needed (const struct memory *m, const struct memory_path *p)
{
  return m->branches[number_of (m, last_edge (p->before))] != SEVERAL;
}
