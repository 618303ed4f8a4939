/* test-store.c - the store on disk, whole, shared, damaged and out of reach.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "queries/store.h"
#include "queries/store-lmdb.h"
#include "testsuite/unit/suite.h"

#define LARGEST 20000

static char folder[64];
static char *message;

static void
set_up (void)
{
  strcpy (folder, "/tmp/test-store-XXXXXX");
  ck_assert_ptr_nonnull (mkdtemp (folder));
  message = NULL;
}

static void
remove_tree (const char *path)
{
  DIR *d = opendir (path);
  struct dirent *e;
  while (d && (e = readdir (d)))
    {
      char name[PATH_MAX];
      if (strcmp (e->d_name, ".") == 0 || strcmp (e->d_name, "..") == 0)
	continue;
      snprintf (name, sizeof name, "%s/%s", path, e->d_name);
      if (unlink (name) != 0)
	remove_tree (name);
    }
  if (d)
    closedir (d);
  rmdir (path);
}

static void
tear_down (void)
{
  remove_tree (folder);
  free (message);
}

static const char *
file_in_store (const char *name)
{
  static char path[128];
  snprintf (path, sizeof path, "%s/%s/%s", folder, STORE_LMDB_SCHEMA, name);
  return path;
}

static struct store *
open_store (void)
{
  struct store *s = store_open_folder (folder, &message);
  ck_assert_msg (s != NULL, "%s", message ? message : "");
  ck_assert_ptr_null (message);
  return s;
}

static struct fingerprint
key_of (unsigned index)
{
  return fingerprint_of (&index, sizeof index);
}

/* Bytes that tell their key and version, and the same in every process.  */
static size_t
value_of (unsigned index, unsigned version, char *bytes)
{
  size_t size = (index * 7919 + version * 31) % (index % 5 ? 700 : LARGEST);
  for (size_t i = 0; i < size; i++)
    bytes[i] = (char) (index + version * 17 + i * (index | 1));
  return size;
}

static size_t
put (struct store *s, unsigned first, unsigned count, unsigned version)
{
  struct store_item *items = calloc (count, sizeof *items);
  char *bytes = malloc ((size_t) count * LARGEST);
  for (unsigned i = 0; i < count; i++)
    {
      items[i].key = key_of (first + i);
      items[i].bytes = bytes + (size_t) i * LARGEST;
      items[i].size = value_of (first + i, version,
				bytes + (size_t) i * LARGEST);
    }
  size_t written = store_put_many (s, items, count);
  free (items);
  free (bytes);
  return written;
}

/* The version of the value found for INDEX; -1 if there is none, -2 if it is
   none of VERSIONS.  */
static int
version_found (const struct store_value *v, unsigned index, unsigned versions)
{
  static char bytes[LARGEST];
  if (!v->bytes)
    return -1;
  ck_assert_uint_eq ((uintptr_t) v->bytes % 16, 0);
  for (unsigned version = 0; version < versions; version++)
    if (value_of (index, version, bytes) == v->size
	&& memcmp (bytes, v->bytes, v->size) == 0)
      return (int) version;
  return -2;
}

/* How many of COUNT keys have version VERSION; no other may turn up.  */
static size_t
get (struct store *s, unsigned first, unsigned count, unsigned version)
{
  struct fingerprint *keys = calloc (count, sizeof *keys);
  struct store_value *values = calloc (count, sizeof *values);
  struct arena arena;
  arena_init (&arena, "test");
  for (unsigned i = 0; i < count; i++)
    keys[i] = key_of (first + i);
  size_t found = store_get_many (s, keys, count, values, &arena), seen = 0;
  for (unsigned i = 0; i < count; i++)
    {
      static char bytes[LARGEST];
      if (!values[i].bytes)
	continue;
      seen++;
      ck_assert_uint_eq ((uintptr_t) values[i].bytes % 16, 0);
      ck_assert_uint_eq (values[i].size,
			 value_of (first + i, version, bytes));
      ck_assert_mem_eq (values[i].bytes, bytes, values[i].size);
    }
  ck_assert_uint_eq (found, seen);
  arena_release (&arena);
  free (keys);
  free (values);
  return found;
}

