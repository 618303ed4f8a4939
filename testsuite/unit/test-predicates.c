/* test-predicates.c - conditions hold where they are said to hold.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Literals over small integers are compared with the truth, by enumeration;
   what is said of the edges and blocks of random functions with what is the
   case when they are run.  */

#include <stdlib.h>
#include <string.h>

#include "testsuite/unit/ask.h"
#include "testsuite/unit/random-body.h"
#include "testsuite/unit/suite.h"

#define ROUNDS 1200
#define RUNS 12

/* Literals.  */

/* The literal (name 0 & MASK) HOLDS B, of 3 bits.  */
static struct literal
small_literal (uint32_t holds, uint64_t b, uint64_t mask, bool is_unsigned)
{
  struct literal l;

  memset (&l, 0, sizeof l);
  l.a.kind = KNOWN_NAME;
  l.b.kind = KNOWN_CONSTANT;
  l.b.bits = b;
  l.mask = mask;
  l.holds = holds;
  l.is_exact = 1;
  l.is_unsigned = is_unsigned;
  l.precision = 3;
  return l;
}

static bool
is_true (const struct literal *l, int64_t x)
{
  int64_t a = l->mask == UINT64_MAX ? x : (int64_t) (x & (int64_t) l->mask);
  int64_t b = (int64_t) l->b.bits;

  return l->holds & (a < b ? ORDER_LESS : a > b ? ORDER_GREATER
						: ORDER_EQUAL);
}

static struct literal
random_literal (uint64_t *seed, bool is_unsigned)
{
  int64_t least = is_unsigned ? 0 : -4;
  int64_t b = least + random_below (seed, 8);
  uint64_t mask = UINT64_MAX;

  if (is_unsigned && random_below (seed, 3) == 0)
    {
      mask = random_below (seed, 8);
      b &= (int64_t) mask;
    }
  return small_literal (1 + random_below (seed, 6), (uint64_t) b, mask,
			is_unsigned);
}

/* What excludes, excludes; and of two unmasked literals nothing is missed.  */
START_TEST (test_literals)
{
  uint64_t seed = 5;
  unsigned n_excluded = 0;

  for (int round = 0; round < 20000; round++)
    {
      bool is_unsigned = round & 1, possible = false, implied = true;
      uint32_t n = 1 + random_below (&seed, 3);
      struct literal set[3], l = random_literal (&seed, is_unsigned);
      struct literal opposite = literal_opposite (&l);
      bool excluded;

      for (uint32_t i = 0; i < n; i++)
	set[i] = random_literal (&seed, is_unsigned);
      for (int64_t x = is_unsigned ? 0 : -4; x < (is_unsigned ? 8 : 4); x++)
	{
	  bool all = true;

	  for (uint32_t i = 0; i < n; i++)
	    all &= is_true (&set[i], x);
	  possible |= all && is_true (&l, x);
	  implied &= !is_true (&set[0], x) || is_true (&l, x);
	  ck_assert (is_true (&l, x) != is_true (&opposite, x));
	}
      excluded = literals_exclude (set, n, &l);
      n_excluded += excluded;
      ck_assert (!(excluded && possible));
      if (l.mask == UINT64_MAX && n == 1 && set[0].mask == UINT64_MAX)
	ck_assert (excluded != possible);
      ck_assert (!literal_implies (&set[0], &l) || implied);
    }
  ck_assert_uint_gt (n_excluded, 1000);
}
END_TEST

/* Bits that must be zero, and one value.  */
START_TEST (test_masks)
{
  struct literal low = small_literal (ORDER_EQUAL, 0, 3, true);
  struct literal one = small_literal (ORDER_LESS | ORDER_GREATER, 0, 1, true);
  struct literal five = small_literal (ORDER_EQUAL, 5, UINT64_MAX, true);
  struct literal four = small_literal (ORDER_EQUAL, 4, UINT64_MAX, true);

  ck_assert (literals_exclude (&low, 1, &one));
  ck_assert (literals_exclude (&low, 1, &five));
  ck_assert (!literals_exclude (&low, 1, &four));
  ck_assert (!literals_exclude (&one, 1, &five));
}
END_TEST

