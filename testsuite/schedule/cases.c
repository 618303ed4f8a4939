/* cases.c - TAP, and sets of hashes: what the tests of schedules share.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/schedule/cases.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned n_cases, n_failed;

bool
cases_skipped (void)
{
#ifdef __SANITIZE_THREAD__
  printf ("1..0 # SKIP there is one thread only\n");
  return true;
#else
  return false;
#endif
}

void
case_ok (bool passed, const char *format, ...)
{
  va_list args;
  n_cases++;
  if (!passed)
    n_failed++;
  printf ("%sok %u - ", passed ? "" : "not ", n_cases);
  va_start (args, format);
  vprintf (format, args);
  va_end (args);
  putchar ('\n');
  fflush (stdout);
}

void
case_note (const char *text)
{
  while (*text)
    {
      size_t length = strcspn (text, "\n");
      printf ("# %.*s\n", (int) length, text);
      text += length + (text[length] == '\n');
    }
}

int
cases_end (void)
{
  printf ("1..%u\n", n_cases);
  return n_failed > 0;
}

void
hash_set_init (struct hash_set *set)
{
  *set = (struct hash_set) { NULL, 0, 0 };
}

void
hash_set_release (struct hash_set *set)
{
  free (set->hashes);
}

static void
place (struct hash_set *set, uint64_t hash)
{
  size_t at = hash & (set->size - 1);
  while (set->hashes[at] != 0 && set->hashes[at] != hash)
    at = (at + 1) & (set->size - 1);
  if (set->hashes[at] == 0)
    {
      set->hashes[at] = hash;
      set->count++;
    }
}

static void
grow (struct hash_set *set)
{
  struct hash_set larger = { NULL, set->size ? set->size * 2 : 1024, 0 };
  larger.hashes = calloc (larger.size, sizeof *larger.hashes);
  if (!larger.hashes)
    abort ();
  for (size_t i = 0; i < set->size; i++)
    if (set->hashes[i] != 0)
      place (&larger, set->hashes[i]);
  free (set->hashes);
  *set = larger;
}

void
hash_set_add (struct hash_set *set, uint64_t hash)
{
  if (2 * set->count >= set->size)
    grow (set);
  place (set, hash ? hash : 1);
}
