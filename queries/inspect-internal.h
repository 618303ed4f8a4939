/* inspect-internal.h - what the two ways of looking into a session share.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

     inspect.c		filters, the list of results
     inspect-why.c	why something ran
     inspect-graph.c	the dependency graph  */

#ifndef QUERIES_INSPECT_INTERNAL_H
#define QUERIES_INSPECT_INTERNAL_H

#include "queries/engine-internal.h"
#include "queries/inspect.h"

struct result
{
  uint64_t what;
  struct fingerprint identity;	/* Of the key.  */
  const struct node *node;	/* NULL: there was no need to look.  */
  const struct trace *trace;	/* That holds; NULL if its provider ran.  */
  size_t first_edge, n_edges;	/* The graph's.  */
  bool shown;			/* In the graph; among the reasons.  */
  bool in[2];			/* Matches FROM, TO, or hangs on what does.  */
};

struct results
{
  struct engine *e;
  struct buffer list;		/* struct result */
  size_t count;
  /* Of each query, by key: 1 + the place in LIST, 0: none.  */
  uint32_t **places;
};

static inline struct result *
result_at (const struct results *r, size_t place)
{
  return (struct result *) r->list.bytes + place;
}

/* 1 + the place of WHAT, to be set or read.  After results_make_places.  */
static inline uint32_t *
results_place (const struct results *r, uint64_t what)
{
  return &r->places[edge_query (what)][edge_key (what)];
}

/* Whether WHAT is what SIDE of FILTER names.  SCRATCH is for its use.  */
bool filter_matches (const struct engine *e, const struct graph_filter *filter,
		     unsigned side, uint64_t what, struct buffer *scratch);

/* Whether a provider ran for N, not only to verify.  */
static inline bool
was_executed (const struct node *n)
{
  return n && n->flags & NODE_EXECUTED && !(n->flags & NODE_FOR_VERIFICATION);
}

/* The stored trace by which WHAT, which did not run, is green, or NULL.  A
   closed one holds even if nobody looked.  */
const struct trace *trace_in_force (const struct engine *e, uint64_t what);

/* An empty list, a new element at its end.  */
void results_init (struct results *r, struct engine *e);
void results_release (struct results *r);
void results_add (struct results *r, uint64_t what);
/* Calls TAKE for each query and key; adds those for which it is true.  */
void results_collect (struct results *r,
		      bool (*take) (void *data, struct engine *e,
				    uint64_t what),
		      void *data);
/* Tables of places for all keys there are now, empty.  */
void results_make_places (struct results *r);
/* In order of query and key identity; sets the places.  */
void results_sort (struct results *r);

#endif
