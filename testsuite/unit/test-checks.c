/* test-checks.c - the four checks, on functions made by hand.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdlib.h>
#include <string.h>

#include "testsuite/unit/ask.h"
#include "testsuite/unit/suite.h"

enum { TYPE_INT = 0, TYPE_FUNCTION = 1 };

static struct cfg cfg;

static uint32_t
pointer_type (uint32_t to)
{
  struct snap_type t = { .kind = SNAP_TYPE_POINTER, .size_bits = 64,
			 .precision = 64, .flags = TYPE_IS_UNSIGNED,
			 .element = to, .main_variant = NONE };

  return builder_add_types (&cfg.builder, &t);
}

static uint32_t
variable (const char *name, enum snap_decl_kind kind, uint32_t type,
	  uint32_t flags)
{
  struct snap_decl d = { .kind = kind, .type = type, .flags = flags,
			 .size_bits = 32, .default_def = NONE };

  d.name = builder_string (&cfg.builder, name);
  return builder_add_decls (&cfg.builder, &d);
}

/* DECL's value on entry.  */
static uint32_t
entry_value (uint32_t decl)
{
  uint32_t name = cfg_name (&cfg, SSA_IS_DEFAULT);
  struct snap_decl *d = builder_decls (&cfg.builder, decl);
  struct snap_ssa *ssa = builder_ssa (&cfg.builder, operand_index (name));

  d->default_def = operand_index (name);
  ssa->decl = decl;
  ssa->type = d->type;
  return name;
}

static uint32_t
memory_of (uint32_t decl, uint32_t flags)
{
  struct snap_memory m = { .base = OPERAND (OPERAND_DECL, decl),
			   .type = TYPE_INT, .size_bits = 32,
			   .max_size_bits = 32, .flags = flags };

  m.first_step = builder_n_steps (&cfg.builder);
  return builder_add_memory (&cfg.builder, &m);
}

static uint32_t
dereference (uint32_t pointer)
{
  struct snap_step step = { .kind = STEP_DEREFERENCE, .type = TYPE_INT,
			    .index = NONE };
  struct snap_memory m = { .base = pointer, .type = TYPE_INT, .n_steps = 1,
			   .size_bits = 32, .max_size_bits = 32 };

  m.first_step = builder_add_steps (&cfg.builder, &step);
  return OPERAND (OPERAND_MEMORY, builder_add_memory (&cfg.builder, &m));
}

static struct snap_statement *
assign (uint32_t block, uint32_t lhs, uint32_t operand)
{
  struct snap_statement *t
    = cfg_statement (&cfg, block, STATEMENT_ASSIGN, OPERATION_COPY, lhs,
		     &operand, 1);

  t->type = TYPE_INT;
  t->flags = STATEMENT_HAS_PLACE;
  return t;
}

/* MEMORY is read in BLOCK, in the state VUSE.  */
static void
load (uint32_t block, uint32_t memory, uint32_t vuse)
{
  assign (block, cfg_name (&cfg, 0), memory)->vuse = operand_index (vuse);
}

static uint32_t
store (uint32_t block, uint32_t memory, uint32_t vuse)
{
  uint32_t vdef = cfg_name (&cfg, SSA_IS_VIRTUAL);
  struct snap_statement *t = assign (block, memory, cfg_number (&cfg, 1));

  t->vuse = operand_index (vuse);
  t->vdef = operand_index (vdef);
  return vdef;
}

static uint32_t
entry_memory (void)
{
  return cfg_name (&cfg, SSA_IS_DEFAULT | SSA_IS_VIRTUAL);
}

static void
branch (uint32_t block, uint32_t a, uint32_t b)
{
  uint32_t o[2] = { a, b };

  cfg_statement (&cfg, block, STATEMENT_COND, OPERATION_NOT_EQUAL, 0, o, 2)
    ->flags = STATEMENT_HAS_PLACE;
}

