/* test-shared-store.c - the store with servers behind its folder.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "queries/store.h"
#include "queries/store-internal.h"
#include "testsuite/unit/redis-process.h"
#include "testsuite/unit/suite.h"

#ifdef HAVE_HIREDIS

enum { LONG = 30000, SHORT = 100, COUNT = 200 };

static struct redis server;
static char root[64];

static void
set_up (void)
{
  redis_start (&server);
  strcpy (root, "/tmp/test-shared-XXXXXX");
  ck_assert_ptr_nonnull (mkdtemp (root));
}

static void
tear_down (void)
{
  char command[128];
  redis_stop (&server);
  snprintf (command, sizeof command, "rm -rf '%s'", root);
  ck_assert_int_eq (system (command), 0);
}

/* A store of the folder NAME (NULL: none) and URLS (NULL: none).  */
static struct store *
open_with (const char *name, const char *urls, const char *secret,
	   struct store_config more)
{
  char folder[128], *message;
  snprintf (folder, sizeof folder, "%s/%s", root, name ? name : "");
  more.folder = name ? folder : NULL;
  more.remote = urls;
  more.secret = secret;
  more.secret_size = secret ? strlen (secret) : 0;
  if (more.connect_timeout == 0)
    more.connect_timeout = more.request_timeout = LONG;
  struct store *s = store_open (&more, &message);
  ck_assert_msg (s && !message, "%s", message ? message : "no store");
  return s;
}

static struct store *
open_store (const char *name, const char *secret)
{
  return open_with (name, server.socket_url, secret,
		    (struct store_config) { 0 });
}

static struct fingerprint
key_of (unsigned index)
{
  return fingerprint_of (&index, sizeof index);
}

static size_t
value_of (unsigned index, char *bytes)
{
  size_t size = index * 37 % 1000;
  for (size_t i = 0; i < size; i++)
    bytes[i] = (char) (index + i * (index | 1));
  return size;
}

static size_t
put_as (struct store *s, unsigned count, enum store_action action)
{
  static char bytes[1000][1000];
  struct store_item items[1000];
  for (unsigned i = 0; i < count; i++)
    items[i] = (struct store_item) { key_of (i), bytes[i],
				     value_of (i, bytes[i]), action };
  return store_put_many (s, items, count);
}

static size_t
put (struct store *s, unsigned count)
{
  return put_as (s, count, STORE_PUT);
}

/* How many of the first COUNT keys S has; all of them right.  */
static size_t
get (struct store *s, unsigned count)
{
  struct fingerprint keys[1000];
  struct store_value values[1000];
  char expected[1000];
  size_t found = 0;
  struct arena arena;
  arena_init (&arena, "test");
  for (unsigned i = 0; i < count; i++)
    keys[i] = key_of (i);
  size_t n = store_get_many (s, keys, count, values, &arena);
  for (unsigned i = 0; i < count; i++)
    if (values[i].bytes)
      {
	found++;
	ck_assert_uint_eq (values[i].size, value_of (i, expected));
	ck_assert_int_eq (memcmp (values[i].bytes, expected, values[i].size),
			  0);
      }
  ck_assert_uint_eq (found, n);
  arena_release (&arena);
  return found;
}

/* As get, and put what servers gave into the folder.  */
static size_t
get_and_keep (struct store *s, unsigned count)
{
  struct fingerprint keys[1000];
  struct store_value values[1000];
  struct arena arena;
  arena_init (&arena, "test");
  for (unsigned i = 0; i < count; i++)
    keys[i] = key_of (i);
  size_t found = store_get_many (s, keys, count, values, &arena);
  store_put_many (s, NULL, 0);
  arena_release (&arena);
  return found;
}

static unsigned
server_size (void)
{
  return (unsigned) atoi (redis_run (&server, "DBSIZE"));
}

