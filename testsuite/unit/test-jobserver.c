/* test-jobserver.c - tokens taken from make and given back, one by one.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "queries/sync.h"
#include "testsuite/unit/fake-make.h"
#include "testsuite/unit/suite.h"

/* The tokens of most tests: make may give any bytes.  */
#define TOKENS "+a\0z\377"
#define N_TOKENS 5

/* A worker that sleeps in jobserver_enter.  */

struct sleeper
{
  struct jobserver *server;
  struct thread thread;
  sync_word state;		/* 0: asleep, 1: entered, 2: was sent away.  */
};

static void *
sleep_in_it (void *data)
{
  struct sleeper *s = data;
  sync_store (&s->state, jobserver_enter (s->server) ? 1 : 2);
  return NULL;
}

static void
sleeper_start (struct sleeper *s, struct jobserver *j)
{
  s->server = j;
  sync_store (&s->state, 0);
  ck_assert (thread_start (&s->thread, sleep_in_it, s));
}

/* Sleepers of S[0..COUNT-1] in STATE.  */

static unsigned
count_sleepers (struct sleeper *s, unsigned count, uintptr_t state)
{
  unsigned n = 0;
  for (unsigned i = 0; i < count; i++)
    n += sync_load (&s[i].state) == state;
  return n;
}

/* Wait until N of them are in STATE; and a little, lest there come more.  */

static void
await (struct sleeper *s, unsigned count, uintptr_t state, unsigned n)
{
  for (unsigned t = 0; t < 20000 && count_sleepers (s, count, state) < n; t++)
    poll (NULL, 0, 1);
  poll (NULL, 0, 20);
  ck_assert_uint_eq (count_sleepers (s, count, state), n);
}

static void
stop_all (struct jobserver *j, struct sleeper *s, unsigned count)
{
  jobserver_stop (j);
  for (unsigned i = 0; i < count; i++)
    {
      thread_join (&s[i].thread);
      if (sync_load (&s[i].state) == 1)
	jobserver_leave (j);
    }
}

START_TEST (test_take_and_give_back)
{
  make_begins (TOKENS, N_TOKENS);
  struct jobserver *j = make_open ();
  for (unsigned i = 1; i <= N_TOKENS; i++)
    {
      ck_assert (jobserver_enter (j));
      ck_assert_uint_eq (jobserver_tokens (j), i);
    }
  ck_assert (!jobserver_try_enter (j));
  ck_assert (!jobserver_must_leave (j));
  ck_assert_int_eq (make_has (), 0);
  /* Nobody wants what the first two leave.  */
  jobserver_leave (j);
  jobserver_leave (j);
  ck_assert_int_eq (make_has (), 2);
  ck_assert_uint_eq (jobserver_tokens (j), N_TOKENS - 2);
  ck_assert (jobserver_try_enter (j));
  ck_assert_int_eq (make_has (), 1);
  for (unsigned i = 0; i < N_TOKENS - 1; i++)
    jobserver_leave (j);
  ck_assert_uint_eq (jobserver_tokens (j), 0);
  ck_assert_uint_eq (jobserver_most (j), N_TOKENS);
  jobserver_free (j);
  make_ends (TOKENS, N_TOKENS);
}
END_TEST

/* Who leaves without a word, with the job server freed all the same.  */
START_TEST (test_free_gives_back)
{
  make_begins (TOKENS, N_TOKENS);
  struct jobserver *j = make_open (), *other = make_open ();
  for (unsigned i = 0; i < 3; i++)
    ck_assert (jobserver_enter (j));
  ck_assert (jobserver_enter (other));
  ck_assert_int_eq (make_has (), 1);
  jobserver_free (j);
  ck_assert_int_eq (make_has (), 4);
  jobserver_free (other);
  jobserver_free (NULL);
  make_ends (TOKENS, N_TOKENS);
}
END_TEST

