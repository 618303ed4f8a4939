/* archive.h - values of a store in one file, to carry them to another machine.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

     struct archive_head	64 bytes
     blocks, each
       struct archive_block	48 bytes
       a zstd frame of values, each
	 struct archive_value	32 bytes
	 its bytes, padded to a multiple of 16
     a block without values: the end

   A block has a checksum, so that a damaged one is left out and the others are
   had.  In the byte order of the machine, as the values are; the head says
   which.  Read and written as a stream.  Input from outside: a reader uses
   memory for one block of at most ARCHIVE_LARGEST_BLOCK bytes.  */

#ifndef TOOLS_ARCHIVE_H
#define TOOLS_ARCHIVE_H

#include <stdbool.h>
#include <stdio.h>

#include "queries/buffer.h"
#include "queries/fingerprint.h"

#define ARCHIVE_LARGEST_BLOCK ((size_t) 1 << 31)

struct archive_head
{
  char magic[8];
  uint32_t version;
  char machine[12];		/* Word size and byte order.  */
  char build[40];		/* Of who wrote it; NUL-padded.  */
};

struct archive_value
{
  struct fingerprint key;
  uint64_t size;
  uint32_t stamp;		/* See store.h.  */
  uint32_t reserved;
};

struct archive_writer
{
  FILE *file;			/* Borrowed.  */
  struct buffer block, packed;
  uint32_t n_block;		/* Values in BLOCK.  */
  uint64_t n_values, n_bytes;	/* In all; bytes written to FILE.  */
};

/* Begin an archive.  False, with errno, if it cannot be written: the same
   below.  */
bool archive_begin (struct archive_writer *w, FILE *file, const char *build);
bool archive_add (struct archive_writer *w, const struct fingerprint *key,
		  uint32_t stamp, const void *bytes, size_t size);
/* No more values.  W is released by archive_release in any case.  */
bool archive_end (struct archive_writer *w);
void archive_release (struct archive_writer *w);

enum archive_status
{
  ARCHIVE_BLOCK,		/* Here is a block.  */
  ARCHIVE_DAMAGED,		/* There was one; go on.  */
  ARCHIVE_END,			/* All was read.  */
  ARCHIVE_BROKEN		/* What follows cannot be read.  */
};

struct archive_reader
{
  FILE *file;			/* Borrowed.  */
  struct archive_head head;
  struct buffer packed, block;
  size_t next;			/* In BLOCK.  */
  uint32_t left;		/* Values from there on.  */
  uint64_t n_bytes;		/* Read so far.  */
};

/* Read the head.  Returns what is wrong with it, or NULL.  R is released by
   archive_reader_release in any case.  */
const char *archive_open (struct archive_reader *r, FILE *file);
enum archive_status archive_next_block (struct archive_reader *r);
/* The next value of the block, whose bytes (aligned to 16) live until the next
   block is read.  False: no more.  */
bool archive_next_value (struct archive_reader *r,
			 struct archive_value *value, const void **bytes);
void archive_reader_release (struct archive_reader *r);

#endif
