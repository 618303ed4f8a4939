/* test-range.c - ranges against sets, for all operations and small types.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   An oracle computes each operation on plain numbers.  For every two values of
   eight bits the range of the result is exactly what it says; for every two
   intervals of three bits, and for random sets of four and of eight, it holds
   every result.  */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "passes/range.h"
#include "testsuite/unit/cfg.h"
#include "testsuite/unit/small-integer.h"
#include "testsuite/unit/suite.h"

#define SETS 3000

static struct arena arena;
static struct scratch m;

static void
set_up (void)
{
  arena_init (&arena, "test");
  m = scratch_of_arena (&arena);
}

static void
tear_down (void)
{
  arena_release (&arena);
}

static const enum operation unaries[]
  = { OPERATION_CONVERT, OPERATION_NEGATE, OPERATION_BIT_NOT, OPERATION_ABS,
      OPERATION_ABSU, OPERATION_PAREN, OPERATION_TRUTH_NOT };
static const enum operation binaries[]
  = { OPERATION_PLUS, OPERATION_MINUS, OPERATION_MULTIPLY,
      OPERATION_TRUNC_DIVIDE, OPERATION_CEIL_DIVIDE, OPERATION_FLOOR_DIVIDE,
      OPERATION_ROUND_DIVIDE, OPERATION_EXACT_DIVIDE, OPERATION_TRUNC_MODULO,
      OPERATION_CEIL_MODULO, OPERATION_FLOOR_MODULO, OPERATION_ROUND_MODULO,
      OPERATION_SHIFT_LEFT, OPERATION_SHIFT_RIGHT, OPERATION_ROTATE_LEFT,
      OPERATION_ROTATE_RIGHT, OPERATION_BIT_AND, OPERATION_BIT_OR,
      OPERATION_BIT_XOR, OPERATION_TRUTH_AND, OPERATION_TRUTH_OR,
      OPERATION_TRUTH_XOR, OPERATION_MINIMUM, OPERATION_MAXIMUM,
      OPERATION_LESS, OPERATION_LESS_EQUAL, OPERATION_GREATER,
      OPERATION_GREATER_EQUAL, OPERATION_EQUAL, OPERATION_NOT_EQUAL };
#define N_UNARIES (sizeof unaries / sizeof *unaries)
#define N_BINARIES (sizeof binaries / sizeof *binaries)

/* Tests.  */

static const struct integer_type types_8[]
  = { { 8, true, true }, { 8, false, false }, { 8, false, true } };
static const struct integer_type types_3[]
  = { { 3, true, true }, { 3, false, false }, { 3, false, true } };
static const struct integer_type types_4[]
  = { { 4, true, true }, { 4, false, false }, { 4, false, true } };

static const char *
text_of (const struct range *r)
{
  static char text[4][400];
  static unsigned next;
  struct buffer out = BUFFER_INIT;
  char *t = text[next++ % 4];
  range_text (r, &out);
  buffer_add_zero (&out, 1);
  snprintf (t, sizeof *text, "%s", out.bytes);
  buffer_release (&out);
  return t;
}

static bool
holds (const struct range *r, int value)
{
  return range_contains (r, integer_of (value));
}

static void
check_form (struct integer_type t, const struct range *r)
{
  require (r->count <= RANGE_PARTS);
  for (uint32_t i = 0; i < r->count; i++)
    {
      require (integer_compare (r->part[i].low, r->part[i].high) <= 0);
      require (!i || integer_compare (integer_add (&m, r->part[i - 1].high,
						     integer_of (1)),
					r->part[i].low) < 0);
    }
  require (!r->count
	  || (integer_compare (integer_of (small_least (t)), r->part[0].low) <= 0
	      && integer_compare (r->part[r->count - 1].high,
				  integer_of (small_greatest (t))) <= 0));
}

/* One value each: the result, or nothing if it is undefined.  (A division that
   is called exact and is not is undefined, but not looked into.)  */
