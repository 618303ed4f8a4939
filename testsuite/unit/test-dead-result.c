/* test-dead-result.c - results of calls that are overwritten before they are read.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/ask.h"
#include "testsuite/unit/suite.h"
#include "testsuite/unit/typed.h"

#define NO_OPERAND OPERAND (OPERAND_NONE, 0)
#define LOST "result of this call, in 'x', is never read\n" \
	     "-it is overwritten here\n"

static struct cfg c;
static uint32_t x;		/* DECLS */

static void
setup (void)
{
  cfg_init (&c);
  x = typed_variable (&c, DECL_VARIABLE, "x", 0, 0);
}

/* x = CALLEE () in BLOCK.  */
static uint32_t
result (uint32_t block, const char *callee)
{
  uint32_t name = typed_name (&c, 0, x);

  typed_call (&c, block, name, callee, NO_OPERAND);
  return name;
}

static void
use (uint32_t block, uint32_t value)
{
  typed_call (&c, block, NO_OPERAND, "use", value);
}

/* What is certain is TEXT, and what is likely LIKELY.  Of a body that MAKE
   makes.  */
static void
expect (void (*make) (int), int i, const char *text, const char *likely)
{
  make (i);
  ask_expect (&c, QUERY_ID_dead_result, text);
  setup ();
  make (i);
  ask_expect (&c, QUERY_ID_overwritten_result, likely);
}

/* x = f (); x = ...; use (x), where that is g () (0), f () (1), 7 (2), x of
   before (3); or x is the compiler's (4).  */
static void
make_next (int i)
{
  uint32_t first, last;

  cfg_parse (&c, "0>2>1");
  if (i == 4)
    builder_decls (&c.builder, x)->flags |= DECL_IS_ARTIFICIAL;
  first = result (2, "f");
  if (i == 2 || i == 3)
    {
      last = typed_name (&c, 0, x);
      typed_assign (&c, 2, last, OPERATION_COPY,
		    i == 3 ? first : cfg_number (&c, 7), 0);
    }
  else
    {
      last = result (2, i == 1 ? "f" : "g");
      if (i == 1)
	{
	  /* One declaration for both.  */
	  struct snap_statement *t = buffer_at (&c.statements, 0);

	  t[1].decl = t[0].decl;
	}
    }
  use (2, last);
}

START_TEST (test_next)
{
  static const char *const certain[] = { LOST, "", "", "", "" };
  static const char *const likely[] = { "", LOST, LOST, "", "" };

  expect (make_next, _i, certain[_i], likely[_i]);
}
END_TEST

/* t = f (); x = (int) t; x = g (); use (x): the result has no other name.  But
   if somebody reads t (1), or t is a variable (2), it is not lost; what is a
   bit of it (3) is.  */
static void
make_converted (int i)
{
  uint32_t type = typed_integer (&c, i == 3 ? 128 : 64, 0);
  uint32_t y = typed_variable (&c, DECL_VARIABLE, "y", type, 0);
  uint32_t t = typed_name (&c, type, i == 2 ? y : NONE);

  cfg_parse (&c, "0>2>1");
  typed_call (&c, 2, t, "f", NO_OPERAND);
  typed_assign (&c, 2, typed_name (&c, 0, x), OPERATION_CONVERT, t, 0);
  if (i == 1)
    use (2, t);
  use (2, result (2, "g"));
}

START_TEST (test_converted)
{
  expect (make_converted, _i, _i == 1 || _i == 2 ? "" : LOST, "");
}
END_TEST

/* x = f (); if (p) x = g (); ... use (x): on the other way it is x = h () (0),
   nothing (1), an endless loop (2), the end (3).  */
static void
make_ways (int i)
{
  uint32_t p = typed_parameter (&c, "p", 0, 0), first, g, merged;

  first = result (2, "f");
  typed_branch (&c, 2, OPERATION_EQUAL, p, cfg_number (&c, 0), 3, 4);
  cfg_parse (&c, i == 2 ? "0>2 3>5 4>4 5>1" : i == 3 ? "0>2 3>5 4>1 5>1"
	     : "0>2 3>5 4>5 5>1");
  g = result (3, "g");
  if (i > 1)
    {
      use (5, g);
      return;
    }
  merged = typed_name (&c, 0, x);
  typed_phi (&c, 5, merged, g, i == 0 ? result (4, "h") : first);
  use (5, merged);
}

