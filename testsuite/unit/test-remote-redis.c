/* test-remote-redis.c - values on real servers, in all the states they can be.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Where something is to succeed the timeouts are long, so that a loaded machine
   cannot make it fail; where it is to fail they are short.  */

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "queries/store-remote.h"
#include "testsuite/unit/redis-process.h"
#include "testsuite/unit/suite.h"

#ifdef HAVE_HIREDIS

enum { LONG = 30000, SHORT = 100, MOST = 70000 };

static struct redis server;
static struct store_counters counters;

static void
set_up (void)
{
  redis_start (&server);
  memset (&counters, 0, sizeof counters);
}

static void
tear_down (void)
{
  redis_stop (&server);
}

static struct store_remote *
open_remote (const char *urls, unsigned milliseconds)
{
  char *message;
  struct store_remote *r = store_remote_open (urls, "test:", milliseconds,
					      milliseconds, &message);
  ck_assert_msg (r && !message, "%s", message ? message : "no memory");
  return r;
}

static struct fingerprint
key_of (unsigned index)
{
  return fingerprint_of (&index, sizeof index);
}

/* Some are empty, and some do not fit into what is read at once.  */
static size_t
size_of (unsigned index)
{
  return index % 10 == 0 ? 0 : index % 100 == 1 ? 150000 : index % 900;
}

static void
fill (char *bytes, unsigned index)
{
  for (size_t i = 0; i < size_of (index); i++)
    bytes[i] = (char) (index * 7 + i * (index | 1));
}

/* Write COUNT values.  Returns how many were taken.  */
static size_t
put_for (struct store_remote *r, unsigned count, uint64_t seconds)
{
  struct store_piece *pieces = calloc (count, sizeof *pieces);
  for (unsigned i = 0; i < count; i++)
    {
      char *bytes = malloc (size_of (i) + 1);
      fill (bytes, i);
      pieces[i] = (struct store_piece) { .key = key_of (i), .bytes = bytes,
					 .size = size_of (i) };
      envelope_seal (&pieces[i], 0, NULL);
    }
  store_remote_put_start (r, pieces, count, seconds, &counters);
  size_t taken = store_remote_put_finish (r, &counters);
  for (unsigned i = 0; i < count; i++)
    free ((void *) pieces[i].bytes);
  free (pieces);
  return taken;
}

static size_t
put (struct store_remote *r, unsigned count)
{
  return put_for (r, count, 0);
}

struct taking
{
  size_t found;
  char *seen;			/* A byte for each key.  */
};

static bool
take (void *data, size_t index, const void *bytes, size_t size)
{
  static char expected[150000];
  struct taking *t = data;
  size_t head = sizeof (struct envelope);
  ck_assert_uint_eq (size, head + size_of ((unsigned) index));
  fill (expected, (unsigned) index);
  ck_assert_int_eq (memcmp ((const char *) bytes + head, expected,
			    size - head), 0);
  ck_assert (!t->seen[index]);
  t->seen[index] = 1;
  t->found++;
  return true;
}

/* Returns how many of the first COUNT keys were there.  */
static size_t
get (struct store_remote *r, unsigned count)
{
  struct fingerprint *keys = calloc (count, sizeof *keys);
  struct taking t = { 0, calloc (count, 1) };
  for (unsigned i = 0; i < count; i++)
    keys[i] = key_of (i);
  store_remote_get_many (r, keys, count, take, &t, &counters);
  free (keys);
  free (t.seen);
  return t.found;
}

static uint64_t
problems (void)
{
  return counters.remote_errors + counters.remote_timeouts;
}

static void
check_probe (struct store_remote *r, unsigned index, const char *expected)
{
  char *name, *problem;
  uint64_t microseconds;
  ck_assert (store_remote_probe (r, index, &name, &problem, &microseconds));
  ck_assert_ptr_null (strstr (name, "topsecret"));
  if (expected)
    ck_assert_str_eq (problem, expected);
  else
    ck_assert_msg (!problem, "%s", problem);
  ck_assert (expected || microseconds > 0);
  free (name);
  free (problem);
}

