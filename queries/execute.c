/* execute.c - running a provider; what it read.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/engine-internal.h"
#include "queries/memory.h"

#include <stdlib.h>
#include <string.h>

/* Edges.  */

void
edge_record (struct query_context *cx, uint64_t edge)
{
  struct task *t = cx->task;
  if (!t)
    return;
  struct edge_filter_entry *f
    = &cx->filter[(edge ^ edge >> 32) % EDGE_FILTER];
  if (f->edge == edge && f->serial == t->serial)
    return;
  f->edge = edge;
  f->serial = t->serial;
  if (unlikely (cx->n_edges == cx->edges_capacity))
    {
      cx->edges_capacity = cx->edges_capacity ? cx->edges_capacity * 2 : 256;
      cx->edges = xrealloc (cx->edges,
			    cx->edges_capacity * sizeof *cx->edges);
    }
  cx->edges[cx->n_edges++] = edge;
}

/* Keep the first of equal edges in EDGES[0..COUNT-1], in order; returns how
   many are left.  A scan for the few edges that most tasks have.  */
static size_t
edges_unique (struct query_context *cx, uint64_t *edges, size_t count)
{
  size_t kept = 0;
  if (count <= 24)
    {
      for (size_t i = 0; i < count; i++)
	{
	  size_t j = 0;
	  while (j < kept && edges[j] != edges[i])
	    j++;
	  if (j == kept)
	    edges[kept++] = edges[i];
	}
      return kept;
    }
  size_t size = 64;
  while (size < 2 * count)
    size *= 2;
  struct arena_mark mark = arena_mark (&cx->scratch);
  size_t *set = arena_calloc (&cx->scratch, size, sizeof *set);
  for (size_t i = 0; i < count; i++)
    {
      size_t at = (size_t) (edges[i] * 0x9e3779b97f4a7c15u >> 20) & (size - 1);
      while (set[at] != 0 && edges[set[at] - 1] != edges[i])
	at = (at + 1) & (size - 1);
      if (set[at] == 0)
	{
	  edges[kept++] = edges[i];
	  set[at] = kept;
	}
    }
  arena_cut (&cx->scratch, mark);
  return kept;
}

/* Messages.  */

void
report (struct engine *e, const char *text)
{
  if (e->config.report)
    e->config.report (e->config.report_data, text);
  else
    fprintf (stderr, "%s\n", text);
}

void
describe (const struct engine *e, uint64_t what, struct buffer *text)
{
  const struct query_kind *k = kind_of (e, edge_query (what));
  const char *at = strstr (k->description, "%s");
  int before = at ? (int) (at - k->description)
		  : (int) strlen (k->description);
  buffer_add_format (text, "%.*s`", before, k->description);
  key_add_name (e, k->key, edge_key (what), text);
  buffer_add_format (text, "'%s [%s]", at ? at + 2 : "", k->name);
}

void
describe_short (const struct engine *e, uint64_t what, struct buffer *text)
{
  const struct query_kind *k = kind_of (e, edge_query (what));
  buffer_add_format (text, "`%s' of `", k->name);
  key_add_name (e, k->key, edge_key (what), text);
  buffer_add_format (text, "'");
}

/* Queries in flight that a report shows.  */
#define STACK_SHOWN 50

static void
describe_stack (struct query_context *cx, struct buffer *text)
{
  unsigned n = 0;
  for (const struct task *t = cx->task; t; t = t->parent)
    if (n++ < STACK_SHOWN)
      {
	buffer_add_format (text, "\n  ... while ");
	describe (cx->engine, t->what, text);
      }
  if (n > STACK_SHOWN)
    buffer_add_format (text, "\n  ... and %u more", n - STACK_SHOWN);
}

void
query_bug (struct query_context *cx, const char *format, ...)
{
  struct engine *e = cx->engine;
  struct buffer text = BUFFER_INIT;
  char message[512];
  va_list args;
  va_start (args, format);
  vsnprintf (message, sizeof message, format, args);
  va_end (args);
  buffer_add_format (&text, "libqueries: internal error: %s", message);
  describe_stack (cx, &text);
  buffer_add_format (&text, "\n  checks are switched off for this unit");
  /* Only the first failure is told: the others follow from it.  Which one is
     first no schedule shall say: the owner will meet it, or another one, when
     it goes on alone.  */
  if (sync_load (&e->parallel))
    {
      if (engine_stop (e, STOP_ALONE))
	{
	  e->seen = text.bytes;
	  buffer_init (&text);
	}
    }
  else if (engine_stop (e, STOP_FAILED))
    report (e, text.bytes);
  buffer_release (&text);
  task_unwind (cx);
}

