/* test-modifiers.c - what each modifier of a query means.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Each test fails if its modifier is without effect.  (QUERY_INPUT,
   QUERY_EVAL_ALWAYS and QUERY_NO_HASH are test-engine.c's, rings
   test-rings.c's.)  */

#include "testsuite/unit/small-engine.h"
#include "testsuite/unit/suite.h"

#include <string.h>

enum { Q_HALF = SMALL_FIRST, Q_ANON, Q_ANON_READER, Q_ENSURED, Q_ENSURER,
       Q_SEPARATE, Q_BIG, Q_THIEF, Q_OTHER_THIEF, Q_LOOKER, Q_DEEP, Q_CACHED,
       Q_CACHED_READER, Q_PAIR, Q_PAIR_READER, Q_PART, Q_PART_READER,
       N_QUERIES };

static void
provide_half (struct query_context *cx, uint32_t key, struct buffer *out)
{
  small_put (out, small_get (cx, SMALL_NUMBER, key) / 2);
}

/* anon: half + 1; half changes more rarely than the number.  */
static void
provide_anon (struct query_context *cx, uint32_t key, struct buffer *out)
{
  small_put (out, small_get (cx, Q_HALF, key) + 1);
}

static void
provide_anon_reader (struct query_context *cx, uint32_t key,
		     struct buffer *out)
{
  (void) key;
  small_put (out, small_get (cx, Q_ANON, small_key (cx, 0)));
}

static void
provide_ensurer (struct query_context *cx, uint32_t key, struct buffer *out)
{
  (void) key;
  query_ensure (cx, Q_ENSURED, small_key (cx, 0));
  small_put (out, 5);
}

static void
provide_extern (struct query_context *cx, uint32_t key, struct buffer *out)
{
  (void) cx;
  (void) key;
  small_put (out, 1000);
}

/* A big value, and who takes it: the sum of its numbers, each made 0.  */
static void
provide_big (struct query_context *cx, uint32_t key, struct buffer *out)
{
  for (unsigned i = 0; i < 1000; i++)
    small_put (out, small_get (cx, SMALL_NUMBER, key));
}

static void
provide_thief (struct query_context *cx, uint32_t key, struct buffer *out)
{
  size_t size;
  uint64_t sum = 0, *all = query_steal (cx, Q_BIG, key, &size);
  for (size_t i = 0; i < size / sizeof *all; i++)
    {
      sum += all[i];
      all[i] = 0;
    }
  small_put (out, sum);
}

static void
provide_looker (struct query_context *cx, uint32_t key, struct buffer *out)
{
  small_put (out, small_get (cx, Q_BIG, key));
}

/* Counts down from the number, to other keys.  */
static void
provide_deep (struct query_context *cx, uint32_t key, struct buffer *out)
{
  uint64_t n = 0;
  sscanf (query_key_name (cx, KEY_SYMBOL, key), "%lu", &n);
  char name[32];
  snprintf (name, sizeof name, "%lu", n - 1);
  small_put (out, n == 0 ? 0
		  : 1 + small_get (cx, Q_DEEP,
				   query_key (cx, KEY_SYMBOL,
					      fingerprint_of_string (name),
					      name)));
}

static bool
is_large (const void *bytes, size_t size)
{
  (void) size;
  return *(const uint64_t *) bytes >= 100;
}

static void
provide_cached_reader (struct query_context *cx, uint32_t key,
		       struct buffer *out)
{
  /* The number of function 1 makes it run without touching function 0.  */
  (void) key;
  small_put (out, small_get (cx, Q_CACHED, small_key (cx, 0))
		  + small_get (cx, SMALL_NUMBER, small_key (cx, 1)));
}

/* The difference of two functions' halves.  */
static void
provide_pair (struct query_context *cx, uint32_t key, struct buffer *out)
{
  uint32_t a = query_key_part (cx, KEY_FUNCTION_FUNCTION, key, 0);
  uint32_t b = query_key_part (cx, KEY_FUNCTION_FUNCTION, key, 1);
  small_put (out, small_get (cx, Q_HALF, a) - small_get (cx, Q_HALF, b));
}

