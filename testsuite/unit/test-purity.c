/* test-purity.c - what functions do besides their results, and the suggestions.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <string.h>

#include "testsuite/unit/program.h"
#include "testsuite/unit/random-body.h"
#include "testsuite/unit/suite.h"

enum { NO_RESULT = OPERAND (OPERAND_NONE, 0) };

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

static void
begin (const char *name, const char *graph)
{
  cfg_clear_as (cfg, name);
  cfg_parse (cfg, graph);
}

static void
return_value (uint32_t block, uint32_t value)
{
  cfg_statement (cfg, block, STATEMENT_RETURN, OPERATION_COPY, NO_RESULT,
		 &value, 1);
}

static uint32_t
global (uint32_t flags)
{
  uint32_t variable = program_variable (&program, "v", 0);
  struct snap_memory memory
    = { .base = OPERAND (OPERAND_DECL, variable), .size_bits = 32,
	.max_size_bits = 32,
	.flags = flags & DECL_IS_VOLATILE ? MEMORY_IS_VOLATILE : 0 };

  builder_decls (&cfg->builder, variable)->flags |= flags;
  return OPERAND (OPERAND_MEMORY,
		  builder_add_memory (&cfg->builder, &memory));
}

static uint32_t
load (uint32_t block, uint32_t memory)
{
  uint32_t lhs = cfg_name (cfg, 0);

  cfg_statement (cfg, block, STATEMENT_ASSIGN, OPERATION_COPY, lhs, &memory, 1)
    ->type = 0;
  return lhs;
}

/* A call of NAME in BLOCK with CALL_* and, of its declaration, DECL_* flags.  */
static uint32_t
call (uint32_t block, const char *name, uint32_t flags, uint32_t decl_flags)
{
  uint32_t self = cfg->builder.header.decl, lhs = cfg_name (cfg, 0);
  uint32_t decl = strcmp (name, "f") == 0 ? self : cfg_function (cfg, name);
  uint32_t o = OPERAND (OPERAND_DECL, decl);
  struct snap_statement *t
    = cfg_statement (cfg, block, STATEMENT_CALL, OPERATION_COPY, lhs, &o, 1);

  t->decl = decl;
  t->flags = flags;
  builder_decls (&cfg->builder, decl)->flags |= decl_flags;
  return lhs;
}

/* The program's last body IS, and SUGGESTED ("" or attributes, with blanks) are
   the suggestions.  */
static void
expect (uint32_t is, const char *suggested)
{
  struct unit_config config = { .name = "test", .threads = 1 };
  uint32_t last = (uint32_t) (program.bodies.size / sizeof (void *)) - 1;
  struct unit *u = program_unit (&program, &config);
  const struct findings *f;
  const struct purity *p;
  char text[64] = "";

  unit_start (u);
  p = unit_demand (u, QUERY_ID_purity, last, NULL);
  ck_assert_ptr_nonnull (p);
  ck_assert (purity_verify (p, sizeof *p));
  ck_assert_uint_eq (p->is, is);
  f = unit_demand (u, QUERY_ID_suggest_attribute, last, NULL);
  ck_assert_ptr_nonnull (f);
  for (uint32_t i = 0; i < f->n_findings; i++)
    {
      const struct finding *one = &findings_array (f)[i];

      strcat (text, i ? " " : "");
      strcat (text, findings_text (f)
		    + findings_arguments (f)[one->first_argument].value);
    }
  ck_assert_str_eq (text, suggested);
  ck_assert (unit_join (u));
  unit_free (u);
}

static void
end (uint32_t is, const char *suggested)
{
  program_end (&program, NULL);
  expect (is, suggested);
}

START_TEST (test_nothing)
{
  begin ("f", "0>2>1");
  return_value (2, cfg_number (cfg, 1));
  end (0, "const");
}
END_TEST

