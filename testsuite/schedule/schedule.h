/* schedule.h - running a program under one seeded schedule.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A program that uses queries/sync.h, built with SYNC_COOPERATIVE, has threads
   of which exactly one runs; at each call of sync.h it is decided anew which.
   The decisions follow from the options alone: the same options, the same
   schedule.

   Policies
     uniform	each thread that can go on is as likely as any other
     pct	the thread of highest priority goes on; priorities are random,
		and DEPTH - 1 times the one that runs falls below all others:
		finds a bug that takes DEPTH orderings with probability at
		least 1 / (n k^(DEPTH - 1)), n threads, k steps (Burckhardt
		et al., "A Randomized Scheduler with Probabilistic Guarantees
		of Finding Bugs", ASPLOS 2010)

   What else a schedule may do
     spurious	a thread that waits for a condition wakes for no reason
     delayed	a store stays unseen by others while its thread goes on to
		plain loads (sync_load): C11 allows that, and machines do it.
		Every other call of the thread lets its stores out first.

   One program at a time.  Outside schedule_run sync.h works for one thread:
   thread_start returns false.  */

#ifndef SCHEDULE_H
#define SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum schedule_policy
{
  SCHEDULE_ALONE,		/* A thread goes on until it blocks.  */
  SCHEDULE_UNIFORM,
  SCHEDULE_PCT,
  SCHEDULE_POLICIES
};

struct schedule_options
{
  uint64_t seed;
  enum schedule_policy policy;
  unsigned depth;		/* PCT: at least 1.  */
  uint64_t length;		/* PCT: steps that such a program takes.  */
  uint64_t steps_most;		/* More is a livelock.  */
  bool spurious, delayed;
  FILE *trace;			/* Each step is printed there; or NULL.  */
};

enum schedule_end
{
  SCHEDULE_DONE,
  SCHEDULE_DEADLOCK,		/* Nobody can go on.  */
  SCHEDULE_LIVELOCK,		/* Too many steps.  */
  SCHEDULE_MISUSE		/* Of a lock, a condition, a thread.  */
};

struct schedule_result
{
  enum schedule_end end;
  uint64_t steps;
  uint64_t choices;		/* Steps at which there was one.  */
  uint64_t switches;		/* Steps after which another thread ran.  */
  uint64_t hash;		/* Of all decisions.  */
  unsigned threads;		/* That there ever were, the first included.  */
  char text[4096];		/* Not DONE: what happened, who waits where.  */
};

const char *schedule_policy_name (enum schedule_policy policy);

/* What seed SEED of POLICY stands for, for programs of LENGTH steps: depth,
   spurious and delayed vary with the seed.  */
struct schedule_options schedule_options_of (enum schedule_policy policy,
					     uint64_t seed, uint64_t length);

/* Run PROGRAM (DATA) as the first thread.  Unless it is DONE, the program was
   left where it was: its memory is lost.  */
void schedule_run (const struct schedule_options *options,
		   void (*program) (void *data), void *data,
		   struct schedule_result *result);

/* A place where others may run, that is none of sync.h's; and an end of the
   schedule as MISUSE.  For programs.  */
void schedule_pause (void);
void schedule_fail (const char *format, ...)
  __attribute__ ((noreturn, format (printf, 1, 2)));

/* Memory that was kept for the next run.  */
void schedule_release (void);

/* Different numbers, one after the other.  */
uint64_t schedule_random (uint64_t *state);

#endif
