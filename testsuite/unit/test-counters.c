/* test-counters.c - sums in a store: shared, damaged, in the way.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/counters.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "testsuite/unit/suite.h"

static char folder[64];
static char file[80];
static struct counters counters;

static void
set_up (void)
{
  strcpy (folder, "/tmp/test-counters-XXXXXX");
  ck_assert_ptr_nonnull (mkdtemp (folder));
  snprintf (file, sizeof file, "%s/statistics", folder);
}

static void
tear_down (void)
{
  chmod (folder, 0700);
  unlink (file);
  rmdir (file);
  ck_assert_int_eq (rmdir (folder), 0);
}

/* Add TIMES times its number to each counter.  */

static bool
add (uint64_t times, uint64_t now)
{
  uint64_t numbers[COUNTERS];
  for (unsigned i = 0; i < COUNTERS; i++)
    numbers[i] = times * (i + 1);
  return counters_add (folder, numbers, now);
}

/* What was added that way, TIMES in all, since SINCE, is there.  */

static void
check_sums (uint64_t times, uint64_t since)
{
  unsigned right = 0;
  ck_assert (counters_read (folder, &counters));
  while (right < COUNTERS && counters.sums[right] == times * (right + 1))
    right++;
  ck_assert_uint_eq (right, COUNTERS);
  ck_assert_uint_eq (counters.since, since);
}

START_TEST (test_table)
{
  ck_assert_str_eq (counter_name (COUNTER_units), "units");
  ck_assert_str_eq (counter_name (COUNTER_remote_timeouts),
		    "remote_timeouts");
  ck_assert_str_eq (counter_label (COUNTER_green),
		    "queries green, not executed");
  ck_assert_ptr_null (counter_name (31));
  ck_assert_ptr_null (counter_label (31));
  ck_assert_ptr_null (counter_name (COUNTERS));
  ck_assert_ptr_null (counter_label (1u << 31));
  /* Stores keep them by number: these are for ever.  */
  ck_assert_uint_eq (COUNTER_findings, 9);
  ck_assert_uint_eq (COUNTER_gets, 32);
  ck_assert_uint_eq (COUNTER_remote_timeouts, 51);
}
END_TEST

START_TEST (test_sums)
{
  check_sums (0, 0);
  ck_assert (add (1, 1000));
  check_sums (1, 1000);
  ck_assert (add (1ull << 40, 2000));
  check_sums ((1ull << 40) + 1, 1000);
  ck_assert (counters_zero (folder, 3000));
  check_sums (0, 3000);
  ck_assert (add (2, 4000));
  check_sums (2, 3000);
  struct stat st;
  ck_assert_int_eq (stat (file, &st), 0);
  ck_assert_int_eq (st.st_mode & 0777, 0600);
}
END_TEST

START_TEST (test_no_folder)
{
  ck_assert_int_eq (rmdir (folder), 0);
  ck_assert (!add (1, 1));
  check_sums (0, 0);
  ck_assert (!counters_zero (folder, 1));
  ck_assert_int_eq (errno, ENOENT);
  ck_assert_int_eq (mkdir (folder, 0700), 0);
}
END_TEST

#define PROCESSES 8
#define ADDITIONS 200

/* A child that adds 1 as often as COUNT says.  It tries again until it has had
   the lock: how long that takes is the machine's affair.  */

static pid_t
start_adding (unsigned count)
{
  pid_t child = fork ();
  ck_assert_int_ge (child, 0);
  if (child > 0)
    return child;
  for (unsigned i = 0; i < count; i++)
    while (!add (1, 5))
      continue;
  _exit (0);
}

START_TEST (test_many_processes)
{
  int status;
  for (unsigned i = 0; i < PROCESSES; i++)
    start_adding (ADDITIONS);
  /* Who reads meanwhile never sees a half.  */
  for (unsigned left = PROCESSES; left > 0; )
    {
      errno = 0;
      ck_assert (counters_read (folder, &counters) || errno == EWOULDBLOCK);
      ck_assert_uint_eq (counters.sums[9], counters.sums[0] * 10);
      while (left > 0 && waitpid (-1, &status, WNOHANG) > 0)
	{
	  ck_assert_int_eq (status, 0);
	  left--;
	}
    }
  check_sums (PROCESSES * ADDITIONS, 5);
}
END_TEST

