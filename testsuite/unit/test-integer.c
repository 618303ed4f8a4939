/* test-integer.c - integers of any width against GMP's own and against C's.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <gmp.h>
#include <stdlib.h>
#include <string.h>

#include "passes/integer.h"
#include "testsuite/unit/cfg.h"
#include "testsuite/unit/suite.h"

#define ROUNDS 20000

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

static const char *
text_of (struct integer a)
{
  static char text[8][6000];
  static unsigned next;
  struct buffer out = BUFFER_INIT;
  char *t = text[next++ % 8];
  integer_text (a, &out);
  buffer_add_zero (&out, 1);
  ck_assert_uint_lt (out.size, sizeof *text);
  memcpy (t, out.bytes, out.size);
  buffer_release (&out);
  return t;
}

static void
expect (struct integer a, const mpz_t value, const char *what)
{
  char *text = mpz_get_str (NULL, 10, value);
  ck_assert_msg (strcmp (text_of (a), text) == 0, "%s: %s, not %s", what,
		 text_of (a), text);
  ck_assert_int_eq (integer_sign (a), mpz_sgn (value));
  ck_assert_uint_eq (integer_width (a),
		     mpz_sgn (value) ? mpz_sizeinbase (value, 2) : 0);
  free (text);
}

/* A number of up to WIDEST bits, often next to a power of two or to a limb's
   border; the same as an mpz.  */
static struct integer
random_integer (uint64_t *seed, uint32_t widest, mpz_t value)
{
  uint32_t width = random_below (seed, widest + 1);
  struct integer a = integer_of (0);
  mpz_set_ui (value, 0);
  if (random_below (seed, 3) == 0)
    width = width / 64 * 64 + random_below (seed, 2);
  if (random_below (seed, 2))
    {
      a = integer_shift_left (&m, integer_of (1), width);
      mpz_setbit (value, width);
    }
  else
    for (uint32_t i = 0; i < width; i += 32)
      {
	uint32_t bits = random_below (seed, UINT32_MAX);
	a = integer_shift_left (&m, a, 32);
	a = integer_add (&m, a, integer_of (bits));
	mpz_mul_2exp (value, value, 32);
	mpz_add_ui (value, value, bits);
      }
  int more = (int) random_below (seed, 5) - 2;
  a = integer_add (&m, a, integer_of (more));
  if (more < 0)
    mpz_sub_ui (value, value, (unsigned) -more);
  else
    mpz_add_ui (value, value, (unsigned) more);
  if (random_below (seed, 2))
    {
      a = integer_negate (a);
      mpz_neg (value, value);
    }
  expect (a, value, "number");
  return a;
}

static void
check_quotients (struct integer a, struct integer b, const mpz_t x,
		 const mpz_t y, mpz_t z, mpz_t w)
{
  struct integer rest, twice;
  if (!mpz_sgn (y))
    return;
  mpz_tdiv_qr (z, w, x, y);
  expect (integer_divide (&m, ROUND_TO_ZERO, a, b, &rest), z, "to zero");
  expect (rest, w, "rest to zero");
  mpz_fdiv_qr (z, w, x, y);
  expect (integer_divide (&m, ROUND_DOWN, a, b, &rest), z, "down");
  expect (rest, w, "rest down");
  mpz_cdiv_qr (z, w, x, y);
  expect (integer_divide (&m, ROUND_UP, a, b, &rest), z, "up");
  expect (rest, w, "rest up");
  /* The nearest leaves no more than half of the divisor.  */
  struct integer q = integer_divide (&m, ROUND_NEAREST, a, b, &rest);
  ck_assert (integer_equal (integer_add (&m, integer_multiply (&m, q, b),
					 rest), a));
  twice = integer_add (&m, rest, rest);
  if (integer_sign (twice) < 0)
    twice = integer_negate (twice);
  ck_assert (integer_compare (twice, integer_sign (b) < 0 ? integer_negate (b)
							  : b) <= 0);
}

