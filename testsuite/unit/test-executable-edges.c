/* test-executable-edges.c - what is called never executed never is.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Random programs are run with random parameters: every edge that a run takes
   must be among the executable ones.  Some programs say which are not.  */

#include <stdlib.h>
#include <string.h>

#include "passes/arithmetic.h"
#include "testsuite/unit/ask.h"
#include "testsuite/unit/random-body.h"
#include "testsuite/unit/suite.h"

#define ROUNDS 1500
#define RUNS 12

/* Arithmetic: all of 8 bits against the C compiler's.  */

static const struct integer_type s8 = { 8, false, false };
static const struct integer_type s8_wraps = { 8, false, true };
static const struct integer_type u8 = { 8, true, true };

static void
check_binary (enum operation op, int a, int b, long exact, bool exists)
{
  uint64_t result;
  bool fits = exists && exact >= -128 && exact <= 127;

  ck_assert (integer_binary (op, s8, (uint64_t) a, (uint64_t) b, &result)
	     == fits);
  if (fits)
    ck_assert_int_eq ((int64_t) result, exact);
  ck_assert (integer_binary (op, s8_wraps, (uint64_t) a, (uint64_t) b,
			     &result) == exists);
  if (exists)
    ck_assert_int_eq ((int64_t) result, (int8_t) exact);
}

START_TEST (test_signed)
{
  for (int a = -128; a < 128; a++)
    for (int b = -128; b < 128; b++)
      {
	check_binary (OPERATION_PLUS, a, b, a + b, true);
	check_binary (OPERATION_MINUS, a, b, a - b, true);
	check_binary (OPERATION_MULTIPLY, a, b, a * b, true);
	check_binary (OPERATION_MINIMUM, a, b, a < b ? a : b, true);
	check_binary (OPERATION_BIT_XOR, a, b, a ^ b, true);
	check_binary (OPERATION_TRUNC_DIVIDE, a, b, b ? a / b : 0, b != 0);
      }
}
END_TEST

START_TEST (test_unsigned)
{
  uint64_t r;

  for (unsigned a = 0; a < 256; a++)
    for (unsigned b = 0; b < 256; b++)
      {
	ck_assert (integer_binary (OPERATION_MULTIPLY, u8, a, b, &r));
	ck_assert_uint_eq (r, (uint8_t) (a * b));
	ck_assert (integer_binary (OPERATION_MINUS, u8, a, b, &r));
	ck_assert_uint_eq (r, (uint8_t) (a - b));
	ck_assert (integer_binary (OPERATION_SHIFT_LEFT, u8, a, b, &r)
		   == (b < 8));
	if (b < 8)
	  ck_assert_uint_eq (r, (uint8_t) (a << b));
      }
}
END_TEST

START_TEST (test_64_bits)
{
  struct integer_type s = { 64, false, false }, u = { 64, true, true };
  uint64_t r, least = (uint64_t) INT64_MIN;

  ck_assert (!integer_binary (OPERATION_PLUS, s, INT64_MAX, 1, &r));
  ck_assert (!integer_binary (OPERATION_TRUNC_DIVIDE, s, least, UINT64_MAX,
			      &r));
  ck_assert (!integer_binary (OPERATION_TRUNC_MODULO, s, least, UINT64_MAX,
			      &r));
  ck_assert (!integer_unary (OPERATION_NEGATE, s, least, &r));
  ck_assert (integer_binary (OPERATION_MULTIPLY, u, UINT64_MAX, UINT64_MAX,
			     &r));
  ck_assert_uint_eq (r, 1);
  ck_assert (integer_binary (OPERATION_PLUS, u, UINT64_MAX, 1, &r));
  ck_assert_uint_eq (r, 0);
}
END_TEST

/* Given programs.  */

/* A diamond: 2 to 3 if true, to 4 if not, both to 5.  */
static void
diamond (struct cfg *c, uint32_t at, uint32_t join)
{
  cfg_edge (c, at, at + 1, EDGE_IS_TRUE);
  cfg_edge (c, at, at + 2, EDGE_IS_FALSE);
  cfg_edge (c, at + 1, join, EDGE_IS_FALLTHRU);
  cfg_edge (c, at + 2, join, EDGE_IS_FALLTHRU);
}

static void
expect_blocks (struct cfg *c, const char *executable)
{
  struct ask a;
  size_t size;
  const struct executable_edges *e;

  ask_init (&a, c);
  e = ask_value (&a, QUERY_ID_executable_edges, &size);
  ck_assert (executable_edges_verify (e, size));
  ck_assert (!executable_edges_verify (e, size - 1));
  ck_assert_uint_eq (e->n_blocks, strlen (executable));
  for (uint32_t i = 0; i < e->n_blocks; i++)
    ck_assert_msg (executable_edges_block (e)[i] == (executable[i] == '1'),
		   "block %u", (unsigned) i);
  ask_release (&a);
}

START_TEST (test_constant_branch)
{
  struct cfg c;
  uint32_t x;

  cfg_init (&c);
  cfg_edge (&c, 0, 2, EDGE_IS_FALLTHRU);
  diamond (&c, 2, 1);
  x = body_binary (&c, 2, OPERATION_MULTIPLY, cfg_number (&c, 6),
	      cfg_number (&c, 7));
  body_cond (&c, 2, OPERATION_LESS, x, cfg_number (&c, 42));
  expect_blocks (&c, "11101");
}
END_TEST

