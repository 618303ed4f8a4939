/* counters.h - the counters of counters.def, and their sums in a store.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The sums lie in a file of their own, FOLDER/statistics: a header with a
   checksum, and a number for each counter.  Who adds holds a lock on it for
   some microseconds; a lock that is not to be had in 20 milliseconds costs the
   numbers of one unit.  A file that is damaged, or of another form, is begun
   anew.  What is no plain file, or a link, is left alone.

   Any thread; several processes may add at once.  */

#ifndef QUERIES_COUNTERS_H
#define QUERIES_COUNTERS_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* More than any number in counters.def.  */
#define COUNTERS 64

enum counter
{
#define COUNTER(NUMBER, GROUP, NAME, LABEL) COUNTER_##NAME = NUMBER,
#include "counters.def"
};

struct counters
{
  uint64_t sums[COUNTERS];
  uint64_t since;		/* Seconds since 1970; 0: nothing was added.  */
};

/* NULL if NUMBER is no counter.  */
const char *counter_name (unsigned number);
const char *counter_label (unsigned number);

/* Add NUMBERS to the sums of the store in FOLDER, which exists.  NOW: seconds
   since 1970.  False if that could not be done.  About 20 microseconds.  */
bool counters_add (const char *folder, const uint64_t numbers[COUNTERS],
		   uint64_t now);

/* Zero if there is no file; zero and false if it is damaged or may not be
   read.  */
bool counters_read (const char *folder, struct counters *c);

/* Begin anew at NOW.  False, with errno, if that cannot be written.  */
bool counters_zero (const char *folder, uint64_t now);

#ifdef __cplusplus
}
#endif
#endif
