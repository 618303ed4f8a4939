/* test-scheduler.c - the scheduler finds the classic mistakes, and only them.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Small programs, right ones and wrong ones: a right one ends well under every
   schedule, in a wrong one some schedule shows what is wrong.  */

#include "queries/sync.h"
#include "testsuite/schedule/cases.h"
#include "testsuite/schedule/schedule.h"

#include <inttypes.h>
#include <string.h>

#define RUNS 400

/* Start N threads with RUN (DATA) and wait for them.  */
static void
in_threads (unsigned n, void *(*run) (void *data), void *data)
{
  struct thread threads[8];
  for (unsigned i = 0; i < n; i++)
    if (!thread_start (&threads[i], run, data))
      schedule_fail ("no thread");
  for (unsigned i = 0; i < n; i++)
    thread_join (&threads[i]);
}

/* A bounded buffer: two put in, two take out.  */

enum { BUFFER_RIGHT, BUFFER_IF, BUFFER_SILENT, BUFFER_UNLOCKED };

struct bounded
{
  int fault;
  struct mutex lock;
  struct condition changed;
  unsigned held, put, taken;
};

static void
bounded_wait (struct bounded *b, bool full)
{
  if (b->fault == BUFFER_IF)
    {
      if (full ? b->held == 2 : b->held == 0)
	condition_wait (&b->changed, &b->lock);
    }
  else
    while (full ? b->held == 2 : b->held == 0)
      condition_wait (&b->changed, &b->lock);
}

static void
bounded_move (struct bounded *b, bool in)
{
  mutex_lock (&b->lock);
  bounded_wait (b, in);
  if (in ? b->held == 2 : b->held == 0)
    schedule_fail ("buffer: nothing to %s", in ? "fill" : "take");
  b->held += in ? 1 : -1u;
  *(in ? &b->put : &b->taken) += 1;
  if (b->fault != BUFFER_SILENT || !in)
    condition_broadcast (&b->changed);
  if (b->fault != BUFFER_UNLOCKED || b->put < 3)
    mutex_unlock (&b->lock);
}

static void *
bounded_put (void *data)
{
  for (int i = 0; i < 3; i++)
    bounded_move (data, true);
  return NULL;
}

static void *
bounded_take (void *data)
{
  for (int i = 0; i < 3; i++)
    bounded_move (data, false);
  return NULL;
}

static void
bounded_program (void *data)
{
  struct bounded b = { .fault = *(int *) data };
  struct thread threads[4];
  mutex_init (&b.lock);
  condition_init (&b.changed);
  for (int i = 0; i < 4; i++)
    thread_start (&threads[i], i < 2 ? bounded_put : bounded_take, &b);
  for (int i = 0; i < 4; i++)
    thread_join (&threads[i]);
  if (b.put != 6 || b.taken != 6 || b.held != 0)
    schedule_fail ("buffer: put %u, took %u", b.put, b.taken);
  condition_release (&b.changed);
  mutex_release (&b.lock);
}

/* Counting: by an addition, by a load and a store.  */

struct counting
{
  bool atomic;
  sync_word count;
};

static void *
count_thread (void *data)
{
  struct counting *c = data;
  for (int i = 0; i < 2; i++)
    if (c->atomic)
      sync_add (&c->count, 1);
    else
      sync_store (&c->count, sync_load (&c->count) + 1);
  return NULL;
}

static void
counting_program (void *data)
{
  struct counting c = { *(int *) data == 0, 0 };
  in_threads (3, count_thread, &c);
  if (sync_load (&c.count) != 6)
    schedule_fail ("counted %u of 6", (unsigned) sync_load (&c.count));
}

/* Each raises its flag and looks at the other's: not both may find none.  The
   second look must be in order with the store.  */

struct flags
{
  bool ordered;
  sync_word next, flag[2], entered;
};

static void *
flag_thread (void *data)
{
  struct flags *f = data;
  unsigned me = (unsigned) sync_add (&f->next, 1);
  sync_store (&f->flag[me], 1);
  uintptr_t other = f->ordered ? sync_load_ordered (&f->flag[!me])
			       : sync_load (&f->flag[!me]);
  if (other == 0)
    sync_add (&f->entered, 1);
  return NULL;
}

static void
flags_program (void *data)
{
  struct flags f = { .ordered = *(int *) data == 0 };
  in_threads (2, flag_thread, &f);
  if (sync_load (&f.entered) > 1)
    schedule_fail ("both are in");
}

/* Sleeping: the sleeper says that it sleeps and looks once more; the waker
   stores, then looks whether anybody sleeps.  */

enum { SLEEP_RIGHT, SLEEP_NO_SECOND_LOOK, SLEEP_LOOK_BEFORE_STORE,
       SLEEP_PLAIN_LOOK };

struct sleep
{
  int fault;
  sync_word done, n_sleepers;
  struct mutex lock;
  struct condition changed;
};

