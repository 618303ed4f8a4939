/* store-rendezvous.c - which server of the shared store has a key.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/store-rendezvous.h"

unsigned
rendezvous (const struct fingerprint *servers, unsigned count,
	    const struct fingerprint *key)
{
  unsigned best = 0;
  struct fingerprint highest = { 0, 0 };
  if (count == 1)
    return 0;
  for (unsigned i = 0; i < count; i++)
    {
      struct fingerprint weight = fingerprint_combine (servers[i], *key);
      if (i == 0 || fingerprint_compare (&weight, &highest) > 0)
	{
	  best = i;
	  highest = weight;
	}
    }
  return best;
}
