/* test-pointer-source.c - what a pointer was made from, and what is used behind
   its end.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/ask.h"
#include "testsuite/unit/suite.h"
#include "testsuite/unit/typed.h"

#define NO_OPERAND OPERAND (OPERAND_NONE, 0)

static struct cfg c;
static uint32_t pointer;	/* TYPES */
static uint32_t p, q;		/* f's parameters.  */
static uint32_t flag, zero;

/* pointer f (pointer p, pointer q, int flag).  */
static void
setup (void)
{
  struct snap_decl result = { .kind = DECL_RESULT, .default_def = NONE };

  cfg_init (&c);
  pointer = typed_pointer (&c, 0);
  result.type = pointer;
  c.builder.header.result = builder_add_decls (&c.builder, &result);
  p = typed_parameter (&c, "p", pointer, 0);
  q = typed_parameter (&c, "q", pointer, 0);
  flag = typed_parameter (&c, "flag", 0, 0);
  zero = cfg_number (&c, 0);
}

static uint32_t
name (void)
{
  return typed_name (&c, pointer, NONE);
}

/* OP (A, B) in BLOCK.  */
static uint32_t
made (uint32_t block, enum operation op, uint32_t a, uint32_t b)
{
  uint32_t lhs = name ();

  typed_assign (&c, block, lhs, op, a, b);
  return lhs;
}

/* returned_parameter.  */

static void
expect_parameter (uint32_t position)
{
  const struct returned_parameter *r;
  struct ask a;

  ask_init (&a, &c);
  r = ask_value (&a, QUERY_ID_returned_parameter, NULL);
  ck_assert_uint_eq (r->parameter, position);
  ask_release (&a);
}

/* Behind few copies it is seen; behind many more than anybody writes nothing is
   claimed.  */
START_TEST (test_copies)
{
  static const unsigned copies[] = { 0, 1, 150, 1000, 100000 };
  uint32_t value = q;

  cfg_parse (&c, "0>2>1");
  for (unsigned i = 0; i < copies[_i]; i++)
    value = made (2, i % 3 ? OPERATION_COPY : OPERATION_POINTER_PLUS, value,
		  cfg_number (&c, 8));
  typed_return (&c, 2, value);
  expect_parameter (copies[_i] < 200 ? 1 : NONE);
}
END_TEST

/* A choice of p and p moved, of p and q, of p and null, of p and what a load gave,
   of p and a number.  */
static uint32_t
choice (int i)
{
  switch (i)
    {
    case 0:
      return made (2, OPERATION_POINTER_PLUS, p, cfg_number (&c, 4));
    case 1:
      return q;
    case 2:
      return typed_number (&c, pointer, 0);
    case 3:
      return made (2, OPERATION_COPY, typed_pointee (&c, p, pointer), 0);
    default:
      return made (2, OPERATION_CONVERT, flag, 0);
    }
}

START_TEST (test_choices)
{
  uint32_t other = choice (_i / 2), merged;

  if (_i % 2)
    {
      cfg_parse (&c, "0>2>1");
      merged = made (2, OPERATION_MAXIMUM, p, other);
      typed_return (&c, 2, merged);
    }
  else
    {
      merged = name ();
      typed_branch (&c, 2, OPERATION_EQUAL, flag, zero, 3, 4);
      cfg_parse (&c, "0>2 3>4 4>1");
      typed_phi (&c, 4, merged, p, other);
      typed_return (&c, 4, merged);
    }
  expect_parameter (_i / 2 == 0 ? 0 : NONE);
}
END_TEST

/* Phis that come round to one another, in a loop of two entries.  */
START_TEST (test_ring)
{
  uint32_t a = name (), b = name (), moved = name ();

  typed_branch (&c, 2, OPERATION_EQUAL, flag, zero, 3, 4);
  typed_phi (&c, 3, a, _i == 1 ? q : p, b);
  typed_branch (&c, 3, OPERATION_LESS, flag, zero, 4, 5);
  typed_phi (&c, 4, b, p, a);
  typed_assign (&c, 4, moved, OPERATION_POINTER_PLUS, b, cfg_number (&c, 1));
  cfg_parse (&c, "0>2 4>3 5>1");
  typed_return (&c, 5, a);
  expect_parameter (_i == 1 ? NONE : 0);
}
END_TEST

/* A ladder has twice as many ways with each rung: the search gives up at last.  */
START_TEST (test_ladder)
{
  static const int rungs[] = { 1, 8, 30, 10000 };
  uint32_t value = p;

  cfg_parse (&c, "0>2>1");
  for (int i = 0; i < rungs[_i]; i++)
    value = made (2, OPERATION_MINIMUM, value,
		  made (2, OPERATION_COPY, value, 0));
  typed_return (&c, 2, value);
  expect_parameter (rungs[_i] < 10 ? 0 : NONE);
}
END_TEST

/* A body that may be replaced (0), that never returns (1), that returns nothing on
   some way (2), without a result (3), with one that is no pointer (4); that
   returns from where nobody comes to (5).  */
