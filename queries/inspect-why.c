/* inspect-why.c - why something ran.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/inspect-internal.h"

/* That nothing was remembered of WHAT's home as it is now.  Where its inputs
   are all of what it is remembered by, they are what is new.  */
static void
add_new (const struct engine *e, uint64_t what, struct buffer *text)
{
  enum key_kind kind = kind_of (e, edge_query (what))->key;
  uint32_t home, inputs = 0;
  if (!key_home (e, kind, edge_key (what), &kind, &home))
    {
      buffer_add_format (text, "nothing is ever remembered of it");
      return;
    }
  if (key_at (e, kind, home)->complete)
    for (uint32_t q = 0; q < e->config.count; q++)
      if (kind_of (e, q)->key == kind && kind_of (e, q)->flags & QUERY_INPUT
	  && node_of (e, edge_make (q, home)))
	buffer_add_format (text, "%s`%s'", inputs++ ? ", " : "",
			   kind_of (e, q)->name);
  buffer_add_format (text, inputs ? " of `" : "nothing was remembered of `");
  key_add_name (e, kind, home, text);
  buffer_add_format (text, inputs > 1 ? "' (inputs) are new"
		     : inputs ? "' (input) is new" : "'");
}

/* What is said of a red dependency.  */
static void
add_red (const struct engine *e, uint64_t what, struct buffer *text)
{
  const struct query_kind *k = kind_of (e, edge_query (what));
  const struct node *n = node_of (e, what);
  describe_short (e, what, text);
  if (k->flags & QUERY_INPUT)
    buffer_add_format (text, " (input) changed");
  else if (k->flags & QUERY_NO_HASH && was_executed (n))
    buffer_add_format (text, " ran, and is not compared");
  else
    buffer_add_format (text, " is another one");
}

/* Why the provider of WHAT ran.  Returns as explain.  */
static uint64_t
add_reason (const struct engine *e, uint64_t what, const struct node *n,
	    struct buffer *text)
{
  switch ((enum why) n->why)
    {
    case WHY_NO_RECORD:
      add_new (e, what, text);
      return what;
    case WHY_NO_TRACE:
      buffer_add_format (text, "this query of it was not remembered");
      return what;
    case WHY_RED:
      if (n->flags & NODE_STOLEN)
	break;
      add_red (e, n->why_edge, text);
      return n->why_edge;
    case WHY_ALWAYS:
      buffer_add_format (text, "it always does");
      return what;
    case WHY_ANON:
      buffer_add_format (text, "it is never remembered");
      return what;
    case WHY_NO_VALUE:
      buffer_add_format (text, "it is as it was, but its value was needed"
			 " and not remembered");
      return what;
    case WHY_NOT:
      break;
    }
  /* Of a stolen value only the thief is known.  */
  buffer_add_format (text, "something that it read is another one");
  return what;
}

/* One line about WHAT.  Returns the dependency to go on with, or WHAT if there
   is none.  */
static uint64_t
explain (const struct engine *e, uint64_t what, struct buffer *text)
{
  const struct node *n = node_of (e, what);
  const struct trace *t = trace_in_force (e, what);
  describe_short (e, what, text);
  if (t)
    buffer_add_format (text, " did not run: %s is as remembered",
		       t->flags & TRACE_CLOSED ? "all that it is about"
					       : "all that it read");
  else if (!n)
    buffer_add_format (text, " was not asked for");
  else if (n->flags & NODE_INPUT)
    buffer_add_format (text, " is an input");
  else if (n->flags & NODE_DEFAULT)
    buffer_add_format (text, " has its default: it is in a ring");
  else if (n->flags & NODE_FOR_VERIFICATION)
    buffer_add_format (text, " ran to verify others");
  else
    {
      buffer_add_format (text, " ran: ");
      return add_reason (e, what, n, text);
    }
  return what;
}

/* Whether R has been told the reason of WHAT already.  With SET, it has
   now.  */
static bool
is_known (const struct results *r, uint64_t what, bool set)
{
  uint32_t place = r ? *results_place (r, what) : 0;
  if (!place)
    return false;
  bool known = result_at (r, place - 1)->shown;
  result_at (r, place - 1)->shown |= set;
  return known;
}

/* Columns by which lines of a chain are moved in, at most.  */
#define INDENT_MOST 40

/* The chain of reasons that begins with WHAT; with R, without those that were
   given before.  LINES: a ring there cannot be, but nobody should rely on that
   to end.  */
static void
write_chain (struct engine *e, FILE *file, uint64_t what,
	     const struct results *r, size_t lines)
{
  struct buffer text = BUFFER_INIT;
  for (unsigned indent = 0; lines > 0; lines--)
    {
      buffer_clear (&text);
      uint64_t next = explain (e, what, &text);
      fprintf (file, "%*s%.*s\n", (int) indent, "", (int) text.size,
	       text.bytes);
      is_known (r, what, true);
      if (next == what || is_known (r, next, false)
	  || kind_of (e, edge_query (next))->flags & QUERY_INPUT)
	break;
      what = next;
      if (indent < INDENT_MOST)
	indent += 2;
    }
  buffer_release (&text);
}

void
engine_write_why (struct engine *e, FILE *file, uint32_t query, uint32_t key)
{
  size_t lines = 1;
  for (uint32_t q = 0; q < e->config.count; q++)
    lines += engine_key_count (e, kind_of (e, q)->key);
  write_chain (e, file, edge_make (query, key), NULL, lines);
}

struct why_filter
{
  const struct graph_filter *filter;	/* NULL: all.  */
  struct buffer scratch;
};

static bool
is_wanted (struct why_filter *w, struct engine *e, uint64_t what)
{
  return !w->filter || filter_matches (e, w->filter, 0, what, &w->scratch);
}

/* Who names a query and a key wants to hear of it also if it did not run.  */
static bool
is_told (void *data, struct engine *e, uint64_t what)
{
  struct why_filter *w = data;
  bool named = w->filter && w->filter->query[0] != UINT32_MAX
	       && w->filter->key[0][0];
  return was_executed (node_of (e, what)) || (named && is_wanted (w, e, what));
}

size_t
engine_write_why_all (struct engine *e, FILE *file,
		      const struct graph_filter *filter)
{
  struct results r;
  struct why_filter w = { filter, BUFFER_INIT };
  size_t told = 0;
  results_init (&r, e);
  results_collect (&r, is_told, &w);
  results_make_places (&r);
  results_sort (&r);
  for (size_t i = 0; i < r.count; i++)
    if (is_wanted (&w, e, result_at (&r, i)->what))
      {
	write_chain (e, file, result_at (&r, i)->what, &r, r.count + 1);
	told++;
      }
  buffer_release (&w.scratch);
  results_release (&r);
  return told;
}

uint32_t
engine_executed_of (const struct engine *e, enum key_kind kind, uint32_t key,
		    struct buffer *names)
{
  uint32_t n = 0;
  for (uint32_t q = 0; q < e->config.count; q++)
    if (kind_of (e, q)->key == kind
	&& was_executed (node_of (e, edge_make (q, key))))
      {
	if (names)
	  buffer_add_format (names, "%s%s", n ? ", " : "",
			     kind_of (e, q)->name);
	n++;
      }
  return n;
}
