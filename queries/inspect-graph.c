/* inspect-graph.c - the dependency graph.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/inspect-internal.h"
#include "queries/memory.h"

#include <stdlib.h>
#include <string.h>

struct graph
{
  struct results results;
  struct buffer whats;		/* uint64_t: edges as the engine has them.  */
  uint32_t *edges;		/* The same as places of results.  */
};

static void
add_edge (struct graph *g, struct result *n, uint64_t what)
{
  buffer_add (&g->whats, &what, sizeof what);
  n->n_edges++;
}

/* The edges of a green result, from its trace.  A closed one has none there:
   it holds for its key's inputs.  */
static void
add_remembered_edges (struct graph *g, struct result *n)
{
  struct engine *e = g->results.e;
  const struct trace *t = n->trace;
  enum key_kind kind = kind_of (e, edge_query (n->what))->key;
  uint32_t key = edge_key (n->what);
  if (t->flags & TRACE_CLOSED)
    for (uint32_t q = 0; q < e->config.count; q++)
      if (kind_of (e, q)->key == kind && kind_of (e, q)->flags & QUERY_INPUT
	  && node_of (e, edge_make (q, key)))
	add_edge (g, n, edge_make (q, key));
  if (!key_home (e, kind, key, &kind, &key))
    return;
  const struct dependency *d = trace_dependencies (t);
  for (uint32_t i = 0; i < t->n_dependencies; i++)
    add_edge (g, n, edge_make (d[i].query,
			       mark_dependency_key (e, d + i, kind, key)));
}

/* The edges of results FROM and on.  */
static void
collect_edges (struct graph *g, size_t from)
{
  for (size_t i = from; i < g->results.count; i++)
    {
      struct result *n = result_at (&g->results, i);
      n->first_edge = g->whats.size / sizeof (uint64_t);
      if (n->trace)
	add_remembered_edges (g, n);
      else if (n->node)
	for (uint32_t j = 0; j < n->node->n_edges; j++)
	  add_edge (g, n, n->node->edges[j]);
    }
}

/* What is read, but has no node: closed traces vouch for it.  */
static void
add_targets (struct graph *g)
{
  struct results *r = &g->results;
  size_t n_whats = g->whats.size / sizeof (uint64_t), from = r->count;
  for (size_t i = 0; i < r->count; i++)
    *results_place (r, result_at (r, i)->what) = 1;
  for (size_t i = 0; i < n_whats; i++)
    {
      uint64_t what = ((const uint64_t *) g->whats.bytes)[i];
      if (!*results_place (r, what))
	{
	  results_add (r, what);
	  *results_place (r, what) = 1;
	}
    }
  collect_edges (g, from);
}

static bool
has_node (void *data, struct engine *e, uint64_t what)
{
  (void) data;
  return node_of (e, what) != NULL;
}

static void
graph_init (struct graph *g, struct engine *e)
{
  results_init (&g->results, e);
  buffer_init (&g->whats);
  results_collect (&g->results, has_node, NULL);
  collect_edges (g, 0);
  results_make_places (&g->results);
  add_targets (g);
  results_sort (&g->results);
  const uint64_t *whats = (const uint64_t *) g->whats.bytes;
  size_t n_whats = g->whats.size / sizeof *whats;
  g->edges = xcalloc (n_whats, sizeof *g->edges);
  for (size_t i = 0; i < n_whats; i++)
    g->edges[i] = *results_place (&g->results, whats[i]) - 1;
}

static void
graph_release (struct graph *g)
{
  results_release (&g->results);
  buffer_release (&g->whats);
  free (g->edges);
}

/* Spread membership of SIDE: 0 from readers to what they read, 1 the other
   way.  FIRST[I] .. FIRST[I + 1] are the neighbours of result I.  */
static void
spread (struct results *r, unsigned side, const size_t *first,
	const uint32_t *neighbours)
{
  uint32_t *todo = xcalloc (r->count, sizeof *todo);
  size_t n_todo = 0;
  for (size_t i = 0; i < r->count; i++)
    if (result_at (r, i)->in[side])
      todo[n_todo++] = (uint32_t) i;
  while (n_todo > 0)
    {
      uint32_t i = todo[--n_todo];
      for (size_t j = first[i]; j < first[i + 1]; j++)
	if (!result_at (r, neighbours[j])->in[side])
	  {
	    result_at (r, neighbours[j])->in[side] = true;
	    todo[n_todo++] = neighbours[j];
	  }
    }
  free (todo);
}