START_TEST (test_token_comes)
{
  struct sleeper s[3];
  make_begins ("", 0);
  struct jobserver *j = make_open ();
  for (unsigned i = 0; i < 3; i++)
    sleeper_start (&s[i], j);
  await (s, 3, 1, 0);
  make_gives ("x");
  await (s, 3, 1, 1);
  make_gives ("y");
  await (s, 3, 1, 2);
  /* A token goes to who waits, not to make.  */
  jobserver_leave (j);
  await (s, 3, 1, 3);
  ck_assert_uint_eq (jobserver_tokens (j), 2);
  ck_assert_int_eq (make_has (), 0);
  jobserver_leave (j);
  ck_assert_int_eq (make_has (), 1);
  jobserver_leave (j);
  ck_assert_int_eq (make_has (), 2);
  jobserver_stop (j);
  for (unsigned i = 0; i < 3; i++)
    thread_join (&s[i].thread);
  jobserver_free (j);
  make_ends ("xy", 2);
}
END_TEST

START_TEST (test_owner_lends)
{
  struct sleeper s[2];
  make_begins ("", 0);
  struct jobserver *j = make_open ();
  ck_assert (!jobserver_try_enter (j));
  sleeper_start (&s[0], j);
  sleeper_start (&s[1], j);
  await (s, 2, 1, 0);
  jobserver_owner_sleeps (j);
  await (s, 2, 1, 1);
  ck_assert (!jobserver_must_leave (j));
  ck_assert (!jobserver_try_enter (j));
  jobserver_owner_wakes (j);
  ck_assert (jobserver_must_leave (j));
  /* Nobody takes its place.  */
  jobserver_leave (j);
  ck_assert (!jobserver_must_leave (j));
  await (s, 2, 1, 1);
  jobserver_owner_sleeps (j);
  await (s, 2, 1, 2);
  /* One too many finds a token meanwhile.  */
  make_gives ("t");
  jobserver_owner_wakes (j);
  ck_assert (!jobserver_must_leave (j));
  ck_assert_uint_eq (jobserver_tokens (j), 1);
  /* With the owner's right there, the token is make's.  */
  jobserver_owner_sleeps (j);
  ck_assert_int_eq (make_has (), 1);
  jobserver_leave (j);
  ck_assert (jobserver_try_enter (j));
  ck_assert_uint_eq (jobserver_tokens (j), 0);
  jobserver_leave (j);
  jobserver_stop (j);
  thread_join (&s[0].thread);
  thread_join (&s[1].thread);
  jobserver_free (j);
  make_ends ("t", 1);
}
END_TEST

START_TEST (test_resume)
{
  make_begins ("t", 1);
  struct jobserver *j = make_open ();
  ck_assert (jobserver_enter (j));
  jobserver_leave (j);
  ck_assert_int_eq (make_has (), 1);
  jobserver_resume (j);
  ck_assert_int_eq (make_has (), 0);
  ck_assert (!jobserver_must_leave (j));
  jobserver_resume (j);
  ck_assert (jobserver_must_leave (j));
  jobserver_leave (j);
  ck_assert (!jobserver_must_leave (j));
  ck_assert_int_eq (make_has (), 0);
  jobserver_leave (j);
  jobserver_free (j);
  make_ends ("t", 1);
}
END_TEST

START_TEST (test_stop)
{
  enum { COUNT = 6 };
  struct sleeper s[COUNT];
  make_begins (TOKENS, 2);
  struct jobserver *j = make_open ();
  for (unsigned i = 0; i < COUNT; i++)
    sleeper_start (&s[i], j);
  await (s, COUNT, 1, 2);
  stop_all (j, s, COUNT);
  ck_assert_uint_eq (count_sleepers (s, COUNT, 2), COUNT - 2);
  ck_assert (!jobserver_enter (j));
  ck_assert (!jobserver_try_enter (j));
  jobserver_owner_sleeps (j);
  ck_assert (!jobserver_enter (j));
  /* What is in the middle of work ends it.  */
  jobserver_resume (j);
  jobserver_leave (j);
  ck_assert_int_eq (make_has (), 2);
  jobserver_free (j);
  make_ends (TOKENS, 2);
}
END_TEST

/* There is an end to what one process takes, and nobody looks at the pipe
   then.  */
