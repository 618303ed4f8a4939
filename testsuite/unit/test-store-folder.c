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

static unsigned
mode_of (const char *path)
{
  struct stat st;
  ck_assert_int_eq (stat (path, &st), 0);
  return st.st_mode & 0777;
}

/* Whatever the umask: folders and files are ours alone, and of use.  */
START_TEST (test_umask)
{
  static const mode_t masks[] = { 0, 022, 0777, 0277 };
  char path[sizeof folder];
  strcpy (path, folder);
  for (unsigned i = 0; i < sizeof masks / sizeof *masks; i++)
    {
      sprintf (folder + strlen (path), "/%u", i);
      mode_t old = umask (masks[i]);
      struct store *s = open_store ();
      ck_assert_uint_eq (put_values (s, 0, 10, 0), 10);
      ck_assert (store_collect (s, &(struct store_collecting) { 0 }, NULL,
				&message));
      umask (old);
      ck_assert_uint_eq (mode_of (folder), 0700);
      ck_assert_uint_eq (mode_of (file_in_store ("")), 0700);
      ck_assert_uint_eq (mode_of (file_in_store ("data.mdb")), 0600);
      ck_assert_uint_eq (mode_of (file_in_store ("write.lock")), 0600);
      ck_assert_uint_eq (get_values (s, 0, 10, 0), 10);
      store_close (s);
      ck_assert_uint_eq (mode_of (path), 0700);
    }
  strcpy (folder, path);
}
END_TEST

/* Whoever can write records can make findings vanish.  */
START_TEST (test_not_ours)
{
  struct store *s = open_store ();
  put_values (s, 0, 10, 0);
  store_close (s);
  static const mode_t modes[] = { 0720, 0702, 0777, 01777 };
  for (unsigned i = 0; i < sizeof modes / sizeof *modes; i++)
    {
      chmod (file_in_store (""), modes[i]);
      ck_assert_ptr_null (store_open_folder (folder, &message));
      ck_assert_ptr_nonnull (strstr (message, "others may write"));
      free (message);
      message = NULL;
    }
  chmod (file_in_store (""), 0755);
  s = open_store ();
  ck_assert_uint_eq (get_values (s, 0, 10, 0), 10);
  store_close (s);
  /* A file that others may write is not read, and makes way.  */
  chmod (file_in_store ("data.mdb"), 0622);
  s = open_store ();
  ck_assert_uint_eq (get_values (s, 0, 10, 0), 0);
  ck_assert_uint_eq (put_values (s, 0, 5, 1), 5);
  ck_assert_uint_eq (store_counters (s)->replaced, 1);
  ck_assert_uint_eq (get_values (s, 0, 10, 1), 5);
  store_close (s);
  if (geteuid () != 0)
    return;
  ck_assert_int_eq (chown (file_in_store ("data.mdb"), 65534, 65534), 0);
  s = open_store ();
  ck_assert_uint_eq (get_values (s, 0, 10, 1), 0);
  store_close (s);
  ck_assert_int_eq (chown (file_in_store (""), 65534, 65534), 0);
  ck_assert_ptr_null (store_open_folder (folder, &message));
  ck_assert_ptr_nonnull (strstr (message, "another user"));
}
END_TEST

/* A lock that is not ours is not taken, and nothing is followed.  */
START_TEST (test_lock_not_ours)
{
  struct store *s = open_store ();
  put_values (s, 0, 10, 0);
  char target[100];
  snprintf (target, sizeof target, "%s/precious", folder);
  int fd = open (target, O_RDWR | O_CREAT, 0600);
  ck_assert_int_eq (write (fd, "precious", 8), 8);
  close (fd);
  unlink (file_in_store ("write.lock"));
  ck_assert_int_eq (symlink (target, file_in_store ("write.lock")), 0);
  ck_assert_uint_eq (put_values (s, 10, 10, 0), 0);
  ck_assert_uint_eq (store_counters (s)->dropped, 10);
  char bytes[9] = "";
  fd = open (target, O_RDONLY);
  ck_assert_int_eq (read (fd, bytes, 8), 8);
  ck_assert_str_eq (bytes, "precious");
  close (fd);
  ck_assert_uint_eq (get_values (s, 0, 20, 0), 10);
  store_close (s);
}
END_TEST

/* The folder may be a link to where there is room.  */
START_TEST (test_symlink)
{
  char real[100], link[100];
  snprintf (real, sizeof real, "%s/real", folder);
  snprintf (link, sizeof link, "%s/link", folder);
  ck_assert_int_eq (mkdir (real, 0700), 0);
  ck_assert_int_eq (symlink (real, link), 0);
  struct store *s = store_open_folder (link, &message);
  ck_assert_ptr_nonnull (s);
  ck_assert_uint_eq (put_values (s, 0, 10, 0), 10);
  store_close (s);
  s = store_open_folder (real, &message);
  ck_assert_uint_eq (get_values (s, 0, 10, 0), 10);
  store_close (s);
  /* To nowhere.  */
  unlink (link);
  snprintf (real, sizeof real, "%s/nowhere/at/all", folder);
  ck_assert_int_eq (symlink (real, link), 0);
  ck_assert_ptr_null (store_open_folder (link, &message));
  ck_assert_ptr_nonnull (message);
}
END_TEST

/* Things of other kinds in the place of the file make way, or nothing is
   written; nobody waits for them.  */
START_TEST (test_in_the_way)
{
  store_close (open_store ());
  ck_assert_int_eq (mkfifo (file_in_store ("data.mdb"), 0600), 0);
  struct store *s = open_store ();
  ck_assert_uint_eq (get_values (s, 0, 10, 0), 0);
  ck_assert_uint_eq (put_values (s, 0, 10, 0), 10);
  ck_assert_uint_eq (get_values (s, 0, 10, 0), 10);
  store_close (s);
  unlink (file_in_store ("data.mdb"));
  ck_assert_int_eq (mkdir (file_in_store ("data.mdb"), 0700), 0);
  s = open_store ();
  ck_assert_uint_eq (get_values (s, 0, 10, 0), 0);
  ck_assert_uint_eq (put_values (s, 0, 10, 0), 0);
  ck_assert_uint_eq (store_counters (s)->dropped, 10);
  store_close (s);
  rmdir (file_in_store ("data.mdb"));
}
END_TEST

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
  tcase_add_test (t, test_umask);
  tcase_add_test (t, test_not_ours);
  tcase_add_test (t, test_lock_not_ours);
  tcase_add_test (t, test_symlink);
  tcase_add_test (t, test_in_the_way);
  tcase_add_test (t, test_default_folder);
  tcase_add_test (t, test_network_file_systems);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
