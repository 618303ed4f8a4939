/* test-settings.c - settings as they are written, and which of them counts.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/settings.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "queries/buffer.h"
#include "testsuite/unit/suite.h"

static char top[64];
static struct settings settings;
static struct buffer complaints;

/* A home and a project, and nothing of the tester's own.  */

static void
set_up (void)
{
  strcpy (top, "/tmp/test-settings-XXXXXX");
  ck_assert_ptr_nonnull (mkdtemp (top));
  ck_assert_int_eq (chdir (top), 0);
  ck_assert_int_eq (mkdir ("home", 0700), 0);
  ck_assert_int_eq (mkdir ("home/.config", 0700), 0);
  ck_assert_int_eq (mkdir ("home/.config/queries", 0700), 0);
  ck_assert_int_eq (mkdir ("project", 0700), 0);
  ck_assert_int_eq (mkdir ("project/src", 0700), 0);
  static const char *const variables[] = {
    "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "QUERIES_CONFIG", "QUERIES_DIR"
  };
  for (unsigned i = 0; i < sizeof variables / sizeof *variables; i++)
    unsetenv (variables[i]);
  for (unsigned id = 0; id < SETTINGS; id++)
    unsetenv (setting_variable (id));
  char home[80];
  snprintf (home, sizeof home, "%s/home", top);
  setenv ("HOME", home, 1);
  settings_init (&settings);
}

static void
tear_down (void)
{
  char command[200];
  settings_release (&settings);
  buffer_release (&complaints);
  snprintf (command, sizeof command, "chmod -R u+rwX %s; rm -rf %s", top,
	    top);
  ck_assert_int_eq (system (command), 0);
}

static void
write_bytes (const char *path, const void *bytes, size_t size)
{
  FILE *f = fopen (path, "w");
  ck_assert_ptr_nonnull (f);
  ck_assert_uint_eq (fwrite (bytes, 1, size, f), size);
  ck_assert_int_eq (fclose (f), 0);
  ck_assert_int_eq (chmod (path, 0600), 0);
}

static void
write_text (const char *path, const char *text)
{
  write_bytes (path, text, strlen (text));
}

#define PROJECT "project/.queries.conf"
#define USER "home/.config/queries/queries.conf"

static void
note (void *data, const char *place, const char *text)
{
  ck_assert_ptr_eq (data, &settings);
  if (strncmp (place, top, strlen (top)) == 0)
    place += strlen (top) + 1;
  buffer_add_format (&complaints, "%s: %s\n", place, text);
}

/* Load for project/src/a.c; whatever is to be complained of is EXPECTED.  */

static void
load (const char *expected)
{
  settings_load (&settings, "project/src/a.c", note, &settings);
  buffer_add_string (&complaints, "");
  ck_assert_str_eq (complaints.bytes, expected);
}

static void
again (void)
{
  settings_release (&settings);
  settings_init (&settings);
  buffer_clear (&complaints);
}

static uint64_t
number (enum setting_id id)
{
  return settings.settings[id].number;
}

static enum setting_origin
origin (enum setting_id id)
{
  return settings.settings[id].origin;
}

/* PATH without the folder of this test.  */

static const char *
below_top (const char *path)
{
  size_t size = strlen (top);
  return path && strncmp (path, top, size) == 0 ? path + size : path;
}

START_TEST (test_table)
{
  for (unsigned id = 0; id < SETTINGS; id++)
    {
      ck_assert_int_eq (settings_find (setting_key (id)), id);
      ck_assert_int_eq (strncmp (setting_variable (id), "QUERIES_", 8), 0);
      /* Defaults are values, too.  */
      const char *text = setting_default (id), *message;
      if (*text)
	ck_assert_msg (settings_set (&settings, id, text, &message), "%s",
		       text);
    }
  ck_assert_int_eq (settings_find ("max_size"), SETTINGS);
  ck_assert_int_eq (settings_find (""), SETTINGS);
}
END_TEST

