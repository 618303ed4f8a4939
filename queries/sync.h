/* sync.h - every synchronisation primitive that the engine uses.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   One place, so that another back end (a seeded cooperative scheduler) can
   stand behind the same names.  This one is pthreads.  Atomics are C11's.

   There are two locks, never held together:
     wait_lock   of an engine: who waits for whom, sleeping and waking
     pool_lock   of an engine: batches of work, growing of key tables  */

#ifndef QUERIES_SYNC_H
#define QUERIES_SYNC_H

#include <pthread.h>
#include <stdbool.h>

struct mutex { pthread_mutex_t m; };
struct condition { pthread_cond_t c; };
struct thread { pthread_t t; };

static inline void
mutex_init (struct mutex *m)
{
  pthread_mutex_init (&m->m, NULL);
}

static inline void
mutex_release (struct mutex *m)
{
  pthread_mutex_destroy (&m->m);
}

static inline void
mutex_lock (struct mutex *m)
{
  pthread_mutex_lock (&m->m);
}

static inline void
mutex_unlock (struct mutex *m)
{
  pthread_mutex_unlock (&m->m);
}

static inline void
condition_init (struct condition *c)
{
  pthread_cond_init (&c->c, NULL);
}

static inline void
condition_release (struct condition *c)
{
  pthread_cond_destroy (&c->c);
}

static inline void
condition_wait (struct condition *c, struct mutex *m)
{
  pthread_cond_wait (&c->c, &m->m);
}

static inline void
condition_broadcast (struct condition *c)
{
  pthread_cond_broadcast (&c->c);
}

/* False if no thread could be made.  All signals are blocked in it: they are
   GCC's.  */
bool thread_start (struct thread *t, void *(*run) (void *), void *data);

static inline void
thread_join (struct thread *t)
{
  pthread_join (t->t, NULL);
}

#endif
