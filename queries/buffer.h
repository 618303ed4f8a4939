/* buffer.h - a growing run of bytes.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Values are written into buffers.  Bytes added by buffer_add_zero and by
   buffer_align are zero, so that no padding is ever undefined: values are
   hashed and stored as they lie.  BYTES is aligned to 16 and moves when the
   buffer grows: keep offsets, not pointers, while adding.  Owned by one
   thread.  */

#ifndef QUERIES_BUFFER_H
#define QUERIES_BUFFER_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct buffer
{
  char *bytes;
  size_t size;
  size_t capacity;
};

#define BUFFER_INIT { 0, 0, 0 }

void buffer_init (struct buffer *b);
void buffer_release (struct buffer *b);
/* Size 0 again; the memory is kept.  */
void buffer_clear (struct buffer *b);

/* Room for MORE further bytes.  */
void buffer_reserve (struct buffer *b, size_t more);

/* Each returns the offset at which the new bytes start.  */
size_t buffer_add (struct buffer *b, const void *bytes, size_t size);
size_t buffer_add_zero (struct buffer *b, size_t size);
size_t buffer_add_string (struct buffer *b, const char *text); /* with NUL */
size_t buffer_add_format (struct buffer *b, const char *format, ...)
  __attribute__ ((format (printf, 2, 3)));		/* without NUL */
/* Zero bytes up to a multiple of ALIGNMENT, a power of two.  */
size_t buffer_align (struct buffer *b, size_t alignment);

/* Bytes at OFFSET; valid until the buffer grows.  */
static inline void *
buffer_at (const struct buffer *b, size_t offset)
{
  return b->bytes + offset;
}

#ifdef __cplusplus
}
#endif
#endif
