/* wait.c - sleeping for another thread's result.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Before a thread sleeps for a slot it walks from the slot's owner along who
   waits for whom, under one lock.  If that leads back to itself, sleeping
   would never end: that is a ring, known at once (the way of salsa's runtime;
   rustc looks only when all workers are asleep).  Waiting is rare, so one lock
   and one condition do.

   No wake-up is lost: the sleeper raises n_waiting and then looks at the slot;
   the publisher sets the slot and then looks at n_waiting; all four are
   sequentially consistent.  testsuite/model has this as a model.  */

#include "queries/engine-internal.h"

void
wait_wake (struct engine *e)
{
  mutex_lock (&e->wait_lock);
  condition_broadcast (&e->wait_changed);
  mutex_unlock (&e->wait_lock);
}

/* The context that runs what SLOT is for, or NULL if none does now.  */
static struct query_context *
runner (struct engine *e, const struct slot *slot)
{
  uintptr_t state = sync_load_ordered (&slot->state);
  return state_is_running (state) ? e->contexts[state_context (state)] : NULL;
}

/* Whether CX, going to sleep for SLOT, would close a ring.  Under wait_lock,
   so the others in it sleep and stay where they are.  */
static bool
closes_ring (struct query_context *cx, const struct slot *slot)
{
  struct query_context *c = runner (cx->engine, slot);
  while (c && c != cx && c->waiting_for)
    c = runner (cx->engine, c->waiting_for);
  return c == cx;
}

/* The thread's token is another's while it sleeps.  Once for all sleeps of one
   wait: each broadcast wakes everybody, mostly for nothing.  */
static void
lay_down_token (struct query_context *cx)
{
  struct jobserver *j = cx->engine->config.jobserver;
  if (j && cx->number == 0)
    jobserver_owner_sleeps (j);
  else if (j)
    jobserver_leave (j);
}

static void
take_up_token (struct query_context *cx)
{
  struct jobserver *j = cx->engine->config.jobserver;
  if (j && cx->number == 0)
    jobserver_owner_wakes (j);
  else if (j)
    jobserver_resume (j);
}

/* Sleep until SLOT is not running or all have to stop.  True, at once, if that
   would close a ring.  Under wait_lock.  */
static bool
sleep_for (struct query_context *cx, const struct slot *slot, uint64_t what)
{
  struct engine *e = cx->engine;
  while (state_is_running (sync_load_ordered (&slot->state))
	 && !engine_stopped (e))
    {
      if (closes_ring (cx, slot))
	return true;
      cx->waiting_for = slot;
      cx->waiting_what = what;
      condition_wait (&e->wait_changed, &e->wait_lock);
      cx->waiting_for = NULL;
    }
  return false;
}

void
wait_for (struct query_context *cx, const struct slot *slot, uint64_t what)
{
  struct engine *e = cx->engine;
  uint64_t start = event_start (cx);
  lay_down_token (cx);
  mutex_lock (&e->wait_lock);
  sync_add (&e->n_waiting, 1);
  bool ring = sleep_for (cx, slot, what);
  sync_add (&e->n_waiting, (uintptr_t) -1);
  mutex_unlock (&e->wait_lock);
  take_up_token (cx);
  event_add (cx, EVENT_WAIT, what, start);
  if (engine_stopped (e))
    task_unwind (cx);
  if (ring)
    ring_found (cx, what);
}
