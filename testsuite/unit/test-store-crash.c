/* test-store-crash.c - the store after the machine went down.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Nothing is synced, so after a crash each page that was written lately may be
   there as it is now, or as it was at any time before, or not at all; and the
   file as long as it was at any time.  That is imitated: the file is kept after
   each of many transactions, and files are put together from these.  */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "testsuite/unit/store-fixture.h"
#include "testsuite/unit/suite.h"

enum { PAGE = 4096, KEYS = 400, TRANSACTIONS = 40, VERSIONS = TRANSACTIONS + 4,
       BATCH = 25 };

/* The file after each transaction.  */
static struct
{
  unsigned char *bytes;
  size_t size;
} snapshots[TRANSACTIONS];

static uint64_t state;

static unsigned
below (unsigned limit)
{
  state = state * UINT64_C (6364136223846793005) + 1442695040888963407;
  return (unsigned) (state >> 33) % limit;
}

/* Values are small, but some in pages of their own.  */
static size_t
small_size (unsigned index, unsigned version)
{
  uint64_t seed = index * 7919u + version;
  return index % 16 ? 60 + seed * 31 % 700 : 2500 + seed * 97 % 5000;
}

/* The value of VERSION of a key.  Returns its size.  */
static size_t
small_value (unsigned index, unsigned version, unsigned char *bytes)
{
  uint64_t seed = index * 7919u + version;
  size_t size = small_size (index, version);
  for (size_t i = 0; i < size; i++)
    {
      seed = seed * UINT64_C (6364136223846793005) + 1442695040888963407;
      bytes[i] = (unsigned char) (seed >> 40);
    }
  return size;
}

static bool
write_batch (struct store *s, const unsigned *indices, unsigned version,
	     bool removes)
{
  static unsigned char bytes[BATCH][8000];
  struct store_item items[BATCH];
  for (unsigned i = 0; i < BATCH; i++)
    items[i] = (struct store_item) {
      key_of (indices[i]), bytes[i], small_value (indices[i], version, bytes[i]),
      removes && i % 3 == 0 ? STORE_REMOVE : STORE_PUT
    };
  return store_put_many (s, items, BATCH) == BATCH;
}

/* Distinct ones.  */
static void
choose_indices (unsigned *indices)
{
  unsigned first = below (KEYS), step = 1 + 2 * below (7);
  for (unsigned i = 0; i < BATCH; i++)
    indices[i] = (first + i * step) % KEYS;
}

static void
make_snapshots (void)
{
  struct store *s = open_store ();
  state = 1;
  for (unsigned t = 0; t < TRANSACTIONS; t++)
    {
      unsigned indices[BATCH];
      choose_indices (indices);
      ck_assert (write_batch (s, indices, t, t > 10));
      int fd = open (file_in_store ("data.mdb"), O_RDONLY);
      snapshots[t].size = (size_t) file_size ();
      snapshots[t].bytes = malloc (snapshots[t].size);
      ck_assert_int_eq (read (fd, snapshots[t].bytes, snapshots[t].size),
			(ssize_t) snapshots[t].size);
      close (fd);
    }
  store_close (s);
}

/* Page NUMBER after transaction T; NULL: the file was too short.  */
static const unsigned char *
page_of (unsigned t, size_t number)
{
  return (number + 1) * PAGE <= snapshots[t].size
	 ? snapshots[t].bytes + number * PAGE : NULL;
}

/* A file as it may be found after transaction LAST, when everything up to FIRST
   had reached the disk: of what was written later, each page with a chance of
   LOSS in 8 is an older one.  */
static void
tear (unsigned first, unsigned last, unsigned loss)
{
  static const unsigned char nothing[PAGE];
  size_t size = snapshots[below (4) ? last : first + below (last - first + 1)]
		.size;
  int fd = open (file_in_store ("data.mdb"), O_RDWR | O_CREAT | O_TRUNC, 0600);
  for (size_t i = 0; i < size / PAGE; i++)
    {
      unsigned t = last;
      if (below (8) < loss)
	t = first + below (last - first + 1);
      const unsigned char *page = page_of (t, i);
      ck_assert_int_eq (pwrite (fd, page ? page : nothing, PAGE,
				(off_t) (i * PAGE)), PAGE);
    }
  close (fd);
}

/* Note that another boot, or none, was the last to write.  */
static void
forget_boot (void)
{
  int fd = open (file_in_store ("write.lock"), O_RDWR | O_CREAT | O_TRUNC,
		 0600);
  if (below (2) && write (fd, "0b2d3f0c-0000-4000-8000-000000000000", 36) != 36)
    ck_abort ();
  close (fd);
}

/* Whether all that S has was written at some time.  Returns how many.  */
static unsigned
check_values (struct store *s)
{
  struct fingerprint keys[KEYS];
  struct store_value values[KEYS];
  unsigned found = 0;
  struct arena arena;
  arena_init (&arena, "test");
  for (unsigned i = 0; i < KEYS; i++)
    keys[i] = key_of (i);
  store_get_many (s, keys, KEYS, values, &arena);
  for (unsigned i = 0; i < KEYS; i++)
    {
      unsigned char bytes[8000];
      unsigned version = 0;
      if (!values[i].bytes)
	continue;
      found++;
      while (version < VERSIONS
	     && (small_size (i, version) != values[i].size
		 || memcmp (bytes, values[i].bytes,
			    small_value (i, version, bytes)) != 0))
	version++;
      ck_assert_uint_lt (version, VERSIONS);
    }
  arena_release (&arena);
  return found;
}

