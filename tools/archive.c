/* archive.c - values of a store in one file, to carry them to another machine.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "tools/archive.h"

#include <errno.h>
#include <string.h>
#include <xxhash.h>
#include <zstd.h>

#define VERSION 1
#define BLOCK_MAGIC 0x4b425051u	/* "QPBK" */

/* Values are collected until there are so many bytes of them.  */
#define BLOCK_SIZE ((size_t) 1 << 20)

/* Bodies are packed already; for records that is enough.  */
#define LEVEL 3

/* Memory is asked for as bytes come: a size may be a lie.  */
#define READ_STEP ((size_t) 1 << 20)

static const char magic[8] = "queries\n";

struct archive_block
{
  uint32_t magic;
  uint32_t n_values;		/* 0: the end.  */
  uint64_t packed, size;	/* Bytes of the frame; unpacked.  */
  uint64_t reserved;
  unsigned char checksum[16];	/* Of what is before it, and the frame.  */
};

_Static_assert (sizeof (struct archive_head) == 64
		&& sizeof (struct archive_block) == 48
		&& sizeof (struct archive_value) == 32,
		"no padding in files");

static void
set_machine (char machine[12])
{
  memset (machine, 0, 12);
  snprintf (machine, 12, "%u%s", (unsigned) sizeof (void *) * 8,
	    __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? "le" : "be");
}

static void
checksum (const struct archive_block *b, const void *packed,
	  unsigned char sum[16])
{
  XXH3_state_t *state = XXH3_createState ();
  XXH128_canonical_t canonical;
  memset (sum, 0, 16);
  if (!state)
    return;
  XXH3_128bits_reset (state);
  XXH3_128bits_update (state, b, offsetof (struct archive_block, checksum));
  XXH3_128bits_update (state, packed, b->packed);
  XXH128_canonicalFromHash (&canonical, XXH3_128bits_digest (state));
  memcpy (sum, canonical.digest, 16);
  XXH3_freeState (state);
}

/* Writing.  */

static bool
put (struct archive_writer *w, const void *bytes, size_t size)
{
  w->n_bytes += size;
  return size == 0 || fwrite (bytes, 1, size, w->file) == size;
}

static bool
put_block (struct archive_writer *w)
{
  struct archive_block b = {
    .magic = BLOCK_MAGIC, .n_values = w->n_block, .size = w->block.size
  };
  if (w->n_block > 0)
    {
      size_t bound = ZSTD_compressBound (w->block.size);
      buffer_clear (&w->packed);
      buffer_reserve (&w->packed, bound);
      size_t packed = ZSTD_compress (w->packed.bytes, bound, w->block.bytes,
				     w->block.size, LEVEL);
      if (ZSTD_isError (packed))
	{
	  errno = ENOMEM;
	  return false;
	}
      b.packed = packed;
    }
  checksum (&b, w->packed.bytes, b.checksum);
  w->n_block = 0;
  buffer_clear (&w->block);
  return put (w, &b, sizeof b) && put (w, w->packed.bytes, b.packed);
}

bool
archive_begin (struct archive_writer *w, FILE *file, const char *build)
{
  struct archive_head head = { .version = VERSION };
  memset (w, 0, sizeof *w);
  w->file = file;
  memcpy (head.magic, magic, sizeof magic);
  set_machine (head.machine);
  memcpy (head.build, build, strnlen (build, sizeof head.build - 1));
  return put (w, &head, sizeof head);
}

bool
archive_add (struct archive_writer *w, const struct fingerprint *key,
	     uint32_t stamp, const void *bytes, size_t size)
{
  struct archive_value v = { .key = *key, .size = size, .stamp = stamp };
  if (w->n_block > 0 && w->block.size + size > BLOCK_SIZE && !put_block (w))
    return false;
  buffer_add (&w->block, &v, sizeof v);
  buffer_add (&w->block, bytes, size);
  buffer_align (&w->block, 16);
  w->n_block++;
  w->n_values++;
  return true;
}

bool
archive_end (struct archive_writer *w)
{
  return (w->n_block == 0 || put_block (w)) && put_block (w)
	 && fflush (w->file) == 0;
}

void
archive_release (struct archive_writer *w)
{
  buffer_release (&w->block);
  buffer_release (&w->packed);
}

/* Reading.  */

static bool
get (struct archive_reader *r, void *bytes, size_t size)
{
  size_t got = fread (bytes, 1, size, r->file);
  r->n_bytes += got;
  return got == size;
}

const char *
archive_open (struct archive_reader *r, FILE *file)
{
  char machine[12];
  memset (r, 0, sizeof *r);
  r->file = file;
  if (!get (r, &r->head, sizeof r->head)
      || memcmp (r->head.magic, magic, sizeof magic) != 0)
    return "not a file of 'queries export'";
  set_machine (machine);
  if (memcmp (r->head.machine, machine, sizeof machine) != 0)
    return "written on another kind of machine";
  if (r->head.version != VERSION)
    return "written by another version of 'queries export'";
  r->head.build[sizeof r->head.build - 1] = '\0';
  return NULL;
}

/* Read the frame of SIZE bytes.  */
static bool
get_packed (struct archive_reader *r, size_t size)
{
  buffer_clear (&r->packed);
  while (size > 0)
    {
      size_t step = size < READ_STEP ? size : READ_STEP;
      buffer_reserve (&r->packed, step);
      if (!get (r, r->packed.bytes + r->packed.size, step))
	return false;
      r->packed.size += step;
      size -= step;
    }
  return true;
}

/* Unpack what was read, whose checksum is right.  */
static bool
unpack (struct archive_reader *r, const struct archive_block *b)
{
  if (ZSTD_getFrameContentSize (r->packed.bytes, r->packed.size) != b->size)
    return false;
  buffer_clear (&r->block);
  buffer_reserve (&r->block, b->size);
  size_t size = ZSTD_decompress (r->block.bytes, b->size, r->packed.bytes,
				 r->packed.size);
  if (ZSTD_isError (size) || size != b->size)
    return false;
  r->block.size = size;
  r->next = 0;
  r->left = b->n_values;
  return true;
}

enum archive_status
archive_next_block (struct archive_reader *r)
{
  struct archive_block b;
  unsigned char sum[16];
  r->left = 0;
  if (!get (r, &b, sizeof b) || b.magic != BLOCK_MAGIC
      || b.packed > ARCHIVE_LARGEST_BLOCK || b.size > ARCHIVE_LARGEST_BLOCK
      || !get_packed (r, b.packed))
    return ARCHIVE_BROKEN;
  checksum (&b, r->packed.bytes, sum);
  if (memcmp (sum, b.checksum, sizeof sum) != 0)
    return ARCHIVE_DAMAGED;
  if (b.n_values == 0)
    return ARCHIVE_END;
  return unpack (r, &b) ? ARCHIVE_BLOCK : ARCHIVE_DAMAGED;
}

bool
archive_next_value (struct archive_reader *r, struct archive_value *value,
		    const void **bytes)
{
  size_t room = r->block.size - r->next;
  if (r->left == 0 || room < sizeof *value)
    return false;
  memcpy (value, r->block.bytes + r->next, sizeof *value);
  room -= sizeof *value;
  if (value->size > room)
    return false;
  *bytes = r->block.bytes + r->next + sizeof *value;
  size_t padded = ((size_t) value->size + 15) & ~(size_t) 15;
  r->next += sizeof *value + (padded < room ? padded : room);
  r->left--;
  return true;
}

void
archive_reader_release (struct archive_reader *r)
{
  buffer_release (&r->packed);
  buffer_release (&r->block);
}
