/* test-addresses.c - a host with several addresses, of which some are no good.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   This program is its own name server: getaddrinfo is here.  */

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "queries/store-remote.h"
#include "testsuite/unit/fake-server.h"
#include "testsuite/unit/suite.h"

enum { LONG = 30000, MIDDLE = 1000, SHORT = 100, MOST = 4 };

/* Where the host is said to be: ports of the loopback device.  */
static struct sockaddr_in addresses[MOST];
static struct addrinfo infos[MOST];
static unsigned n_addresses, n_freed;

int
getaddrinfo (const char *restrict name, const char *restrict service,
	     const struct addrinfo *restrict hints,
	     struct addrinfo **restrict result)
{
  (void) hints;
  ck_assert_str_eq (name, "several");
  ck_assert_str_eq (service, "6379");
  for (unsigned i = 0; i < n_addresses; i++)
    infos[i] = (struct addrinfo) {
      .ai_family = AF_INET, .ai_socktype = SOCK_STREAM,
      .ai_addrlen = sizeof addresses[i],
      .ai_addr = (struct sockaddr *) &addresses[i],
      .ai_next = i + 1 < n_addresses ? &infos[i + 1] : NULL
    };
  *result = infos;
  return 0;
}

void
freeaddrinfo (struct addrinfo *result)
{
  ck_assert_ptr_eq (result, infos);
  n_freed++;
}

static int
bound_socket (void)
{
  struct sockaddr_in *a = &addresses[n_addresses++];
  socklen_t size = sizeof *a;
  a->sin_family = AF_INET;
  a->sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  int fd = socket (AF_INET, SOCK_STREAM, 0);
  ck_assert_int_eq (bind (fd, (struct sockaddr *) a, size), 0);
  getsockname (fd, (struct sockaddr *) a, &size);
  return fd;
}

/* One at which nobody listens.  */
static int
add_refusing (void)
{
  return bound_socket ();
}

/* One whose queue is full, so that the kernel drops what comes.  FDS: the queue,
   and it.  */
static void
add_dropping (int fds[4])
{
  const struct sockaddr *a
    = (const struct sockaddr *) &addresses[n_addresses];
  fds[3] = bound_socket ();
  ck_assert_int_eq (listen (fds[3], 0), 0);
  for (unsigned i = 0; i < 3; i++)
    {
      fds[i] = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
      /* Those that fit in are there at once.  */
      if (connect (fds[i], a, sizeof addresses[0]) != 0)
	ck_assert_int_eq (errno, EINPROGRESS);
    }
}

static void
add_good (struct fake_server *f, const struct fake_script *script)
{
  struct sockaddr_in *a = &addresses[n_addresses++];
  fake_start (f, "/tmp", script);
  a->sin_family = AF_INET;
  a->sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  a->sin_port = htons ((in_port_t) atoi (strrchr (f->url, ':') + 1));
}

static bool
take (void *data, size_t index, const void *bytes, size_t size)
{
  (void) index;
  *(bool *) data = size == 3 && memcmp (bytes, "one", 3) == 0;
  return true;
}

/* Whether the server gives what it has; OFF: how often it is then counted.  */
static bool
ask (unsigned connect_timeout, uint64_t off)
{
  struct store_counters counters = { 0 };
  struct fingerprint key = { 1, 1 };
  bool found = false;
  char *message;
  struct store_remote *r = store_remote_open ("redis://several", "test:",
					      connect_timeout, LONG,
					      &message);
  ck_assert_ptr_nonnull (r);
  store_remote_get_many (r, &key, 1, take, &found, &counters);
  ck_assert_uint_eq (counters.remote_errors + counters.remote_timeouts, off);
  store_remote_close (r);
  free (message);
  ck_assert_uint_eq (n_freed, 1);
  return found;
}

static const struct fake_script good = {
  .answer = "*1\r\n$3\r\none\r\n", .then = FAKE_HOLD, .tcp = true
};

START_TEST (test_first)
{
  struct fake_server f;
  add_good (&f, &good);
  int refusing = add_refusing ();
  ck_assert (ask (LONG, 0));
  fake_stop (&f);
  close (refusing);
}
END_TEST

START_TEST (test_refusing)
{
  struct fake_server f;
  int first = add_refusing (), second = add_refusing ();
  add_good (&f, &good);
  ck_assert (ask (LONG, 0));
  fake_stop (&f);
  close (first);
  close (second);
}
END_TEST

START_TEST (test_dropping)
{
  struct fake_server f;
  int fds[4];
  add_dropping (fds);
  add_good (&f, &good);
  /* The second one has as much time as the first one had.  */
  ck_assert (ask (MIDDLE, 0));
  fake_stop (&f);
  for (unsigned i = 0; i < 4; i++)
    close (fds[i]);
}
END_TEST

START_TEST (test_none)
{
  int fds[4], refusing = add_refusing ();
  add_dropping (fds);
  ck_assert (!ask (SHORT, 1));
  close (refusing);
  for (unsigned i = 0; i < 4; i++)
    close (fds[i]);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("addresses");
  TCase *t = tcase_create ("addresses");
  tcase_set_timeout (t, 120);
#ifdef HAVE_HIREDIS
  tcase_add_test (t, test_first);
  tcase_add_test (t, test_refusing);
  tcase_add_test (t, test_dropping);
  tcase_add_test (t, test_none);
#endif
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
