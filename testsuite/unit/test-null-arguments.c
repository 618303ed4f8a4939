/* test-null-arguments.c - null where a function wants others.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <string.h>

#include "testsuite/unit/program.h"
#include "testsuite/unit/suite.h"

static struct program program;
static struct cfg *const cfg = &program.cfg;

/* Of the body at hand.  */
static uint32_t pointer, nonnull_function, method;

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

static uint32_t
add_function_type (enum snap_type_kind kind, uint64_t mask)
{
  struct snap_attribute a = { .kind = SNAP_ATTRIBUTE_NONNULL, .mask = mask,
			      .argument = NONE, .argument2 = NONE };
  struct snap_type t = { .kind = kind, .element = 0, .main_variant = NONE,
			 .size_bits = 8, .n_attributes = 1 };

  t.first_attribute = builder_add_attributes (&cfg->builder, &a);
  return builder_add_types (&cfg->builder, &t);
}

/* A body called NAME that returns a pointer, with the edges of GRAPH; with MASK
   for the attribute of the function that it calls.  */
static void
begin (const char *name, const char *graph, uint64_t mask)
{
  struct snap_type t = { .kind = SNAP_TYPE_POINTER, .size_bits = 64,
			 .precision = 64, .flags = TYPE_IS_UNSIGNED,
			 .element = 0, .main_variant = NONE };
  struct snap_type f = { .kind = SNAP_TYPE_FUNCTION, .size_bits = 8,
			 .main_variant = NONE };

  cfg_clear_as (cfg, name);
  pointer = builder_add_types (&cfg->builder, &t);
  f.element = pointer;
  builder_decls (&cfg->builder, cfg->builder.header.decl)->type
    = builder_add_types (&cfg->builder, &f);
  nonnull_function = add_function_type (SNAP_TYPE_FUNCTION, mask);
  method = add_function_type (SNAP_TYPE_METHOD, mask);
  cfg_parse (cfg, graph);
}

static void
end (void)
{
  program_end (&program, NULL);
}

static uint32_t
pointer_name (uint32_t flags)
{
  uint32_t name = cfg_name (cfg, flags);

  builder_ssa (&cfg->builder, operand_index (name))->type = pointer;
  return name;
}

static uint32_t
null (void)
{
  uint32_t constant = cfg_number (cfg, 0);

  builder_constants (&cfg->builder, operand_index (constant))->type = pointer;
  return constant;
}

static uint32_t
parameter (void)
{
  struct snap_decl d = { .kind = DECL_PARAMETER, .type = pointer,
			 .size_bits = 64, .default_def = NONE };
  uint32_t name = pointer_name (SSA_IS_DEFAULT);
  uint32_t decl;

  d.name = builder_string (&cfg->builder, "p");
  d.default_def = operand_index (name);
  decl = builder_add_decls (&cfg->builder, &d);
  builder_ssa (&cfg->builder, operand_index (name))->decl = decl;
  return name;
}

static uint32_t
copy (uint32_t block, uint32_t from)
{
  uint32_t name = pointer_name (0);

  cfg_statement (cfg, block, STATEMENT_ASSIGN, OPERATION_COPY, name, &from,
		 1)->type = pointer;
  return name;
}

/* In BLOCK, a call of CALLEE with two arguments, of type TYPE.  */
static struct snap_statement *
call (uint32_t block, const char *callee, uint32_t type, uint32_t first,
      uint32_t second)
{
  uint32_t decl = cfg_function (cfg, callee), o[3];
  struct snap_statement *t;

  o[0] = OPERAND (OPERAND_DECL, decl);
  o[1] = first;
  o[2] = second;
  t = cfg_statement (cfg, block, STATEMENT_CALL, OPERATION_COPY, 0, o, 3);
  t->decl = decl;
  t->type = type;
  t->flags = STATEMENT_HAS_PLACE;
  return t;
}

/* What is found in body ORDINAL: lines, notes with a dash.  */
static void
expect (uint32_t ordinal, const char *text)
{
  struct unit_config config = { .name = "test", .threads = 1 };
  struct unit *u = program_unit (&program, &config);
  const struct findings *f;
  struct buffer lines = BUFFER_INIT;

  unit_start (u);
  f = unit_demand (u, QUERY_ID_nonnull_argument, ordinal, NULL);
  ck_assert_ptr_nonnull (f);
  for (uint32_t i = 0; i < f->n_findings; i++)
    {
      FILE *file = tmpfile ();
      char line[256];
      size_t n;

      finding_print (file, unit_body (u, ordinal), f, i);
      rewind (file);
      n = fread (line, 1, sizeof line - 1, file);
      line[n] = '\0';
      fclose (file);
      buffer_add_format (&lines, "%s%s\n",
			 findings_array (f)[i].flags & FINDING_IS_NOTE
			 ? "-" : "", line);
    }
  buffer_add_zero (&lines, 1);
  ck_assert_str_eq (lines.bytes, text);
  buffer_release (&lines);
  ck_assert (unit_join (u));
  unit_free (u);
}