START_TEST (test_round_trip)
{
  /* Of a name's addresses there may be some at which nobody listens.  */
  char name_url[64];
  snprintf (name_url, sizeof name_url, "redis://localhost:%u/0", server.port);
  const char *urls[] = { server.socket_url, server.tcp_url, name_url };
  struct store_remote *r = open_remote (urls[_i], LONG);
  ck_assert_uint_eq (get (r, 500), 0);
  ck_assert_uint_eq (put (r, 300), 300);
  ck_assert_uint_eq (get (r, 500), 300);
  ck_assert_str_eq (redis_run (&server, "DBSIZE"), "300");
  /* Overwritten; without a date.  */
  ck_assert_uint_eq (put (r, 300), 300);
  char name[FINGERPRINT_TEXT_SIZE];
  fingerprint_print (name, key_of (7));
  ck_assert_str_eq (redis_run (&server, "TTL test:%s", name), "-1");
  ck_assert_str_eq (redis_run (&server, "STRLEN test:%s", name), "39");
  check_probe (r, 0, NULL);
  ck_assert_uint_eq (get (r, 300), 300);
  ck_assert_uint_eq (problems (), 0);
  ck_assert_uint_eq (counters.remote_damaged, 0);
  store_remote_close (r);
}
END_TEST

START_TEST (test_dates)
{
  struct store_remote *r = open_remote (server.socket_url, LONG);
  char name[FINGERPRINT_TEXT_SIZE];
  ck_assert_uint_eq (put_for (r, 10, 1000000), 10);
  fingerprint_print (name, key_of (7));
  int left = atoi (redis_run (&server, "TTL test:%s", name));
  ck_assert_int_gt (left, 1000000 - 600);
  ck_assert_int_le (left, 1000000);
  ck_assert_uint_eq (put_for (r, 10, (uint64_t) 1 << 40), 10);
  ck_assert_uint_eq (problems (), 0);
  store_remote_close (r);
}
END_TEST

/* More than one MGET takes.  */
START_TEST (test_many)
{
  struct store_remote *r = open_remote (server.socket_url, LONG);
  ck_assert_uint_eq (put (r, 20), 20);
  /* The last ones are in the second answer.  */
  struct fingerprint *keys = calloc (MOST, sizeof *keys);
  char *seen = calloc (MOST, 1);
  for (unsigned i = 0; i < MOST; i++)
    keys[i] = (struct fingerprint) { i, 0 };
  keys[3] = key_of (3);
  struct taking t = { 0, seen };
  store_remote_get_many (r, keys, MOST, take, &t, &counters);
  ck_assert_uint_eq (t.found, 1);
  /* size_of looks at the index.  */
  unsigned late = 65536 + 64;
  redis_run (&server, "FLUSHALL");
  struct store_piece piece = { .key = key_of (late) };
  char *bytes = malloc (size_of (late) + 1);
  fill (bytes, late);
  piece.bytes = bytes;
  piece.size = size_of (late);
  envelope_seal (&piece, 0, NULL);
  store_remote_put_start (r, &piece, 1, 0, &counters);
  ck_assert_uint_eq (store_remote_put_finish (r, &counters), 1);
  keys[late] = piece.key;
  store_remote_get_many (r, keys, MOST, take, &t, &counters);
  ck_assert_uint_eq (t.found, 2);
  ck_assert_int_eq (seen[late], 1);
  ck_assert_uint_eq (problems (), 0);
  free (bytes);
  free (keys);
  free (seen);
  store_remote_close (r);
}
END_TEST

/* Other people's keys are no values.  */
START_TEST (test_other_types)
{
  struct store_remote *r = open_remote (server.socket_url, LONG);
  char name[FINGERPRINT_TEXT_SIZE];
  ck_assert_uint_eq (put (r, 10), 10);
  fingerprint_print (name, key_of (5));
  redis_run (&server, "DEL test:%s", name);
  redis_run (&server, "RPUSH test:%s a b c", name);
  ck_assert_uint_eq (get (r, 10), 9);
  ck_assert_uint_eq (put (r, 10), 10);
  ck_assert_uint_eq (get (r, 10), 10);
  ck_assert_uint_eq (problems (), 0);
  store_remote_close (r);
}
END_TEST