/* One builds, and another one's folder is empty.  */
START_TEST (test_warm_from_servers)
{
  struct store *s = open_store ("first", NULL);
  ck_assert_uint_eq (get (s, COUNT), 0);
  ck_assert_uint_eq (put (s, COUNT), COUNT);
  ck_assert_uint_eq (store_counters (s)->remote_puts, COUNT);
  ck_assert_uint_eq (store_counters (s)->remote_gets, COUNT);
  ck_assert_uint_eq (server_size (), COUNT);
  /* What the folder has nobody else is asked for.  */
  ck_assert_uint_eq (get (s, COUNT), COUNT);
  ck_assert_uint_eq (store_counters (s)->remote_gets, COUNT);
  store_close (s);

  s = open_store ("second", NULL);
  ck_assert_uint_eq (get_and_keep (s, COUNT + 10), COUNT);
  const struct store_counters *c = store_counters (s);
  ck_assert_uint_eq (c->remote_gets, COUNT + 10);
  ck_assert_uint_eq (c->remote_found, COUNT);
  ck_assert_uint_eq (c->found, COUNT);
  ck_assert_uint_eq (c->puts, COUNT);
  ck_assert_uint_eq (c->remote_puts, 0);
  ck_assert_uint_eq (c->remote_errors + c->remote_timeouts, 0);
  /* Once.  */
  uint64_t session = store_session (s);
  ck_assert_uint_eq (store_put_many (s, NULL, 0), 0);
  ck_assert_uint_eq (store_session (s), session);
  ck_assert_uint_eq (get (s, COUNT), COUNT);
  ck_assert_uint_eq (c->remote_gets, COUNT + 10);
  store_close (s);

  s = open_with ("second", NULL, NULL, (struct store_config) { 0 });
  ck_assert_uint_eq (get (s, COUNT + 10), COUNT);
  store_close (s);
}
END_TEST

/* Without a folder it is as good.  */
START_TEST (test_servers_alone)
{
  struct store *s = open_store (NULL, NULL);
  ck_assert_uint_eq (put (s, COUNT), COUNT);
  ck_assert_uint_eq (get (s, COUNT), COUNT);
  ck_assert_uint_eq (store_put_many (s, NULL, 0), 0);
  store_close (s);
}
END_TEST

START_TEST (test_what_stays_here)
{
  struct store *s = open_store ("first", NULL);
  ck_assert_uint_eq (put_as (s, COUNT, STORE_PUT_LOCAL), COUNT);
  ck_assert_uint_eq (server_size (), 0);
  ck_assert_uint_eq (put (s, COUNT), COUNT);
  put_as (s, COUNT, STORE_TOUCH);
  put_as (s, COUNT, STORE_REMOVE);
  ck_assert_uint_eq (server_size (), COUNT);
  ck_assert_uint_eq (store_counters (s)->remote_puts, COUNT);
  store_close (s);
}
END_TEST

START_TEST (test_read_only)
{
  struct store_config config = { .remote_read_only = true };
  struct store *s = open_with ("first", server.socket_url, NULL, config);
  ck_assert_uint_eq (put (s, COUNT), COUNT);
  ck_assert_uint_eq (server_size (), 0);
  ck_assert_uint_eq (store_counters (s)->remote_puts, 0);
  store_close (s);
  s = open_store ("second", NULL);
  put (s, COUNT);
  store_close (s);
  s = open_with ("third", server.socket_url, NULL, config);
  ck_assert_uint_eq (get (s, COUNT), COUNT);
  ck_assert_uint_eq (put (s, COUNT + 10), COUNT + 10);
  ck_assert_uint_eq (server_size (), COUNT);
  store_close (s);
}
END_TEST

START_TEST (test_age)
{
  struct store_config config = { .max_age = 1000000 };
  struct store *s = open_with ("first", server.socket_url, NULL, config);
  put (s, 1);
  char name[FINGERPRINT_TEXT_SIZE];
  fingerprint_print (name, key_of (0));
  int left = atoi (redis_run (&server, "TTL queries:3:%s", name));
  ck_assert_int_gt (left, 1000000 - 600);
  store_close (s);
}
END_TEST

/* The server's name for key INDEX of those who know SECRET.  */
static const char *
name_of (unsigned index, const char *secret)
{
  static char names[2][128];
  static unsigned turn;
  char *name = names[turn = !turn], text[FINGERPRINT_TEXT_SIZE];
  char secret_name[10] = "";
  if (secret)
    {
      struct store_secret *s = store_secret_new (secret, strlen (secret));
      store_secret_name (s, secret_name);
      strcat (secret_name, ":");
      store_secret_free (s);
    }
  fingerprint_print (text, key_of (index));
  snprintf (name, sizeof names[0], "queries:3:%s%s", secret_name, text);
  return name;
}

