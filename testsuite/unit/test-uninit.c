/* test-uninit.c - undefined values are found on the ways on which they come,
   and on no others.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Random functions with an undefined variable are run: a branch that really
   depends on it must have a finding.  Given ones, in which what is tested before
   a use tells that there is a value, must have none.  */

#include <stdlib.h>
#include <string.h>

#include "testsuite/unit/ask.h"
#include "testsuite/unit/random-body.h"
#include "testsuite/unit/suite.h"

#define ROUNDS 1500
#define RUNS 12

static uint32_t
n_findings (const struct findings *f)
{
  uint32_t n = 0;

  for (uint32_t i = 0; i < f->n_findings; i++)
    n += !(findings_array (f)[i].flags & FINDING_IS_NOTE);
  return n;
}

/* How many findings C's function has; C is released.  */
static uint32_t
count (struct cfg *c)
{
  struct ask a;
  uint32_t n;

  ask_init (&a, c);
  n = n_findings (ask_findings (&a, QUERY_ID_uninit));
  ask_release (&a);
  return n;
}

/* A diamond at block 2 that passes block 3 or not, then one at 4 that passes
   block 5 or not.  */
static void
edges_of_diamonds (struct cfg *c)
{
  cfg_init (c);
  cfg_edge (c, 0, 2, EDGE_IS_FALLTHRU);
  cfg_edge (c, 2, 3, EDGE_IS_TRUE);
  cfg_edge (c, 2, 4, EDGE_IS_FALSE);
  cfg_edge (c, 3, 4, EDGE_IS_FALLTHRU);
  cfg_edge (c, 4, 5, EDGE_IS_TRUE);
  cfg_edge (c, 4, 6, EDGE_IS_FALSE);
  cfg_edge (c, 5, 6, EDGE_IS_FALLTHRU);
  cfg_edge (c, 6, 1, EDGE_IS_FALLTHRU);
}

/* phi <from block 2, from block 3> in block 4.  */
static uint32_t
phi (struct cfg *c, uint32_t from_2, uint32_t from_3)
{
  uint32_t o[2] = { from_2, from_3 }, name = cfg_name (c, 0);

  cfg_statement (c, 4, STATEMENT_PHI, OPERATION_COPY, name, o, 2);
  return name;
}

/* NAME is passed on in BLOCK.  */
static void
use (struct cfg *c, uint32_t block, uint32_t name)
{
  uint32_t o[2] = { OPERAND (OPERAND_DECL, cfg_function (c, "use")), name };

  cfg_statement (c, block, STATEMENT_CALL, OPERATION_COPY,
		 OPERAND (OPERAND_NONE, 0), o, 2)->flags
    = STATEMENT_HAS_PLACE;
}

/* if (p OP 3) v = 7; if (p OP2 4) use (v).  */
START_TEST (test_bounds)
{
  static const struct { enum operation first, second; uint32_t found; }
    cases[] = {
      { OPERATION_LESS, OPERATION_EQUAL, 1 },
      { OPERATION_LESS, OPERATION_LESS, 1 },
      { OPERATION_GREATER, OPERATION_EQUAL, 0 },
      { OPERATION_GREATER, OPERATION_GREATER, 0 },
      { OPERATION_GREATER, OPERATION_GREATER_EQUAL, 0 },
      { OPERATION_GREATER, OPERATION_NOT_EQUAL, 1 },
      { OPERATION_NOT_EQUAL, OPERATION_EQUAL, 0 },
      { OPERATION_EQUAL, OPERATION_EQUAL, 1 },
      { OPERATION_LESS_EQUAL, OPERATION_GREATER_EQUAL, 1 }
    };
  struct cfg c;
  uint32_t p, v, merged;

  edges_of_diamonds (&c);
  p = body_parameter (&c);
  v = body_variable (&c, "v");
  body_cond (&c, 2, cases[_i].first, p, cfg_number (&c, 3));
  merged = phi (&c, v, cfg_number (&c, 7));
  body_cond (&c, 4, cases[_i].second, p, cfg_number (&c, 4));
  use (&c, 5, merged);
  ck_assert_uint_eq (count (&c), cases[_i].found);
}
END_TEST

/* A flag tells: flag = 0; if (p < 3) { v = 7; flag = 1; } if (flag != _i)
   use (v).  */
START_TEST (test_flag)
{
  struct cfg c;
  uint32_t p, v, flag, merged;

  edges_of_diamonds (&c);
  p = body_parameter (&c);
  v = body_variable (&c, "v");
  body_cond (&c, 2, OPERATION_LESS, p, cfg_number (&c, 3));
  flag = phi (&c, cfg_number (&c, 0), cfg_number (&c, 1));
  merged = phi (&c, v, cfg_number (&c, 7));
  body_cond (&c, 4, OPERATION_NOT_EQUAL, flag, cfg_number (&c, _i));
  use (&c, 5, merged);
  ck_assert_uint_eq (count (&c), _i ? 1 : 0);
}
END_TEST