static void
provide_pair_reader (struct query_context *cx, uint32_t key,
		     struct buffer *out)
{
  uint32_t pair = query_key_pair (cx, KEY_FUNCTION_FUNCTION,
				  small_key (cx, 1), small_key (cx, 0));
  (void) key;
  small_put (out, small_get (cx, Q_PAIR, pair));
}

/* A projection: of the functions only function 1's half.  */
static void
provide_part (struct query_context *cx, uint32_t key, struct buffer *out)
{
  (void) key;
  small_put (out, small_get (cx, Q_HALF, small_key (cx, 1)));
}

static void
provide_part_reader (struct query_context *cx, uint32_t key,
		     struct buffer *out)
{
  uint32_t file = query_key (cx, KEY_FILE, fingerprint_of_string ("a.h"),
			     "a.h");
  (void) key;
  small_put (out, small_get (cx, Q_PART, file));
}

static const struct query_kind kinds[N_QUERIES] = {
  SMALL_INPUTS,
  [Q_HALF] = { SMALL_ROW ("half", KEY_FUNCTION, 0, provide_half) },
  [Q_ANON] = { SMALL_ROW ("anon", KEY_FUNCTION, QUERY_ANON, provide_anon) },
  [Q_ANON_READER]
    = { SMALL_ROW ("anon_reader", KEY_FUNCTION, QUERY_CACHE_ON_DISK,
	provide_anon_reader) },
  [Q_ENSURED]
    = { SMALL_ROW ("ensured", KEY_FUNCTION, QUERY_ENSURE_ONLY, provide_half) },
  [Q_ENSURER]
    = { SMALL_ROW ("ensurer", KEY_UNIT, QUERY_CACHE_ON_DISK,
	provide_ensurer) },
  [Q_SEPARATE]
    = { SMALL_ROW ("separate", KEY_FUNCTION, QUERY_SEPARATE_EXTERN,
	provide_half), .external = provide_extern },
  [Q_BIG] = { SMALL_ROW ("big", KEY_FUNCTION, QUERY_STEAL, provide_big) },
  [Q_THIEF]
    = { SMALL_ROW ("thief", KEY_FUNCTION, QUERY_CACHE_ON_DISK,
	provide_thief) },
  [Q_OTHER_THIEF]
    = { SMALL_ROW ("other_thief", KEY_FUNCTION, 0, provide_thief) },
  [Q_LOOKER] = { SMALL_ROW ("looker", KEY_FUNCTION, 0, provide_looker) },
  [Q_DEEP]
    = { SMALL_ROW ("deep", KEY_SYMBOL, QUERY_CACHE_ON_DISK, provide_deep),
	.depth_limit = 100 },
  [Q_CACHED]
    = { SMALL_ROW ("cached", KEY_FUNCTION, QUERY_CACHE_ON_DISK,
	provide_half), .cache_if = is_large },
  [Q_CACHED_READER]
    = { SMALL_ROW ("cached_reader", KEY_UNIT, QUERY_CACHE_ON_DISK,
	provide_cached_reader) },
  [Q_PAIR]
    = { SMALL_ROW ("pair", KEY_FUNCTION_FUNCTION, QUERY_CACHE_ON_DISK,
	provide_pair) },
  [Q_PAIR_READER]
    = { SMALL_ROW ("pair_reader", KEY_UNIT, QUERY_CACHE_ON_DISK,
	provide_pair_reader) },
  [Q_PART] = { SMALL_ROW ("part", KEY_FILE, 0, provide_part) },
  [Q_PART_READER]
    = { SMALL_ROW ("part_reader", KEY_UNIT, QUERY_CACHE_ON_DISK,
	provide_part_reader) },
};

static const struct engine_config config = { .kinds = kinds,
					      .count = N_QUERIES };

static struct small s;
static struct memory_store store;

