/* sync-cooperative.c - what the calls of sync.h do under a schedule.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Outside a schedule there is one thread, so a lock is always free.  */

#include "testsuite/schedule/scheduler-internal.h"

#include <stdlib.h>

/* All but plain loads and stores let the thread's own stores be seen first:
   those calls are in one order with them, or release what came before.  */
static void
pause_ordered (enum operation operation, const void *object,
	       const char *caller)
{
  if (!strand_now)
    return;
  strand_pause (operation, object, caller);
  strand_deliver_all (strand_now);
}

uintptr_t
cooperative_load (const _Atomic uintptr_t *w, const char *caller)
{
  if (strand_now)
    {
      strand_pause (OPERATION_LOAD, (const void *) w, caller);
      /* A thread sees its own stores.  */
      const struct strand *s = strand_now;
      for (unsigned i = s->n_delayed; i-- > 0;)
	if (s->delayed[i].word == w)
	  return s->delayed[i].value;
    }
  return atomic_load (w);
}

uintptr_t
cooperative_load_ordered (const _Atomic uintptr_t *w, const char *caller)
{
  pause_ordered (OPERATION_LOAD_ORDERED, (const void *) w, caller);
  return atomic_load (w);
}

void
cooperative_store (_Atomic uintptr_t *w, uintptr_t value, const char *caller)
{
  struct strand *s = strand_now;
  if (!s)
    {
      atomic_store (w, value);
      return;
    }
  strand_pause (OPERATION_STORE, (const void *) w, caller);
  if (s->n_delayed == DELAYED_MOST)
    strand_deliver (s);
  s->delayed[s->n_delayed++] = (struct delayed_store) { w, value };
  if (!schedule_delays ())
    strand_deliver_all (s);
}

bool
cooperative_exchange_if (_Atomic uintptr_t *w, uintptr_t *expected,
			 uintptr_t value, const char *caller)
{
  pause_ordered (OPERATION_EXCHANGE, (const void *) w, caller);
  return atomic_compare_exchange_strong (w, expected, value);
}

uintptr_t
cooperative_add (_Atomic uintptr_t *w, uintptr_t value, const char *caller)
{
  pause_ordered (OPERATION_ADD, (const void *) w, caller);
  return atomic_fetch_add (w, value);
}

/* Locks.  */

void
mutex_init (struct mutex *m)
{
  m->holder = NULL;
  m->number = schedule_number ();
}

void
mutex_release (struct mutex *m)
{
  if (m->holder)
    schedule_fail ("misuse: mutex %u ends, but thread %u holds it", m->number,
		   m->holder->number);
}

static void
lock_now (struct mutex *m)
{
  struct strand *s = strand_now;
  while (m->holder)
    {
      s->mutex = m;
      s->state = STRAND_LOCKING;
      strand_block ();
    }
  m->holder = s;
  s->n_held++;
}

static void
unlock_now (struct mutex *m)
{
  struct strand *s = strand_now;
  m->holder = NULL;
  s->n_held--;
  strands_wake_for_mutex (m);
}

static void
must_hold (const struct mutex *m, const char *caller)
{
  if (m->holder != strand_now)
    schedule_fail ("misuse: thread %u does not hold mutex %u, in %s",
		   strand_now->number, m->number, caller);
}

void
cooperative_lock (struct mutex *m, const char *caller)
{
  if (!strand_now)
    return;
  pause_ordered (OPERATION_LOCK, m, caller);
  if (strand_now->n_held > 0)
    schedule_fail ("misuse: thread %u holds a lock and wants mutex %u, in %s",
		   strand_now->number, m->number, caller);
  lock_now (m);
}

void
cooperative_unlock (struct mutex *m, const char *caller)
{
  if (!strand_now)
    return;
  pause_ordered (OPERATION_UNLOCK, m, caller);
  must_hold (m, caller);
  unlock_now (m);
}

/* Conditions.  */

void
condition_init (struct condition *c)
{
  c->number = schedule_number ();
}

void
condition_release (struct condition *c)
{
  for (unsigned i = 0; strand_now && strand_numbered (i); i++)
    {
      const struct strand *s = strand_numbered (i);
      if (s->state == STRAND_WAITING && s->condition == c)
	schedule_fail ("misuse: condition %u ends, but thread %u waits for it",
		       c->number, i);
    }
}

void
cooperative_wait (struct condition *c, struct mutex *m, const char *caller)
{
  struct strand *s = strand_now;
  /* Nobody is there who could end it.  */
  if (!s)
    abort ();
  pause_ordered (OPERATION_WAIT, c, caller);
  must_hold (m, caller);
  unlock_now (m);
  s->condition = c;
  s->mutex = m;
  s->state = STRAND_WAITING;
  strand_block ();
  lock_now (m);
}

void
cooperative_broadcast (struct condition *c, const char *caller)
{
  if (!strand_now)
    return;
  pause_ordered (OPERATION_BROADCAST, c, caller);
  strands_wake_for_condition (c);
}

/* Threads.  */

bool
cooperative_start (struct thread *t, void *(*run) (void *), void *data,
		   const char *caller)
{
  if (!strand_now)
    return false;
  struct strand *s = strand_new (run, data);
  if (!s)
    return false;
  pause_ordered (OPERATION_START, s, caller);
  t->number = s->number;
  return true;
}

void
cooperative_join (struct thread *t, const char *caller)
{
  struct strand *s = strand_now, *other = strand_numbered (t->number);
  if (!s || !other)
    abort ();
  pause_ordered (OPERATION_JOIN, other, caller);
  if (other->state != STRAND_ENDED)
    {
      s->joined = other;
      s->state = STRAND_JOINING;
      strand_block ();
    }
}