/* A test that a branch above has decided.  */
START_TEST (test_implied_branch)
{
  static const struct { enum operation op; bool is_true, is_swapped; } cases[]
    = { { OPERATION_LESS_EQUAL, true, false },
	{ OPERATION_NOT_EQUAL, true, false },
	{ OPERATION_GREATER, true, true },
	{ OPERATION_EQUAL, false, false },
	{ OPERATION_GREATER_EQUAL, false, false } };
  struct cfg c;
  uint32_t p, q;

  cfg_init (&c);
  cfg_edge (&c, 0, 2, EDGE_IS_FALLTHRU);
  cfg_edge (&c, 2, 3, EDGE_IS_TRUE);
  cfg_edge (&c, 2, 1, EDGE_IS_FALSE);
  diamond (&c, 3, 1);
  p = body_parameter (&c);
  q = body_parameter (&c);
  body_cond (&c, 2, OPERATION_LESS, p, q);
  if (cases[_i].is_swapped)
    body_cond (&c, 3, cases[_i].op, q, p);
  else
    body_cond (&c, 3, cases[_i].op, p, q);
  expect_blocks (&c, cases[_i].is_true ? "111110" : "111101");
}
END_TEST

/* What comes round a loop is unknown, even if it is the same.  */
START_TEST (test_loop)
{
  struct cfg c;
  uint32_t i, o[2], next;

  cfg_init (&c);
  cfg_edge (&c, 0, 2, EDGE_IS_FALLTHRU);
  cfg_edge (&c, 2, 3, EDGE_IS_TRUE);
  cfg_edge (&c, 2, 4, EDGE_IS_FALSE);
  cfg_edge (&c, 3, 2, EDGE_IS_FALLTHRU);
  cfg_edge (&c, 4, 1, EDGE_IS_FALLTHRU);
  i = cfg_name (&c, 0);
  next = cfg_name (&c, 0);
  o[0] = cfg_number (&c, 0);
  o[1] = next;
  cfg_statement (&c, 2, STATEMENT_PHI, OPERATION_COPY, i, o, 2);
  body_cond (&c, 2, OPERATION_LESS, i, cfg_number (&c, 10));
  o[0] = i;
  o[1] = cfg_number (&c, 1);
  cfg_statement (&c, 3, STATEMENT_ASSIGN, OPERATION_PLUS, next, o, 2)->type
    = 0;
  expect_blocks (&c, "11111");
}
END_TEST

/* The same expression has the same value.  */
START_TEST (test_equal_expressions)
{
  struct cfg c;
  uint32_t p, q;

  cfg_init (&c);
  cfg_edge (&c, 0, 2, EDGE_IS_FALLTHRU);
  diamond (&c, 2, 1);
  p = body_parameter (&c);
  q = body_parameter (&c);
  body_cond (&c, 2, OPERATION_EQUAL, body_binary (&c, 2, OPERATION_PLUS, p, q),
	body_binary (&c, 2, OPERATION_PLUS, p, q));
  expect_blocks (&c, "11110");
}
END_TEST

/* Random programs.  */

static void
expect_executable (struct body_run *r, uint32_t edge)
{
  const struct executable_edges *e = r->data;

  ck_assert (executable_edges_edge (e)[edge]);
  ck_assert (executable_edges_block (e)
	       [snapshot_edges (r->s)[edge].destination]);
}

START_TEST (test_random_programs)
{
  uint32_t never = 0;

  for (int round = 0; round < ROUNDS; round++)
    {
      uint64_t seed = (uint64_t) round * 7919 + 1;
      struct random_body p = { .seed = seed };
      struct ask a;
      struct body_run r;
      const struct executable_edges *e;
      size_t size;

      random_body_make (&p);
      ask_init (&a, &p.c);
      e = ask_value (&a, QUERY_ID_executable_edges, &size);
      body_run_init (&r, a.body);
      r.take = expect_executable;
      r.data = (void *) e;
      for (int i = 0; i < RUNS; i++)
	{
	  int64_t first = (int64_t) random_below (&p.seed, 9) - 4;

	  body_run (&r, first, (int64_t) random_below (&p.seed, 9) - 4);
	}
      for (uint32_t i = 2; i < e->n_blocks; i++)
	never += !executable_edges_block (e)[i];
      body_run_release (&r);
      ask_release (&a);
    }
  /* It does find something.  */
  ck_assert_uint_gt (never, ROUNDS);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("executable-edges");
  TCase *cases = tcase_create ("executable-edges");
  tcase_set_timeout (cases, 300);
  tcase_add_test (cases, test_signed);
  tcase_add_test (cases, test_unsigned);
  tcase_add_test (cases, test_64_bits);
  tcase_add_test (cases, test_constant_branch);
  tcase_add_loop_test (cases, test_implied_branch, 0, 5);
  tcase_add_test (cases, test_loop);
  tcase_add_test (cases, test_equal_expressions);
  tcase_add_test (cases, test_random_programs);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
