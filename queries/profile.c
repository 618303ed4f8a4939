/* profile.c - events and numbers.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/engine-internal.h"
#include "queries/memory.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

uint64_t
profile_clock (void)
{
  struct timespec t;
  clock_gettime (CLOCK_MONOTONIC, &t);
  return (uint64_t) t.tv_sec * 1000000000u + (uint64_t) t.tv_nsec;
}

static void
add (struct query_context *cx, struct event event)
{
  struct event_chunk *c = cx->events;
  if (!c || c->count == EVENTS_PER_CHUNK)
    {
      c = xmalloc (sizeof *c);
      c->next = cx->events;
      c->count = 0;
      cx->events = c;
    }
  c->events[c->count++] = event;
}

void
event_add (struct query_context *cx, enum event_kind kind, uint64_t what,
	   uint64_t start)
{
  if (unlikely (cx->engine->config.events))
    add (cx, (struct event) { start, profile_clock (), what, kind, 0 });
}

void
engine_add_event (struct engine *e, enum event_kind kind, uint64_t start)
{
  event_add (e->contexts[0], kind, 0, start);
}

void
engine_add_past_event (struct engine *e, enum event_kind kind, uint64_t start,
		       uint64_t end)
{
  if (e->config.events)
    add (e->contexts[0], (struct event) { start, end, 0, kind, 0 });
}

void
engine_events (const struct engine *e,
	       void (*each) (void *data, unsigned track,
			     const struct event *event),
	       void *data)
{
  for (unsigned i = 0; i < sync_load (&e->n_contexts); i++)
    {
      /* The oldest chunk is last: turn the list round and back.  */
      struct event_chunk *turned = NULL, *c = e->contexts[i]->events;
      while (c)
	{
	  struct event_chunk *older = c->next;
	  c->next = turned;
	  turned = c;
	  c = older;
	}
      for (c = turned, turned = NULL; c; )
	{
	  for (uint32_t n = 0; n < c->count; n++)
	    each (data, i, &c->events[n]);
	  struct event_chunk *newer = c->next;
	  c->next = turned;
	  turned = c;
	  c = newer;
	}
    }
}

/* Giving up.  */

/* By query, then by the key's identity, then by what is said.  */
static int
compare_gave_up (const void *a, const void *b, void *engine)
{
  const struct gave_up *x = *(const struct gave_up *const *) a;
  const struct gave_up *y = *(const struct gave_up *const *) b;
  if (x->what == y->what)
    return strcmp (x->reason, y->reason);
  return what_comes_before (engine, x->what, y->what) ? -1 : 1;
}

/* All of them, sorted, each once (a provider may have run twice); free's.  */
static const struct gave_up **
collect_gave_up (const struct engine *e, size_t *count)
{
  size_t n = 0, kept = 0, n_contexts = sync_load (&e->n_contexts);
  for (size_t i = 0; i < n_contexts; i++)
    for (const struct gave_up *g = e->contexts[i]->gave_up; g; g = g->next)
      n++;
  const struct gave_up **all = xcalloc (n ? n : 1, sizeof *all);
  n = 0;
  for (size_t i = 0; i < n_contexts; i++)
    for (const struct gave_up *g = e->contexts[i]->gave_up; g; g = g->next)
      all[n++] = g;
  qsort_r (all, n, sizeof *all, compare_gave_up, (void *) e);
  for (size_t i = 0; i < n; i++)
    if (kept == 0
	|| compare_gave_up (&all[kept - 1], &all[i], (void *) e) != 0)
      all[kept++] = all[i];
  *count = kept;
  return all;
}

void
engine_gave_up (const struct engine *e,
		void (*each) (void *data, uint32_t query, uint32_t key,
			      const char *reason),
		void *data)
{
  size_t n;
  const struct gave_up **all = collect_gave_up (e, &n);
  for (size_t i = 0; i < n; i++)
    each (data, edge_query (all[i]->what), edge_key (all[i]->what),
	  all[i]->reason);
  free (all);
}

void
engine_statistics (const struct engine *e, uint32_t query,
		   struct query_statistics *sum)
{
  size_t n;
  memset (sum, 0, sizeof *sum);
  for (unsigned i = 0; i < sync_load (&e->n_contexts); i++)
    {
      const struct query_statistics *s = &e->contexts[i]->statistics[query];
      sum->executed += s->executed;
      sum->green += s->green;
      sum->hits += s->hits;
      sum->verified += s->verified;
      sum->nanoseconds += s->nanoseconds;
      sum->bytes += s->bytes;
    }
  const struct gave_up **all = collect_gave_up (e, &n);
  for (size_t i = 0; i < n; i++)
    sum->gave_up += edge_query (all[i]->what) == query;
  free (all);
}
