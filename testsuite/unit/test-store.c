/* test-store.c - the store in a folder: what is written is read, by many.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "testsuite/unit/store-fixture.h"
#include "testsuite/unit/suite.h"

START_TEST (test_round_trip)
{
  struct store *s = open_store ();
  ck_assert_uint_eq (store_session (s), 0);
  ck_assert_uint_eq (get_values (s, 0, 10, 0), 0);
  ck_assert_uint_eq (put_values (s, 0, 200, 0), 200);
  ck_assert_uint_eq (store_session (s), 1);
  ck_assert_uint_eq (get_values (s, 0, 300, 0), 200);
  store_close (s);

  s = open_store ();
  ck_assert_uint_eq (get_values (s, 0, 300, 0), 200);
  ck_assert_uint_eq (put_values (s, 100, 150, 0), 150);
  ck_assert_uint_eq (get_values (s, 0, 300, 0), 250);
  ck_assert_uint_eq (store_session (s), 2);
  const struct store_counters *c = store_counters (s);
  ck_assert_uint_eq (c->gets, 600);
  ck_assert_uint_eq (c->found, 450);
  ck_assert_uint_eq (c->puts, 150);
  ck_assert_uint_gt (c->bytes_in, 0);
  ck_assert_uint_gt (c->bytes_out, 0);
  ck_assert_uint_eq (c->damaged + c->dropped + c->errors, 0);
  store_close (s);

  struct stat st;
  ck_assert_int_eq (stat (folder, &st), 0);
  ck_assert_int_eq (stat (file_in_store (""), &st), 0);
  ck_assert_uint_eq (st.st_mode & 0777, 0700);
  ck_assert_int_eq (stat (file_in_store ("data.mdb"), &st), 0);
  ck_assert_uint_eq (st.st_mode & 0777, 0600);
}
END_TEST

START_TEST (test_overwrite)
{
  struct store *s = open_store ();
  for (unsigned version = 0; version < 30; version++)
    {
      ck_assert_uint_eq (put_values (s, 0, 60, version), 60);
      ck_assert_uint_eq (get_values (s, 0, 61, version), 60);
    }
  /* Pages are used again.  */
  struct stat st;
  ck_assert_int_eq (stat (file_in_store ("data.mdb"), &st), 0);
  ck_assert_int_lt (st.st_size, 4 << 20);
  ck_assert_uint_eq (store_counters (s)->errors, 0);
  store_close (s);
}
END_TEST

/* The same key twice in a batch, no bytes, key zero, nothing at all.  */
START_TEST (test_corners)
{
  struct store *s = open_store ();
  struct fingerprint zero = { 0, 0 };
  struct store_item items[] = {
    { key_of (1), "first", 5, STORE_PUT },
    { zero, "zero", 4, STORE_PUT },
    { key_of (2), NULL, 0, STORE_PUT },
    { key_of (1), "second", 6, STORE_PUT }
  };
  ck_assert_uint_eq (store_put_many (s, items, 0), 0);
  ck_assert_uint_eq (store_put_many (s, items, 4), 4);
  ck_assert_str_eq (items[0].bytes, "first");
  struct fingerprint keys[] = { key_of (2), key_of (1), zero, key_of (1) };
  struct store_value v[4];
  struct arena arena;
  arena_init (&arena, "test");
  ck_assert_uint_eq (store_get_many (s, keys, 0, NULL, &arena), 0);
  ck_assert_uint_eq (store_get_many (s, keys, 4, v, &arena), 4);
  ck_assert_ptr_nonnull (v[0].bytes);
  ck_assert_uint_eq (v[0].size, 0);
  ck_assert_uint_eq (v[1].size, 6);
  ck_assert_mem_eq (v[1].bytes, "second", 6);
  ck_assert_uint_eq (v[2].size, 4);
  ck_assert_uint_eq (v[3].size, 6);
  arena_release (&arena);
  store_close (s);
  store_close (NULL);
}
END_TEST