START_TEST (test_defaults)
{
  load ("");
  ck_assert_uint_eq (number (SETTING_MAX_SIZE), 5ull << 30);
  ck_assert_uint_eq (number (SETTING_MAX_AGE), 90 * 24 * 60 * 60);
  ck_assert_uint_eq (number (SETTING_READ_ONLY), 0);
  ck_assert_uint_eq (number (SETTING_CONNECT_TIMEOUT), 100);
  ck_assert_uint_eq (number (SETTING_REQUEST_TIMEOUT), 200);
  ck_assert_uint_eq (number (SETTING_THREADS), 0);
  ck_assert_ptr_null (settings.settings[SETTING_SECRET_FILE].path);
  ck_assert_str_eq (below_top (settings.folder), "/home/.cache/queries");
  ck_assert_ptr_null (settings.servers);
  for (unsigned id = 0; id < SETTINGS; id++)
    {
      ck_assert_int_eq (origin (id), ORIGIN_DEFAULT);
      ck_assert_ptr_null (settings.settings[id].place);
    }
}
END_TEST

struct form
{
  enum setting_id id;
  const char *text;
  uint64_t number;
};

static const struct form good_forms[] =
{
  { SETTING_MAX_SIZE, "0", 0 },
  { SETTING_MAX_SIZE, "4096", 4096 },
  { SETTING_MAX_SIZE, "7K", 7 << 10 },
  { SETTING_MAX_SIZE, "7m", 7 << 20 },
  { SETTING_MAX_SIZE, "3 G", 3ull << 30 },
  { SETTING_MAX_SIZE, "2T", 2ull << 40 },
  { SETTING_MAX_SIZE, "16777215T", 16777215ull << 40 },
  { SETTING_MAX_AGE, "0", 0 },
  { SETTING_MAX_AGE, "90s", 90 },
  { SETTING_MAX_AGE, "2m", 120 },
  { SETTING_MAX_AGE, "3h", 3 * 3600 },
  { SETTING_MAX_AGE, "4D", 4 * 86400 },
  { SETTING_MAX_AGE, "5w", 5 * 7 * 86400 },
  { SETTING_READ_ONLY, "yes", 1 },
  { SETTING_READ_ONLY, "True", 1 },
  { SETTING_READ_ONLY, "1", 1 },
  { SETTING_READ_ONLY, "on", 1 },
  { SETTING_READ_ONLY, "no", 0 },
  { SETTING_READ_ONLY, "false", 0 },
  { SETTING_READ_ONLY, "0", 0 },
  { SETTING_READ_ONLY, "OFF", 0 },
  { SETTING_CONNECT_TIMEOUT, "1", 1 },
  { SETTING_CONNECT_TIMEOUT, "250ms", 250 },
  { SETTING_REQUEST_TIMEOUT, "600000 ms", 600000 },
  { SETTING_THREADS, "auto", 0 },
  { SETTING_THREADS, "1", 1 },
  { SETTING_THREADS, "256", 256 }
};

static const struct form bad_forms[] =
{
  { SETTING_MAX_SIZE, "", 0 },
  { SETTING_MAX_SIZE, "G", 0 },
  { SETTING_MAX_SIZE, "-1", 0 },
  { SETTING_MAX_SIZE, "+1", 0 },
  { SETTING_MAX_SIZE, "1GB", 0 },
  { SETTING_MAX_SIZE, "1.5G", 0 },
  { SETTING_MAX_SIZE, "1G1", 0 },
  { SETTING_MAX_SIZE, "1 ", 0 },
  { SETTING_MAX_SIZE, "16777216T", 0 },
  { SETTING_MAX_SIZE, "18446744073709551616", 0 },
  { SETTING_MAX_SIZE, "99999999999999999999999", 0 },
  { SETTING_MAX_AGE, "30", 0 },
  { SETTING_MAX_AGE, "30y", 0 },
  { SETTING_MAX_AGE, "d", 0 },
  { SETTING_READ_ONLY, "y", 0 },
  { SETTING_READ_ONLY, "2", 0 },
  { SETTING_CONNECT_TIMEOUT, "0", 0 },
  { SETTING_CONNECT_TIMEOUT, "1s", 0 },
  { SETTING_REQUEST_TIMEOUT, "600001", 0 },
  { SETTING_THREADS, "0", 0 },
  { SETTING_THREADS, "257", 0 },
  { SETTING_THREADS, "4294967297", 0 },
  { SETTING_THREADS, "two", 0 },
  { SETTING_STORE, "", 0 },
  { SETTING_STORE, "a,b", 0 },
  { SETTING_STORE, "a,none", 0 },
  { SETTING_STORE, "none,none", 0 },
  { SETTING_STORE, "a,", 0 },
  { SETTING_STORE, ",a", 0 },
  { SETTING_STORE, "a,,redis://b", 0 },
  { SETTING_STORE, "http://host", 0 },
  { SETTING_STORE, "rediss://host", 0 },
  { SETTING_STORE, "redis://host:port", 0 },
  { SETTING_STORE, "a,redis://host:65536", 0 },
  { SETTING_STORE, "redis+unix:", 0 },
  { SETTING_STORE, "/a,memcached://host", 0 },
};

