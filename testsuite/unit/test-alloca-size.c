/* test-alloca-size.c - too much asked of the stack.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/program.h"
#include "testsuite/unit/random-body.h"
#include "testsuite/unit/suite.h"

static struct program program;
static struct cfg *const cfg = &program.cfg;

static void
setup (void)
{
  program_init (&program);
}

static void
teardown (void)
{
  program_release (&program);
}

/* A body with GRAPH, in which block 2 asks for SIZE bytes by BUILTIN, in a call
   with FLAGS.  */
static void
ask_for (const char *graph, uint16_t builtin, uint32_t flags, uint32_t size)
{
  uint32_t decl, o[2];
  struct snap_statement *t;

  cfg_parse (cfg, graph);
  decl = cfg_function (cfg, "alloca");
  builder_decls (&cfg->builder, decl)->builtin = builtin;
  o[0] = OPERAND (OPERAND_DECL, decl);
  o[1] = size;
  t = cfg_statement (cfg, 2, STATEMENT_CALL, OPERATION_COPY, 0, o, 2);
  t->decl = decl;
  t->flags = flags | STATEMENT_HAS_PLACE;
}

/* What is found, with the limits MOST for both and FLAGS; notes with a dash.  */
static void
expect (uint64_t most, uint32_t flags, const char *text)
{
  struct unit_config config
    = { .name = "test", .threads = 1,
	.limits = { most, most, most, INT64_MAX, flags, 0 } };
  const struct snapshot *s = program_end (&program, NULL);
  struct unit *u = program_unit (&program, &config);
  struct buffer lines = BUFFER_INIT;
  const struct findings *f;

  unit_start (u);
  f = unit_demand (u, QUERY_ID_alloca_size, 0, NULL);
  ck_assert_ptr_nonnull (f);
  for (uint32_t i = 0; i < f->n_findings; i++)
    {
      char line[256];
      FILE *file = tmpfile ();
      size_t n;

      finding_print (file, s, f, i);
      rewind (file);
      n = fread (line, 1, sizeof line - 1, file);
      line[n] = '\0';
      fclose (file);
      buffer_add_format (&lines, "%s%s\n",
			 findings_array (f)[i].flags & FINDING_IS_NOTE
			 ? "-" : "", line);
      ck_assert (findings_array (f)[i].flags & FINDING_OUT_OF_SYSTEM);
    }
  buffer_add_zero (&lines, 1);
  ck_assert_str_eq (lines.bytes, text);
  buffer_release (&lines);
  ck_assert (unit_join (u));
  unit_free (u);
}

/* As much as the limit, and one more, by any of the built-in functions; what is
   another function asks for nothing.  */
START_TEST (test_limit)
{
  static const uint16_t builtins[]
    = { BUILTIN_ALLOCA, BUILTIN_ALLOCA_WITH_ALIGN,
	BUILTIN_ALLOCA_WITH_ALIGN_AND_MAX, BUILTIN_MALLOC };

  cfg_clear_as (cfg, "f");
  ask_for ("0>2 2>1", builtins[_i / 2], 0, cfg_number (cfg, 100 + _i % 2));
  expect (100, 0, _i % 2 && _i < 6
		  ? "argument to 'alloca' is too large\n"
		    "-limit is 100 bytes, but argument is 101\n" : "");
}
END_TEST

START_TEST (test_array)
{
  static const int64_t sizes[] = { 100, 101, 0 };
  static const char *const expected[]
    = { "", "argument to variable-length array is too large\n"
	    "-limit is 100 bytes, but argument is 101\n",
	"argument to variable-length array is zero\n" };

  cfg_clear_as (cfg, "f");
  /* In a loop, which is no matter.  */
  ask_for ("0>2 2>2,3 3>1", BUILTIN_ALLOCA_WITH_ALIGN, CALL_ALLOCA_FOR_VAR,
	   cfg_number (cfg, sizes[_i]));
  expect (100, 0, expected[_i]);
}
END_TEST