START_TEST (test_ways)
{
  expect (make_ways, _i, _i == 0 || _i == 2 ? LOST : "", "");
}
END_TEST

/* do x = f (); while (p); x = g (); use (x): each round overwrites the one
   before.  */
static void
make_loop (int i)
{
  uint32_t p = typed_parameter (&c, "p", 0, 0);

  (void) i;
  cfg_parse (&c, "0>2 3>1");
  result (2, "f");
  typed_branch (&c, 2, OPERATION_EQUAL, p, cfg_number (&c, 0), 2, 3);
  use (3, result (3, "g"));
}

START_TEST (test_loop)
{
  expect (make_loop, 0, "", LOST);
}
END_TEST

/* Phis that nobody reads, round a loop of two entries (0), read it not; one that
   is read does (1).  */
static void
make_ring (int i)
{
  uint32_t p = typed_parameter (&c, "p", 0, 0), zero = cfg_number (&c, 0);
  uint32_t a = typed_name (&c, 0, x), b = typed_name (&c, 0, x), first;

  cfg_parse (&c, "0>2 5>1");
  first = result (2, "f");
  typed_branch (&c, 2, OPERATION_EQUAL, p, zero, 3, 4);
  typed_phi (&c, 3, a, first, b);
  typed_branch (&c, 3, OPERATION_EQUAL, p, zero, 4, 5);
  typed_phi (&c, 4, b, first, a);
  cfg_parse (&c, "4>3");
  if (i == 1)
    use (4, b);
  use (5, result (5, "g"));
}

START_TEST (test_ring)
{
  expect (make_ring, _i, _i == 0 ? LOST : "", "");
}
END_TEST

/* Nothing is said where somebody comes back twice (0), and where x is read on the
   way that a failing call takes (1).  Blocks that are never reached are the
   same as others (2).  */
static void
make_odd (int i)
{
  uint32_t first, merged;

  first = result (i == 2 ? 3 : 2, "f");
  if (i == 0)
    typed_call (&c, 2, NO_OPERAND, "again", NO_OPERAND)->flags
      |= CALL_RETURNS_TWICE;
  if (i == 1)
    {
      cfg_edge (&c, 2, 4, EDGE_IS_FALLTHRU);
      cfg_edge (&c, 2, 3, EDGE_IS_EH);
      use (3, first);
      cfg_parse (&c, "0>2 3>1 4>1");
    }
  else
    cfg_parse (&c, "0>2 2>4 3>4 4>1");
  merged = result (4, "g");
  use (4, merged);
}

START_TEST (test_odd)
{
  expect (make_odd, _i, _i == 2 ? LOST : "", "");
}
END_TEST

/* x = f () 300 times: who writes that wants not all of them told.  */
START_TEST (test_many)
{
  struct ask a;

  cfg_parse (&c, "0>2>1");
  for (int i = 0; i < 300; i++)
    result (2, i % 2 ? "f" : "g");
  use (2, result (2, "h"));
  ask_init (&a, &c);
  ck_assert_uint_eq (ask_findings (&a, QUERY_ID_dead_result)->n_findings,
		     2 * 256);
  ask_release (&a);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("dead-result");
  TCase *cases = tcase_create ("dead-result");

  tcase_add_checked_fixture (cases, setup, NULL);
  tcase_add_loop_test (cases, test_next, 0, 5);
  tcase_add_loop_test (cases, test_converted, 0, 4);
  tcase_add_loop_test (cases, test_ways, 0, 4);
  tcase_add_test (cases, test_loop);
  tcase_add_loop_test (cases, test_ring, 0, 2);
  tcase_add_loop_test (cases, test_odd, 0, 3);
  tcase_add_test (cases, test_many);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
