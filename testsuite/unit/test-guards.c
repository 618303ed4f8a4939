/* test-guards.c - what the engine guards against: providers that break the
   rules, and what a session that failed or was another one's leaves.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/small-engine.h"
#include "testsuite/unit/suite.h"

#include <stdatomic.h>
#include <string.h>
#include <time.h>

enum { Q_TWICE = SMALL_FIRST, Q_READER, Q_WRITER, Q_INPUT_WRITER, Q_COUNT,
       Q_COUNT_READER, Q_OTHER_READER, Q_FAILING, Q_DEEP, Q_BOOTY, Q_THIEF,
       Q_OTHER_THIEF, N_QUERIES };

enum { FUNCTIONS = 60 };

static void
provide_twice (struct query_context *cx, uint32_t key, struct buffer *out)
{
  small_put (out, 2 * small_get (cx, SMALL_NUMBER, key));
}

static void
provide_thrice (struct query_context *cx, uint32_t key, struct buffer *out)
{
  small_put (out, 3 * small_get (cx, SMALL_NUMBER, key));
}

static void
provide_reader (struct query_context *cx, uint32_t key, struct buffer *out)
{
  small_put (out, 1 + small_get (cx, Q_TWICE, key));
}

/* What no provider may do.  */
static void
write_to (struct query_context *cx, uint32_t query, uint32_t key)
{
  uint64_t *value = (uint64_t *) (uintptr_t) query_get (cx, query, key);
  ++*value;
}

static void
provide_writer (struct query_context *cx, uint32_t key, struct buffer *out)
{
  write_to (cx, Q_TWICE, key);
  small_put (out, 1);
}

static void
provide_input_writer (struct query_context *cx, uint32_t key,
		      struct buffer *out)
{
  write_to (cx, SMALL_NUMBER, key);
  small_put (out, 1);
}

/* Not pure: how often it ran.  */
static void
provide_count (struct query_context *cx, uint32_t key, struct buffer *out)
{
  static _Atomic uint64_t count;
  small_get (cx, SMALL_NUMBER, key);
  small_put (out, ++count);
}

static void
provide_count_reader (struct query_context *cx, uint32_t key,
		      struct buffer *out)
{
  small_put (out, small_get (cx, Q_COUNT, key));
}

static void
pause_for (long milliseconds)
{
  nanosleep (&(struct timespec) { 0, milliseconds * 1000000 }, NULL);
}

static atomic_bool somebody_failed;

/* f0 fails after all others, if there are threads for them.  */
static void
provide_failing (struct query_context *cx, uint32_t key, struct buffer *out)
{
  (void) out;
  if (key == small_key (cx, 0))
    {
      for (int i = 0; i < 500 && !atomic_load (&somebody_failed); i++)
	pause_for (10);
      pause_for (30);
    }
  atomic_store (&somebody_failed, true);
  query_bug (cx, "failure of %s", query_key_name (cx, KEY_FUNCTION, key));
}

/* How many functions there are from this one on; far down on the C stack.  */
static void
provide_deep (struct query_context *cx, uint32_t key, struct buffer *out)
{
  volatile char frame[32 << 10];
  frame[0] = frame[sizeof frame - 1] = 0;
  uint64_t f = small_get (cx, SMALL_NUMBER, key);
  uint64_t below = 0;
  if (f + 1 < FUNCTIONS)
    below = small_get (cx, Q_DEEP, small_key (cx, (uint32_t) f + 1));
  small_put (out, below + 1 + (uint64_t) frame[0]);
}

static void
provide_booty (struct query_context *cx, uint32_t key, struct buffer *out)
{
  small_put (out, small_get (cx, Q_DEEP, key));
}

static void
provide_thief (struct query_context *cx, uint32_t key, struct buffer *out)
{
  const uint64_t *booty = query_steal (cx, Q_BOOTY, key, NULL);
  small_put (out, *booty);
}

#define ROW(NAME, FLAGS, PROVIDER) \
  SMALL_ROW (NAME, KEY_FUNCTION, FLAGS, PROVIDER)

