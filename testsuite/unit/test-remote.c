/* test-remote.c - servers that answer wrongly, late, or not at all.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include "testsuite/unit/fake-server.h"
#include "testsuite/unit/remote-client.h"
#include "testsuite/unit/suite.h"

#ifdef HAVE_HIREDIS

static uint64_t
n_problems (void)
{
  return remote_counters.remote_errors + remote_counters.remote_timeouts;
}

/* What the server with SCRIPT gives; it is off afterwards if OFF.  */
static unsigned
get_from (const struct fake_script *script, bool off)
{
  struct fake_server f;
  fake_start (&f, remote_folder, script);
  struct store_remote *r = remote_open (f.url,
					script->then == FAKE_HOLD
					|| script->then == FAKE_STALL
					? SHORT : LONG);
  if (script->early && *script->answer)
    fake_wait (&f);
  memset (&remote_counters, 0, sizeof remote_counters);
  unsigned taken = remote_get (r);
  uint64_t problems = n_problems ();
  ck_assert_uint_eq (problems, off);
  if (off)
    {
      /* It is not asked again, and counted once.  */
      unsigned connections = atomic_load (&f.connections);
      double start = remote_now ();
      ck_assert_uint_eq (remote_get (r), 0);
      ck_assert_uint_eq (remote_put (r, 3, 10), 0);
      ck_assert (remote_now () - start < 10);
      ck_assert_uint_eq (atomic_load (&f.connections), connections);
      ck_assert_uint_eq (n_problems (), problems);
    }
  store_remote_close (r);
  fake_stop (&f);
  return taken;
}

START_TEST (test_answer)
{
  struct fake_script script = { .answer = ANSWER, .then = FAKE_HOLD,
				.tcp = _i };
  struct fake_server f;
  fake_start (&f, remote_folder, &script);
  struct store_remote *r = remote_open (f.url, LONG);
  ck_assert_uint_eq (remote_get (r), 5);
  ck_assert_uint_eq (remote_counters.remote_errors, 0);
  ck_assert_uint_eq (remote_counters.remote_timeouts, 0);
  ck_assert_uint_eq (remote_counters.remote_damaged, 0);
  ck_assert_uint_eq (remote_counters.remote_bytes_in, strlen (ANSWER));
  ck_assert_uint_gt (remote_counters.remote_bytes_out, 3 * 37);
  store_remote_close (r);
  fake_stop (&f);
}
END_TEST

START_TEST (test_pieces)
{
  for (size_t piece = 1; piece < 10; piece++)
    {
      struct fake_script script = { .answer = ANSWER, .piece = piece,
				    .tcp = _i };
      struct fake_server f;
      fake_start (&f, remote_folder, &script);
      struct store_remote *r = remote_open (f.url, LONG);
      ck_assert_uint_eq (remote_get (r), 5);
      ck_assert_uint_eq (remote_counters.remote_errors, 0);
      store_remote_close (r);
      fake_stop (&f);
    }
}
END_TEST

/* At every point of the answer: what had come is kept.  */
START_TEST (test_hang_up)
{
  size_t first = strlen ("*3\r\n$3\r\none\r\n"), whole = strlen (ANSWER);
  for (size_t size = 1; size < whole; size++)
    {
      struct fake_script script = { .answer = ANSWER, .size = size,
				    .piece = _i };
      ck_assert_uint_eq (get_from (&script, true), size >= first ? 1 : 0);
      ck_assert_uint_eq (remote_counters.remote_errors, 1);
    }
}
END_TEST

/* Without a word: then it was no server from the beginning.  */
START_TEST (test_hang_up_at_once)
{
  struct fake_script script = { .answer = "", .early = _i & 1,
				.tcp = _i >> 1 };
  ck_assert_uint_eq (get_from (&script, true), 0);
}
END_TEST

/* At every point of the answer it falls silent.  */
START_TEST (test_silence)
{
  size_t first = strlen ("*3\r\n$3\r\none\r\n"), whole = strlen (ANSWER);
  for (size_t size = 1; size < whole; size += 5)
    {
      struct fake_script script = { .answer = ANSWER, .size = size,
				    .early = true,
				    .then = _i ? FAKE_STALL : FAKE_HOLD };
      ck_assert_uint_eq (get_from (&script, true), size >= first ? 1 : 0);
      ck_assert_uint_eq (remote_counters.remote_timeouts, 1);
    }
}
END_TEST

