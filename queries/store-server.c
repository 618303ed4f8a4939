/* store-server.c - one server of the shared store: its connection, a request.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifdef HAVE_HIREDIS

#include "queries/store-server.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "queries/store-commands.h"

/* An answer in all, however steadily it drips.  */
#define LONGEST_REQUEST 5	/* Request timeouts.  */

/* Each address has its time, and so many if they are all silent.  */
#define CONNECT_ATTEMPTS 2	/* Connect timeouts.  */

/* OUTPUT is filled up to this before it is sent: large enough for few calls,
   small enough for a cache.  */
#define OUTPUT_SIZE ((size_t) 64 << 10)

/* What one step reads, so that each server gets its turn.  */
#define CHUNKS_PER_STEP 16

/* A socket file whose queue is full says so at once.  */
#define RETRY_MICROSECONDS 2000

uint64_t
server_clock (void)
{
  struct timespec t;
  clock_gettime (CLOCK_MONOTONIC, &t);
  return (uint64_t) t.tv_sec * 1000000 + (uint64_t) t.tv_nsec / 1000;
}

/* The connection is over, or a request.  */
static void
count_unwanted (struct server *s)
{
  if (s->counters)
    s->counters->remote_damaged += s->answers.unwanted;
  s->answers.unwanted = 0;
}

static void
count_problem (struct server *s)
{
  if (!s->counters || s->counted || s->problem == SERVER_FINE)
    return;
  s->counted = true;
  if (s->problem == SERVER_CONNECT_TIMEOUT
      || s->problem == SERVER_REQUEST_TIMEOUT)
    s->counters->remote_timeouts++;
  else
    s->counters->remote_errors++;
}

static void
hang_up (struct server *s)
{
  if (s->fd >= 0)
    close (s->fd);
  s->fd = -1;
}

static void
fail (struct server *s, enum server_problem problem, int error)
{
  hang_up (s);
  s->state = SERVER_OFF;
  s->problem = problem;
  s->error = error;
  count_unwanted (s);
  count_problem (s);
}

/* Connecting.  */

/* A socket that is about to connect to ADDRESS, or -1 with errno: EINPROGRESS
   leaves one.  */