static const struct query_kind kinds[N_QUERIES] = {
  SMALL_INPUTS,
  [Q_TWICE] = { ROW ("twice", QUERY_CACHE_ON_DISK, provide_twice) },
  [Q_READER] = { ROW ("reader", 0, provide_reader) },
  [Q_WRITER] = { ROW ("writer", 0, provide_writer) },
  [Q_INPUT_WRITER] = { ROW ("input_writer", 0, provide_input_writer) },
  [Q_COUNT] = { ROW ("count", 0, provide_count) },
  [Q_COUNT_READER] = { ROW ("count_reader", 0, provide_count_reader) },
  [Q_OTHER_READER] = { ROW ("other_reader", 0, provide_count_reader) },
  [Q_FAILING] = { ROW ("failing", 0, provide_failing) },
  [Q_DEEP] = { ROW ("deep", 0, provide_deep) },
  [Q_BOOTY] = { ROW ("booty", QUERY_STEAL, provide_booty) },
  [Q_THIEF] = { ROW ("thief", 0, provide_thief) },
  [Q_OTHER_THIEF] = { ROW ("other_thief", 0, provide_thief) },
};

static struct small s;
static struct memory_store store;

static void
begin (bool check_inputs)
{
  static const uint64_t numbers[] = { 7, 8 };
  const struct engine_config config = { .kinds = kinds, .count = N_QUERIES,
					.check_inputs = check_inputs };
  small_begin (&s, config, numbers, 2, &store);
}

static void
teardown (void)
{
  memory_release (&store);
}

/* Asking QUERY of function F fails, and TEXT is told.  */
static void
expect_bug (uint32_t query, uint32_t f, const char *text)
{
  ck_assert_ptr_null (engine_demand (s.e, query, s.keys[f], NULL));
  ck_assert (engine_failed (s.e));
  ck_assert_msg (strstr (s.report, text) != NULL, "%s", s.report);
}

START_TEST (test_forbidden)
{
  static const char *const patterns[]
    = { "reader -> twice", "reader:f0->twice", "reader -> twice:f0",
	"* -> twice", "reader -> *", "*:f0 -> *:f0" };
  begin (false);
  ck_assert (engine_forbid (s.e, patterns[_i]));
  /* What is read by way of another query is not meant.  */
  ck_assert (engine_forbid (s.e, "reader -> number"));
  expect_bug (Q_READER, 0, _i == 5 ? "it is forbidden to read "
			   : "it is forbidden to read `twice' of `f0'");
  small_end (&s);
}
END_TEST

START_TEST (test_allowed)
{
  static const char *const patterns[]
    = { "reader -> number", "reader:f1 -> twice", "reader -> twice:f1",
	"twice -> reader", "* -> reader", "*:f1 -> *" };
  begin (false);
  ck_assert (engine_forbid (s.e, patterns[_i]));
  ck_assert_uint_eq (small_ask (&s, Q_READER, s.keys[0]), 15);
  small_end (&s);
}
END_TEST

START_TEST (test_no_pattern)
{
  static const char *const wrong[]
    = { "", "reader", "reader ->", "-> reader", "reader -> nothing" };
  begin (false);
  ck_assert (!engine_forbid (s.e, wrong[_i]));
  ck_assert_uint_eq (small_ask (&s, Q_READER, s.keys[0]), 15);
  small_end (&s);
}
END_TEST

START_TEST (test_written)
{
  begin (true);
  expect_bug (Q_WRITER, 1, "somebody wrote to the value of `twice' of `f1', "
			   "which this provider has read");
  small_end (&s);
}
END_TEST

START_TEST (test_input_written)
{
  begin (true);
  expect_bug (Q_INPUT_WRITER, 0, "wrote to the value of `number' of `f0'");
  small_end (&s);
}
END_TEST

/* A value from the store, in place.  */
START_TEST (test_loaded_written)
{
  begin (true);
  ck_assert_uint_eq (small_ask (&s, Q_TWICE, s.keys[0]), 14);
  small_end (&s);
  begin (true);
  expect_bug (Q_WRITER, 0, "wrote to the value of `twice' of `f0'");
  ck_assert_uint_eq (small_executed (&s, Q_TWICE), 0);
  small_end (&s);
}
END_TEST

