/* test-parameter-effects.c - what functions do with their arguments.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   int f (int *p, int q), with a diamond: block 3 or 4, both to 5, where it
   returns -1 after 3 and 0 after 4.  */

#include <stdlib.h>
#include <string.h>

#include "testsuite/unit/ask.h"
#include "testsuite/unit/random-body.h"
#include "testsuite/unit/suite.h"

static struct cfg c;
static uint32_t p, q;

/* The pointer's memory, as an operand.  */
static uint32_t
behind (uint32_t pointer)
{
  struct snap_memory m = { .base = pointer, .type = 0, .size_bits = 32,
			   .max_size_bits = 32, .n_steps = 1 };
  struct snap_step step = { .kind = STEP_DEREFERENCE, .type = 0 };

  m.first_step = builder_add_steps (&c.builder, &step);
  return OPERAND (OPERAND_MEMORY, builder_add_memory (&c.builder, &m));
}

static void
store (uint32_t block, uint32_t to, uint32_t value)
{
  struct snap_statement *t;
  uint32_t before = cfg_name (&c, SSA_IS_DEFAULT | SSA_IS_VIRTUAL);
  uint32_t after = cfg_name (&c, SSA_IS_VIRTUAL);

  builder_ssa (&c.builder, operand_index (before))->type = NONE;
  builder_ssa (&c.builder, operand_index (after))->type = NONE;
  t = cfg_statement (&c, block, STATEMENT_ASSIGN, OPERATION_COPY, to, &value,
		     1);
  t->type = 0;
  t->vuse = operand_index (before);
  t->vdef = operand_index (after);
}

static void
begin (void)
{
  struct snap_type pointer = { .kind = SNAP_TYPE_POINTER, .size_bits = 64,
			       .precision = 64, .flags = TYPE_IS_UNSIGNED,
			       .element = 0, .main_variant = NONE };
  uint32_t decls[2], type;

  cfg_init (&c);
  cfg_edge (&c, 0, 2, EDGE_IS_FALLTHRU);
  cfg_edge (&c, 2, 3, EDGE_IS_TRUE);
  cfg_edge (&c, 2, 4, EDGE_IS_FALSE);
  cfg_edge (&c, 3, 5, EDGE_IS_FALLTHRU);
  cfg_edge (&c, 4, 5, EDGE_IS_FALLTHRU);
  cfg_edge (&c, 5, 1, EDGE_IS_FALLTHRU);
  type = builder_add_types (&c.builder, &pointer);
  p = body_parameter (&c);
  q = body_parameter (&c);
  decls[0] = builder_ssa (&c.builder, operand_index (p))->decl;
  decls[1] = builder_ssa (&c.builder, operand_index (q))->decl;
  builder_ssa (&c.builder, operand_index (p))->type = type;
  builder_decls (&c.builder, decls[0])->type = type;
  c.builder.header.first_parameter
    = builder_add_lists (&c.builder, &decls[0]);
  builder_add_lists (&c.builder, &decls[1]);
  c.builder.header.n_parameters = 2;
}

/* The effects on P, after CONDITION on Q or P at block 2.  */
static struct parameter_effect
end (bool tests_pointer)
{
  struct ask a;
  struct parameter_effect e;
  const struct parameter_effects *effects;
  uint32_t o[2] = { cfg_number (&c, -1), cfg_number (&c, 0) };
  uint32_t result = cfg_name (&c, 0);
  size_t size;

  body_cond (&c, 2, tests_pointer ? OPERATION_EQUAL : OPERATION_LESS,
	     tests_pointer ? p : q, cfg_number (&c, 0));
  cfg_statement (&c, 5, STATEMENT_PHI, OPERATION_COPY, result, o, 2);
  cfg_statement (&c, 5, STATEMENT_RETURN, OPERATION_COPY,
		 OPERAND (OPERAND_NONE, 0), &result, 1);
  ask_init (&a, &c);
  effects = ask_value (&a, QUERY_ID_parameter_effects, &size);
  ck_assert (parameter_effects_verify (effects, size));
  ck_assert (!parameter_effects_verify (effects, size - 1));
  ck_assert_uint_eq (effects->n_parameters, 2);
  e = parameter_effects_array (effects)[0];
  ask_release (&a);
  return e;
}

START_TEST (test_one_way)
{
  struct parameter_effect e;

  begin ();
  store (_i ? 3 : 4, behind (p), q);
  e = end (false);
  ck_assert_uint_eq (e.may, PARAMETER_IS_USED | PARAMETER_MAY_WRITE
			    | PARAMETER_MAY_LEAVE | PARAMETER_RETURNS_KNOWN);
  ck_assert_uint_eq (e.n_returned, 1);
  ck_assert_int_eq (e.returned[0], _i ? 0 : -1);
}
END_TEST

START_TEST (test_both_ways)
{
  begin ();
  store (3, behind (p), q);
  store (4, behind (p), q);
  ck_assert_uint_eq (end (false).may,
		     PARAMETER_IS_USED | PARAMETER_MAY_WRITE);
}
END_TEST

START_TEST (test_no_way)
{
  struct parameter_effect e;

  begin ();
  e = end (false);
  ck_assert_uint_eq (e.may, PARAMETER_MAY_LEAVE | PARAMETER_RETURNS_KNOWN);
  ck_assert_uint_eq (e.n_returned, 2);
}
END_TEST

/* if (p != 0) *p = q: whoever passes an address has it written.  */
START_TEST (test_null)
{
  begin ();
  store (4, behind (p), q);
  ck_assert_uint_eq (end (true).may, PARAMETER_IS_USED | PARAMETER_MAY_WRITE);
}
END_TEST

/* A function that is small says where it reads what it gets; one that may not
   be inlined does not.  */
START_TEST (test_read)
{
  struct snap_attribute noinline = { .kind = SNAP_ATTRIBUTE_NOINLINE };
  struct parameter_effect e;

  begin ();
  store (3, behind (p), q);
  if (_i)
    {
      struct snap_decl *d
	= builder_decls (&c.builder, c.builder.header.decl);

      d->first_attribute = builder_add_attributes (&c.builder, &noinline);
      d->n_attributes = 1;
    }
  e = end (false);
  ck_assert_uint_eq (e.may & PARAMETER_IS_USED, PARAMETER_IS_USED);
  ck_assert_uint_eq (e.read_at, _i ? NONE : 1);
}
END_TEST

/* A pointer that is stored gets out.  */
START_TEST (test_kept)
{
  struct snap_decl d = { .kind = DECL_VARIABLE, .type = 0, .size_bits = 64,
			 .flags = DECL_IS_GLOBAL | DECL_IS_PUBLIC,
			 .default_def = NONE };
  struct snap_memory m = { .type = 0, .size_bits = 32, .max_size_bits = 32 };

  begin ();
  d.name = builder_string (&c.builder, "kept");
  m.base = OPERAND (OPERAND_DECL, builder_add_decls (&c.builder, &d));
  m.first_step = builder_n_steps (&c.builder);
  store (3, OPERAND (OPERAND_MEMORY, builder_add_memory (&c.builder, &m)), p);
  ck_assert (end (false).may & PARAMETER_MAY_KEEP);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("parameter-effects");
  TCase *cases = tcase_create ("parameter-effects");

  tcase_add_loop_test (cases, test_one_way, 0, 2);
  tcase_add_test (cases, test_both_ways);
  tcase_add_test (cases, test_no_way);
  tcase_add_test (cases, test_null);
  tcase_add_loop_test (cases, test_read, 0, 2);
  tcase_add_test (cases, test_kept);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
