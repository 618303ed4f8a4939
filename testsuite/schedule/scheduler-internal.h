/* scheduler-internal.h - what the scheduler and its back end share.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

     scheduler.c	who runs next, and when nobody can
     sync-cooperative.c	what the calls of sync.h do
     fibre.c		changing stacks

   A strand is a thread of the program under a schedule.  */

#ifndef SCHEDULE_SCHEDULER_INTERNAL_H
#define SCHEDULE_SCHEDULER_INTERNAL_H

#include "testsuite/schedule/fibre.h"
#include "testsuite/schedule/schedule.h"
#include "testsuite/schedule/sync-cooperative.h"

#define STRANDS_MOST 32
#define DELAYED_MOST 4

enum operation
{
  OPERATION_BEGIN,
  OPERATION_LOAD,
  OPERATION_LOAD_ORDERED,
  OPERATION_STORE,
  OPERATION_EXCHANGE,
  OPERATION_ADD,
  OPERATION_LOCK,
  OPERATION_UNLOCK,
  OPERATION_WAIT,
  OPERATION_BROADCAST,
  OPERATION_START,
  OPERATION_JOIN,
  OPERATION_PAUSE,
  OPERATION_END
};

enum strand_state
{
  STRAND_READY,
  STRAND_LOCKING,		/* Until nobody holds MUTEX.  */
  STRAND_WAITING,		/* For CONDITION, then MUTEX.  */
  STRAND_JOINING,		/* Until JOINED has ended.  */
  STRAND_ENDED
};

struct delayed_store
{
  _Atomic uintptr_t *word;
  uintptr_t value;
};

struct strand
{
  unsigned number;		/* 0: the program's first.  */
  enum strand_state state;
  enum operation operation;	/* What it is about to do, or blocked in.  */
  const void *object;
  const char *caller;
  struct mutex *mutex;		/* See STATE.  */
  struct condition *condition;
  struct strand *joined;
  unsigned n_held;		/* Locks.  */
  uint64_t priority;		/* PCT.  */
  struct delayed_store delayed[DELAYED_MOST];	/* Oldest first.  */
  unsigned n_delayed;
  void *(*run) (void *data);
  void *data;
  struct fibre fibre;
};

/* The strand that runs; NULL outside schedule_run.  */
extern struct strand *strand_now;

/* The one that runs is about to do OPERATION to OBJECT for CALLER: others may
   go first.  Returns when it goes on.  */
void strand_pause (enum operation operation, const void *object,
		   const char *caller);

/* The one that runs is in a state other than READY: others go on.  Returns
   when it is READY again and chosen.  */
void strand_block (void);

/* Make those READY that wait for M, C, or the end of ENDED.  */
void strands_wake_for_mutex (const struct mutex *m);
void strands_wake_for_condition (const struct condition *c);

/* NULL if there are too many.  */
struct strand *strand_new (void *(*run) (void *data), void *data);
struct strand *strand_numbered (unsigned number);

/* A number for the next mutex or condition.  */
unsigned schedule_number (void);

/* Whether stores may be delayed: not by a thread that is alone, which may free
   the word at any time.  */
bool schedule_delays (void);
/* Let the oldest store of S, or all, be seen.  */
void strand_deliver (struct strand *s);
void strand_deliver_all (struct strand *s);

#endif