/* Touching renews stamps and nothing else; removing removes.  */
START_TEST (test_touch_and_remove)
{
  uint64_t day = 24 * 60 * 60;
  struct store_config config = { .folder = folder, .now = 20000 * day };
  struct store *s = store_open (&config, &message);
  ck_assert_ptr_nonnull (s);
  put_values (s, 0, 40, 0);
  struct fingerprint keys[40];
  struct store_value v[40];
  struct arena arena;
  arena_init (&arena, "test");
  for (unsigned i = 0; i < 40; i++)
    keys[i] = key_of (i);
  ck_assert_uint_eq (store_get_many (s, keys, 40, v, &arena), 40);
  for (unsigned i = 0; i < 40; i++)
    ck_assert (!v[i].stale);
  store_close (s);

  config.now += day;
  s = store_open (&config, &message);
  ck_assert_ptr_nonnull (s);
  ck_assert_uint_eq (store_get_many (s, keys, 40, v, &arena), 40);
  for (unsigned i = 0; i < 40; i++)
    ck_assert (v[i].stale);
  struct store_item items[] = {
    { .key = keys[3], .action = STORE_TOUCH },
    { .key = keys[5], .action = STORE_TOUCH },
    { .key = keys[7], .action = STORE_REMOVE },
    { .key = key_of (1000), .action = STORE_TOUCH },
    { .key = key_of (1001), .action = STORE_REMOVE },
    /* What is written needs no touch, whichever comes first.  */
    { .key = keys[9], .bytes = "nine", .size = 4 },
    { .key = keys[9], .action = STORE_TOUCH }
  };
  ck_assert_uint_eq (store_put_many (s, items, 7), 7);
  ck_assert_uint_eq (store_counters (s)->touched, 2);
  ck_assert_uint_eq (store_counters (s)->puts, 1);
  ck_assert_uint_eq (store_get_many (s, keys, 40, v, &arena), 39);
  for (unsigned i = 0; i < 40; i++)
    if (i == 7)
      ck_assert_ptr_null (v[i].bytes);
    else
      ck_assert (v[i].stale == (i != 3 && i != 5 && i != 9));
  ck_assert_mem_eq (v[9].bytes, "nine", 4);
  ck_assert_uint_eq (get_values (s, 3, 1, 0) + get_values (s, 5, 1, 0), 2);
  ck_assert_uint_eq (store_counters (s)->damaged, 0);
  arena_release (&arena);
  store_close (s);
}
END_TEST

/* Random batches of putting and removing, in trees of up to three levels, some
   of which empty whole parts of the tree: the store has just what it should.  */
START_TEST (test_remove_random)
{
  enum { KEYS = 1500, BATCHES = 300 };
  static char bytes[KEYS][1200];
  static struct store_item items[KEYS];
  unsigned version[KEYS] = { 0 };	/* 0: not there.  */
  uint64_t random = 1;
  struct store *s = open_store ();
  for (unsigned batch = 1; batch <= BATCHES; batch++)
    {
      unsigned count = 0, width, first;
      random = random * UINT64_C (6364136223846793005) + 1442695040888963407;
      width = 1 + (random >> 32) % (batch % 10 ? 12 : 200);
      first = (random >> 40) % 256;
      bool removes = batch % 3 == 2 || batch % 10 == 0;
      for (unsigned i = 0; i < KEYS; i++)
	{
	  struct fingerprint key = key_of (i);
	  unsigned char byte = *(unsigned char *) &key;
	  if ((unsigned char) (byte - first) >= width)
	    continue;
	  bool goes = removes && (i + batch) % 8 != 0;
	  version[i] = goes ? 0 : batch;
	  memset (bytes[i], (int) (i + batch), sizeof bytes[i]);
	  items[count++] = (struct store_item) {
	    key, bytes[i], (i * 31 + batch * 77) % sizeof bytes[i],
	    goes ? STORE_REMOVE : STORE_PUT
	  };
	}
      ck_assert_uint_eq (store_put_many (s, items, count), count);
    }
  unsigned there = 0;
  for (unsigned i = 0; i < KEYS; i++)
    {
      struct fingerprint key = key_of (i);
      struct store_value v;
      struct arena arena;
      arena_init (&arena, "test");
      there += version[i] > 0;
      ck_assert_uint_eq (store_get_many (s, &key, 1, &v, &arena),
			 version[i] > 0);
      if (version[i])
	{
	  ck_assert_uint_eq (v.size, (i * 31 + version[i] * 77)
				     % sizeof bytes[i]);
	  memset (bytes[i], (int) (i + version[i]), sizeof bytes[i]);
	  ck_assert_mem_eq (v.bytes, bytes[i], v.size);
	}
      arena_release (&arena);
    }
  int left = KEYS + 1;
  store_for_each (s, count_until, &left);
  ck_assert_int_eq (left, KEYS + 1 - (int) there);
  /* And then all of them.  */
  for (unsigned i = 0; i < KEYS; i++)
    items[i] = (struct store_item) {
      .key = key_of (i), .action = STORE_REMOVE
    };
  ck_assert_uint_eq (store_put_many (s, items, KEYS), KEYS);
  ck_assert_int_eq (store_for_each (s, count_until, &left), 0);
  ck_assert_int_eq (left, KEYS + 1 - (int) there);
  ck_assert_uint_eq (put_values (s, 0, 40, 0), 40);
  ck_assert_uint_eq (get_values (s, 0, 100, 0), 40);
  ck_assert_uint_eq (store_counters (s)->errors, 0);
  ck_assert_uint_eq (store_counters (s)->replaced, 0);
  store_close (s);
}
END_TEST

