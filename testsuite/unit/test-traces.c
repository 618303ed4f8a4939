/* test-traces.c - which traces are kept, believed, verified and counted.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <string.h>

#include "testsuite/unit/small-engine.h"
#include "testsuite/unit/suite.h"

enum { Q_HALF = SMALL_FIRST, Q_NEIGHBOUR, Q_OF_FILE, Q_DULL, Q_READER,
       Q_SELF, Q_NOSY, N_QUERIES };

static void
provide_half (struct query_context *cx, uint32_t key, struct buffer *out)
{
  small_put (out, small_get (cx, SMALL_NUMBER, key) / 2);
}

/* Function 1's half, whichever function is asked about.  */
static void
provide_neighbour (struct query_context *cx, uint32_t key,
		   struct buffer *out)
{
  (void) key;
  small_put (out, small_get (cx, SMALL_NUMBER, small_key (cx, 1)) / 2);
}

/* Another number in each session, which its reader does not pass on.  */
static uint64_t mood;

static void
provide_dull (struct query_context *cx, uint32_t key, struct buffer *out)
{
  query_get (cx, SMALL_NUMBER, key);
  small_put (out, mood);
}

static void
provide_reader (struct query_context *cx, uint32_t key, struct buffer *out)
{
  query_get (cx, Q_DULL, key);
  small_put (out, 1);
}

static void
provide_one (struct query_context *cx, uint32_t key, struct buffer *out)
{
  (void) cx;
  (void) key;
  small_put (out, 1);
}

static void
provide_self (struct query_context *cx, uint32_t key, struct buffer *out)
{
  small_put (out, small_get (cx, Q_SELF, key));
}

static void
recover_asking (struct query_context *cx, uint32_t key, struct buffer *out)
{
  small_put (out, small_get (cx, Q_HALF, key));
}

static void
provide_nosy (struct query_context *cx, uint32_t key, struct buffer *out)
{
  (void) key;
  small_put (out, query_key_is_local (cx, KEY_FUNCTION, small_key (cx, 1)));
}

static const struct query_kind kinds[N_QUERIES] = {
  SMALL_INPUTS,
  [Q_HALF] = { SMALL_ROW ("half", KEY_FUNCTION, 0, provide_half) },
  [Q_NEIGHBOUR]
    = { SMALL_ROW ("neighbour", KEY_FUNCTION, QUERY_CACHE_ON_DISK,
	provide_neighbour) },
  [Q_OF_FILE]
    = { SMALL_ROW ("of_file", KEY_FILE, QUERY_CACHE_ON_DISK,
	provide_neighbour) },
  [Q_DULL] = { SMALL_ROW ("dull", KEY_FUNCTION, 0, provide_dull) },
  [Q_READER]
    = { SMALL_ROW ("reader", KEY_FUNCTION, QUERY_CACHE_ON_DISK,
	provide_reader) },
  [Q_SELF]
    = { SMALL_ROW ("self", KEY_FUNCTION, QUERY_CYCLE_DEFAULT, provide_self),
	.recover = recover_asking },
  [Q_NOSY] = { SMALL_ROW ("nosy", KEY_FUNCTION, 0, provide_nosy) },
};

static struct engine_config config = { .kinds = kinds, .count = N_QUERIES };
static struct small s;
static struct memory_store store;

static void
begin (uint64_t a, uint64_t b)
{
  const uint64_t numbers[] = { a, b };
  small_begin (&s, config, numbers, 2, &store);
}

static void
setup (void)
{
  config.verify = VERIFY_OFF;
  config.session = 0;
  config.build = NULL;
}

static void
teardown (void)
{
  memory_release (&store);
}

/* How often `neighbour' of function 0 runs where function 1 has NUMBER.  */
static uint64_t
run_in_world (uint64_t number)
{
  begin (7, number);
  ck_assert_uint_eq (small_ask (&s, Q_NEIGHBOUR, s.keys[0]), number / 2);
  uint64_t n = small_executed (&s, Q_NEIGHBOUR);
  small_end (&s);
  return n;
}