START_TEST (test_many_tokens)
{
  enum { COUNT = 70 };
  struct sleeper s[2];
  char tokens[COUNT];
  unsigned n = 0;
  memset (tokens, '+', COUNT);
  make_begins (tokens, COUNT);
  struct jobserver *j = make_open ();
  while (n < COUNT && jobserver_try_enter (j))
    n++;
  ck_assert_uint_lt (n, COUNT);
  ck_assert_uint_ge (n, 32);
  sleeper_start (&s[0], j);
  sleeper_start (&s[1], j);
  await (s, 2, 1, 0);
  jobserver_leave (j);
  await (s, 2, 1, 1);
  jobserver_owner_sleeps (j);
  await (s, 2, 1, 2);
  jobserver_owner_wakes (j);
  while (n-- > 0)
    jobserver_leave (j);
  stop_all (j, s, 2);
  jobserver_free (j);
  make_ends (tokens, COUNT);
}
END_TEST

/* A waiting worker costs no time.  */
START_TEST (test_no_spinning)
{
  struct sleeper s[3];
  struct timespec before, after;
  make_begins ("", 0);
  struct jobserver *j = make_open ();
  for (unsigned i = 0; i < 3; i++)
    sleeper_start (&s[i], j);
  await (s, 3, 1, 0);
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &before);
  poll (NULL, 0, 400);
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &after);
  ck_assert_int_lt ((after.tv_sec - before.tv_sec) * 1000000
		    + (after.tv_nsec - before.tv_nsec) / 1000, 10000);
  stop_all (j, s, 3);
  jobserver_free (j);
  make_ends ("", 0);
}
END_TEST

/* As make does from 4.4 on.  The name has what make quotes.  */
START_TEST (test_fifo)
{
  char folder[] = "/tmp/test-jobserver.XXXXXX", path[100];
  ck_assert_ptr_nonnull (mkdtemp (folder));
  snprintf (path, sizeof path, "%s/a $fifo", folder);
  ck_assert_int_eq (mkfifo (path, 0600), 0);
  make_reader = open (path, O_RDWR);
  make_writer = dup (make_reader);
  make_gives ("x");
  make_gives ("y");
  snprintf (makeflags, sizeof makeflags,
	    "k -j3 --jobserver-auth=fifo:%s/a\\ $$fifo", folder);
  struct jobserver *j = make_open ();
  ck_assert (jobserver_enter (j));
  ck_assert (jobserver_enter (j));
  ck_assert (!jobserver_try_enter (j));
  jobserver_leave (j);
  ck_assert_int_eq (make_has (), 1);
  jobserver_free (j);
  unlink (path);
  /* The pipe is gone, and another file is in its place.  */
  ck_assert_ptr_null (jobserver_open (makeflags));
  close (open (path, O_CREAT | O_RDWR, 0600));
  ck_assert_ptr_null (jobserver_open (makeflags));
  struct stat status;
  ck_assert_int_eq (stat (path, &status), 0);
  ck_assert_int_eq (status.st_size, 0);
  unlink (path);
  rmdir (folder);
  make_ends ("xy", 2);
}
END_TEST

/* Whether FORMAT, with the pipe's numbers, is a job server's.  */

static bool
opens (const char *format)
{
  snprintf (makeflags, sizeof makeflags, format, make_reader, make_writer);
  struct jobserver *j = jobserver_open (makeflags);
  bool opened = j != NULL;
  jobserver_free (j);
  return opened;
}

START_TEST (test_good_flags)
{
  static const char *const good[] = {
    "--jobserver-auth=%d,%d",
    " -j --jobserver-auth=%d,%d",
    "rR -j4 --jobserver-fds=%d,%d --no-print-directory",
    "--jobserver-auth=garbage --jobserver-auth=%d,%d",
    "--jobserver-auth=fifo:/nowhere/at/all --jobserver-fds=%d,%d",
    "\t--jobserver-auth=%d,%d -- --jobserver-auth=1,1",
  };
  make_begins ("", 0);
  for (unsigned i = 0; i < sizeof good / sizeof *good; i++)
    {
      ck_assert_msg (opens (good[i]), "%s", good[i]);
      ck_assert (jobserver_is_named (makeflags));
    }
  make_ends ("", 0);
}
END_TEST