#define NULL_AT(NUMBER) \
  "argument " NUMBER " null where non-null expected\n"		\
  "-in a call to function 'g' declared 'nonnull'\n"

/* All pointers (mask 0), the first, the second, none of both.  */
START_TEST (test_mask)
{
  static const char *const expected[]
    = { NULL_AT ("1") NULL_AT ("2"), NULL_AT ("1"), NULL_AT ("2"), "" };
  static const uint64_t masks[] = { 0, 1, 2, 4 };

  begin ("f", "0>2 2>1", masks[_i]);
  call (2, "g", nonnull_function, null (), null ());
  end ();
  expect (0, expected[_i]);
}
END_TEST

/* Told to be silent; an integer; not called as such; a built-in function that
   nobody has declared.  */
START_TEST (test_call)
{
  static const char *const expected[]
    = { "", "", "", "argument 1 null where non-null expected\n"
		    "-in a call to built-in function 'g'\n" };
  struct snap_statement *t;

  begin ("f", "0>2 2>1", 1);
  t = call (2, "g", _i == 2 ? NONE : nonnull_function,
	    _i == 1 ? cfg_number (cfg, 0) : null (), cfg_number (cfg, 0));
  if (_i == 0)
    t->flags |= NO_WARNING_NONNULL;
  if (_i == 3)
    builder_decls (&cfg->builder, t->decl)->flags |= DECL_IS_UNDECLARED;
  end ();
  expect (0, expected[_i]);
}
END_TEST

/* In a method the object is no argument with a number, and a lambda's may be
   null.  */
START_TEST (test_method)
{
  begin ("f", "0>2 2>1", 3);
  call (2, _i ? "operator()" : "g", method, null (), null ());
  end ();
  expect (0, _i ? "argument 1 null where non-null expected\n"
		  "-in a call to function 'operator()' declared 'nonnull'\n"
		: "'this' pointer is null\n"
		  "-in a call to non-static member function 'g'\n"
		  NULL_AT ("1"));
}
END_TEST

/* if (p == 0) g (p), with a copy of p (1); if (p != 0) g (p) (2); if (q == 0)
   (3); if (p == 0) h (); g (p) (4).  */
START_TEST (test_condition)
{
  uint32_t p, o[2];

  begin ("f", "", 1);
  cfg_edge (cfg, 0, 2, EDGE_IS_FALLTHRU);
  cfg_edge (cfg, 2, 3, EDGE_IS_TRUE);
  cfg_edge (cfg, 2, 4, EDGE_IS_FALSE);
  cfg_edge (cfg, 3, 4, EDGE_IS_FALLTHRU);
  cfg_edge (cfg, 4, 1, EDGE_IS_FALLTHRU);
  p = parameter ();
  o[0] = _i == 1 ? copy (2, p) : _i == 3 ? parameter () : p;
  o[1] = null ();
  cfg_statement (cfg, 2, STATEMENT_COND,
		 _i == 2 ? OPERATION_NOT_EQUAL : OPERATION_EQUAL, 0, o, 2);
  call (_i == 4 ? 4 : 3, "g", nonnull_function, p, p);
  end ();
  expect (0, _i < 2 ? NULL_AT ("1") : "");
}
END_TEST

/* A phi of nulls (0), of null and another (1) that is null on that edge (2), or
   whose edge is never taken (3).  */
START_TEST (test_phi)
{
  uint32_t p, phi, o[2];

  begin ("f", "", 1);
  cfg_edge (cfg, 0, 2, EDGE_IS_FALLTHRU);
  cfg_edge (cfg, 2, 3, EDGE_IS_TRUE);
  cfg_edge (cfg, 2, 4, EDGE_IS_FALSE);
  cfg_edge (cfg, 3, 4, EDGE_IS_FALLTHRU);
  cfg_edge (cfg, 4, 1, EDGE_IS_FALLTHRU);
  p = parameter ();
  phi = pointer_name (0);
  o[0] = _i == 0 ? null () : p;
  o[1] = null ();
  cfg_statement (cfg, 4, STATEMENT_PHI, OPERATION_COPY, phi, o, 2);
  o[0] = _i == 3 ? null () : p;
  o[1] = _i == 1 ? parameter () : null ();
  cfg_statement (cfg, 2, STATEMENT_COND,
		 _i == 2 ? OPERATION_NOT_EQUAL : OPERATION_EQUAL, 0, o, 2);
  call (4, "g", nonnull_function, phi, p);
  end ();
  expect (0, _i == 1 ? "" : NULL_AT ("1"));
}
END_TEST