/* Suggested only where it says something new, to callers that need it.  */
START_TEST (test_declared)
{
  static const struct { uint32_t flags; const char *suggested; } cases[] = {
    { DECL_IS_CONST, "" }, { DECL_IS_PURE, "const" },
    { DECL_IS_CONST | DECL_IS_LOOPING, "const" }, { DECL_IS_INLINE, "" },
    { DECL_IS_COMDAT, "" }, { DECL_IS_NORETURN, "" },
    { DECL_IS_REPLACEABLE, "const" }
  };
  uint32_t is = cases[_i].flags & DECL_IS_REPLACEABLE
		? PURITY_IS_REPLACEABLE : 0;

  begin ("f", "0>2>1");
  builder_decls (&cfg->builder, cfg->builder.header.decl)->flags
    |= cases[_i].flags;
  return_value (2, cfg_number (cfg, 1));
  end (is, cases[_i].suggested);
}
END_TEST

START_TEST (test_reads)
{
  static const struct { uint32_t flags, is; const char *suggested; } cases[] = {
    { 0, PURITY_READS, "pure" }, { DECL_IS_READONLY, 0, "const" },
    { DECL_IS_VOLATILE, PURITY_ACTS, "" }
  };

  begin ("f", "0>2>1");
  return_value (2, load (2, global (cases[_i].flags)));
  end (cases[_i].is, cases[_i].suggested);
}
END_TEST

/* What is read for nothing an optimiser does not read.  */
START_TEST (test_dead_read)
{
  begin ("f", "0>2>1");
  load (2, global (0));
  return_value (2, cfg_number (cfg, 1));
  end (0, "const");
}
END_TEST

START_TEST (test_writes)
{
  uint32_t one;

  begin ("f", "0>2>1");
  one = cfg_number (cfg, 1);
  cfg_statement (cfg, 2, STATEMENT_ASSIGN, OPERATION_COPY, global (0), &one, 1)
    ->type = 0;
  return_value (2, one);
  end (PURITY_ACTS, "");
}
END_TEST

/* f calls something else.  */
START_TEST (test_calls)
{
  static const struct { uint32_t flags, is; const char *suggested; } cases[] = {
    { 0, PURITY_READS | PURITY_ACTS | PURITY_MAY_LOOP, "" },
    { CALL_IS_PURE, PURITY_READS, "pure" },
    { CALL_IS_CONST, 0, "const" },
    { CALL_IS_CONST | CALL_IS_LOOPING, PURITY_MAY_LOOP, "" },
    { CALL_IS_CONST | CALL_IS_NORETURN, PURITY_MAY_LOOP, "" }
  };

  begin ("f", "0>2>1");
  return_value (2, call (2, "g", cases[_i].flags, 0));
  end (cases[_i].is, cases[_i].suggested);
}
END_TEST

/* f calls g, which reads a global, or may be replaced by what does more.  */
START_TEST (test_callee)
{
  begin ("g", "0>2>1");
  if (_i == 1)
    builder_decls (&cfg->builder, cfg->builder.header.decl)->flags
      |= DECL_IS_REPLACEABLE;
  return_value (2, load (2, global (0)));
  program_end (&program, NULL);
  begin ("f", "0>2>1");
  return_value (2, call (2, "g", 0, 0));
  if (_i == 1)
    end (PURITY_READS | PURITY_ACTS | PURITY_MAY_LOOP, "");
  else
    end (PURITY_READS, "pure");
}
END_TEST

START_TEST (test_calls_itself)
{
  begin ("f", "0>2>1");
  return_value (2, call (2, "f", 0, 0));
  end (PURITY_MAY_LOOP, "");
}
END_TEST

static uint32_t
add_pointer_type (void)
{
  struct snap_type pointer = { .kind = SNAP_TYPE_POINTER, .size_bits = 64,
			       .precision = 64, .flags = TYPE_IS_UNSIGNED,
			       .element = 0, .main_variant = NONE };

  return builder_add_types (&cfg->builder, &pointer);
}

/* if (p == 0) return 0; return p: p is new.  What else is done with it: 0:
   nothing, 1: it is stored, 2: it is compared with something else.  */
