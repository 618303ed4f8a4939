/* pool.c - workers and the batches of keys they take from.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A batch is a list of keys, or so many calls, and a counter.  Whoever opens one of
   keys takes part; free workers join in, newest batch first, so that what others
   wait for is done first.  Who finds nothing left to take does not take up other work
   on top of what it has on its stack: it waits for the keys it needs (wait.c), which
   finds rings.  A queue and a lock: keys are functions, 100 to 10,000 of
   them, each worth microseconds to milliseconds.

   A worker is started when there is work that no idle one could take, by
   whoever sees that; so a small unit starts few, and where make has no token to
   give, one waits for it and no more.  */

#include "queries/engine-internal.h"

#include <string.h>

static void *worker (void *data);

static bool
has_keys (const struct batch *b)
{
  return sync_load (&b->taken) < b->count;
}

/* A batch with keys to take; what is used up leaves the list.  Under
   pool_lock.  */
static struct batch *
open_batch (struct engine *e)
{
  while (e->batches && !has_keys (e->batches))
    e->batches = e->batches->next;
  return e->batches;
}

/* Start a worker if one more could do something.  Under pool_lock.  */
static void
start_worker (struct engine *e)
{
  if (e->stopping || e->n_idle > 0 || e->n_threads >= e->n_threads_most
      || engine_stopped (e) || !open_batch (e))
    return;
  unsigned number = e->n_threads + 1;
  struct query_context *cx = context_new (e, number);
  e->contexts[number] = cx;
  if (!thread_start (&cx->thread, worker, cx))
    {
      /* No more threads to be had: those that are there do it.  */
      context_free (cx);
      e->contexts[number] = NULL;
      e->n_threads_most = e->n_threads;
      return;
    }
  e->n_threads++;
  sync_store (&e->n_contexts, number + 1);
}

struct batch *
pool_open (struct query_context *cx, uint32_t query, const uint32_t *keys,
	   size_t count, bool prefetch)
{
  struct engine *e = cx->engine;
  mutex_lock (&e->pool_lock);
  struct batch *b = arena_calloc (&e->shared, 1, sizeof *b);
  b->query = query;
  /* A copy: the caller may be unwound while workers still look at it.  */
  b->keys = arena_copy (&e->shared, keys, count * sizeof *keys);
  b->count = count;
  b->next = e->batches;
  e->batches = b;
  if (prefetch)
    {
      *e->prefetched_end = b;
      e->prefetched_end = &b->next_prefetched;
    }
  start_worker (e);
  condition_broadcast (&e->pool_changed);
  mutex_unlock (&e->pool_lock);
  return b;
}

void
pool_open_background (struct query_context *cx,
		      void (*each) (void *data, uint32_t index), void *data,
		      size_t count)
{
  struct engine *e = cx->engine;
  mutex_lock (&e->pool_lock);
  struct batch *b = arena_calloc (&e->shared, 1, sizeof *b);
  b->each = each;
  b->data = data;
  b->count = count;
  b->next = e->batches;
  e->batches = b;
  e->background = b;
  mutex_unlock (&e->pool_lock);
}

/* Keys taken at once.  Those side by side often ask one another, and two
   threads that took turns would sleep for each other at every key; but the
   last keys, which may be the longest, are shared one by one.  */
#define KEYS_AT_ONCE 64

/* Take the next keys of B, from *FIRST on; returns how many.  */
static size_t
take_keys (struct engine *e, struct batch *b, size_t *first)
{
  uintptr_t taken = sync_load (&b->taken);
  size_t n;
  do
    {
      if (taken >= b->count)
	return 0;
      n = (b->count - taken) / (4 * ((size_t) e->n_threads_most + 1));
      n = n > KEYS_AT_ONCE ? KEYS_AT_ONCE : n == 0 ? 1 : n;
    }
  while (!sync_exchange_if (&b->taken, &taken, taken + n));
  *first = taken;
  return n;
}

