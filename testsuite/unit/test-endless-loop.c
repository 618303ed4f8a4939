/* test-endless-loop.c - loops that cannot end and do nothing.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/ask.h"
#include "testsuite/unit/suite.h"
#include "testsuite/unit/typed.h"

#define NO_OPERAND OPERAND (OPERAND_NONE, 0)
#define ENDLESS "infinite loop: nothing in it changes 'p == 0'\n"

static struct cfg c;
static uint32_t p, zero;

static void
setup (void)
{
  cfg_init (&c);
  p = typed_parameter (&c, "p", 0, 0);
  zero = cfg_number (&c, 0);
}

static void
expect (const char *text)
{
  ask_expect (&c, QUERY_ID_endless_loop, text);
}

/* while (p == 0) ...: with an empty block, or block 4, which does what
   ADD says.  */
static void
loop (void (*add) (int), int i)
{
  cfg_parse (&c, "0>2 2>3 4>3 5>1");
  typed_branch (&c, 3, OPERATION_EQUAL, p, zero, 4, 5);
  if (add)
    add (i);
}

START_TEST (test_empty)
{
  loop (NULL, 0);
  expect (ENDLESS);
}
END_TEST

static void
store (uint32_t memory_flags)
{
  struct snap_memory m = { .type = 0, .size_bits = 32, .max_size_bits = 32 };

  m.base = OPERAND (OPERAND_DECL, typed_variable (&c, DECL_VARIABLE, "v", 0,
						  DECL_IS_GLOBAL));
  m.first_step = builder_n_steps (&c.builder);
  m.flags = memory_flags;
  typed_assign (&c, 4, OPERAND (OPERAND_MEMORY,
				builder_add_memory (&c.builder, &m)),
		OPERATION_COPY, zero, 0);
}

static void
add_one (int i)
{
  switch (i)
    {
    case 0:
      /* Plain memory.  */
      store (0);
      break;
    case 1:
      typed_call (&c, 4, NO_OPERAND, "f", p)->flags |= CALL_IS_CONST;
      break;
    case 2:
      typed_call (&c, 4, NO_OPERAND, "f", p)->flags |= CALL_IS_PURE;
      break;
    case 3:
      cfg_statement (&c, 4, STATEMENT_NOP, 0, NO_OPERAND, NULL, 0);
      break;
    case 4:
      store (MEMORY_IS_VOLATILE);
      break;
    case 5:
      typed_call (&c, 4, NO_OPERAND, "f", p);
      break;
    case 6:
      typed_call (&c, 4, NO_OPERAND, "f", p)->flags
	|= CALL_IS_CONST | CALL_IS_LOOPING;
      break;
    case 7:
      typed_call (&c, 4, NO_OPERAND, "f", p)->flags
	|= CALL_IS_PURE | STATEMENT_CAN_THROW;
      break;
    case 8:
      cfg_statement (&c, 4, STATEMENT_ASM, 0, NO_OPERAND, NULL, 0);
      break;
    case 9:
      cfg_statement (&c, 4, STATEMENT_OPAQUE, 0, NO_OPERAND, NULL, 0);
      break;
    default:
      {
	/* .FENCE (), and a call of nobody known.  */
	uint32_t none = i == 10 ? NO_OPERAND : p;

	cfg_statement (&c, 4, STATEMENT_CALL, 0, NO_OPERAND, &none, 1)->flags
	  = i == 10 ? CALL_IS_INTERNAL : 0;
      }
    }
}

START_TEST (test_statement)
{
  loop (add_one, _i);
  expect (_i < 4 ? ENDLESS : "");
}
END_TEST

/* A condition over what is computed anew in each round from what stays, in types
   of 1, 64, 128 and 65535 bits.  */
START_TEST (test_widths)
{
  static const uint32_t bits[] = { 1, 64, 128, 65535 };
  uint32_t type = typed_integer (&c, bits[_i], TYPE_IS_UNSIGNED);
  uint32_t wide = typed_name (&c, type, NONE), flag = typed_name (&c, type,
								   NONE);

  cfg_parse (&c, "0>2 2>3 4>3 5>1");
  typed_assign (&c, 3, wide, OPERATION_CONVERT, p, 0);
  typed_assign (&c, 3, flag, OPERATION_BIT_NOT, wide, 0);
  typed_branch (&c, 3, OPERATION_NOT_EQUAL, flag, typed_number (&c, type, 0),
		4, 5);
  ask_expect (&c, QUERY_ID_endless_loop,
	      "infinite loop: nothing in it changes its condition\n");
}
END_TEST