/* CREDENTIALS in front of the server's address or socket.  */
static struct store_remote *
open_as (const char *credentials, bool tcp)
{
  char url[256];
  if (tcp)
    snprintf (url, sizeof url, "redis://%s@127.0.0.1:%u", credentials,
	      server.port);
  else
    snprintf (url, sizeof url, "redis+unix:%s@%s", credentials,
	      server.socket);
  return open_remote (url, LONG);
}

static void
check_let_in (struct store_remote *r)
{
  memset (&counters, 0, sizeof counters);
  ck_assert_uint_eq (put (r, 50), 50);
  ck_assert_uint_eq (get (r, 50), 50);
  ck_assert_uint_eq (problems (), 0);
  check_probe (r, 0, NULL);
  store_remote_close (r);
}

static void
check_kept_out (struct store_remote *r, const char *problem)
{
  memset (&counters, 0, sizeof counters);
  ck_assert_uint_eq (get (r, 50), 0);
  ck_assert_uint_eq (put (r, 50), 0);
  ck_assert_uint_eq (counters.remote_errors, 1);
  check_probe (r, 0, problem);
  store_remote_close (r);
}

START_TEST (test_password)
{
  check_kept_out (open_as ("topsecret", _i),
		  "refuses AUTH: no password is set there");
  redis_run (&server, "CONFIG SET requirepass %s", "topsecret,:@/");
  check_let_in (open_as ("topsecret%2C%3A%40%2F", _i));
  check_let_in (open_as ("default:topsecret%2c:%40%2F", _i));
  check_kept_out (open_as ("topsecret", _i),
		  "refuses AUTH: wrong user or password");
  check_kept_out (open_remote (_i ? server.tcp_url : server.socket_url, LONG),
		  "refuses MGET: it may want a password");
}
END_TEST

START_TEST (test_users)
{
  redis_run (&server, "ACL SETUSER me on >topsecret ~test:* +mget +set +ping "
	     "+select");
  redis_run (&server, "ACL SETUSER reader on >topsecret ~test:* +mget +ping");
  redis_run (&server, "ACL SETUSER other on >topsecret ~other:* +@all");
  redis_run (&server, "ACL SETUSER open on nopass ~test:* +@all");
  redis_run (&server, "ACL SETUSER default off");
  check_let_in (open_as ("me:topsecret", _i));
  check_let_in (open_as ("open:", _i));
  check_kept_out (open_as ("me:topsecre", _i),
		  "refuses AUTH: wrong user or password");
  check_kept_out (open_as ("nobody:topsecret", _i),
		  "refuses AUTH: wrong user or password");
  check_kept_out (open_as ("other:topsecret", _i),
		  "refuses MGET: this user may not");
  /* Who may only read does.  */
  struct store_remote *r = open_as ("reader:topsecret", _i);
  memset (&counters, 0, sizeof counters);
  ck_assert_uint_eq (get (r, 50), 50);
  ck_assert_uint_eq (put (r, 50), 0);
  ck_assert_uint_eq (counters.remote_errors, 1);
  ck_assert_uint_eq (get (r, 50), 50);
  check_probe (r, 0, "refuses SET: this user may not");
  store_remote_close (r);
}
END_TEST

START_TEST (test_databases)
{
  char url[256];
  redis_run (&server, "CONFIG SET requirepass topsecret");
  for (unsigned i = 0; i < 2; i++)
    {
      if (_i)
	snprintf (url, sizeof url, "redis://topsecret@127.0.0.1:%u/%u",
		  server.port, i ? 99 : 5);
      else
	snprintf (url, sizeof url, "redis+unix:topsecret@%s?%u",
		  server.socket, i ? 99 : 5);
      if (i)
	check_kept_out (open_remote (url, LONG),
			"refuses SELECT: no such database");
      else
	check_let_in (open_remote (url, LONG));
    }
  ck_assert_str_eq (redis_run (&server, "DBSIZE"), "0");
  redis_run (&server, "SELECT 5");
  ck_assert_str_eq (redis_run (&server, "DBSIZE"), "50");
}
END_TEST