/* Evaluate the next keys of B; false if there are none.  */
static bool
work_once (struct query_context *cx, struct batch *b)
{
  size_t first, n = take_keys (cx->engine, b, &first);
  for (size_t i = 0; i < n; i++)
    if (b->each)
      b->each (b->data, (uint32_t) (first + i));
    else
      stack_force_known (cx, b->query, b->keys[first + i]);
  return n > 0;
}

void
pool_work (struct query_context *cx, struct batch *b)
{
  while (work_once (cx, b))
    ;
}

/* A worker's share: until B is used up, or its token is wanted back.  */
static void
work_with_token (struct query_context *cx, void *data)
{
  const struct jobserver *j = cx->engine->config.jobserver;
  while (work_once (cx, data) && !(j && jobserver_must_leave (j)))
    ;
}

/* Sleep until something changes.  Under pool_lock.  */
static void
idle (struct query_context *cx)
{
  struct engine *e = cx->engine;
  uint64_t start = event_start (cx);
  e->n_idle++;
  condition_wait (&e->pool_changed, &e->pool_lock);
  e->n_idle--;
  event_add (cx, EVENT_IDLE, 0, start);
}

/* Join in B with a token.  Under pool_lock, which is given up meanwhile.
   False if there will be no more tokens.  */
static bool
join_batch (struct query_context *cx, struct batch *b)
{
  struct engine *e = cx->engine;
  struct jobserver *j = e->config.jobserver;
  if (j)
    {
      mutex_unlock (&e->pool_lock);
      uint64_t start = event_start (cx);
      bool entered = jobserver_enter (j);
      event_add (cx, EVENT_IDLE, 0, start);
      mutex_lock (&e->pool_lock);
      if (!entered)
	return false;
    }
  start_worker (e);
  mutex_unlock (&e->pool_lock);
  task_protect (cx, work_with_token, b);
  if (j)
    jobserver_leave (j);
  mutex_lock (&e->pool_lock);
  return true;
}

static void *
worker (void *data)
{
  struct query_context *cx = data;
  struct engine *e = cx->engine;
  mutex_lock (&e->pool_lock);
  while (!e->stopping && !engine_stopped (e))
    {
      struct batch *b = open_batch (e);
      if (!b)
	idle (cx);
      else if (!join_batch (cx, b))
	break;
    }
  mutex_unlock (&e->pool_lock);
  return NULL;
}

void
pool_start (struct engine *e, unsigned workers)
{
  /* The array stays where it is: workers look at it without a lock.  */
  struct query_context **contexts
    = arena_calloc (&e->arena, workers + 1, sizeof *contexts);
  memcpy (contexts, e->contexts, sizeof *contexts);
  e->contexts = contexts;
  e->n_threads_most = workers;
  sync_store (&e->parallel, 1);
}

static void
finish (struct query_context *cx, void *data)
{
  (void) data;
  for (struct batch *b = cx->engine->prefetched; b; b = b->next_prefetched)
    {
      if (sync_load (&cx->engine->parallel))
	pool_work (cx, b);
      /* Alone, from the first on: a key that a thread took may have been given
	 back, and where the thread was must not show.  */
      for (size_t i = 0; i < b->count; i++)
	stack_force_known (cx, b->query, b->keys[i]);
    }
  if (cx->engine->background && sync_load (&cx->engine->parallel))
    pool_work (cx, cx->engine->background);
}

void
pool_finish (struct query_context *cx)
{
  task_protect (cx, finish, NULL);
}

void
pool_stop (struct engine *e)
{
  struct jobserver *j = e->config.jobserver;
  mutex_lock (&e->pool_lock);
  e->stopping = true;
  condition_broadcast (&e->pool_changed);
  mutex_unlock (&e->pool_lock);
  if (j && e->n_threads > 0)
    {
      jobserver_stop (j);
      jobserver_owner_sleeps (j);
    }
  for (unsigned i = 1; i <= e->n_threads; i++)
    thread_join (&e->contexts[i]->thread);
  if (j && e->n_threads > 0)
    jobserver_owner_wakes (j);
  e->n_started += e->n_threads;
  e->n_threads = 0;
  sync_store (&e->parallel, 0);
}