/* The same where the flag goes through a phi of a later block, of another
   diamond: flag2 = q < 5 ? flag : 0.  */
START_TEST (test_later_flag)
{
  struct cfg c;
  uint32_t p, q, v, flag, merged, later, o[2];

  cfg_init (&c);
  cfg_edge (&c, 0, 2, EDGE_IS_FALLTHRU);
  cfg_edge (&c, 2, 3, EDGE_IS_TRUE);
  cfg_edge (&c, 2, 4, EDGE_IS_FALSE);
  cfg_edge (&c, 3, 4, EDGE_IS_FALLTHRU);
  cfg_edge (&c, 4, 5, EDGE_IS_TRUE);
  cfg_edge (&c, 4, 6, EDGE_IS_FALSE);
  cfg_edge (&c, 5, 6, EDGE_IS_FALLTHRU);
  cfg_edge (&c, 6, 7, EDGE_IS_TRUE);
  cfg_edge (&c, 6, 1, EDGE_IS_FALSE);
  cfg_edge (&c, 7, 1, EDGE_IS_FALLTHRU);
  p = body_parameter (&c);
  q = body_parameter (&c);
  v = body_variable (&c, "v");
  body_cond (&c, 2, OPERATION_LESS, p, cfg_number (&c, 3));
  flag = phi (&c, cfg_number (&c, 0), cfg_number (&c, 1));
  merged = phi (&c, v, cfg_number (&c, 7));
  body_cond (&c, 4, OPERATION_LESS, q, cfg_number (&c, 5));
  later = cfg_name (&c, 0);
  o[0] = cfg_number (&c, 0);
  o[1] = flag;
  cfg_statement (&c, 6, STATEMENT_PHI, OPERATION_COPY, later, o, 2);
  body_cond (&c, 6, OPERATION_NOT_EQUAL, later, cfg_number (&c, _i));
  use (&c, 7, merged);
  ck_assert_uint_eq (count (&c), _i ? 1 : 0);
}
END_TEST

/* A value of which nothing is made is no use; nor is a copy.  */
START_TEST (test_dead)
{
  struct cfg c;
  uint32_t p, v, merged, copy;

  edges_of_diamonds (&c);
  p = body_parameter (&c);
  v = body_variable (&c, "v");
  body_cond (&c, 2, OPERATION_LESS, p, cfg_number (&c, 3));
  merged = phi (&c, v, cfg_number (&c, 7));
  copy = cfg_name (&c, 0);
  cfg_statement (&c, 4, STATEMENT_ASSIGN, OPERATION_COPY, copy, &merged, 1)
    ->type = 0;
  body_binary (&c, 4, OPERATION_PLUS, copy, cfg_number (&c, 1));
  body_cond (&c, 4, OPERATION_LESS, p, cfg_number (&c, 2));
  use (&c, 5, p);
  ck_assert_uint_eq (count (&c), 0);
}
END_TEST

/* for (i = 0; i < _i; i++) v = 7; use (v): a loop that runs a round at least is
   a value.  */
START_TEST (test_loop)
{
  struct cfg c;
  uint32_t v, i, next, merged, o[2];

  cfg_init (&c);
  cfg_edge (&c, 0, 2, EDGE_IS_FALLTHRU);
  cfg_edge (&c, 2, 3, EDGE_IS_TRUE);
  cfg_edge (&c, 2, 4, EDGE_IS_FALSE);
  cfg_edge (&c, 3, 2, EDGE_IS_FALLTHRU);
  cfg_edge (&c, 4, 1, EDGE_IS_FALLTHRU);
  v = body_variable (&c, "v");
  i = cfg_name (&c, 0);
  next = cfg_name (&c, 0);
  merged = cfg_name (&c, 0);
  o[0] = cfg_number (&c, 0);
  o[1] = next;
  cfg_statement (&c, 2, STATEMENT_PHI, OPERATION_COPY, i, o, 2);
  o[0] = v;
  o[1] = cfg_number (&c, 7);
  cfg_statement (&c, 2, STATEMENT_PHI, OPERATION_COPY, merged, o, 2);
  body_cond (&c, 2, OPERATION_LESS, i,
	     _i == 2 ? body_parameter (&c) : cfg_number (&c, _i));
  o[0] = i;
  o[1] = cfg_number (&c, 1);
  cfg_statement (&c, 3, STATEMENT_ASSIGN, OPERATION_PLUS, next, o, 2)->type
    = 0;
  use (&c, 4, merged);
  ck_assert_uint_eq (count (&c), _i != 1);
}
END_TEST

