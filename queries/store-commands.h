/* store-commands.h - what is said to servers of the shared store.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Each appends whole commands in their wire form (RESP2: an array of
   length-counted strings) to a buffer.  Pure.  */

#ifndef QUERIES_STORE_COMMANDS_H
#define QUERIES_STORE_COMMANDS_H

#include "queries/buffer.h"
#include "queries/store-internal.h"

/* USER may be NULL.  */
void command_auth (struct buffer *b, const char *user, const char *password);
void command_select (struct buffer *b, unsigned database);
void command_ping (struct buffer *b);

/* Of KEYS those with the COUNT > 0 indices INDICES, ANSWERS_BATCH to a
   command.  */
void command_mget (struct buffer *b, const char *prefix,
		   const struct fingerprint *keys, const size_t *indices,
		   size_t count);

/* SECONDS: 0: for ever.  */
void command_set (struct buffer *b, const char *prefix,
		  const struct store_piece *piece, uint64_t seconds);

#endif
