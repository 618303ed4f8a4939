/* task.c - asking, running providers, recording edges.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A hit is an acquire load and an append to the asking task's edges; nothing
   on that path is shared between threads.  */

#include "queries/engine-internal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void *
xrealloc (void *old, size_t size)
{
  void *p = realloc (old, size);
  if (!p)
    {
      fprintf (stderr, "libqueries: out of memory (%zu bytes)\n", size);
      abort ();
    }
  return p;
}

static void *
xcalloc (size_t count, size_t size)
{
  void *p = calloc (count, size);
  if (!p)
    {
      fprintf (stderr, "libqueries: out of memory (%zu bytes)\n",
	       count * size);
      abort ();
    }
  return p;
}

/* Zeroed memory that shares no cache line (nor the pair that processors fetch
   at once) with anything else: what one thread writes on each hit.  */
#define LINE_PAIR 128

static void *
own_lines (size_t size)
{
  size = (size + LINE_PAIR - 1) / LINE_PAIR * LINE_PAIR;
  void *p = aligned_alloc (LINE_PAIR, size);
  if (!p)
    {
      fprintf (stderr, "libqueries: out of memory (%zu bytes)\n", size);
      abort ();
    }
  return memset (p, 0, size);
}

struct query_context *
context_new (struct engine *e, unsigned number)
{
  struct query_context *cx = own_lines (sizeof *cx);
  cx->engine = e;
  cx->number = number;
  arena_init (&cx->values, "values of queries");
  arena_init (&cx->scratch, "scratch of providers");
  cx->statistics = own_lines (e->config.count * sizeof *cx->statistics);
  return cx;
}

void
context_free (struct query_context *cx)
{
  arena_release (&cx->values);
  arena_release (&cx->scratch);
  for (unsigned i = 0; i < cx->n_outs; i++)
    {
      buffer_release (cx->outs[i]);
      free (cx->outs[i]);
    }
  free (cx->outs);
  free (cx->edges);
  free (cx->statistics);
  free (cx);
}

/* Edges.  */

static inline void
record_edge (struct query_context *cx, uint64_t edge)
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
  const char *name = key_of (e, what)->name;
  const char *at = strstr (k->description, "%s");
  int before = at ? (int) (at - k->description)
		  : (int) strlen (k->description);
  buffer_add_format (text, "%.*s`%s'%s [%s]", before, k->description, name,
		     at ? at + 2 : "", k->name);
}

static void
describe_stack (struct query_context *cx, struct buffer *text)
{
  for (const struct task *t = cx->task; t; t = t->parent)
    {
      buffer_add_format (text, "\n  ... while ");
      describe (cx->engine, t->what, text);
    }
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
  /* Only the first failure is told: the others follow from it.  */
  if (!atomic_exchange (&e->failed, true))
    report (e, text.bytes);
  buffer_release (&text);
  engine_fail (e);
  task_unwind (cx);
}

void
query_give_up (struct query_context *cx, const char *reason)
{
  struct task *t = cx->task;
  if (!t || cx->verifying)
    return;
  struct gave_up *g = arena_alloc (&cx->values, sizeof *g);
  g->next = cx->gave_up;
  g->what = t->what;
  g->reason = reason;
  cx->gave_up = g;
  cx->statistics[edge_query (t->what)].gave_up++;
}

/* Landings.  */

void
task_unwind (struct query_context *cx)
{
  longjmp (*cx->landing, 1);
}

bool
task_protect (struct query_context *cx,
	      void (*run) (struct query_context *cx, void *data), void *data)
{
  jmp_buf here;
  jmp_buf *volatile outer = cx->landing;
  struct task *volatile task = cx->task;
  volatile size_t n_edges = cx->n_edges;
  volatile unsigned depth = cx->depth;
  volatile bool verifying = cx->verifying;
  struct arena_mark mark = arena_mark (&cx->scratch);
  volatile bool done = false;
  if (setjmp (here) == 0)
    {
      cx->landing = &here;
      run (cx, data);
      done = true;
    }
  cx->landing = outer;
  cx->task = task;
  cx->n_edges = n_edges;
  cx->depth = depth;
  cx->verifying = verifying;
  arena_cut (&cx->scratch, mark);
  return done;
}