/* 2 branches to 3, if true, and 4; 3 goes on to 4, the last.  */
static void
if_then (void)
{
  cfg_edge (&cfg, 0, 2, EDGE_IS_FALLTHRU);
  cfg_edge (&cfg, 2, 3, EDGE_IS_TRUE);
  cfg_edge (&cfg, 2, 4, EDGE_IS_FALSE);
  cfg_edge (&cfg, 3, 4, EDGE_IS_FALLTHRU);
  cfg_edge (&cfg, 4, 1, EDGE_IS_FALLTHRU);
}

static void
expect (enum query_id query, const char *text)
{
  ask_expect (&cfg, query, text);
}

static void
setup (void)
{
  cfg_init (&cfg);
}

/* unused-result.  */

START_TEST (test_unused_result)
{
  struct snap_lowered fact = { .kind = LOWERED_IGNORED_RESULT };

  cfg_parse (&cfg, "0>2 2>1");
  fact.decl = cfg_function (&cfg, "g");
  builder_add_lowered (&cfg.builder, &fact);
  fact.decl = NONE;
  builder_add_lowered (&cfg.builder, &fact);
  fact.flags = LOWERED_NO_WARNING;
  builder_add_lowered (&cfg.builder, &fact);
  expect (QUERY_ID_unused_result,
	  "ignoring return value of 'g' declared with attribute "
	  "'warn_unused_result'\n"
	  "ignoring return value of function declared with attribute "
	  "'warn_unused_result'\n");
}
END_TEST

/* function-return.  */

static void
add_lowered (enum lowered_kind kind, uint32_t flags)
{
  struct snap_lowered fact = { .kind = kind, .decl = NONE, .flags = flags };

  builder_add_lowered (&cfg.builder, &fact);
}

START_TEST (test_noreturn)
{
  struct ask a;
  const struct findings *f;

  cfg_parse (&cfg, "0>2 2>1");
  builder_decls (&cfg.builder, 0)->flags |= DECL_IS_NORETURN;
  add_lowered (LOWERED_RETURNS, 0);
  add_lowered (LOWERED_RETURNS_BY_RETURN, 0);
  add_lowered (LOWERED_RETURNS_BY_RETURN, LOWERED_HAS_PLACE);
  ask_init (&a, &cfg);
  f = ask_findings (&a, QUERY_ID_function_return);
  ck_assert_uint_eq (f->n_findings, 1);
  ck_assert_uint_eq (findings_array (f)->place, PLACE (PLACE_LOWERED, 2));
  ck_assert_str_eq (ask_text (&a, f, 0),
		    "'noreturn' function does return");
  ask_release (&a);
}
END_TEST

/* The second is there in case that the first is not given.  */
START_TEST (test_no_value)
{
  struct ask a;
  const struct findings *f;

  cfg_parse (&cfg, "0>2 2>1");
  add_lowered (LOWERED_FALLS_OFF, LOWERED_HAS_PLACE);
  add_lowered (LOWERED_NO_VALUE, LOWERED_NO_WARNING);
  add_lowered (LOWERED_NO_VALUE, 0);
  ask_init (&a, &cfg);
  f = ask_findings (&a, QUERY_ID_function_return);
  ck_assert_uint_eq (f->n_findings, 2);
  ck_assert_uint_eq (findings_array (f)[0].place, PLACE (PLACE_LOWERED, 2));
  ck_assert_uint_eq (findings_array (f)[0].place2, PLACE (PLACE_END, 0));
  ck_assert_uint_eq (findings_array (f)[1].place, PLACE (PLACE_LOWERED, 0));
  ck_assert_uint_ne (findings_array (f)[0].group, 0);
  ck_assert_uint_eq (findings_array (f)[0].group,
		     findings_array (f)[1].group);
  ck_assert (findings_array (f)[0].flags & FINDING_SUPPRESSES);
  ask_release (&a);
}
END_TEST

START_TEST (test_silenced_return)
{
  cfg_parse (&cfg, "0>2 2>1");
  builder_decls (&cfg.builder, 0)->flags |= DECL_NO_WARNING_RETURN;
  add_lowered (LOWERED_NO_VALUE, 0);
  expect (QUERY_ID_function_return, "");
}
END_TEST

/* nonnull-compare.  */