static int
connect_to (int family, const struct sockaddr *address, socklen_t size,
	    int *error)
{
  int on = 1;
  int fd = socket (family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  *error = errno;
  if (fd < 0)
    return -1;
  if (family != AF_UNIX)
    setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  *error = connect (fd, address, size) == 0 ? 0 : errno;
  /* Interrupted, it goes on all the same.  */
  if (*error == 0 || *error == EINPROGRESS || *error == EINTR)
    return fd;
  close (fd);
  return -1;
}

static int
connect_to_address (const struct server *s, int *error)
{
  struct sockaddr_un local = { .sun_family = AF_UNIX };
  if (s->address)
    return connect_to (s->address->ai_family, s->address->ai_addr,
		       s->address->ai_addrlen, error);
  /* Its length was checked with the URL.  */
  strcpy (local.sun_path, s->url.path);
  return connect_to (AF_UNIX, (const struct sockaddr *) &local, sizeof local,
		     error);
}

/* Begin to connect to S's address or, as long as that fails at once, to the
   next ones.  */
static void
try_to_connect (struct server *s, uint64_t now)
{
  int error;
  s->state = SERVER_CONNECTING;
  for (;;)
    {
      s->fd = connect_to_address (s, &error);
      if (s->fd >= 0)
	break;
      if (error == EAGAIN)	/* To be tried again.  */
	return;
      if (!s->address || !s->address->ai_next)
	{
	  fail (s, SERVER_FAILED, error);
	  return;
	}
      s->address = s->address->ai_next;
      s->attempt = now;
    }
  if (error == 0)
    s->state = SERVER_CONNECTED;
}

static void
begin_to_connect (struct server *s, uint64_t now)
{
  hang_up (s);
  s->greeted = false;
  s->address = s->addresses;
  s->attempt = now;
  answers_release (&s->answers);
  if (answers_init (&s->answers))
    try_to_connect (s, now);
  else
    fail (s, SERVER_FAILED, errno);
}

/* S's address is of no use: PROBLEM, if there is no other.  */
static void
try_next_address (struct server *s, enum server_problem problem, int error,
		  uint64_t now)
{
  if (!s->address || !s->address->ai_next)
    {
      fail (s, problem, error);
      return;
    }
  hang_up (s);
  s->address = s->address->ai_next;
  s->attempt = now;
  try_to_connect (s, now);
}

static uint64_t
connect_deadline (const struct server *s)
{
  uint64_t by = s->attempt + s->timeouts.connect;
  return by < s->connect_by ? by : s->connect_by;
}

static void
step_connecting (struct server *s, short events, uint64_t now)
{
  int error = 0;
  socklen_t size = sizeof error;
  if (events == 0)
    {
      if (now >= connect_deadline (s))
	try_next_address (s, SERVER_CONNECT_TIMEOUT, 0, now);
      else if (s->fd < 0)
	try_to_connect (s, now);
      return;
    }
  if (getsockopt (s->fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0)
    error = errno;
  if (error != 0)
    try_next_address (s, SERVER_FAILED, error, now);
  else
    s->state = SERVER_CONNECTED;
}

void
server_init (struct server *s, struct store_url *url,
	     struct server_timeouts timeouts)
{
  memset (s, 0, sizeof *s);
  s->url = *url;
  memset (url, 0, sizeof *url);
  s->identity = fingerprint_of_string (s->url.name);
  s->timeouts = timeouts;
  s->fd = -1;
  buffer_init (&s->output);
  if (s->url.host)
    {
      struct addrinfo wanted = { .ai_socktype = SOCK_STREAM,
				 .ai_flags = AI_NUMERICSERV };
      char port[12];
      snprintf (port, sizeof port, "%u", s->url.port);
      int error = getaddrinfo (s->url.host, port, &wanted, &s->addresses);
      if (error != 0)
	{
	  s->addresses = NULL;
	  fail (s, SERVER_UNKNOWN_HOST, error);
	  return;
	}
    }
  begin_to_connect (s, server_clock ());
}

void
server_release (struct server *s)
{
  hang_up (s);
  if (s->addresses)
    freeaddrinfo (s->addresses);
  answers_release (&s->answers);
  buffer_release (&s->output);
  store_url_release (&s->url);
}

/* Requests.  */

/* Servers hang up on who says nothing for long, or they were started anew: that
   is no reason to be off.  */
static void
check_idle (struct server *s, uint64_t now)
{
  char byte;
  ssize_t n = recv (s->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  /* What has come unasked is read as the first answer, most likely an error.  */
  if (n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR)))
    return;
  begin_to_connect (s, now);
}

static void
greet (struct server *s)
{
  s->greeted = true;
  if (s->url.password)
    {
      command_auth (&s->output, s->url.user, s->url.password);
      answers_expect (&s->answers, ANSWERS_AUTH, 1);
    }
  if (s->url.database)
    {
      command_select (&s->output, s->url.database);
      answers_expect (&s->answers, ANSWERS_SELECT, 1);
    }
}

static bool
begin_request (struct server *s, struct store_counters *counters,
	       uint64_t now)
{
  s->counters = counters;
  s->connect_by = now + CONNECT_ATTEMPTS * s->timeouts.connect;
  if (s->state == SERVER_CONNECTED)
    check_idle (s, now);
  if (s->state == SERVER_OFF)
    {
      count_problem (s);
      return false;
    }
  buffer_clear (&s->output);
  s->sent = 0;
  s->sending = true;
  s->n_share = s->next = 0;
  s->begun = s->progress = now;
  if (!s->greeted)
    greet (s);
  return true;
}

bool
server_ping (struct server *s, uint64_t now)
{
  if (!begin_request (s, NULL, now))
    return false;
  command_ping (&s->output);
  answers_expect (&s->answers, ANSWERS_PING, 1);
  return true;
}

static bool
take_share (void *data, size_t index, const void *bytes, size_t size)
{
  struct server *s = data;
  return s->take (s->data, s->share[index], bytes, size);
}

bool
server_get (struct server *s, struct store_counters *counters, uint64_t now,
	    const char *prefix, const struct fingerprint *keys,
	    const size_t *indices, size_t count, store_take *take, void *data)
{
  if (!begin_request (s, counters, now))
    return false;
  s->share = indices;
  s->take = take;
  s->data = data;
  command_mget (&s->output, prefix, keys, indices, count);
  answers_take (&s->answers, take_share, s);
  answers_expect (&s->answers, ANSWERS_MGET, count);
  return true;
}

bool
server_put (struct server *s, struct store_counters *counters, uint64_t now,
	    const char *prefix, const struct store_piece *pieces,
	    const size_t *indices, size_t count, uint64_t seconds)
{
  if (s->read_only || !begin_request (s, counters, now))
    return false;
  s->share = indices;
  s->prefix = prefix;
  s->pieces = pieces;
  s->n_share = count;
  s->seconds = seconds;
  answers_expect (&s->answers, ANSWERS_SET, count);
  return true;
}

bool
server_is_busy (const struct server *s)
{
  return s->state != SERVER_OFF && answers_are_due (&s->answers);
}

void
server_wait_from (struct server *s, uint64_t now)
{
  s->begun = s->progress = now;
  s->connect_by = now + CONNECT_ATTEMPTS * s->timeouts.connect;
}

static bool
has_output (const struct server *s)
{
  return s->sending && (s->sent < s->output.size || s->next < s->n_share);
}

short
server_events (const struct server *s)
{
  if (s->state == SERVER_CONNECTING)
    return POLLOUT;
  return has_output (s) ? POLLIN | POLLOUT : POLLIN;
}

static uint64_t
last_moment (const struct server *s)
{
  return s->begun + LONGEST_REQUEST * s->timeouts.request;
}

uint64_t
server_deadline (const struct server *s)
{
  uint64_t by = connect_deadline (s), other;
  if (s->state == SERVER_CONNECTING)
    {
      other = server_clock () + RETRY_MICROSECONDS;
      return s->fd < 0 && other < by ? other : by;
    }
  by = s->progress + s->timeouts.request;
  other = last_moment (s);
  return by < other ? by : other;
}

/* What was sent makes room for more commands.  */
static void
refill (struct server *s)
{
  buffer_clear (&s->output);
  s->sent = 0;
  while (s->next < s->n_share && s->output.size < OUTPUT_SIZE)
    command_set (&s->output, s->prefix, &s->pieces[s->share[s->next++]],
		 s->seconds);
}

static void
send_output (struct server *s, uint64_t now)
{
  while (has_output (s))
    {
      if (s->sent == s->output.size)
	refill (s);
      ssize_t n = send (s->fd, s->output.bytes + s->sent,
			s->output.size - s->sent, MSG_NOSIGNAL);
      if (n >= 0)
	{
	  s->sent += (size_t) n;
	  s->progress = now;
	  if (s->counters)
	    s->counters->remote_bytes_out += (uint64_t) n;
	}
      else if (errno == EAGAIN)
	return;
      else if (errno != EINTR)
	/* It may have said why: reading goes on to the end.  */
	s->sending = false;
    }
}

/* The last answer has come.  */
static void
finish_request (struct server *s)
{
  count_unwanted (s);
  if (s->answers.refused == 0)
    return;
  s->read_only = true;
  if (s->counters)
    s->counters->remote_errors++;
}

static void
receive (struct server *s, uint64_t now, char *chunk, size_t size)
{
  for (unsigned i = 0; i < CHUNKS_PER_STEP; i++)
    {
      ssize_t n = recv (s->fd, chunk, size, 0);
      if (n < 0 && errno == EINTR)
	continue;
      if (n < 0 && errno == EAGAIN)
	return;
      if (n <= 0)
	{
	  fail (s, n == 0 ? SERVER_CLOSED : SERVER_FAILED, errno);
	  return;
	}
      s->progress = now;
      if (s->counters)
	s->counters->remote_bytes_in += (uint64_t) n;
      enum answers_status status = answers_feed (&s->answers, chunk,
						 (size_t) n);
      if (!answers_are_due (&s->answers))
	finish_request (s);
      if (status != ANSWERS_FINE)
	{
	  fail (s, SERVER_BAD_ANSWER, 0);
	  return;
	}
      if (!answers_are_due (&s->answers) || (size_t) n < size)
	return;
    }
}

void
server_step (struct server *s, short events, uint64_t now, char *chunk,
	     size_t size)
{
  if (s->state == SERVER_CONNECTING)
    {
      step_connecting (s, events, now);
      if (s->state != SERVER_CONNECTED)
	return;
      s->begun = s->progress = now;
      events = POLLOUT;
    }
  if (events & (POLLIN | POLLHUP | POLLERR))
    receive (s, now, chunk, size);
  if (server_is_busy (s) && (events & POLLOUT))
    send_output (s, now);
  /* Who gets no time for long finds that something has come: it counts.  */
  if (server_is_busy (s)
      && now >= (events ? last_moment (s) : server_deadline (s)))
    fail (s, SERVER_REQUEST_TIMEOUT, 0);
}

size_t
server_take_accepted (struct server *s)
{
  size_t accepted = s->answers.accepted;
  s->answers.accepted = 0;
  return accepted;
}

static char *
answer_problem (const struct server *s)
{
  switch (s->answers.status)
    {
    case ANSWERS_REFUSED:
      return answers_refusal (&s->answers);
    case ANSWERS_TOO_LARGE:
      return strdup ("its answer is too large");
    case ANSWERS_NO_MEMORY:
      return strdup (strerror (ENOMEM));
    default:
      return strdup ("answers as no Redis does");
    }
}

static char *
timeout_problem (const char *what, uint64_t microseconds)
{
  char *text;
  return asprintf (&text, "%s within %llu ms", what,
		   (unsigned long long) microseconds / 1000) < 0 ? NULL : text;
}

char *
server_problem_text (const struct server *s)
{
  switch (s->problem)
    {
    case SERVER_FINE:
      return s->read_only ? answers_refusal (&s->answers) : NULL;
    case SERVER_UNKNOWN_HOST:
      return strdup (gai_strerror (s->error));
    case SERVER_FAILED:
      return strdup (strerror (s->error));
    case SERVER_CLOSED:
      return strdup ("hung up");
    case SERVER_CONNECT_TIMEOUT:
      return timeout_problem ("no connection", s->timeouts.connect);
    case SERVER_REQUEST_TIMEOUT:
      return timeout_problem ("no answer", s->timeouts.request);
    case SERVER_BAD_ANSWER:
      return answer_problem (s);
    }
  return NULL;
}

#endif