START_TEST (test_good_forms)
{
  const struct form *f = &good_forms[_i];
  const char *message;
  ck_assert_msg (settings_set (&settings, f->id, f->text, &message), "%s",
		 f->text);
  ck_assert_ptr_null (message);
  ck_assert_uint_eq (number (f->id), f->number);
  ck_assert_int_eq (origin (f->id), ORIGIN_ARGUMENT);
  ck_assert_str_eq (settings.settings[f->id].text, f->text);
}
END_TEST

START_TEST (test_bad_forms)
{
  const struct form *f = &bad_forms[_i];
  const char *message;
  uint64_t before = number (f->id);
  ck_assert_msg (!settings_set (&settings, f->id, f->text, &message), "%s",
		 f->text);
  ck_assert_ptr_nonnull (message);
  ck_assert_uint_eq (number (f->id), before);
  ck_assert_int_eq (origin (f->id), ORIGIN_DEFAULT);
}
END_TEST

/* What TEXT is as a store's setting: FOLDER (in the folder of this test if it
   begins with a slash) and SERVERS.  */

static void
check_store (const char *text, const char *folder, const char *servers)
{
  const char *message;
  again ();
  ck_assert_msg (settings_set (&settings, SETTING_STORE, text, &message),
		 "%s: %s", text, message);
  load ("");
  if (folder)
    ck_assert_str_eq (below_top (settings.folder), folder);
  else
    ck_assert_ptr_null (settings.folder);
  if (servers)
    ck_assert_str_eq (settings.servers, servers);
  else
    ck_assert_ptr_null (settings.servers);
}

START_TEST (test_stores)
{
  check_store ("cache", "cache", NULL);
  check_store ("/some/where/", "/some/where/", NULL);
  check_store ("~/cache", "/home/cache", NULL);
  check_store ("~cache", "~cache", NULL);
  check_store ("./none", "./none", NULL);
  check_store ("none", NULL, NULL);
  check_store ("None", NULL, NULL);
  check_store ("redis://host", "/home/.cache/queries", "redis://host");
  check_store ("redis://a, redis://:secret@b:7/2 ,redis+unix:/s?1",
	       "/home/.cache/queries",
	       "redis://a,redis://:secret@b:7/2,redis+unix:/s?1");
  check_store ("none,redis://host", NULL, "redis://host");
  check_store ("redis://host,none,redis://b", NULL,
	       "redis://host,redis://b");
  check_store ("redis://host , cache", "cache", "redis://host");
  setenv ("QUERIES_DIR", "elsewhere", 1);
  check_store ("redis://host", "elsewhere", "redis://host");
  check_store ("cache", "cache", NULL);
}
END_TEST

START_TEST (test_no_home)
{
  unsetenv ("HOME");
  load ("");
  ck_assert_ptr_null (settings.folder);
  check_store ("redis://host", NULL, "redis://host");
  const char *message;
  ck_assert (!settings_set (&settings, SETTING_STORE, "~/cache", &message));
}
END_TEST