/* Providers.  */

static uint64_t
now (void)
{
  struct timespec t;
  clock_gettime (CLOCK_MONOTONIC, &t);
  return (uint64_t) t.tv_sec * 1000000000u + (uint64_t) t.tv_nsec;
}

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
  bool local = key_at (cx->engine, k->key, key)->local;
  const struct providers *have = &cx->engine->providers[query];
  query_provider *p = local ? have->local : have->external;
  if (!p)
    query_bug (cx, "query `%s' has no %s provider; its row is in "
	       "queries/queries.def, its provider in passes/", k->name,
	       local ? "local" : "external");
  return p;
}

/* The node of the finished task T, whose value is in OUT.  */
static struct node *
task_finish (struct query_context *cx, struct task *t, const struct buffer *out)
{
  const struct query_kind *k = kind_of (cx->engine, edge_query (t->what));
  struct node *n = arena_calloc (&cx->values, 1, sizeof *n);
  /* Never NULL, also for a value without bytes.  */
  char *value = arena_alloc (&cx->values, out->size ? out->size : 1);
  if (out->size)
    memcpy (value, out->bytes, out->size);
  n->value = value;
  n->size = out->size;
  if (!(k->flags & QUERY_NO_HASH))
    n->print = fingerprint_of (value, out->size);
  n->n_edges = (uint32_t) edges_unique (cx, cx->edges + t->first_edge,
					cx->n_edges - t->first_edge);
  n->edges = arena_copy (&cx->values, cx->edges + t->first_edge,
			 n->n_edges * sizeof *n->edges);
  n->flags = NODE_EXECUTED | (cx->verifying ? NODE_FOR_VERIFICATION : 0);
  return n;
}

struct node *
task_execute (struct query_context *cx, uint32_t query, uint32_t key)
{
  /* On the heap of scratch, not on the stack: a ring's report by another
     thread reads it.  */
  struct arena_mark mark = arena_mark (&cx->scratch);
  struct task *t = arena_alloc (&cx->scratch, sizeof *t);
  *t = (struct task) { cx->task, edge_make (query, key), cx->n_edges, 0,
		       ++cx->serial };
  cx->task = t;
  query_provider *provide = provider_of (cx, query, key);
  struct buffer *out = out_push (cx);
  uint64_t start = now ();
  provide (cx, key, out);
  uint64_t spent = now () - start;

  struct node *n = task_finish (cx, t, out);
  struct query_statistics *s = &cx->statistics[query];
  if (cx->verifying)
    s->verified++;
  else
    s->executed++;
  s->nanoseconds += spent > t->children ? spent - t->children : 0;
  s->bytes += n->size;
  cx->n_edges = t->first_edge;
  cx->depth--;
  cx->task = t->parent;
  if (cx->task)
    cx->task->children += spent;
  arena_cut (&cx->scratch, mark);
  return n;
}

/* The node for a claimed slot.  KNOWN: it was proved green before, and only
   its value is missing.  NULL where CX may not execute.  */
static const struct node *
evaluate (struct query_context *cx, uint32_t query, uint32_t key,
	  const struct node *known, bool need_value)
{
  const struct query_kind *k = kind_of (cx->engine, query);
  if (k->flags & QUERY_INPUT)
    query_bug (cx, "input `%s' of `%s' was not set", k->name,
	       key_at (cx->engine, k->key, key)->name);
  const struct node *green = known;
  if (!green)
    {
      const struct trace *trace = NULL;
      enum mark m = mark_try (cx, query, key, &trace);
      if (m == MARK_UNKNOWN)
	return NULL;
      if (m == MARK_GREEN)
	{
	  struct node *n = mark_node (cx, query, key, trace);
	  if (!cx->verifying)
	    cx->statistics[query].green++;
	  if (n->value || !need_value)
	    return n;
	  green = n;
	}
    }
  if (cx->may_not_execute)
    return NULL;
  struct node *n = task_execute (cx, query, key);
  if (!green)
    return n;
  if (!(k->flags & QUERY_NO_HASH)
      && !fingerprint_equal (n->print, green->print))
    query_bug (cx, "query `%s' of `%s' has another value than the store's "
	       "trace of it", k->name, key_at (cx->engine, k->key, key)->name);
  /* What the store has of it is right, and stays.  */
  n->flags |= NODE_GREEN;
  n->trace = green->trace;
  return n;
}

