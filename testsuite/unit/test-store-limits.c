/* test-store-limits.c - a store that keeps its limits, and collects.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "testsuite/unit/store-fixture.h"
#include "testsuite/unit/suite.h"

enum { HOUR = 60 * 60, DAY = 24 * HOUR };

#define FROM ((uint64_t) 20000 * DAY)

/* What the file may have beyond its limit.  */
static off_t
slack (uint64_t limit)
{
  uint64_t eighth = limit / 8;
  return (off_t) (eighth < 128 << 10 ? 128 << 10
		  : eighth > 1 << 20 ? 1 << 20 : eighth);
}

/* A project: functions whose bodies change, so that each state of one has a
   key of its own.  */
enum { FUNCTIONS = 100, MOST_EDITED = 6 };

struct project
{
  unsigned state[FUNCTIONS];	/* What its key and value are made from.  */
  unsigned next;
  uint64_t random;
};

static unsigned
below (struct project *p, unsigned limit)
{
  p->random = p->random * UINT64_C (6364136223846793005) + 1442695040888963407;
  return (unsigned) (p->random >> 33) % limit;
}

/* Bytes of an item for STATE: a few hundred, some thousands in one of eight.  */
static struct store_item
item_of (unsigned state, char *bytes)
{
  size_t size = state % 8 ? 100 + state * 37 % 900 : 3000 + state * 91 % 6000;
  memset (bytes, (int) (state * 7 + 1), size);
  memcpy (bytes, &state, sizeof state);
  return (struct store_item) { key_of (state), bytes, size, STORE_PUT };
}

/* Compile: read what the functions have, and write and touch what is to be.
   Returns how many were missing though they had been there.  */
static unsigned
compile (struct project *p, struct store *s)
{
  static char bytes[FUNCTIONS][10000];
  struct fingerprint keys[FUNCTIONS];
  struct store_value values[FUNCTIONS];
  struct store_item items[FUNCTIONS];
  unsigned count = 0, known = p->next, missing = 0;
  struct arena arena;
  arena_init (&arena, "test");
  for (unsigned i = below (p, MOST_EDITED) + 1; i > 0; i--)
    p->state[below (p, FUNCTIONS)] = p->next++;
  for (unsigned i = 0; i < FUNCTIONS; i++)
    keys[i] = key_of (p->state[i]);
  store_get_many (s, keys, FUNCTIONS, values, &arena);
  for (unsigned i = 0; i < FUNCTIONS; i++)
    {
      struct store_item item = item_of (p->state[i], bytes[i]);
      if (values[i].bytes)
	{
	  ck_assert_uint_eq (values[i].size, item.size);
	  ck_assert_mem_eq (values[i].bytes, item.bytes, item.size);
	  if (!values[i].stale)
	    continue;
	  item.action = STORE_TOUCH;
	}
      else
	missing += p->state[i] < known;
      items[count++] = item;
    }
  ck_assert_uint_eq (store_put_many (s, items, count), count);
  /* All that this compile used is there now.  */
  ck_assert_uint_eq (store_get_many (s, keys, FUNCTIONS, values, &arena),
		     FUNCTIONS);
  arena_release (&arena);
  return missing;
}

/* EDITS of a project of about 160 KB, an hour apart, within LIMIT.  Returns how
   many values had to be made again.  */
static unsigned
edit_within (uint64_t limit, unsigned edits, struct store_size *size)
{
  struct project p = { .next = FUNCTIONS, .random = limit };
  unsigned missing = 0;
  uint64_t evicted = 0;
  for (unsigned i = 0; i < FUNCTIONS; i++)
    p.state[i] = i;
  for (unsigned edit = 0; edit < edits; edit++)
    {
      struct store *s = open_store_with (limit, 0, FROM + edit * HOUR);
      unsigned missed = compile (&p, s);
      if (edit > 0)
	missing += missed;
      ck_assert_int_le (file_size (), (off_t) limit + slack (limit));
      ck_assert_uint_eq (store_counters (s)->errors, 0);
      ck_assert_uint_eq (store_counters (s)->dropped, 0);
      ck_assert_uint_eq (store_counters (s)->replaced, 0);
      evicted += store_counters (s)->evicted;
      ck_assert (store_measure (s, size));
      store_close (s);
    }
  ck_assert_uint_gt (evicted, 0);
  return missing;
}

