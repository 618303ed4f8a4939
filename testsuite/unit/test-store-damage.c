/* test-store-damage.c - the store in a folder when its file is damaged.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "testsuite/unit/store-fixture.h"
#include "testsuite/unit/suite.h"

/* The file is shortened to SIZE.  What is read is right or missing; what is
   written afterwards is there.  */
static void
try_truncated (off_t size)
{
  ck_assert_int_eq (truncate (file_in_store ("data.mdb"), size), 0);
  struct store *s = open_store ();
  get_values (s, 0, 100, 0);
  ck_assert_uint_eq (put_values (s, 0, 100, 0), 100);
  ck_assert_uint_eq (get_values (s, 0, 100, 0), 100);
  store_close (s);
}

START_TEST (test_truncated)
{
  struct store *s = open_store ();
  put_values (s, 0, 100, 0);
  put_values (s, 0, 100, 0);
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
  put_values (s, 0, 100, 0);
  store_close (s);
  struct stat st;
  stat (file_in_store ("data.mdb"), &st);
  ck_assert_int_eq (truncate (file_in_store ("data.mdb"),
			      st.st_size - 4096), 0);
  s = open_store ();
  ck_assert_uint_eq (get_values (s, 0, 100, 0), 0);
  ck_assert_uint_eq (store_counters (s)->errors, 1);
  ck_assert_uint_eq (put_values (s, 0, 3, 0), 3);
  ck_assert_uint_eq (store_counters (s)->errors, 2);
  ck_assert_uint_eq (get_values (s, 0, 100, 0), 3);
  ck_assert_int_eq (access (file_in_store ("data.mdb.damaged"), F_OK), 0);
  store_close (s);
}
END_TEST

/* Somebody shortens the file while it is open and has been read.  */
START_TEST (test_truncated_while_open)
{
  for (unsigned i = 0; i < 40; i++)
    {
      struct store *s = open_store ();
      put_values (s, 0, 100, 0);
      ck_assert_uint_eq (get_values (s, 0, 100, 0), 100);
      off_t size = file_size () * i / 40;
      ck_assert_int_eq (truncate (file_in_store ("data.mdb"), size), 0);
      get_values (s, 0, 100, 0);
      int left = 1000;
      store_for_each (s, count_until, &left);
      struct store_size measure;
      store_measure (s, &measure);
      ck_assert_uint_eq (put_values (s, 0, 100, 0), 100);
      ck_assert_uint_eq (get_values (s, 0, 100, 0), 100);
      /* An empty file is a new one.  */
      ck_assert_uint_eq (store_counters (s)->replaced, size > 0);
      store_close (s);
    }
}
END_TEST

/* One copy is kept, and not a large one.  */
START_TEST (test_put_aside)
{
  struct stat st;
  struct store *s = open_store ();
  for (unsigned i = 0; i < 3; i++)
    {
      put_values (s, 0, 100, i);
      ck_assert_int_eq (truncate (file_in_store ("data.mdb"), 8192 + 4096 * i),
			0);
      ck_assert_uint_eq (put_values (s, 0, 100, i), 100);
      ck_assert_uint_eq (store_counters (s)->replaced, i + 1);
      ck_assert_int_eq (stat (file_in_store ("data.mdb.damaged"), &st), 0);
      ck_assert_int_eq (st.st_size, 8192 + 4096 * i);
    }
  unlink (file_in_store ("data.mdb.damaged"));
  ck_assert_int_eq (truncate (file_in_store ("data.mdb"), 8192), 0);
  ck_assert_int_eq (truncate (file_in_store ("data.mdb"), 17 << 20), 0);
  ck_assert_uint_eq (put_values (s, 0, 100, 0), 100);
  ck_assert_uint_eq (store_counters (s)->replaced, 4);
  ck_assert_int_ne (access (file_in_store ("data.mdb.damaged"), F_OK), 0);
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
      ck_assert_uint_eq (get_values (s, 0, 10, 0), 0);
      ck_assert_uint_eq (put_values (s, 0, 10, 0), 10);
      ck_assert_uint_eq (get_values (s, 0, 10, 0), 10);
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

static Suite *
suite (void)
{
  Suite *s = suite_create ("store-damage");
  TCase *t = tcase_create ("store-damage");
  tcase_set_timeout (t, 120);
  tcase_add_checked_fixture (t, set_up, tear_down);
  tcase_add_test (t, test_truncated);
  tcase_add_test (t, test_truncated_is_error);
  tcase_add_test (t, test_truncated_while_open);
  tcase_add_test (t, test_put_aside);
  tcase_add_test (t, test_garbage);
  tcase_add_test (t, test_damaged_value);
  tcase_add_test (t, test_damaged_key);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