static uint32_t
null (uint32_t type, int64_t value)
{
  uint32_t constant = cfg_number (&cfg, value);

  builder_constants (&cfg.builder, operand_index (constant))->type = type;
  return constant;
}

START_TEST (test_nonnull)
{
  uint32_t type = pointer_type (TYPE_INT);
  uint32_t p = variable ("p", DECL_PARAMETER, type,
			 DECL_IS_NONNULL_PARAMETER);

  if_then ();
  branch (2, entry_value (p), null (type, 0));
  expect (QUERY_ID_nonnull_compare,
	  "'nonnull' argument 'p' compared to NULL\n");
}
END_TEST

/* Another value, another constant, another parameter, silenced.  */
START_TEST (test_nonnull_not)
{
  uint32_t type = pointer_type (TYPE_INT);
  uint32_t p = variable ("p", DECL_PARAMETER, type,
			 _i == 2 ? 0 : DECL_IS_NONNULL_PARAMETER);
  uint32_t value = entry_value (p), o[2];

  if_then ();
  if (_i == 0)
    {
      uint32_t other = cfg_name (&cfg, 0);

      builder_ssa (&cfg.builder, operand_index (other))->decl = p;
      builder_ssa (&cfg.builder, operand_index (other))->type = type;
      assign (2, other, value);
      value = other;
    }
  o[0] = value;
  o[1] = null (type, _i == 1);
  cfg_statement (&cfg, 2, STATEMENT_COND, OPERATION_EQUAL, 0, o, 2)->flags
    = _i == 3 ? NO_WARNING_NONNULL_COMPARE : 0;
  expect (QUERY_ID_nonnull_compare, "");
}
END_TEST

/* early-uninit.  */

START_TEST (test_name)
{
  uint32_t x = variable ("x", DECL_VARIABLE, TYPE_INT, 0);

  cfg_parse (&cfg, "0>2 2>1");
  assign (2, cfg_name (&cfg, 0), entry_value (x));
  expect (QUERY_ID_early_uninit,
	  "'x' is used uninitialized\n-'x' was declared here\n");
}
END_TEST

START_TEST (test_name_silenced)
{
  uint32_t x = variable ("x", DECL_VARIABLE, TYPE_INT,
			 _i == 0 ? DECL_NO_WARNING_UNINIT
			 : _i == 1 ? DECL_IS_REGISTER : 0);

  cfg_parse (&cfg, "0>2 2>1");
  if (_i == 2)
    builder_decls (&cfg.builder, x)->kind = DECL_PARAMETER;
  assign (2, cfg_name (&cfg, 0), entry_value (x))->flags
    |= _i == 3 ? NO_WARNING_UNINIT : 0;
  expect (QUERY_ID_early_uninit, "");
}
END_TEST

/* In one branch only; the use after it is certain, and an alternative.  */
START_TEST (test_branch)
{
  uint32_t x = variable ("x", DECL_VARIABLE, TYPE_INT, 0);
  uint32_t p = variable ("p", DECL_PARAMETER, TYPE_INT, 0);
  uint32_t value = entry_value (x);

  if_then ();
  branch (2, entry_value (p), cfg_number (&cfg, 0));
  assign (3, cfg_name (&cfg, 0), value);
  assign (4, cfg_name (&cfg, 0), value);
  expect (QUERY_ID_early_uninit,
	  "0'x' may be used uninitialized\n-'x' was declared here\n"
	  "'x' is used uninitialized\n-'x' was declared here\n");
}
END_TEST

/* At -O0 the branch is seen never to be taken.  */
START_TEST (test_never_executed)
{
  uint32_t x = variable ("x", DECL_VARIABLE, TYPE_INT, 0);
  uint32_t value = entry_value (x);

  if_then ();
  branch (2, cfg_number (&cfg, _i), cfg_number (&cfg, 1));
  assign (3, cfg_name (&cfg, 0), value);
  expect (QUERY_ID_early_uninit,
	  _i ? "" : "0'x' may be used uninitialized\n"
		    "-'x' was declared here\n");
}
END_TEST