void
query_give_up (struct query_context *cx, const char *reason)
{
  struct task *t = cx->task;
  if (!t || cx->verifying)
    return;
  struct gave_up *g = arena_alloc (&cx->values, sizeof *g);
  g->next = t->gave_up;
  g->what = t->what;
  g->reason = reason;
  t->gave_up = g;
}

/* Providers.  */

/* The buffer for a provider's value.  The context owns it, so that nothing
   is lost when the provider is left by longjmp.  */
static struct buffer *
out_push (struct query_context *cx)
{
  if (cx->depth == cx->n_outs)
    {
      cx->outs = xrealloc (cx->outs, (cx->n_outs + 1) * sizeof *cx->outs);
      cx->outs[cx->n_outs++] = xcalloc (1, sizeof **cx->outs);
    }
  struct buffer *b = cx->outs[cx->depth++];
  buffer_clear (b);
  return b;
}

static query_provider *
provider_of (struct query_context *cx, uint32_t query, uint32_t key)
{
  const struct query_kind *k = kind_of (cx->engine, query);
  bool external = k->flags & QUERY_SEPARATE_EXTERN
		  && !key_at (cx->engine, k->key, key)->local;
  const struct providers *have = &cx->engine->providers[query];
  query_provider *p = external ? have->external : have->local;
  if (!p)
    query_bug (cx, "query `%s' has no %s provider; its row is in "
	       "queries/queries.def, its provider belongs in %s", k->name,
	       external ? "external" : "local",
	       k->file ? k->file : "a file of passes/");
  return p;
}

/* Stealing.  */

void
stolen_free (struct stolen *list)
{
  while (list)
    {
      struct stolen *next = list->next;
      free (list);
      list = next;
    }
}

struct stolen *
stolen_take (const struct node *n)
{
  struct node_to_steal *from = (struct node_to_steal *) n;
  struct stolen *s = from->stolen;
  from->stolen = NULL;
  return s;
}

static struct node *
node_to_steal_new (struct query_context *cx, const struct buffer *out)
{
  struct node_to_steal *n = arena_calloc (&cx->values, 1, sizeof *n);
  n->stolen = xmalloc (sizeof *n->stolen + out->size);
  n->stolen->next = NULL;
  n->stolen->size = out->size;
  if (out->size)
    memcpy (n->stolen->bytes, out->bytes, out->size);
  n->next = cx->to_steal;
  cx->to_steal = n;
  n->node.flags = NODE_TO_STEAL;
  return &n->node;
}

/* Nodes.  */

/* A node with what is in OUT.  */
static struct node *
node_new (struct query_context *cx, const struct query_kind *k,
	  const struct buffer *out)
{
  struct node *n = k->flags & QUERY_STEAL
		   ? node_to_steal_new (cx, out)
		   : arena_calloc (&cx->values, 1, sizeof *n);
  n->size = out->size;
  if (!(k->flags & (QUERY_STEAL | QUERY_ENSURE_ONLY)))
    {
      /* Never NULL, also for a value without bytes.  */
      char *value = arena_alloc (&cx->values, out->size ? out->size : 1);
      if (out->size)
	memcpy (value, out->bytes, out->size);
      n->value = value;
    }
  if (!(k->flags & (QUERY_NO_HASH | QUERY_ANON)))
    n->print = fingerprint_of (out->bytes, out->size);
  if (unlikely (cx->engine->config.check_inputs) && n->value)
    {
      struct fingerprint print = fingerprint_of (out->bytes, out->size);
      n->bytes_print = arena_copy (&cx->values, &print, sizeof print);
    }
  return n;
}

const struct node *
edge_node (struct query_context *cx, uint64_t edge)
{
  const struct node *n = node_of (cx->engine, edge);
  return n ? n : task_force (cx, edge_query (edge), edge_key (edge), false);
}

/* In place of a hash: what it was made of.  */
static struct fingerprint
print_of_edges (struct query_context *cx, const struct node *n)
{
  const struct engine *e = cx->engine;
  struct fingerprint print = { n->n_edges, 1 };
  for (uint32_t i = 0; i < n->n_edges; i++)
    {
      struct fingerprint query = { edge_query (n->edges[i]), 0 };
      print = fingerprint_combine (print, query);
      print = fingerprint_combine (print, key_of (e, n->edges[i])->identity);
      print = fingerprint_combine (print, edge_node (cx, n->edges[i])->print);
    }
  return print;
}

