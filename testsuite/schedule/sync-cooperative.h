/* sync-cooperative.h - queries/sync.h, for threads that a schedule switches.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Included by queries/sync.h where SYNC_COOPERATIVE is defined; same names,
   same meaning (schedule.h).  Each call is first a place where another thread
   may go on, then one step that nobody comes between.  What is checked on the
   way: a lock is released by who holds it, nobody holds two, no lock or
   condition ends in use, a thread holds nothing when it ends.  */

#ifndef SCHEDULE_SYNC_COOPERATIVE_H
#define SCHEDULE_SYNC_COOPERATIVE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define SYNC_PUBLISHES(WORD) ((void) 0)
#define SYNC_SEES(WORD) ((void) 0)

struct strand;

/* Number: in the order of making, for messages.  */
struct mutex
{
  struct strand *holder;
  unsigned number;
};

struct condition
{
  unsigned number;
};

struct thread
{
  unsigned number;
};

/* CALLER is the C function that calls, for messages.  */
uintptr_t cooperative_load (const _Atomic uintptr_t *w, const char *caller);
uintptr_t cooperative_load_ordered (const _Atomic uintptr_t *w,
				    const char *caller);
void cooperative_store (_Atomic uintptr_t *w, uintptr_t value,
			const char *caller);
bool cooperative_exchange_if (_Atomic uintptr_t *w, uintptr_t *expected,
			      uintptr_t value, const char *caller);
uintptr_t cooperative_add (_Atomic uintptr_t *w, uintptr_t value,
			   const char *caller);
void cooperative_lock (struct mutex *m, const char *caller);
void cooperative_unlock (struct mutex *m, const char *caller);
void cooperative_wait (struct condition *c, struct mutex *m,
		       const char *caller);
void cooperative_broadcast (struct condition *c, const char *caller);
bool cooperative_start (struct thread *t, void *(*run) (void *), void *data,
			const char *caller);
void cooperative_join (struct thread *t, const char *caller);

void mutex_init (struct mutex *m);
void mutex_release (struct mutex *m);
void condition_init (struct condition *c);
void condition_release (struct condition *c);

#define sync_load(W) cooperative_load (W, __func__)
#define sync_load_ordered(W) cooperative_load_ordered (W, __func__)
#define sync_store(W, VALUE) cooperative_store (W, VALUE, __func__)
#define sync_exchange_if(W, EXPECTED, VALUE) \
  cooperative_exchange_if (W, EXPECTED, VALUE, __func__)
#define sync_add(W, VALUE) cooperative_add (W, VALUE, __func__)
#define mutex_lock(M) cooperative_lock (M, __func__)
#define mutex_unlock(M) cooperative_unlock (M, __func__)
#define condition_wait(C, M) cooperative_wait (C, M, __func__)
#define condition_broadcast(C) cooperative_broadcast (C, __func__)
#define thread_start(T, RUN, DATA) \
  cooperative_start (T, RUN, DATA, __func__)
#define thread_join(T) cooperative_join (T, __func__)

#endif
