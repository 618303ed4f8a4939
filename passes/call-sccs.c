/* call-sccs.c - the query call_sccs: the call graph condensed.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Tarjan, "Depth-First Search and Linear Graph Algorithms", 1972, on a stack
   of our own: a chain of a million calls is no deeper than another.  */

#include "passes/all.h"
#include "passes/structure.h"

struct tarjan
{
  const struct call_graph *g;
  uint32_t *number;		/* In the search, from 1; 0: not seen.  */
  uint32_t *low;		/* Least number reached so far.  */
  uint32_t *next;		/* The edge to look at next.  */
  uint32_t *path;		/* Functions being searched.  */
  uint32_t *waiting;		/* Functions without a component yet.  */
  uint32_t *component;		/* Or NONE.  */
  uint32_t n_seen, n_waiting, n_components;
};

static void
enter (struct tarjan *t, uint32_t function)
{
  t->number[function] = t->low[function] = ++t->n_seen;
  t->next[function] = call_graph_first (t->g)[function];
  t->waiting[t->n_waiting++] = function;
}

/* All that FUNCTION calls has been searched.  */
static void
leave (struct tarjan *t, uint32_t function)
{
  uint32_t member;
  if (t->low[function] != t->number[function])
    return;
  do
    {
      member = t->waiting[--t->n_waiting];
      t->component[member] = t->n_components;
    }
  while (member != function);
  t->n_components++;
}

static void
search_from (struct tarjan *t, uint32_t root)
{
  uint32_t depth = 0;
  enter (t, root);
  t->path[depth++] = root;
  while (depth)
    {
      uint32_t f = t->path[depth - 1];
      if (t->next[f] < call_graph_first (t->g)[f + 1])
	{
	  uint32_t callee = call_graph_callees (t->g)[t->next[f]++];
	  if (!t->number[callee])
	    {
	      enter (t, callee);
	      t->path[depth++] = callee;
	    }
	  else if (t->component[callee] == NONE
		   && t->number[callee] < t->low[f])
	    t->low[f] = t->number[callee];
	  continue;
	}
      leave (t, f);
      depth--;
      if (depth && t->low[f] < t->low[t->path[depth - 1]])
	t->low[t->path[depth - 1]] = t->low[f];
    }
}

/* Append the value: members by counting, so that they ascend.  */
static void
write_components (const struct tarjan *t, const struct scratch *m,
		  struct buffer *out)
{
  uint32_t n = t->g->n_functions;
  const uint32_t *first = call_graph_first (t->g);
  uint32_t *functions = scratch_numbers (m, n);
  uint32_t *recursive = scratch_numbers (m, t->n_components);
  for (uint32_t f = 0; f < n; f++)
    {
      functions[f] = f;
      for (uint32_t i = first[f]; i < first[f + 1]; i++)
	if (call_graph_callees (t->g)[i] == f)
	  recursive[t->component[f]] = 1;
    }
  /* Here the functions are only targets, none of them a node.  */
  struct graph members
    = graph_make (m, t->n_components, n, t->component, functions);
  for (uint32_t c = 0; c < t->n_components; c++)
    if (members.first[c + 1] - members.first[c] > 1)
      recursive[c] = 1;

  struct call_sccs header = { n, t->n_components };
  buffer_add (out, &header, sizeof header);
  buffer_add (out, members.target, (size_t) n * 4);
  buffer_add (out, members.first, ((size_t) t->n_components + 1) * 4);
  buffer_add (out, t->component, (size_t) n * 4);
  buffer_add (out, recursive, (size_t) t->n_components * 4);
}

void
call_sccs_compute (const struct call_graph *g, const struct scratch *m,
		   struct buffer *out)
{
  uint32_t n = g->n_functions;
  struct tarjan t = { .g = g };
  t.number = scratch_numbers (m, n);
  t.low = scratch_numbers (m, n);
  t.next = scratch_numbers (m, n);
  t.path = scratch_numbers (m, n);
  t.waiting = scratch_numbers (m, n);
  t.component = scratch_numbers (m, n);
  for (uint32_t f = 0; f < n; f++)
    t.component[f] = NONE;
  for (uint32_t f = 0; f < n; f++)
    if (!t.number[f])
      search_from (&t, f);
  write_components (&t, m, out);
}

const struct call_sccs *
fitting_call_sccs (struct query_context *cx,
		   const struct function_list *functions)
{
  const struct call_sccs *s = q_call_sccs (cx, 0);
  if (s->n_functions != functions->count)
    query_bug (cx, "the unit has %u functions, its call graph %u",
	       functions->count, s->n_functions);
  return s;
}

bool
call_sccs_verify (const void *bytes, size_t size)
{
  const struct call_sccs *s = bytes;
  static const uint32_t width[] = { 4, 4, 4, 4 };
  if (size < sizeof *s)
    return false;
  uint64_t count[] = { s->n_functions, (uint64_t) s->n_components + 1,
		       s->n_functions, s->n_components };
  if (!value_has_size (size, sizeof *s, count, width, 4))
    return false;
  const uint32_t *first = call_sccs_first (s);
  if (first[0] != 0 || first[s->n_components] != s->n_functions)
    return false;
  for (uint32_t c = 0; c < s->n_components; c++)
    if (first[c] >= first[c + 1] || first[c + 1] > s->n_functions)
      return false;
  for (uint32_t c = 0; c < s->n_components; c++)
    {
      if (!numbers_ascend (call_sccs_order (s) + first[c],
			   first[c + 1] - first[c]))
	return false;
      for (uint32_t i = first[c]; i < first[c + 1]; i++)
	{
	  uint32_t f = call_sccs_order (s)[i];
	  if (f >= s->n_functions || call_sccs_component (s)[f] != c)
	    return false;
	}
    }
  return numbers_below (call_sccs_recursive (s), s->n_components, 2, false);
}

void
call_sccs_print (FILE *file, const struct snapshot *body,
		 const struct call_sccs *s, unsigned flags)
{
  const uint32_t *first = call_sccs_first (s);
  (void) body;
  if (flags & DUMP_GRAPH)
    fprintf (file, "digraph call_sccs {\n  node [shape=box];\n");
  for (uint32_t c = 0; c < s->n_components; c++)
    {
      fprintf (file, flags & DUMP_GRAPH ? "  %u [label=\"" : "%u", c);
      fputs (call_sccs_recursive (s)[c] ? " recursive:" : ":", file);
      for (uint32_t i = first[c]; i < first[c + 1]; i++)
	fprintf (file, " %u", call_sccs_order (s)[i]);
      fprintf (file, flags & DUMP_GRAPH ? "\"];\n" : "\n");
    }
  if (flags & DUMP_GRAPH)
    fprintf (file, "}\n");
}

void
provide_call_sccs (struct query_context *cx, uint32_t key, struct buffer *out)
{
  struct scratch m = scratch_of_query (cx);
  call_sccs_compute (q_call_graph (cx, key), &m, out);
}
