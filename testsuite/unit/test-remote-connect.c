/* test-remote-connect.c - servers that are not there, and several of them.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "queries/store-rendezvous.h"
#include "testsuite/unit/fake-server.h"
#include "testsuite/unit/remote-client.h"
#include "testsuite/unit/suite.h"

#ifdef HAVE_HIREDIS

/* A port, a socket, at which nobody listens.  */
START_TEST (test_refused)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t size = sizeof address;
  char url[128], *message;
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  int fd = socket (AF_INET, SOCK_STREAM, 0);
  ck_assert_int_eq (bind (fd, (struct sockaddr *) &address, size), 0);
  getsockname (fd, (struct sockaddr *) &address, &size);
  if (_i == 0)			/* Bound, but nobody listens.  */
    snprintf (url, sizeof url, "redis://127.0.0.1:%u",
	      ntohs (address.sin_port));
  else
    snprintf (url, sizeof url, "redis+unix:%s/nobody", remote_folder);
  struct store_remote *r = store_remote_open (url, "test:", LONG, LONG,
					      &message);
  ck_assert_ptr_nonnull (r);
  ck_assert_uint_eq (remote_get (r), 0);
  ck_assert_uint_eq (remote_counters.remote_errors, 1);
  ck_assert_uint_eq (remote_put (r, 3, 10), 0);
  ck_assert_uint_eq (remote_counters.remote_errors, 1);
  store_remote_close (r);
  free (message);
  close (fd);
}
END_TEST

/* A queue that is full: the kernel drops what wants to connect (TCP), or says
   at once that it cannot remote_now (a socket).  */
START_TEST (test_dropped)
{
  struct sockaddr_in tcp = { .sin_family = AF_INET };
  struct sockaddr_un local = { .sun_family = AF_UNIX };
  struct sockaddr *address = _i ? (struct sockaddr *) &local
			     : (struct sockaddr *) &tcp;
  socklen_t size = _i ? sizeof local : sizeof tcp;
  char url[160];
  int fds[8];
  tcp.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  snprintf (local.sun_path, sizeof local.sun_path, "%s/full", remote_folder);
  int listener = socket (address->sa_family, SOCK_STREAM, 0);
  ck_assert_int_eq (bind (listener, address, size), 0);
  ck_assert_int_eq (listen (listener, 0), 0);
  getsockname (listener, address, &size);
  for (unsigned i = 0; i < 8; i++)
    {
      fds[i] = socket (address->sa_family, SOCK_STREAM | SOCK_NONBLOCK, 0);
      if (connect (fds[i], address, size) != 0)
	ck_assert (errno == EINPROGRESS || errno == EAGAIN);
    }
  if (_i)
    snprintf (url, sizeof url, "redis+unix:%s", local.sun_path);
  else
    snprintf (url, sizeof url, "redis://127.0.0.1:%u", ntohs (tcp.sin_port));
  struct store_remote *r = remote_open (url, SHORT);
  double start = remote_now ();
  ck_assert_uint_eq (remote_get (r), 0);
  ck_assert (remote_now () - start < 60);
  ck_assert_uint_eq (remote_counters.remote_timeouts, 1);
  store_remote_close (r);
  for (unsigned i = 0; i < 8; i++)
    close (fds[i]);
  close (listener);
  unlink (local.sun_path);
}
END_TEST

/* Several servers: those that work go on, and all are waited for at once.  */
START_TEST (test_others_go_on)
{
  enum { COUNT = 300 };
  struct fake_script silent = { .answer = "", .then = FAKE_STALL };
  struct fake_script broken = { .answer = "nonsense\r\n", .early = true };
  struct fake_server f[4];
  struct fingerprint many[COUNT], names[5];
  char urls[640], *answer = malloc (64 * COUNT), *at;
  unsigned n_good = 0, taken = 0;
  for (unsigned i = 0; i < 3; i++)
    fake_start (&f[i], remote_folder, i == 2 ? &broken : &silent);
  /* The last one is good: it knows how many it will be asked for.  */
  struct fake_script good = { .early = true, .then = FAKE_HOLD };
  char path[108];
  snprintf (path, sizeof path, "redis+unix:%s/fake-3?0", remote_folder);
  for (unsigned i = 0; i < 3; i++)
    {
      char name[160];
      snprintf (name, sizeof name, "%s?0", f[i].url);
      names[i] = fingerprint_of_string (name);
    }
  names[3] = fingerprint_of_string (path);
  names[4] = fingerprint_of_string ("redis+unix:/nonexistent/socket?0");
  for (unsigned i = 0; i < COUNT; i++)
    {
      many[i] = fingerprint_of (&i, sizeof i);
      n_good += rendezvous (names, 5, &many[i]) == 3;
    }
  at = answer + sprintf (answer, "*%u\r\n", n_good);
  for (unsigned i = 0; i < n_good; i++)
    at += sprintf (at, "$4\r\nnone\r\n");
  good.answer = answer;
  fake_start (&f[3], remote_folder, &good);
  snprintf (urls, sizeof urls,
	    "%s,%s,%s,%s,redis+unix:/nonexistent/socket", f[0].url, f[1].url,
	    f[2].url, f[3].url);
  char *message;
  struct store_remote *r = store_remote_open (urls, "test:", 200, 200,
					      &message);
  ck_assert_ptr_nonnull (r);
  ck_assert_ptr_nonnull (strstr (message, "/nonexistent/socket?0: No such"));
  fake_wait (&f[2]);
  fake_wait (&f[3]);
  store_remote_get_many (r, many, COUNT, remote_take, &taken, &remote_counters);
  ck_assert_uint_eq (taken, 1u << 31);
  ck_assert_uint_eq (remote_counters.remote_bytes_in,
		     strlen (answer) + strlen ("nonsense\r\n"));
  ck_assert_uint_eq (remote_counters.remote_timeouts, 2);
  ck_assert_uint_eq (remote_counters.remote_errors, 2);
  store_remote_close (r);
  free (message);
  for (unsigned i = 0; i < 4; i++)
    fake_stop (&f[i]);
  free (answer);
}
END_TEST

