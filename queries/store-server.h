/* store-server.h - one server of the shared store: its connection, a request.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Nothing here waits: who has servers polls for server_events until
   server_deadline and calls server_step.  A server that
   fails is off from then on: never asked, always a miss.  A password is in no
   message, and no signal is raised.

   Time is in microseconds of a monotonic clock (server_clock).  One thread.  */

#ifndef QUERIES_STORE_SERVER_H
#define QUERIES_STORE_SERVER_H

#include "queries/buffer.h"
#include "queries/store-answers.h"
#include "queries/store-url.h"

enum server_state
{
  SERVER_OFF,
  SERVER_CONNECTING,		/* To ADDRESS; FD -1: to be tried again.  */
  SERVER_CONNECTED
};

enum server_problem
{
  SERVER_FINE,
  SERVER_UNKNOWN_HOST,		/* ERROR: getaddrinfo's.  */
  SERVER_FAILED,		/* ERROR: errno.  */
  SERVER_CLOSED,
  SERVER_CONNECT_TIMEOUT, SERVER_REQUEST_TIMEOUT,
  SERVER_BAD_ANSWER		/* ANSWERS.STATUS.  */
};

struct server_timeouts
{
  uint64_t connect, request;
};

struct server
{
  struct store_url url;
  struct fingerprint identity;	/* Of its name.  */
  struct server_timeouts timeouts;
  struct store_counters *counters;	/* NULL: nobody counts.  */

  enum server_state state;
  enum server_problem problem;
  int error;
  bool counted;			/* The problem is.  */
  bool read_only;		/* It refused to be written to.  */

  int fd;			/* -1: none.  */
  struct addrinfo *addresses, *address;	/* Of a host.  */
  uint64_t attempt;		/* When connecting to ADDRESS began.  */
  uint64_t connect_by;		/* Not to be waited for any longer, whichever
				   address it is.  */
  bool greeted;			/* AUTH and SELECT are sent or in OUTPUT.  */

  /* The request at hand.  */
  struct buffer output;
  size_t sent;			/* Of OUTPUT.  */
  bool sending;			/* False: it takes no more.  */
  struct answers answers;
  uint64_t begun, progress;	/* When; the last byte in or out.  */
  /* What is to be put into OUTPUT when that has been sent; N_SHARE 0: nothing.  */
  const char *prefix;
  const struct store_piece *pieces;
  size_t n_share, next;
  uint64_t seconds;
  /* Indices into PIECES, or of the keys that TAKE gets the values of.  */
  const size_t *share;
  store_take *take;
  void *data;
};

uint64_t server_clock (void);

/* Looks the host up, which may take long, and begins to connect.  S takes over
   what is in URL.  */
void server_init (struct server *s, struct store_url *url,
		  struct server_timeouts timeouts);
void server_release (struct server *s);

/* Begin a request, of which COUNTERS (NULL: none) and the clock are told.  Each
   returns false if the server is off; else it is busy afterwards.  Arrays must
   live until it is not.  INDICES: which of KEYS or PIECES are meant; COUNT > 0.
   TAKE's index is one of INDICES.  */
bool server_ping (struct server *s, uint64_t now);
bool server_get (struct server *s, struct store_counters *counters,
		 uint64_t now, const char *prefix,
		 const struct fingerprint *keys, const size_t *indices,
		 size_t count, store_take *take, void *data);
bool server_put (struct server *s, struct store_counters *counters,
		 uint64_t now, const char *prefix,
		 const struct store_piece *pieces, const size_t *indices,
		 size_t count, uint64_t seconds);

/* Whether a request is not finished.  */
bool server_is_busy (const struct server *s);

/* The caller had other things to do: count the time from NOW on.  */
void server_wait_from (struct server *s, uint64_t now);

/* Of a busy server: what to poll its FD for; and until when.  */
short server_events (const struct server *s);
uint64_t server_deadline (const struct server *s);

/* Of a busy server: poll saw EVENTS; if none, the deadline may have passed.
   CHUNK is memory of SIZE bytes to read into.  */
void server_step (struct server *s, short events, uint64_t now, char *chunk,
		  size_t size);

/* How many pieces S has taken since it was asked so last.  */
size_t server_take_accepted (struct server *s);

/* What is wrong, to be freed; NULL: nothing known.  */
char *server_problem_text (const struct server *s);

#endif