/* Killed in whatever it does, a process leaves whole sums, and no lock.  */
START_TEST (test_killed)
{
  uint64_t before = 0;
  ck_assert (add (0, 5));
  for (unsigned i = 0; i < 100; i++)
    {
      pid_t child = start_adding (1000000);
      struct timespec t = { 0, 200000 + 37000 * (long) (i % 50) };
      nanosleep (&t, NULL);
      kill (child, SIGKILL);
      waitpid (child, NULL, 0);
      ck_assert (counters_read (folder, &counters));
      ck_assert_uint_ge (counters.sums[0], before);
      before = counters.sums[0];
      check_sums (before, 5);
    }
  ck_assert_uint_gt (before, 0);
  ck_assert (add (1, 6));
  check_sums (before + 1, 5);
}
END_TEST

static void
write_file (const void *bytes, size_t size)
{
  int fd = open (file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  ck_assert_int_eq (write (fd, bytes, size), size);
  close (fd);
}

/* The file's bytes and their number.  */

static size_t
read_file (char bytes[4096])
{
  int fd = open (file, O_RDONLY);
  ssize_t size = read (fd, bytes, 4096);
  ck_assert_int_gt (size, 0);
  close (fd);
  return (size_t) size;
}

/* What is in the file now is no sums; the next one who adds begins anew.  */

static void
check_damaged (void)
{
  memset (&counters, 1, sizeof counters);
  ck_assert (!counters_read (folder, &counters));
  ck_assert_uint_eq (counters.sums[0], 0);
  ck_assert_uint_eq (counters.since, 0);
  ck_assert (add (3, 7000));
  check_sums (3, 7000);
}

START_TEST (test_flipped_bits)
{
  char bytes[4096];
  ck_assert (add (1, 1000));
  size_t size = read_file (bytes);
  for (size_t bit = 0; bit < size * 8; bit += 5)
    {
      bytes[bit / 8] ^= (char) (1 << bit % 8);
      write_file (bytes, size);
      check_damaged ();
      bytes[bit / 8] ^= (char) (1 << bit % 8);
    }
  write_file (bytes, size);
  check_sums (1, 1000);
}
END_TEST

START_TEST (test_truncated)
{
  char bytes[4096];
  ck_assert (add (1, 1000));
  size_t size = read_file (bytes);
  for (size_t n = 1; n < size; n++)
    {
      write_file (bytes, n);
      check_damaged ();
    }
  /* Nothing in it: who made it came no further.  */
  write_file (bytes, 0);
  check_sums (0, 0);
  ck_assert (add (3, 7000));
  check_sums (3, 7000);
}
END_TEST

START_TEST (test_foreign)
{
  char bytes[4096];
  ck_assert (add (1, 1000));
  size_t size = read_file (bytes);
  /* Longer, as a later version may make it.  */
  memset (bytes + size, 0, 8);
  write_file (bytes, size + 8);
  check_damaged ();
  memset (bytes, 'x', sizeof bytes);
  write_file (bytes, sizeof bytes);
  check_damaged ();
  write_file (bytes, size);
  ck_assert (counters_zero (folder, 5));
  check_sums (0, 5);
}
END_TEST

/* Nothing but a file of our own is written to.  */
START_TEST (test_in_the_way)
{
  char victim[80];
  snprintf (victim, sizeof victim, "%s/victim", folder);
  strcpy (file, victim);
  write_file ("precious", 8);
  snprintf (file, sizeof file, "%s/statistics", folder);
  ck_assert_int_eq (symlink ("victim", file), 0);
  ck_assert (!add (1, 1));
  ck_assert (!counters_read (folder, &counters));
  ck_assert (!counters_zero (folder, 1));
  struct stat st;
  ck_assert_int_eq (stat (victim, &st), 0);
  ck_assert_int_eq (st.st_size, 8);
  unlink (victim);
  unlink (file);
  ck_assert_int_eq (mkfifo (file, 0600), 0);
  ck_assert (!add (1, 1));
  ck_assert (!counters_read (folder, &counters));
  unlink (file);
  ck_assert_int_eq (mkdir (file, 0700), 0);
  ck_assert (!add (1, 1));
  ck_assert (!counters_read (folder, &counters));
}
END_TEST

/* Whoever has the lock for long costs the others numbers, not time.  */
START_TEST (test_lock_held)
{
  struct timespec before, after;
  ck_assert (add (1, 1));
  int fd = open (file, O_RDWR);
  ck_assert_int_eq (flock (fd, LOCK_EX), 0);
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &before);
  ck_assert (!add (1, 1));
  ck_assert (!counters_read (folder, &counters));
  ck_assert (!counters_zero (folder, 2));
  ck_assert_int_eq (errno, EWOULDBLOCK);
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &after);
  ck_assert_int_eq (after.tv_sec - before.tv_sec, 0);
  close (fd);
  check_sums (1, 1);
}
END_TEST