static void
begin (uint64_t a, uint64_t b)
{
  const uint64_t numbers[] = { a, b };
  small_begin (&s, config, numbers, 2, &store);
}

static void
teardown (void)
{
  memory_release (&store);
}

/* What an anonymous query read, its reader has read: seen where the anonymous
   one's value changes, though no trace of it is kept; and seen through it
   that half is as it was.  */
START_TEST (test_anon)
{
  begin (10, 0);
  ck_assert_uint_eq (small_ask (&s, Q_ANON_READER, s.keys[1]), 6);
  small_end (&s);
  begin (11, 0);
  ck_assert_uint_eq (small_ask (&s, Q_ANON_READER, s.keys[1]), 6);
  ck_assert_uint_eq (small_executed (&s, Q_ANON), 0);
  ck_assert_uint_eq (small_executed (&s, Q_ANON_READER), 0);
  small_end (&s);
  begin (12, 0);
  ck_assert_uint_eq (small_ask (&s, Q_ANON_READER, s.keys[1]), 7);
  ck_assert_uint_eq (small_executed (&s, Q_ANON), 1);
  small_end (&s);
  /* And on a hit in memory.  */
  begin (14, 0);
  ck_assert_uint_eq (small_ask (&s, Q_ANON, s.keys[0]), 8);
  ck_assert_uint_eq (small_ask (&s, Q_ANON_READER, s.keys[1]), 8);
  small_end (&s);
  begin (16, 0);
  ck_assert_uint_eq (small_ask (&s, Q_ANON_READER, s.keys[1]), 9);
  small_end (&s);
}
END_TEST

START_TEST (test_ensure_only)
{
  begin (10, 0);
  ck_assert_uint_eq (small_ask (&s, Q_ENSURER, 0), 5);
  ck_assert_uint_eq (small_executed (&s, Q_ENSURED), 1);
  small_end (&s);
  begin (11, 0);		/* Its value is as it was.  */
  ck_assert_uint_eq (small_ask (&s, Q_ENSURER, 0), 5);
  ck_assert_uint_eq (small_executed (&s, Q_ENSURED), 1);
  ck_assert_uint_eq (small_executed (&s, Q_ENSURER), 0);
  small_end (&s);
  begin (12, 0);
  ck_assert_uint_eq (small_ask (&s, Q_ENSURER, 0), 5);
  ck_assert_uint_eq (small_executed (&s, Q_ENSURER), 1);
  small_end (&s);
}
END_TEST

static void
provide_wrong_look (struct query_context *cx, uint32_t key,
		    struct buffer *out)
{
  small_put (out, small_get (cx, Q_ENSURED, key));
}

START_TEST (test_ensure_only_is_not_read)
{
  begin (10, 0);
  engine_set_provider (s.e, Q_LOOKER, provide_wrong_look, NULL);
  ck_assert_ptr_null (engine_demand (s.e, Q_LOOKER, s.keys[0], NULL));
  ck_assert_ptr_nonnull (strstr (s.report, "query `ensured' was asked for its "
				 "value"));
  small_end (&s);
}
END_TEST

START_TEST (test_separate_extern)
{
  begin (10, 0);
  uint32_t printf_key = engine_key (s.e, KEY_FUNCTION,
				    fingerprint_of_string ("printf"),
				    "printf");
  ck_assert_uint_eq (small_ask (&s, Q_SEPARATE, s.keys[0]), 5);
  ck_assert_uint_eq (small_ask (&s, Q_SEPARATE, printf_key), 1000);
  /* Without the modifier the local one answers, and misses its input.  */
  ck_assert_ptr_null (engine_demand (s.e, Q_HALF, printf_key, NULL));
  ck_assert_ptr_nonnull (strstr (s.report, "input `number' was not set: its "
				 "subject is not of this unit"));
  ck_assert_ptr_nonnull (strstr (s.report, "computing half of `printf'"));
  small_end (&s);
}
END_TEST

