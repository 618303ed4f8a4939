/* test-store-folder.c - which folders a store takes.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "queries/store-lmdb.h"

#include "testsuite/unit/store-fixture.h"
#include "testsuite/unit/suite.h"

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
  put_values (s, 0, 10, 0);
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
      ck_assert_uint_eq (get_values (s, 0, 20, 0), 10);
      ck_assert_uint_eq (put_values (s, 10, 10, 0), 0);
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
  Suite *s = suite_create ("store-folder");
  TCase *t = tcase_create ("store-folder");
  tcase_set_timeout (t, 120);
  tcase_add_checked_fixture (t, set_up, tear_down);
  tcase_add_test (t, test_unusable_folder);
  tcase_add_test (t, test_read_only);
  tcase_add_test (t, test_default_folder);
  tcase_add_test (t, test_network_file_systems);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
