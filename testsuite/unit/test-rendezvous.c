/* test-rendezvous.c - which server has a key, as servers come and go.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdio.h>

#include "queries/store-rendezvous.h"
#include "testsuite/unit/suite.h"

/* A server that joins takes its share, and nothing else moves.  */
START_TEST (test_rendezvous)
{
  enum { KEYS = 20000, SERVERS = 8 };
  struct fingerprint names[SERVERS];
  unsigned share[SERVERS] = { 0 };
  for (unsigned i = 0; i < SERVERS; i++)
    {
      char name[32];
      snprintf (name, sizeof name, "redis://10.0.0.%u:6379/0", i);
      names[i] = fingerprint_of_string (name);
    }
  for (unsigned n = 1; n < SERVERS; n++)
    {
      unsigned moved = 0;
      for (unsigned i = 0; i < KEYS; i++)
	{
	  struct fingerprint key = fingerprint_of (&i, sizeof i);
	  unsigned before = rendezvous (names, n, &key);
	  unsigned after = rendezvous (names, n + 1, &key);
	  ck_assert (after == before || after == n);
	  moved += after != before;
	  share[after] += n + 1 == SERVERS;
	}
      /* One of N + 1, within a tenth.  */
      ck_assert_uint_gt (moved, KEYS / (n + 1) * 9 / 10);
      ck_assert_uint_lt (moved, KEYS / (n + 1) * 11 / 10);
    }
  for (unsigned i = 0; i < SERVERS; i++)
    ck_assert_uint_gt (share[i], KEYS / SERVERS * 9 / 10);
  /* In another order the same ones are found.  */
  for (unsigned i = 0; i < KEYS; i++)
    {
      struct fingerprint key = fingerprint_of (&i, sizeof i);
      struct fingerprint turned[3] = { names[2], names[0], names[1] };
      ck_assert_uint_eq ((rendezvous (turned, 3, &key) + 2) % 3,
			 rendezvous (names, 3, &key));
    }
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("rendezvous");
  TCase *t = tcase_create ("rendezvous");
  tcase_add_test (t, test_rendezvous);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