/* Put the value of key FROM, written with FROM_SECRET, under key TO of those who
   know TO_SECRET, which others than they can do.  */
static void
plant (unsigned from, const char *from_secret, unsigned to,
       const char *to_secret)
{
  const char *source = name_of (from, from_secret);
  const char *target = name_of (to, to_secret);
  ck_assert_str_eq (redis_run (&server, "COPY %s %s REPLACE", source, target),
		    "1");
}

/* Who knows SECRET finds COUNT of the first eight values, FORGED or DAMAGED
   others; what it computes anew is good for the next one.  */
static void
check_planted (const char *secret, unsigned found, unsigned forged,
	       unsigned damaged)
{
  struct store *s = open_store (NULL, secret);
  const struct store_counters *c = store_counters (s);
  ck_assert_uint_eq (get (s, 8), found);
  ck_assert_uint_eq (c->remote_found, found);
  ck_assert_uint_eq (c->remote_forged, forged);
  ck_assert_uint_eq (c->remote_damaged, damaged);
  ck_assert_uint_eq (put (s, 8), 8);
  ck_assert_uint_eq (get (s, 8), 8);
  ck_assert_uint_eq (c->remote_forged, forged);
  ck_assert_uint_eq (c->remote_damaged, damaged);
  store_close (s);
}

static void
fill_server (const char *secret)
{
  struct store *s = open_store (NULL, secret);
  ck_assert_uint_eq (put (s, 8), 8);
  store_close (s);
}

START_TEST (test_secrets_apart)
{
  fill_server ("ours");
  /* Others do not even see them.  */
  check_planted ("theirs", 0, 0, 0);
  check_planted (NULL, 0, 0, 0);
  check_planted ("ours", 8, 0, 0);
  ck_assert_uint_eq (server_size (), 24);
}
END_TEST

START_TEST (test_other_secret)
{
  fill_server ("theirs");
  fill_server ("ours");
  plant (3, "theirs", 3, "ours");
  check_planted ("ours", 7, 1, 0);
}
END_TEST

START_TEST (test_no_secret)
{
  fill_server (NULL);
  fill_server ("ours");
  plant (3, NULL, 3, "ours");
  check_planted ("ours", 7, 1, 0);
  /* And the other way round: what has a secret is no plain value.  */
  plant (3, "ours", 3, NULL);
  check_planted (NULL, 7, 0, 1);
}
END_TEST

START_TEST (test_replayed)
{
  fill_server ("ours");
  plant (2, "ours", 3, "ours");
  plant (5, "ours", 4, "ours");
  check_planted ("ours", 6, 2, 0);
  fill_server (NULL);
  plant (2, NULL, 3, NULL);
  check_planted (NULL, 7, 0, 1);
}
END_TEST

/* Each byte of a value and of its envelope.  */
START_TEST (test_flipped)
{
  const char *secret = _i ? "ours" : NULL;
  char expected[1000];
  size_t size = 32 + value_of (2, expected);
  unsigned refused = 0, harmless = 0;
  for (size_t at = 0; at < size; at++)
    {
      fill_server (secret);
      const char *name = name_of (2, secret);
      unsigned char byte = (unsigned char)
	*redis_run (&server, "GETRANGE %s %d %d", name, (int) at, (int) at);
      byte ^= (unsigned char) (1 << at % 8);
      redis_run (&server, "SETRANGE %s %d %b", name, (int) at, &byte,
		 (size_t) 1);
      struct store *s = open_store (NULL, secret);
      const struct store_counters *c = store_counters (s);
      size_t found = get (s, 8);
      if (found == 8)
	harmless++;
      else
	refused += c->remote_forged + c->remote_damaged;
      ck_assert_uint_ge (found, 7);
      ck_assert (c->remote_forged == 0 || secret);
      store_close (s);
    }
  /* The stamp proves nothing, and nothing comes of it.  */
  ck_assert_uint_eq (harmless, 4);
  ck_assert_uint_eq (refused, size - 4);
}
END_TEST

