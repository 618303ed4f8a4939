/* test-null-dereference.c - memory that is reached through null, and copies of
   nonnull parameters that are compared with it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/ask.h"
#include "testsuite/unit/suite.h"
#include "testsuite/unit/typed.h"

#define NULL_FOUND "null pointer dereference\n"
#define NULL_LIKELY "potential null pointer dereference\n"

static struct cfg c;
static uint32_t pointer;	/* TYPES */
static uint32_t p, null, flag, zero;

static void
setup (void)
{
  cfg_init (&c);
  pointer = typed_pointer (&c, 0);
  p = typed_parameter (&c, "p", pointer, DECL_IS_NONNULL_PARAMETER);
  flag = typed_parameter (&c, "flag", 0, 0);
  null = typed_number (&c, pointer, 0);
  zero = cfg_number (&c, 0);
}

/* *VALUE is read in BLOCK.  */
static void
load (uint32_t block, uint32_t value)
{
  typed_assign (&c, block, typed_name (&c, 0, NONE), OPERATION_COPY,
		typed_pointee (&c, value, 0), 0);
}

static uint32_t
copy (uint32_t block, uint32_t value)
{
  uint32_t name = typed_name (&c, pointer, NONE);

  typed_assign (&c, block, name, OPERATION_COPY, value, 0);
  return name;
}

static void
expect (const char *text)
{
  ask_expect (&c, QUERY_ID_null_dereference, text);
}

/* Null itself (0), behind many copies (1), in a write (2), by an aggregate's
   address (3), with a memory model of its own (4): where 0 is an address, it is
   none.  */
START_TEST (test_null)
{
  uint32_t value = null;

  cfg_parse (&c, "0>2>1");
  for (int i = 0; i < (_i == 1 ? 12 : 0); i++)
    value = copy (2, value);
  if (_i == 2)
    typed_assign (&c, 2, typed_pointee (&c, value, 0), OPERATION_COPY, zero,
		  0);
  else
    load (2, value);
  if (_i == 3)
    load (2, copy (2, OPERAND (OPERAND_ADDRESS,
			       operand_index (typed_pointee (&c, null, 0)))));
  if (_i == 4)
    c.builder.header.options |= SNAPSHOT_OPTION_NULL_IS_VALID;
  expect (_i == 4 ? "" : NULL_FOUND);
}
END_TEST

/* if (p == 0) *p, with the load in the branch (0), behind it (1), in the other
   one (2), in an empty block's successor (3); where nobody comes to (4).  */
START_TEST (test_branch)
{
  static const uint32_t block[] = { 3, 5, 4, 6, 7 };

  typed_branch (&c, 2, OPERATION_EQUAL, p, null, 3, 4);
  cfg_parse (&c, "0>2 3>6 6>5 4>5 7>5 5>1");
  load (block[_i], p);
  expect (_i == 0 || _i == 3 ? NULL_FOUND : "");
}
END_TEST

/* A phi of null and p, used in its block (0), after a block that is fallen
   through to (1), after another branch (2), in a block with an abnormal way out
   (3) or one that a failing statement takes (4), or that goes to itself (5), as
   one of null alone does (7).  Of null and null (6).  */
START_TEST (test_phi)
{
  static const char *const ways[]
    = { "4>1", "4>5 5>1", "", "4>5! 4>1 5>1", "", "", "4>1", "" };
  uint32_t merged = typed_name (&c, pointer, NONE);

  typed_branch (&c, 2, OPERATION_EQUAL, flag, zero, 3, 4);
  cfg_parse (&c, "0>2 3>4");
  cfg_parse (&c, ways[_i]);
  if (_i == 5 || _i == 7)
    {
      uint32_t o[3] = { _i == 7 ? null : p, null, merged };

      cfg_statement (&c, 4, STATEMENT_PHI, OPERATION_COPY, merged, o, 3);
    }
  else
    typed_phi (&c, 4, merged, _i == 6 ? null : p, null);
  if (_i == 4)
    {
      cfg_edge (&c, 4, 5, EDGE_IS_EH);
      cfg_edge (&c, 4, 1, EDGE_IS_FALLTHRU);
      cfg_parse (&c, "5>1");
    }
  if (_i == 2)
    {
      typed_branch (&c, 4, OPERATION_LESS, flag, zero, 5, 1);
      cfg_parse (&c, "5>1");
    }
  load (_i == 1 || _i == 2 ? 5 : 4, merged);
  if (_i == 5 || _i == 7)
    typed_branch (&c, 4, OPERATION_LESS, flag, zero, 4, 1);
  expect (_i < 2 ? NULL_LIKELY : _i == 6 ? NULL_FOUND : "");
}
END_TEST