START_TEST (test_steal)
{
  begin (3, 0);
  ck_assert_uint_eq (small_ask (&s, Q_THIEF, s.keys[0]), 3000);
  small_end (&s);
  /* Green: nothing is stolen.  Verified: once more, for the same thief.  */
  begin (3, 0);
  ck_assert_uint_eq (small_ask (&s, Q_THIEF, s.keys[0]), 3000);
  ck_assert_uint_eq (small_executed (&s, Q_BIG), 0);
  small_end (&s);
  struct engine_config all = config;
  all.verify = VERIFY_ALL;
  const uint64_t numbers[] = { 3, 0 };
  small_begin (&s, all, numbers, 2, &store);
  ck_assert_uint_eq (small_ask (&s, Q_THIEF, s.keys[0]), 3000);
  ck_assert_msg (engine_verify (s.e), "%s", s.report);
  small_end (&s);
  /* One that is green, but whose thief is another: it is made again.  */
  begin (3, 0);
  ck_assert_uint_eq (small_ask (&s, Q_OTHER_THIEF, s.keys[0]), 3000);
  ck_assert_uint_eq (small_executed (&s, Q_BIG), 1);
  small_end (&s);
}
END_TEST

START_TEST (test_steal_twice)
{
  begin (3, 0);
  ck_assert_uint_eq (small_ask (&s, Q_THIEF, s.keys[0]), 3000);
  ck_assert_ptr_null (engine_demand (s.e, Q_OTHER_THIEF, s.keys[0], NULL));
  ck_assert_ptr_nonnull (strstr (s.report, "the value of `big' of `f0' was "
				 "taken by `thief' of `f0' and is wanted "
				 "again"));
  small_end (&s);
}
END_TEST

START_TEST (test_steal_is_not_read)
{
  begin (3, 0);
  ck_assert_ptr_null (engine_demand (s.e, Q_LOOKER, s.keys[0], NULL));
  ck_assert_ptr_nonnull (strstr (s.report, "which only query_steal gets"));
  small_end (&s);
}
END_TEST

static const uint64_t *
ask_deep (const char *number)
{
  return engine_demand (s.e, Q_DEEP,
			engine_key (s.e, KEY_SYMBOL,
				    fingerprint_of_string (number), number),
			NULL);
}

/* 100 on one another, and not one more, from whichever end they are asked,
   also on top of what the store remembers.  */
START_TEST (test_depth_limit)
{
  begin (0, 0);
  const uint64_t *ninety_nine = ask_deep ("99");
  ck_assert_msg (ninety_nine && *ninety_nine == 99, "%s", s.report);
  ck_assert_ptr_null (ask_deep ("100"));
  ck_assert_ptr_nonnull (strstr (s.report, "deeper than its limit of 100"));
  small_end (&s);
  begin (0, 0);
  ck_assert_ptr_null (ask_deep ("100"));
  ck_assert_ptr_nonnull (strstr (s.report, "deeper than its limit of 100"));
  ck_assert_ptr_nonnull (strstr (s.report, "... and 51 more"));
  small_end (&s);

  begin (0, 0);
  ck_assert_ptr_nonnull (ask_deep ("50"));
  small_end (&s);
  begin (0, 0);
  ck_assert_ptr_nonnull (ask_deep ("99"));
  ck_assert_uint_eq (small_executed (&s, Q_DEEP), 49);
  small_end (&s);
  begin (0, 0);
  ck_assert_ptr_null (ask_deep ("100"));
  small_end (&s);
}
END_TEST

/* Only values that the condition accepts are there without a run.  */
START_TEST (test_cache_if)
{
  begin (400, 1);
  ck_assert_uint_eq (small_ask (&s, Q_CACHED_READER, 0), 201);
  small_end (&s);
  begin (400, 2);
  ck_assert_uint_eq (small_ask (&s, Q_CACHED_READER, 0), 202);
  ck_assert_uint_eq (small_executed (&s, Q_CACHED), 0);
  small_end (&s);
  begin (40, 2);
  ck_assert_uint_eq (small_ask (&s, Q_CACHED_READER, 0), 22);
  small_end (&s);
  begin (40, 3);
  ck_assert_uint_eq (small_ask (&s, Q_CACHED_READER, 0), 23);
  ck_assert_uint_eq (small_executed (&s, Q_CACHED), 1);
  small_end (&s);
}
END_TEST