/* A byte now and then is not silence, but there is an end to it.  */
START_TEST (test_dripping)
{
  static char endless[] = "*3\r\n$30000\r\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
			  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
			  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
  struct fake_script script = { .answer = endless, .piece = 1, .pause = 10000,
				.then = FAKE_REPEAT };
  struct fake_server f;
  fake_start (&f, remote_folder, &script);
  struct store_remote *r = remote_open (f.url, SHORT);
  double start = remote_now ();
  ck_assert_uint_eq (remote_get (r), 0);
  ck_assert (remote_now () - start < 60);
  ck_assert_uint_eq (remote_counters.remote_timeouts, 1);
  store_remote_close (r);
  fake_stop (&f);
}
END_TEST

static const struct garbage
{
  const char *answer;
  unsigned taken;
} garbage[] = {
  /* What is no protocol at all.  */
  { "HTTP/1.1 400 Bad Request\r\n\r\n", 0 },
  { "\r\n\r\n\r\n", 0 },
  { "\x16\x03\x01\x02", 0 },
  { "SSH-2.0-OpenSSH_9.2\r\n", 0 },
  /* RESP3.  */
  { "%1\r\n$3\r\none\r\n$3\r\none\r\n", 0 },
  { "_\r\n", 0 },
  { "~3\r\n$3\r\none\r\n", 0 },
  { ">3\r\n$3\r\none\r\n", 0 },
  /* Other types.  */
  { "+OK\r\n", 0 },
  { ":3\r\n", 0 },
  { "$3\r\none\r\n", 0 },
  { "$-1\r\n", 0 },
  { "*-1\r\n", 0 },
  { "*3\r\n+one\r\n$-1\r\n$5\r\nthree\r\n", 0 },
  { "*3\r\n:1\r\n$-1\r\n$5\r\nthree\r\n", 0 },
  { "*3\r\n-ERR one\r\n$-1\r\n$5\r\nthree\r\n", 0 },
  { "*3\r\n$3\r\none\r\n*-1\r\n$5\r\nthree\r\n", 1 },
  { "*3\r\n$3\r\none\r\n*0\r\n$5\r\nthree\r\n", 1 },
  /* Arrays in arrays.  */
  { "*3\r\n*3\r\n$3\r\none\r\n$-1\r\n$5\r\nthree\r\n", 0 },
  { "*3\r\n*3\r\n*3\r\n*3\r\n*3\r\n*3\r\n*3\r\n*3\r\n*3\r\n*3\r\n*3\r\n", 0 },
  { "*1\r\n*3\r\n$3\r\none\r\n$-1\r\n$5\r\nthree\r\n", 0 },
  /* Other numbers of elements.  */
  { "*0\r\n", 0 },
  { "*2\r\n$3\r\none\r\n$-1\r\n", 0 },
  { "*4\r\n$3\r\none\r\n$-1\r\n$5\r\nthree\r\n$-1\r\n", 0 },
  { "*2147483647\r\n", 0 },
  { "*4294967299\r\n", 0 },
  { "*9223372036854775807\r\n", 0 },
  { "*-2\r\n", 0 },
  { "*x\r\n", 0 },
  { "*03\r\n", 0 },
  { "*\r\n", 0 },
  /* Lengths that are none, or are not true.  */
  { "*3\r\n$x\r\none\r\n", 0 },
  { "*3\r\n$-2\r\none\r\n", 0 },
  { "*3\r\n$03\r\none\r\n", 0 },
  { "*3\r\n$\r\none\r\n", 0 },
  { "*3\r\n$99999999999999999999\r\none\r\n", 0 },
  { "*3\r\n$2\r\none\r\n$-1\r\n$5\r\nthree\r\n", 0 },
  { "*3\r\n$4\r\none\r\n$-1\r\n$5\r\nthree\r\n", 0 },
  { "*3\r\n$3\r\nonexx$-1\r\n$5\r\nthree\r\n", 0 },
  { "*3\r\n$3\r\none\r\n$-1\r\n$4\r\nthree\r\n", 1 },
  /* More than was asked for.  */
  { ANSWER "+OK\r\n", 5 },
  { ANSWER ANSWER, 5 },
  { ANSWER "\r\n", 5 }
};