START_TEST (test_for_each)
{
  struct store *s = open_store ();
  int left = 1000;
  ck_assert_int_eq (store_for_each (s, count_until, &left), 0);
  ck_assert_int_eq (left, 1000);
  put_values (s, 0, 500, 0);
  ck_assert_int_eq (store_for_each (s, count_until, &left), 0);
  ck_assert_int_eq (left, 500);
  left = 7;
  ck_assert_int_eq (store_for_each (s, count_until, &left), 42);
  store_close (s);
}
END_TEST

START_TEST (test_two_writers)
{
  pid_t child[2];
  for (unsigned c = 0; c < 2; c++)
    if ((child[c] = fork ()) == 0)
      {
	struct store *s = open_store ();
	for (unsigned i = 0; i < 40; i++)
	  put_values_surely (s, c * 1000 + i * 10, 10, 0);
	store_close (s);
	_exit (0);
      }
  for (unsigned c = 0; c < 2; c++)
    {
      int status;
      waitpid (child[c], &status, 0);
      ck_assert_int_eq (status, 0);
    }
  struct store *s = open_store ();
  ck_assert_uint_eq (get_values (s, 0, 400, 0), 400);
  ck_assert_uint_eq (get_values (s, 1000, 400, 0), 400);
  ck_assert_uint_eq (store_session (s), 80);
  store_close (s);
}
END_TEST

/* A reader sees whole values while they are overwritten again and again.  */
START_TEST (test_reader_beside_writer)
{
  enum { VERSIONS = 12 };
  struct store *s = open_store ();
  put_values (s, 0, 40, 0);
  pid_t child = fork ();
  if (child == 0)
    {
      struct store *w = open_store ();
      for (unsigned i = 1; i <= 300; i++)
	put_values_surely (w, 0, 40, i % VERSIONS);
      store_close (w);
      _exit (0);
    }
  int status;
  size_t missed = 0;
  while (waitpid (child, &status, WNOHANG) == 0)
    {
      struct fingerprint keys[40];
      struct store_value values[40];
      struct arena arena;
      arena_init (&arena, "test");
      for (unsigned i = 0; i < 40; i++)
	keys[i] = key_of (i);
      store_get_many (s, keys, 40, values, &arena);
      for (unsigned i = 0; i < 40; i++)
	{
	  ck_assert_int_ne (version_found (&values[i], i, VERSIONS), -2);
	  missed += !values[i].bytes;
	}
      arena_release (&arena);
    }
  ck_assert_int_eq (status, 0);
  /* A miss takes three reads in a row overtaken by two writes each.  */
  ck_assert_uint_lt (missed, 100);
  ck_assert_uint_eq (get_values (s, 0, 40, 300 % VERSIONS), 40);
  store_close (s);
}
END_TEST

/* A batch is there as a whole or not at all, whenever its writer dies.  */
START_TEST (test_killed_writer)
{
  enum { BATCH = 60, VERSIONS = 9 };
  struct store *s = open_store ();
  put_values (s, 0, BATCH, 0);
  for (unsigned round = 0; round < 50; round++)
    {
      pid_t child = fork ();
      if (child == 0)
	{
	  struct store *w = open_store ();
	  for (unsigned version = 1;; version++)
	    put_values (w, 0, BATCH, version % VERSIONS);
	}
      struct timespec pause = { 0, 2000000 + round * 137000 };
      nanosleep (&pause, NULL);
      kill (child, SIGKILL);
      waitpid (child, NULL, 0);

      struct fingerprint keys[BATCH];
      struct store_value values[BATCH];
      struct arena arena;
      arena_init (&arena, "test");
      for (unsigned i = 0; i < BATCH; i++)
	keys[i] = key_of (i);
      ck_assert_uint_eq (store_get_many (s, keys, BATCH, values, &arena),
			 BATCH);
      /* The largest tells its version from all others.  */
      int version = version_found (&values[5], 5, VERSIONS);
      ck_assert_int_ge (version, 0);
      arena_release (&arena);
      ck_assert_uint_eq (get_values (s, 0, BATCH, (unsigned) version), BATCH);
      ck_assert_uint_eq (put_values (s, 1000 + round, 1, 0), 1);
    }
  ck_assert_uint_eq (get_values (s, 1000, 50, 0), 50);
  ck_assert_uint_eq (store_counters (s)->errors, 0);
  store_close (s);
}
END_TEST