static void
check_pair (uint64_t *seed, mpz_t x, mpz_t y, mpz_t z, mpz_t w)
{
  uint32_t widest = random_below (seed, 2) ? 70 : 400;
  struct integer a = random_integer (seed, widest, x);
  struct integer b = random_integer (seed, widest, y);
  uint32_t count = random_below (seed, 200);
  int order = mpz_cmp (x, y);

  ck_assert_int_eq ((integer_compare (a, b) > 0)
		    - (integer_compare (a, b) < 0),
		    (order > 0) - (order < 0));
  mpz_add (z, x, y);
  expect (integer_add (&m, a, b), z, "sum");
  mpz_sub (z, x, y);
  expect (integer_subtract (&m, a, b), z, "difference");
  mpz_mul (z, x, y);
  expect (integer_multiply (&m, a, b), z, "product");
  check_quotients (a, b, x, y, z, w);
  mpz_and (z, x, y);
  expect (integer_bitwise (&m, INTEGER_AND, a, b), z, "and");
  mpz_ior (z, x, y);
  expect (integer_bitwise (&m, INTEGER_OR, a, b), z, "or");
  mpz_xor (z, x, y);
  expect (integer_bitwise (&m, INTEGER_XOR, a, b), z, "xor");
  mpz_mul_2exp (z, x, count);
  expect (integer_shift_left (&m, a, count), z, "left");
  mpz_fdiv_q_2exp (z, x, count);
  expect (integer_shift_right (&m, a, count), z, "right");
  mpz_fdiv_r_2exp (z, x, count + 1);
  expect (integer_reduce (&m, a, count + 1, true), z, "unsigned");
  if (mpz_tstbit (z, count))
    {
      mpz_set_ui (w, 0);
      mpz_setbit (w, count + 1);
      mpz_sub (z, z, w);
    }
  expect (integer_reduce (&m, a, count + 1, false), z, "signed");
}

START_TEST (test_against_gmp)
{
  mpz_t x, y, z, w;
  uint64_t seed = 1;
  mpz_inits (x, y, z, w, NULL);
  for (int i = 0; i < ROUNDS; i++)
    {
      struct arena_mark mark = arena_mark (&arena);
      check_pair (&seed, x, y, z, w);
      arena_cut (&arena, mark);
    }
  mpz_clears (x, y, z, w, NULL);
}
END_TEST

START_TEST (test_bounds)
{
  static const struct { uint32_t precision; bool is_unsigned;
			const char *least, *greatest; } types[]
    = { { 1, true, "0", "1" }, { 1, false, "-1", "0" },
	{ 8, false, "-128", "127" }, { 32, true, "0", "4294967295" },
	{ 64, false, "-9223372036854775808", "9223372036854775807" },
	{ 64, true, "0", "18446744073709551615" },
	{ 128, false, "-170141183460469231731687303715884105728",
	  "170141183460469231731687303715884105727" },
	{ 128, true, "0", "340282366920938463463374607431768211455" } };
  for (unsigned i = 0; i < sizeof types / sizeof *types; i++)
    {
      ck_assert_str_eq (text_of (integer_least (&m, types[i].precision,
						types[i].is_unsigned)),
			types[i].least);
      ck_assert_str_eq (text_of (integer_greatest (&m, types[i].precision,
						   types[i].is_unsigned)),
			types[i].greatest);
    }
}
END_TEST

/* As a snapshot keeps constants.  */
START_TEST (test_limbs)
{
  static const uint64_t limbs[3] = { 0, UINT64_MAX, 0 };
  ck_assert_str_eq (text_of (integer_of_limbs (&m, limbs, 1, false)), "0");
  ck_assert_str_eq (text_of (integer_of_limbs (&m, limbs + 1, 1, false)),
		    "-1");
  ck_assert_str_eq (text_of (integer_of_limbs (&m, limbs + 1, 1, true)),
		    "18446744073709551615");
  ck_assert_str_eq (text_of (integer_of_limbs (&m, limbs, 2, false)),
		    "-18446744073709551616");
  ck_assert_str_eq (text_of (integer_of_limbs (&m, limbs, 3, false)),
		    "340282366920938463444927863358058659840");
  ck_assert_str_eq (text_of (integer_of_limbs (&m, limbs, 2, true)),
		    "340282366920938463444927863358058659840");
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("integer");
  TCase *cases = tcase_create ("integer");
  tcase_add_checked_fixture (cases, set_up, tear_down);
  tcase_set_timeout (cases, 300);
  tcase_add_test (cases, test_against_gmp);
  tcase_add_test (cases, test_bounds);
  tcase_add_test (cases, test_limbs);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