/* What is never left always executes what it enters, for GCC.  */
START_TEST (test_certain_but_unreachable)
{
  uint32_t x = variable ("x", DECL_VARIABLE, TYPE_INT, 0);

  cfg_edge (&cfg, 0, 2, EDGE_IS_FALLTHRU);
  cfg_edge (&cfg, 2, 3, EDGE_IS_TRUE);
  cfg_edge (&cfg, 2, 2, EDGE_IS_FALSE);
  cfg_edge (&cfg, 3, 1, EDGE_IS_FALLTHRU);
  branch (2, cfg_number (&cfg, 1), cfg_number (&cfg, 1));
  assign (3, cfg_name (&cfg, 0), entry_value (x));
  expect (QUERY_ID_early_uninit,
	  "2'x' is used uninitialized\n-'x' was declared here\n");
}
END_TEST

/* for (;;) with nothing to start from.  */
START_TEST (test_phi)
{
  uint32_t x = variable ("x", DECL_VARIABLE, TYPE_INT, 0);
  uint32_t p = variable ("p", DECL_PARAMETER, TYPE_INT, 0);
  uint32_t phi = cfg_name (&cfg, 0), next = cfg_name (&cfg, 0), o[2];

  cfg_edge (&cfg, 0, 2, EDGE_IS_FALLTHRU);
  cfg_edge (&cfg, 2, 2, EDGE_IS_TRUE);
  cfg_edge (&cfg, 2, 3, EDGE_IS_FALSE);
  cfg_edge (&cfg, 3, 1, EDGE_IS_FALLTHRU);
  o[0] = entry_value (x);
  o[1] = next;
  cfg_statement (&cfg, 2, STATEMENT_PHI, OPERATION_COPY, phi, o, 2);
  o[0] = phi;
  o[1] = cfg_number (&cfg, 1);
  cfg_statement (&cfg, 2, STATEMENT_ASSIGN, OPERATION_PLUS, next, o, 2)->flags
    = STATEMENT_HAS_PLACE;
  branch (2, next, entry_value (p));
  expect (QUERY_ID_early_uninit,
	  "'x' is used uninitialized\n-'x' was declared here\n");
}
END_TEST

START_TEST (test_memory)
{
  static const char *const expected[]
    = { "'x' is used uninitialized\n-'x' declared here\n", "", "", "",
	"'x' is used uninitialized\n-'x' declared here\n" };
  uint32_t type = pointer_type (TYPE_INT);
  uint32_t x = variable ("x", DECL_VARIABLE, TYPE_INT,
			 _i == 3 ? DECL_IS_GLOBAL | DECL_IS_STATIC
			 : _i == 4 ? 0 : DECL_IS_ADDRESSABLE);
  uint32_t p = variable ("p", DECL_PARAMETER, type, 0);
  uint32_t object = OPERAND (OPERAND_MEMORY, memory_of (x, 0));
  uint32_t state = entry_memory ();

  cfg_parse (&cfg, "0>2 2>1");
  /* 1: it is stored to; 2: somewhere is; 4: but there it cannot be.  */
  if (_i == 1)
    state = store (2, object, state);
  if (_i == 2 || _i == 4)
    state = store (2, dereference (entry_value (p)), state);
  load (2, object, state);
  expect (QUERY_ID_early_uninit, expected[_i]);
}
END_TEST

/* After the end of its scope nothing has a value.  */
START_TEST (test_clobber)
{
  uint32_t x = variable ("x", DECL_VARIABLE, TYPE_INT, DECL_IS_ADDRESSABLE);
  uint32_t object = OPERAND (OPERAND_MEMORY, memory_of (x, 0));
  uint32_t state = entry_memory (), dead;
  struct snap_statement *t;

  cfg_parse (&cfg, "0>2 2>1");
  state = store (2, object, state);
  dead = cfg_name (&cfg, SSA_IS_VIRTUAL);
  t = cfg_statement (&cfg, 2, STATEMENT_CLOBBER, OPERATION_COPY, object, NULL,
		     0);
  t->vuse = operand_index (state);
  t->vdef = operand_index (dead);
  load (2, object, dead);
  expect (QUERY_ID_early_uninit,
	  "'x' is used uninitialized\n-'x' declared here\n");
}
END_TEST

