/* packing.c - values in fewer bytes, for the store.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/packing.h"

#include <zstd.h>

#define LEVEL (-1)

/* Less than this is not worth the head of a frame.  */
#define SMALLEST 256

/* A value is at most so many times as large as what it is packed to.  */
#define GREATEST_RATIO 32

void
packing_release (struct packing *p)
{
  ZSTD_freeCCtx (p->writer);
  ZSTD_freeDCtx (p->reader);
  buffer_release (&p->room);
  *p = (struct packing) { 0 };
}

bool
packing_pack (struct packing *p, const void *bytes, size_t size,
	      struct arena *arena, const void **packed, size_t *packed_size)
{
  if (size < SMALLEST || (!p->writer && !(p->writer = ZSTD_createCCtx ())))
    return false;

  buffer_clear (&p->room);
  buffer_reserve (&p->room, ZSTD_compressBound (size));
  size_t n = ZSTD_compressCCtx (p->writer, p->room.bytes, p->room.capacity,
				bytes, size, LEVEL);
  /* An eighth at least, or reading is slower for nothing.  */
  if (ZSTD_isError (n) || n > size - size / 8 || size / GREATEST_RATIO > n)
    return false;
  *packed = arena_copy (arena, p->room.bytes, n);
  *packed_size = n;
  return true;
}

bool
packing_unpack (struct packing *p, const void *packed, size_t packed_size,
		struct arena *arena, const void **bytes, size_t *size)
{
  unsigned long long claimed = ZSTD_getFrameContentSize (packed, packed_size);
  if (claimed == ZSTD_CONTENTSIZE_UNKNOWN || claimed == ZSTD_CONTENTSIZE_ERROR
      || claimed < SMALLEST || claimed / GREATEST_RATIO > packed_size
      || (!p->reader && !(p->reader = ZSTD_createDCtx ())))
    return false;

  struct arena_mark mark = arena_mark (arena);
  void *out = arena_alloc (arena, (size_t) claimed);
  if (ZSTD_decompressDCtx (p->reader, out, (size_t) claimed, packed,
			   packed_size) != claimed)
    {
      arena_cut (arena, mark);
      return false;
    }
  *bytes = out;
  *size = (size_t) claimed;
  return true;
}
