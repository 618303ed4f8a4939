/* test-unit-recover.c - records that are well formed and false: what they
   break is computed without them.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <string.h>

#include "testsuite/unit/forge.h"
#include "testsuite/unit/program.h"
#include "testsuite/unit/suite.h"

/* first and second, each of which ignores a result.  */
static struct program program;
static struct forge_store stored;
static unsigned n_reports;

static void
count_report (void *data, const char *text)
{
  (void) data;
  (void) text;
  n_reports++;
}

static struct unit_config
config_of (unsigned threads)
{
  return (struct unit_config)
    { .name = "test", .threads = threads, .store = stored.store,
      .report = count_report,
      .options = { .checks = CHECK_BIT (CHECK_unused_result), .level = 1 } };
}

static void
add_body (const char *name)
{
  struct snap_lowered fact = { .kind = LOWERED_IGNORED_RESULT, .decl = NONE };
  program_begin (&program, name);
  builder_add_lowered (&program.cfg.builder, &fact);
  program_end (&program, NULL);
}

static void
set_up (void)
{
  program_init (&program);
  forge_store_init (&stored);
  add_body ("first");
  add_body ("second");
  n_reports = 0;
}

static void
tear_down (void)
{
  forge_store_release (&stored);
  program_release (&program);
}

/* Check, and say whether the two findings are there; MISMATCHES: NULL or how
   often the store was given up.  */
static bool
finds_both_with (unsigned threads, enum verify_mode verify,
		 uint64_t *mismatches, uint64_t *executed)
{
  struct unit_config config = config_of (threads);
  config.verify = verify;
  struct unit *u = program_unit (&program, &config);
  struct unit_totals totals;
  bool both = true;
  unit_start (u);
  ck_assert (unit_join (u));
  for (uint32_t i = 0; i < 2; i++)
    {
      const struct findings *f
	= unit_demand_findings (u, QUERY_ID_check_function, i);
      ck_assert_ptr_nonnull (f);
      both &= f->n_findings == 1;
    }
  unit_totals (u, &totals);
  if (mismatches)
    *mismatches = totals.mismatches;
  if (executed)
    *executed = totals.executed;
  unit_free (u);
  return both;
}

static bool
finds_both (unsigned threads, uint64_t *mismatches, uint64_t *executed)
{
  return finds_both_with (threads, VERIFY_OFF, mismatches, executed);
}

/* Fill the store, and give the keys of the unit's record and of the first
   function's.  */
static struct fingerprint of_unit, of_first, first;

static void
remember (void)
{
  struct unit_config config = config_of (1);
  struct unit *u = program_unit (&program, &config);
  unit_start (u);
  ck_assert (unit_join (u));
  unit_save (u);
  of_unit = engine_record_key (unit_engine (u), KEY_UNIT, 0);
  of_first = engine_record_key (unit_engine (u), KEY_FUNCTION,
				unit_body_key (u, 0));
  const struct snapshot *s = unit_body (u, 0);
  first = snapshot_decls (s)[s->decl].symbol;
  unit_free (u);
}

static void
open_record (struct forge *f, enum key_kind home, struct fingerprint key,
	     struct arena *arena)
{
  struct store_value value;
  ck_assert_uint_eq (store_get_many (stored.store, &key, 1, &value, arena), 1);
  ck_assert (forge_init (f, home, value.bytes, value.size));
}

static void
close_record (struct forge *f, struct fingerprint key)
{
  struct buffer out = BUFFER_INIT;
  forge_finish (f, &out);
  struct store_item item = { key, out.bytes, out.size, STORE_PUT };
  ck_assert (record_check (out.bytes, out.size, f->home, query_kinds,
			   QUERIES));
  ck_assert_uint_eq (store_put_many (stored.store, &item, 1), 1);
  buffer_release (&out);
  forge_release (f);
}