static void *
sleep_waker (void *data)
{
  struct sleep *s = data;
  uintptr_t before = 0;
  if (s->fault == SLEEP_LOOK_BEFORE_STORE)
    before = sync_load_ordered (&s->n_sleepers);
  sync_store (&s->done, 1);
  if (s->fault == SLEEP_PLAIN_LOOK)
    before = sync_load (&s->n_sleepers);
  else if (s->fault != SLEEP_LOOK_BEFORE_STORE)
    before = sync_load_ordered (&s->n_sleepers);
  if (before != 0)
    {
      mutex_lock (&s->lock);
      condition_broadcast (&s->changed);
      mutex_unlock (&s->lock);
    }
  return NULL;
}

static void
sleep_program (void *data)
{
  struct sleep s = { .fault = *(int *) data };
  struct thread waker;
  mutex_init (&s.lock);
  condition_init (&s.changed);
  thread_start (&waker, sleep_waker, &s);
  if (!sync_load (&s.done))
    {
      mutex_lock (&s.lock);
      sync_add (&s.n_sleepers, 1);
      if (s.fault == SLEEP_NO_SECOND_LOOK)
	condition_wait (&s.changed, &s.lock);
      while (!sync_load_ordered (&s.done))
	condition_wait (&s.changed, &s.lock);
      mutex_unlock (&s.lock);
    }
  thread_join (&waker);
  condition_release (&s.changed);
  mutex_release (&s.lock);
}

/* A thread that waits by asking again and again for what comes and never
   comes.  */

static void *
spin_thread (void *data)
{
  sync_store (data, 1);
  return NULL;
}

static void
spin_program (void *data)
{
  sync_word flag = 0;
  struct thread other;
  thread_start (&other, spin_thread, &flag);
  uintptr_t wanted = *(int *) data == 0 ? 1 : 2;
  while (sync_load (&flag) != wanted)
    ;
  thread_join (&other);
}

/* Two threads at a depth where one ordering after the other must be met: each
   of the first's steps comes after one of the second's.  What PCT is for.  */

struct deep
{
  sync_word a, b;
};

static void *
deep_thread (void *data)
{
  struct deep *d = data;
  for (int i = 0; i < 8; i++)
    sync_load (&d->b);
  sync_store (&d->a, 1);
  for (int i = 0; i < 8; i++)
    sync_load (&d->b);
  if (sync_load (&d->b) == 1)
    schedule_fail ("met");
  return NULL;
}

static void
deep_program (void *data)
{
  struct deep d = { 0, 0 };
  struct thread other;
  (void) data;
  thread_start (&other, deep_thread, &d);
  for (int i = 0; i < 8; i++)
    sync_load (&d.a);
  if (sync_load (&d.a) == 1)
    {
      sync_store (&d.b, 1);
      for (int i = 0; i < 5; i++)
	sync_load (&d.a);
      sync_store (&d.b, 2);
    }
  thread_join (&other);
}

/* A wrong use of what sync.h gives.  */

enum { MISUSE_TWO_LOCKS, MISUSE_NOT_HELD, MISUSE_NOT_JOINED, MISUSE_WAITED_FOR,
       MISUSE_KEPT };

struct misuse
{
  struct mutex a, b;
  struct condition c;
  int fault;
};

static void *
misuse_thread (void *data)
{
  struct misuse *m = data;
  mutex_lock (&m->a);
  if (m->fault == MISUSE_TWO_LOCKS)
    mutex_lock (&m->b);
  if (m->fault == MISUSE_NOT_HELD)
    mutex_unlock (&m->b);
  if (m->fault == MISUSE_WAITED_FOR)
    condition_wait (&m->c, &m->a);
  if (m->fault != MISUSE_KEPT)
    mutex_unlock (&m->a);
  return NULL;
}

static void
misuse_program (void *data)
{
  static struct misuse m;
  struct thread t;
  m.fault = *(int *) data;
  mutex_init (&m.a);
  mutex_init (&m.b);
  condition_init (&m.c);
  thread_start (&t, misuse_thread, &m);
  if (m.fault != MISUSE_NOT_JOINED && m.fault != MISUSE_WAITED_FOR)
    thread_join (&t);
  for (int i = 0; i < 10; i++)
    schedule_pause ();
  condition_release (&m.c);
}

/* Running them.  */

struct tally
{
  unsigned ends[SCHEDULE_MISUSE + 1];
  unsigned first;		/* The run that did not end well; 0: none.  */
  uint64_t most_steps;
  struct hash_set seen;
  char text[4096];		/* Of the first.  */
};

