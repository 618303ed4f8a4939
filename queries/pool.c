/* pool.c - workers and the batches of keys they take from.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A batch is a list of keys and a counter.  Whoever opens one takes part; free
   workers join in, newest batch first, so that what others wait for is done
   first.  Who finds nothing left to take does not take up other work on top
   of what it has on its stack: it waits for the keys it needs (wait.c), which
   finds rings.  A queue and a lock: keys are functions, 100 to 10,000 of
   them, each worth microseconds to milliseconds.  */

#include "queries/engine-internal.h"

#include <stdlib.h>

struct batch *
pool_open (struct query_context *cx, uint32_t query, const uint32_t *keys,
	   size_t count)
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
  condition_broadcast (&e->pool_changed);
  mutex_unlock (&e->pool_lock);
  return b;
}

void
pool_work (struct query_context *cx, struct batch *b)
{
  for (;;)
    {
      size_t i = atomic_fetch_add_explicit (&b->taken, 1,
					    memory_order_relaxed);
      if (i >= b->count)
	return;
      task_force (cx, b->query, b->keys[i], true);
    }
}

/* Under pool_lock.  */
static void
unlink_batch (struct engine *e, struct batch *b)
{
  for (struct batch **at = &e->batches; *at; at = &(*at)->next)
    if (*at == b)
      {
	*at = b->next;
	return;
      }
}

void
pool_close (struct query_context *cx, struct batch *b)
{
  struct engine *e = cx->engine;
  mutex_lock (&e->pool_lock);
  unlink_batch (e, b);
  while (b->active > 0)
    condition_wait (&e->pool_changed, &e->pool_lock);
  mutex_unlock (&e->pool_lock);
}

/* A batch with keys to take.  Under pool_lock.  */
static struct batch *
open_batch (struct engine *e)
{
  for (struct batch *b = e->batches; b; b = b->next)
    if (atomic_load_explicit (&b->taken, memory_order_relaxed) < b->count)
      return b;
  return NULL;
}

static void
work_protected (struct query_context *cx, void *data)
{
  pool_work (cx, data);
}

/* Join in B.  Under pool_lock, which is given up meanwhile.  */
static void
join_batch (struct query_context *cx, struct batch *b)
{
  struct engine *e = cx->engine;
  b->active++;
  mutex_unlock (&e->pool_lock);
  task_protect (cx, work_protected, b);
  mutex_lock (&e->pool_lock);
  b->active--;
  condition_broadcast (&e->pool_changed);
}

void
pool_help (struct query_context *cx)
{
  struct engine *e = cx->engine;
  struct batch *b;
  mutex_lock (&e->pool_lock);
  while (!atomic_load (&e->failed) && (b = open_batch (e)) != NULL)
    join_batch (cx, b);
  mutex_unlock (&e->pool_lock);
}

static void *
worker (void *data)
{
  struct query_context *cx = data;
  struct engine *e = cx->engine;
  mutex_lock (&e->pool_lock);
  while (!e->stopping && !atomic_load (&e->failed))
    {
      struct batch *b = open_batch (e);
      if (b)
	join_batch (cx, b);
      else
	condition_wait (&e->pool_changed, &e->pool_lock);
    }
  mutex_unlock (&e->pool_lock);
  return NULL;
}

void
pool_start (struct engine *e, unsigned workers)
{
  e->contexts = realloc (e->contexts, (workers + 1) * sizeof *e->contexts);
  if (!e->contexts)
    abort ();
  /* All contexts are there before the first worker can look at them.  */
  for (unsigned i = 1; i <= workers; i++)
    e->contexts[i] = context_new (e, i);
  e->n_contexts = workers + 1;
  for (unsigned i = 1; i <= workers; i++)
    {
      if (!thread_start (&e->contexts[i]->thread, worker, e->contexts[i]))
	break;
      e->n_threads++;
    }
  e->n_started = e->n_threads;
}

void
pool_stop (struct engine *e)
{
  mutex_lock (&e->pool_lock);
  e->stopping = true;
  condition_broadcast (&e->pool_changed);
  mutex_unlock (&e->pool_lock);
  for (unsigned i = 1; i <= e->n_threads; i++)
    thread_join (&e->contexts[i]->thread);
  e->n_threads = 0;
}