START_TEST (test_out_of_memory)
{
  struct store_remote *r = open_remote (server.socket_url, LONG);
  ck_assert_uint_eq (put (r, 50), 50);
  redis_run (&server, "CONFIG SET maxmemory 1");
  ck_assert_uint_eq (put (r, 50), 0);
  ck_assert_uint_eq (counters.remote_errors, 1);
  ck_assert_uint_eq (get (r, 60), 50);
  ck_assert_uint_eq (problems (), 1);
  check_probe (r, 0, "refuses SET: its memory is full, and nothing may be "
	       "evicted");
  store_remote_close (r);
}
END_TEST

START_TEST (test_read_only_replica)
{
  struct redis replica;
  struct store_remote *r = open_remote (server.socket_url, LONG);
  ck_assert_uint_eq (put (r, 50), 50);
  store_remote_close (r);
  redis_run (&server, "CONFIG SET repl-diskless-sync-delay 0");
  redis_start (&replica);
  redis_run (&replica, "REPLICAOF 127.0.0.1 %u", server.port);
  for (unsigned i = 0; strcmp (redis_run (&replica, "DBSIZE"), "50") != 0; i++)
    {
      ck_assert_uint_lt (i, 6000);
      usleep (10000);
    }
  r = open_remote (replica.socket_url, LONG);
  ck_assert_uint_eq (get (r, 60), 50);
  ck_assert_uint_eq (put (r, 60), 0);
  ck_assert_uint_eq (problems (), 1);
  ck_assert_uint_eq (get (r, 60), 50);
  check_probe (r, 0, "refuses SET: it is a read-only replica");
  store_remote_close (r);
  redis_stop (&replica);
}
END_TEST

/* Frozen, the kernel goes on accepting in its place.  */
START_TEST (test_frozen)
{
  const char *url = _i & 1 ? server.tcp_url : server.socket_url;
  struct store_remote *r;
  if (_i & 2)
    {
      redis_freeze (&server);
      r = open_remote (url, SHORT);
      ck_assert_uint_eq (get (r, 50), 0);
    }
  else
    {
      /* The first request is one that goes well, and may take long.  */
      r = open_remote (url, LONG);
      ck_assert_uint_eq (put (r, 50), 50);
      store_remote_close (r);
      r = open_remote (url, SHORT);
      redis_freeze (&server);
      ck_assert_uint_eq (put (r, 50), 0);
    }
  ck_assert_uint_eq (counters.remote_timeouts, 1);
  redis_thaw (&server);
  /* Off is off.  */
  ck_assert_uint_eq (get (r, 50), 0);
  ck_assert_uint_eq (problems (), 1);
  check_probe (r, 0, "no answer within 100 ms");
  store_remote_close (r);
}
END_TEST

/* It dies: before it is asked, in the midst of it, between two requests.  */
START_TEST (test_killed)
{
  const char *url = _i & 1 ? server.tcp_url : server.socket_url;
  struct store_remote *r = open_remote (url, LONG);
  ck_assert_uint_eq (put (r, 50), 50);
  store_remote_close (r);
  r = open_remote (url, LONG);
  if (_i & 2)
    ck_assert_uint_eq (get (r, 50), 50);
  struct store_piece piece = { .key = key_of (0), .bytes = calloc (1, 8 << 20),
			       .size = 8 << 20 };
  envelope_seal (&piece, 0, NULL);
  redis_freeze (&server);
  store_remote_put_start (r, &piece, 1, 0, &counters);
  kill (server.pid, SIGKILL);
  ck_assert_uint_eq (store_remote_put_finish (r, &counters), 0);
  ck_assert_uint_eq (counters.remote_errors, 1);
  ck_assert_uint_eq (get (r, 50), 0);
  ck_assert_uint_eq (problems (), 1);
  store_remote_close (r);
  free ((void *) piece.bytes);
}
END_TEST

/* Between two requests a server may be started anew, or hang up on us; it is told
   again who we are, and where our keys are.  */
