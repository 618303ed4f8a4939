/* sync.h - every synchronisation primitive that the engine uses.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   One place, so that another back end can stand behind the same names.  This
   one is pthreads and C11's atomics.  With SYNC_COOPERATIVE defined it is a
   seeded scheduler that lets one thread run at a time and may switch at every
   call here (testsuite/schedule/sync-cooperative.h): the same sources, built
   once more, are tried under many interleavings.

   There are two locks, never held together:
     wait_lock   of an engine: who waits for whom, sleeping and waking
     pool_lock   of an engine: batches of work, growing of key tables

   Words are what threads share without a lock.  All that publishes (store,
   exchange) is sequentially consistent; a load is an acquire, but where it
   says so.  */

#ifndef QUERIES_SYNC_H
#define QUERIES_SYNC_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

typedef _Atomic uintptr_t sync_word;

#ifdef SYNC_COOPERATIVE
# include "testsuite/schedule/sync-cooperative.h"
#else

#include <pthread.h>

/* Helgrind sees locks but not what atomics order: a build for it is told.  */
#ifdef SYNC_HELGRIND
# include <valgrind/helgrind.h>
# define SYNC_PUBLISHES(WORD) ANNOTATE_HAPPENS_BEFORE (WORD)
# define SYNC_SEES(WORD) ANNOTATE_HAPPENS_AFTER (WORD)
#else
# define SYNC_PUBLISHES(WORD) ((void) 0)
# define SYNC_SEES(WORD) ((void) 0)
#endif

struct mutex { pthread_mutex_t m; };
struct condition { pthread_cond_t c; };
struct thread { pthread_t t; };

static inline uintptr_t
sync_load (const sync_word *w)
{
  uintptr_t value = atomic_load_explicit (w, memory_order_acquire);
  SYNC_SEES (w);
  return value;
}

/* In one order with all stores and exchanges.  */
static inline uintptr_t
sync_load_ordered (const sync_word *w)
{
  uintptr_t value = atomic_load (w);
  SYNC_SEES (w);
  return value;
}

static inline void
sync_store (sync_word *w, uintptr_t value)
{
  SYNC_PUBLISHES (w);
  atomic_store (w, value);
}

/* Set W to VALUE if it is *EXPECTED; else *EXPECTED is what it is.  */
static inline bool
sync_exchange_if (sync_word *w, uintptr_t *expected, uintptr_t value)
{
  SYNC_PUBLISHES (w);
  bool done = atomic_compare_exchange_strong (w, expected, value);
  SYNC_SEES (w);
  return done;
}

/* Returns what W was before.  */
static inline uintptr_t
sync_add (sync_word *w, uintptr_t value)
{
  SYNC_PUBLISHES (w);
  uintptr_t before = atomic_fetch_add (w, value);
  SYNC_SEES (w);
  return before;
}

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

/* False if no thread could be made.  All signals are blocked in it but those
   of a crash: they are GCC's.  */
bool thread_start (struct thread *t, void *(*run) (void *), void *data);

static inline void
thread_join (struct thread *t)
{
  pthread_join (t->t, NULL);
}

#endif
#endif
