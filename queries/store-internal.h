/* store-internal.h - between the store and its two sides.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   store.c does what the sides share: envelopes, sorting, copies into the
   caller's arena, most counters.  A side moves raw bytes: the envelope is part
   of a value to it.  */

#ifndef QUERIES_STORE_INTERNAL_H
#define QUERIES_STORE_INTERNAL_H

#include <stdbool.h>

#include "queries/packing.h"
#include "queries/store.h"

#define ENVELOPE_MAGIC 0x56525051u	/* "QPRV" */
#define ENVELOPE_VERSION 3

enum
{
  /* TAG is a keyed hash: written by who knows the secret.  */
  ENVELOPE_KEYED = 1,
  /* The bytes are packed (queries/packing.h).  */
  ENVELOPE_PACKED = 2
};

/* In front of every value.  TAG is of the bytes as they are stored, their key and FLAGS,
   so that bytes that turn up under another key are as wrong as changed ones.  STAMP is not
   part of it: it says when the value was last used, no more, and changes
   alone.  */
struct envelope
{
  uint32_t magic;
  uint16_t version;
  uint16_t flags;		/* ENVELOPE_*  */
  uint32_t size;		/* Of the bytes that follow.  */
  uint32_t stamp;		/* In the folder; 0 on servers.  */
  unsigned char tag[16];	/* XXH3-128, or HMAC-SHA256 cut to this.  */
};

/* One value to be written: ENVELOPE, then BYTES.  To be removed, or touched:
   the key only.  */
struct store_piece
{
  struct fingerprint key;
  enum store_action action;
  struct envelope envelope;
  const void *bytes;
  size_t size;			/* Without the envelope.  */
  bool packed;			/* As packing_pack has left them.  */
};

static inline bool
piece_has_value (const struct store_piece *p)
{
  return p->action == STORE_PUT || p->action == STORE_PUT_LOCAL
	 || p->action == STORE_PUT_DENSE;
}

/* Fill in P's envelope for its bytes; SECRET: NULL for a checksum.  */
struct store_secret;
void envelope_seal (struct store_piece *p, uint32_t stamp,
		    const struct store_secret *secret);

enum envelope_status { ENVELOPE_FINE, ENVELOPE_DAMAGED, ENVELOPE_FORGED };

/* Check the envelope in front of the SIZE bytes at RAW, which may change while
   they are looked at, and copy what is in it, unpacked, to ARENA: *BYTES, *INNER bytes.
   With SECRET, only what was sealed with it is fine.  Unless it is, ARENA is
   as it was.  *STAMP may be set in any case.  */
enum envelope_status envelope_open (const struct fingerprint *key,
				    const void *raw, size_t size,
				    const struct store_secret *secret,
				    struct packing *packing,
				    struct arena *arena, const void **bytes,
				    size_t *inner, uint32_t *stamp);

/* The secret as keys for hashes; NULL if there is none, no memory, or no nettle
   (errno), which the first call loads.  */
struct store_secret *store_secret_new (const void *secret, size_t size);
void store_secret_free (struct store_secret *s);
/* What tells the keys of those who know S from other people's: 8 hexadecimal
   digits.  */
void store_secret_name (const struct store_secret *s, char name[9]);

/* Gets the raw bytes found for the key with index INDEX.  They may be
   anything, even change while they are looked at: copy first, then check.
   Returns false if they are not a whole value.  */
typedef bool store_take (void *data, size_t index, const void *bytes,
			 size_t size);

/* The same for any key; stops the walk when it returns nonzero.  */
typedef int store_visit (void *data, const struct fingerprint *key,
			 const void *bytes, size_t size);

#endif
