/* bench-store.c - what the store's folder costs a compile.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   bench-store [FOLDER]

   In FOLDER, which must not exist (default: in /tmp): stores of 20,000 values of
   1 KB, and in turns what a compile of 50 functions does.  Prints medians of
   CPU and wall time, in microseconds: opening, reading and closing as a warm
   compile does; the same and writing 50 values as a cold one does; the same at
   the limit of the size, so that others are evicted.  */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "queries/store.h"

enum { VALUES = 20000, UNIT = 50, SIZE = 1024, ROUNDS = 600, DAY = 86400 };

static uint64_t now = UINT64_C (20000) * DAY;
static uint64_t random_state = 1;

static unsigned
below (unsigned limit)
{
  random_state = random_state * UINT64_C (6364136223846793005) + 1;
  return (unsigned) (random_state >> 33) % limit;
}

static struct fingerprint
key_of (unsigned index)
{
  return fingerprint_of (&index, sizeof index);
}

static struct store *
open_store (const char *folder, uint64_t max_size)
{
  char *message;
  struct store_config config = {
    .folder = folder, .max_size = max_size, .max_age = 90 * DAY, .now = now
  };
  struct store *s = store_open (&config, &message);
  if (!s)
    {
      fprintf (stderr, "bench-store: %s\n", message);
      exit (1);
    }
  return s;
}

/* Write COUNT values from FIRST on.  False: dropped.  */
static bool
put (struct store *s, unsigned first, unsigned count)
{
  static char bytes[SIZE];
  struct store_item items[1000] = { 0 };
  memset (bytes, (int) first, sizeof bytes);
  for (unsigned i = 0; i < count; i++)
    {
      items[i].key = key_of (first + i);
      items[i].bytes = bytes;
      items[i].size = SIZE;
    }
  return store_put_many (s, items, count) == count;
}

static size_t
get (struct store *s, unsigned first)
{
  struct fingerprint keys[UNIT];
  struct store_value values[UNIT];
  struct arena arena;
  arena_init (&arena, "bench");
  for (unsigned i = 0; i < UNIT; i++)
    keys[i] = key_of (first + i);
  size_t found = store_get_many (s, keys, UNIT, values, &arena);
  arena_release (&arena);
  return found;
}

static double
microseconds (clockid_t clock)
{
  struct timespec t;
  clock_gettime (clock, &t);
  return (double) t.tv_sec * 1e6 + (double) t.tv_nsec / 1e3;
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return x < y ? -1 : x > y;
}

struct times
{
  double cpu[ROUNDS], wall[ROUNDS];
};

static void
begin (struct times *t, unsigned i)
{
  t->wall[i] = -microseconds (CLOCK_MONOTONIC);
  t->cpu[i] = -microseconds (CLOCK_PROCESS_CPUTIME_ID);
}

static void
end (struct times *t, unsigned i)
{
  t->cpu[i] += microseconds (CLOCK_PROCESS_CPUTIME_ID);
  t->wall[i] += microseconds (CLOCK_MONOTONIC);
}

static void
print (const char *what, struct times *t)
{
  qsort (t->cpu, ROUNDS, sizeof *t->cpu, compare);
  qsort (t->wall, ROUNDS, sizeof *t->wall, compare);
  printf ("%-32s %8.1f %8.1f\n", what, t->cpu[ROUNDS / 2],
	  t->wall[ROUNDS / 2]);
}

static void
fill (const char *folder, uint64_t max_size, unsigned count)
{
  struct store *s = open_store (folder, max_size);
  for (unsigned i = 0; i < count; i += 1000)
    put (s, i, 1000);
  store_close (s);
}

static void
measure_reads (const char *folder)
{
  static struct times times;
  for (unsigned i = 0; i < ROUNDS; i++)
    {
      begin (&times, i);
      struct store *s = open_store (folder, 0);
      if (get (s, below (VALUES - UNIT)) != UNIT)
	printf ("not all was found\n");
      store_close (s);
      end (&times, i);
    }
  print ("open, 50 reads, close", &times);
}

/* COUNT new values in each round.  */
static void
measure_writes (const char *folder, uint64_t max_size, unsigned count,
		const char *what)
{
  static struct times times;
  unsigned dropped = 0;
  uint64_t evicted = 0;
  for (unsigned i = 0; i < ROUNDS; i++)
    {
      begin (&times, i);
      struct store *s = open_store (folder, max_size);
      get (s, VALUES + 1000 + i * UNIT);
      dropped += !put (s, VALUES + 1000 + i * UNIT, count);
      evicted += store_counters (s)->evicted;
      store_close (s);
      end (&times, i);
    }
  print (what, &times);
  if (dropped || evicted)
    printf ("  %u batches dropped, %llu values evicted\n", dropped,
	    (unsigned long long) evicted);
}

int
main (int argc, char **argv)
{
  char own[] = "/tmp/bench-store-XXXXXX", folder[300], command[400];
  if (argc < 2 && !mkdtemp (own))
    return 1;
  snprintf (folder, sizeof folder, "%s", argc > 1 ? argv[1] : own);
  printf ("%-32s %8s %8s\n", "", "CPU", "wall");
  fill (folder, 0, VALUES);
  measure_reads (folder);
  measure_writes (folder, 0, 1, "the same, and 1 written");
  measure_writes (folder, 0, UNIT, "the same, and 50 written");
  snprintf (command, sizeof command, "rm -rf '%s'", folder);
  if (system (command) != 0)
    return 1;
  fill (folder, 32 << 20, VALUES);
  for (unsigned day = 0; day < 6; day++)
    {
      now += DAY;
      fill (folder, 32 << 20, VALUES);
    }
  now += DAY;
  measure_writes (folder, 24 << 20, UNIT, "50 written, at the limit");
  return system (command) != 0;
}