/* Each source in turn, from the weakest one on.  */
START_TEST (test_origins)
{
  write_text (USER, "max-size = 1\nmax-age = 1s\nread-only = yes\n");
  load ("");
  ck_assert_uint_eq (number (SETTING_MAX_SIZE), 1);
  ck_assert_int_eq (origin (SETTING_MAX_SIZE), ORIGIN_USER_FILE);
  ck_assert_str_eq (below_top (settings.settings[SETTING_MAX_AGE].place),
		    "/" USER ":2");
  again ();
  write_text (PROJECT, "# of the project\n\nmax-size = 2\nmax-age=2s\n");
  load ("");
  ck_assert_uint_eq (number (SETTING_MAX_SIZE), 2);
  ck_assert_int_eq (origin (SETTING_MAX_SIZE), ORIGIN_PROJECT_FILE);
  ck_assert_str_eq (below_top (settings.settings[SETTING_MAX_AGE].place),
		    "/" PROJECT ":4");
  again ();
  setenv ("QUERIES_MAX_SIZE", "3", 1);
  setenv ("QUERIES_MAX_AGE", "", 1);
  load ("");
  ck_assert_uint_eq (number (SETTING_MAX_SIZE), 3);
  ck_assert_int_eq (origin (SETTING_MAX_SIZE), ORIGIN_ENVIRONMENT);
  ck_assert_str_eq (settings.settings[SETTING_MAX_SIZE].place,
		    "QUERIES_MAX_SIZE");
  ck_assert_uint_eq (number (SETTING_MAX_AGE), 2);
  again ();
  const char *message;
  ck_assert (settings_set (&settings, SETTING_MAX_SIZE, "4", &message));
  load ("");
  ck_assert_uint_eq (number (SETTING_MAX_SIZE), 4);
  ck_assert_int_eq (origin (SETTING_MAX_SIZE), ORIGIN_ARGUMENT);
  ck_assert_ptr_null (settings.settings[SETTING_MAX_SIZE].place);
  /* What only the weakest has is had.  */
  ck_assert_uint_eq (number (SETTING_READ_ONLY), 1);
  ck_assert_int_eq (origin (SETTING_READ_ONLY), ORIGIN_USER_FILE);
}
END_TEST

START_TEST (test_lines)
{
  write_text (PROJECT,
	      "\xef\xbb\xbfmax-size = 1K # a comment\r\n"
	      "\t max-age\t=\t2h \r\n"
	      "#threads = 7\r\n"
	      "   # threads = 8\n"
	      "store = a#b\n"
	      "\n"
	      "threads = 2\n"
	      "threads = 3");
  load ("");
  ck_assert_uint_eq (number (SETTING_MAX_SIZE), 1024);
  ck_assert_str_eq (settings.settings[SETTING_MAX_SIZE].text, "1K");
  ck_assert_uint_eq (number (SETTING_MAX_AGE), 7200);
  ck_assert_uint_eq (number (SETTING_THREADS), 3);
  ck_assert_str_eq (below_top (settings.folder), "/project/a#b");
}
END_TEST

/* What is wrong is told, counts as not given, and leaves the rest alone.  */
START_TEST (test_complaints)
{
  setenv ("QUERIES_MAX_AGE", "old", 1);
  write_text (PROJECT,
	      "max-size\n"
	      "redis://:password@host = 1\n"
	      "= 5\n"
	      "max-siez = 1\n"
	      "max-size =\n"
	      "max-size = # 3\n"
	      "max-size = huge\n"
	      "max-size = 5K\n"
	      "max-age = 2d\n"
	      "store = redis://:password@host,a,b\n");
  load ("QUERIES_MAX_AGE: not an age: 0, or a number with s, m, h, d or w\n"
	PROJECT ":1: no KEY = VALUE\n"
	PROJECT ":2: no KEY = VALUE\n"
	PROJECT ":3: no KEY = VALUE\n"
	PROJECT ":4: unknown setting 'max-siez'\n"
	PROJECT ":5: no value for 'max-size'\n"
	PROJECT ":6: no value for 'max-size'\n"
	PROJECT ":7: not a size: a number with K, M, G or T\n"
	PROJECT ":10: more than one folder\n");
  ck_assert_uint_eq (number (SETTING_MAX_SIZE), 5 << 10);
  ck_assert_uint_eq (number (SETTING_MAX_AGE), 2 * 86400);
  ck_assert_int_eq (origin (SETTING_STORE), ORIGIN_DEFAULT);
  ck_assert_ptr_null (settings.servers);
  /* Nobody has to listen.  */
  again ();
  settings_load (&settings, "project/src/a.c", NULL, NULL);
  ck_assert_uint_eq (number (SETTING_MAX_SIZE), 5 << 10);
}
END_TEST

