/* test-counter-wrap.c - loop counters that never get past their bound.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Loops over counters of a few bits are run: one that is found must never end,
   and one whose bound its counter never comes to must be found.  */

#include <string.h>

#include "testsuite/unit/ask.h"
#include "testsuite/unit/suite.h"
#include "testsuite/unit/typed.h"

/* for (i = START; i OP BOUND; i += STEP), where i is converted to what it is
   compared with.  */
struct counting
{
  uint32_t bits, compared_bits;
  bool is_unsigned, is_compared_unsigned;
  bool is_late;			/* do ... while: what is compared is behind the
				   step.  */
  bool is_swapped;		/* BOUND OP i.  */
  bool is_negated;		/* if (i OP BOUND) break: it stays while not.  */
  enum operation op;
  int64_t start, step, bound;
};

static struct cfg c;

/* VALUE as a type of BITS.  */
static int64_t
wrapped (int64_t value, uint32_t bits, bool is_unsigned)
{
  uint64_t mask = (UINT64_C (1) << bits) - 1, v = (uint64_t) value & mask;

  return is_unsigned || !(v >> (bits - 1)) ? (int64_t) v : (int64_t) (v | ~mask);
}

static void
make (const struct counting *l)
{
  /* C counts what is narrower than int in unsigned types.  */
  uint32_t flags = TYPE_WRAPS | (l->is_unsigned ? TYPE_IS_UNSIGNED : 0);
  uint32_t type, compared_type, decl, i, next, seen, bound;

  cfg_init (&c);
  cfg_parse (&c, "0>2 2>3 4>3 5>1");
  type = typed_integer (&c, l->bits, flags);
  compared_type = typed_integer (&c, l->compared_bits,
				 l->is_compared_unsigned
				 ? TYPE_IS_UNSIGNED | TYPE_WRAPS : 0);
  decl = typed_variable (&c, DECL_VARIABLE, "i", type, 0);
  i = typed_name (&c, type, decl);
  next = typed_name (&c, type, decl);
  seen = typed_name (&c, compared_type, NONE);
  bound = typed_number (&c, compared_type, l->bound);
  typed_phi (&c, 3, i, typed_number (&c, type, l->start), next);
  if (l->is_late)
    typed_assign (&c, 3, next, OPERATION_PLUS, i,
		  typed_number (&c, type, l->step));
  typed_assign (&c, 3, seen, OPERATION_CONVERT, l->is_late ? next : i, 0);
  typed_branch (&c, 3, l->op, l->is_swapped ? bound : seen,
		l->is_swapped ? seen : bound, l->is_negated ? 5 : 4,
		l->is_negated ? 4 : 5);
  if (!l->is_late)
    typed_assign (&c, 4, next, OPERATION_PLUS, i,
		  typed_number (&c, type, l->step));
}

static bool
compare (enum operation op, int64_t a, int64_t b)
{
  switch (op)
    {
    case OPERATION_LESS:
      return a < b;
    case OPERATION_LESS_EQUAL:
      return a <= b;
    case OPERATION_GREATER:
      return a > b;
    case OPERATION_GREATER_EQUAL:
      return a >= b;
    case OPERATION_EQUAL:
      return a == b;
    default:
      return a != b;
    }
}

/* Whether L runs for ever.  What wraps is small: so after as many rounds as it has
   values it has been everywhere.  */
static bool
is_endless (const struct counting *l)
{
  int64_t i = l->start;

  for (int64_t round = 0; round <= 1 << l->bits; round++)
    {
      int64_t next = wrapped (i + l->step, l->bits, l->is_unsigned);
      int64_t seen = wrapped (l->is_late ? next : i, l->compared_bits,
			      l->is_compared_unsigned);

      if (compare (l->op, l->is_swapped ? l->bound : seen,
		   l->is_swapped ? seen : l->bound) == l->is_negated)
	return false;
      i = next;
    }
  return true;
}

/* What must be found: i < BOUND where no value of i's type is as large.  */
static bool
is_plain (const struct counting *l)
{
  enum operation up = l->is_swapped ? OPERATION_GREATER : OPERATION_LESS;

  return l->op == up && !l->is_negated && l->step > 0
	 && l->bound >= 1 << l->bits && l->compared_bits > l->bits
	 && (l->is_unsigned || !l->is_compared_unsigned);
}

static struct counting
any_loop (uint64_t *seed)
{
  static const uint32_t bits[] = { 1, 2, 3, 5, 8 }, wide[] = { 8, 9, 16, 31 };
  struct counting l;

  l.bits = bits[random_below (seed, 5)];
  l.compared_bits = random_below (seed, 4) ? wide[random_below (seed, 4)]
		    : l.bits;
  l.is_unsigned = random_below (seed, 2);
  l.is_compared_unsigned = random_below (seed, 2);
  l.is_late = random_below (seed, 2);
  l.is_swapped = random_below (seed, 2);
  l.is_negated = random_below (seed, 2);
  l.op = OPERATION_LESS + random_below (seed, 6);
  l.start = wrapped (random_below (seed, 400), l.bits, l.is_unsigned);
  l.step = wrapped ((int64_t) random_below (seed, 9) - 4, l.bits,
		    l.is_unsigned);
  l.bound = wrapped ((int64_t) random_below (seed, 600) - 50,
		     l.compared_bits, l.is_compared_unsigned);
  return l;
}