/* How deep N stands on answers of its own query.  That follows from what was
   read alone, so it is the same in whatever order things were asked.  */
static void
set_depth (struct query_context *cx, const struct task *t, struct node *n)
{
  const struct query_kind *k = kind_of (cx->engine, edge_query (t->what));
  unsigned depth = 0;
  for (uint32_t i = 0; i < n->n_edges; i++)
    if (edge_query (n->edges[i]) == edge_query (t->what))
      {
	const struct node *read = edge_node (cx, n->edges[i]);
	if (read->depth > depth)
	  depth = read->depth;
      }
  if (depth >= k->depth_limit)
    query_bug (cx, "query `%s' stands on itself deeper than its limit of %u",
	       k->name, k->depth_limit);
  n->depth = (uint8_t) (depth + 1);
}

/* The node of the finished task T, whose value is in OUT.  */
static struct node *
task_finish (struct query_context *cx, struct task *t,
	     const struct buffer *out)
{
  const struct query_kind *k = kind_of (cx->engine, edge_query (t->what));
  struct node *n = node_new (cx, k, out);
  /* Nobody may have read anything yet.  */
  uint64_t *read = cx->edges ? cx->edges + t->first_edge : NULL;
  n->n_edges = (uint32_t) edges_unique (cx, read,
					cx->n_edges - t->first_edge);
  n->edges = arena_copy (&cx->values, read, n->n_edges * sizeof *n->edges);
  if (k->flags & QUERY_NO_HASH)
    n->print = print_of_edges (cx, n);
  n->flags |= NODE_EXECUTED | (cx->verifying ? NODE_FOR_VERIFICATION : 0);
  if (k->flags & QUERY_ANON)
    n->flags |= NODE_ANON;
  n->why = t->why;
  n->why_edge = t->why_edge;
  if (unlikely (k->depth_limit))
    set_depth (cx, t, n);
  if (unlikely (cx->engine->forbidden || cx->engine->config.check_inputs))
    forbid_check (cx, t, n);
  return n;
}

static void
count (struct query_context *cx, struct task *t, const struct node *n,
       uint64_t spent)
{
  struct query_statistics *s = &cx->statistics[edge_query (t->what)];
  if (cx->verifying)
    s->verified++;
  else
    s->executed++;
  s->nanoseconds += spent > t->children ? spent - t->children : 0;
  s->bytes += n->size;
  if (t->parent)
    t->parent->children += spent;
}

struct node *
task_execute (struct query_context *cx, struct task *t)
{
  uint32_t query = edge_query (t->what), key = edge_key (t->what);
  struct arena_mark mark = arena_mark (&cx->scratch);
  query_provider *provide = provider_of (cx, query, key);
  struct buffer *out = out_push (cx);
  uint64_t start = profile_clock ();
  provide (cx, key, out);
  uint64_t spent = profile_clock () - start;

  struct node *n = task_finish (cx, t, out);
  count (cx, t, n, spent);
  if (unlikely (cx->engine->config.events))
    event_add (cx, cx->verifying ? EVENT_VERIFY : EVENT_EXECUTE, t->what,
	       start);
  stolen_free (t->stolen);
  t->stolen = NULL;
  while (t->gave_up)
    {
      struct gave_up *g = t->gave_up;
      t->gave_up = g->next;
      g->next = cx->gave_up;
      cx->gave_up = g;
    }
  cx->n_edges = t->first_edge;
  cx->depth--;
  arena_cut (&cx->scratch, mark);
  return n;
}

struct node *
task_recover (struct query_context *cx, struct task *t)
{
  const struct query_kind *k = kind_of (cx->engine, edge_query (t->what));
  struct buffer *out = out_push (cx);
  /* It may not ask: what is there and what is not depends on the order.  Hits
     are seen by the edges that they leave.  */
  size_t n_edges = cx->n_edges;
  cx->task->serial = ++cx->serial;
  cx->recovering = true;
  k->recover (cx, edge_key (t->what), out);
  cx->recovering = false;
  if (cx->n_edges != n_edges)
    query_bug (cx, "the default of a query in a ring may ask nothing");
  struct node *n = node_new (cx, k, out);
  cx->depth--;
  n->flags |= NODE_EXECUTED | NODE_DEFAULT;
  n->why = t->why;
  n->why_edge = t->why_edge;
  n->depth = 1;
  if (!cx->verifying)
    cx->statistics[edge_query (t->what)].executed++;
  return n;
}
