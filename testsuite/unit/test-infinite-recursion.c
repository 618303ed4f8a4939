/* test-infinite-recursion.c - functions that only call themselves.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/ask.h"
#include "testsuite/unit/suite.h"

#define FOUND "infinite recursion detected\n"
#define CALL "-recursive call\n"

static struct cfg cfg;

static void
setup (void)
{
  cfg_init (&cfg);
}

/* A call of DECL in BLOCK.  */
static struct snap_statement *
call (uint32_t block, uint32_t decl)
{
  uint32_t o = OPERAND (OPERAND_DECL, decl);
  struct snap_statement *t
    = cfg_statement (&cfg, block, STATEMENT_CALL, OPERATION_COPY, 0, &o, 1);

  t->decl = decl;
  t->type = builder_decls (&cfg.builder, decl)->type;
  t->flags = STATEMENT_HAS_PLACE;
  return t;
}

static void
call_self (uint32_t block)
{
  call (block, cfg.builder.header.decl);
}

static void
expect (const char *text)
{
  ask_expect (&cfg, QUERY_ID_infinite_recursion, text);
}

START_TEST (test_straight)
{
  cfg_parse (&cfg, "0>2 2>1");
  call_self (2);
  expect (FOUND CALL);
}
END_TEST

/* Only the first call of a path counts, and one without a place has no
   note.  */
START_TEST (test_first)
{
  cfg_parse (&cfg, "0>2 2>1");
  call (2, cfg.builder.header.decl)->flags = 0;
  call_self (2);
  expect (FOUND);
}
END_TEST

/* 0: both branches; 1: one of them; 2: the other; 3: before they part.  */
START_TEST (test_branches)
{
  static const char *const expected[]
    = { FOUND CALL CALL, "", "", FOUND CALL };

  cfg_parse (&cfg, "0>2 2>3,4 3>5 4>5 5>1");
  if (_i == 0 || _i == 1)
    call_self (3);
  if (_i == 0 || _i == 2)
    call_self (4);
  if (_i == 3)
    call_self (2);
  expect (expected[_i]);
}
END_TEST

/* A loop around the way out, and one without any.  */
START_TEST (test_loops)
{
  cfg_parse (&cfg, _i ? "0>2 2>2" : "0>2 2>3,4 3>2 4>1");
  call_self (_i ? 2 : 3);
  expect (_i ? FOUND CALL : "");
}
END_TEST

/* What never ends calls nobody.  */
START_TEST (test_no_call)
{
  cfg_parse (&cfg, "0>2 2>2");
  expect ("");
}
END_TEST

/* A path that ends the program is none (0), but in a noreturn function (1); nor
   is it there if it calls itself only (2).  */
START_TEST (test_noreturn)
{
  uint32_t g = cfg_function (&cfg, "g");

  cfg_parse (&cfg, "0>2 2>3,4 3 4>1");
  if (_i)
    builder_decls (&cfg.builder, cfg.builder.header.decl)->flags
      |= DECL_IS_NORETURN;
  call (3, g)->flags |= CALL_IS_NORETURN;
  if (_i == 2)
    call (4, cfg.builder.header.decl)->flags |= CALL_IS_NORETURN;
  else
    call_self (4);
  expect (_i ? "" : FOUND CALL);
}
END_TEST

/* Other ways out.  */
START_TEST (test_jumps)
{
  static const char *const names[]
    = { "siglongjmp", "__cxa_throw", "longjmp", "g" };
  uint32_t g = cfg_function (&cfg, names[_i]);

  if (_i == 2)
    builder_decls (&cfg.builder, g)->builtin = BUILTIN_LONGJMP;
  cfg_parse (&cfg, "0>2 2>3,4 3 4>1");
  call (3, g);
  call_self (4);
  expect (_i < 3 ? "" : FOUND CALL);
}
END_TEST

/* malloc that calls __builtin_malloc; an inline one, which means the library's;
   the same under its own name; two that are unlike.  */
START_TEST (test_builtin)
{
  uint32_t self = cfg.builder.header.decl;
  uint32_t other = cfg_function (&cfg, _i == 3 ? "h" : "f");
  struct snap_decl *d = builder_decls (&cfg.builder, self);
  struct snap_decl *o = builder_decls (&cfg.builder, other);

  d->builtin = o->builtin = BUILTIN_OTHER;
  if (_i == 1 || _i == 2)
    d->flags |= DECL_IS_INLINE | DECL_IS_EXTERNAL;
  if (_i != 2)
    o->name = builder_string (&cfg.builder, "__builtin_f");
  cfg_parse (&cfg, "0>2 2>1");
  call (2, other);
  expect (_i == 0 || _i == 2 ? FOUND CALL : "");
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("infinite-recursion");
  TCase *cases = tcase_create ("infinite-recursion");
  tcase_add_checked_fixture (cases, setup, NULL);
  tcase_add_test (cases, test_straight);
  tcase_add_test (cases, test_first);
  tcase_add_loop_test (cases, test_branches, 0, 4);
  tcase_add_loop_test (cases, test_loops, 0, 2);
  tcase_add_test (cases, test_no_call);
  tcase_add_loop_test (cases, test_noreturn, 0, 3);
  tcase_add_loop_test (cases, test_jumps, 0, 4);
  tcase_add_loop_test (cases, test_builtin, 0, 4);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