START_TEST (test_growth)
{
  static const uint64_t limits[] = { 1 << 20, 2 << 20, 4 << 20 };
  struct store_size size;
  unsigned missing = edit_within (limits[_i], 1000, &size);
  ck_assert_uint_eq (missing, 0);
}
END_TEST

/* The least recently used leave first: of 60 batches, one a day, the newest are
   whole and the oldest gone.  */
START_TEST (test_oldest_leave)
{
  enum { BATCH = 20, DAYS = 60 };
  const uint64_t limit = 2 << 20;
  unsigned found[DAYS];
  for (unsigned day = 0; day < DAYS; day++)
    {
      struct store *s = open_store_with (limit, 0, FROM + day * DAY);
      ck_assert_uint_eq (put_values (s, day * BATCH, BATCH, 0), BATCH);
      store_close (s);
    }
  struct store *s = open_store ();
  unsigned newest = 0, oldest = 0;
  for (unsigned day = 0; day < DAYS; day++)
    {
      found[day] = (unsigned) get_values (s, day * BATCH, BATCH, 0);
      *(day < DAYS / 2 ? &oldest : &newest) += found[day];
    }
  store_close (s);
  for (unsigned day = DAYS - 8; day < DAYS; day++)
    ck_assert_uint_eq (found[day], BATCH);
  ck_assert_uint_lt (found[0], BATCH / 2);
  ck_assert_uint_gt (newest, 2 * oldest);
}
END_TEST

/* What was touched stays, whenever it was written.  */
START_TEST (test_touched_stay)
{
  enum { BATCH = 20, DAYS = 80 };
  const uint64_t limit = 2 << 20;
  struct store_item items[BATCH] = { 0 };
  for (unsigned i = 0; i < BATCH; i++)
    items[i] = (struct store_item) {
      .key = key_of (i), .action = STORE_TOUCH
    };
  for (unsigned day = 0; day < DAYS; day++)
    {
      struct store *s = open_store_with (limit, 0, FROM + day * DAY);
      ck_assert_uint_eq (put_values (s, day * BATCH, BATCH, 0), BATCH);
      store_put_many (s, items, BATCH);
      store_close (s);
    }
  struct store *s = open_store ();
  ck_assert_uint_eq (get_values (s, 0, BATCH, 0), BATCH);
  ck_assert_uint_lt (get_values (s, BATCH, BATCH, 0), BATCH);
  store_close (s);
}
END_TEST

START_TEST (test_batch_too_large)
{
  const uint64_t limit = 1 << 20;
  struct store *s = open_store_with (limit, 0, FROM);
  put_values (s, 0, 20, 0);
  char *bytes = calloc (1, 2 << 20);
  struct store_item item = { key_of (1000), bytes, 2 << 20, STORE_PUT };
  ck_assert_uint_eq (store_put_many (s, &item, 1), 0);
  ck_assert_uint_eq (put_values (s, 100, 1000, 0), 0);
  ck_assert_uint_eq (store_counters (s)->dropped, 1001);
  ck_assert_uint_eq (store_counters (s)->errors, 0);
  ck_assert_uint_eq (get_values (s, 0, 20, 0), 20);
  ck_assert_uint_eq (put_values (s, 20, 20, 0), 20);
  free (bytes);
  store_close (s);
}
END_TEST

/* All of today, so that nothing is older than the rest: there is room all the
   same.  */
START_TEST (test_all_of_today)
{
  const uint64_t limit = 1 << 20;
  for (unsigned i = 0; i < 200; i++)
    {
      struct store *s = open_store_with (limit, 0, FROM);
      ck_assert_uint_eq (put_values (s, i * 20, 20, 0), 20);
      ck_assert_uint_eq (get_values (s, i * 20, 20, 0), 20);
      ck_assert_int_le (file_size (), (off_t) limit + slack (limit));
      store_close (s);
    }
}
END_TEST

