/* cases.h - TAP, and sets of hashes: what the tests of schedules share.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef SCHEDULE_CASES_H
#define SCHEDULE_CASES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether to leave the program at once, which is said: ThreadSanitizer follows
   no jump from stack to stack, and sees one thread only.  */
bool cases_skipped (void);

/* One case.  */
void case_ok (bool passed, const char *format, ...)
  __attribute__ ((format (printf, 2, 3)));

/* TEXT as comments, line by line.  */
void case_note (const char *text);

/* The plan; returns what the program exits with.  */
int cases_end (void);

/* How many different hashes were added.  */
struct hash_set
{
  uint64_t *hashes;		/* Open addressing; 0 is empty.  */
  size_t size, count;
};

void hash_set_init (struct hash_set *set);
void hash_set_release (struct hash_set *set);
void hash_set_add (struct hash_set *set, uint64_t hash);

#endif