START_TEST (test_garbage)
{
  struct fake_script script = { .answer = garbage[_i].answer };
  ck_assert_uint_eq (get_from (&script, true), garbage[_i].taken);
  ck_assert_uint_eq (remote_counters.remote_errors, 1);
  /* Before there is a request.  */
  script.early = true;
  ck_assert_uint_eq (get_from (&script, true), garbage[_i].taken);
}
END_TEST

static const char *const errors[] = {
  "-NOAUTH Authentication required.\r\n",
  "-WRONGPASS invalid username-password pair or user is disabled.\r\n",
  "-NOPERM this user has no permissions to run the 'mget' command\r\n",
  "-LOADING Redis is loading the dataset in memory\r\n",
  "-MOVED 3999 127.0.0.1:6381\r\n",
  "-CROSSSLOT Keys in request don't hash to the same slot\r\n",
  "-OOM command not allowed when used memory > 'maxmemory'.\r\n",
  "-DENIED Redis is running in protected mode\r\n",
  "-ERR max number of clients reached\r\n",
  "-\r\n",
  "-lower case, and a very very very very very long explanation of it\r\n"
};

START_TEST (test_errors)
{
  struct fake_script script = { .answer = errors[_i], .then = FAKE_HANG_UP };
  ck_assert_uint_eq (get_from (&script, true), 0);
  ck_assert_uint_eq (remote_counters.remote_errors, 1);
  script.early = true;
  ck_assert_uint_eq (get_from (&script, true), 0);
}
END_TEST

/* Peak memory of this process, in bytes.  */
static size_t
peak_memory (void)
{
  struct rusage usage;
  getrusage (RUSAGE_SELF, &usage);
  return (size_t) usage.ru_maxrss << 10;
}

/* No answer makes us hold much more than the largest value.  */
START_TEST (test_endless)
{
  static const char *const heads[] = {
    "", "+", "-", "*", "$", ":", "*3\r\n$", "*3\r\n$1", "*3\r\n+", "*3\r\n:1",
    "*3\r\n$40000000\r\n", "*3\r\n$33554465\r\n",
    "*3\r\n$9223372036854775807\r\n", "*3\r\n$4294967299\r\n"
  };
  static char answer[1 << 20];
  size_t before = peak_memory ();
  memset (answer, _i < 8 && strlen (heads[_i]) < 6 ? '1' : 'x',
	  sizeof answer);
  memcpy (answer, heads[_i], strlen (heads[_i]));
  struct fake_script script = { .answer = answer, .size = sizeof answer,
				.then = FAKE_REPEAT };
  ck_assert_uint_eq (get_from (&script, true), 0);
  ck_assert_uint_eq (remote_counters.remote_errors, 1);
  ck_assert_uint_lt (remote_counters.remote_bytes_in, 1 << 20);
  ck_assert_uint_lt (peak_memory () - before, (size_t) 40 << 20);
}
END_TEST

/* The largest value is taken, and the next larger one is not.  */
START_TEST (test_largest)
{
  size_t size = REMOTE_LARGEST_VALUE + sizeof (struct envelope) + (size_t) _i;
  char *answer = malloc (size + 100), *at = answer;
  at += sprintf (at, "*3\r\n$%zu\r\n", size);
  memset (at, 'x', size);
  at += size;
  at += sprintf (at, "\r\n$-1\r\n$5\r\nthree\r\n");
  struct fake_script script = { .answer = answer,
				.size = (size_t) (at - answer) };
  struct fake_server f;
  fake_start (&f, remote_folder, &script);
  struct store_remote *r = remote_open (f.url, LONG);
  ck_assert_uint_eq (remote_get (r), _i ? 0 : (1u << 31 | 1 << 2));
  ck_assert_uint_eq (remote_counters.remote_errors, _i);
  store_remote_close (r);
  fake_stop (&f);
  free (answer);
}
END_TEST

