/* test-rings.c - queries that ask for themselves.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A function's number says whom it asks, a bit for each: in order, one after
   the other, with query_for_each beforehand in the queries called "all_".  The
   value is 1 + the sum of what is asked.  `plain' has no default; `soft' has
   the default 100; `mixed' asks soft of even functions and plain of odd ones,
   so that a ring has members of both sorts.  */

#include "testsuite/unit/small-engine.h"
#include "testsuite/unit/suite.h"

#include <stdlib.h>
#include <string.h>

enum { Q_PLAIN = SMALL_FIRST, Q_SOFT, Q_ALL_SOFT, Q_ALL_PLAIN, Q_MIXED_PLAIN,
       Q_MIXED_SOFT, Q_ROOT, N_QUERIES };

/* Whom KEY asks; returns how many.  */
static uint32_t
asked (struct query_context *cx, uint32_t key, uint32_t *list)
{
  uint64_t bits = small_get (cx, SMALL_NUMBER, key);
  uint32_t n = 0;
  for (uint32_t f = 0; bits >> f; f++)
    if (bits >> f & 1)
      list[n++] = small_key (cx, f);
  return n;
}

static void
ask_all (struct query_context *cx, uint32_t query, uint32_t key, bool at_once,
	 struct buffer *out)
{
  uint32_t list[64], n = asked (cx, key, list);
  uint64_t sum = 1;
  if (at_once)
    query_for_each (cx, query, list, n);
  for (uint32_t i = 0; i < n; i++)
    sum += small_get (cx, query, list[i]);
  small_put (out, sum);
}

static void
provide_plain (struct query_context *cx, uint32_t key, struct buffer *out)
{
  ask_all (cx, Q_PLAIN, key, false, out);
}

static void
provide_soft (struct query_context *cx, uint32_t key, struct buffer *out)
{
  ask_all (cx, Q_SOFT, key, false, out);
}

static void
provide_all_soft (struct query_context *cx, uint32_t key, struct buffer *out)
{
  ask_all (cx, Q_ALL_SOFT, key, true, out);
}

static void
provide_all_plain (struct query_context *cx, uint32_t key, struct buffer *out)
{
  ask_all (cx, Q_ALL_PLAIN, key, true, out);
}

static void
provide_mixed (struct query_context *cx, uint32_t key, struct buffer *out)
{
  uint32_t list[64], n = asked (cx, key, list);
  uint64_t sum = 1;
  for (uint32_t i = 0; i < n; i++)
    sum += small_get (cx, list[i] % 2 ? Q_MIXED_PLAIN : Q_MIXED_SOFT, list[i]);
  small_put (out, sum);
}

static void
provide_root (struct query_context *cx, uint32_t key, struct buffer *out)
{
  size_t size;
  uint64_t sum = 0;
  const uint32_t *list = query_get_sized (cx, SMALL_LIST, key, &size);
  uint32_t n = (uint32_t) (size / sizeof *list);
  query_for_each (cx, Q_SOFT, list, n);
  for (uint32_t i = 0; i < n; i++)
    sum = sum * 3 + small_get (cx, Q_SOFT, list[i]);
  small_put (out, sum);
}

static void
recover (struct query_context *cx, uint32_t key, struct buffer *out)
{
  (void) cx;
  (void) key;
  small_put (out, 100);
}

#define ROW(NAME, FLAGS, PROVIDER)					\
  .name = NAME, .description = "going round in " NAME " from %s",	\
  .category = CATEGORY_FACT, .key = KEY_FUNCTION, .flags = FLAGS,	\
  .version = 1, .verify = small_verify, .local = PROVIDER,		\
  .recover = recover

#define SOFT (QUERY_CYCLE_DEFAULT | QUERY_CACHE_ON_DISK)

