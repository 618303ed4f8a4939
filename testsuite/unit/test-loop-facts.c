/* test-loop-facts.c - ways out of loops, what loops keep, and what they count.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/loop-counter.h"
#include "passes/loop-values.h"
#include "testsuite/unit/ask.h"
#include "testsuite/unit/suite.h"

static struct ask ask;

static const struct loops *
loops_of (struct cfg *c)
{
  ask_init (&ask, c);
  return ask_value (&ask, QUERY_ID_loops, NULL);
}

static void
teardown (void)
{
  ask_release (&ask);
}

/* The sources of the edges that leave LOOP, as digits.  */
static const char *
exits (const struct loop_exits *x, uint32_t loop)
{
  static char text[16];
  unsigned n = 0;

  for (uint32_t i = x->first[loop]; i > 0; i = x->item[i - 1].next)
    text[n++]
      = (char) ('0' + snapshot_edges (ask.body)[x->item[i - 1].edge].source);
  text[n] = '\0';
  return text;
}

/* The inner loop is 3 and 4, the outer one has 2 and 5 as well; from 4 both are
   left at once, too.  */
START_TEST (test_exits)
{
  struct cfg c;
  struct scratch m;
  struct loop_exits x;

  cfg_init (&c);
  cfg_parse (&c, "0>2 2>3 3>4,5 4>3,6 5>2,6 6>1");
  const struct loops *loops = loops_of (&c);
  const struct dominators *d = ask_value (&ask, QUERY_ID_dominators, NULL);
  m = scratch_of_arena (&ask.arena);
  loop_exits_find (&x, ask.body, loops, &m);
  ck_assert_uint_eq (loops->n_loops, 2);
  ck_assert_str_eq (exits (&x, 0), "45");
  ck_assert_str_eq (exits (&x, 1), "34");
  ck_assert (loop_contains (loops, 0, 4) && loop_contains (loops, 1, 4));
  ck_assert (loop_contains (loops, 0, 5) && !loop_contains (loops, 1, 5));
  ck_assert (!loop_contains (loops, 0, 6) && !loop_contains (loops, 0, 0));
  ck_assert (loop_always_comes_to (ask.body, loops, d, 0, 3));
  ck_assert (!loop_always_comes_to (ask.body, loops, d, 0, 4));
  ck_assert (loop_always_comes_to (ask.body, loops, d, 1, 4));
}
END_TEST

/* A loop of block 3 with i = phi (0, j); j = i + STEP; k = p + 1; p comes from
   outside.  */
struct counting
{
  struct cfg c;
  uint32_t i, j, k, p;
};

static void
count (struct counting *l, enum operation operation, int64_t step)
{
  cfg_init (&l->c);
  cfg_parse (&l->c, "0>2 2>3 4>1");
  cfg_edge (&l->c, 3, 3, EDGE_IS_TRUE);
  cfg_edge (&l->c, 3, 4, EDGE_IS_FALSE);
  l->p = cfg_name (&l->c, SSA_IS_DEFAULT);
  l->i = cfg_name (&l->c, 0);
  l->j = cfg_name (&l->c, 0);
  l->k = cfg_name (&l->c, 0);
  const uint32_t phi[2] = { cfg_number (&l->c, 0), l->j };
  const uint32_t next[2] = { l->i, cfg_number (&l->c, step) };
  const uint32_t same[2] = { l->p, cfg_number (&l->c, 1) };
  const uint32_t compared[2] = { l->j, l->p };
  cfg_statement (&l->c, 3, STATEMENT_PHI, OPERATION_COPY, l->i, phi, 2);
  cfg_statement (&l->c, 3, STATEMENT_ASSIGN, operation, l->j, next, 2);
  cfg_statement (&l->c, 3, STATEMENT_ASSIGN, OPERATION_PLUS, l->k, same, 2);
  cfg_statement (&l->c, 3, STATEMENT_COND, OPERATION_LESS,
		 OPERAND (OPERAND_NONE, 0), compared, 2);
}

START_TEST (test_counter)
{
  static const struct
  {
    enum operation operation;
    int64_t step, expected;
  } cases[] = {
    { OPERATION_PLUS, 3, 3 }, { OPERATION_MINUS, 3, -3 },
    { OPERATION_PLUS, -1, -1 }, { OPERATION_PLUS, 0, 0 },
    { OPERATION_MULTIPLY, 2, 0 }
  };
  struct counting l;
  struct loop_counter c;
  uint32_t bare;

  count (&l, cases[_i].operation, cases[_i].step);
  const struct loops *loops = loops_of (&l.c);
  bool found = loop_counter_of_operand (ask.body, loops, 0, l.j, &c, &bare);
  ck_assert (found == (cases[_i].expected != 0));
  if (found)
    {
      ck_assert_int_eq (c.step, cases[_i].expected);
      ck_assert_uint_eq (c.name, operand_index (l.i));
      ck_assert_uint_eq (c.next, operand_index (l.j));
      ck_assert_uint_eq (bare, operand_index (l.j));
    }
  ck_assert (!loop_counter_of_operand (ask.body, loops, 0, l.p, &c, &bare));
  ck_assert (!loop_counter_of_operand (ask.body, loops, 0, l.k, &c, &bare));
}
END_TEST

START_TEST (test_kept)
{
  struct counting l;
  struct loop_values v;
  struct scratch m;

  count (&l, OPERATION_PLUS, 1);
  const struct loops *loops = loops_of (&l.c);
  m = scratch_of_arena (&ask.arena);
  loop_values_init (&v, ask.body, loops, &m);
  v.loop = 0;
  ck_assert (loop_keeps_operand (&v, l.p));
  ck_assert (loop_keeps_operand (&v, l.k));
  ck_assert (!loop_keeps_operand (&v, l.i));
  ck_assert (!loop_keeps_operand (&v, l.j));
  /* Its condition compares J.  */
  ck_assert (!loop_keeps_statement (&v, snapshot_n_statements (ask.body) - 1));
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("loop facts");
  TCase *t = tcase_create ("loop facts");

  tcase_add_checked_fixture (t, NULL, teardown);
  tcase_add_test (t, test_exits);
  tcase_add_loop_test (t, test_counter, 0, 5);
  tcase_add_test (t, test_kept);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