/* It costs something: only where it was asked for.  */
START_TEST (test_not_watched)
{
  begin (false);
  ck_assert_uint_eq (small_ask (&s, Q_WRITER, s.keys[0]), 1);
  small_end (&s);
}
END_TEST

/* What the store has the fingerprint of, but not the value.  */
START_TEST (test_impure)
{
  begin (false);
  ck_assert_uint_eq (small_ask (&s, Q_COUNT_READER, s.keys[0]), 1);
  small_end (&s);
  begin (false);
  expect_bug (Q_OTHER_READER, 0, "query `count' has another value than the "
				 "store's trace of it");
  small_end (&s);
}
END_TEST

/* Also not what was there before it failed.  */
START_TEST (test_failed_saves_nothing)
{
  begin (false);
  ck_assert_uint_eq (small_ask (&s, Q_READER, s.keys[0]), 15);
  expect_bug (Q_FAILING, 1, "failure of f1");
  small_end (&s);
  ck_assert_uint_eq (store.count, 0);
}
END_TEST

/* The one that is told is that which one thread would have met.  */
START_TEST (test_failure_of_one_thread)
{
  begin (false);
  engine_start (s.e, 2);
  engine_prefetch (s.e, Q_FAILING, &s.keys[1], 1);
  expect_bug (Q_FAILING, 0, "failure of f0");
  ck_assert (!engine_join (s.e));
  small_end (&s);
}
END_TEST

/* Nothing that is stored outlives the version of any query.  */
START_TEST (test_versions)
{
  static struct query_kind newer[N_QUERIES];
  memcpy (newer, kinds, sizeof newer);
  newer[Q_TWICE].version++;
  newer[Q_TWICE].local = provide_thrice;
  begin (false);
  ck_assert_uint_eq (small_ask (&s, Q_TWICE, s.keys[0]), 14);
  small_end (&s);
  const uint64_t numbers[] = { 7 };
  const struct engine_config config = { .kinds = newer, .count = N_QUERIES };
  small_begin (&s, config, numbers, 1, &store);
  ck_assert_uint_eq (small_ask (&s, Q_TWICE, s.keys[0]), 21);
  small_end (&s);
}
END_TEST

static void
begin_deep (void)
{
  uint64_t numbers[FUNCTIONS];
  const struct engine_config config = { .kinds = kinds, .count = N_QUERIES };
  for (uint32_t f = 0; f < FUNCTIONS; f++)
    numbers[f] = f;
  small_begin (&s, config, numbers, FUNCTIONS, &store);
}

/* A value that is made once more for its thief, from what is proved but not
   loaded: deeper than one C stack may be.  */
START_TEST (test_deep_booty)
{
  begin_deep ();
  ck_assert_uint_eq (small_ask (&s, Q_THIEF, s.keys[0]), FUNCTIONS);
  small_end (&s);
  begin_deep ();
  ck_assert_uint_eq (small_ask (&s, Q_OTHER_THIEF, s.keys[0]), FUNCTIONS);
  ck_assert_uint_ge (small_executed (&s, Q_DEEP), FUNCTIONS);
  small_end (&s);
}
END_TEST

static Suite *
suite (void)
{
  Suite *suite = suite_create ("guards");
  TCase *t = tcase_create ("guards");
  tcase_add_checked_fixture (t, NULL, teardown);
  tcase_add_loop_test (t, test_forbidden, 0, 6);
  tcase_add_loop_test (t, test_allowed, 0, 6);
  tcase_add_loop_test (t, test_no_pattern, 0, 5);
  tcase_add_test (t, test_written);
  tcase_add_test (t, test_input_written);
  tcase_add_test (t, test_loaded_written);
  tcase_add_test (t, test_not_watched);
  tcase_add_test (t, test_impure);
  tcase_add_test (t, test_failed_saves_nothing);
  tcase_add_test (t, test_failure_of_one_thread);
  tcase_add_test (t, test_versions);
  tcase_add_test (t, test_deep_booty);
  suite_add_tcase (suite, t);
  return suite;
}

MAIN (suite)
