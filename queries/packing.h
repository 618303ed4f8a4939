/* packing.h - values in fewer bytes, for the store.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   zstd's frames at level -1, which takes two thirds of level 1's instructions; a store of
   twelve units of redis is 3 % larger for it.

   A packed value is input from outside, though its checksum was right: it says how
   large it was, and who may write it may lie.  So no value is packed to less than a
   32nd, and none that claims to be is unpacked: what a store has read in bytes bounds
   what it takes in memory.

   Threads: a packing belongs to one at a time.  */

#ifndef QUERIES_PACKING_H
#define QUERIES_PACKING_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "buffer.h"

/* What zstd keeps between calls: made when it is first needed, some 100 KiB.  All
   zero to begin with.  */
struct packing
{
  struct ZSTD_CCtx_s *writer;
  struct ZSTD_DCtx_s *reader;
  struct buffer room;
};

void packing_release (struct packing *p);

/* Pack the SIZE bytes at BYTES into ARENA: *PACKED, *PACKED_SIZE bytes.  False, and
   nothing is changed, if that saves too little to be worth it, or cannot be done.  */
bool packing_pack (struct packing *p, const void *bytes, size_t size,
		   struct arena *arena, const void **packed,
		   size_t *packed_size);

/* The reverse, aligned as the arena aligns.  False, and ARENA as it was, if PACKED is
   not what packing_pack may give.  */
bool packing_unpack (struct packing *p, const void *packed,
		     size_t packed_size, struct arena *arena,
		     const void **bytes, size_t *size);

#endif