/* Conditions.  */

static void
expect_condition (const struct predicate *c, bool (*wanted) (int, int))
{
  for (int x = -4; x < 4; x++)
    for (int y = -4; y < 4; y++)
      {
	bool any = false;

	for (uint32_t i = 0; i < c->count; i++)
	  {
	    bool all = true;

	    for (uint32_t j = 0; j < c->chain[i].count; j++)
	      all &= is_true (&c->chain[i].literal[j],
			      c->chain[i].literal[j].a.index ? y : x);
	    any |= all;
	  }
	ck_assert_int_eq (any, wanted (x, y));
      }
}

static bool
either (int x, int y)
{
  return x < 1 || y == 2;
}

static bool
only_first (int x, int y)
{
  (void) y;
  return x < 1;
}

START_TEST (test_conditions)
{
  struct literal x = small_literal (ORDER_LESS, 1, UINT64_MAX, false);
  struct literal y = small_literal (ORDER_EQUAL, 2, UINT64_MAX, false);
  struct literal not_x = literal_opposite (&x), not_y;
  struct predicate a, b, c;

  y.a.index = 1;
  not_y = literal_opposite (&y);
  /* x or (not x and y): the second way needs no x.  */
  predicate_set_true (&a);
  predicate_and_literal (&a, &x);
  predicate_set_true (&b);
  predicate_and_literal (&b, &not_x);
  predicate_and_literal (&b, &y);
  c = a;
  predicate_or (&c, &b);
  expect_condition (&c, either);
  ck_assert_uint_eq (c.count, 2);
  ck_assert_uint_eq (c.chain[0].count + c.chain[1].count, 2);
  ck_assert (predicate_implies (&a, &c));
  ck_assert (!predicate_implies (&c, &a));
  ck_assert (predicates_exclude (&a, &b));
  ck_assert (!predicates_exclude (&a, &c));
  /* (x and y) or (x and not y) is x.  */
  b = a;
  predicate_and_literal (&b, &y);
  c = a;
  predicate_and_literal (&c, &not_y);
  predicate_or (&c, &b);
  expect_condition (&c, only_first);
  ck_assert_uint_eq (c.count, 1);
  ck_assert_uint_eq (c.chain[0].count, 1);
  /* x or not x is true.  */
  predicate_set_true (&b);
  predicate_and_literal (&b, &not_x);
  predicate_or (&a, &b);
  ck_assert (predicate_is_true (&a));
}
END_TEST

/* What has no room is true, and says so.  */
START_TEST (test_bounds)
{
  struct predicate c, one;

  predicate_set_false (&c);
  for (uint32_t i = 0; i < PREDICATE_CHAINS + 1; i++)
    {
      struct literal l = small_literal (ORDER_EQUAL, 0, UINT64_MAX, false);

      l.a.index = i;
      predicate_set_true (&one);
      predicate_and_literal (&one, &l);
      predicate_or (&c, &one);
    }
  ck_assert (predicate_is_true (&c));
  ck_assert (c.is_cut);
  predicate_set_true (&c);
  for (uint32_t i = 0; i < CHAIN_LITERALS + 1; i++)
    {
      struct literal l = small_literal (ORDER_EQUAL, 0, UINT64_MAX, false);

      l.a.index = i;
      predicate_and_literal (&c, &l);
    }
  ck_assert_uint_eq (c.chain[0].count, CHAIN_LITERALS);
  ck_assert (c.is_cut);
}
END_TEST

/* Functions.  */

/* a && b as GIMPLE has it in one block: _1 = p < 3; _2 = q > 5; _3 = _1 & _2;
   if (_3 != 0).  */
