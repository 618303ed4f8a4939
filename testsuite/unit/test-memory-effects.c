/* test-memory-effects.c - what functions do to their callers' memory.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "passes/all.h"
#include "testsuite/unit/program.h"

static struct program p;

static void
setup (void)
{
  program_init (&p);
}

static void
teardown (void)
{
  program_release (&p);
}

/* A function that comes to its end: program_begin's may not.  */
static void
begin (const char *name)
{
  cfg_clear_as (&p.cfg, name);
  cfg_parse (&p.cfg, "0>2 2>1");
}

/* The dump of memory_effects is TEXT.  */
static void
expect (const char *text)
{
  struct unit_config config = { .name = "test.c", .threads = 1 };
  struct unit *u = program_unit (&p, &config);

  unit_start (u);
  ck_assert (unit_join (u));
  char *dump = program_dump (u, QUERY_ID_memory_effects, 0);
  ck_assert_str_eq (dump, text);
  free (dump);
  unit_free (u);
}

START_TEST (test_accesses)
{
  begin ("f");
  uint32_t x = program_variable (&p, "x", 0);
  uint32_t y = program_variable (&p, "y", 0);
  program_read (&p, x);
  program_write (&p, y);
  program_write (&p, x);
  program_write (&p, y);
  program_end (&p, NULL);
  expect (";; memory_effects of f\n"
	  "reads x, always, statement 0\n"
	  "writes y, always, statement 1\n"
	  "writes x, always, statement 2\n\n");
}
END_TEST

/* Through two calls; not from a function that is elsewhere, nor round a ring.  */
START_TEST (test_calls)
{
  begin ("a");
  program_write (&p, program_variable (&p, "x", 0));
  program_end (&p, NULL);
  begin ("b");
  program_call (&p, "a", 0, 0);
  program_end (&p, NULL);
  begin ("c");
  program_call (&p, "elsewhere", 0, 0);
  program_call (&p, "b", 0, 0);
  program_end (&p, NULL);
  begin ("d");
  program_call (&p, "d", 0, 0);
  program_end (&p, NULL);
  expect (";; memory_effects of a\nwrites x, always, statement 0\n\n"
	  ";; memory_effects of b\n"
	  "writes x, in a call, always, statement 0\n\n"
	  ";; memory_effects of c\n"
	  "writes x, in a call, always, statement 1\n\n"
	  ";; memory_effects of d\n\n"
	  ";; memory_effects of elsewhere\n\n");
}
END_TEST

/* What never returns has no effect that its caller could see.  */
START_TEST (test_noreturn)
{
  begin ("f");
  program_write (&p, program_variable (&p, "x", 0));
  program_call (&p, "exit", DECL_IS_NORETURN, CALL_IS_NORETURN);
  program_end (&p, NULL);
  expect (";; memory_effects of f\n\n;; memory_effects of exit\n\n");
}
END_TEST

START_TEST (test_verifier)
{
  struct { struct memory_effects head; struct memory_effect effect;
	   char text[2]; } value = { .head = { 1, 2 }, .text = "x" };
  size_t size = sizeof value.head + sizeof value.effect + 2;

  ck_assert (memory_effects_verify (&value, size));
  ck_assert (!memory_effects_verify (&value, size - 1));
  ck_assert (!memory_effects_verify (&value, 3));
  value.effect.name = 2;
  ck_assert (!memory_effects_verify (&value, size));
  value.effect.name = 0;
  value.effect.flags = MEMORY_EFFECTS + 1;
  ck_assert (!memory_effects_verify (&value, size));
  value.effect.flags = 0;
  value.text[1] = 'y';
  ck_assert (!memory_effects_verify (&value, size));
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("memory-effects");
  TCase *cases = tcase_create ("memory-effects");
  tcase_add_checked_fixture (cases, setup, teardown);
  tcase_add_test (cases, test_accesses);
  tcase_add_test (cases, test_calls);
  tcase_add_test (cases, test_noreturn);
  tcase_add_test (cases, test_verifier);
  suite_add_tcase (suite, cases);
  SRunner *runner = srunner_create (suite);
  srunner_run_all (runner, CK_NORMAL);
  int failed = srunner_ntests_failed (runner);
  srunner_free (runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