/* A little at a time, or nothing; where there is no limit, nobody minds.  */
START_TEST (test_loop)
{
  cfg_clear_as (cfg, "f");
  ask_for ("0>2 2>2,3 3>1", BUILTIN_ALLOCA, 0, cfg_number (cfg, _i % 2));
  expect (_i < 2 ? 100 : INT64_MAX, 0,
	  _i == 0 ? "argument to 'alloca' is zero\n"
	  : _i == 1 ? "use of 'alloca' within a loop\n" : "");
}
END_TEST

/* Not wanted at all; free: of either kind.  */
START_TEST (test_flags)
{
  static const struct { uint32_t flags, call; const char *expected; } cases[]
    = { { ALLOCA_IS_UNWANTED, 0, "use of 'alloca'\n" },
	{ ALLOCA_IS_UNWANTED | ALLOCA_IS_FREE, 0, "use of 'alloca'\n" },
	{ ALLOCA_IS_FREE, 0, "" },
	{ VLA_IS_FREE, CALL_ALLOCA_FOR_VAR, "" },
	{ ALLOCA_IS_UNWANTED | ALLOCA_IS_FREE, CALL_ALLOCA_FOR_VAR,
	  "argument to variable-length array is too large\n"
	  "-limit is 0 bytes, but argument is 5\n" } };

  cfg_clear_as (cfg, "f");
  ask_for ("0>2 2>1", BUILTIN_ALLOCA, cases[_i].call, cfg_number (cfg, 5));
  expect (0, cases[_i].flags, cases[_i].expected);
}
END_TEST

/* What is not known is not said to be too large.  */
START_TEST (test_unknown)
{
  cfg_clear_as (cfg, "f");
  ask_for ("0>2 2>2,3 3>1", BUILTIN_ALLOCA, 0,
	   cfg_name (cfg, SSA_IS_DEFAULT));
  expect (100, 0, "");
}
END_TEST

/* A parameter: of a function that others call (0), that only this unit calls (1),
   that gives it to a function of the unit (2) or of another one (3).  */
START_TEST (test_parameter)
{
  uint32_t size, self, o[2];
  struct snap_statement *t;

  cfg_clear_as (cfg, "f");
  self = cfg->builder.header.decl;
  if (_i == 1)
    builder_decls (&cfg->builder, self)->flags &= ~(uint32_t) DECL_IS_PUBLIC;
  else
    builder_decls (&cfg->builder, self)->flags |= DECL_IS_PUBLIC;
  size = body_parameter (cfg);
  ask_for ("0>2 2>1", BUILTIN_ALLOCA, 0, size);
  if (_i >= 2)
    {
      uint32_t decl = cfg_function (cfg, "is_small");

      if (_i == 3)
	builder_decls (&cfg->builder, decl)->flags |= DECL_IS_EXTERNAL;
      else
	builder_decls (&cfg->builder, decl)->flags
	  &= ~(uint32_t) DECL_IS_EXTERNAL;
      o[0] = OPERAND (OPERAND_DECL, decl);
      o[1] = size;
      t = cfg_statement (cfg, 2, STATEMENT_CALL, OPERATION_COPY, 0, o, 2);
      t->decl = decl;
    }
  expect (100, 0, _i == 0 || _i == 3 ? "unbounded use of 'alloca'\n" : "");
}
END_TEST

/* No limit was given: what is not known is no matter.  */
START_TEST (test_parameter_without_limit)
{
  cfg_clear_as (cfg, "f");
  builder_decls (&cfg->builder, cfg->builder.header.decl)->flags
    |= DECL_IS_PUBLIC;
  ask_for ("0>2 2>1", BUILTIN_ALLOCA, 0, body_parameter (cfg));
  expect (INT64_MAX, 0, "");
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("alloca-size");
  TCase *cases = tcase_create ("alloca-size");
  tcase_add_checked_fixture (cases, setup, teardown);
  tcase_add_loop_test (cases, test_limit, 0, 8);
  tcase_add_loop_test (cases, test_array, 0, 3);
  tcase_add_loop_test (cases, test_loop, 0, 4);
  tcase_add_loop_test (cases, test_flags, 0, 5);
  tcase_add_test (cases, test_unknown);
  tcase_add_loop_test (cases, test_parameter, 0, 4);
  tcase_add_test (cases, test_parameter_without_limit);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