START_TEST (test_values)
{
  struct integer_type t = types_8[_i];
  struct range a, b, r;
  int result;
  for (int x = small_least (t); x <= small_greatest (t); x++)
    for (int y = small_least (t); y <= small_greatest (t); y++)
      {
	range_single (integer_of (x), &a);
	range_single (integer_of (y), &b);
	for (unsigned i = 0; i < N_BINARIES; i++)
	  {
	    bool exists = small_binary (binaries[i], t, x, y, &result);
	    if (binaries[i] == OPERATION_EXACT_DIVIDE && !exists)
	      continue;
	    require (range_binary (&m, binaries[i], t, &a, &b, &r));
	    check_form (t, &r);
	    require_message (exists ? range_is_single (&r) && holds (&r, result)
				  : r.count == 0, "%d op %u %d: %s, not %d", x,
			   binaries[i], y, text_of (&r), exists ? result : -999);
	  }
      }
  for (int x = small_least (t); x <= small_greatest (t); x++)
    for (unsigned i = 0; i < N_UNARIES; i++)
      {
	bool exists = small_unary (unaries[i], t, x, &result);
	range_single (integer_of (x), &a);
	require (range_unary (&m, unaries[i], t, &a, &r));
	require_message (exists ? range_is_single (&r) && holds (&r, result)
			      : r.count == 0, "op %u %d: %s", unaries[i], x,
		       text_of (&r));
      }
}
END_TEST

/* Operations for which an interval for each pair is the best there is: the hull
   of all results, no more.  */
static bool
has_exact_hull (enum operation op, struct integer_type t)
{
  switch (op)
    {
    case OPERATION_PLUS:
    case OPERATION_MINUS:
      return true;
    case OPERATION_BIT_AND:
    case OPERATION_BIT_OR:
    case OPERATION_BIT_XOR:
    case OPERATION_TRUNC_DIVIDE:
    case OPERATION_FLOOR_DIVIDE:
    case OPERATION_CEIL_DIVIDE:
    case OPERATION_ROUND_DIVIDE:
      return t.is_unsigned;
    case OPERATION_MINIMUM:
    case OPERATION_MAXIMUM:
    case OPERATION_SHIFT_RIGHT:
      return true;
    default:
      return op >= OPERATION_LESS && op <= OPERATION_NOT_EQUAL;
    }
}

struct hull
{
  int low, high;
  bool exists;
};

static void
check_results (enum operation op, struct integer_type t, const struct range *a,
	       const struct range *b, struct hull *hull, const struct range *r)
{
  int result;
  for (int x = small_least (t); x <= small_greatest (t); x++)
    for (int y = small_least (t); holds (a, x) && y <= small_greatest (t); y++)
      {
	if (!holds (b, y) || !small_binary (op, t, x, y, &result))
	  continue;
	require_message (holds (r, result), "%s op %u %s: %s without %d",
		       text_of (a), op, text_of (b), text_of (r), result);
	if (!hull->exists || result < hull->low)
	  hull->low = result;
	if (!hull->exists || result > hull->high)
	  hull->high = result;
	hull->exists = true;
      }
}

static void
check_interval_pair (struct integer_type t, const struct range *a,
		     const struct range *b)
{
  struct range r;
  for (unsigned i = 0; i < N_BINARIES; i++)
    {
      struct hull hull = { 0, 0, false };
      require (range_binary (&m, binaries[i], t, a, b, &r));
      check_form (t, &r);
      check_results (binaries[i], t, a, b, &hull, &r);
      if (!has_exact_hull (binaries[i], t))
	continue;
      require_message (hull.exists == (r.count != 0), "%s op %u %s: %s",
		     text_of (a), binaries[i], text_of (b), text_of (&r));
      if (hull.exists)
	require_message (integer_equal (r.part[0].low, integer_of (hull.low))
		       && integer_equal (r.part[r.count - 1].high,
					 integer_of (hull.high)),
		       "%s op %u %s: %s is not [%d, %d]", text_of (a),
		       binaries[i], text_of (b), text_of (&r), hull.low,
		       hull.high);
    }
}