/* Show what is on a path from FROM to TO.  */
static void
show_paths (struct graph *g)
{
  struct results *r = &g->results;
  size_t n_edges = g->whats.size / sizeof (uint64_t);
  size_t *first = xcalloc (r->count + 2, sizeof *first);
  uint32_t *neighbours = xcalloc (n_edges, sizeof *neighbours);
  size_t at = 0;
  for (size_t i = 0; i < r->count; i++)
    {
      const struct result *n = result_at (r, i);
      first[i] = at;
      memcpy (neighbours + at, g->edges + n->first_edge,
	      n->n_edges * sizeof *neighbours);
      at += n->n_edges;
    }
  first[r->count] = at;
  spread (r, 0, first, neighbours);

  /* Readers: FIRST[I + 1] is where the next reader of I goes.  */
  memset (first, 0, (r->count + 2) * sizeof *first);
  for (size_t i = 0; i < n_edges; i++)
    first[g->edges[i] + 2]++;
  for (size_t i = 2; i < r->count + 2; i++)
    first[i] += first[i - 1];
  for (size_t i = 0; i < r->count; i++)
    {
      const struct result *n = result_at (r, i);
      for (size_t j = 0; j < n->n_edges; j++)
	neighbours[first[g->edges[n->first_edge + j] + 1]++] = (uint32_t) i;
    }
  spread (r, 1, first, neighbours);
  for (size_t i = 0; i < r->count; i++)
    {
      struct result *n = result_at (r, i);
      n->shown = n->in[0] && n->in[1];
    }
  free (first);
  free (neighbours);
}

/* Show what matches and its neighbours.  */
static void
show_neighbours (struct graph *g)
{
  struct results *r = &g->results;
  for (size_t i = 0; i < r->count; i++)
    {
      struct result *n = result_at (r, i);
      n->shown |= n->in[0];
      for (size_t j = 0; j < n->n_edges; j++)
	{
	  struct result *to = result_at (r, g->edges[n->first_edge + j]);
	  n->shown |= to->in[0];
	  to->shown |= n->in[0];
	}
    }
}

static void
apply_filter (struct graph *g, const struct graph_filter *filter)
{
  struct results *r = &g->results;
  struct buffer scratch = BUFFER_INIT;
  for (size_t i = 0; i < r->count; i++)
    {
      struct result *n = result_at (r, i);
      n->shown = !filter;
      for (unsigned side = 0; filter && side <= filter->path; side++)
	n->in[side] = filter_matches (r->e, filter, side, n->what, &scratch);
    }
  buffer_release (&scratch);
  if (filter && filter->path)
    show_paths (g);
  else if (filter)
    show_neighbours (g);
}

static void
add_dot_text (struct buffer *b, const char *text, size_t size)
{
  for (size_t i = 0; i < size; i++)
    if (text[i] == '"' || text[i] == '\\')
      buffer_add_format (b, "\\%c", text[i]);
    else
      buffer_add (b, (unsigned char) text[i] < ' ' ? "?" : text + i, 1);
}

/* The state of a result and its colour.  */
static const char *
state_of (const struct result *r, const char **colour)
{
  const struct node *n = r->node;
  *colour = "honeydew";
  if (!n)
    return "green";
  *colour = "lightblue";
  if (n->flags & NODE_INPUT)
    return "input";
  *colour = "orange";
  if (n->flags & NODE_DEFAULT)
    return "default";
  *colour = "lightgrey";
  if (n->flags & NODE_FOR_VERIFICATION)
    return "verifying";
  *colour = "lightpink";
  if (n->flags & NODE_EXECUTED)
    return n->flags & NODE_STOLEN ? "executed, stolen" : "executed";
  *colour = n->value ? "palegreen" : "honeydew";
  return n->value ? "loaded" : n->flags & NODE_STOLEN ? "green, stolen"
						      : "green";
}

static void
write_dot_node (FILE *file, const struct engine *e, size_t number,
		const struct result *n, struct buffer *text)
{
  const struct query_kind *k = kind_of (e, edge_query (n->what));
  struct buffer name = BUFFER_INIT;
  const char *colour, *state = state_of (n, &colour);
  key_add_name (e, k->key, edge_key (n->what), &name);
  buffer_clear (text);
  add_dot_text (text, name.bytes, name.size);
  fprintf (file, "  n%zu [label=\"%s\\n%.*s\\n%s\", fillcolor=%s];\n", number,
	   k->name, (int) text->size, text->size ? text->bytes : "", state,
	   colour);
  buffer_release (&name);
}

/* Whether the edge from A to B is part of what was asked for.  */
static bool
is_edge_shown (const struct result *a, const struct result *b,
	       const struct graph_filter *filter)
{
  return a->shown && b->shown
	 && (!filter || filter->path || a->in[0] || b->in[0]);
}

size_t
engine_write_dot (struct engine *e, FILE *file,
		  const struct graph_filter *filter)
{
  struct graph g;
  struct buffer text = BUFFER_INIT;
  size_t shown = 0;
  graph_init (&g, e);
  apply_filter (&g, filter);
  fprintf (file, "digraph queries {\n  node [shape=box, style=filled];\n");
  for (size_t i = 0; i < g.results.count; i++)
    if (result_at (&g.results, i)->shown)
      {
	write_dot_node (file, e, i, result_at (&g.results, i), &text);
	shown++;
      }
  for (size_t i = 0; i < g.results.count; i++)
    {
      const struct result *n = result_at (&g.results, i);
      bool closed = n->trace && n->trace->flags & TRACE_CLOSED;
      for (size_t j = 0; j < n->n_edges; j++)
	{
	  uint32_t to = g.edges[n->first_edge + j];
	  if (is_edge_shown (n, result_at (&g.results, to), filter))
	    fprintf (file, "  n%zu -> n%u%s;\n", i, (unsigned) to,
		     closed ? " [style=dashed]" : "");
	}
    }
  fprintf (file, "}\n");
  buffer_release (&text);
  graph_release (&g);
  return shown;
}
