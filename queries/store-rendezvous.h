/* store-rendezvous.h - which server of the shared store has a key.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Rendezvous hashing (Thaler and Ravishankar, "A name-based mapping scheme for
   rendezvous", 1996): the server whose hash with the key is the greatest.  Who
   knows the same servers, in any order, finds the same one; a server that joins
   takes its share from all others, and nothing else moves.  */

#ifndef QUERIES_STORE_RENDEZVOUS_H
#define QUERIES_STORE_RENDEZVOUS_H

#include "queries/fingerprint.h"

/* The index of KEY's server among the COUNT > 0 whose names have these
   fingerprints.  Time: COUNT hashes of 32 bytes.  */
unsigned rendezvous (const struct fingerprint *servers, unsigned count,
		     const struct fingerprint *key);

#endif