START_TEST (test_intervals)
{
  struct integer_type t = types_3[_i];
  struct range a = { .count = 1 }, b = { .count = 1 };
  int least = small_least (t), greatest = small_greatest (t);
  for (int i = least; i <= greatest; i++)
    for (int j = i; j <= greatest; j++)
      for (int k = least; k <= greatest; k++)
	for (int l = k; l <= greatest; l++)
	  {
	    a.part[0].low = integer_of (i);
	    a.part[0].high = integer_of (j);
	    b.part[0].low = integer_of (k);
	    b.part[0].high = integer_of (l);
	    check_interval_pair (t, &a, &b);
	  }
}
END_TEST

/* A set as ranges keep it, and as bytes.  */
static void
random_set (uint64_t *seed, struct integer_type t, struct range *r)
{
  uint32_t width = 1u << t.precision;
  range_clear (r);
  for (uint32_t i = random_below (seed, 6); i > 0; i--)
    {
      int low = small_least (t) + (int) random_below (seed, width);
      int high = low + (int) random_below (seed, random_below (seed, 3) ? 4
								       : width);
      if (high > small_greatest (t))
	high = small_greatest (t);
      range_add (&m, r, integer_of (low), integer_of (high));
    }
  range_finish (&m, r);
  check_form (t, r);
}

static void
check_sets (struct integer_type t, const struct range *a,
	    const struct range *b)
{
  struct range both, either, not_a;
  range_intersect (a, b, &both);
  range_finish (&m, &both);
  range_copy (a, &either);
  range_unite (&m, &either, b);
  range_complement (&m, t, a, &not_a);
  check_form (t, &both);
  check_form (t, &either);
  check_form (t, &not_a);
  bool within = true;
  unsigned truth = 0;
  for (int x = small_least (t); x <= small_greatest (t); x++)
    {
      bool in_a = holds (a, x), in_b = holds (b, x);
      require (!(in_a && in_b) || holds (&both, x));
      require (!(in_a || in_b) || holds (&either, x));
      require (in_a || holds (&not_a, x));
      within = within && (!in_a || in_b);
      truth |= in_a ? x == 0 ? 1 : 2 : 0;
    }
  require (range_within (a, b) == within);
  require (range_truth (a) == truth);
  require (range_equal (a, b) == (within && range_within (b, a)));
}

/* A op b told of A, and of an operand by the result.  */
static void
check_conditions (enum operation op, struct integer_type t,
		  const struct range *a, const struct range *b)
{
  struct range r, inverse[2];
  bool known[2];
  int result;
  if (is_integer_comparison (op))
    {
      range_compared (&m, op, t, b, &r);
      for (int x = small_least (t); x <= small_greatest (t); x++)
	for (int y = small_least (t); y <= small_greatest (t); y++)
	  if (holds (b, y) && small_binary (op, t, x, y, &result) && result)
	    require (holds (&r, x));
      return;
    }
  for (unsigned i = 0; i < 2; i++)
    known[i] = range_inverse (&m, op, t, i, t, a, b, &inverse[i]);
  for (int x = small_least (t); x <= small_greatest (t); x++)
    for (int y = small_least (t); y <= small_greatest (t); y++)
      if (holds (b, y))
	{
	  require (!known[0] || !small_binary (op, t, x, y, &result)
		     || !holds (a, result) || holds (&inverse[0], x));
	  require (!known[1] || !small_binary (op, t, y, x, &result)
		     || !holds (a, result) || holds (&inverse[1], x));
	}
}

START_TEST (test_sets)
{
  uint64_t seed = (uint64_t) _i + 1;
  struct range a, b, r;
  for (int round = 0; round < SETS; round++)
    {
      struct arena_mark mark = arena_mark (&arena);
      struct integer_type t = round % 8 ? types_4[_i] : types_8[_i];
      struct hull hull = { 0, 0, false };
      enum operation op = binaries[random_below (&seed, N_BINARIES)];
      random_set (&seed, t, &a);
      random_set (&seed, t, &b);
      check_sets (t, &a, &b);
      range_binary (&m, op, t, &a, &b, &r);
      check_form (t, &r);
      check_results (op, t, &a, &b, &hull, &r);
      check_conditions (op, t, &a, &b);
      arena_cut (&arena, mark);
    }
}
END_TEST

