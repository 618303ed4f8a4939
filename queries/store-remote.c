/* store-remote.c - values on servers that speak RESP2: Redis, Valkey ...
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/store-remote.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef HAVE_HIREDIS

#include <poll.h>

#include "queries/store-rendezvous.h"
#include "queries/store-server.h"

#define MOST_SERVERS 64

struct store_remote
{
  char *prefix;
  unsigned n_servers;
  struct server servers[MOST_SERVERS];
  struct fingerprint identities[MOST_SERVERS];
  /* Of a put that is not finished: indices of pieces, by server.  */
  size_t *shares;
  /* What is read at once.  */
  char chunk[64 << 10];
};

/* Opening.  */

static bool
is_known (const struct store_remote *r, const char *name)
{
  for (unsigned i = 0; i < r->n_servers; i++)
    if (strcmp (r->servers[i].url.name, name) == 0)
      return true;
  return false;
}

/* Add "NAME: TEXT" to *MESSAGE.  TEXT is freed.  */
static void
add_problem (char **message, const char *name, char *text)
{
  char *both;
  if (text && asprintf (&both, "%s%s%s: %s", *message ? *message : "",
			*message ? "; " : "", name, text) >= 0)
    {
      free (*message);
      *message = both;
    }
  free (text);
}

/* One URL of SIZE bytes.  What is wrong is told by its number: in a URL that is
   none, nobody knows where the password is.  */
static bool
add_server (struct store_remote *r, const char *text, size_t size,
	    unsigned number, struct server_timeouts timeouts, char **message)
{
  struct store_url url;
  const char *problem;
  char name[32];
  snprintf (name, sizeof name, "server %u", number);
  if (!store_url_parse (&url, text, size, &problem))
    {
      add_problem (message, name, strdup (problem));
      return false;
    }
  if (is_known (r, url.name))
    {
      store_url_release (&url);
      return true;
    }
  if (r->n_servers == MOST_SERVERS)
    {
      store_url_release (&url);
      add_problem (message, name, strdup ("too many servers"));
      return false;
    }
  struct server *s = &r->servers[r->n_servers];
  server_init (s, &url, timeouts);
  r->identities[r->n_servers++] = s->identity;
  if (s->state == SERVER_OFF)
    add_problem (message, s->url.name, server_problem_text (s));
  return true;
}

static bool
add_servers (struct store_remote *r, const char *urls,
	     struct server_timeouts timeouts, char **message)
{
  unsigned number = 1;
  for (;; number++)
    {
      urls += strspn (urls, " ");
      size_t size = strcspn (urls, ","), trimmed = size;
      while (trimmed > 0 && urls[trimmed - 1] == ' ')
	trimmed--;
      if (!add_server (r, urls, trimmed, number, timeouts, message))
	return false;
      if (!urls[size])
	return true;
      urls += size + 1;
    }
}

struct store_remote *
store_remote_open (const char *urls, const char *prefix,
		   unsigned connect_timeout, unsigned request_timeout,
		   char **message)
{
  struct server_timeouts timeouts = {
    .connect = connect_timeout ? connect_timeout : REMOTE_CONNECT_TIMEOUT,
    .request = request_timeout ? request_timeout : REMOTE_REQUEST_TIMEOUT
  };
  timeouts.connect *= 1000;
  timeouts.request *= 1000;
  *message = NULL;
  /* Most of it is never touched.  */
  struct store_remote *r = calloc (1, sizeof *r);
  if (r && (r->prefix = strdup (prefix))
      && add_servers (r, urls, timeouts, message))
    return r;
  if (r)
    store_remote_close (r);
  return NULL;
}

void
store_remote_close (struct store_remote *r)
{
  for (unsigned i = 0; i < r->n_servers; i++)
    server_release (&r->servers[i]);
  free (r->shares);
  free (r->prefix);
  free (r);
}

/* All servers at once.  */

/* Poll busy servers once, for as long as the first deadline allows if WAIT.
   Returns whether any is busy still.  */
static bool
poll_once (struct store_remote *r, bool wait)
{
  struct pollfd fds[MOST_SERVERS];
  struct server *busy[MOST_SERVERS];
  unsigned n = 0, left = 0;
  uint64_t deadline = UINT64_MAX, now = server_clock ();
  for (unsigned i = 0; i < r->n_servers; i++)
    {
      struct server *s = &r->servers[i];
      if (!server_is_busy (s))
	continue;
      uint64_t by = server_deadline (s);
      deadline = by < deadline ? by : deadline;
      fds[n] = (struct pollfd) { .fd = s->fd, .events = server_events (s) };
      busy[n++] = s;
    }
  if (n == 0)
    return false;
  uint64_t pause = wait && deadline > now ? (deadline - now + 999) / 1000 : 0;
  /* Interrupted or failed: nothing is known of any.  */
  if (poll (fds, n, pause < 60000 ? (int) pause : 60000) < 0)
    for (unsigned i = 0; i < n; i++)
      fds[i].revents = 0;
  now = server_clock ();
  for (unsigned i = 0; i < n; i++)
    {
      server_step (busy[i], fds[i].revents, now, r->chunk, sizeof r->chunk);
      left += server_is_busy (busy[i]);
    }
  return left > 0;
}

