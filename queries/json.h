/* json.h - texts as JSON has them.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Any thread.  */

#ifndef QUERIES_JSON_H
#define QUERIES_JSON_H

#include "queries/buffer.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The SIZE bytes at TEXT as a quoted string.  Names come from outside: a byte
   that is part of no UTF-8 sequence becomes U+FFFD.  */
void json_add_bytes (struct buffer *b, const char *text, size_t size);
void json_add_string (struct buffer *b, const char *text);

#ifdef __cplusplus
}
#endif
#endif
