/* fingerprint.c - 128-bit fingerprints of bytes.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/fingerprint.h"

#include <string.h>
#include <xxhash.h>

struct fingerprint
fingerprint_of (const void *bytes, size_t size)
{
  XXH128_hash_t h = XXH3_128bits (bytes, size);
  return (struct fingerprint) { h.low64, h.high64 };
}

struct fingerprint
fingerprint_of_string (const char *text)
{
  return fingerprint_of (text, strlen (text));
}

struct fingerprint
fingerprint_combine (struct fingerprint a, struct fingerprint b)
{
  struct fingerprint pair[2] = { a, b };
  return fingerprint_of (pair, sizeof pair);
}

int
fingerprint_compare (const struct fingerprint *a, const struct fingerprint *b)
{
  if (a->high != b->high)
    return a->high < b->high ? -1 : 1;
  if (a->low != b->low)
    return a->low < b->low ? -1 : 1;
  return 0;
}

void
fingerprint_print (char text[FINGERPRINT_TEXT_SIZE], struct fingerprint f)
{
  static const char digits[] = "0123456789abcdef";
  for (int i = 0; i < 16; i++)
    {
      text[15 - i] = digits[f.high >> (4 * i) & 15];
      text[31 - i] = digits[f.low >> (4 * i) & 15];
    }
  text[32] = '\0';
}