/* g (none ()), where none returns null; or a parameter (1), or may be replaced
   (2), or is f itself (3).  */
START_TEST (test_callee)
{
  uint32_t decl, result, o;

  begin ("none", "0>2 2>1", 1);
  o = copy (2, _i == 1 ? parameter () : null ());
  cfg_statement (cfg, 2, STATEMENT_RETURN, OPERATION_COPY, 0, &o, 1);
  if (_i == 2)
    builder_decls (&cfg->builder, cfg->builder.header.decl)->flags
      |= DECL_IS_REPLACEABLE;
  end ();
  begin ("f", "0>2 2>1", 1);
  decl = _i == 3 ? cfg->builder.header.decl : cfg_function (cfg, "none");
  result = pointer_name (0);
  o = OPERAND (OPERAND_DECL, decl);
  cfg_statement (cfg, 2, STATEMENT_CALL, OPERATION_COPY, result, &o, 1)->decl
    = decl;
  call (2, "g", nonnull_function, result, result);
  end ();
  expect (1, _i ? "" : NULL_AT ("1"));
}
END_TEST

/* A function that returns p or null (0), null only (1), p only (2); what may be
   replaced (3); p or null behind more calls than are inlined (4), and said to be
   inline (5).  */
START_TEST (test_returns_null)
{
  static const struct returns_null expected[]
    = { { 0, 1 }, { 1, 1 }, { 0, 0 }, { 0, 0 }, { 0, 0 }, { 0, 1 } };
  struct unit_config config = { .name = "test", .threads = 1 };
  const struct returns_null *r;
  uint32_t p, phi, o[2];
  struct unit *u;

  begin ("f", "", 1);
  cfg_edge (cfg, 0, 2, EDGE_IS_FALLTHRU);
  cfg_edge (cfg, 2, 3, EDGE_IS_TRUE);
  cfg_edge (cfg, 2, 4, EDGE_IS_FALSE);
  cfg_edge (cfg, 3, 4, EDGE_IS_FALLTHRU);
  cfg_edge (cfg, 4, 1, EDGE_IS_FALLTHRU);
  p = parameter ();
  phi = pointer_name (0);
  o[0] = _i == 1 ? null () : p;
  o[1] = _i == 2 ? p : null ();
  cfg_statement (cfg, 4, STATEMENT_PHI, OPERATION_COPY, phi, o, 2);
  for (int i = 0; _i >= 4 && i < 20; i++)
    call (2, "h", nonnull_function, p, p);
  o[0] = parameter ();
  o[1] = null ();
  cfg_statement (cfg, 2, STATEMENT_COND, OPERATION_EQUAL, 0, o, 2);
  o[0] = copy (4, phi);
  cfg_statement (cfg, 4, STATEMENT_RETURN, OPERATION_COPY, 0, o, 1);
  builder_decls (&cfg->builder, cfg->builder.header.decl)->flags
    |= _i == 3 ? DECL_IS_REPLACEABLE : _i == 5 ? DECL_IS_INLINE : 0;
  end ();
  u = program_unit (&program, &config);
  unit_start (u);
  r = unit_demand (u, QUERY_ID_returns_null, 0, NULL);
  ck_assert_ptr_nonnull (r);
  ck_assert_uint_eq (r->always, expected[_i].always);
  ck_assert_uint_eq (r->sometimes, expected[_i].sometimes);
  ck_assert (returns_null_verify (r, sizeof *r));
  ck_assert (unit_join (u));
  unit_free (u);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("null-arguments");
  TCase *cases = tcase_create ("null-arguments");
  tcase_add_checked_fixture (cases, setup, teardown);
  tcase_add_loop_test (cases, test_mask, 0, 4);
  tcase_add_loop_test (cases, test_call, 0, 4);
  tcase_add_loop_test (cases, test_method, 0, 2);
  tcase_add_loop_test (cases, test_condition, 0, 5);
  tcase_add_loop_test (cases, test_phi, 0, 4);
  tcase_add_loop_test (cases, test_callee, 0, 4);
  tcase_add_loop_test (cases, test_returns_null, 0, 6);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