static void
run_some (void (*program) (void *data), int fault,
	  enum schedule_policy policy, struct tally *t)
{
  struct schedule_result result;
  memset (t, 0, sizeof *t);
  hash_set_init (&t->seen);
  for (unsigned i = 1; i <= RUNS; i++)
    {
      struct schedule_options o = schedule_options_of (policy, i, 100);
      o.steps_most = 5000;
      schedule_run (&o, program, &fault, &result);
      t->ends[result.end]++;
      hash_set_add (&t->seen, result.hash);
      if (result.steps > t->most_steps)
	t->most_steps = result.steps;
      if (result.end != SCHEDULE_DONE && t->first == 0)
	{
	  t->first = i;
	  memcpy (t->text, result.text, sizeof t->text);
	}
    }
  hash_set_release (&t->seen);
}

static void
expect_right (const char *name, void (*program) (void *data))
{
  for (int p = SCHEDULE_UNIFORM; p < SCHEDULE_POLICIES; p++)
    {
      struct tally t;
      run_some (program, 0, p, &t);
      case_ok (t.first == 0, "%s: %u runs (%s) end well, %zu different", name,
	       RUNS, schedule_policy_name (p), t.seen.count);
      case_note (t.text);
    }
}

static void
expect_wrong (const char *name, void (*program) (void *data), int fault,
	      enum schedule_end end, const char *text)
{
  for (int p = SCHEDULE_UNIFORM; p < SCHEDULE_POLICIES; p++)
    {
      struct tally t;
      run_some (program, fault, p, &t);
      bool good = t.ends[end] > 0
		  && t.ends[end] + t.ends[SCHEDULE_DONE] == RUNS
		  && strstr (t.text, text) != NULL;
      case_ok (good, "%s: seen in %u of %u runs (%s), first in run %u", name,
	       t.ends[end], RUNS, schedule_policy_name (p), t.first);
      if (!good)
	case_note (t.text);
    }
}

static void
expect_replay (void)
{
  int fault = 0;
  bool same = true;
  for (unsigned i = 0; i < 50; i++)
    {
      struct schedule_result a, b;
      struct schedule_options o
	= schedule_options_of (i % 2 ? SCHEDULE_UNIFORM : SCHEDULE_PCT, i, 100);
      schedule_run (&o, bounded_program, &fault, &a);
      schedule_run (&o, bounded_program, &fault, &b);
      same &= a.hash == b.hash && a.steps == b.steps && a.end == b.end;
    }
  case_ok (same, "a seed means one schedule");
}

int
main (void)
{
  if (cases_skipped ())
    return 0;
  expect_right ("bounded buffer", bounded_program);
  expect_right ("counter", counting_program);
  expect_right ("flags", flags_program);
  expect_right ("sleeper", sleep_program);
  expect_wrong ("bounded buffer, waits once", bounded_program, BUFFER_IF,
		SCHEDULE_MISUSE, "nothing to");
  expect_wrong ("bounded buffer, tells nobody", bounded_program,
		BUFFER_SILENT, SCHEDULE_DEADLOCK, "waits for condition");
  expect_wrong ("bounded buffer, keeps its lock", bounded_program,
		BUFFER_UNLOCKED, SCHEDULE_MISUSE, "lock");
  expect_wrong ("counter, load and store", counting_program, 1,
		SCHEDULE_MISUSE, "counted");
  expect_wrong ("flags, plain load", flags_program, 1, SCHEDULE_MISUSE,
		"both are in");
  expect_wrong ("sleeper, no second look", sleep_program,
		SLEEP_NO_SECOND_LOOK, SCHEDULE_DEADLOCK,
		"thread 0 waits for condition 2 with mutex 1, in sleep_program");
  expect_wrong ("sleeper, waker looks too early", sleep_program,
		SLEEP_LOOK_BEFORE_STORE, SCHEDULE_DEADLOCK, "waits for");
  expect_wrong ("sleeper, waker looks plainly", sleep_program,
		SLEEP_PLAIN_LOOK, SCHEDULE_DEADLOCK, "waits for");
  expect_wrong ("spinning for ever", spin_program, 1, SCHEDULE_LIVELOCK,
		"livelock");
  expect_wrong ("two locks", misuse_program, MISUSE_TWO_LOCKS,
		SCHEDULE_MISUSE, "holds a lock and wants mutex 2");
  expect_wrong ("another's lock", misuse_program, MISUSE_NOT_HELD,
		SCHEDULE_MISUSE, "does not hold mutex 2");
  expect_wrong ("a thread left alone", misuse_program, MISUSE_NOT_JOINED,
		SCHEDULE_MISUSE, "not thread 1");
  expect_wrong ("a condition ends early", misuse_program, MISUSE_WAITED_FOR,
		SCHEDULE_MISUSE, "");
  expect_wrong ("a lock kept", misuse_program, MISUSE_KEPT,
		SCHEDULE_MISUSE, "ends and holds a lock");
  struct tally t;
  run_some (deep_program, 0, SCHEDULE_PCT, &t);
  case_ok (t.first != 0, "three orderings: pct meets them in %u of %u runs",
	   t.ends[SCHEDULE_MISUSE], RUNS);
  expect_replay ();
  schedule_release ();
  return cases_end ();
}