START_TEST (test_fresh)
{
  uint32_t p, merged, type, o[2], other = _i == 2 ? 8 : 0;

  begin ("f", "0>2 3>4 4>1");
  cfg_edge (cfg, 2, 3, EDGE_IS_TRUE);
  cfg_edge (cfg, 2, 4, EDGE_IS_FALSE);
  type = add_pointer_type ();
  p = call (2, "malloc", CALL_IS_MALLOC, 0);
  merged = cfg_name (cfg, 0);
  builder_ssa (&cfg->builder, operand_index (p))->type = type;
  builder_ssa (&cfg->builder, operand_index (merged))->type = type;
  if (_i == 1)
    cfg_statement (cfg, 2, STATEMENT_ASSIGN, OPERATION_COPY, global (0), &p, 1)
      ->type = type;
  body_cond (cfg, 2, OPERATION_EQUAL, p, cfg_number (cfg, other));
  o[0] = p;
  o[1] = cfg_number (cfg, 0);
  cfg_statement (cfg, 4, STATEMENT_PHI, OPERATION_COPY, merged, o, 2);
  return_value (4, merged);
  end (PURITY_READS | PURITY_ACTS | PURITY_MAY_LOOP
       | (_i == 0 ? PURITY_IS_FRESH : 0), _i == 0 ? "malloc" : "");
}
END_TEST

static void
make_cold (uint32_t statement_decl)
{
  struct snap_attribute cold = { .kind = SNAP_ATTRIBUTE_COLD };
  struct snap_decl *d = builder_decls (&cfg->builder, statement_decl);

  d->first_attribute = builder_add_attributes (&cfg->builder, &cold);
  d->n_attributes = 1;
}

/* A cold function is called on both ways (0), on one (1), behind what may end the
   program (2).  */
START_TEST (test_cold)
{
  uint32_t decl;

  begin ("f", "0>2 3>5 4>5 5>1");
  cfg_edge (cfg, 2, 3, EDGE_IS_TRUE);
  cfg_edge (cfg, 2, 4, EDGE_IS_FALSE);
  decl = cfg_function (cfg, "g");
  make_cold (decl);
  body_cond (cfg, 2, OPERATION_EQUAL, body_parameter (cfg), cfg_number (cfg, 0));
  if (_i == 2)
    call (3, "h", 0, 0);
  for (uint32_t block = 3; block < (_i == 1 ? 4 : 5); block++)
    {
      uint32_t o = OPERAND (OPERAND_DECL, decl);

      cfg_statement (cfg, block, STATEMENT_CALL, OPERATION_COPY, NO_RESULT, &o,
		     1)->decl = decl;
    }
  return_value (5, cfg_number (cfg, 0));
  end (PURITY_READS | PURITY_ACTS | PURITY_MAY_LOOP
       | (_i == 0 ? PURITY_IS_COLD : 0), _i == 0 ? "cold" : "");
}
END_TEST

enum { WRAPS = 1, LEAVES_IF_TRUE = 2, TESTS_NEXT = 4, NOT_ALWAYS = 8 };

/* for (i = 0; i OPERATION n; i += STEP), and whether that is certain to end.  */
static const struct
{
  enum operation operation;
  int64_t step;
  unsigned how;
  bool ends;
} loops[] = {
  { OPERATION_LESS, 1, 0, true },
  { OPERATION_LESS, 3, 0, true },
  { OPERATION_LESS, -1, 0, false },
  { OPERATION_LESS, 0, 0, false },
  { OPERATION_LESS_EQUAL, 1, 0, true },
  { OPERATION_GREATER, -2, 0, true },
  { OPERATION_GREATER, 2, 0, false },
  { OPERATION_NOT_EQUAL, 1, 0, true },
  { OPERATION_NOT_EQUAL, -1, 0, true },
  { OPERATION_NOT_EQUAL, 2, 0, false },
  { OPERATION_EQUAL, 1, 0, false },
  { OPERATION_LESS, 1, TESTS_NEXT, true },
  { OPERATION_LESS, 1, NOT_ALWAYS, false },
  { OPERATION_GREATER_EQUAL, 1, LEAVES_IF_TRUE, true },
  { OPERATION_LESS, 1, LEAVES_IF_TRUE, false },
  { OPERATION_LESS, 1, WRAPS, true },
  { OPERATION_LESS, 2, WRAPS, false },
  { OPERATION_LESS_EQUAL, 1, WRAPS, false },
  { OPERATION_GREATER, 0xffffffff, WRAPS, true },
  { OPERATION_GREATER_EQUAL, 0xffffffff, WRAPS, false },
  { OPERATION_NOT_EQUAL, 0xffffffff, WRAPS, true }
};