START_TEST (test_lock_is_busy)
{
  struct store *s = open_store ();
  put_values (s, 0, 10, 0);
  int lock = open (file_in_store ("write.lock"), O_RDWR);
  ck_assert_int_eq (flock (lock, LOCK_EX), 0);
  struct timespec from, to;
  clock_gettime (CLOCK_MONOTONIC, &from);
  ck_assert_uint_eq (put_values (s, 10, 10, 0), 0);
  clock_gettime (CLOCK_MONOTONIC, &to);
  ck_assert_uint_eq (store_counters (s)->dropped, 10);
  ck_assert_uint_eq (store_counters (s)->errors, 0);
  /* Generous, for busy machines.  */
  ck_assert_int_lt (to.tv_sec - from.tv_sec, 2);
  ck_assert_uint_eq (get_values (s, 0, 20, 0), 10);
  close (lock);
  ck_assert_uint_eq (put_values (s, 10, 10, 0), 10);
  store_close (s);
}
END_TEST

/* Neither a limit on file sizes nor one on memory is more than a dropped
   batch.  */
START_TEST (test_limits)
{
  struct store *s = open_store ();
  put_values (s, 0, 10, 0);
  pid_t child = fork ();
  if (child == 0)
    {
      struct rlimit small = { 200000, 200000 };
      setrlimit (RLIMIT_FSIZE, &small);
      ck_assert_uint_eq (put_values (s, 10, 100, 0), 0);
      ck_assert_uint_eq (get_values (s, 0, 20, 0), 10);
      _exit (0);
    }
  int status;
  waitpid (child, &status, 0);
  ck_assert_int_eq (status, 0);
#if !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
  child = fork ();
  if (child == 0)
    {
      struct rlimit little = { (rlim_t) 1 << 30, (rlim_t) 1 << 30 };
      setrlimit (RLIMIT_AS, &little);
      ck_assert_uint_eq (put_values (s, 10, 10, 0), 10);
      ck_assert_uint_eq (get_values (s, 0, 20, 0), 20);
      _exit (0);
    }
  waitpid (child, &status, 0);
  ck_assert_int_eq (status, 0);
#endif
  store_close (s);
}
END_TEST

/* Somebody else puts the file aside while we have it open.  */
START_TEST (test_made_anew_by_another)
{
  struct store *s = open_store ();
  put_values (s, 0, 10, 0);
  ck_assert_uint_eq (get_values (s, 0, 10, 0), 10);
  unlink (file_in_store ("data.mdb"));
  unlink (file_in_store ("lock.mdb"));
  struct store *other = open_store ();
  put_values (other, 20, 10, 0);
  ck_assert_uint_eq (put_values (s, 30, 10, 0), 10);
  ck_assert_uint_eq (get_values (s, 0, 40, 0), 20);
  ck_assert_uint_eq (get_values (other, 0, 40, 0), 20);
  store_close (other);
  store_close (s);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("store");
  TCase *t = tcase_create ("store");
  tcase_set_timeout (t, 120);
  tcase_add_checked_fixture (t, set_up, tear_down);
  tcase_add_test (t, test_round_trip);
  tcase_add_test (t, test_overwrite);
  tcase_add_test (t, test_corners);
  tcase_add_test (t, test_touch_and_remove);
  tcase_add_test (t, test_remove_random);
  tcase_add_test (t, test_for_each);
  tcase_add_test (t, test_two_writers);
  tcase_add_test (t, test_reader_beside_writer);
  tcase_add_test (t, test_killed_writer);
  tcase_add_test (t, test_lock_is_busy);
  tcase_add_test (t, test_limits);
  tcase_add_test (t, test_made_anew_by_another);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