START_TEST (test_restarted)
{
  char url[256];
  snprintf (url, sizeof url, "redis+unix:topsecret@%s?3", server.socket);
  redis_run (&server, "CONFIG SET requirepass topsecret");
  struct store_remote *r = open_remote (url, LONG);
  ck_assert_uint_eq (get (r, 50), 0);
  redis_restart (&server);
  redis_run (&server, "CONFIG SET requirepass topsecret");
  ck_assert_uint_eq (put (r, 50), 50);
  redis_run (&server, "CLIENT KILL TYPE normal SKIPME yes");
  ck_assert_uint_eq (get (r, 50), 50);
  ck_assert_uint_eq (problems (), 0);
  redis_run (&server, "SELECT 3");
  ck_assert_str_eq (redis_run (&server, "DBSIZE"), "50");
  store_remote_close (r);
}
END_TEST

START_TEST (test_too_many_clients)
{
  redis_run (&server, "CONFIG SET maxclients 1");
  struct store_remote *r = open_remote (_i ? server.tcp_url
					: server.socket_url, LONG);
  ck_assert_uint_eq (get (r, 50), 0);
  ck_assert_uint_eq (counters.remote_errors, 1);
  store_remote_close (r);
}
END_TEST

START_TEST (test_several)
{
  enum { SERVERS = 3, COUNT = 600 };
  struct redis others[SERVERS];
  char urls[1024];
  unsigned total = 0, lost = 0;
  for (unsigned i = 0; i < SERVERS; i++)
    redis_start (&others[i]);
  snprintf (urls, sizeof urls, "%s,%s,%s", others[0].socket_url,
	    others[1].tcp_url, others[2].socket_url);
  struct store_remote *r = open_remote (urls, LONG);
  ck_assert_uint_eq (put (r, COUNT), COUNT);
  ck_assert_uint_eq (get (r, COUNT), COUNT);
  for (unsigned i = 0; i < SERVERS; i++)
    {
      unsigned has = (unsigned) atoi (redis_run (&others[i], "DBSIZE"));
      ck_assert_uint_gt (has, COUNT / SERVERS / 2);
      total += has;
      lost = i == 1 ? has : lost;
    }
  ck_assert_uint_eq (total, COUNT);
  store_remote_close (r);
  /* In another order they are the same servers.  */
  snprintf (urls, sizeof urls, "%s,%s,%s", others[2].socket_url,
	    others[0].socket_url, others[1].tcp_url);
  r = open_remote (urls, LONG);
  ck_assert_uint_eq (get (r, COUNT), COUNT);
  ck_assert_uint_eq (problems (), 0);
  /* One is gone: its keys are misses, and nobody else gets them.  */
  kill (others[1].pid, SIGKILL);
  waitpid (others[1].pid, NULL, 0);
  ck_assert_uint_eq (get (r, COUNT), COUNT - lost);
  ck_assert_uint_eq (put (r, COUNT), COUNT - lost);
  ck_assert_uint_eq (counters.remote_errors, 1);
  check_probe (r, 0, NULL);
  check_probe (r, 1, NULL);
  store_remote_close (r);
  for (unsigned i = 0; i < SERVERS; i++)
    redis_stop (&others[i]);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("remote, redis-server");
  TCase *t = tcase_create ("remote, redis-server");
  tcase_add_checked_fixture (t, set_up, tear_down);
  tcase_set_timeout (t, 120);
  tcase_add_loop_test (t, test_round_trip, 0, 3);
  tcase_add_test (t, test_dates);
  tcase_add_test (t, test_many);
  tcase_add_test (t, test_other_types);
  tcase_add_loop_test (t, test_password, 0, 2);
  tcase_add_loop_test (t, test_users, 0, 2);
  tcase_add_loop_test (t, test_databases, 0, 2);
  tcase_add_test (t, test_out_of_memory);
  tcase_add_test (t, test_read_only_replica);
  tcase_add_loop_test (t, test_frozen, 0, 4);
  tcase_add_loop_test (t, test_killed, 0, 4);
  tcase_add_test (t, test_restarted);
  tcase_add_loop_test (t, test_too_many_clients, 0, 2);
  tcase_add_test (t, test_several);
  suite_add_tcase (s, t);
  return s;
}

MAIN_IF (redis_is_there (), "no redis-server (Debian: redis-server)", suite)

#else
MAIN_SKIPPED ("no Redis support in this build")
#endif