/* How many threads there are for SOURCE, as a name of the file.  */

static uint64_t
threads_for (const char *source)
{
  again ();
  settings_load (&settings, source, note, &settings);
  ck_assert_uint_eq (complaints.size, 0);
  return number (SETTING_THREADS);
}

START_TEST (test_project_file)
{
  char path[100];
  write_text (PROJECT, "threads = 2\nsecret-file = s\n");
  write_text ("project/src/.queries.conf", "threads = 3\n");
  ck_assert_uint_eq (threads_for ("project/src/a.c"), 3);
  ck_assert_uint_eq (threads_for ("project/src/../a.c"), 2);
  ck_assert_str_eq (below_top (settings.settings[SETTING_SECRET_FILE].path),
		    "/project/s");
  ck_assert_uint_eq (threads_for ("a.c"), 0);
  snprintf (path, sizeof path, "%s/project/src/a.c", top);
  ck_assert_uint_eq (threads_for (path), 3);
  ck_assert_uint_eq (threads_for ("no/such/folder/a.c"), 0);
  ck_assert_uint_eq (threads_for ("/a.c"), 0);
  /* Links lead to where the file is.  */
  ck_assert_int_eq (symlink ("project/src", "link"), 0);
  ck_assert_uint_eq (threads_for ("link/a.c"), 3);
  ck_assert_int_eq (unlink ("project/src/.queries.conf"), 0);
  ck_assert_uint_eq (threads_for ("link/a.c"), 2);
  ck_assert_uint_eq (threads_for ("link/../src/a.c"), 2);
  /* Without a file, or with one here, the working directory counts.  */
  ck_assert_uint_eq (threads_for (NULL), 0);
  ck_assert_int_eq (chdir ("project/src"), 0);
  ck_assert_uint_eq (threads_for (NULL), 2);
  ck_assert_uint_eq (threads_for ("-"), 2);
  ck_assert_uint_eq (threads_for ("../../a.c"), 0);
}
END_TEST

START_TEST (test_user_file)
{
  char folder[100];
  write_text (USER, "threads = 2\n");
  ck_assert_uint_eq (threads_for (NULL), 2);
  /* Not there: then there is no other.  */
  snprintf (folder, sizeof folder, "%s/home", top);
  setenv ("XDG_CONFIG_HOME", folder, 1);
  ck_assert_uint_eq (threads_for (NULL), 0);
  setenv ("XDG_CONFIG_HOME", "home/.config", 1);
  ck_assert_uint_eq (threads_for (NULL), 2);
  snprintf (folder, sizeof folder, "%s/home/.config", top);
  setenv ("XDG_CONFIG_HOME", folder, 1);
  unsetenv ("HOME");
  ck_assert_uint_eq (threads_for (NULL), 2);
  write_text ("my.conf", "threads = 4\nsecret-file = s\n");
  setenv ("QUERIES_CONFIG", "my.conf", 1);
  ck_assert_uint_eq (threads_for (NULL), 4);
  ck_assert_str_eq (settings.settings[SETTING_SECRET_FILE].path, "s");
  setenv ("QUERIES_CONFIG", "/dev/null", 1);
  ck_assert_uint_eq (threads_for (NULL), 0);
  setenv ("QUERIES_CONFIG", "not-there.conf", 1);
  again ();
  load ("not-there.conf: there is no such file\n");
}
END_TEST