START_TEST (test_truth_values)
{
  struct cfg c;
  struct ask a;
  struct predicate condition;
  const struct predicates *p;
  uint32_t x, y, both, boolean;
  size_t size;
  struct snap_type type = { .kind = SNAP_TYPE_BOOLEAN, .size_bits = 8,
			    .precision = 1, .flags = TYPE_IS_UNSIGNED,
			    .element = NONE, .main_variant = NONE };

  cfg_init (&c);
  cfg_edge (&c, 0, 2, EDGE_IS_FALLTHRU);
  cfg_edge (&c, 2, 3, EDGE_IS_TRUE);
  cfg_edge (&c, 2, 1, EDGE_IS_FALSE);
  cfg_edge (&c, 3, 1, EDGE_IS_FALLTHRU);
  boolean = builder_add_types (&c.builder, &type);
  x = body_parameter (&c);
  y = body_parameter (&c);
  x = body_binary (&c, 2, OPERATION_LESS, x, cfg_number (&c, 3));
  y = body_binary (&c, 2, OPERATION_GREATER, y, cfg_number (&c, 5));
  both = body_binary (&c, 2, OPERATION_BIT_AND, x, y);
  builder_ssa (&c.builder, operand_index (both))->type = boolean;
  body_cond (&c, 2, _i ? OPERATION_EQUAL : OPERATION_NOT_EQUAL, both,
	     cfg_number (&c, 0));
  ask_init (&a, &c);
  p = ask_value (&a, QUERY_ID_predicates, &size);
  ck_assert (predicates_verify (p, size));
  ck_assert (!predicates_verify (p, size - 1));
  predicates_of_block (p, 3, &condition);
  ck_assert_uint_eq (condition.count, _i ? 2 : 1);
  ck_assert_uint_eq (condition.chain[0].count, _i ? 1 : 2);
  ck_assert_uint_eq (condition.chain[0].literal[0].holds,
		     _i ? ORDER_GREATER | ORDER_EQUAL : ORDER_LESS);
  ck_assert_uint_eq (condition.chain[0].literal[0].b.bits, 3);
  ask_release (&a);
}
END_TEST

/* if (p < q) of real numbers, which have no precision: what follows from that of
   integers does not.  */
START_TEST (test_real_numbers)
{
  struct cfg c;
  struct ask a;
  struct predicate condition;
  uint32_t x, y, real;
  size_t size;
  struct snap_type type = { .kind = SNAP_TYPE_REAL, .size_bits = 64,
			    .precision = 64, .element = NONE,
			    .main_variant = NONE };

  cfg_init (&c);
  cfg_edge (&c, 0, 2, EDGE_IS_FALLTHRU);
  cfg_edge (&c, 2, 3, EDGE_IS_TRUE);
  cfg_edge (&c, 2, 1, EDGE_IS_FALSE);
  cfg_edge (&c, 3, 1, EDGE_IS_FALLTHRU);
  real = builder_add_types (&c.builder, &type);
  x = body_parameter (&c);
  y = body_parameter (&c);
  builder_ssa (&c.builder, operand_index (x))->type = real;
  builder_ssa (&c.builder, operand_index (y))->type = real;
  body_cond (&c, 2, OPERATION_LESS, x, y);
  ask_init (&a, &c);
  predicates_of_block (ask_value (&a, QUERY_ID_predicates, &size), 3,
		       &condition);
  ck_assert_uint_eq (condition.count, 1);
  ck_assert_uint_eq (condition.chain[0].count, 1);
  ck_assert_uint_eq (condition.chain[0].literal[0].holds, ORDER_LESS);
  ck_assert_uint_eq (condition.chain[0].literal[0].precision, 0);
  ask_release (&a);
}
END_TEST

/* The value that stands for a name's, and for all that equal it.  */
struct watched
{
  struct ask *a;
  const struct value *of;
  const uint8_t *executable;
  const struct predicates *predicates;
  const struct dominators *dominators;
  int64_t *value;
  unsigned n_literals;
};

static void
note_values (struct body_run *r)
{
  struct watched *w = r->data;

  for (uint32_t i = 0; i < snapshot_n_ssa (r->s); i++)
    if (w->of[i].kind == KNOWN_NAME && w->of[i].index == i)
      w->value[i] = r->value[i];
}

