/* test-memory-ring.c - what functions in a ring of calls do with memory.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "passes/all.h"
#include "passes/memory-ring.h"
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

/* NAME calls CALLEE, and then ELSEWHERE if that is not NULL, or does not.  */
static void
add_function (const char *name, const char *callee, const char *elsewhere)
{
  const char *const called[] = { callee, elsewhere };

  cfg_clear_as (&p.cfg, name);
  cfg_parse (&p.cfg, "0>2 2>3,4 3>4 4>1");
  for (unsigned i = 0; i < 2 && called[i]; i++)
    {
      uint32_t decl = cfg_function (&p.cfg, called[i]);
      uint32_t operand = OPERAND (OPERAND_DECL, decl);
      struct snap_statement *t
	= cfg_statement (&p.cfg, 3, STATEMENT_CALL, OPERATION_COPY,
			 OPERAND (OPERAND_NONE, 0), &operand, 1);

      t->decl = decl;
    }
  cfg_statement (&p.cfg, 4, STATEMENT_RETURN, OPERATION_COPY,
		 OPERAND (OPERAND_NONE, 0), NULL, 0);
  program_end (&p, NULL);
}

/* The dump of QUERY, with so many THREADS.  */
static char *
dump (enum query_id query, unsigned threads)
{
  struct unit_config config = { .name = "test.c", .threads = threads };
  struct unit *u = program_unit (&p, &config);
  char *text;

  unit_start (u);
  ck_assert (unit_join (u));
  text = program_dump (u, query, 0);
  unit_free (u);
  return text;
}

static void
expect (const char *text)
{
  for (unsigned threads = 1; threads <= 8; threads *= 2)
    {
      char *got = dump (QUERY_ID_memory_summary, threads);

      ck_assert_str_eq (got, text);
      free (got);
    }
}

#define RETURNS "way 0: 0 returns [0, 0] 0 \n"
#define CHANGES "way 0: 0 others change [0, 0] 0 \n"
#define UNKNOWN "0: unknown 0 0 0\n"

/* A call round the ring does what the function does without it.  */
START_TEST (test_base)
{
  add_function ("a", "a", NULL);
  add_function ("b", "c", NULL);
  add_function ("c", "b", NULL);
  expect (";; memory_summary of a\n" UNKNOWN RETURNS
	  "\n;; memory_summary of b\n" UNKNOWN RETURNS
	  "\n;; memory_summary of c\n" UNKNOWN RETURNS "\n");
}
END_TEST

/* What one of them does all of them do, whoever comes first.  */
START_TEST (test_effect)
{
  add_function ("a", "b", NULL);
  add_function ("b", "c", NULL);
  add_function ("c", "a", "elsewhere");
  expect (";; memory_summary of a\n" UNKNOWN CHANGES RETURNS
	  "\n;; memory_summary of b\n" UNKNOWN CHANGES RETURNS
	  "\n;; memory_summary of c\n" UNKNOWN CHANGES RETURNS
	  "\n;; memory_summary of elsewhere\nnot known\n\n");
}
END_TEST

/* Nobody comes back from a ring without a way out.  */
START_TEST (test_endless)
{
  program_add_caller (&p, "a", "b");
  program_add_caller (&p, "b", "a");
  expect (";; memory_summary of a\n" UNKNOWN
	  "\n;; memory_summary of b\n" UNKNOWN "\n");
}
END_TEST

/* A ring of N functions.  */
static void
add_ring (unsigned n)
{
  for (unsigned i = 0; i < n; i++)
    {
      char name[16], next[16];

      snprintf (name, sizeof name, "f%u", i);
      snprintf (next, sizeof next, "f%u", (i + 1) % n);
      add_function (name, next, NULL);
    }
}

/* How many of the functions are known to change nothing.  */
static unsigned
count_harmless (void)
{
  char *text = dump (QUERY_ID_memory_summary, 1);
  unsigned count = 0;

  for (const char *at = text; (at = strstr (at, UNKNOWN RETURNS "\n")); at++)
    count++;
  free (text);
  return count;
}

START_TEST (test_size)
{
  add_ring (16);
  ck_assert_uint_eq (count_harmless (), 16);
  teardown ();
  setup ();
  add_ring (17);
  ck_assert_uint_eq (count_harmless (), 0);
}
END_TEST

START_TEST (test_verifier)
{
  struct { struct memory_ring head; struct ring_member member[2]; } value
    = { { 2, 0 }, { { { 1, 2 }, 0, 0 }, { { 3, 4 }, 0, 0 } } };

  ck_assert (memory_ring_verify (&value, sizeof value));
  ck_assert (!memory_ring_verify (&value, sizeof value - 8));
  ck_assert (!memory_ring_verify (&value, 4));
  value.head.count = 1;
  ck_assert (!memory_ring_verify (&value, sizeof value));
  value.head.size = sizeof value.member[1];
  ck_assert (memory_ring_verify (&value, sizeof value));
  /* What lies there is no analysis.  */
  value.member[0].size = 16;
  value.member[1].symbol.low = UINT64_MAX;
  ck_assert (!memory_ring_verify (&value, sizeof value));
  value.member[0].size = 64;
  ck_assert (!memory_ring_verify (&value, sizeof value));
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("memory-ring");
  TCase *cases = tcase_create ("memory-ring");
  tcase_add_checked_fixture (cases, setup, teardown);
  tcase_add_test (cases, test_base);
  tcase_add_test (cases, test_effect);
  tcase_add_test (cases, test_endless);
  tcase_add_test (cases, test_size);
  tcase_add_test (cases, test_verifier);
  suite_add_tcase (suite, cases);
  SRunner *runner = srunner_create (suite);
  srunner_run_all (runner, CK_NORMAL);
  int failed = srunner_ntests_failed (runner);
  srunner_free (runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