/* As somebody for whom permissions count.  Never returns.  */

static void
as_nobody (bool expected)
{
  if (geteuid () == 0 && setuid (65534) != 0)
    _exit (2);
  bool fine = counters_read (folder, &counters) == expected;
  fine = fine && (!expected || counters.sums[0] == 1);
  fine = fine && !add (1, 1) && !counters_zero (folder, 1);
  _exit (!fine);
}

/* The same in a child.  */

static void
check_as_nobody (bool expected)
{
  int status;
  pid_t child = fork ();
  if (child == 0)
    as_nobody (expected);
  ck_assert_int_eq (waitpid (child, &status, 0), child);
  ck_assert_int_eq (status, 0);
}

START_TEST (test_read_only)
{
  ck_assert_int_eq (chmod (folder, 0555), 0);
  if (geteuid () != 0)
    {
      ck_assert (!add (1, 1));
      check_sums (0, 0);
      ck_assert_int_eq (chmod (folder, 0755), 0);
    }
  ck_assert (add (1, 1));
  ck_assert_int_eq (chmod (folder, 0555), 0);
  ck_assert_int_eq (chmod (file, 0444), 0);
  check_as_nobody (true);
  ck_assert_int_eq (chmod (file, 0), 0);
  check_as_nobody (false);
  ck_assert_int_eq (chmod (file, 0600), 0);
  check_sums (1, 1);
}
END_TEST

/* How many bytes the disk takes, and what it says then.  */
static size_t room = SIZE_MAX;

/* Takes the C library's place.  Nothing is asserted here: children call it, and
   Check's messages do not bear two writers.  */

ssize_t
pwrite (int fd, const void *bytes, size_t size, off_t offset)
{
  if (room == 0)
    {
      errno = ENOSPC;
      return -1;
    }
  lseek (fd, offset, SEEK_SET);
  return write (fd, bytes, size < room ? size : room);
}

START_TEST (test_full_disk)
{
  room = 0;
  ck_assert (!add (1, 1));
  check_sums (0, 0);
  ck_assert (!counters_zero (folder, 1));
  ck_assert_int_eq (errno, ENOSPC);
  room = SIZE_MAX;
  ck_assert (add (1, 1));
  room = 0;
  ck_assert (!add (1, 1));
  ck_assert (!counters_zero (folder, 1));
  check_sums (1, 1);
  /* Torn apart.  */
  room = 100;
  ck_assert (!add (1, 1));
  ck_assert (!counters_zero (folder, 1));
  ck_assert_int_eq (errno, ENOSPC);
  room = SIZE_MAX;
  check_damaged ();
}
END_TEST

/* No room: no signal, and what was there stays.  */
START_TEST (test_file_limit)
{
  int status;
  ck_assert (add (1, 1));
  pid_t child = fork ();
  if (child == 0)
    {
      struct rlimit limit = { 100, 100 };
      setrlimit (RLIMIT_FSIZE, &limit);
      _exit (add (1, 1) || counters_zero (folder, 1) || errno != EFBIG);
    }
  ck_assert_int_eq (waitpid (child, &status, 0), child);
  ck_assert_int_eq (status, 0);
  check_sums (1, 1);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("counters");
  TCase *t = tcase_create ("counters");
  tcase_add_checked_fixture (t, set_up, tear_down);
  tcase_add_test (t, test_table);
  tcase_add_test (t, test_sums);
  tcase_add_test (t, test_no_folder);
  tcase_add_test (t, test_many_processes);
  tcase_add_test (t, test_killed);
  tcase_add_test (t, test_flipped_bits);
  tcase_add_test (t, test_truncated);
  tcase_add_test (t, test_foreign);
  tcase_add_test (t, test_in_the_way);
  tcase_add_test (t, test_lock_held);
  tcase_add_test (t, test_read_only);
  tcase_add_test (t, test_full_disk);
  tcase_add_test (t, test_file_limit);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
