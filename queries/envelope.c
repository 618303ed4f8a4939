/* envelope.c - what proves that a value is the one that was written.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/late-library.h"
#include "queries/store-internal.h"

#include <errno.h>
#include <nettle/hmac.h>
#include <nettle/memops.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* nettle's functions, loaded for a secret.  */
struct keyed_hash
{
  __typeof__ (&hmac_sha256_set_key) set_key;
  __typeof__ (&hmac_sha256_update) update;
  __typeof__ (&hmac_sha256_digest) digest;
  __typeof__ (&memeql_sec) equal;
};

struct store_secret
{
  struct hmac_sha256_ctx keyed;
  struct keyed_hash hash;
};

/* What the linker knows NAME as.  */
#define SYMBOL(name, variable) { LATE_LIBRARY_NAME (name), &(variable) }

static bool
load_keyed_hash (struct keyed_hash *h)
{
  const struct late_symbol symbols[] = {
    SYMBOL (hmac_sha256_set_key, h->set_key),
    SYMBOL (hmac_sha256_update, h->update),
    SYMBOL (hmac_sha256_digest, h->digest),
    SYMBOL (memeql_sec, h->equal)
  };
  return late_library_load (LATE_LIBRARY_NAME (NETTLE_LIBRARY), symbols,
			    sizeof symbols / sizeof *symbols);
}

_Static_assert (sizeof (struct envelope) == 32,
		"bytes behind an envelope stay aligned");

static void
keyed_tag (const struct store_secret *secret, const struct fingerprint *key,
	   uint16_t flags, const void *bytes, size_t size,
	   unsigned char tag[16])
{
  struct hmac_sha256_ctx c = secret->keyed;
  secret->hash.update (&c, sizeof *key, (const uint8_t *) key);
  secret->hash.update (&c, sizeof flags, (const uint8_t *) &flags);
  secret->hash.update (&c, size, bytes);
  secret->hash.digest (&c, 16, tag);
}

static void
plain_tag (const struct fingerprint *key, uint16_t flags, const void *bytes,
	   size_t size, unsigned char tag[16])
{
  uint64_t seed = (key->low ^ key->high * 31) + flags * 0x9e3779b97f4a7c15u;
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash (&canonical,
			    XXH3_128bits_withSeed (bytes, size, seed));
  memcpy (tag, canonical.digest, 16);
}

void
envelope_seal (struct store_piece *p, uint32_t stamp,
	       const struct store_secret *secret)
{
  struct envelope *e = &p->envelope;
  e->magic = ENVELOPE_MAGIC;
  e->version = ENVELOPE_VERSION;
  e->flags = (uint16_t) ((secret ? ENVELOPE_KEYED : 0)
			 | (p->packed ? ENVELOPE_PACKED : 0));
  e->size = (uint32_t) p->size;
  e->stamp = stamp;
  if (secret)
    keyed_tag (secret, &p->key, e->flags, p->bytes, p->size, e->tag);
  else
    plain_tag (&p->key, e->flags, p->bytes, p->size, e->tag);
}

/* Whether the tag of E is that of the bytes at COPY.  */
static bool
is_genuine (const struct envelope *e, const struct fingerprint *key,
	    const struct store_secret *secret, const void *copy)
{
  unsigned char tag[16];
  if (secret)
    {
      keyed_tag (secret, key, e->flags, copy, e->size, tag);
      return secret->hash.equal (tag, e->tag, sizeof tag);
    }
  plain_tag (key, e->flags, copy, e->size, tag);
  return memcmp (tag, e->tag, sizeof tag) == 0;
}

enum envelope_status
envelope_open (const struct fingerprint *key, const void *raw, size_t size,
	       const struct store_secret *secret, struct packing *packing,
	       struct arena *arena, const void **bytes, size_t *inner,
	       uint32_t *stamp)
{
  struct envelope e;
  *stamp = 0;
  if (size < sizeof e)
    return ENVELOPE_DAMAGED;
  memcpy (&e, raw, sizeof e);
  *stamp = e.stamp;
  if (e.magic != ENVELOPE_MAGIC || e.version != ENVELOPE_VERSION
      || e.size != size - sizeof e)
    return ENVELOPE_DAMAGED;
  if ((e.flags & ~ENVELOPE_PACKED) != (secret ? ENVELOPE_KEYED : 0))
    return secret ? ENVELOPE_FORGED : ENVELOPE_DAMAGED;

  bool packed = e.flags & ENVELOPE_PACKED;
  struct arena_mark mark = arena_mark (arena);
  const void *copy;
  if (packed)
    {
      buffer_clear (&packing->room);
      buffer_add (&packing->room, (const char *) raw + sizeof e, e.size);
      copy = packing->room.bytes;
    }
  else
    copy = arena_copy (arena, (const char *) raw + sizeof e, e.size);
  if (!is_genuine (&e, key, secret, copy))
    {
      arena_cut (arena, mark);
      return secret ? ENVELOPE_FORGED : ENVELOPE_DAMAGED;
    }
  *bytes = copy;
  *inner = e.size;
  return !packed || packing_unpack (packing, copy, e.size, arena, bytes, inner)
	 ? ENVELOPE_FINE : ENVELOPE_DAMAGED;
}

struct store_secret *
store_secret_new (const void *secret, size_t size)
{
  struct store_secret *s = secret && size ? malloc (sizeof *s) : NULL;
  if (s && !load_keyed_hash (&s->hash))
    {
      free (s);
      errno = ELIBACC;
      return NULL;
    }
  if (s)
    s->hash.set_key (&s->keyed, size, secret);
  return s;
}

void
store_secret_free (struct store_secret *s)
{
  if (s)
    memset (s, 0, sizeof *s);
  free (s);
}

void
store_secret_name (const struct store_secret *s, char name[9])
{
  static const char purpose[] = "name";
  struct hmac_sha256_ctx c = s->keyed;
  unsigned char tag[4];
  s->hash.update (&c, sizeof purpose, (const uint8_t *) purpose);
  s->hash.digest (&c, sizeof tag, tag);
  for (unsigned i = 0; i < sizeof tag; i++)
    snprintf (name + 2 * i, 3, "%02x", tag[i]);
}