/* It was of no use, and nobody hears of it.  */
static void
expect_recovered (void)
{
  static const unsigned threads[] = { 1, 2, 8 };
  for (unsigned i = 0; i < 3; i++)
    {
      uint64_t mismatches, executed;
      ck_assert (finds_both (threads[i], &mismatches, &executed));
      ck_assert_uint_eq (mismatches, 1);
      ck_assert_uint_gt (executed, 0);
      ck_assert_uint_eq (n_reports, 0);
    }
}

START_TEST (test_whole)
{
  uint64_t mismatches, executed;
  remember ();
  ck_assert (finds_both (1, &mismatches, &executed));
  ck_assert_uint_eq (mismatches, 0);
  ck_assert_uint_eq (executed, 0);
}
END_TEST

/* The components of another unit's call graph.  */
START_TEST (test_components)
{
  static const uint32_t one[] = { 1, 1, 0, 0, 1, 0, 0 };
  static const uint32_t none[] = { 0, 0, 0 };
  struct arena arena;
  struct forge f;
  arena_init (&arena, "test");
  remember ();
  open_record (&f, KEY_UNIT, of_unit, &arena);
  forge_drop (&f, forge_find (&f, QUERY_ID_check_unit));
  forge_value (&f, forge_find (&f, QUERY_ID_call_sccs), _i ? none : one,
	       _i ? sizeof none : sizeof one);
  ck_assert (call_sccs_verify (_i ? none : one,
			       _i ? sizeof none : sizeof one));
  close_record (&f, of_unit);
  expect_recovered ();
  arena_release (&arena);
}
END_TEST

/* Two traces that need each other.  */
START_TEST (test_ring)
{
  struct arena arena;
  struct forge f;
  arena_init (&arena, "test");
  remember ();
  open_record (&f, KEY_FUNCTION, of_first, &arena);
  forge_dependency (forge_find (&f, QUERY_ID_check_function),
		    QUERY_ID_unused_result, first, 1);
  forge_dependency (forge_find (&f, QUERY_ID_unused_result),
		    QUERY_ID_check_function, first, 1);
  close_record (&f, of_first);
  expect_recovered ();
  arena_release (&arena);
}
END_TEST

/* A question that makes no sense: who is live where in a function that is not
   there.  */
START_TEST (test_stranger)
{
  struct fingerprint stranger = { 12, 34 };
  struct arena arena;
  struct forge f;
  arena_init (&arena, "test");
  remember ();
  open_record (&f, KEY_FUNCTION, of_first, &arena);
  struct forged_trace *t = forge_find (&f, QUERY_ID_check_function);
  t->n_dependencies = 0;
  forge_dependency (t, QUERY_ID_liveness, stranger, 1);
  close_record (&f, of_first);
  expect_recovered ();
  arena_release (&arena);
}
END_TEST

/* A value that is not the one whose fingerprint stands beside it is not used;
   if that is right, nothing else is lost.  */
START_TEST (test_value)
{
  static const struct findings nothing;
  uint64_t mismatches, executed;
  struct arena arena;
  struct forge f;
  arena_init (&arena, "test");
  remember ();
  open_record (&f, KEY_FUNCTION, of_first, &arena);
  struct forged_trace *t = forge_find (&f, QUERY_ID_check_function);
  struct fingerprint print = t->print;
  forge_value (&f, t, &nothing, sizeof nothing);
  t->print = print;
  close_record (&f, of_first);
  ck_assert (finds_both (1, &mismatches, &executed));
  ck_assert_uint_eq (mismatches, 0);
  ck_assert_uint_eq (executed, 1);
  ck_assert_uint_eq (n_reports, 0);
  arena_release (&arena);
}
END_TEST

/* "No findings", and all fingerprints fit.  */
static void
forge_nothing (struct forge *f, uint32_t query, bool closed)
{
  static const struct findings nothing;
  struct forged_trace *t = forge_find (f, query);
  forge_value (f, t, &nothing, sizeof nothing);
  if (!closed)
    t->flags = t->n_dependencies = 0;
}

