/* body-block.h - bodies in the store, for those who ask without GCC.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Beside the record of each body the store keeps the body itself, compressed
   (zstd), under a key of its own, so that a warm compile never reads it.  The
   driver without GCC runs queries on it.

     struct body_block		24 bytes
     a zstd frame		the snapshot's bytes  */

#ifndef PASSES_BODY_BLOCK_H
#define PASSES_BODY_BLOCK_H

#include "queries/arena.h"
#include "queries/buffer.h"
#include "passes/snapshot.h"

#define BODY_BLOCK_MAGIC 0x44425051u	/* "QPBD" */

/* A larger one is not read: damage, or not ours.  */
#define BODY_BLOCK_LARGEST (1u << 30)

/* What zstd keeps between calls, some 100 KiB; NULL to begin with.  */
struct body_packer
{
  struct ZSTD_CCtx_s *context;
};

void body_packer_release (struct body_packer *p);

struct body_block
{
  uint32_t magic;
  uint32_t size;		/* Of the snapshot, unpacked.  */
  struct fingerprint print;	/* Of the snapshot.  */
};

/* The store's key of the body whose fingerprint is PRINT.  */
struct fingerprint body_block_key (struct fingerprint print);

/* Append the block of BODY to OUT.  False if it cannot be packed.  */
bool body_block_encode (struct body_packer *p, const struct snapshot *body,
			struct fingerprint print, struct buffer *out);

/* Whether BYTES look like a body's block: a store holds records, too.  */
bool body_block_is (const void *bytes, size_t size);

/* The body, unpacked into ARENA and validated; NULL if BYTES are not a whole
   one, with a static text in *WHY.  */
const struct snapshot *body_block_decode (const void *bytes, size_t size,
					  struct arena *arena,
					  const char **why);

#endif
