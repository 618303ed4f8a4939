/* json.c - texts as JSON has them.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/json.h"

#include <string.h>

/* The length of the UTF-8 sequence that begins the SIZE bytes at TEXT, 0 if
   none does: too short, too long a form, a surrogate, beyond U+10FFFF.  */
static size_t
sequence_length (const unsigned char *text, size_t size)
{
  unsigned char c = text[0];
  size_t length = c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2
		  : c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0;
  if (length > size)
    return 0;
  for (size_t i = 1; i < length; i++)
    if ((text[i] & 0xc0) != 0x80)
      return 0;
  if ((c == 0xe0 && text[1] < 0xa0) || (c == 0xed && text[1] > 0x9f)
      || (c == 0xf0 && text[1] < 0x90) || (c == 0xf4 && text[1] > 0x8f))
    return 0;
  return length;
}

void
json_add_bytes (struct buffer *b, const char *text, size_t size)
{
  buffer_add (b, "\"", 1);
  for (size_t i = 0; i < size; )
    {
      unsigned char c = (unsigned char) text[i];
      size_t length = sequence_length ((const unsigned char *) text + i,
				       size - i);
      if (length == 0)
	buffer_add_format (b, "\\ufffd");
      else if (c == '"' || c == '\\')
	buffer_add_format (b, "\\%c", c);
      else if (c < ' ')
	buffer_add_format (b, "\\u%04x", c);
      else
	buffer_add (b, text + i, length);
      i += length ? length : 1;
    }
  buffer_add (b, "\"", 1);
}

void
json_add_string (struct buffer *b, const char *text)
{
  json_add_bytes (b, text, strlen (text));
}
