/* store-remote.h - values on servers that speak RESP2: Redis, Valkey ...
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Moves raw bytes, as a back end of store-internal.h does: envelopes are
   store.c's business.  A key is spread over the servers by rendezvous hashing,
   so that a server that joins or leaves moves its share of the keys only; on a
   server it is called PREFIX and 32 hexadecimal digits.

   Everything is one request and one round trip to each server, all of them at
   the same time, over sockets that never block: a server that refuses, fails,
   answers nonsense, is silent for too long or takes longer than five times
   that in all is off for this process, and its keys are misses.  One that
   refuses to be written to (a replica, a full one) is still read from.  Nothing
   is ever printed or signalled; a password is in no message.

   Threads: as the store.  */

#ifndef QUERIES_STORE_REMOTE_H
#define QUERIES_STORE_REMOTE_H

#include "queries/store-internal.h"

struct store_remote;

#define REMOTE_CONNECT_TIMEOUT 100	/* Milliseconds.  */
#define REMOTE_REQUEST_TIMEOUT 200

/* Values that are larger are neither sent nor taken.  */
#define REMOTE_LARGEST_VALUE ((size_t) 32 << 20)

/* Begin to connect to the servers that URLS names, separated by commas; one that
   is named twice counts once.  PREFIX is copied.  Timeouts are in milliseconds,
   0: the default.  *MESSAGE: as store_open says.  NULL if a URL is wrong; a
   host that is not found is a server that is off.  */
struct store_remote *store_remote_open (const char *urls, const char *prefix,
					unsigned connect_timeout,
					unsigned request_timeout,
					char **message);
void store_remote_close (struct store_remote *r);

/* Calls TAKE for the keys that are there.  Counts remote_bytes_in and
   remote_bytes_out as they travel, protocol and all; remote_damaged (what TAKE
   did not want); remote_errors and remote_timeouts, each server once.  */
void store_remote_get_many (struct store_remote *r,
			    const struct fingerprint *keys, size_t count,
			    store_take *take, void *data,
			    struct store_counters *counters);

/* Send PIECES, all of them STORE_PUT; then, after whatever else there is to do,
   wait for the answers.  SECONDS: how long servers shall keep them, 0: as long
   as they like.  PIECES must live until the second call, which returns the
   number of pieces that servers have taken.  Counts as above, in the first
   call's COUNTERS, which are those of the second.  */
void store_remote_put_start (struct store_remote *r,
			     const struct store_piece *pieces, size_t count,
			     uint64_t seconds,
			     struct store_counters *counters);
size_t store_remote_put_finish (struct store_remote *r,
				struct store_counters *counters);

/* For `queries doctor': connect to the server with index INDEX and say hello.
   False if there is no such server.  *NAME (without password; to be freed) and
   *PROBLEM (to be freed; NULL: none), *MICROSECONDS of one round trip.  Waits
   as the other calls do; not between put_start and put_finish.  */
bool store_remote_probe (struct store_remote *r, unsigned index, char **name,
			 char **problem, uint64_t *microseconds);

#endif
