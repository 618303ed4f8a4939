/* test-tokens.c - an engine whose workers need make's tokens.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   With two threads.  `slow' of function 0 is the owner's; `waiting' of
   function 1, a worker's, needs it.  They tell each other how far they are.  */

#include <stdatomic.h>
#include <time.h>

#include "testsuite/unit/fake-make.h"
#include "testsuite/unit/small-engine.h"
#include "testsuite/unit/suite.h"

enum { Q_SLOW = SMALL_FIRST, Q_WAITING, Q_LONG, N_QUERIES };

static struct jobserver *jobserver;
static _Atomic bool slow_runs, waiting_runs, wanted_back;
static _Atomic int held;

static void
pause_briefly (void)
{
  nanosleep (&(struct timespec) { 0, 1000000 }, NULL);
}

/* Until FLAG, for 20 s at most.  */
static void
await (_Atomic bool *flag)
{
  for (int i = 0; !*flag && i < 20000; i++)
    pause_briefly ();
}

/* Holds on until the worker, which waits for this, has laid down its token.  */
static void
provide_slow (struct query_context *cx, uint32_t key, struct buffer *out)
{
  small_get (cx, SMALL_NUMBER, key);
  slow_runs = true;
  await (&waiting_runs);
  held = (int) jobserver_tokens (jobserver);
  for (int i = 0; jobserver_tokens (jobserver) > 0 && i < 20000; i++)
    pause_briefly ();
  small_put (out, jobserver_tokens (jobserver));
}

static void
provide_waiting (struct query_context *cx, uint32_t key, struct buffer *out)
{
  (void) key;
  await (&slow_runs);
  waiting_runs = true;
  small_put (out, small_get (cx, Q_SLOW, small_key (cx, 0)));
}

/* Some milliseconds each; counts those that ran after a token was wanted
   back.  */
static _Atomic int ran_after;

static void
provide_long (struct query_context *cx, uint32_t key, struct buffer *out)
{
  small_put (out, small_get (cx, SMALL_NUMBER, key));
  ran_after += wanted_back;
  waiting_runs = true;
  for (int i = 0; i < 5; i++)
    pause_briefly ();
}

static const struct query_kind kinds[N_QUERIES] = {
  SMALL_INPUTS,
  [Q_SLOW] = { SMALL_ROW ("slow", KEY_FUNCTION, 0, provide_slow) },
  [Q_WAITING] = { SMALL_ROW ("waiting", KEY_FUNCTION, 0, provide_waiting) },
  [Q_LONG] = { SMALL_ROW ("long", KEY_FUNCTION, 0, provide_long) },
};

static struct small s;

static void
begin (void)
{
  static const uint64_t numbers[SMALL_MOST];
  make_begins ("a", 1);
  jobserver = make_open ();
  slow_runs = waiting_runs = wanted_back = false;
  ran_after = 0;
  struct engine_config config = { .kinds = kinds, .count = N_QUERIES,
				  .jobserver = jobserver };
  small_begin (&s, config, numbers, SMALL_MOST, NULL);
  engine_start (s.e, 2);
}

static void
end (void)
{
  small_end (&s);
  jobserver_free (jobserver);
  make_ends ("a", 1);
}

/* Who sleeps for a key has no token meanwhile.  */
START_TEST (test_laid_down_while_waiting)
{
  begin ();
  engine_prefetch (s.e, Q_WAITING, &s.keys[1], 1);
  ck_assert_uint_eq (small_ask (&s, Q_SLOW, s.keys[0]), 0);
  ck_assert_int_le (held, 1);
  ck_assert (waiting_runs);
  ck_assert_uint_eq (small_ask (&s, Q_WAITING, s.keys[1]), 0);
  end ();
}
END_TEST

/* While the owner sleeps a worker has its right; when it wakes there is one
   thread too many, and the worker leaves at the end of its key.  */
START_TEST (test_leaves_between_keys)
{
  begin ();
  /* The token is another's: the worker can only have the owner's right.  */
  ck_assert (jobserver_try_enter (jobserver));
  engine_prefetch (s.e, Q_LONG, s.keys, SMALL_MOST);
  jobserver_owner_sleeps (jobserver);
  await (&waiting_runs);
  ck_assert (waiting_runs);
  jobserver_owner_wakes (jobserver);
  wanted_back = true;
  for (int i = 0; i < 200; i++)
    pause_briefly ();
  /* The key at hand, and those that it took together with it.  */
  ck_assert_int_lt (ran_after, 16);
  jobserver_leave (jobserver);
  ck_assert (engine_join (s.e));
  ck_assert_uint_eq (small_executed (&s, Q_LONG), SMALL_MOST);
  end ();
}
END_TEST

static Suite *
suite (void)
{
  Suite *suite = suite_create ("tokens");
  TCase *t = tcase_create ("tokens");
  tcase_set_timeout (t, 120);
  tcase_add_test (t, test_laid_down_while_waiting);
  tcase_add_test (t, test_leaves_between_keys);
  suite_add_tcase (suite, t);
  return suite;
}

MAIN (suite)
