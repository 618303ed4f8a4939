/* remote-client.c - tests' own use of servers.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/remote-client.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "testsuite/unit/suite.h"

char remote_folder[64];
struct store_counters remote_counters;
static struct fingerprint keys[] = { { 1, 1 }, { 2, 2 }, { 3, 3 } };

void
remote_set_up (void)
{
  strcpy (remote_folder, "/tmp/test-remote-XXXXXX");
  ck_assert_ptr_nonnull (mkdtemp (remote_folder));
  memset (&remote_counters, 0, sizeof remote_counters);
}

void
remote_tear_down (void)
{
  ck_assert_int_eq (rmdir (remote_folder), 0);
}

double
remote_now (void)
{
  struct timespec t;
  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec + (double) t.tv_nsec * 1e-9;
}

bool
remote_take (void *data, size_t index, const void *bytes, size_t size)
{
  static const char *const expected[] = { "one", "", "three" };
  unsigned *taken = data;
  if (index < 3 && size == strlen (expected[index])
      && memcmp (bytes, expected[index], size) == 0)
    *taken |= 1u << index;
  else
    *taken |= 1u << 31;
  return true;
}

struct store_remote *
remote_open (const char *url, unsigned milliseconds)
{
  char *message;
  struct store_remote *r = store_remote_open (url, "test:", milliseconds,
					      milliseconds, &message);
  ck_assert_msg (r && !message, "%s", message ? message : "no memory");
  return r;
}

unsigned
remote_get (struct store_remote *r)
{
  unsigned taken = 0;
  store_remote_get_many (r, keys, 3, remote_take, &taken, &remote_counters);
  return taken;
}

size_t
remote_put (struct store_remote *r, unsigned n, size_t size)
{
  struct store_piece pieces[16];
  char *bytes = calloc (1, size + 1);
  for (unsigned i = 0; i < n; i++)
    {
      pieces[i] = (struct store_piece) { .key = { i, i }, .bytes = bytes,
					 .size = size };
      envelope_seal (&pieces[i], 0, NULL);
    }
  store_remote_put_start (r, pieces, n, 0, &remote_counters);
  size_t taken = store_remote_put_finish (r, &remote_counters);
  free (bytes);
  return taken;
}