/* With a lower limit the file does not grow, is emptied, and shrinks when it is
   collected.  */
START_TEST (test_lower_limit)
{
  const uint64_t limit = 1 << 20;
  struct store *s = open_store_with (0, 0, FROM);
  for (unsigned i = 0; i < 40; i++)
    put_values (s, i * 50, 50, 0);
  store_close (s);
  off_t size = file_size ();
  ck_assert_int_gt (size, 3 * (off_t) limit);
  struct store_size before, after;
  for (unsigned i = 0; i < 300; i++)
    {
      s = open_store_with (limit, 0, FROM + DAY + i * HOUR);
      ck_assert (i > 0 || store_measure (s, &before));
      ck_assert_uint_eq (put_values (s, 10000 + i * 5, 5, 0), 5);
      ck_assert_uint_eq (store_counters (s)->errors, 0);
      ck_assert (store_measure (s, &after));
      store_close (s);
    }
  ck_assert_int_le (file_size (), size);
  ck_assert_uint_lt (after.used_bytes, before.used_bytes / 2);
  s = open_store_with (limit, 0, FROM + 20 * DAY);
  struct store_collecting how = { 0 };
  ck_assert (store_collect (s, &how, NULL, &message));
  ck_assert_int_le (file_size (), (off_t) limit);
  ck_assert_uint_eq (get_values (s, 10000 + 299 * 5, 5, 0), 5);
  store_close (s);
}
END_TEST

/* What was not used for longer than max_age leaves, in the long run, and what
   was used stays.  */
START_TEST (test_age)
{
  struct store *s = open_store_with (0, 0, FROM);
  put_values (s, 0, 300, 0);
  store_close (s);
  s = open_store_with (0, 0, FROM + 20 * DAY);
  put_values (s, 1000, 300, 0);
  store_close (s);
  uint64_t evicted = 0;
  for (unsigned i = 0; i < 400; i++)
    {
      s = open_store_with (0, 30 * DAY, FROM + 31 * DAY);
      put_values (s, 5000 + i % 10, 1, i);
      evicted += store_counters (s)->evicted;
      store_close (s);
    }
  s = open_store ();
  ck_assert_uint_eq (get_values (s, 0, 300, 0), 0);
  ck_assert_uint_eq (get_values (s, 1000, 300, 0), 300);
  ck_assert_uint_eq (evicted, 300);
  store_close (s);
}
END_TEST

/* Not a moment before: a stamp stands for three hours.  */
START_TEST (test_not_yet_too_old)
{
  struct store *s = open_store_with (0, 0, FROM + 3 * HOUR - 1);
  put_values (s, 0, 100, 0);
  store_close (s);
  for (unsigned i = 0; i < 100; i++)
    {
      s = open_store_with (0, DAY, FROM + 3 * HOUR + DAY - 1);
      put_values (s, 1000, 1, i);
      ck_assert_uint_eq (store_counters (s)->evicted, 0);
      store_close (s);
    }
}
END_TEST

/* Values whose envelopes are damaged are the first to leave.  */
START_TEST (test_damaged_leave_first)
{
  struct store *s = open_store_with (0, 0, FROM);
  put_values (s, 0, 300, 0);
  store_close (s);
  static unsigned char bytes[4 << 20];
  int fd = open (file_in_store ("data.mdb"), O_RDWR);
  ssize_t size = pread (fd, bytes, sizeof bytes, 0);
  unsigned damaged = 0;
  for (ssize_t i = 0; i + 4 <= size; i += 2)
    if (memcmp (bytes + i, "QPRV", 4) == 0 && damaged < 40)
      {
	damaged++;
	ck_assert_int_eq (pwrite (fd, "X", 1, i), 1);
      }
  close (fd);
  /* Not all of them belong to values.  */
  int left = 1000;
  s = open_store ();
  store_for_each (s, count_until, &left);
  damaged = (unsigned) left - 700;
  ck_assert_uint_gt (damaged, 20);
  store_close (s);
  uint64_t evicted = 0;
  for (unsigned i = 0; i < 200; i++)
    {
      s = open_store_with (0, 30 * DAY, FROM);
      put_values (s, 1000, 1, i);
      evicted += store_counters (s)->evicted;
      store_close (s);
    }
  ck_assert_uint_eq (evicted, damaged);
}
END_TEST