static bool
has_batch (struct store *s, const unsigned *indices, unsigned version)
{
  struct arena arena;
  bool all = true;
  arena_init (&arena, "test");
  for (unsigned i = 0; all && i < BATCH; i++)
    {
      struct fingerprint key = key_of (indices[i]);
      struct store_value v;
      unsigned char bytes[8000];
      size_t size = small_value (indices[i], version, bytes);
      all = store_get_many (s, &key, 1, &v, &arena) == 1 && v.size == size
	    && memcmp (v.bytes, bytes, size) == 0;
    }
  arena_release (&arena);
  return all;
}

struct outcome
{
  unsigned tried, replaced, found, errors_later;
};

/* Use a torn store; NOTICED: by its boot.  */
static void
use_torn (struct outcome *o, bool noticed)
{
  if (noticed)
    forget_boot ();
  struct store *s = open_store ();
  o->found += check_values (s);
  for (unsigned i = 0; i < 4; i++)
    {
      unsigned indices[BATCH];
      choose_indices (indices);
      uint64_t errors = store_counters (s)->errors;
      ck_assert (write_batch (s, indices, TRANSACTIONS + i, false));
      ck_assert (has_batch (s, indices, TRANSACTIONS + i));
      /* The first write has seen to it that there is no damage any more.  */
      o->errors_later += i > 0 && store_counters (s)->errors > errors;
      check_values (s);
    }
  o->replaced += store_counters (s)->replaced > 0;
  o->tried++;
  store_close (s);
}

static void
tear_and_use (struct outcome *o, unsigned count, bool noticed)
{
  for (unsigned i = 0; i < count; i++)
    {
      state = i * 2 + 1000 * noticed + 1;
      unsigned last = 1 + below (TRANSACTIONS - 1);
      unsigned first = last - 1 - below (last < 8 ? last : 8);
      tear (first, last, 1 + below (8));
      use_torn (o, noticed);
    }
}

START_TEST (test_torn)
{
  struct outcome o = { 0 };
  make_snapshots ();
  tear_and_use (&o, is_long () ? 10000 : 1000, true);
  ck_assert_uint_eq (o.errors_later, 0);
  /* Some were found whole, and some not.  */
  ck_assert_uint_gt (o.replaced, o.tried / 4);
  ck_assert_uint_lt (o.replaced, o.tried);
  ck_assert_uint_gt (o.found, o.tried * 10);
}
END_TEST

/* Without a word of the crash nothing bad happens either: damage is met when
   the page is about to be used.  */
START_TEST (test_torn_unnoticed)
{
  struct outcome o = { 0 };
  make_snapshots ();
  tear_and_use (&o, is_long () ? 10000 : 1000, false);
  ck_assert_uint_gt (o.replaced, 0);
  ck_assert_uint_lt (o.replaced, o.tried);
}
END_TEST

/* Damage the order of the page where KEY lies, in all its copies.  */
static void
damage_page_of (struct fingerprint key)
{
  static unsigned char bytes[8 << 20];
  int fd = open (file_in_store ("data.mdb"), O_RDWR);
  ssize_t size = pread (fd, bytes, sizeof bytes, 0);
  unsigned pages = 0;
  for (ssize_t i = 0; i + (ssize_t) sizeof key <= size; i += 2)
    if (memcmp (bytes + i, &key, sizeof key) == 0)
      {
	pages++;
	ck_assert_int_eq (pwrite (fd, "\1", 1, i / PAGE * PAGE + 12), 1);
      }
  ck_assert_uint_gt (pages, 0);
  close (fd);
}

/* The boot is noted by who writes; a crash is noticed once; and what is whole
   stays.  */
START_TEST (test_boot)
{
  char noted[37] = "", boot[37] = "";
  int fd = open ("/proc/sys/kernel/random/boot_id", O_RDONLY);
  if (fd < 0 || read (fd, boot, 36) != 36)
    return;
  close (fd);
  struct store *s = open_store ();
  put_values (s, 0, 300, 0);
  fd = open (file_in_store ("write.lock"), O_RDONLY);
  ck_assert_int_eq (read (fd, noted, 36), 36);
  ck_assert_str_eq (noted, boot);
  /* A page that the next batch does not need.  */
  damage_page_of (key_of (7));
  put_values (s, 1, 1, 1);
  ck_assert_uint_eq (store_counters (s)->replaced, 0);
  forget_boot ();
  put_values (s, 1, 1, 2);
  ck_assert_uint_eq (store_counters (s)->replaced, 1);
  ck_assert_uint_eq (get_values (s, 1, 1, 2), 1);
  lseek (fd, 0, SEEK_SET);
  ck_assert_int_eq (read (fd, noted, 36), 36);
  ck_assert_str_eq (noted, boot);
  close (fd);
  put_values (s, 0, 300, 0);
  forget_boot ();
  put_values (s, 0, 1, 1);
  ck_assert_uint_eq (store_counters (s)->replaced, 1);
  ck_assert_uint_eq (get_values (s, 1, 299, 0), 299);
  store_close (s);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("store-crash");
  TCase *t = tcase_create ("store-crash");
  tcase_set_timeout (t, 600);
  tcase_add_checked_fixture (t, set_up, tear_down);
  tcase_add_test (t, test_boot);
  tcase_add_test (t, test_torn);
  tcase_add_test (t, test_torn_unnoticed);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
