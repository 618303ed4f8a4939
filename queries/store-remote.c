/* store-remote.c - values on servers that speak RESP2: Redis, Valkey ...
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/store-remote.h"

#include <string.h>

struct store_remote *
store_remote_open (const char *urls, const char *prefix,
		   unsigned connect_timeout, unsigned request_timeout,
		   char **message)
{
  (void) urls, (void) prefix, (void) connect_timeout, (void) request_timeout;
  *message = strdup ("no Redis support in this build");
  return NULL;
}

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