/* Collecting.  */

struct wishes
{
  unsigned first, end;		/* Of the keys that are to leave.  */
  unsigned seen, calls, stop_at;
};

static bool
leaves (void *data, const struct store_entry *entry)
{
  struct wishes *w = data;
  w->seen++;
  ck_assert_ptr_nonnull (entry->bytes);
  ck_assert_uint_eq (entry->stamp, FROM / STORE_STAMP_SECONDS);
  for (unsigned i = w->first; i < w->end; i++)
    if (fingerprint_equal (key_of (i), entry->key))
      return true;
  return false;
}

static bool
progress (void *data, uint64_t done, uint64_t total)
{
  struct wishes *w = data;
  ck_assert_uint_le (done, total);
  return ++w->calls == w->stop_at;
}

START_TEST (test_remove_by_wish)
{
  struct wishes w = { .first = 100, .end = 150 };
  struct store_collecting how = {
    .leaves = leaves, .progress = progress, .data = &w, .dry_run = true
  };
  struct store_collected c;
  struct store *s = open_store_with (0, 0, FROM);
  put_values (s, 0, 1000, 0);
  ck_assert (store_collect (s, &how, &c, &message));
  ck_assert_uint_eq (c.unwanted, 50);
  ck_assert_uint_eq (c.after.values, 950);
  ck_assert_uint_eq (get_values (s, 0, 1000, 0), 1000);
  how.dry_run = false;
  w = (struct wishes) { .first = 100, .end = 150 };
  ck_assert (store_collect (s, &how, &c, &message));
  ck_assert_ptr_null (message);
  ck_assert_uint_eq (w.seen, 1000);
  ck_assert_uint_gt (w.calls, 3);
  ck_assert_uint_eq (c.before.values, 1000);
  ck_assert_uint_eq (c.after.values, 950);
  ck_assert_uint_eq (c.unwanted, 50);
  ck_assert_uint_eq (c.expired + c.evicted + c.damaged, 0);
  ck_assert_int_eq (file_size (), (off_t) c.after.file_bytes);
  /* Pages are full now.  */
  ck_assert_uint_lt (c.after.file_bytes, c.before.used_bytes);
  ck_assert_uint_eq (get_values (s, 0, 100, 0), 100);
  ck_assert_uint_eq (get_values (s, 100, 50, 0), 0);
  ck_assert_uint_eq (get_values (s, 150, 850, 0), 850);
  /* It is a store like any other.  */
  ck_assert_uint_eq (put_values (s, 100, 60, 1), 60);
  ck_assert_uint_eq (get_values (s, 100, 60, 1), 60);
  ck_assert_uint_eq (store_counters (s)->errors, 0);
  store_close (s);
}
END_TEST

START_TEST (test_collect_stopped)
{
  struct store *s = open_store_with (0, 0, FROM);
  put_values (s, 0, 1000, 0);
  off_t size = file_size ();
  for (unsigned at = 1; at < 8; at++)
    {
      struct wishes w = { .end = 1000, .stop_at = at };
      struct store_collecting how = {
	.leaves = leaves, .progress = progress, .data = &w
      };
      ck_assert (!store_collect (s, &how, NULL, &message));
      ck_assert_ptr_null (message);
      ck_assert_uint_eq (w.calls, at);
      ck_assert_int_eq (file_size (), size);
      ck_assert_int_ne (access (file_in_store ("data.mdb.new"), F_OK), 0);
    }
  ck_assert_uint_eq (get_values (s, 0, 1000, 0), 1000);
  store_close (s);
}
END_TEST