static const struct query_kind kinds[N_QUERIES] = {
  SMALL_INPUTS,
  [Q_PLAIN] = { ROW ("plain", QUERY_CACHE_ON_DISK, provide_plain) },
  [Q_SOFT] = { ROW ("soft", SOFT, provide_soft) },
  [Q_ALL_SOFT] = { ROW ("all_soft", SOFT, provide_all_soft) },
  [Q_ALL_PLAIN] = { ROW ("all_plain", QUERY_CACHE_ON_DISK,
			 provide_all_plain) },
  [Q_MIXED_PLAIN] = { ROW ("mixed_plain", QUERY_CACHE_ON_DISK,
			   provide_mixed) },
  [Q_MIXED_SOFT] = { ROW ("mixed_soft", SOFT, provide_mixed) },
  [Q_ROOT] = { .name = "root", .description = "summing up %s",
	       .key = KEY_UNIT, .flags = QUERY_CACHE_ON_DISK, .version = 1,
	       .verify = small_verify, .local = provide_root },
};

static const struct engine_config config = { .kinds = kinds,
					      .count = N_QUERIES };

static struct small s;
static struct memory_store store;

static void
teardown (void)
{
  memory_release (&store);
}

static void
begin (const uint64_t *numbers, uint32_t count, unsigned threads)
{
  small_begin (&s, config, numbers, count, &store);
  engine_start (s.e, threads);
}

/* Expect VALUES of QUERY, whichever function is asked first.  */
static void
expect (uint32_t query, const uint64_t *numbers, const uint64_t *values,
	uint32_t count)
{
  static const unsigned threads[] = { 1, 2, 3, 8 };
  for (unsigned i = 0; i < 4 * count; i++)
    {
      begin (numbers, count, threads[i % 4]);
      engine_prefetch (s.e, query, s.keys, count);
      for (uint32_t f = 0; f < count; f++)
	{
	  uint32_t g = (f + i / 4) % count;
	  ck_assert_uint_eq (small_ask (&s, query, s.keys[g]), values[g]);
	}
      small_end (&s);
    }
}

/* 0 -> 1 -> 2 -> 0, and 3 -> 0.  */
START_TEST (test_default)
{
  static const uint64_t numbers[] = { 1 << 1, 1 << 2, 1 << 0, 1 << 0 };
  static const uint64_t values[] = { 100, 100, 100, 101 };
  expect (Q_SOFT, numbers, values, 4);
  memory_release (&store);
  expect (Q_ALL_SOFT, numbers, values, 4);
}
END_TEST

/* One that asks itself.  */
START_TEST (test_self)
{
  static const uint64_t numbers[] = { 1 << 0 | 1 << 1, 0 };
  static const uint64_t values[] = { 100, 1 };
  expect (Q_SOFT, numbers, values, 2);
}
END_TEST

/* Two rings that share a member: 0 -> 1 -> 0 is met first by everybody; then 2,
   which asks 0, which is there.  */
START_TEST (test_overlap)
{
  static const uint64_t numbers[] = { 1 << 1 | 1 << 2, 1 << 0, 1 << 0 };
  static const uint64_t values[] = { 100, 100, 101 };
  expect (Q_SOFT, numbers, values, 3);
}
END_TEST

/* Only even functions have a default: 0 -> 1 -> 3 -> 0; odd ones are run
   again and find it.  */
START_TEST (test_mixed)
{
  static const uint64_t numbers[] = { 1 << 1, 1 << 3, 0, 1 << 0 };
  static const unsigned threads[] = { 1, 2, 8 };
  for (unsigned i = 0; i < 12; i++)
    {
      begin (numbers, 4, threads[i % 3]);
      uint32_t odd[] = { s.keys[1], s.keys[3] };
      engine_prefetch (s.e, Q_MIXED_PLAIN, odd, 2);
      if (i / 3 % 2)
	ck_assert_uint_eq (small_ask (&s, Q_MIXED_SOFT, s.keys[0]), 100);
      if (i / 6)
	ck_assert_uint_eq (small_ask (&s, Q_MIXED_PLAIN, s.keys[1]), 102);
      ck_assert_uint_eq (small_ask (&s, Q_MIXED_PLAIN, s.keys[3]), 101);
      ck_assert_uint_eq (small_ask (&s, Q_MIXED_PLAIN, s.keys[1]), 102);
      ck_assert_uint_eq (small_ask (&s, Q_MIXED_SOFT, s.keys[0]), 100);
      small_end (&s);
    }
}
END_TEST