/* A pair's trace lies with its first part.  */
START_TEST (test_pair)
{
  begin (10, 20);
  ck_assert_uint_eq (small_ask (&s, Q_PAIR_READER, 0), 5);
  small_end (&s);
  begin (10, 20);
  ck_assert (engine_try_green (s.e, Q_PAIR_READER, 0));
  ck_assert_uint_eq (small_ask (&s, Q_PAIR_READER, 0), 5);
  small_end (&s);
  begin (11, 20);		/* half is as it was.  */
  ck_assert_uint_eq (small_ask (&s, Q_PAIR_READER, 0), 5);
  ck_assert_uint_eq (small_executed (&s, Q_PAIR), 0);
  small_end (&s);
  begin (12, 20);
  ck_assert_uint_eq (small_ask (&s, Q_PAIR_READER, 0), 4);
  ck_assert_uint_eq (small_executed (&s, Q_PAIR), 1);
  small_end (&s);
  /* Two traces in one record, each for its own world.  */
  begin (10, 20);
  ck_assert_uint_eq (small_ask (&s, Q_PAIR_READER, 0), 5);
  ck_assert_uint_eq (small_executed (&s, Q_PAIR), 0);
  small_end (&s);
}
END_TEST

/* What has no content of its own lies with the unit; and a projection stops
   what does not concern its reader.  */
START_TEST (test_projection)
{
  begin (10, 20);
  ck_assert_uint_eq (small_ask (&s, Q_PART_READER, 0), 10);
  small_end (&s);
  begin (99, 21);
  ck_assert_uint_eq (small_ask (&s, Q_PART_READER, 0), 10);
  ck_assert_uint_eq (small_executed (&s, Q_PART), 0);
  ck_assert_uint_eq (small_executed (&s, Q_PART_READER), 0);
  small_end (&s);
  begin (99, 22);
  ck_assert_uint_eq (small_ask (&s, Q_PART_READER, 0), 11);
  ck_assert_uint_eq (small_executed (&s, Q_PART), 1);
  small_end (&s);
}
END_TEST

/* Tables that contradict themselves are refused.  */
START_TEST (test_table)
{
  static const uint32_t wrong[] = {
    QUERY_INPUT | QUERY_ANON, QUERY_ANON | QUERY_CACHE_ON_DISK,
    QUERY_STEAL | QUERY_CACHE_ON_DISK, QUERY_ENSURE_ONLY | QUERY_NO_HASH,
    QUERY_NO_HASH | QUERY_CACHE_ON_DISK, QUERY_CYCLE_DEFAULT
  };
  struct query_kind row
    = { SMALL_ROW ("row", KEY_UNIT, wrong[_i], provide_half) };
  struct engine_config c = { .kinds = &row, .count = 1 };
  ck_assert_ptr_null (engine_new (&c));
}
END_TEST

static Suite *
suite (void)
{
  Suite *suite = suite_create ("modifiers");
  TCase *t = tcase_create ("modifiers");
  tcase_add_checked_fixture (t, NULL, teardown);
  tcase_add_test (t, test_anon);
  tcase_add_test (t, test_ensure_only);
  tcase_add_test (t, test_ensure_only_is_not_read);
  tcase_add_test (t, test_separate_extern);
  tcase_add_test (t, test_steal);
  tcase_add_test (t, test_steal_twice);
  tcase_add_test (t, test_steal_is_not_read);
  tcase_add_test (t, test_depth_limit);
  tcase_add_test (t, test_cache_if);
  tcase_add_test (t, test_pair);
  tcase_add_test (t, test_projection);
  tcase_add_loop_test (t, test_table, 0, 6);
  suite_add_tcase (suite, t);
  return suite;
}

MAIN (suite)