/* Nor are many large ones: there is a limit to an answer in all.  */
START_TEST (test_large_answer)
{
  enum { COUNT = 2000 };
  size_t size = 1 << 20;
  struct fingerprint *many = calloc (COUNT, sizeof *many);
  char *value = malloc (size + 100), *name, *problem;
  uint64_t microseconds;
  struct fake_server f;
  unsigned taken = 0;
  for (unsigned i = 0; i < COUNT; i++)
    many[i] = (struct fingerprint) { i, i };
  size_t n = (size_t) sprintf (value, "$%zu\r\n", size);
  memset (value + n, 'x', size);
  memcpy (value + n + size, "\r\n", 2);
  struct fake_script script = { .head = "*2000\r\n", .answer = value,
				.size = n + size + 2, .then = FAKE_REPEAT };
  fake_start (&f, remote_folder, &script);
  struct store_remote *r = remote_open (f.url, LONG);
  store_remote_get_many (r, many, COUNT, remote_take, &taken, &remote_counters);
  ck_assert_uint_eq (remote_counters.remote_errors, 1);
  ck_assert_uint_gt (remote_counters.remote_bytes_in, (uint64_t) 255 << 20);
  ck_assert_uint_lt (remote_counters.remote_bytes_in, (uint64_t) 257 << 20);
  store_remote_probe (r, 0, &name, &problem, &microseconds);
  ck_assert_str_eq (problem, "its answer is too large");
  free (name);
  free (problem);
  store_remote_close (r);
  fake_stop (&f);
  free (value);
  free (many);
}
END_TEST

/* Writing: some are refused, all the same the others are there; the server is
   read from, but not written to again.  */
START_TEST (test_refused_writes)
{
  static const char *const answers[] = {
    "+OK\r\n-OOM command not allowed\r\n+OK\r\n",
    "-READONLY You can't write against a read only replica.\r\n"
    "-READONLY You can't write against a read only replica.\r\n"
    "-READONLY You can't write against a read only replica.\r\n",
    "+OK\r\n+OK\r\n-MISCONF Redis is configured to save RDB snapshots\r\n"
  };
  static const size_t accepted[] = { 2, 0, 2 };
  struct fake_script script = { .answer = answers[_i], .then = FAKE_HOLD };
  struct fake_server f;
  fake_start (&f, remote_folder, &script);
  struct store_remote *r = remote_open (f.url, LONG);
  ck_assert_uint_eq (remote_put (r, 3, 10), accepted[_i]);
  ck_assert_uint_eq (remote_counters.remote_errors, 1);
  uint64_t sent = remote_counters.remote_bytes_out;
  ck_assert_uint_eq (remote_put (r, 3, 10), 0);
  ck_assert_uint_eq (remote_counters.remote_errors, 1);
  ck_assert_uint_eq (remote_counters.remote_bytes_out, sent);
  store_remote_close (r);
  fake_stop (&f);
}
END_TEST

START_TEST (test_write_garbage)
{
  static const char *const answers[] = {
    "+OK\r\n+PONG\r\n+OK\r\n", "+OK\r\n$2\r\nOK\r\n+OK\r\n",
    "+OK\r\n:1\r\n+OK\r\n", "+OK\r\n*1\r\n+OK\r\n", "+OK\r\n$-1\r\n+OK\r\n",
    "+OK\r\n*-1\r\n", "+OK\r\n?", "+OK\r\n+OKAY\r\n", "+OK\r\n"
  };
  struct fake_script script = { .answer = answers[_i] };
  struct fake_server f;
  fake_start (&f, remote_folder, &script);
  struct store_remote *r = remote_open (f.url, LONG);
  ck_assert_uint_eq (remote_put (r, 3, 10), 1);
  ck_assert_uint_eq (remote_counters.remote_errors, 1);
  ck_assert_uint_eq (remote_get (r), 0);
  store_remote_close (r);
  fake_stop (&f);
}
END_TEST

/* It hangs up in the midst of what we send, which raises SIGPIPE in others.  */
START_TEST (test_write_hang_up)
{
  struct fake_script script = { .answer = "+OK\r\n", .tcp = _i & 1,
				.early = _i >> 1 };
  signal (SIGPIPE, SIG_DFL);
  struct fake_server f;
  fake_start (&f, remote_folder, &script);
  struct store_remote *r = remote_open (f.url, LONG);
  size_t taken = remote_put (r, 16, 4 << 20);
  /* A reset may overtake the answer.  */
  ck_assert_uint_le (taken, 1);
  ck_assert_uint_eq (remote_counters.remote_errors, 1);
  store_remote_close (r);
  fake_stop (&f);
}
END_TEST

