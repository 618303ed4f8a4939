/* fingerprint.h - 128-bit fingerprints of bytes.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A fingerprint is the XXH3-128 of some bytes (libxxhash; format frozen since
   0.8.0).  Equal fingerprints are taken for equal values; there is no order
   with a meaning, but fingerprint_compare gives the total order that is used
   wherever a canonical sequence is needed.  All functions are pure and may be
   called from any thread.  */

#ifndef QUERIES_FINGERPRINT_H
#define QUERIES_FINGERPRINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct fingerprint
{
  uint64_t low, high;
};

/* Bytes that fingerprint_print writes, the final NUL included.  */
#define FINGERPRINT_TEXT_SIZE 33

struct fingerprint fingerprint_of (const void *bytes, size_t size);
struct fingerprint fingerprint_of_string (const char *text);

/* The fingerprint of the pair (A, B); not symmetric.  */
struct fingerprint fingerprint_combine (struct fingerprint a,
					struct fingerprint b);

/* Negative, 0 or positive, as memcmp.  */
int fingerprint_compare (const struct fingerprint *a,
			 const struct fingerprint *b);

/* 32 lower-case hexadecimal digits.  */
void fingerprint_print (char text[FINGERPRINT_TEXT_SIZE],
			struct fingerprint f);

static inline bool
fingerprint_equal (struct fingerprint a, struct fingerprint b)
{
  return a.low == b.low && a.high == b.high;
}

static inline bool
fingerprint_is_zero (struct fingerprint f)
{
  return (f.low | f.high) == 0;
}

#ifdef __cplusplus
}
#endif
#endif