static void
publish (struct engine *e, struct slot *s, const struct node *n)
{
  atomic_store (&s->state, (uintptr_t) n);
  if (atomic_load (&e->n_waiting) != 0)
    wait_wake (e);
}

const struct node *
task_force (struct query_context *cx, uint32_t query, uint32_t key,
	    bool need_value)
{
  struct engine *e = cx->engine;
  struct slot *s = table_slot (e, query, key);
  for (;;)
    {
      uintptr_t state = atomic_load_explicit (&s->state,
					      memory_order_acquire);
      if (state != 0 && !state_is_running (state))
	{
	  const struct node *n = (const struct node *) state;
	  if (n->value || !need_value)
	    return n;
	}
      if (atomic_load_explicit (&e->failed, memory_order_relaxed))
	task_unwind (cx);
      if (state_is_running (state))
	{
	  if (state_context (state) == cx->number)
	    wait_report_own_ring (cx, edge_make (query, key));
	  wait_for (cx, s, edge_make (query, key));
	  continue;
	}
      if (!atomic_compare_exchange_strong (&s->state, &state,
					   state_running (cx->number)))
	continue;
      const struct node *known = (const struct node *) state;
      const struct node *n = evaluate (cx, query, key, known, need_value);
      publish (e, s, n ? n : known);
      return n;
    }
}

/* Asking.  */

static const struct node *
get_node (struct query_context *cx, uint32_t query, uint32_t key)
{
  struct slot *s = table_find (cx->engine, query, key);
  if (likely (s != NULL))
    {
      const struct node *n = slot_node (s);
      if (likely (n != NULL && n->value != NULL))
	{
	  record_edge (cx, edge_make (query, key));
	  cx->statistics[query].hits++;
	  return n;
	}
    }
  const struct node *n = task_force (cx, query, key, true);
  record_edge (cx, edge_make (query, key));
  return n;
}

const void *
query_get (struct query_context *cx, uint32_t query, uint32_t key)
{
  return get_node (cx, query, key)->value;
}

const void *
query_get_sized (struct query_context *cx, uint32_t query, uint32_t key,
		 size_t *size)
{
  const struct node *n = get_node (cx, query, key);
  if (size)
    *size = n->size;
  return n->value;
}

void
query_ensure (struct query_context *cx, uint32_t query, uint32_t key)
{
  task_force (cx, query, key, false);
  record_edge (cx, edge_make (query, key));
}

void
query_for_each (struct query_context *cx, uint32_t query,
		const uint32_t *keys, size_t count)
{
  if (cx->engine->n_threads > 0 && count > 1)
    {
      struct batch *b = pool_open (cx, query, keys, count);
      pool_work (cx, b);
      for (size_t i = 0; i < count; i++)
	task_force (cx, query, keys[i], true);
      pool_close (cx, b);
    }
  for (size_t i = 0; i < count; i++)
    {
      task_force (cx, query, keys[i], true);
      record_edge (cx, edge_make (query, keys[i]));
    }
}

void *
query_alloc (struct query_context *cx, size_t count, size_t size)
{
  return arena_calloc (&cx->scratch, count, size);
}

const char *
query_key_name (struct query_context *cx, enum key_kind kind, uint32_t key)
{
  return key_at (cx->engine, kind, key)->name;
}

uint32_t
query_function_key (struct query_context *cx, struct fingerprint symbol,
		    const char *name)
{
  return key_intern (cx->engine, KEY_FUNCTION, symbol, name);
}