/* An edit opens the ring; what stood on defaults is seen to be red.  */
START_TEST (test_edit)
{
  uint64_t numbers[] = { 1 << 1, 1 << 2, 1 << 0, 1 << 0 };
  static const uint64_t closed[] = { 100, 100, 100, 101 };
  static const uint64_t open[] = { 3, 2, 1, 4 };
  for (int i = 0; i < 3; i++)
    {
      numbers[2] = 1 << 0;
      expect (Q_SOFT, numbers, closed, 4);
      numbers[2] = 0;
      expect (Q_SOFT, numbers, open, 4);
    }
}
END_TEST

/* Without a default: the same report for every order and thread count, also
   where there are two rings.  */
START_TEST (test_error)
{
  static const uint64_t numbers[]
    = { 1 << 1, 1 << 2, 1 << 0, 1 << 4, 1 << 3, 1 << 3 | 1 << 0 };
  static const unsigned threads[] = { 1, 2, 3, 8 };
  uint32_t query = _i ? Q_ALL_PLAIN : Q_PLAIN;
  char first[sizeof s.report];
  for (unsigned i = 0; i < 200; i++)
    {
      begin (numbers, 6, threads[i % 4]);
      engine_prefetch (s.e, query, s.keys, 6);
      engine_join (s.e);
      ck_assert_ptr_null (engine_demand (s.e, query, s.keys[5], NULL));
      ck_assert (engine_failed (s.e));
      if (i == 0)
	memcpy (first, s.report, sizeof first);
      ck_assert_str_eq (first, s.report);
      ck_assert_uint_eq (engine_save (s.e, memory_put, NULL), 0);
      small_end (&s);
    }
  ck_assert_ptr_nonnull (strstr (first, "queries in a ring"));
  for (unsigned f = 0; f < 3; f++)
    {
      char name[16];
      snprintf (name, sizeof name, "from `f%u'", f);
      ck_assert_ptr_nonnull (strstr (first, name));
    }
}
END_TEST

/* Random graphs of what has defaults: every order of questions and every
   number of threads comes to the same.  */
START_TEST (test_random)
{
  unsigned seed = (unsigned) _i;
  for (int round = 0; round < 20; round++)
    {
      uint32_t count = 3 + (uint32_t) rand_r (&seed) % 8;
      uint64_t numbers[16], values[16], root = 0;
      for (uint32_t f = 0; f < count; f++)
	{
	  numbers[f] = 0;
	  for (uint32_t i = (uint32_t) rand_r (&seed) % 3; i > 0; i--)
	    numbers[f] |= 1u << (uint32_t) rand_r (&seed) % count;
	}
      for (unsigned run = 0; run < 8; run++)
	{
	  begin (numbers, count, 1 + run % 4);
	  if (run % 2)
	    {
	      static const uint32_t unit = 0;
	      engine_prefetch (s.e, Q_ROOT, &unit, 1);
	    }
	  for (uint32_t i = 0; i < count; i++)
	    {
	      uint32_t f = (i + run * 3) % count;
	      uint64_t value = small_ask (&s, Q_SOFT, s.keys[f]);
	      if (run == 0)
		values[f] = value;
	      ck_assert_uint_eq (value, values[f]);
	    }
	  uint64_t sum = small_ask (&s, Q_ROOT, 0);
	  if (run == 0)
	    root = sum;
	  ck_assert_uint_eq (sum, root);
	  small_end (&s);
	  if (run % 3 == 2)
	    memory_release (&store);
	}
      memory_release (&store);
    }
}
END_TEST

static Suite *
suite (void)
{
  Suite *suite = suite_create ("rings");
  TCase *t = tcase_create ("rings");
  tcase_set_timeout (t, 120);
  tcase_add_checked_fixture (t, NULL, teardown);
  tcase_add_test (t, test_default);
  tcase_add_test (t, test_self);
  tcase_add_test (t, test_overlap);
  tcase_add_test (t, test_mixed);
  tcase_add_test (t, test_edit);
  tcase_add_loop_test (t, test_error, 0, 2);
  tcase_add_loop_test (t, test_random, 1, 20);
  suite_add_tcase (suite, t);
  return suite;
}

MAIN (suite)