/* From any type to any other, and back.  */
START_TEST (test_conversions)
{
  uint64_t seed = 1;
  for (int round = 0; round < SETS; round++)
    {
      struct arena_mark mark = arena_mark (&arena);
      struct integer_type from = { 1 + random_below (&seed, 8),
				   random_below (&seed, 2), true };
      struct integer_type to = { 1 + random_below (&seed, 8),
				 random_below (&seed, 2), true };
      enum operation op = unaries[random_below (&seed, N_UNARIES)];
      struct range a, r, back;
      int result;
      if (op != OPERATION_ABSU && op != OPERATION_CONVERT)
	from = to;
      if (op == OPERATION_ABSU)
	to = (struct integer_type) { from.precision, true, true };
      random_set (&seed, from, &a);
      range_unary (&m, op, to, &a, &r);
      check_form (to, &r);
      bool known = range_inverse (&m, op, to, 0, from, &r, NULL, &back);
      for (int x = small_least (from); x <= small_greatest (from); x++)
	if (holds (&a, x) && small_unary (op, to, x, &result))
	  {
	    require (holds (&r, result));
	    require (!known || holds (&back, x));
	  }
      arena_cut (&arena, mark);
    }
}
END_TEST

/* Three bits around the border of a limb: everything there is as it is around
   that of four bits.  */
START_TEST (test_wide)
{
  struct integer_type t = { 65, false, false }, u = { 128, true, true };
  struct integer big = integer_greatest (&m, 65, false);
  struct range a = { .count = 0 }, one, r;
  range_single (integer_of (1), &one);
  range_add (&m, &a, integer_of (5), big);
  ck_assert (range_binary (&m, OPERATION_PLUS, t, &a, &one, &r));
  ck_assert_str_eq (text_of (&r), "[6, 18446744073709551615]");
  t.wraps = true;
  ck_assert (range_binary (&m, OPERATION_PLUS, t, &a, &one, &r));
  ck_assert_str_eq (text_of (&r), "[-18446744073709551616] "
				  "[6, 18446744073709551615]");
  ck_assert (range_binary (&m, OPERATION_MULTIPLY, u, &a, &a, &r));
  ck_assert_str_eq (text_of (&r),
		    "[25, 340282366920938463426481119284349108225]");
  ck_assert (range_binary (&m, OPERATION_BIT_XOR, u, &a, &a, &r));
  ck_assert_str_eq (text_of (&r), "[0, 18446744073709551615]");
  range_compared (&m, OPERATION_NOT_EQUAL, u, &one, &r);
  ck_assert_str_eq (text_of (&r),
		    "[0] [2, 340282366920938463463374607431768211455]");
}
END_TEST

/* Gaps are closed smallest first.  */
START_TEST (test_canonical)
{
  static const int values[] = { 0, 10, 13, 40, 60, 63, 100 };
  struct range r = { .count = 0 };
  for (unsigned i = 0; i < sizeof values / sizeof *values; i++)
    range_add (&m, &r, integer_of (values[i]), integer_of (values[i]));
  range_finish (&m, &r);
  ck_assert_str_eq (text_of (&r), "[0, 13] [40] [60, 63] [100]");
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("range");
  TCase *cases = tcase_create ("range");
  tcase_add_checked_fixture (cases, set_up, tear_down);
  tcase_set_timeout (cases, 600);
  tcase_add_loop_test (cases, test_values, 0, 3);
  tcase_add_loop_test (cases, test_intervals, 0, 3);
  tcase_add_loop_test (cases, test_sets, 0, 3);
  tcase_add_test (cases, test_conversions);
  tcase_add_test (cases, test_wide);
  tcase_add_test (cases, test_canonical);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
