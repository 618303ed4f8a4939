/* body-block.c - bodies in the store, for those who ask without GCC.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/body-block.h"

#include <string.h>
#include <zstd.h>

/* A fast one: a cold compile pays for it.  */
#define LEVEL (-1)

/* A zstd block has four bytes or more and at most 128 KiB in them: so few bytes
   cannot ask for much memory.  */
#define MOST_SHRUNK (32 * 1024)

struct fingerprint
body_block_key (struct fingerprint print)
{
  return fingerprint_combine (print, fingerprint_of_string ("body"));
}

void
body_packer_release (struct body_packer *p)
{
  ZSTD_freeCCtx (p->context);
  p->context = NULL;
}

bool
body_block_encode (struct body_packer *p, const struct snapshot *body,
		   struct fingerprint print, struct buffer *out)
{
  if (!p->context && !(p->context = ZSTD_createCCtx ()))
    return false;
  struct body_block head = { BODY_BLOCK_MAGIC, body->size, print };
  size_t bound = ZSTD_compressBound (body->size);
  size_t start = out->size;
  buffer_add (out, &head, sizeof head);
  buffer_reserve (out, bound);
  size_t packed = ZSTD_compressCCtx (p->context, out->bytes + out->size, bound,
				     body, body->size, LEVEL);
  if (ZSTD_isError (packed))
    {
      out->size = start;
      return false;
    }
  out->size += packed;
  return true;
}

bool
body_block_is (const void *bytes, size_t size)
{
  uint32_t magic;
  if (size < sizeof (struct body_block))
    return false;
  memcpy (&magic, bytes, sizeof magic);
  return magic == BODY_BLOCK_MAGIC;
}

const struct snapshot *
body_block_decode (const void *bytes, size_t size, struct arena *arena,
		   const char **why)
{
  struct body_block head;
  uint32_t where;
  *why = "not a body";
  if (!body_block_is (bytes, size))
    return NULL;
  memcpy (&head, bytes, sizeof head);
  *why = "a body of an impossible size";
  if (head.size < sizeof (struct snapshot) || head.size > BODY_BLOCK_LARGEST
      || head.size / MOST_SHRUNK > size - sizeof head)
    return NULL;
  struct arena_mark mark = arena_mark (arena);
  void *body = arena_alloc (arena, head.size);
  size_t unpacked = ZSTD_decompress (body, head.size,
				     (const char *) bytes + sizeof head,
				     size - sizeof head);
  *why = "a body that does not unpack";
  if (!ZSTD_isError (unpacked) && unpacked == head.size)
    {
      *why = snapshot_validate (body, head.size, &where);
      if (!*why && !fingerprint_equal (snapshot_fingerprint (body),
				       head.print))
	*why = "a body with another fingerprint";
      if (!*why)
	return body;
    }
  arena_cut (arena, mark);
  return NULL;
}