START_TEST (test_collect_limits)
{
  const uint64_t limit = 1 << 20;
  for (unsigned day = 0; day < 40; day++)
    {
      struct store *s = open_store_with (0, 0, FROM + day * DAY);
      put_values (s, day * 50, 50, 0);
      store_close (s);
    }
  struct store_collecting how = { .dry_run = true };
  struct store_collected dry, c;
  struct store *s = open_store_with (limit, 30 * DAY, FROM + 40 * DAY);
  ck_assert (store_collect (s, &how, &dry, &message));
  how.dry_run = false;
  ck_assert (store_collect (s, &how, &c, &message));
  ck_assert_uint_eq (c.before.values, 2000);
  ck_assert_uint_eq (c.expired, 500);
  ck_assert_uint_gt (c.evicted, 100);
  ck_assert_uint_eq (c.evicted, dry.evicted);
  ck_assert_uint_eq (c.expired, dry.expired);
  ck_assert_uint_eq (c.after.values, dry.after.values);
  ck_assert_uint_eq (c.after.values + c.expired + c.evicted, 2000);
  ck_assert_uint_eq (store_counters (s)->evicted, c.expired + c.evicted);
  ck_assert_int_le (file_size (), (off_t) limit * 9 / 10);
  ck_assert_int_ge (file_size (), (off_t) limit * 7 / 10);
  /* The newest stayed, to the last.  */
  unsigned day = 39;
  while (get_values (s, day * 50, 50, 0) == 50)
    day--;
  ck_assert_uint_lt (day, 38);
  while (day-- > 0)
    ck_assert_uint_eq (get_values (s, day * 50, 50, 0), 0);
  /* Nothing is left to do.  */
  ck_assert (store_collect (s, &how, &c, &message));
  ck_assert_uint_eq (c.expired + c.evicted, 0);
  how.without_limits = true;
  ck_assert (store_collect (s, &how, &c, &message));
  store_close (s);
}
END_TEST

/* Another process reads on while the file is replaced, and finds its way to the
   new one when it writes.  */
START_TEST (test_collect_beside_others)
{
  struct store_collecting how = { 0 };
  struct store *s = open_store (), *other = open_store ();
  put_values (s, 0, 500, 0);
  ck_assert_uint_eq (get_values (other, 0, 500, 0), 500);
  ck_assert (store_collect (s, &how, NULL, &message));
  ck_assert_uint_eq (put_values (s, 500, 10, 0), 10);
  ck_assert_uint_eq (get_values (other, 0, 500, 0), 500);
  ck_assert_uint_eq (put_values (other, 600, 10, 0), 10);
  ck_assert_uint_eq (get_values (other, 0, 700, 0), 520);
  ck_assert_uint_eq (get_values (s, 0, 700, 0), 520);
  store_close (other);
  store_close (s);
}
END_TEST

/* The last branch of a new file may have a single leaf.  */
START_TEST (test_collect_any_size)
{
  struct store_collecting how = { 0 };
  char bytes[1000] = { 0 };
  for (unsigned n = 1; n < 500; n += n < 450 ? 97 : 1)
    {
      struct store *s = open_store ();
      struct store_collected c;
      for (unsigned i = 0; i < n; i += 50)
	{
	  struct store_item items[50] = { 0 };
	  unsigned count = n - i < 50 ? n - i : 50;
	  for (unsigned k = 0; k < count; k++)
	    items[k] = (struct store_item) {
	      key_of (i + k), bytes, sizeof bytes, STORE_PUT
	    };
	  if (store_put_many (s, items, count) != count)
	    ck_abort ();
	}
      ck_assert (store_collect (s, &how, &c, &message));
      ck_assert_uint_eq (c.after.values, n);
      ck_assert_uint_eq (c.damaged, 0);
      int left = 2000;
      store_for_each (s, count_until, &left);
      ck_assert_int_eq (2000 - left, (int) n);
      ck_assert_uint_eq (put_values (s, n, 1, 0), 1);
      ck_assert_uint_eq (store_counters (s)->errors, 0);
      ck_assert_uint_eq (store_counters (s)->replaced, 0);
      store_close (s);
      ck_assert_int_eq (unlink (file_in_store ("data.mdb")), 0);
    }
}
END_TEST