/* Stored to in one branch: not certain, and not likely enough.  */
START_TEST (test_memory_phi)
{
  uint32_t x = variable ("x", DECL_VARIABLE, TYPE_INT, DECL_IS_ADDRESSABLE);
  uint32_t p = variable ("p", DECL_PARAMETER, TYPE_INT, 0);
  uint32_t object = OPERAND (OPERAND_MEMORY, memory_of (x, 0));
  uint32_t state = entry_memory (), o[2], phi;

  if_then ();
  branch (2, entry_value (p), cfg_number (&cfg, 0));
  phi = cfg_name (&cfg, SSA_IS_VIRTUAL);
  o[0] = state;
  o[1] = store (3, object, state);
  cfg_statement (&cfg, 4, STATEMENT_PHI, OPERATION_COPY, 0, o, 2);
  {
    struct snap_statement *t
      = buffer_at (&cfg.statements,
		   cfg.statements.size - sizeof (struct snap_statement));

    t->lhs = phi;
    t->flags = STATEMENT_IS_VIRTUAL;
  }
  load (4, object, phi);
  expect (QUERY_ID_early_uninit, "");
}
END_TEST

/* g (&x), where g takes a pointer to const.  */
START_TEST (test_by_reference)
{
  struct snap_type int_const = { .kind = SNAP_TYPE_INTEGER, .size_bits = 32,
				 .precision = 32, .flags = TYPE_IS_CONST,
				 .element = NONE, .main_variant = TYPE_INT };
  struct snap_type function = { .kind = SNAP_TYPE_FUNCTION,
				.size_bits = SIZE_UNKNOWN,
				.element = TYPE_INT, .n_parameters = 1,
				.main_variant = NONE };
  uint32_t x = variable ("x", DECL_VARIABLE, TYPE_INT, DECL_IS_ADDRESSABLE);
  uint32_t g = cfg_function (&cfg, "g");
  uint32_t state = entry_memory (), type, o[2];
  struct snap_statement *t;

  int_const.name = builder_string (&cfg.builder, "int");
  type = pointer_type (builder_add_types (&cfg.builder, &int_const));
  function.first_parameter = builder_add_lists (&cfg.builder, &type);
  cfg_parse (&cfg, "0>2 2>1");
  o[0] = OPERAND (OPERAND_DECL, g);
  o[1] = OPERAND (OPERAND_ADDRESS, memory_of (x, 0));
  t = cfg_statement (&cfg, 2, STATEMENT_CALL, OPERATION_COPY,
		     cfg_name (&cfg, 0), o, 2);
  t->flags = STATEMENT_HAS_PLACE;
  t->decl = g;
  t->vuse = operand_index (state);
  t->vdef = operand_index (cfg_name (&cfg, SSA_IS_VIRTUAL));
  t->type = builder_add_types (&cfg.builder, &function);
  expect (QUERY_ID_early_uninit,
	  "0'x' may be used uninitialized\n"
	  "-by argument 1 of type 'const int *' to 'g' declared here\n"
	  "-'x' declared here\n");
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("checks");
  TCase *cases = tcase_create ("checks");
  tcase_add_checked_fixture (cases, setup, NULL);
  tcase_add_test (cases, test_unused_result);
  tcase_add_test (cases, test_noreturn);
  tcase_add_test (cases, test_no_value);
  tcase_add_test (cases, test_silenced_return);
  tcase_add_test (cases, test_nonnull);
  tcase_add_loop_test (cases, test_nonnull_not, 0, 4);
  tcase_add_test (cases, test_name);
  tcase_add_loop_test (cases, test_name_silenced, 0, 4);
  tcase_add_test (cases, test_branch);
  tcase_add_loop_test (cases, test_never_executed, 0, 2);
  tcase_add_test (cases, test_certain_but_unreachable);
  tcase_add_test (cases, test_phi);
  tcase_add_loop_test (cases, test_memory, 0, 5);
  tcase_add_test (cases, test_clobber);
  tcase_add_test (cases, test_memory_phi);
  tcase_add_test (cases, test_by_reference);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
