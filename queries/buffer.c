/* buffer.c - a growing run of bytes.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
buffer_init (struct buffer *b)
{
  memset (b, 0, sizeof *b);
}

void
buffer_release (struct buffer *b)
{
  free (b->bytes);
  buffer_init (b);
}

void
buffer_clear (struct buffer *b)
{
  b->size = 0;
}

void
buffer_reserve (struct buffer *b, size_t more)
{
  size_t need;
  if (__builtin_add_overflow (b->size, more, &need))
    abort ();
  if (need <= b->capacity)
    return;
  size_t capacity = b->capacity ? b->capacity * 2 : 256;
  if (capacity < need)
    capacity = need;
  /* malloc aligns to 16 on every host that GCC's plugins run on.  */
  char *bytes = realloc (b->bytes, capacity);
  if (!bytes)
    {
      fprintf (stderr, "libqueries: out of memory (%zu bytes)\n", capacity);
      abort ();
    }
  b->bytes = bytes;
  b->capacity = capacity;
}

size_t
buffer_add (struct buffer *b, const void *bytes, size_t size)
{
  size_t at = b->size;
  buffer_reserve (b, size);
  if (size)
    memcpy (b->bytes + at, bytes, size);
  b->size += size;
  return at;
}

size_t
buffer_add_zero (struct buffer *b, size_t size)
{
  size_t at = b->size;
  buffer_reserve (b, size);
  if (size)
    memset (b->bytes + at, 0, size);
  b->size += size;
  return at;
}

size_t
buffer_add_string (struct buffer *b, const char *text)
{
  return buffer_add (b, text, strlen (text) + 1);
}

size_t
buffer_add_format (struct buffer *b, const char *format, ...)
{
  size_t at = b->size;
  size_t room = 128;
  for (;;)
    {
      va_list args;
      buffer_reserve (b, room);
      va_start (args, format);
      int length = vsnprintf (b->bytes + at, room, format, args);
      va_end (args);
      if (length < 0)
	return at;
      if ((size_t) length < room)
	{
	  b->size += (size_t) length;
	  return at;
	}
      room = (size_t) length + 1;
    }
}

size_t
buffer_align (struct buffer *b, size_t alignment)
{
  size_t at = b->size;
  buffer_add_zero (b, (alignment - at % alignment) % alignment);
  return b->size;
}