/* Ways out: a second one that stays closed (0), that changes (1), that is not come
   to in each round (2), abnormal (3), behind an empty block (4); the only one
   is closed by a constant, so it was meant (5).  */
START_TEST (test_exits)
{
  uint32_t q = typed_parameter (&c, "q", 0, 0), changing;

  cfg_parse (&c, _i == 5 ? "0>2 2>3 4>3 5>1" : "0>2 2>3 5>1");
  typed_branch (&c, 3, OPERATION_EQUAL, _i == 5 ? zero : p, zero, 4, 5);
  switch (_i)
    {
    case 0:
      typed_branch (&c, 4, OPERATION_LESS, q, zero, 3, 5);
      break;
    case 1:
      changing = typed_name (&c, 0, NONE);
      typed_call (&c, 4, changing, "f", NO_OPERAND);
      typed_branch (&c, 4, OPERATION_LESS, changing, zero, 3, 5);
      break;
    case 2:
      typed_branch (&c, 4, OPERATION_LESS, q, zero, 3, 6);
      typed_branch (&c, 6, OPERATION_LESS, q, cfg_number (&c, 9), 3, 5);
      break;
    case 3:
      cfg_parse (&c, "4>3,5!");
      break;
    case 4:
      cfg_parse (&c, "4>6 6>3,5!");
      break;
    }
  if (_i == 0)
    {
      struct ask a;

      ask_init (&a, &c);
      ck_assert_uint_eq (ask_findings (&a, QUERY_ID_endless_loop)->n_findings,
			 1);
      ask_release (&a);
    }
  else
    expect ("");
}
END_TEST

/* Round two blocks that both are entries goes no loop that anybody wrote; one that
   nothing leads to is none either; a block may go to itself.  */
START_TEST (test_shapes)
{
  static const char *const expected[] = { "", "", ENDLESS };

  cfg_parse (&c, _i == 1 ? "0>1" : "0>2");
  if (_i == 0)
    {
      typed_branch (&c, 2, OPERATION_LESS, p, zero, 3, 4);
      typed_branch (&c, 3, OPERATION_EQUAL, p, zero, 4, 5);
      cfg_parse (&c, "4>3 5>1");
    }
  else
    {
      typed_branch (&c, 2, OPERATION_EQUAL, p, zero, 2, 3);
      cfg_parse (&c, "3>1");
    }
  expect (expected[_i]);
}
END_TEST

/* Of loops in one another the inner one is told, and the outer one only if the
   inner one ends.  */
START_TEST (test_nested)
{
  uint32_t q = typed_parameter (&c, "q", 0, 0), n;

  cfg_parse (&c, "0>2 2>3 5>3 6>1");
  typed_branch (&c, 3, OPERATION_EQUAL, p, zero, 4, 6);
  if (_i == 0)
    typed_branch (&c, 4, OPERATION_EQUAL, q, zero, 4, 5);
  else
    {
      uint32_t next = typed_name (&c, 0, NONE);

      n = typed_name (&c, 0, NONE);
      typed_phi (&c, 4, n, zero, next);
      typed_assign (&c, 4, next, OPERATION_PLUS, n, cfg_number (&c, 1));
      typed_branch (&c, 4, OPERATION_LESS, next, q, 4, 5);
    }
  expect (_i ? ENDLESS : "infinite loop: nothing in it changes 'q == 0'\n");
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("endless-loop");
  TCase *cases = tcase_create ("endless-loop");

  tcase_add_checked_fixture (cases, setup, NULL);
  tcase_add_test (cases, test_empty);
  tcase_add_loop_test (cases, test_statement, 0, 12);
  tcase_add_loop_test (cases, test_widths, 0, 4);
  tcase_add_loop_test (cases, test_exits, 0, 6);
  tcase_add_loop_test (cases, test_shapes, 0, 3);
  tcase_add_loop_test (cases, test_nested, 0, 2);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