START_TEST (test_runs)
{
  unsigned n_found = 0, n_plain = 0, rounds = is_long () ? 1000000 : 20000;
  uint64_t seed = 9;

  for (unsigned i = 0; i < rounds; i++)
    {
      struct counting l = any_loop (&seed);
      bool is_found;
      struct ask a;

      make (&l);
      ask_init (&a, &c);
      is_found = ask_findings (&a, QUERY_ID_counter_wrap)->n_findings > 0;
      ask_release (&a);
      if ((is_found && !is_endless (&l)) || (!is_found && is_plain (&l)))
	ck_abort_msg ("%s: %u to %u bits, unsigned %d %d, late %d, "
		      "swapped %d, negated %d, operation %u, "
		      "%lld by %lld to %lld", is_found ? "found" : "missed",
		      l.bits, l.compared_bits, l.is_unsigned,
		      l.is_compared_unsigned, l.is_late, l.is_swapped,
		      l.is_negated, (unsigned) l.op, (long long) l.start,
		      (long long) l.step, (long long) l.bound);
      n_found += is_found;
      n_plain += is_plain (&l);
    }
  ck_assert_uint_gt (n_plain, rounds / 200);
  ck_assert_uint_gt (n_found, 2 * n_plain);
}
END_TEST

/* i of BITS against a bound one bit beyond it, in a type twice as wide.  Where
   that has more than 64 bits nothing is said.  */
START_TEST (test_widths)
{
  static const uint32_t bits[] = { 1, 7, 8, 31, 32, 63, 64, 65, 128 };
  uint32_t n = bits[_i], wide, limb;
  struct snap_constant bound = { .kind = CONSTANT_INTEGER };
  const struct findings *f;
  uint32_t type, decl, i, next, seen;
  struct ask a;

  cfg_init (&c);
  cfg_parse (&c, "0>2 2>3 4>3 5>1");
  type = typed_integer (&c, n, TYPE_IS_UNSIGNED | TYPE_WRAPS);
  wide = typed_integer (&c, 2 * n, TYPE_IS_UNSIGNED | TYPE_WRAPS);
  decl = typed_variable (&c, DECL_VARIABLE, "i", type, 0);
  i = typed_name (&c, type, decl);
  next = typed_name (&c, type, decl);
  seen = typed_name (&c, wide, NONE);
  bound.type = wide;
  bound.count = (2 * n + 63) / 64;
  bound.first = builder_n_limbs (&c.builder);
  for (limb = 0; limb < bound.count; limb++)
    {
      uint64_t value = limb == n / 64 ? UINT64_C (1) << n % 64 : 0;

      builder_add_limbs (&c.builder, &value);
    }
  typed_phi (&c, 3, i, typed_number (&c, type, 0), next);
  typed_assign (&c, 3, seen, OPERATION_CONVERT, i, 0);
  typed_branch (&c, 3, OPERATION_LESS, seen,
		OPERAND (OPERAND_CONSTANT,
			 builder_add_constants (&c.builder, &bound)), 4, 5);
  typed_assign (&c, 4, next, OPERATION_PLUS, i, typed_number (&c, type, 1));
  ask_init (&a, &c);
  f = ask_findings (&a, QUERY_ID_counter_wrap);
  ck_assert_uint_eq (f->n_findings, n <= 32 ? 2 : 0);
  if (n == 32)
    ck_assert_msg (strstr (ask_text (&a, f, 1), "from 0 to 4294967295"),
		   "%s", ask_text (&a, f, 1));
  ask_release (&a);
}
END_TEST

/* Nothing is said of a counter that nobody has named (0); of a loop with another
   way out (1), abnormal (2); of two entries, which is none (3); of one that is
   never reached (4).  */
START_TEST (test_silent)
{
  uint32_t type, wide, decl, i, next, seen, go, start;

  cfg_init (&c);
  type = typed_integer (&c, 8, TYPE_IS_UNSIGNED | TYPE_WRAPS);
  wide = typed_integer (&c, 32, 0);
  decl = typed_variable (&c, DECL_VARIABLE, "i", type, 0);
  i = typed_name (&c, type, _i == 0 ? NONE : decl);
  next = typed_name (&c, type, _i == 0 ? NONE : decl);
  seen = typed_name (&c, wide, NONE);
  start = typed_number (&c, type, 0);
  go = typed_parameter (&c, "go", 0, 0);
  cfg_parse (&c, _i == 4 ? "0>1 2>3 5>1" : _i == 3 ? "0>2 5>1"
	     : "0>2 2>3 5>1");
  if (_i == 3)
    typed_branch (&c, 2, OPERATION_EQUAL, go, cfg_number (&c, 0), 3, 4);
  typed_phi (&c, 3, i, start, next);
  typed_assign (&c, 3, seen, OPERATION_CONVERT, i, 0);
  typed_branch (&c, 3, OPERATION_LESS, seen, typed_number (&c, wide, 300),
		4, 5);
  if (_i == 3)
    {
      uint32_t late = typed_name (&c, type, decl);

      typed_phi (&c, 4, late, start, i);
      typed_assign (&c, 4, next, OPERATION_PLUS, late,
		    typed_number (&c, type, 1));
    }
  else
    typed_assign (&c, 4, next, OPERATION_PLUS, i,
		  typed_number (&c, type, 1));
  if (_i == 1)
    typed_branch (&c, 4, OPERATION_EQUAL, go, cfg_number (&c, 0), 5, 3);
  else
    cfg_parse (&c, _i == 2 ? "4>3,5!" : "4>3");
  ask_expect (&c, QUERY_ID_counter_wrap, "");
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("counter-wrap");
  TCase *cases = tcase_create ("counter-wrap");

  tcase_set_timeout (cases, 900);
  tcase_add_test (cases, test_runs);
  tcase_add_loop_test (cases, test_widths, 0, 9);
  tcase_add_loop_test (cases, test_silent, 0, 5);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