START_TEST (test_round_trip)
{
  struct store *s = open_store ();
  ck_assert_uint_eq (store_session (s), 0);
  ck_assert_uint_eq (get (s, 0, 10, 0), 0);
  ck_assert_uint_eq (put (s, 0, 200, 0), 200);
  ck_assert_uint_eq (store_session (s), 1);
  ck_assert_uint_eq (get (s, 0, 300, 0), 200);
  store_close (s);

  s = open_store ();
  ck_assert_uint_eq (get (s, 0, 300, 0), 200);
  ck_assert_uint_eq (put (s, 100, 150, 0), 150);
  ck_assert_uint_eq (get (s, 0, 300, 0), 250);
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
      ck_assert_uint_eq (put (s, 0, 60, version), 60);
      ck_assert_uint_eq (get (s, 0, 61, version), 60);
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

static int
count_until (void *data, const struct store_entry *entry)
{
  int *left = data;
  if (entry->bytes)
    --*left;
  return *left == 0 ? 42 : 0;
}

/* Touching renews stamps and nothing else; removing removes.  */
START_TEST (test_touch_and_remove)
{
  uint64_t day = 24 * 60 * 60;
  struct store_config config = { .folder = folder, .now = 20000 * day };
  struct store *s = store_open (&config, &message);
  ck_assert_ptr_nonnull (s);
  put (s, 0, 40, 0);
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
  ck_assert_uint_eq (get (s, 3, 1, 0) + get (s, 5, 1, 0), 2);
  ck_assert_uint_eq (store_counters (s)->damaged, 0);
  arena_release (&arena);
  store_close (s);
}
END_TEST

START_TEST (test_for_each)
{
  struct store *s = open_store ();
  int left = 1000;
  ck_assert_int_eq (store_for_each (s, count_until, &left), 0);
  ck_assert_int_eq (left, 1000);
  put (s, 0, 500, 0);
  ck_assert_int_eq (store_for_each (s, count_until, &left), 0);
  ck_assert_int_eq (left, 500);
  left = 7;
  ck_assert_int_eq (store_for_each (s, count_until, &left), 42);
  store_close (s);
}
END_TEST

/* Try until the lock was free: the test is not about dropping.  */
static void
put_surely (struct store *s, unsigned first, unsigned count, unsigned version)
{
  while (put (s, first, count, version) != count)
    continue;
}

START_TEST (test_two_writers)
{
  pid_t child[2];
  for (unsigned c = 0; c < 2; c++)
    if ((child[c] = fork ()) == 0)
      {
	struct store *s = open_store ();
	for (unsigned i = 0; i < 40; i++)
	  put_surely (s, c * 1000 + i * 10, 10, 0);
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
  ck_assert_uint_eq (get (s, 0, 400, 0), 400);
  ck_assert_uint_eq (get (s, 1000, 400, 0), 400);
  ck_assert_uint_eq (store_session (s), 80);
  store_close (s);
}
END_TEST

/* A reader sees whole values while they are overwritten again and again.  */
START_TEST (test_reader_beside_writer)
{
  enum { VERSIONS = 12 };
  struct store *s = open_store ();
  put (s, 0, 40, 0);
  pid_t child = fork ();
  if (child == 0)
    {
      struct store *w = open_store ();
      for (unsigned i = 1; i <= 300; i++)
	put_surely (w, 0, 40, i % VERSIONS);
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
  ck_assert_uint_eq (get (s, 0, 40, 300 % VERSIONS), 40);
  store_close (s);
}
END_TEST

/* A batch is there as a whole or not at all, whenever its writer dies.  */
START_TEST (test_killed_writer)
{
  enum { BATCH = 60, VERSIONS = 9 };
  struct store *s = open_store ();
  put (s, 0, BATCH, 0);
  for (unsigned round = 0; round < 50; round++)
    {
      pid_t child = fork ();
      if (child == 0)
	{
	  struct store *w = open_store ();
	  for (unsigned version = 1;; version++)
	    put (w, 0, BATCH, version % VERSIONS);
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
      ck_assert_uint_eq (get (s, 0, BATCH, (unsigned) version), BATCH);
      ck_assert_uint_eq (put (s, 1000 + round, 1, 0), 1);
    }
  ck_assert_uint_eq (get (s, 1000, 50, 0), 50);
  ck_assert_uint_eq (store_counters (s)->errors, 0);
  store_close (s);
}
END_TEST

/* The file is shortened to SIZE.  What is read is right or missing; what is
   written afterwards is there.  */
static void
try_truncated (off_t size)
{
  ck_assert_int_eq (truncate (file_in_store ("data.mdb"), size), 0);
  struct store *s = open_store ();
  get (s, 0, 100, 0);
  ck_assert_uint_eq (put (s, 0, 100, 0), 100);
  ck_assert_uint_eq (get (s, 0, 100, 0), 100);
  store_close (s);
}

START_TEST (test_truncated)
{
  struct store *s = open_store ();
  put (s, 0, 100, 0);
  put (s, 0, 100, 0);
  store_close (s);
  struct stat st;
  stat (file_in_store ("data.mdb"), &st);
  for (off_t size = 0; size < 3 * 4096; size += 512)
    {
      try_truncated (size);
      if (size > 16)
	try_truncated (size - 1);
    }
  for (unsigned i = 0; i < 60; i++)
    {
      stat (file_in_store ("data.mdb"), &st);
      try_truncated (st.st_size * i / 60);
    }
}
END_TEST

START_TEST (test_truncated_is_error)
{
  struct store *s = open_store ();
  put (s, 0, 100, 0);
  store_close (s);
  struct stat st;
  stat (file_in_store ("data.mdb"), &st);
  ck_assert_int_eq (truncate (file_in_store ("data.mdb"),
			      st.st_size - 4096), 0);
  s = open_store ();
  ck_assert_uint_eq (get (s, 0, 100, 0), 0);
  ck_assert_uint_eq (store_counters (s)->errors, 1);
  ck_assert_uint_eq (put (s, 0, 3, 0), 3);
  ck_assert_uint_eq (store_counters (s)->errors, 2);
  ck_assert_uint_eq (get (s, 0, 100, 0), 3);
  ck_assert_int_eq (access (file_in_store ("data.mdb.damaged"), F_OK), 0);
  store_close (s);
}
END_TEST

START_TEST (test_garbage)
{
  static const char *const contents[] = { "", "x", "this is no database\n" };
  for (unsigned i = 0; i < 6; i++)
    {
      store_close (open_store ());
      int fd = open (file_in_store ("data.mdb"), O_RDWR | O_CREAT | O_TRUNC,
		     0600);
      for (unsigned n = 0; n < (i < 3 ? 1 : 4000); n++)
	if (write (fd, contents[i % 3], strlen (contents[i % 3])) < 0)
	  ck_abort ();
      close (fd);
      struct store *s = open_store ();
      ck_assert_uint_eq (get (s, 0, 10, 0), 0);
      ck_assert_uint_eq (put (s, 0, 10, 0), 10);
      ck_assert_uint_eq (get (s, 0, 10, 0), 10);
      store_close (s);
    }
}
END_TEST

/* Flip a bit in each place where PATTERN's SIZE bytes are in the file.  */
static void
flip_at (const void *pattern, size_t size)
{
  static char bytes[1 << 20];
  int fd = open (file_in_store ("data.mdb"), O_RDWR);
  ssize_t length = read (fd, bytes, sizeof bytes);
  for (ssize_t i = 0; i + (ssize_t) size <= length; i++)
    if (memcmp (bytes + i, pattern, size) == 0)
      {
	char flipped = (char) (bytes[i] ^ 4);
	ck_assert_int_eq (pwrite (fd, &flipped, 1, i), 1);
      }
  close (fd);
}

START_TEST (test_damaged_value)
{
  struct store *s = open_store ();
  struct store_item items[] = {
    { key_of (1), "a value that is whole", 22, STORE_PUT },
    { key_of (2), "a value to be damaged", 22, STORE_PUT },
    { key_of (3), "another value", 14, STORE_PUT }
  };
  struct fingerprint keys[] = { key_of (1), key_of (2), key_of (3) };
  struct store_value v[3];
  struct arena arena;
  arena_init (&arena, "test");
  store_put_many (s, items, 3);
  flip_at ("to be damaged", 13);
  ck_assert_uint_eq (store_get_many (s, keys, 3, v, &arena), 2);
  ck_assert_ptr_null (v[1].bytes);
  ck_assert_str_eq (v[0].bytes, "a value that is whole");
  ck_assert_uint_eq (store_counters (s)->damaged, 1);
  int left = 1000;
  store_for_each (s, count_until, &left);
  ck_assert_int_eq (left, 998);
  ck_assert_uint_eq (store_counters (s)->damaged, 2);
  /* Overwritten, it is whole again, and the others never went.  */
  ck_assert_uint_eq (store_put_many (s, items + 1, 1), 1);
  ck_assert_uint_eq (store_get_many (s, keys, 3, v, &arena), 3);
  ck_assert_uint_eq (store_counters (s)->errors, 0);
  arena_release (&arena);
  store_close (s);
}
END_TEST

/* A key with another bit set names bytes that were not written under it.  */
START_TEST (test_damaged_key)
{
  struct store *s = open_store ();
  struct store_item item = { key_of (1), "value", 6, STORE_PUT };
  store_put_many (s, &item, 1);
  flip_at (&item.key, sizeof item.key);
  unsigned char bytes[sizeof item.key];
  memcpy (bytes, &item.key, sizeof bytes);
  bytes[0] ^= 4;
  struct fingerprint other;
  memcpy (&other, bytes, sizeof other);
  struct store_value v;
  struct arena arena;
  arena_init (&arena, "test");
  ck_assert_uint_eq (store_get_many (s, &other, 1, &v, &arena), 0);
  ck_assert_uint_eq (store_counters (s)->damaged, 1);
  arena_release (&arena);
  store_close (s);
}
END_TEST

START_TEST (test_lock_is_busy)
{
  struct store *s = open_store ();
  put (s, 0, 10, 0);
  int lock = open (file_in_store ("write.lock"), O_RDWR);
  ck_assert_int_eq (flock (lock, LOCK_EX), 0);
  struct timespec from, to;
  clock_gettime (CLOCK_MONOTONIC, &from);
  ck_assert_uint_eq (put (s, 10, 10, 0), 0);
  clock_gettime (CLOCK_MONOTONIC, &to);
  ck_assert_uint_eq (store_counters (s)->dropped, 10);
  ck_assert_uint_eq (store_counters (s)->errors, 0);
  /* Generous, for busy machines.  */
  ck_assert_int_lt (to.tv_sec - from.tv_sec, 2);
  ck_assert_uint_eq (get (s, 0, 20, 0), 10);
  close (lock);
  ck_assert_uint_eq (put (s, 10, 10, 0), 10);
  store_close (s);
}
END_TEST

START_TEST (test_unusable_folder)
{
  char path[128];
  snprintf (path, sizeof path, "%s/file", folder);
  close (open (path, O_RDWR | O_CREAT, 0600));
  ck_assert_ptr_null (store_open_folder (path, &message));
  ck_assert_ptr_nonnull (strstr (message, path));
  free (message);
  snprintf (path, sizeof path, "%s/file/below/it", folder);
  ck_assert_ptr_null (store_open_folder (path, &message));
  ck_assert_ptr_nonnull (message);
  free (message);
  ck_assert_ptr_null (store_open_folder ("", &message));
  ck_assert_ptr_nonnull (message);
  free (message);
  /* And nothing at all.  */
  struct store_config config = { 0 };
  ck_assert_ptr_null (store_open (&config, &message));
}
END_TEST

/* What a user can do who may not write: the kernel has that for root too.  */
START_TEST (test_read_only)
{
  struct store *s = open_store ();
  put (s, 0, 10, 0);
  store_close (s);
  chmod (folder, 0755);
  chmod (file_in_store (""), 0555);
  chmod (file_in_store ("data.mdb"), 0444);
  pid_t child = fork ();
  if (child == 0)
    {
      if (geteuid () == 0 && setuid (65534) != 0)
	_exit (0);
      s = open_store ();
      ck_assert_uint_eq (get (s, 0, 20, 0), 10);
      ck_assert_uint_eq (put (s, 10, 10, 0), 0);
      ck_assert_uint_eq (store_counters (s)->dropped, 10);
      store_close (s);
      _exit (0);
    }
  int status;
  waitpid (child, &status, 0);
  ck_assert_int_eq (status, 0);
  chmod (file_in_store (""), 0700);
}
END_TEST

/* Neither a limit on file sizes nor one on memory is more than a dropped
   batch.  */
START_TEST (test_limits)
{
  struct store *s = open_store ();
  put (s, 0, 10, 0);
  pid_t child = fork ();
  if (child == 0)
    {
      struct rlimit small = { 200000, 200000 };
      setrlimit (RLIMIT_FSIZE, &small);
      ck_assert_uint_eq (put (s, 10, 100, 0), 0);
      ck_assert_uint_eq (get (s, 0, 20, 0), 10);
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
      ck_assert_uint_eq (put (s, 10, 10, 0), 10);
      ck_assert_uint_eq (get (s, 0, 20, 0), 20);
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
  put (s, 0, 10, 0);
  ck_assert_uint_eq (get (s, 0, 10, 0), 10);
  unlink (file_in_store ("data.mdb"));
  unlink (file_in_store ("lock.mdb"));
  struct store *other = open_store ();
  put (other, 20, 10, 0);
  ck_assert_uint_eq (put (s, 30, 10, 0), 10);
  ck_assert_uint_eq (get (s, 0, 40, 0), 20);
  ck_assert_uint_eq (get (other, 0, 40, 0), 20);
  store_close (other);
  store_close (s);
}
END_TEST

static void
check_default (const char *expected)
{
  char *found = store_default_folder ();
  if (expected)
    ck_assert_str_eq (found, expected);
  else
    ck_assert_ptr_null (found);
  free (found);
}

START_TEST (test_default_folder)
{
  setenv ("HOME", "/home/me", 1);
  setenv ("XDG_CACHE_HOME", "/var/cache/me", 1);
  setenv ("QUERIES_DIR", "/data/queries", 1);
  check_default ("/data/queries");
  setenv ("QUERIES_DIR", "", 1);
  check_default ("/var/cache/me/queries");
  setenv ("XDG_CACHE_HOME", "relative", 1);
  check_default ("/home/me/.cache/queries");
  unsetenv ("XDG_CACHE_HOME");
  unsetenv ("QUERIES_DIR");
  check_default ("/home/me/.cache/queries");
  unsetenv ("HOME");
  check_default (NULL);
}
END_TEST

START_TEST (test_network_file_systems)
{
  ck_assert (store_lmdb_is_shared_file_system (0x6969));
  ck_assert (store_lmdb_is_shared_file_system ((unsigned long) 0xff534d42));
  ck_assert (!store_lmdb_is_shared_file_system (0xef53));	/* ext4 */
  ck_assert (!store_lmdb_is_shared_file_system (0x01021994));	/* tmpfs */
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
  tcase_add_test (t, test_touch_and_remove);
  tcase_add_test (t, test_for_each);
  tcase_add_test (t, test_two_writers);
  tcase_add_test (t, test_reader_beside_writer);
  tcase_add_test (t, test_killed_writer);
  tcase_add_test (t, test_truncated);
  tcase_add_test (t, test_truncated_is_error);
  tcase_add_test (t, test_garbage);
  tcase_add_test (t, test_damaged_value);
  tcase_add_test (t, test_damaged_key);
  tcase_add_test (t, test_lock_is_busy);
  tcase_add_test (t, test_unusable_folder);
  tcase_add_test (t, test_read_only);
  tcase_add_test (t, test_limits);
  tcase_add_test (t, test_made_anew_by_another);
  tcase_add_test (t, test_default_folder);
  tcase_add_test (t, test_network_file_systems);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
