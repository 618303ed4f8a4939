/* inspect.c - looking into a session: filters, the list of results.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Results are found in tables whose order depends on threads, so they are
   sorted before anything is written.  */

#include "queries/inspect-internal.h"
#include "queries/memory.h"

#include <stdlib.h>
#include <string.h>

/* Filters.  */

/* The query that the SIZE bytes at TEXT call, dashes or underscores;
   UINT32_MAX for `*'.  False if there is none.  */
static bool
find_query (const struct engine_config *config, const char *text, size_t size,
	    uint32_t *query)
{
  *query = UINT32_MAX;
  if (size == 1 && *text == '*')
    return true;
  for (uint32_t q = 0; q < config->count; q++)
    {
      const char *name = config->kinds[q].name;
      size_t i = 0;
      while (i < size && (text[i] == name[i]
			  || (text[i] == '-' && name[i] == '_')))
	i++;
      if (i == size && name[i] == '\0')
	{
	  *query = q;
	  return true;
	}
    }
  return false;
}

/* Read QUERY[:KEY] from the SIZE bytes at TEXT into SIDE of FILTER.  Returns
   NULL, or what is wrong.  */
static const char *
parse_side (struct graph_filter *filter, unsigned side,
	    const struct engine_config *config, const char *text, size_t size)
{
  while (size > 0 && *text == ' ')
    text++, size--;
  while (size > 0 && text[size - 1] == ' ')
    size--;
  if (size == 0)
    return "a query is missing";
  const char *colon = memchr (text, ':', size);
  size_t length = colon ? (size_t) (colon - text) : size;
  if (!find_query (config, text, length, &filter->query[side]))
    return "there is no such query";
  filter->key[side][0] = '\0';
  if (!colon)
    return NULL;
  size -= length + 1;
  if (size == 0)
    return "a key is missing behind the colon";
  if (size >= sizeof filter->key[side])
    return "the key's name is too long";
  memcpy (filter->key[side], colon + 1, size);
  filter->key[side][size] = '\0';
  return NULL;
}

bool
graph_filter_parse (struct graph_filter *filter,
		    const struct engine_config *config, const char *text,
		    const char **message)
{
  const char *wrong = NULL;
  memset (filter, 0, sizeof *filter);
  filter->path = true;
  /* A key's name may have an arrow in it, too (operator->).  */
  const char *first = strstr (text, "->");
  for (const char *arrow = first; arrow; arrow = strstr (arrow + 2, "->"))
    {
      const char *to = arrow + 2;
      wrong = parse_side (filter, 1, config, to, strlen (to));
      if (!wrong)
	wrong = parse_side (filter, 0, config, text, (size_t) (arrow - text));
      if (!wrong)
	return true;
    }
  filter->path = false;
  const char *colon = strchr (text, ':');
  if (!first || (colon && colon < first))
    {
      const char *single = parse_side (filter, 0, config, text,
				       strlen (text));
      if (!single)
	return true;
      if (!first)
	wrong = single;
    }
  *message = wrong;
  return false;
}

bool
filter_matches (const struct engine *e, const struct graph_filter *filter,
		unsigned side, uint64_t what, struct buffer *scratch)
{
  uint32_t query = edge_query (what);
  if (filter->query[side] != UINT32_MAX && filter->query[side] != query)
    return false;
  size_t size = strlen (filter->key[side]);
  if (size == 0)
    return true;
  buffer_clear (scratch);
  key_add_name (e, kind_of (e, query)->key, edge_key (what), scratch);
  return scratch->size == size
	 && memcmp (scratch->bytes, filter->key[side], size) == 0;
}

/* Results.  */

const struct trace *
trace_in_force (const struct engine *e, uint64_t what)
{
  const struct node *n = node_of (e, what);
  if (n)
    return n->flags & NODE_EXECUTED ? NULL : n->trace;
  const struct key *k = key_of (e, what);
  const struct trace *t = k->traces;
  for (uint32_t i = 0; k->complete && i < k->n_traces; i++, t = trace_next (t))
    if (t->query == edge_query (what) && t->flags & TRACE_CLOSED)
      return t;
  return NULL;
}

void
results_add (struct results *r, uint64_t what)
{
  struct result *n = buffer_at (&r->list,
				buffer_add_zero (&r->list, sizeof *n));
  n->what = what;
  n->identity = key_of (r->e, what)->identity;
  n->node = node_of (r->e, what);
  n->trace = trace_in_force (r->e, what);
  r->count++;
}

void
results_make_places (struct results *r)
{
  uint32_t queries = r->e->config.count;
  r->places = xcalloc (queries, sizeof *r->places);
  for (uint32_t q = 0; q < queries; q++)
    r->places[q] = xcalloc (engine_key_count (r->e, kind_of (r->e, q)->key),
			    sizeof **r->places);
}

static int
compare_results (const void *a, const void *b)
{
  const struct result *x = a, *y = b;
  if (edge_query (x->what) != edge_query (y->what))
    return edge_query (x->what) < edge_query (y->what) ? -1 : 1;
  return fingerprint_compare (&x->identity, &y->identity);
}

void
results_sort (struct results *r)
{
  if (r->count > 0)
    qsort (r->list.bytes, r->count, sizeof (struct result), compare_results);
  for (size_t i = 0; i < r->count; i++)
    *results_place (r, result_at (r, i)->what) = (uint32_t) i + 1;
}

void
results_init (struct results *r, struct engine *e)
{
  memset (r, 0, sizeof *r);
  r->e = e;
}

void
results_collect (struct results *r,
		 bool (*take) (void *data, struct engine *e, uint64_t what),
		 void *data)
{
  struct engine *e = r->e;
  for (uint32_t q = 0; q < e->config.count; q++)
    {
      uint32_t keys = engine_key_count (e, kind_of (e, q)->key);
      for (uint32_t key = 0; key < keys; key++)
	if (take (data, e, edge_make (q, key)))
	  results_add (r, edge_make (q, key));
    }
}

void
results_release (struct results *r)
{
  for (uint32_t q = 0; q < r->e->config.count; q++)
    free (r->places[q]);
  free (r->places);
  buffer_release (&r->list);
}
