/* test-store-faults.c - writers that die, and disks that fail, at every call.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A child process does something with the store while one of its calls is
   killed or fails (testsuite/inject), for each call in turn.  Then the store
   has what it had or what it was to have, and goes on.  */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "testsuite/inject/inject.h"
#include "testsuite/unit/store-fixture.h"
#include "testsuite/unit/suite.h"

enum { BATCH = 24, OTHERS = 200, DAY = 24 * 60 * 60 };

#define FROM ((uint64_t) 20000 * DAY)
#define LIMIT ((uint64_t) 512 << 10)

/* What the child does: 0, or what is wrong.  */
typedef int action (void);

static int
put_batch (uint64_t limit)
{
  struct store_config config = {
    .folder = folder, .max_size = limit, .now = FROM + 9 * DAY
  };
  char *text;
  struct store *s = store_open (&config, &text);
  /* What cannot be opened does without.  */
  if (!s)
    return text ? 0 : 1;
  size_t done = put_values (s, 0, BATCH, 2);
  if (done != 0 && done != BATCH)
    return 2;
  /* What was said to be written is read: the fault is over.  */
  inject_arm (NULL, 0, INJECT_FAIL, 0);
  if (done && get_values (s, 0, BATCH, 2) != BATCH)
    return 3;
  if (!done && store_counters (s)->dropped != BATCH)
    return 4;
  store_close (s);
  return 0;
}

static int
act_put (void)
{
  return put_batch (0);
}

static int
act_evict (void)
{
  return put_batch (LIMIT);
}

static int
act_remove (void)
{
  struct store_item items[OTHERS / 2 + BATCH];
  char *text;
  struct store *s = store_open_folder (folder, &text);
  if (!s)
    return text ? 0 : 1;
  memset (items, 0, sizeof items);
  for (unsigned i = 0; i < OTHERS / 2 + BATCH; i++)
    {
      items[i].key = key_of (i < BATCH ? i : 1000 + i - BATCH);
      items[i].action = i < BATCH ? STORE_TOUCH : STORE_REMOVE;
    }
  store_put_many (s, items, OTHERS / 2 + BATCH);
  store_close (s);
  return 0;
}

static int
act_collect (void)
{
  struct store_collecting how = { 0 };
  char *text;
  struct store *s = store_open_folder (folder, &text);
  if (!s)
    return text ? 0 : 1;
  if (!store_collect (s, &how, NULL, &text) && !text)
    return 5;
  store_close (s);
  return 0;
}

/* Begin with a batch of an older version and other values, part of the file
   free, so that a new batch goes there.  */
static void
prepare (void)
{
  struct store *s = open_store_with (0, 0, FROM);
  for (unsigned i = 0; i < OTHERS; i += 50)
    ck_assert_uint_eq (put_values (s, 1000 + i, 50, 0), 50);
  for (unsigned i = 0; i < 3; i++)
    ck_assert_uint_eq (put_values (s, 0, BATCH, 1), BATCH);
  store_close (s);
}

/* Copy the file aside, or back.  */
static void
copy_file (const char *from, const char *to)
{
  char command[400];
  snprintf (command, sizeof command, "cp '%s' '%s'", from, to);
  ck_assert_int_eq (system (command), 0);
}

/* How the child ended.  Adds its calls to *CALLS if that is not NULL.  */
static int
run (action *act, unsigned long at, enum inject_how how, int error,
     unsigned long *calls)
{
  int fds[2], status;
  ck_assert_int_eq (pipe (fds), 0);
  pid_t child = fork ();
  if (child == 0)
    {
      inject_arm (folder, at, how, error);
      int wrong = act ();
      unsigned long n = inject_count ();
      inject_arm (NULL, 0, INJECT_FAIL, 0);
      if (write (fds[1], &n, sizeof n) != sizeof n)
	_exit (9);
      _exit (wrong);
    }
  close (fds[1]);
  if (calls && read (fds[0], calls, sizeof *calls) != sizeof *calls)
    *calls = 0;
  close (fds[0]);
  waitpid (child, &status, 0);
  return status;
}

/* The batch is whole, of the version before or after; the next writer finds
   nothing wrong.  BEFORE: 0 if there was none.  OTHERS_LEFT: at least.
   HALF_MADE: a new file may be only half there.  */