START_TEST (test_bodies)
{
  struct snapshot *header = &c.builder.header;

  if (_i == 0)
    builder_decls (&c.builder, header->decl)->flags |= DECL_IS_REPLACEABLE;
  if (_i == 3)
    header->result = NONE;
  if (_i == 4)
    builder_decls (&c.builder, header->result)->type = 0;
  typed_branch (&c, 2, OPERATION_EQUAL, flag, zero, 3, 4);
  cfg_parse (&c, _i == 1 ? "0>2 3>2 4>2" : "0>2 3>1 4>1 5>1");
  if (_i != 1)
    typed_return (&c, 3, p);
  if (_i == 2)
    cfg_statement (&c, 4, STATEMENT_RETURN, 0, NO_OPERAND, NULL, 0);
  else if (_i != 1)
    typed_return (&c, 4, p);
  if (_i == 5)
    typed_return (&c, 5, p);
  expect_parameter (_i == 5 ? 0 : NONE);
}
END_TEST

/* invalid-use.  */

/* free (POINTER) in BLOCK.  */
static void
release (uint32_t block, uint32_t value)
{
  uint32_t decl = typed_call (&c, block, NO_OPERAND, "free", value)->decl;

  builder_decls (&c.builder, decl)->builtin = BUILTIN_FREE;
}

static void
use (uint32_t block, uint32_t value)
{
  typed_call (&c, block, NO_OPERAND, "use", value);
}

static void
expect_uses (const char *text)
{
  ask_expect (&c, QUERY_ID_use_after_free, text);
}

#define USED(CERTAINTY) \
  "pointer" CERTAINTY " used after 'free'\n-call to 'free' here\n"

/* a = p & 8; free (a); use (flag == 0 ? a : u), where u has no value: that is not a.
   It was taken for it where the variable's number was that of the statement, so
   there are I variables in front of it.  */
START_TEST (test_undefined)
{
  uint32_t variable, a = name (), merged = name ();

  for (int i = 0; i < _i; i++)
    typed_variable (&c, DECL_VARIABLE, "other", pointer, 0);
  variable = typed_variable (&c, DECL_VARIABLE, "u", pointer, 0);
  cfg_parse (&c, "0>2 3>4 4>1");
  for (int i = 0; i < 8; i++)
    made (2, OPERATION_COPY, q, 0);
  typed_assign (&c, 2, a, OPERATION_BIT_AND, p, cfg_number (&c, 8));
  release (2, a);
  typed_branch (&c, 2, OPERATION_EQUAL, flag, zero, 3, 4);
  typed_phi (&c, 4, merged, a, typed_entry (&c, variable));
  use (4, merged);
  expect_uses ("");
}
END_TEST

/* free (p), then a use of p in a block that it dominates (0), before it (1), of q
   (2), of a copy (3), of p moved (4), where nobody comes to (5), round a loop of
   two entries (6), on the way that a failing call takes (7).  */
START_TEST (test_uses)
{
  static const char *const expected[]
    = { USED (" 'p'"), "", "", "2" USED (" 'p'") "0" USED (""),
	USED (""), USED (" 'p'"), "",
	"pointer 'p' may be used after 'free'\n-call to 'free' here\n" };
  uint32_t value = p;

  if (_i == 1)
    use (2, p);
  if (_i == 2)
    value = q;
  if (_i == 3 || _i == 4)
    value = made (2, _i == 3 ? OPERATION_COPY : OPERATION_POINTER_PLUS, p,
		  cfg_number (&c, 4));
  if (_i == 6)
    {
      typed_branch (&c, 2, OPERATION_EQUAL, flag, zero, 3, 4);
      release (3, p);
      use (4, p);
      cfg_parse (&c, "0>2 3>4 4>3");
    }
  else if (_i == 7)
    {
      release (2, p);
      cfg_edge (&c, 2, 3, EDGE_IS_FALLTHRU);
      cfg_edge (&c, 2, 4, EDGE_IS_EH);
      cfg_parse (&c, "0>2 3>1 4>1");
      use (4, p);
    }
  else
    {
      uint32_t first = _i == 5 ? 4 : 2;

      release (first, p);
      if (_i != 1)
	use (first == 2 ? 3 : 4, value);
      cfg_parse (&c, "0>2 2>3 3>1 4>1");
    }
  expect_uses (expected[_i]);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("pointer-source");
  TCase *cases = tcase_create ("pointer-source");

  tcase_add_checked_fixture (cases, setup, NULL);
  tcase_add_loop_test (cases, test_copies, 0, 5);
  tcase_add_loop_test (cases, test_choices, 0, 10);
  tcase_add_loop_test (cases, test_ring, 0, 2);
  tcase_add_loop_test (cases, test_ladder, 0, 4);
  tcase_add_loop_test (cases, test_bodies, 0, 6);
  tcase_add_loop_test (cases, test_undefined, 0, 16);
  tcase_add_loop_test (cases, test_uses, 0, 8);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