START_TEST (test_wrong_urls)
{
  static const struct { const char *urls, *message; } cases[] = {
    { "", "server 1: it begins neither" },
    { "redis://", "server 1: no host" },
    { "redis://me:topsecret@a:x", "server 1: the port" },
    { "redis+unix:/a, redis+unix:/b ,redis://me:topsecret@a/x",
      "server 3: the database" },
    { "redis+unix:/a,", "server 2: it begins neither" },
    { "rediss://me:topsecret@a", "server 1: TLS" }
  };
  char *message;
  ck_assert_ptr_null (store_remote_open (cases[_i].urls, "test:", 0, 0,
					 &message));
  ck_assert_ptr_nonnull (strstr (message, cases[_i].message));
  ck_assert_ptr_null (strstr (message, "topsecret"));
  free (message);
}
END_TEST

START_TEST (test_too_many_servers)
{
  static char urls[100 * 32];
  char *at = urls, *message;
  for (unsigned i = 0; i < 65; i++)
    at += sprintf (at, "%sredis+unix:/nonexistent/%u", i ? "," : "", i);
  ck_assert_ptr_null (store_remote_open (urls, "test:", 0, 0, &message));
  ck_assert_ptr_nonnull (strstr (message, "too many servers"));
  free (message);
  /* The same one again is not one more.  */
  at = urls;
  for (unsigned i = 0; i < 65; i++)
    at += sprintf (at, "%sredis+unix:/nonexistent/%u", i ? "," : "", i % 9);
  struct store_remote *r = store_remote_open (urls, "test:", 0, 0, &message);
  ck_assert_ptr_nonnull (r);
  free (message);
  store_remote_close (r);
}
END_TEST

START_TEST (test_unknown_host)
{
  char *message, *name, *problem;
  uint64_t microseconds;
  /* No name has such a label, so nobody is asked.  */
  struct store_remote *r
    = store_remote_open ("redis://me:topsecret@no..such..host/1", "test:", 0,
			 0, &message);
  ck_assert_ptr_nonnull (r);
  ck_assert_ptr_nonnull (strstr (message, "redis://no..such..host:6379/1: "));
  ck_assert_ptr_null (strstr (message, "topsecret"));
  free (message);
  ck_assert_uint_eq (remote_get (r), 0);
  ck_assert_uint_eq (remote_counters.remote_errors, 1);
  ck_assert (store_remote_probe (r, 0, &name, &problem, &microseconds));
  ck_assert_str_eq (name, "redis://no..such..host:6379/1");
  ck_assert_ptr_nonnull (problem);
  free (name);
  free (problem);
  ck_assert (!store_remote_probe (r, 1, &name, &problem, &microseconds));
  store_remote_close (r);
}
END_TEST

/* What `queries doctor' says of it.  */
START_TEST (test_probe)
{
  static const struct { const char *answer, *problem; bool silent; } cases[]
    = {
      { "nonsense\r\n", "answers as no Redis does", false },
      { "*1\r\n+PONG\r\n", "answers as no Redis does", false },
      { "+OK\r\n", "answers as no Redis does", false },
      { "-NOAUTH Authentication required.\r\n",
	"refuses PING: it wants a password", false },
      { "-ERR \x1b[31m<b>topsecret\r\n", "refuses PING: ERR", false },
      { "-no code\r\n", "refuses PING", false },
      { "", "hung up", false },
      { "+PON", "no answer within 60 ms", true }
    };
  struct fake_script script = { .answer = cases[_i].answer };
  struct fake_server f;
  char *name, *problem;
  uint64_t microseconds;
  if (cases[_i].silent)
    script.then = FAKE_HOLD;
  fake_start (&f, remote_folder, &script);
  struct store_remote *r = remote_open (f.url, cases[_i].silent ? SHORT : LONG);
  ck_assert (store_remote_probe (r, 0, &name, &problem, &microseconds));
  ck_assert_str_eq (problem, cases[_i].problem);
  ck_assert_ptr_nonnull (strstr (name, f.url));
  free (name);
  free (problem);
  store_remote_close (r);
  fake_stop (&f);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("remote, connecting");
  TCase *t = tcase_create ("remote, connecting");
  tcase_add_checked_fixture (t, remote_set_up, remote_tear_down);
  tcase_set_timeout (t, 120);
  tcase_add_loop_test (t, test_refused, 0, 2);
  tcase_add_loop_test (t, test_dropped, 0, 2);
  tcase_add_test (t, test_others_go_on);
  tcase_add_loop_test (t, test_wrong_urls, 0, 6);
  tcase_add_test (t, test_too_many_servers);
  tcase_add_test (t, test_unknown_host);
  tcase_add_loop_test (t, test_probe, 0, 8);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)

#else
MAIN_SKIPPED ("no Redis support in this build")
#endif