/* One body in several worlds: four are remembered, the newest.  */
START_TEST (test_worlds)
{
  for (uint64_t world = 0; world < 6; world++)
    ck_assert_uint_eq (run_in_world (10 * world), 1);
  for (uint64_t world = 2; world < 6; world++)
    ck_assert_uint_eq (run_in_world (10 * world), 0);
  ck_assert_uint_eq (run_in_world (10), 1);
  size_t largest = 0;
  for (size_t i = 0; i < store.count; i++)
    if (store.items[i].size > largest)
      largest = store.items[i].size;
  for (uint64_t world = 10; world < 40; world++)
    run_in_world (10 * world);
  for (size_t i = 0; i < store.count; i++)
    ck_assert_uint_le (store.items[i].size, largest);
}
END_TEST

static uint64_t
run_of_file (const char *name)
{
  begin (7, 8);
  uint32_t file = engine_key (s.e, KEY_FILE, fingerprint_of_string (name),
			      name);
  ck_assert_uint_eq (small_ask (&s, Q_OF_FILE, file), 4);
  uint64_t n = small_executed (&s, Q_OF_FILE);
  small_end (&s);
  return n;
}

/* What lies in the unit's record and is not asked for goes with the next thing
   that is new there.  */
START_TEST (test_guests)
{
  ck_assert_uint_eq (run_of_file ("a.h"), 1);
  ck_assert_uint_eq (run_of_file ("a.h"), 0);
  ck_assert_uint_eq (run_of_file ("b.h"), 1);
  ck_assert_uint_eq (run_of_file ("b.h"), 0);
  ck_assert_uint_eq (run_of_file ("a.h"), 1);
}
END_TEST

/* What other code computed is not looked at.  */
START_TEST (test_build)
{
  config.build = "one";
  ck_assert_uint_eq (run_in_world (4), 1);
  ck_assert_uint_eq (run_in_world (4), 0);
  config.build = "two";
  ck_assert_uint_eq (run_in_world (4), 1);
}
END_TEST

/* A trace that names an input which is not there any more is red, and not a
   question.  */
START_TEST (test_input_gone)
{
  static const uint64_t number = 7;
  run_in_world (4);
  small_begin (&s, config, &number, 1, &store);
  engine_set_provider (s.e, Q_NEIGHBOUR, provide_half, NULL);
  ck_assert_uint_eq (small_ask (&s, Q_NEIGHBOUR, s.keys[0]), 3);
  small_end (&s);
}
END_TEST

/* A reader may be green by the closed trace of what it read alone: that is
   verified too, though nobody asked.  */
START_TEST (test_verify_unasked)
{
  mood = 1;
  begin (7, 8);
  small_ask (&s, Q_READER, s.keys[0]);
  small_end (&s);
  mood = 2;
  config.verify = VERIFY_ALL;
  begin (7, 8);
  engine_set_provider (s.e, Q_READER, provide_one, NULL);
  ck_assert (engine_try_green (s.e, Q_READER, s.keys[0]));
  ck_assert (!engine_verify (s.e));
  ck_assert_ptr_nonnull (strstr (s.report, "computing dull of `f0'"));
  small_end (&s);
}
END_TEST

/* How many functions are verified in session NUMBER.  */
static uint64_t
verified_in (uint64_t number)
{
  static uint64_t numbers[SMALL_MOST];
  config.session = number;
  small_begin (&s, config, numbers, SMALL_MOST, &store);
  for (uint32_t f = 0; f < SMALL_MOST; f++)
    small_ask (&s, Q_READER, s.keys[f]);
  ck_assert (engine_verify (s.e));
  struct query_statistics sum;
  engine_statistics (s.e, Q_READER, &sum);
  small_end (&s);
  return sum.verified;
}

/* One key in VERIFY_SAMPLE_RATE, others in other sessions, and again the same in the same
   one.  */