static void
wait_for_all (struct store_remote *r)
{
  while (poll_once (r, true))
    ;
}

/* The indices of COUNT keys, STRIDE bytes apart, by their servers: those of
   server I begin at FIRST[I] and end at FIRST[I + 1].  To be freed.  */
static size_t *
share_out (const struct store_remote *r, const struct fingerprint *keys,
	   size_t stride, size_t count, size_t first[MOST_SERVERS + 1])
{
  size_t *shares = malloc (count * sizeof *shares);
  unsigned char *places = malloc (count);
  size_t next[MOST_SERVERS];
  if (!shares || !places)
    {
      free (shares);
      free (places);
      return NULL;
    }
  memset (first, 0, (MOST_SERVERS + 1) * sizeof *first);
  for (size_t i = 0; i < count; i++)
    {
      const void *key = (const char *) keys + i * stride;
      places[i] = (unsigned char) rendezvous (r->identities, r->n_servers,
					      key);
      first[places[i] + 1]++;
    }
  for (unsigned i = 0; i < r->n_servers; i++)
    {
      next[i] = first[i];
      first[i + 1] += first[i];
    }
  for (size_t i = 0; i < count; i++)
    shares[next[places[i]]++] = i;
  free (places);
  return shares;
}

void
store_remote_get_many (struct store_remote *r, const struct fingerprint *keys,
		       size_t count, store_take *take, void *data,
		       struct store_counters *counters)
{
  size_t first[MOST_SERVERS + 1];
  size_t *shares = share_out (r, keys, sizeof *keys, count, first);
  uint64_t now = server_clock ();
  for (unsigned i = 0; shares && i < r->n_servers; i++)
    if (first[i + 1] > first[i])
      server_get (&r->servers[i], counters, now, r->prefix, keys,
		  shares + first[i], first[i + 1] - first[i], take, data);
  wait_for_all (r);
  free (shares);
}

void
store_remote_put_start (struct store_remote *r,
			const struct store_piece *pieces, size_t count,
			uint64_t seconds, struct store_counters *counters)
{
  size_t first[MOST_SERVERS + 1];
  uint64_t now = server_clock ();
  r->shares = share_out (r, &pieces->key, sizeof *pieces, count, first);
  for (unsigned i = 0; r->shares && i < r->n_servers; i++)
    if (first[i + 1] > first[i])
      server_put (&r->servers[i], counters, now, r->prefix, pieces,
		  r->shares + first[i], first[i + 1] - first[i], seconds);
  poll_once (r, false);
}

size_t
store_remote_put_finish (struct store_remote *r,
			 struct store_counters *counters)
{
  (void) counters;		/* Those of the start.  */
  size_t taken = 0;
  uint64_t now = server_clock ();
  for (unsigned i = 0; i < r->n_servers; i++)
    server_wait_from (&r->servers[i], now);
  wait_for_all (r);
  for (unsigned i = 0; i < r->n_servers; i++)
    taken += server_take_accepted (&r->servers[i]);
  free (r->shares);
  r->shares = NULL;
  return taken;
}

bool
store_remote_probe (struct store_remote *r, unsigned index, char **name,
		    char **problem, uint64_t *microseconds)
{
  *name = *problem = NULL;
  *microseconds = 0;
  if (index >= r->n_servers)
    return false;
  struct server *s = &r->servers[index];
  *name = strdup (s->url.name);
  /* The first time to connect and be let in.  */
  for (unsigned i = 0; i < 2; i++)
    {
      uint64_t now = server_clock ();
      if (server_ping (s, now))
	wait_for_all (r);
      *microseconds = server_clock () - now;
    }
  *problem = server_problem_text (s);
  if (*problem)
    *microseconds = 0;
  return true;
}

#else

struct store_remote *
store_remote_open (const char *urls, const char *prefix,
		   unsigned connect_timeout, unsigned request_timeout,
		   char **message)
{
  (void) urls, (void) prefix, (void) connect_timeout, (void) request_timeout;
  *message = strdup ("no Redis support in this build");
  return NULL;
}

/* The rest is never called: there is nothing to call it with.  */

void
store_remote_close (struct store_remote *r)
{
  (void) r;
}

void
store_remote_get_many (struct store_remote *r, const struct fingerprint *keys,
		       size_t count, store_take *take, void *data,
		       struct store_counters *counters)
{
  (void) r, (void) keys, (void) count, (void) take, (void) data;
  (void) counters;
}

void
store_remote_put_start (struct store_remote *r,
			const struct store_piece *pieces, size_t count,
			uint64_t seconds, struct store_counters *counters)
{
  (void) r, (void) pieces, (void) count, (void) seconds, (void) counters;
}

size_t
store_remote_put_finish (struct store_remote *r,
			 struct store_counters *counters)
{
  (void) r, (void) counters;
  return 0;
}

bool
store_remote_probe (struct store_remote *r, unsigned index, char **name,
		    char **problem, uint64_t *microseconds)
{
  (void) r, (void) index, (void) name, (void) problem, (void) microseconds;
  return false;
}

#endif
