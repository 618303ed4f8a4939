/* test-jobserver-threads.c - many take tokens of make's at once, and some
   exit.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <poll.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "queries/sync.h"
#include "testsuite/unit/fake-make.h"
#include "testsuite/unit/suite.h"

/* The tokens of most tests: make may give any bytes.  */
#define TOKENS "+a\0z\377"
#define N_TOKENS 5

/* More threads than tokens do what workers do.  */

#define HAMMERS 8
#define PROCESSES 3

struct hammer
{
  struct jobserver *server;
  struct thread thread;
  sync_word *at_work;		/* By right of a token.  */
  sync_word *most;
  bool resumes;
  unsigned times;
};

static void
note_more (struct hammer *h)
{
  uintptr_t n = sync_add (h->at_work, 1) + 1, most = sync_load (h->most);
  while (n > most && !sync_exchange_if (h->most, &most, n))
    continue;
}

static void *
hammer (void *data)
{
  struct hammer *h = data;
  for (unsigned i = 0; jobserver_enter (h->server); i++)
    {
      note_more (h);
      for (volatile unsigned k = 0; k < i * 37 % 500; k++)
	continue;
      if (i % 64 == 0)
	poll (NULL, 0, 0);
      sync_add (h->at_work, (uintptr_t) -1);
      jobserver_leave (h->server);
      if (h->resumes && i % 3 == 0)
	{
	  jobserver_resume (h->server);
	  jobserver_must_leave (h->server);
	  jobserver_leave (h->server);
	}
      h->times++;
    }
  return NULL;
}

/* For MILLISECONDS; with RESUMES the owner sleeps and wakes, too.  Returns how
   often somebody entered.  */

static unsigned
hammer_for (unsigned milliseconds, bool resumes, sync_word *at_work,
	    sync_word *most)
{
  struct hammer h[HAMMERS];
  struct timespec start, now;
  struct jobserver *j = make_open ();
  for (unsigned i = 0; i < HAMMERS; i++)
    {
      h[i] = (struct hammer) { .server = j, .at_work = at_work, .most = most,
			       .resumes = resumes };
      ck_assert (thread_start (&h[i].thread, hammer, &h[i]));
    }
  clock_gettime (CLOCK_MONOTONIC, &start);
  do
    {
      if (resumes)
	{
	  jobserver_owner_sleeps (j);
	  poll (NULL, 0, 1);
	  jobserver_owner_wakes (j);
	}
      poll (NULL, 0, 1);
      clock_gettime (CLOCK_MONOTONIC, &now);
    }
  while ((now.tv_sec - start.tv_sec) * 1000
	 + (now.tv_nsec - start.tv_nsec) / 1000000 < milliseconds);
  jobserver_stop (j);
  unsigned times = 0;
  for (unsigned i = 0; i < HAMMERS; i++)
    {
      thread_join (&h[i].thread);
      times += h[i].times;
    }
  ck_assert (!jobserver_must_leave (j));
  ck_assert_uint_eq (jobserver_tokens (j), 0);
  jobserver_free (j);
  return times;
}

START_TEST (test_hammer)
{
  sync_word at_work = 0, most = 0;
  make_begins ("xy", 2);
  ck_assert_uint_gt (hammer_for (2000, false, &at_work, &most), 100);
  ck_assert_uint_eq (sync_load (&most), 2);
  make_ends ("xy", 2);
}
END_TEST

START_TEST (test_hammer_resuming)
{
  sync_word at_work = 0, most = 0;
  make_begins ("xy", 2);
  ck_assert_uint_gt (hammer_for (2000, true, &at_work, &most), 100);
  make_ends ("xy", 2);
}
END_TEST

/* Several processes have one make: together they never have more at work than
   there are tokens.  A process keeps a token while a thread of its own wants
   it, so one may get none.  */
START_TEST (test_hammer_processes)
{
  sync_word *shared = mmap (NULL, 2 * sizeof *shared, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  ck_assert (shared != MAP_FAILED);
  make_begins ("xyz", 3);
  for (unsigned i = 0; i < PROCESSES; i++)
    if (fork () == 0)
      {
	hammer_for (1000, false, &shared[0], &shared[1]);
	_exit (0);
      }
  for (unsigned i = 0; i < PROCESSES; i++)
    {
      int status;
      ck_assert (wait (&status) > 0);
      ck_assert_int_eq (status, 0);
    }
  ck_assert_uint_eq (sync_load (&shared[0]), 0);
  ck_assert_uint_ge (sync_load (&shared[1]), 1);
  ck_assert_uint_le (sync_load (&shared[1]), 3);
  make_ends ("xyz", 3);
}
END_TEST

static void *
enter_and_stay (void *data)
{
  while (jobserver_enter (data))
    pause ();
  return NULL;
}

static void *
exit_in_thread (void *data)
{
  exit (*(int *) data);
}

/* A process takes tokens and exits, which HOW tells more of.  */

static void
take_and_exit (int how)
{
  struct thread thread;
  struct jobserver *j = make_open ();
  for (unsigned i = 0; i < 3; i++)
    ck_assert (jobserver_enter (j));
  /* Two get the other tokens, the third waits.  */
  for (unsigned i = 0; how == 1 && i < 3; i++)
    ck_assert (thread_start (&thread, enter_and_stay, j));
  while (how == 1 && jobserver_tokens (j) < N_TOKENS)
    poll (NULL, 0, 1);
  if (how == 2 && thread_start (&thread, exit_in_thread, &how))
    for (;;)
      pause ();
  /* A child ends first; it has no tokens.  */
  if (how >= 3 && fork () == 0)
    {
      if (how == 4)
	jobserver_free (j);
      exit (0);
    }
  wait (NULL);
  exit (how);
}

START_TEST (test_exit)
{
  make_begins (TOKENS, N_TOKENS);
  int status;
  pid_t child = fork ();
  if (child == 0)
    take_and_exit (_i);
  ck_assert_int_eq (waitpid (child, &status, 0), child);
  ck_assert (WIFEXITED (status));
  ck_assert_int_eq (WEXITSTATUS (status), _i);
  make_ends (TOKENS, N_TOKENS);
}
END_TEST

/* Exit while other threads take and give: nothing is lost.  */
START_TEST (test_exit_under_hammers)
{
  static sync_word at_work, most;
  static struct hammer h[HAMMERS];
  make_begins (TOKENS, N_TOKENS);
  for (unsigned round = 0; round < 30; round++)
    {
      int status;
      pid_t child = fork ();
      if (child == 0)
	{
	  struct jobserver *j = make_open ();
	  for (unsigned i = 0; i < HAMMERS; i++)
	    {
	      h[i] = (struct hammer) { .server = j, .at_work = &at_work,
				       .most = &most, .resumes = true };
	      thread_start (&h[i].thread, hammer, &h[i]);
	    }
	  poll (NULL, 0, (int) round % 7);
	  exit (0);
	}
      ck_assert_int_eq (waitpid (child, &status, 0), child);
      ck_assert_int_eq (status, 0);
      ck_assert_int_eq (make_has (), N_TOKENS);
    }
  make_ends (TOKENS, N_TOKENS);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("jobserver-threads");
  TCase *t = tcase_create ("jobserver-threads");
  tcase_add_test (t, test_hammer);
  tcase_add_test (t, test_hammer_resuming);
  tcase_add_test (t, test_hammer_processes);
  tcase_add_loop_test (t, test_exit, 0, 5);
  tcase_add_test (t, test_exit_under_hammers);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