START_TEST (test_cut)
{
  static const char *const bytes[] = { "", "x", "QPRV", "a text that is longer "
				       "than any envelope is" };
  for (unsigned i = 0; i < 4; i++)
    {
      fill_server ("ours");
      redis_run (&server, "SET %s %s", name_of (3, "ours"), bytes[i]);
      check_planted ("ours", 7, 0, 1);
    }
  fill_server ("ours");
  redis_run (&server, "APPEND %s x", name_of (3, "ours"));
  check_planted ("ours", 7, 0, 1);
}
END_TEST

/* The server is gone, frozen, or asks for what we have not: the folder does
   without, and the compile has what it had.  */
START_TEST (test_folder_goes_on)
{
  struct store_config config = { 0 };
  struct store *s = open_store ("first", NULL);
  put (s, COUNT);
  store_close (s);
  s = open_store ("second", NULL);
  put (s, COUNT / 2);
  store_close (s);
  if (_i == 0)
    kill (server.pid, SIGKILL);
  else if (_i == 1)
    {
      config.connect_timeout = config.request_timeout = SHORT;
      redis_freeze (&server);
    }
  else
    redis_run (&server, "CONFIG SET requirepass topsecret");
  char folder[128], *message;
  snprintf (folder, sizeof folder, "%s/second", root);
  config.folder = folder;
  config.remote = server.tcp_url;
  s = store_open (&config, &message);
  ck_assert_ptr_nonnull (s);
  ck_assert_uint_eq (get (s, COUNT), COUNT / 2);
  ck_assert_uint_eq (put (s, COUNT), COUNT);
  ck_assert_uint_eq (get (s, COUNT), COUNT);
  const struct store_counters *c = store_counters (s);
  ck_assert_uint_eq (c->remote_errors + c->remote_timeouts, 1);
  ck_assert_uint_eq (c->errors + c->dropped, 0);
  store_close (s);
  free (message);
  if (_i == 1)
    redis_thaw (&server);
}
END_TEST

/* A server that joins: only its share is computed anew.  */
START_TEST (test_joins)
{
  enum { MANY = 1000 };
  struct redis others[2];
  char two[256], three[384];
  redis_start (&others[0]);
  redis_start (&others[1]);
  snprintf (two, sizeof two, "%s,%s", server.socket_url,
	    others[0].socket_url);
  snprintf (three, sizeof three, "%s,%s", others[1].socket_url, two);
  struct store *s = open_with (NULL, two, NULL, (struct store_config) { 0 });
  ck_assert_uint_eq (put (s, MANY), MANY);
  store_close (s);
  s = open_with (NULL, three, NULL, (struct store_config) { 0 });
  size_t kept = get (s, MANY);
  /* A third is 333, and the deviation 15.  */
  ck_assert_uint_gt (kept, 590);
  ck_assert_uint_lt (kept, 740);
  ck_assert_uint_eq (put (s, MANY), MANY);
  ck_assert_uint_eq (get (s, MANY), MANY);
  ck_assert_int_eq (atoi (redis_run (&others[1], "DBSIZE")), MANY - (int) kept);
  ck_assert_uint_eq (store_counters (s)->remote_errors, 0);
  store_close (s);
  /* And leaves again: the others' shares are where they were.  */
  s = open_with (NULL, two, NULL, (struct store_config) { 0 });
  ck_assert_uint_eq (get (s, MANY), MANY);
  store_close (s);
  redis_stop (&others[0]);
  redis_stop (&others[1]);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("shared store");
  TCase *t = tcase_create ("shared store");
  tcase_add_checked_fixture (t, set_up, tear_down);
  tcase_set_timeout (t, 120);
  tcase_add_test (t, test_warm_from_servers);
  tcase_add_test (t, test_servers_alone);
  tcase_add_test (t, test_what_stays_here);
  tcase_add_test (t, test_read_only);
  tcase_add_test (t, test_age);
  tcase_add_test (t, test_secrets_apart);
  tcase_add_test (t, test_other_secret);
  tcase_add_test (t, test_no_secret);
  tcase_add_test (t, test_replayed);
  tcase_add_loop_test (t, test_flipped, 0, 2);
  tcase_add_test (t, test_cut);
  tcase_add_loop_test (t, test_folder_goes_on, 0, 3);
  tcase_add_test (t, test_joins);
  suite_add_tcase (s, t);
  return s;
}

MAIN_IF (redis_is_there (), "no redis-server (Debian: redis-server)", suite)

#else
MAIN_SKIPPED ("no Redis support in this build")
#endif
