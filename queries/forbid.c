/* forbid.c - edges that must not be, inputs that must not change.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Both look at what a provider read when it is done, off the path of hits.  */

#include "queries/engine-internal.h"
#include "queries/inspect.h"

#include <string.h>

/* KEY for as long as E lives; NULL if there is none.  */
static const char *
keep_key (struct engine *e, const char *key)
{
  return key[0] ? arena_copy (&e->arena, key, strlen (key) + 1) : NULL;
}

bool
engine_forbid (struct engine *e, const char *pattern)
{
  struct graph_filter filter;
  const char *message;
  if (!graph_filter_parse (&filter, &e->config, pattern, &message)
      || !filter.path)
    return false;
  struct forbidden *f = arena_alloc (&e->arena, sizeof *f);
  *f = (struct forbidden) {
    .next = e->forbidden, .from = filter.query[0], .to = filter.query[1],
    .from_key = keep_key (e, filter.key[0]),
    .to_key = keep_key (e, filter.key[1])
  };
  e->forbidden = f;
  return true;
}

static bool
matches (struct engine *e, uint64_t what, uint32_t query, const char *key)
{
  if (query != UINT32_MAX && query != edge_query (what))
    return false;
  if (!key)
    return true;
  struct buffer name = BUFFER_INIT;
  key_add_name (e, kind_of (e, edge_query (what))->key, edge_key (what),
		&name);
  bool same = name.size && strcmp (name.bytes, key) == 0;
  buffer_release (&name);
  return same;
}

/* The longest name that a message shows whole.  */
#define NAME_SHOWN 200

static void __attribute__ ((noreturn))
bug_about (struct query_context *cx, const char *before, uint64_t what,
	   const char *after)
{
  char name[NAME_SHOWN];
  struct buffer text = BUFFER_INIT;
  describe_short (cx->engine, what, &text);
  snprintf (name, sizeof name, "%s", text.bytes);
  buffer_release (&text);
  query_bug (cx, "%s%s%s", before, name, after);
}

void
forbid_check (struct query_context *cx, const struct task *t,
	      const struct node *n)
{
  struct engine *e = cx->engine;
  for (uint32_t i = 0; i < n->n_edges; i++)
    {
      for (const struct forbidden *f = e->forbidden; f; f = f->next)
	if (matches (e, t->what, f->from, f->from_key)
	    && matches (e, n->edges[i], f->to, f->to_key))
	  bug_about (cx, "it is forbidden to read ", n->edges[i], "");
      const struct node *read = edge_node (cx, n->edges[i]);
      if (e->config.check_inputs && read->value && read->bytes_print
	  && !fingerprint_equal (*read->bytes_print,
				 fingerprint_of (read->value, read->size)))
	bug_about (cx, "somebody wrote to the value of ", n->edges[i],
		   ", which this provider has read");
    }
}