/* Files that are not read; one that is wrong is not looked for further up.  */
START_TEST (test_strange_files)
{
  write_text (USER, "threads = 2\n");
  write_text (PROJECT, "threads = 3\n");
  ck_assert_int_eq (chmod (PROJECT, 0602), 0);
  load (PROJECT ": everybody may write it; not read\n");
  ck_assert_uint_eq (number (SETTING_THREADS), 2);
  again ();
  ck_assert_int_eq (chmod (PROJECT, 0664), 0);
  load ("");
  ck_assert_uint_eq (number (SETTING_THREADS), 3);
  again ();
  write_bytes (PROJECT, "threads = 3\0\n", 13);
  load (PROJECT ": not a text; not read\n");
  again ();
  char *many = calloc (1, (64 << 10) + 2);
  memset (many, '#', (64 << 10) + 1);
  write_text (PROJECT, many);
  load (PROJECT ": too large; not read\n");
  again ();
  many[64 << 10] = '\0';
  strcpy (many + (64 << 10) - 13, "\nthreads = 3\n");
  write_text (PROJECT, many);
  free (many);
  load ("");
  ck_assert_uint_eq (number (SETTING_THREADS), 3);
  again ();
  ck_assert_int_eq (unlink (PROJECT), 0);
  ck_assert_int_eq (mkfifo (PROJECT, 0600), 0);
  load (PROJECT ": not a plain file\n");
  again ();
  ck_assert_int_eq (unlink (PROJECT), 0);
  ck_assert_int_eq (mkdir (PROJECT, 0700), 0);
  load (PROJECT ": not a plain file\n");
  again ();
  ck_assert_int_eq (rmdir (PROJECT), 0);
  ck_assert_int_eq (symlink (".queries.conf", PROJECT), 0);
  load (PROJECT ": cannot be read\n");
}
END_TEST

START_TEST (test_links)
{
  write_text ("shared.conf", "threads = 3\nsecret-file = s\n");
  ck_assert_int_eq (symlink ("../shared.conf", PROJECT), 0);
  load ("");
  ck_assert_uint_eq (number (SETTING_THREADS), 3);
  ck_assert_str_eq (below_top (settings.settings[SETTING_SECRET_FILE].path),
		    "/project/s");
  again ();
  ck_assert_int_eq (chmod ("shared.conf", 0666), 0);
  load (PROJECT ": everybody may write it; not read\n");
}
END_TEST

/* Somebody else's; who runs this must be root to make any.  */

#define SOMEBODY 12345

START_TEST (test_owners)
{
  if (geteuid () != 0)
    return;
  ck_assert_int_eq (chmod (top, 0755), 0);
  write_text (PROJECT, "threads = 3\n");
  ck_assert_int_eq (chown (PROJECT, SOMEBODY, SOMEBODY), 0);
  load (PROJECT ": belongs to somebody else; not read\n");
  again ();
  ck_assert_int_eq (unlink (PROJECT), 0);
  write_text ("shared.conf", "threads = 3\n");
  ck_assert_int_eq (symlink ("../shared.conf", PROJECT), 0);
  ck_assert_int_eq (lchown (PROJECT, SOMEBODY, SOMEBODY), 0);
  load (PROJECT ": is a link that belongs to somebody else; not read\n");
  /* To that somebody, root is as good as he.  */
  again ();
  ck_assert_int_eq (unlink (PROJECT), 0);
  write_text (PROJECT, "threads = 3\n");
  ck_assert_int_eq (chmod (PROJECT, 0644), 0);
  ck_assert_int_eq (chown ("project", SOMEBODY, SOMEBODY), 0);
  ck_assert_int_eq (chown ("project/src", SOMEBODY, SOMEBODY), 0);
  ck_assert_int_eq (chown ("home", SOMEBODY, SOMEBODY), 0);
  ck_assert_int_eq (seteuid (SOMEBODY), 0);
  load ("");
  ck_assert_uint_eq (number (SETTING_THREADS), 3);
  again ();
  ck_assert_int_eq (seteuid (0), 0);
  ck_assert_int_eq (chmod (PROJECT, 0600), 0);
  ck_assert_int_eq (seteuid (SOMEBODY), 0);
  load (PROJECT ": may not be read\n");
  ck_assert_int_eq (seteuid (0), 0);
}
END_TEST

START_TEST (test_store_config)
{
  struct store_config config;
  char *message;
  write_text (PROJECT, "store = c, redis://host\nmax-size = 1M\nmax-age = 1h\n"
	      "read-only = yes\nconnect-timeout = 7\nrequest-timeout = 8ms\n");
  load ("");
  ck_assert (settings_store_config (&settings, &config, &message));
  ck_assert_ptr_null (message);
  ck_assert_str_eq (below_top (config.folder), "/project/c");
  ck_assert_str_eq (config.remote, "redis://host");
  ck_assert (config.remote_read_only);
  ck_assert_uint_eq (config.connect_timeout, 7);
  ck_assert_uint_eq (config.request_timeout, 8);
  ck_assert_uint_eq (config.max_size, 1 << 20);
  ck_assert_uint_eq (config.max_age, 3600);
  ck_assert_ptr_null (config.secret);
  ck_assert_uint_eq (config.now, 0);
}
END_TEST