/* It does not read what we send.  */
START_TEST (test_write_stall)
{
  struct fake_script script = { .answer = "+OK\r\n", .then = FAKE_STALL,
				.tcp = _i };
  struct fake_server f;
  fake_start (&f, remote_folder, &script);
  struct store_remote *r = remote_open (f.url, SHORT);
  double start = remote_now ();
  ck_assert_uint_le (remote_put (r, 16, 4 << 20), 1);
  ck_assert (remote_now () - start < 60);
  ck_assert_uint_eq (remote_counters.remote_timeouts, 1);
  store_remote_close (r);
  fake_stop (&f);
}
END_TEST

static void
on_alarm (int signal)
{
  (void) signal;
}

START_TEST (test_interrupts)
{
  struct sigaction action = { .sa_handler = on_alarm };
  struct itimerval often = { { 0, 300 }, { 0, 300 } }, never = { 0 };
  struct fake_script script = { .answer = ANSWER, .piece = 1, .pause = 2000,
				.tcp = _i };
  struct fake_server f;
  sigset_t alarms;
  /* For this thread only.  */
  sigemptyset (&alarms);
  sigaddset (&alarms, SIGALRM);
  sigprocmask (SIG_BLOCK, &alarms, NULL);
  fake_start (&f, remote_folder, &script);
  sigprocmask (SIG_UNBLOCK, &alarms, NULL);
  sigaction (SIGALRM, &action, NULL);
  setitimer (ITIMER_REAL, &often, NULL);
  struct store_remote *r = remote_open (f.url, LONG);
  ck_assert_uint_eq (remote_get (r), 5);
  setitimer (ITIMER_REAL, &never, NULL);
  ck_assert_uint_eq (remote_counters.remote_errors, 0);
  store_remote_close (r);
  fake_stop (&f);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("remote");
  TCase *t = tcase_create ("remote");
  tcase_add_checked_fixture (t, remote_set_up, remote_tear_down);
  tcase_set_timeout (t, 120);
  tcase_add_loop_test (t, test_answer, 0, 2);
  tcase_add_loop_test (t, test_pieces, 0, 2);
  tcase_add_loop_test (t, test_hang_up, 0, 2);
  tcase_add_loop_test (t, test_hang_up_at_once, 0, 4);
  tcase_add_loop_test (t, test_silence, 0, 2);
  tcase_add_test (t, test_dripping);
  tcase_add_loop_test (t, test_garbage, 0, sizeof garbage / sizeof *garbage);
  tcase_add_loop_test (t, test_errors, 0, sizeof errors / sizeof *errors);
  tcase_add_loop_test (t, test_endless, 0, 14);
  tcase_add_loop_test (t, test_largest, 0, 2);
  tcase_add_test (t, test_large_answer);
  tcase_add_loop_test (t, test_refused_writes, 0, 3);
  tcase_add_loop_test (t, test_write_garbage, 0, 9);
  tcase_add_loop_test (t, test_write_hang_up, 0, 4);
  tcase_add_loop_test (t, test_write_stall, 0, 2);
  tcase_add_loop_test (t, test_interrupts, 0, 2);
  suite_add_tcase (s, t);
  return s;
}

#else

/* The folder goes on without.  */
START_TEST (test_not_in_this_build)
{
  char folder[] = "/tmp/test-remote-XXXXXX", *message;
  ck_assert_ptr_nonnull (mkdtemp (folder));
  struct store_config config = { .folder = folder,
				 .remote = "redis://127.0.0.1" };
  struct store *s = store_open (&config, &message);
  ck_assert_ptr_nonnull (s);
  ck_assert_str_eq (message, "no Redis support in this build");
  free (message);
  store_close (s);
  config.folder = NULL;
  ck_assert_ptr_null (store_open (&config, &message));
  ck_assert_str_eq (message, "no Redis support in this build");
  free (message);
  rmdir (folder);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("remote");
  TCase *t = tcase_create ("remote");
  tcase_add_test (t, test_not_in_this_build);
  suite_add_tcase (s, t);
  return s;
}

#endif

MAIN (suite)
