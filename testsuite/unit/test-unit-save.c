/* test-unit-save.c - what a unit leaves in its store, edit after edit.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "passes/body-block.h"
#include "passes/unit-log.h"
#include "testsuite/unit/program.h"
#include "testsuite/unit/suite.h"

#define FUNCTIONS 12

static char folder[64];
static uint64_t now;

static void
set_up (void)
{
  strcpy (folder, "/tmp/test-unit-save-XXXXXX");
  ck_assert_ptr_nonnull (mkdtemp (folder));
  now = 1000000000;
}

static void
tear_down (void)
{
  char command[128];
  snprintf (command, sizeof command, "rm -rf '%s'", folder);
  ck_assert_int_eq (system (command), 0);
}

static struct store *
open_store (void)
{
  char *message;
  struct store_config config = { .folder = folder, .now = now };
  struct store *s = store_open (&config, &message);
  ck_assert_msg (s != NULL, "%s", message ? message : "");
  return s;
}

static struct store *
store_for_unit (void *data)
{
  *(struct store **) data = open_store ();
  return *(struct store **) data;
}

/* Compile a unit of FUNCTIONS functions f0, f1 ..., each of which calls one of
   another name for each VERSION.  Returns how many queries were executed.  */
static uint64_t
compile (const unsigned version[FUNCTIONS], bool background,
	 const char *source)
{
  struct program p;
  program_init (&p);
  for (unsigned i = 0; i < FUNCTIONS; i++)
    {
      char name[32], callee[32];
      snprintf (name, sizeof name, "f%u", i);
      snprintf (callee, sizeof callee, "g%u_%u", i, version[i]);
      program_add_caller (&p, name, callee);
    }
  struct store *store = NULL;
  struct unit_config config = {
    .name = "unit.c", .threads = background ? 2 : 1,
    .options = { .checks = UINT32_MAX }, .verify = VERIFY_OFF,
    .wait_for_store = store_for_unit, .store_data = &store,
    .background = background, .source = source, .output = "/x/unit.o"
  };
  struct unit *u = program_unit (&p, &config);
  for (unsigned i = 0; i < FUNCTIONS; i++)
    unit_set_lines (u, i, 10 * i + 1, 10 * i + 8);
  unit_start (u);
  ck_assert (unit_join (u));
  ck_assert_ptr_eq (unit_store (u), store);
  struct unit_totals totals;
  unit_totals (u, &totals);
  ck_assert_uint_eq (totals.functions, FUNCTIONS);
  unit_save (u);
  ck_assert_uint_eq (store_counters (store)->dropped, 0);
  unit_free (u);
  store_close (store);
  program_release (&p);
  return totals.executed;
}

/* The log, in ARENA; NULL if there is none.  */
static const struct unit_log *
read_log (const char *source, struct arena *arena)
{
  struct store *s = open_store ();
  struct fingerprint key = unit_log_key (source, "/x/unit.o");
  struct store_value v;
  store_get_many (s, &key, 1, &v, arena);
  store_close (s);
  return v.bytes ? unit_log_check (v.bytes, v.size) : NULL;
}

/* The function called NAME.  */
static const struct log_function *
find (const struct unit_log *l, const char *name)
{
  for (uint32_t i = 0; i < l->n_functions; i++)
    {
      const struct log_function *f = &unit_log_functions (l)[i];
      if (strcmp (unit_log_text (l, f->name), name) == 0)
	return f;
    }
  ck_abort_msg ("no function %s", name);
}

static uint64_t
transactions (void)
{
  struct store *s = open_store ();
  uint64_t n = store_session (s);
  store_close (s);
  return n;
}

struct census
{
  unsigned bodies, logs, others;
  uint64_t bytes, oldest;
};

static int
take_census (void *data, const struct store_entry *e)
{
  struct census *c = data;
  ck_assert_ptr_nonnull (e->bytes);
  if (body_block_is (e->bytes, e->size))
    c->bodies++;
  else if (unit_log_is (e->bytes, e->size))
    c->logs++;
  else
    c->others++;
  c->bytes += e->size;
  if (!c->oldest || e->stamp < c->oldest)
    c->oldest = e->stamp;
  return 0;
}

static struct census
census (void)
{
  struct census c = { 0 };
  struct store *s = open_store ();
  store_for_each (s, take_census, &c);
  store_close (s);
  return c;
}