START_TEST (test_bad_flags)
{
  static const char *const bad[] = {
    "--jobserver-auth=", "--jobserver-auth=,", "--jobserver-auth=%d",
    "--jobserver-auth=%d,", "--jobserver-auth=%d,%dx",
    "--jobserver-auth=%d,%d,", "--jobserver-auth=,%d,%d",
    "--jobserver-auth=-2,-2", "--jobserver-auth=-%d,%d",
    "--jobserver-auth=99999999999999999999,3",
    "--jobserver-auth=4294967299,4294967300",
    "--jobserver-auth=777,778", "--jobserver-auth=%d,777",
    "--jobserver-auth=%2$d,%1$d", "--jobserver-auth=%1$d,%1$d",
    "--jobserver-auth=fifo:", "--jobserver-auth=fifo:/",
    "--jobserver-auth=fifo:/dev/null", "--jobserver-auth=fifo:/nowhere/at/all",
    "--jobserver-auth=%d,%d --jobserver-auth=fifo:/nowhere",
    "--jobserver-auth=\\",
  };
  make_begins ("", 0);
  for (unsigned i = 0; i < sizeof bad / sizeof *bad; i++)
    {
      ck_assert_msg (!opens (bad[i]), "%s", bad[i]);
      ck_assert (jobserver_is_named (makeflags));
    }
  make_ends ("", 0);
}
END_TEST

START_TEST (test_no_flags)
{
  static const char *const none[] = {
    "", "  ", "-j4", "jobserver-auth=%d,%d", "A=--jobserver-auth=%d,%d",
    "-- --jobserver-auth=%d,%d", "-j4 -- A=b\\ --jobserver-auth=%d,%d",
    "--eval=x\\ --jobserver-auth=%d,%d", "\\", "$", "$$",
  };
  make_begins ("", 0);
  ck_assert_ptr_null (jobserver_open (NULL));
  ck_assert (!jobserver_is_named (NULL));
  for (unsigned i = 0; i < sizeof none / sizeof *none; i++)
    {
      ck_assert_msg (!opens (none[i]), "%s", none[i]);
      ck_assert (!jobserver_is_named (makeflags));
    }
  make_ends ("", 0);
}
END_TEST

/* Descriptors that make has closed, and that are something else since.  */
START_TEST (test_other_files)
{
  int ends[2];
  char flags[100];
  make_begins ("", 0);
  ck_assert_int_eq (pipe (ends), 0);
  snprintf (flags, sizeof flags, "--jobserver-auth=%d,%d", make_reader,
	    ends[1]);
  ck_assert_ptr_null (jobserver_open (flags));
  ck_assert_int_eq (dup2 (open ("/dev/null", O_RDWR), make_reader),
		    make_reader);
  ck_assert_ptr_null (jobserver_open (makeflags));
  FILE *file = tmpfile ();
  ck_assert_ptr_nonnull (file);
  snprintf (flags, sizeof flags, "--jobserver-auth=%d,%d", fileno (file),
	    fileno (file));
  ck_assert_ptr_null (jobserver_open (flags));
  close (make_reader);
  close (make_writer);
  ck_assert_ptr_null (jobserver_open (makeflags));
  fclose (file);
}
END_TEST

/* Standard error's number is not given to the pipe, though it is free: what
   GCC writes there must not be tokens.  */
START_TEST (test_low_numbers)
{
  make_begins (TOKENS, N_TOKENS);
  int kept = dup (2);
  close (2);
  struct jobserver *j = jobserver_open (makeflags);
  bool taken = jobserver_enter (j);
  ssize_t size = write (2, "oops", 4);
  jobserver_free (j);
  dup2 (kept, 2);
  ck_assert (taken);
  ck_assert_int_eq (size, -1);
  make_ends (TOKENS, N_TOKENS);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("jobserver");
  TCase *t = tcase_create ("jobserver");
  tcase_add_test (t, test_take_and_give_back);
  tcase_add_test (t, test_free_gives_back);
  tcase_add_test (t, test_token_comes);
  tcase_add_test (t, test_owner_lends);
  tcase_add_test (t, test_resume);
  tcase_add_test (t, test_stop);
  tcase_add_test (t, test_many_tokens);
  tcase_add_test (t, test_no_spinning);
  tcase_add_test (t, test_fifo);
  tcase_add_test (t, test_good_flags);
  tcase_add_test (t, test_bad_flags);
  tcase_add_test (t, test_no_flags);
  tcase_add_test (t, test_other_files);
  tcase_add_test (t, test_low_numbers);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