START_TEST (test_sample)
{
  config.verify = VERIFY_SAMPLE;
  mood = 3;
  verified_in (0);
  uint64_t all = 0, most = 0, different = 0, last = 0;
  for (uint64_t session = 1; session <= 320; session++)
    {
      uint64_t n = verified_in (session);
      if (session % 16 == 0)
	ck_assert_uint_eq (verified_in (session), n);
      all += n;
      most = n > most ? n : most;
      different += n != last;
      last = n;
    }
  /* Of 64 keys in each of 320 sessions.  */
  ck_assert_uint_ge (all, 320 * 64 / VERIFY_SAMPLE_RATE / 2);
  ck_assert_uint_le (all, 320 * 64 / VERIFY_SAMPLE_RATE * 2);
  ck_assert_uint_lt (most, SMALL_MOST / 2);
  ck_assert_uint_gt (different, 10);
}
END_TEST

START_TEST (test_default_may_not_ask)
{
  begin (7, 8);
  ck_assert_ptr_null (engine_demand (s.e, Q_SELF, s.keys[0], NULL));
  ck_assert_ptr_nonnull (strstr (s.report, "the default of a query in a ring "
				 "may ask nothing"));
  small_end (&s);
  /* Nor what is there.  */
  begin (7, 8);
  ck_assert_uint_eq (small_ask (&s, Q_HALF, s.keys[0]), 3);
  ck_assert_ptr_null (engine_demand (s.e, Q_SELF, s.keys[0], NULL));
  ck_assert_ptr_nonnull (strstr (s.report, "the default of a query in a ring "
				 "may ask nothing"));
  small_end (&s);
}
END_TEST

START_TEST (test_foreign_locality)
{
  begin (7, 8);
  ck_assert_ptr_null (engine_demand (s.e, Q_NOSY, s.keys[0], NULL));
  ck_assert_ptr_nonnull (strstr (s.report, "query `nosy' wants to know of a "
				 "key that is not its own"));
  small_end (&s);
  begin (7, 8);
  ck_assert_uint_eq (small_ask (&s, Q_NOSY, s.keys[1]), 1);
  small_end (&s);
}
END_TEST

static void
provide_busy (struct query_context *cx, uint32_t key, struct buffer *out)
{
  for (int i = 0; i < 1000; i++)
    query_get (cx, Q_HALF, key);
  for (int i = 0; i < 10; i++)
    small_put (out, 0);
}

START_TEST (test_numbers)
{
  struct query_statistics half, dull;
  begin (7, 8);
  engine_set_provider (s.e, Q_DULL, provide_busy, NULL);
  small_ask (&s, Q_DULL, s.keys[0]);
  engine_statistics (s.e, Q_HALF, &half);
  engine_statistics (s.e, Q_DULL, &dull);
  ck_assert_uint_eq (half.executed, 1);
  ck_assert_uint_eq (half.hits, 999);
  ck_assert_uint_eq (half.bytes, sizeof (uint64_t));
  ck_assert_uint_eq (dull.bytes, 10 * sizeof (uint64_t));
  ck_assert_uint_eq (dull.hits, 0);
  ck_assert_uint_gt (dull.nanoseconds, 0);
  small_end (&s);
}
END_TEST

static Suite *
suite (void)
{
  Suite *suite = suite_create ("traces");
  TCase *t = tcase_create ("traces");
  tcase_set_timeout (t, 120);
  tcase_add_checked_fixture (t, setup, teardown);
  tcase_add_test (t, test_worlds);
  tcase_add_test (t, test_guests);
  tcase_add_test (t, test_build);
  tcase_add_test (t, test_input_gone);
  tcase_add_test (t, test_verify_unasked);
  tcase_add_test (t, test_sample);
  tcase_add_test (t, test_default_may_not_ask);
  tcase_add_test (t, test_foreign_locality);
  tcase_add_test (t, test_numbers);
  suite_add_tcase (suite, t);
  return suite;
}

MAIN (suite)