/* w = 5; do { x = get (); if (x < 3) w = v; else { use (w); w = 7; } }
   while (p < 9):
   the x of the round before is another one.  */
START_TEST (test_rounds)
{
  struct cfg c;
  uint32_t v, x, before, after, get, o[2];

  cfg_init (&c);
  cfg_edge (&c, 0, 2, EDGE_IS_FALLTHRU);
  cfg_edge (&c, 2, 3, EDGE_IS_FALLTHRU);
  cfg_edge (&c, 3, 4, EDGE_IS_TRUE);
  cfg_edge (&c, 3, 5, EDGE_IS_FALSE);
  cfg_edge (&c, 4, 6, EDGE_IS_FALLTHRU);
  cfg_edge (&c, 5, 6, EDGE_IS_FALLTHRU);
  cfg_edge (&c, 6, 3, EDGE_IS_TRUE);
  cfg_edge (&c, 6, 1, EDGE_IS_FALSE);
  v = body_variable (&c, "v");
  x = cfg_name (&c, 0);
  before = cfg_name (&c, 0);
  after = cfg_name (&c, 0);
  o[0] = cfg_number (&c, 5);
  o[1] = after;
  cfg_statement (&c, 3, STATEMENT_PHI, OPERATION_COPY, before, o, 2);
  get = OPERAND (OPERAND_DECL, cfg_function (&c, "get"));
  cfg_statement (&c, 3, STATEMENT_CALL, OPERATION_COPY, x, &get, 1);
  body_cond (&c, 3, OPERATION_LESS, x, cfg_number (&c, 3));
  use (&c, 5, before);
  o[0] = v;
  o[1] = cfg_number (&c, 7);
  cfg_statement (&c, 6, STATEMENT_PHI, OPERATION_COPY, after, o, 2);
  body_cond (&c, 6, OPERATION_LESS, body_parameter (&c), cfg_number (&c, 9));
  ck_assert_uint_eq (count (&c), 1);
}
END_TEST

struct watched
{
  const struct findings *findings;
  unsigned n_uses;
  /* Something undefined was used: what happens from there on is nobody's
     business, as the name may have had any value.  */
  bool is_over;
};

/* The first undefined name that a run comes to: if it is branched on, that was
   said.  */
static void
expect_finding (struct body_run *r, uint32_t name, uint32_t statement)
{
  struct watched *w = r->data;
  const struct finding *f = findings_array (w->findings);

  if (w->is_over || !r->is_undefined[name])
    return;
  w->is_over = true;
  if (snapshot_statements (r->s)[statement].code != STATEMENT_COND)
    return;
  w->n_uses++;
  for (uint32_t i = 0; i < w->findings->n_findings; i++)
    if (f[i].place == PLACE (PLACE_STATEMENT, statement))
      return;
  ck_abort_msg ("statement %u", (unsigned) statement);
}

START_TEST (test_random_functions)
{
  unsigned n_uses = 0;

  for (int round = 0; round < ROUNDS; round++)
    {
      struct random_body p = { .seed = (uint64_t) round * 15485863 + 7,
			       .has_variable = true };
      struct ask a;
      struct body_run r;
      struct watched w = { NULL, 0, false };

      random_body_make (&p);
      ask_init (&a, &p.c);
      w.findings = ask_findings (&a, QUERY_ID_uninit);
      body_run_init (&r, a.body);
      r.use = expect_finding;
      r.data = &w;
      if (!(w.findings->flags & FINDINGS_INCOMPLETE))
	for (int i = 0; i < RUNS; i++)
	  {
	    int64_t first = (int64_t) random_below (&p.seed, 9) - 4;

	    w.is_over = false;
	    body_run (&r, first, (int64_t) random_below (&p.seed, 9) - 4);
	  }
      n_uses += w.n_uses;
      body_run_release (&r);
      ask_release (&a);
    }
  ck_assert_uint_gt (n_uses, 1000);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("uninit");
  TCase *cases = tcase_create ("uninit");

  tcase_set_timeout (cases, 300);
  tcase_add_loop_test (cases, test_bounds, 0, 9);
  tcase_add_loop_test (cases, test_flag, 0, 2);
  tcase_add_loop_test (cases, test_later_flag, 0, 2);
  tcase_add_test (cases, test_dead);
  tcase_add_loop_test (cases, test_loop, 0, 3);
  tcase_add_test (cases, test_rounds);
  tcase_add_test (cases, test_random_functions);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