/* 2: before; 3: the header; 4: the test, which 3 may go round; 5: the latch; 6:
   behind.  */
START_TEST (test_loop)
{
  unsigned how = loops[_i].how;
  bool out_first = how & LEAVES_IF_TRUE;
  uint32_t i, next, n, o[2];

  cfg_clear_as (cfg, "f");
  cfg_edge (cfg, 0, 2, EDGE_IS_FALLTHRU);
  cfg_edge (cfg, 2, 3, EDGE_IS_FALLTHRU);
  cfg_edge (cfg, 3, 4, how & NOT_ALWAYS ? EDGE_IS_TRUE : EDGE_IS_FALLTHRU);
  if (how & NOT_ALWAYS)
    cfg_edge (cfg, 3, 5, EDGE_IS_FALSE);
  cfg_edge (cfg, 4, out_first ? 6 : 5, EDGE_IS_TRUE);
  cfg_edge (cfg, 4, out_first ? 5 : 6, EDGE_IS_FALSE);
  cfg_edge (cfg, 5, 3, EDGE_IS_FALLTHRU);
  cfg_edge (cfg, 6, 1, EDGE_IS_FALLTHRU);
  n = body_parameter (cfg);
  i = cfg_name (cfg, 0);
  if (how & WRAPS)
    {
      struct snap_type type = *builder_types (&cfg->builder, 0);

      type.flags |= TYPE_IS_UNSIGNED | TYPE_WRAPS;
      builder_ssa (&cfg->builder, operand_index (i))->type
	= builder_add_types (&cfg->builder, &type);
    }
  next = cfg_name (cfg, 0);
  builder_ssa (&cfg->builder, operand_index (next))->type
    = builder_ssa (&cfg->builder, operand_index (i))->type;
  o[0] = cfg_number (cfg, 0);
  o[1] = next;
  cfg_statement (cfg, 3, STATEMENT_PHI, OPERATION_COPY, i, o, 2);
  o[0] = i;
  o[1] = cfg_number (cfg, loops[_i].step);
  cfg_statement (cfg, how & TESTS_NEXT ? 4 : 5, STATEMENT_ASSIGN,
		 OPERATION_PLUS, next, o, 2);
  if (how & NOT_ALWAYS)
    body_cond (cfg, 3, OPERATION_EQUAL, body_parameter (cfg), n);
  body_cond (cfg, 4, loops[_i].operation, how & TESTS_NEXT ? next : i, n);
  return_value (6, cfg_number (cfg, 0));
  end (loops[_i].ends ? 0 : PURITY_MAY_LOOP, loops[_i].ends ? "const" : "");
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("purity");
  TCase *cases = tcase_create ("purity");

  tcase_add_checked_fixture (cases, setup, teardown);
  tcase_add_test (cases, test_nothing);
  tcase_add_loop_test (cases, test_declared, 0, 7);
  tcase_add_loop_test (cases, test_reads, 0, 3);
  tcase_add_test (cases, test_dead_read);
  tcase_add_test (cases, test_writes);
  tcase_add_loop_test (cases, test_calls, 0, 5);
  tcase_add_loop_test (cases, test_callee, 0, 2);
  tcase_add_test (cases, test_calls_itself);
  tcase_add_loop_test (cases, test_fresh, 0, 3);
  tcase_add_loop_test (cases, test_cold, 0, 3);
  tcase_add_loop_test (cases, test_loop, 0, sizeof loops / sizeof *loops);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