static void
check_after (unsigned before, unsigned others_left, bool half_made)
{
  struct store *s = open_store ();
  struct fingerprint keys[BATCH];
  struct store_value values[BATCH];
  struct arena arena;
  arena_init (&arena, "test");
  for (unsigned i = 0; i < BATCH; i++)
    keys[i] = key_of (i);
  size_t found = store_get_many (s, keys, BATCH, values, &arena);
  /* The largest of them tells its version from others.  */
  int version = version_found (&values[5], 5, 3);
  arena_release (&arena);
  if (before || found)
    {
      ck_assert_uint_eq (found, BATCH);
      ck_assert_int_ge (version, before ? (int) before : 2);
      ck_assert_uint_eq (get_values (s, 0, BATCH, (unsigned) version), BATCH);
    }
  ck_assert_uint_ge (get_values (s, 1000, OTHERS, 0), others_left);
  ck_assert_uint_eq (put_values (s, 5000, 10, 0), 10);
  ck_assert_uint_eq (get_values (s, 5000, 10, 0), 10);
  if (!half_made)
    {
      ck_assert_uint_eq (store_counters (s)->errors, 0);
      ck_assert_uint_eq (store_counters (s)->replaced, 0);
    }
  ck_assert_uint_eq (store_counters (s)->damaged, 0);
  store_close (s);
}

struct scenario
{
  action *act;
  bool fresh;			/* There is no folder yet.  */
  unsigned others_left;
};

static const struct scenario scenarios[] = {
  { act_put, false, OTHERS },
  { act_put, true, 0 },
  { act_evict, false, 0 },
  { act_remove, false, OTHERS / 2 },
  { act_collect, false, OTHERS }
};

enum { SCENARIOS = sizeof scenarios / sizeof *scenarios };

/* Do SCENARIO for each call, HOW.  Returns how many.  */
static unsigned long
at_each_call (const struct scenario *scenario, enum inject_how how, int error)
{
  char kept[100];
  unsigned long calls = 0, n = 1;
  snprintf (kept, sizeof kept, "%s.kept", folder);
  if (!scenario->fresh)
    {
      prepare ();
      copy_file (file_in_store ("data.mdb"), kept);
    }
  for (; n == 1 || n <= calls; n++)
    {
      if (scenario->fresh)
	{
	  tear_down ();
	  set_up ();
	}
      else
	copy_file (kept, file_in_store ("data.mdb"));
      /* The first time, only count.  */
      if (n == 1)
	{
	  ck_assert_int_eq (run (scenario->act, 0, how, error, &calls), 0);
	  /* LMDB's own are among them.  */
	  ck_assert_uint_gt (calls, 8);
	  if (!scenario->fresh)
	    copy_file (kept, file_in_store ("data.mdb"));
	  else
	    {
	      tear_down ();
	      set_up ();
	    }
	}
      int status = run (scenario->act, n, how, error, NULL);
      if (how >= INJECT_KILL)
	ck_assert (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
      else
	ck_assert_msg (status == 0, "call %lu of %lu: %x", n, calls, status);
      check_after (scenario->fresh ? 0 : 1, scenario->others_left,
		   scenario->fresh && how == INJECT_KILL_HALF);
    }
  unlink (kept);
  return n - 1;
}

START_TEST (test_killed)
{
  const struct scenario *scenario = &scenarios[_i % SCENARIOS];
  at_each_call (scenario, INJECT_KILL + (unsigned) _i / SCENARIOS, 0);
}
END_TEST

/* In make check-long all of them.  */
static const int errors[] = { ENOSPC, EACCES, EIO, EROFS, EDQUOT };

enum { ERRORS = sizeof errors / sizeof *errors, SOME_ERRORS = 2 };

START_TEST (test_failing)
{
  at_each_call (&scenarios[_i % SCENARIOS], INJECT_FAIL,
		errors[_i / SCENARIOS]);
}
END_TEST

/* As a disk that is full.  */
START_TEST (test_failing_from)
{
  at_each_call (&scenarios[_i], INJECT_FAIL_FROM, ENOSPC);
}
END_TEST

START_TEST (test_short)
{
  at_each_call (&scenarios[_i], INJECT_SHORT, 0);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("store-faults");
  TCase *t = tcase_create ("store-faults");
  tcase_set_timeout (t, 300);
  tcase_add_checked_fixture (t, set_up, tear_down);
  tcase_add_loop_test (t, test_killed, 0, 3 * SCENARIOS);
  tcase_add_loop_test (t, test_failing, 0,
		       (is_long () ? ERRORS : SOME_ERRORS) * SCENARIOS);
  tcase_add_loop_test (t, test_failing_from, 0, SCENARIOS);
  tcase_add_loop_test (t, test_short, 0, SCENARIOS);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