/* Values of which two fill a page poorly: the limit counts the file.  */
START_TEST (test_collect_poor_fit)
{
  const uint64_t limit = 1 << 18;
  static char bytes[1400];
  struct store_item items[400] = { 0 };
  struct store *s = open_store_with (0, 0, FROM);
  for (unsigned i = 0; i < 400; i++)
    items[i] = (struct store_item) { key_of (i), bytes, sizeof bytes,
				     STORE_PUT };
  ck_assert_uint_eq (store_put_many (s, items, 400), 400);
  store_close (s);
  struct store_collecting how = { 0 };
  struct store_collected c;
  s = open_store_with (limit, 0, FROM + DAY);
  ck_assert (store_collect (s, &how, &c, &message));
  ck_assert_int_le (file_size (), (off_t) limit);
  ck_assert_int_ge (file_size (), (off_t) limit / 2);
  ck_assert_uint_eq (c.before.values, 400);
  ck_assert_uint_eq (c.after.values + c.evicted, 400);
  /* Nothing is left to do.  */
  ck_assert (store_collect (s, &how, &c, &message));
  ck_assert_uint_eq (c.evicted, 0);
  store_close (s);
}
END_TEST

START_TEST (test_collect_nothing)
{
  struct store_collecting how = { 0 };
  struct store_collected c;
  struct store *s = open_store ();
  ck_assert (store_collect (s, &how, &c, &message));
  ck_assert_uint_eq (c.after.values + c.before.values, 0);
  ck_assert_int_eq (file_size (), 0);
  store_close (s);
}
END_TEST

/* A collector that dies leaves the old file, and no other.  */
START_TEST (test_collect_killed)
{
  struct store_collecting how = { 0 };
  struct store *s = open_store ();
  put_values (s, 0, 1000, 0);
  for (unsigned round = 0; round < 30; round++)
    {
      pid_t child = fork ();
      if (child == 0)
	{
	  struct store *w = open_store ();
	  for (;;)
	    store_collect (w, &how, NULL, &message);
	}
      usleep (3000 + round * 700);
      kill (child, SIGKILL);
      waitpid (child, NULL, 0);
      ck_assert_uint_eq (get_values (s, 0, 1000, 0), 1000);
      ck_assert_uint_eq (put_values (s, 1000 + round, 1, 0), 1);
      ck_assert_int_ne (access (file_in_store ("data.mdb.new"), F_OK), 0);
    }
  ck_assert_uint_eq (get_values (s, 0, 1030, 0), 1030);
  ck_assert_uint_eq (store_counters (s)->errors, 0);
  store_close (s);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("store-limits");
  TCase *t = tcase_create ("store-limits");
  tcase_set_timeout (t, 120);
  tcase_add_checked_fixture (t, set_up, tear_down);
  tcase_add_loop_test (t, test_growth, 0, 3);
  tcase_add_test (t, test_oldest_leave);
  tcase_add_test (t, test_touched_stay);
  tcase_add_test (t, test_batch_too_large);
  tcase_add_test (t, test_all_of_today);
  tcase_add_test (t, test_lower_limit);
  tcase_add_test (t, test_age);
  tcase_add_test (t, test_not_yet_too_old);
  tcase_add_test (t, test_damaged_leave_first);
  suite_add_tcase (s, t);
  t = tcase_create ("store-collect");
  tcase_set_timeout (t, 120);
  tcase_add_checked_fixture (t, set_up, tear_down);
  tcase_add_test (t, test_remove_by_wish);
  tcase_add_test (t, test_collect_stopped);
  tcase_add_test (t, test_collect_limits);
  tcase_add_test (t, test_collect_beside_others);
  tcase_add_test (t, test_collect_any_size);
  tcase_add_test (t, test_collect_poor_fit);
  tcase_add_test (t, test_collect_nothing);
  tcase_add_test (t, test_collect_killed);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