static bool
holds_now (struct watched *w, const struct literal *l)
{
  int64_t a = l->a.kind == KNOWN_NAME ? w->value[l->a.index]
				      : (int64_t) l->a.bits;
  int64_t b = l->b.kind == KNOWN_NAME ? w->value[l->b.index]
				      : (int64_t) l->b.bits;

  w->n_literals++;
  if (l->mask != UINT64_MAX)
    a &= (int64_t) l->mask;
  return l->holds & (a < b ? ORDER_LESS : a > b ? ORDER_GREATER
						: ORDER_EQUAL);
}

static bool
condition_holds (struct watched *w, const struct predicate *c)
{
  for (uint32_t i = 0; i < c->count; i++)
    {
      bool all = true;

      for (uint32_t j = 0; j < c->chain[i].count; j++)
	all &= holds_now (w, &c->chain[i].literal[j]);
      if (all)
	return true;
    }
  return false;
}

/* Names that have another one's value are told apart by none of both having
   been computed last: so only functions without such names are watched.  */
static bool
has_equal_names (const struct snapshot *s, const struct value *of)
{
  for (uint32_t i = 0; i < snapshot_n_ssa (s); i++)
    if (of[i].kind == KNOWN_NAME && of[i].index != i)
      return true;
  return false;
}

static void
expect_conditions (struct body_run *r, uint32_t edge)
{
  struct watched *w = r->data;
  const struct snap_edge *e = &snapshot_edges (r->s)[edge];
  struct predicate c;

  note_values (r);
  ck_assert (w->executable[edge]);
  predicates_of_edge (w->predicates, edge, &c);
  ck_assert (condition_holds (w, &c));
  /* A back edge does not come from the immediate dominator.  */
  if (dominates (w->dominators, e->destination, e->source))
    return;
  predicates_of_block (w->predicates, e->destination, &c);
  ck_assert (condition_holds (w, &c));
}

START_TEST (test_random_functions)
{
  unsigned n_literals = 0;

  for (int round = 0; round < ROUNDS; round++)
    {
      struct random_body p = { .seed = (uint64_t) round * 104729 + 3 };
      struct ask a;
      struct body_run r;
      struct watched w = { .a = &a };
      const struct value_numbers *numbers;
      size_t size;

      random_body_make (&p);
      ask_init (&a, &p.c);
      numbers = ask_value (&a, QUERY_ID_value_numbers, &size);
      ck_assert (value_numbers_verify (numbers, size));
      ck_assert (!value_numbers_verify (numbers, size - 1));
      w.of = value_numbers_of (numbers);
      w.executable = value_numbers_edge (numbers);
      w.predicates = ask_value (&a, QUERY_ID_predicates, &size);
      ck_assert (predicates_verify (w.predicates, size));
      w.dominators = ask_value (&a, QUERY_ID_dominators, &size);
      w.value = calloc (snapshot_n_ssa (a.body) + 1, sizeof *w.value);
      body_run_init (&r, a.body);
      r.take = expect_conditions;
      r.data = &w;
      for (int i = 0; i < RUNS && !has_equal_names (a.body, w.of); i++)
	{
	  int64_t first = (int64_t) random_below (&p.seed, 9) - 4;

	  body_run (&r, first, (int64_t) random_below (&p.seed, 9) - 4);
	}
      n_literals += w.n_literals;
      body_run_release (&r);
      free (w.value);
      ask_release (&a);
    }
  ck_assert_uint_gt (n_literals, 10000);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("predicates");
  TCase *cases = tcase_create ("predicates");

  tcase_set_timeout (cases, 300);
  tcase_add_test (cases, test_literals);
  tcase_add_test (cases, test_masks);
  tcase_add_test (cases, test_conditions);
  tcase_add_test (cases, test_bounds);
  tcase_add_loop_test (cases, test_truth_values, 0, 2);
  tcase_add_test (cases, test_real_numbers);
  tcase_add_test (cases, test_random_functions);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