START_TEST (test_log)
{
  unsigned version[FUNCTIONS] = { 0 };
  struct arena arena;
  arena_init (&arena, "test");
  ck_assert_uint_gt (compile (version, _i, "/x/unit.c"), FUNCTIONS);
  const struct unit_log *l = read_log ("/x/unit.c", &arena);
  ck_assert_ptr_nonnull (l);
  ck_assert_uint_eq (l->n_functions, FUNCTIONS);
  ck_assert_uint_eq (l->n_retired, 0);
  const struct log_function *f = find (l, "f3");
  ck_assert_uint_eq (f->first_line, 31);
  ck_assert_uint_eq (f->last_line, 38);
  ck_assert_uint_gt (f->executed, 0);
  ck_assert_uint_eq (f->flags, LOG_NEW);
  ck_assert_ptr_nonnull (strstr (unit_log_text (l, f->queries),
				 "check_function"));
  ck_assert_uint_gt (f->record_size, 0);
  ck_assert_uint_gt (f->body_size, 0);

  /* Warm: the log says so, once.  */
  ck_assert_uint_eq (compile (version, _i, "/x/unit.c"), 0);
  uint64_t written = transactions ();
  l = read_log ("/x/unit.c", &arena);
  ck_assert_uint_eq (l->executed, 0);
  f = find (l, "f3");
  ck_assert_uint_eq (f->executed, 0);
  ck_assert_uint_gt (f->body_size, 0);
  ck_assert_uint_eq (compile (version, _i, "/x/unit.c"), 0);
  ck_assert_uint_eq (transactions (), written);

  /* An edit: that body is new, and nothing else ran but for the unit.  */
  version[5]++;
  ck_assert_uint_gt (compile (version, _i, "/x/unit.c"), 0);
  l = read_log ("/x/unit.c", &arena);
  ck_assert_uint_eq (find (l, "f5")->flags, LOG_NEW);
  ck_assert_uint_eq (find (l, "f6")->executed, 0);
  ck_assert_uint_eq (l->n_retired, 1);
  ck_assert_ptr_nonnull (strstr (unit_log_text (l, l->why), "check_unit"));

  /* Another checkout has a log of its own, and the same records.  */
  struct census before = census ();
  ck_assert_uint_eq (compile (version, _i, "/y/unit.c"), 0);
  struct census after = census ();
  ck_assert_uint_eq (after.logs, before.logs + 1);
  ck_assert_uint_eq (after.bodies, before.bodies);
  ck_assert_uint_eq (after.others, before.others);
  ck_assert_ptr_nonnull (read_log ("/y/unit.c", &arena));
  arena_release (&arena);
}
END_TEST

/* Why something ran of a function that is as it was.  */
START_TEST (test_why)
{
  unsigned version[FUNCTIONS] = { 0 };
  struct arena arena;
  struct program p;
  arena_init (&arena, "test");
  compile (version, false, "/x/unit.c");
  /* The same with other options.  */
  program_init (&p);
  for (unsigned i = 0; i < FUNCTIONS; i++)
    {
      char name[32], callee[32];
      snprintf (name, sizeof name, "f%u", i);
      snprintf (callee, sizeof callee, "g%u_0", i);
      program_add_caller (&p, name, callee);
    }
  struct store *store = open_store ();
  struct unit_config config = {
    .name = "unit.c", .threads = 1, .options = { .checks = 1 },
    .store = store, .source = "/x/unit.c", .output = "/x/unit.o"
  };
  struct unit *u = program_unit (&p, &config);
  unit_start (u);
  ck_assert (unit_join (u));
  unit_save (u);
  unit_free (u);
  store_close (store);
  program_release (&p);
  const struct unit_log *l = read_log ("/x/unit.c", &arena);
  const struct log_function *f = find (l, "f3");
  ck_assert_uint_gt (f->executed, 0);
  ck_assert_uint_eq (f->flags, 0);
  ck_assert_ptr_nonnull (strstr (unit_log_text (l, f->why), "options"));
  arena_release (&arena);
}
END_TEST

/* A thousand edits leave no more behind than there is.  */
START_TEST (test_growth)
{
  unsigned version[FUNCTIONS] = { 0 };
  compile (version, false, "/x/unit.c");
  struct census clean = census ();
  ck_assert_uint_eq (clean.bodies, FUNCTIONS);
  for (unsigned edit = 0; edit < 1000; edit++)
    {
      version[edit * 7 % FUNCTIONS]++;
      ck_assert_uint_gt (compile (version, false, "/x/unit.c"), 0);
      if (edit % 50 != 49)
	continue;
      struct census c = census ();
      ck_assert_uint_eq (c.logs, 1);
      ck_assert_uint_le (c.bytes, 2 * clean.bytes
				  + c.bodies * sizeof (struct log_retired));
    }
  /* What is in use is there.  */
  ck_assert_uint_eq (compile (version, false, "/x/unit.c"), 0);
}
END_TEST

/* What was used is given a new stamp, together with what belongs to it.  */
START_TEST (test_stamps)
{
  unsigned version[FUNCTIONS] = { 0 };
  compile (version, false, "/x/unit.c");
  compile (version, false, "/x/unit.c");
  uint64_t written = transactions ();
  now += STORE_STAMP_SECONDS;
  ck_assert_uint_eq (compile (version, false, "/x/unit.c"), 0);
  ck_assert_uint_eq (transactions (), written + 1);
  ck_assert_uint_eq (census ().oldest, now / STORE_STAMP_SECONDS);
  ck_assert_uint_eq (compile (version, false, "/x/unit.c"), 0);
  ck_assert_uint_eq (transactions (), written + 1);
}
END_TEST

/* Freed before anything came of it.  */
START_TEST (test_unused)
{
  struct program p;
  struct store *store = NULL;
  struct unit_config config = {
    .name = "unit.c", .threads = 2, .wait_for_store = store_for_unit,
    .store_data = &store, .background = true
  };
  program_init (&p);
  program_add_caller (&p, "f", NULL);
  struct unit *u = program_unit (&p, &config);
  unit_free (u);
  ck_assert_ptr_null (store);
  u = program_unit (&p, &config);
  unit_start (u);
  unit_free (u);
  store_close (store);
  program_release (&p);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("unit-save");
  TCase *t = tcase_create ("unit-save");
  tcase_add_checked_fixture (t, set_up, tear_down);
  tcase_add_loop_test (t, test_log, 0, 2);
  tcase_add_test (t, test_why);
  tcase_add_test (t, test_growth);
  tcase_add_test (t, test_stamps);
  tcase_add_test (t, test_unused);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