/* A forgery that is consistent in itself: only computing it again can tell.
   That must come upon it however deep it lies.
   0: what is asked, by itself; 1: with what it would read, which nobody else
   asks for; 2: what nobody asks for before it is shown.  */
START_TEST (test_forged)
{
  uint64_t mismatches;
  struct arena arena;
  struct forge f;
  arena_init (&arena, "test");
  remember ();
  open_record (&f, KEY_FUNCTION, of_first, &arena);
  forge_nothing (&f, QUERY_ID_check_function, _i == 0);
  if (_i == 1)
    forge_nothing (&f, QUERY_ID_unused_result, false);
  close_record (&f, of_first);
  if (_i == 2)
    {
      open_record (&f, KEY_UNIT, of_unit, &arena);
      forge_find (&f, QUERY_ID_check_unit)->n_dependencies = 0;
      close_record (&f, of_unit);
    }
  ck_assert (!finds_both (1, NULL, NULL));
  ck_assert (finds_both_with (1, VERIFY_ALL, &mismatches, NULL));
  ck_assert_uint_eq (mismatches, 1);
  ck_assert_uint_eq (n_reports, 1);
  arena_release (&arena);
}
END_TEST

/* What fails without the store as well is told, once.  */
START_TEST (test_bug)
{
  static const char *const forbidden[] = { "unused_result -> body" };
  struct unit_config config = config_of (1);
  struct arena arena;
  struct forge f;
  arena_init (&arena, "test");
  remember ();
  open_record (&f, KEY_FUNCTION, of_first, &arena);
  forge_drop (&f, forge_find (&f, QUERY_ID_check_function));
  forge_drop (&f, forge_find (&f, QUERY_ID_unused_result));
  close_record (&f, of_first);
  config.forbidden = forbidden;
  config.n_forbidden = 1;
  struct unit *u = program_unit (&program, &config);
  unit_start (u);
  ck_assert (!unit_join (u));
  ck_assert_uint_eq (n_reports, 1);
  unit_free (u);
  arena_release (&arena);
}
END_TEST

/* A dump that comes upon it begins once more.  */
START_TEST (test_dump)
{
  struct unit_config config = config_of (1);
  struct fingerprint stranger = { 12, 34 };
  struct arena arena;
  struct forge f;
  arena_init (&arena, "test");
  struct unit *u = program_unit (&program, &config);
  unit_start (u);
  ck_assert (unit_join (u));
  char *expected = program_dump (u, QUERY_ID_call_targets, DUMP_DETAILS);
  unit_free (u);
  remember ();
  open_record (&f, KEY_FUNCTION, of_first, &arena);
  struct forged_trace *t = forge_find (&f, QUERY_ID_call_targets);
  forge_dependency (t, QUERY_ID_liveness, stranger, 1);
  close_record (&f, of_first);
  u = program_unit (&program, &config);
  unit_start (u);
  ck_assert (unit_join (u));
  char *text = program_dump (u, QUERY_ID_call_targets, DUMP_DETAILS);
  ck_assert_str_eq (text, expected);
  ck_assert_uint_eq (n_reports, 0);
  free (text);
  free (expected);
  unit_free (u);
  arena_release (&arena);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("unit-recover");
  TCase *c = tcase_create ("recover");
  tcase_add_checked_fixture (c, set_up, tear_down);
  tcase_add_test (c, test_whole);
  tcase_add_loop_test (c, test_components, 0, 2);
  tcase_add_test (c, test_ring);
  tcase_add_test (c, test_stranger);
  tcase_add_test (c, test_value);
  tcase_add_loop_test (c, test_forged, 0, 3);
  tcase_add_test (c, test_bug);
  tcase_add_test (c, test_dump);
  suite_add_tcase (s, c);
  return s;
}

MAIN (suite)
