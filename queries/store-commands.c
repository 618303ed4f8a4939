/* store-commands.c - what is said to servers of the shared store.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/store-commands.h"

#include <string.h>

#include "queries/store-answers.h"

#define NUMBER_SIZE 20

/* The digits of NUMBER, which end at the end of TEXT.  */
static const char *
digits (char text[NUMBER_SIZE], uint64_t number)
{
  char *at = text + NUMBER_SIZE;
  do
    *--at = (char) ('0' + number % 10);
  while (number /= 10);
  return at;
}

/* A line of KIND: how many arguments (`*') or bytes (`$') follow.  */
static void
add_count (struct buffer *b, char kind, size_t count)
{
  char text[NUMBER_SIZE];
  const char *number = digits (text, count);
  buffer_add (b, &kind, 1);
  buffer_add (b, number, (size_t) (text + NUMBER_SIZE - number));
  buffer_add (b, "\r\n", 2);
}

static void
add_argument (struct buffer *b, const void *bytes, size_t size)
{
  add_count (b, '$', size);
  buffer_add (b, bytes, size);
  buffer_add (b, "\r\n", 2);
}

static void
add_word (struct buffer *b, const char *word)
{
  add_argument (b, word, strlen (word));
}

static void
add_number (struct buffer *b, uint64_t n)
{
  char text[NUMBER_SIZE];
  const char *number = digits (text, n);
  add_argument (b, number, (size_t) (text + NUMBER_SIZE - number));
}

static void
add_key (struct buffer *b, const char *prefix, const struct fingerprint *key)
{
  char text[FINGERPRINT_TEXT_SIZE];
  size_t size = strlen (prefix);
  fingerprint_print (text, *key);
  add_count (b, '$', size + FINGERPRINT_TEXT_SIZE - 1);
  buffer_add (b, prefix, size);
  buffer_add (b, text, FINGERPRINT_TEXT_SIZE - 1);
  buffer_add (b, "\r\n", 2);
}

void
command_auth (struct buffer *b, const char *user, const char *password)
{
  add_count (b, '*', user ? 3 : 2);
  add_word (b, "AUTH");
  if (user)
    add_word (b, user);
  add_word (b, password);
}

void
command_select (struct buffer *b, unsigned database)
{
  add_count (b, '*', 2);
  add_word (b, "SELECT");
  add_number (b, database);
}

void
command_ping (struct buffer *b)
{
  add_count (b, '*', 1);
  add_word (b, "PING");
}

void
command_mget (struct buffer *b, const char *prefix,
	      const struct fingerprint *keys, const size_t *indices,
	      size_t count)
{
  while (count > 0)
    {
      size_t n = count < ANSWERS_BATCH ? count : ANSWERS_BATCH;
      add_count (b, '*', n + 1);
      add_word (b, "MGET");
      for (size_t i = 0; i < n; i++)
	add_key (b, prefix, &keys[indices[i]]);
      indices += n;
      count -= n;
    }
}

void
command_set (struct buffer *b, const char *prefix,
	     const struct store_piece *piece, uint64_t seconds)
{
  add_count (b, '*', seconds ? 5 : 3);
  add_word (b, "SET");
  add_key (b, prefix, &piece->key);
  add_count (b, '$', sizeof piece->envelope + piece->size);
  buffer_add (b, &piece->envelope, sizeof piece->envelope);
  buffer_add (b, piece->bytes, piece->size);
  buffer_add (b, "\r\n", 2);
  if (seconds)
    {
      add_word (b, "EX");
      add_number (b, seconds);
    }
}
