/* test-shapes.c - large dependency graphs: wide, chain, tree, dense, ring.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The chain and the ring of a million nodes are asked from the top: the worst
   order there is.  With QUERIES_LONG everything is that large.  */

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "testsuite/unit/shapes.h"
#include "testsuite/unit/suite.h"

static const uint32_t sizes[SHAPES]
  = { 200000, 1000000, 200000, 20000, 1000000 };

static uint32_t
size_of (enum shape shape)
{
  return is_long () ? sizes[shape] : sizes[shape] / 20;
}

/* Nodes that the root reads, directly or not: of a dense graph's first layer
   only itself.  */
static uint64_t
reached (const struct shape_run *run)
{
  return run->shape == SHAPE_DENSE ? run->count - 99 : run->count;
}

static void
expect (struct shape_run *run, uint64_t executed)
{
  shape_session (run);
  ck_assert_msg (!run->failed, "%s: %s", shape_names[run->shape],
		 run->report);
  ck_assert_uint_eq (run->value, shape_expected (run));
  if (executed != UINT64_MAX)
    ck_assert_msg (run->executed == executed, "%s: executed %lu, not %lu",
		   shape_names[run->shape], (unsigned long) run->executed,
		   (unsigned long) executed);
}

/* Cold, warm, edited without and with effect.  */
static void
life (enum shape shape, unsigned threads, bool top_down)
{
  struct shape_run run = { .shape = shape, .count = size_of (shape),
			   .threads = threads, .top_down = top_down,
			   .save = true };
  run.store = shape_store_new ();
  /* Without workers only the root is asked.  */
  expect (&run, 2 * (top_down || threads == 1 ? reached (&run)
					      : run.count));
  expect (&run, 0);
  ck_assert_uint_eq (run.records, 0);
  /* The last node's parity and value anew, as they were.  */
  run.add = 2;
  expect (&run, 2);
  run.add = 1;
  expect (&run, UINT64_MAX);
  ck_assert_uint_gt (run.executed, 2);
  expect (&run, 0);
  shape_store_free (run.store);
}

START_TEST (test_life)
{
  enum shape shape = (enum shape) (_i / 6);
  static const unsigned threads[] = { 1, 2, 8 };
  life (shape, threads[_i % 3], _i / 3 % 2);
}
END_TEST

/* With room for the C stack that no million frames would fit in.  */
static void
limit_stack (void)
{
  struct rlimit r = { 4u << 20, 4u << 20 };
  setrlimit (RLIMIT_STACK, &r);
}

/* Where a ring starts is all the same.  */
START_TEST (test_ring_is_error)
{
  static char first[sizeof ((struct shape_run *) 0)->report];
  static const unsigned threads[] = { 1, 2, 8 };
  limit_stack ();
  for (int i = 0; i < 6; i++)
    {
      struct shape_run run = { .shape = SHAPE_RING, .top_down = i % 2,
			       .count = size_of (SHAPE_RING),
			       .threads = threads[i / 2] };
      shape_session (&run);
      ck_assert (run.failed);
      ck_assert_ptr_nonnull (strstr (run.report, "queries in a ring"));
      if (i == 0)
	memcpy (first, run.report, sizeof first);
      ck_assert_str_eq (first, run.report);
    }
}
END_TEST

START_TEST (test_ring_with_default)
{
  static const unsigned threads[] = { 1, 2, 8 };
  limit_stack ();
  for (int i = 0; i < 6; i++)
    {
      struct shape_run run = { .shape = SHAPE_RING, .top_down = i % 2,
			       .count = size_of (SHAPE_RING),
			       .threads = threads[i / 2],
			       .cycle_default = true };
      expect (&run, UINT64_MAX);
    }
}
END_TEST

START_TEST (test_million)
{
  limit_stack ();
  struct shape_run run = { .shape = _i ? SHAPE_RING : SHAPE_CHAIN,
			   .count = 1000000, .threads = 1, .top_down = true,
			   .cycle_default = _i };
  expect (&run, UINT64_MAX);
}
END_TEST

START_TEST (test_verified)
{
  struct shape_run run = { .shape = SHAPE_TREE, .count = 10000, .threads = 2,
			   .save = true, .verify = VERIFY_ALL };
  run.store = shape_store_new ();
  expect (&run, 20000);
  expect (&run, 0);
  shape_store_free (run.store);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("shapes");
  TCase *t = tcase_create ("shapes");
  tcase_set_timeout (t, 600);
  tcase_add_loop_test (t, test_life, 0, 6 * SHAPE_RING);
  tcase_add_test (t, test_ring_is_error);
  tcase_add_test (t, test_ring_with_default);
  tcase_add_loop_test (t, test_million, 0, 2);
  tcase_add_test (t, test_verified);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
