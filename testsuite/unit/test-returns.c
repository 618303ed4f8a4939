/* test-returns.c - whether functions come back, and the suggestion to say so.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <string.h>

#include "testsuite/unit/program.h"
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

/* A body called NAME with GRAPH, to which statements can be added.  */
static void
begin (const char *name, const char *graph)
{
  cfg_clear_as (cfg, name);
  cfg_parse (cfg, graph);
}

static void
end (void)
{
  program_end (&program, NULL);
}

/* A call of DECL in BLOCK, with the result LHS.  */
static struct snap_statement *
call (uint32_t block, uint32_t decl, uint32_t lhs)
{
  uint32_t o = OPERAND (OPERAND_DECL, decl);
  struct snap_statement *t
    = cfg_statement (cfg, block, STATEMENT_CALL, OPERATION_COPY, lhs, &o, 1);

  t->decl = decl;
  return t;
}

static uint32_t
call_self (uint32_t block)
{
  uint32_t lhs = cfg_name (cfg, 0);

  call (block, cfg->builder.header.decl, lhs);
  return lhs;
}

static void
return_value (uint32_t block, uint32_t value)
{
  cfg_statement (cfg, block, STATEMENT_RETURN, OPERATION_COPY, 0, &value, 1);
}

/* Body ORDINAL of the program never returns by declarations: 0, by bodies of
   its callees: 1; it may return: 2.  And what is suggested fits.  */
static void
expect (uint32_t ordinal, unsigned expected)
{
  static const uint32_t flags[] = { 0, FINDING_NOT_AT_O0 };
  struct unit_config config = { .name = "test", .threads = 1 };
  struct unit *u = program_unit (&program, &config);
  const struct function_returns *r;
  const struct findings *f;

  unit_start (u);
  r = unit_demand (u, QUERY_ID_returns, ordinal, NULL);
  ck_assert_ptr_nonnull (r);
  ck_assert_uint_eq (r->by_declarations + r->by_bodies, expected);
  ck_assert_uint_le (r->by_bodies, r->by_declarations);
  f = unit_demand (u, QUERY_ID_suggest_noreturn, ordinal, NULL);
  ck_assert_ptr_nonnull (f);
  ck_assert_uint_eq (f->n_findings, expected < 2);
  if (expected < 2)
    ck_assert_uint_eq (findings_array (f)->flags, flags[expected]);
  ck_assert (unit_join (u));
  unit_free (u);
}

START_TEST (test_plain)
{
  begin ("f", "0>2 2>1");
  end ();
  expect (0, 2);
}
END_TEST

START_TEST (test_endless)
{
  begin ("f", "0>2 2>2");
  end ();
  expect (0, 0);
}
END_TEST

/* f calls g calls die, which never returns; or on one way only (1); or die may be
   replaced (2).  */
START_TEST (test_callee)
{
  begin ("die", "0>2 2>2");
  if (_i == 2)
    builder_decls (&cfg->builder, cfg->builder.header.decl)->flags
      |= DECL_IS_REPLACEABLE;
  end ();
  begin ("g", _i == 1 ? "0>2 2>3,4 3>4 4>1" : "0>2 2>3 3>1");
  call (3, cfg_function (cfg, "die"), 0);
  end ();
  begin ("f", "0>2 2>1");
  call (2, cfg_function (cfg, "g"), 0);
  end ();
  expect (1, _i ? 2 : 1);
  expect (2, _i ? 2 : 1);
}
END_TEST

/* A way that is never taken.  */
START_TEST (test_constant_condition)
{
  uint32_t o[2];

  begin ("f", "");
  cfg_edge (cfg, 0, 2, EDGE_IS_FALLTHRU);
  cfg_edge (cfg, 2, 3, EDGE_IS_TRUE);
  cfg_edge (cfg, 2, 4, EDGE_IS_FALSE);
  cfg_edge (cfg, 3, 1, EDGE_IS_FALLTHRU);
  cfg_edge (cfg, 4, 4, EDGE_IS_FALLTHRU);
  o[0] = cfg_number (cfg, 1);
  o[1] = cfg_number (cfg, _i);
  cfg_statement (cfg, 2, STATEMENT_COND, OPERATION_EQUAL, 0, o, 2);
  end ();
  expect (0, _i ? 2 : 1);
}
END_TEST

/* f calls itself: and returns what that gives (0), by way of a phi (1) or a copy
   (2), returns nothing in particular (3); something else (4), or does something
   after it (5), or its caller's variable is at stake (6).  */
START_TEST (test_tail)
{
  struct snap_decl variable = { .kind = DECL_VARIABLE, .default_def = NONE,
				.flags = DECL_IS_ADDRESSABLE };
  uint32_t value, o;

  begin ("f", "0>2 2>3 3>1");
  if (_i == 6)
    builder_add_decls (&cfg->builder, &variable);
  value = call_self (2);
  if (_i == 1 || _i == 2)
    {
      o = value;
      value = cfg_name (cfg, 0);
      cfg_statement (cfg, _i == 1 ? 3 : 2,
		     _i == 1 ? STATEMENT_PHI : STATEMENT_ASSIGN,
		     OPERATION_COPY, value, &o, 1);
    }
  if (_i == 5)
    call (2, cfg_function (cfg, "g"), 0);
  if (_i == 3)
    cfg_statement (cfg, 3, STATEMENT_RETURN, OPERATION_COPY, 0, NULL, 0);
  else
    return_value (3, _i == 4 ? cfg_number (cfg, 1) : value);
  end ();
  expect (0, _i < 4 ? 1 : 2);
}
END_TEST

/* Functions that call each other may come back to one another.  */
START_TEST (test_ring)
{
  begin ("f", "0>2 2>1");
  call (2, cfg_function (cfg, "g"), 0);
  end ();
  begin ("g", "0>2 2>1");
  call (2, cfg_function (cfg, "f"), 0);
  end ();
  expect (0, 2);
  expect (1, 2);
}
END_TEST

/* What the caller sees anyway, or is told already, is not suggested.  */
START_TEST (test_not_suggested)
{
  static const uint32_t flags[]
    = { DECL_IS_NORETURN, DECL_IS_INLINE, DECL_IS_COMDAT, DECL_IS_PUBLIC };
  struct unit_config config = { .name = "test", .threads = 1 };
  struct snap_decl *d;
  struct unit *u;
  const struct findings *f;

  begin ("f", "0>2 2>2");
  d = builder_decls (&cfg->builder, cfg->builder.header.decl);
  d->flags ^= flags[_i];
  end ();
  u = program_unit (&program, &config);
  unit_start (u);
  f = unit_demand (u, QUERY_ID_suggest_noreturn, 0, NULL);
  ck_assert_uint_eq (f->n_findings, 0);
  ck_assert (unit_join (u));
  unit_free (u);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("returns");
  TCase *cases = tcase_create ("returns");
  tcase_add_checked_fixture (cases, setup, teardown);
  tcase_add_test (cases, test_plain);
  tcase_add_test (cases, test_endless);
  tcase_add_loop_test (cases, test_callee, 0, 3);
  tcase_add_loop_test (cases, test_constant_condition, 0, 2);
  tcase_add_loop_test (cases, test_tail, 0, 7);
  tcase_add_test (cases, test_ring);
  tcase_add_loop_test (cases, test_not_suggested, 0, 4);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