/* Whether the file named as the secret's is taken; else why not.  */

static void
check_secret (const char *secret, const char *problem)
{
  struct store_config config;
  char *message, expected[200];
  again ();
  setenv ("QUERIES_STORE", "cache,redis://host", 1);
  setenv ("QUERIES_SECRET_FILE", "secret", 1);
  load ("");
  bool fine = settings_store_config (&settings, &config, &message);
  ck_assert_str_eq (config.folder, "cache");
  if (problem)
    {
      snprintf (expected, sizeof expected,
		"secret file 'secret': %s; servers are not used", problem);
      ck_assert (!fine);
      ck_assert_str_eq (message, expected);
      ck_assert_ptr_null (config.remote);
      ck_assert_ptr_null (config.secret);
      free (message);
      return;
    }
  ck_assert (fine);
  ck_assert_ptr_null (message);
  ck_assert_str_eq (config.remote, "redis://host");
  ck_assert_uint_eq (config.secret_size, strlen (secret));
  ck_assert_mem_eq (config.secret, secret, config.secret_size);
}

START_TEST (test_secret)
{
  char many[4098] = "";
  check_secret (NULL, "there is no such file");
  write_text ("secret", "a b\n\nc\r\n\n");
  check_secret ("a b\n\nc", NULL);
  ck_assert_int_eq (chmod ("secret", 0400), 0);
  check_secret ("a b\n\nc", NULL);
  ck_assert_int_eq (chmod ("secret", 0640), 0);
  check_secret (NULL, "others may read or write it; not used");
  ck_assert_int_eq (chmod ("secret", 0602), 0);
  check_secret (NULL, "others may read or write it; not used");
  ck_assert_int_eq (chmod ("secret", 0600), 0);
  write_text ("secret", "\n");
  check_secret (NULL, "is empty");
  memset (many, 'x', 4096);
  write_text ("secret", many);
  check_secret (many, NULL);
  many[4096] = 'x';
  write_text ("secret", many);
  check_secret (NULL, "too large; not read");
  ck_assert_int_eq (unlink ("secret"), 0);
  ck_assert_int_eq (symlink ("/dev/null", "secret"), 0);
  check_secret (NULL, "not a plain file");
  if (geteuid () != 0)
    return;
  ck_assert_int_eq (unlink ("secret"), 0);
  write_text ("secret", "x");
  ck_assert_int_eq (chown ("secret", SOMEBODY, 0), 0);
  check_secret (NULL, "belongs to somebody else; not used");
}
END_TEST

/* Where there is no server there is no use for it.  */
START_TEST (test_secret_unused)
{
  struct store_config config;
  char *message;
  setenv ("QUERIES_SECRET_FILE", "not-there", 1);
  load ("");
  ck_assert (settings_store_config (&settings, &config, &message));
  ck_assert_ptr_null (message);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("settings");
  TCase *t = tcase_create ("settings");
  tcase_add_checked_fixture (t, set_up, tear_down);
  tcase_add_test (t, test_table);
  tcase_add_test (t, test_defaults);
  tcase_add_loop_test (t, test_good_forms, 0,
		       sizeof good_forms / sizeof *good_forms);
  tcase_add_loop_test (t, test_bad_forms, 0,
		       sizeof bad_forms / sizeof *bad_forms);
  tcase_add_test (t, test_stores);
  tcase_add_test (t, test_no_home);
  tcase_add_test (t, test_origins);
  tcase_add_test (t, test_lines);
  tcase_add_test (t, test_complaints);
  tcase_add_test (t, test_project_file);
  tcase_add_test (t, test_user_file);
  tcase_add_test (t, test_strange_files);
  tcase_add_test (t, test_links);
  tcase_add_test (t, test_owners);
  tcase_add_test (t, test_store_config);
  tcase_add_test (t, test_secret);
  tcase_add_test (t, test_secret_unused);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