/* nonnull-body.  */

#define COMPARED "copy of 'nonnull' parameter 'p' compared with null\n" \
		 "-'f' declared here\n"

static void
promise (void)
{
  struct snap_attribute a = { .kind = SNAP_ATTRIBUTE_NONNULL, .mask = 1,
			      .argument = NONE, .argument2 = NONE };
  struct snap_type t = { .kind = SNAP_TYPE_FUNCTION, .element = 0,
			 .size_bits = SIZE_UNKNOWN, .main_variant = NONE,
			 .n_attributes = 1 };

  t.first_attribute = builder_add_attributes (&c.builder, &a);
  builder_decls (&c.builder, c.builder.header.decl)->type
    = builder_add_types (&c.builder, &t);
}

static void
compare_with (uint32_t block, uint32_t a, uint32_t b)
{
  typed_assign (&c, block, typed_name (&c, typed_integer (&c, 1, 0), NONE),
		OPERATION_EQUAL, a, b);
}

/* p, copied so many times.  p itself another check tells; what is longer than
   anybody writes is not followed.  */
START_TEST (test_copies)
{
  static const int copies[] = { 0, 1, 8, 9, 100000 };
  uint32_t value = p;

  promise ();
  cfg_parse (&c, "0>2>1");
  for (int i = 0; i < copies[_i]; i++)
    value = copy (2, value);
  compare_with (2, value, null);
  ask_expect (&c, QUERY_ID_nonnull_body,
	      copies[_i] >= 1 && copies[_i] <= 8 ? COMPARED : "");
}
END_TEST

/* p as an integer of so many bits: what is narrower may be 0 all the same.  */
START_TEST (test_widths)
{
  static const uint32_t bits[] = { 1, 32, 63, 64, 65, 128 };
  uint32_t type = typed_integer (&c, bits[_i], TYPE_IS_UNSIGNED);
  uint32_t number = typed_name (&c, type, NONE);

  promise ();
  cfg_parse (&c, "0>2>1");
  typed_assign (&c, 2, number, OPERATION_CONVERT, p, 0);
  compare_with (2, number, typed_number (&c, type, 0));
  ask_expect (&c, QUERY_ID_nonnull_body, bits[_i] >= 64 ? COMPARED : "");
}
END_TEST

/* Another number than 0 (0), of 128 bits whose low ones are 0 (1); a value that is
   no copy (2), a phi's (3); without the promise (4).  */
START_TEST (test_silent)
{
  uint32_t type = typed_integer (&c, 128, TYPE_IS_UNSIGNED);
  uint32_t value = typed_name (&c, _i == 1 ? type : pointer, NONE), with = null;

  if (_i != 4)
    promise ();
  cfg_parse (&c, "0>2>1");
  if (_i == 0)
    with = typed_number (&c, pointer, 1);
  if (_i == 1)
    {
      struct snap_constant high = { .kind = CONSTANT_INTEGER, .type = type,
				    .count = 2 };
      uint64_t limb = 0;

      high.first = builder_add_limbs (&c.builder, &limb);
      limb = 1;
      builder_add_limbs (&c.builder, &limb);
      with = OPERAND (OPERAND_CONSTANT,
		      builder_add_constants (&c.builder, &high));
    }
  if (_i == 3)
    cfg_statement (&c, 2, STATEMENT_PHI, OPERATION_COPY, value, &p, 1);
  else
    typed_assign (&c, 2, value, _i == 2 ? OPERATION_POINTER_PLUS
		  : _i == 1 ? OPERATION_CONVERT : OPERATION_COPY, p,
		  cfg_number (&c, 4));
  compare_with (2, value, with);
  ask_expect (&c, QUERY_ID_nonnull_body, "");
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("null-dereference");
  TCase *cases = tcase_create ("null-dereference");

  tcase_add_checked_fixture (cases, setup, NULL);
  tcase_add_loop_test (cases, test_null, 0, 5);
  tcase_add_loop_test (cases, test_branch, 0, 5);
  tcase_add_loop_test (cases, test_phi, 0, 8);
  tcase_add_loop_test (cases, test_copies, 0, 5);
  tcase_add_loop_test (cases, test_widths, 0, 6);
  tcase_add_loop_test (cases, test_silent, 0, 5);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
