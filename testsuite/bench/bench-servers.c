/* bench-servers.c - what the store costs: its folder, and servers beside it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   bench-servers [ROUNDS]

   Writes and reads KEYS values of 1 KB, each time from opening to closing the
   store, in a folder, and on a redis-server over a socket and over TCP; prints
   medians of wall time and of this process's CPU time, and of their ratios to
   the folder's in the same round.  The folder is on whatever /tmp is.  */

#ifdef HAVE_HIREDIS

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "queries/store.h"
#include "testsuite/unit/redis-process.h"

enum { KEYS = 2400, SIZE = 1024, MOST_ROUNDS = 1000, PATIENCE = 60000 };
enum way { FOLDER, SOCKET, TCP, WAYS };
enum job { PUT, GET, JOBS };

static const char *const way_names[] = { "folder (LMDB)", "socket", "TCP" };

struct cost
{
  double wall, cpu;		/* Milliseconds.  */
};

static struct cost costs[JOBS][WAYS][MOST_ROUNDS];
static struct fingerprint keys[KEYS];
static unsigned char bytes[KEYS][SIZE];
static struct store_item items[KEYS];
static struct store_value values[KEYS];

static double
milliseconds (clockid_t clock)
{
  struct timespec t;
  clock_gettime (clock, &t);
  return (double) t.tv_sec * 1e3 + (double) t.tv_nsec * 1e-6;
}

static struct cost
run (const struct store_config *config, enum job job)
{
  char *message;
  struct arena arena;
  struct cost cost = { milliseconds (CLOCK_MONOTONIC),
		       milliseconds (CLOCK_PROCESS_CPUTIME_ID) };
  struct store *s = store_open (config, &message);
  if (!s)
    {
      fprintf (stderr, "bench-servers: %s\n", message);
      exit (1);
    }
  arena_init (&arena, "bench");
  size_t done = job == PUT ? store_put_many (s, items, KEYS)
			   : store_get_many (s, keys, KEYS, values, &arena);
  store_close (s);
  arena_release (&arena);
  cost.wall = milliseconds (CLOCK_MONOTONIC) - cost.wall;
  cost.cpu = milliseconds (CLOCK_PROCESS_CPUTIME_ID) - cost.cpu;
  if (done != KEYS)
    {
      fprintf (stderr, "bench-servers: %zu of %d keys\n", done, KEYS);
      exit (1);
    }
  return cost;
}

/* New bytes in all values, so that nothing is written twice.  */
static void
renew_values (unsigned round)
{
  for (unsigned i = 0; i < KEYS; i++)
    {
      for (size_t k = 0; k < SIZE; k++)
	bytes[i][k] = (unsigned char) (i + round * 31 + k * (i | 1));
      keys[i] = fingerprint_of (&i, sizeof i);
      items[i] = (struct store_item) { keys[i], bytes[i], SIZE, STORE_PUT };
    }
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

static double
median (double *numbers, size_t count)
{
  qsort (numbers, count, sizeof *numbers, compare_doubles);
  return numbers[count / 2];
}

static void
print_costs (enum job job, enum way way, unsigned rounds)
{
  double wall[MOST_ROUNDS], cpu[MOST_ROUNDS];
  double wall_ratio[MOST_ROUNDS], cpu_ratio[MOST_ROUNDS];
  for (unsigned r = 0; r < rounds; r++)
    {
      struct cost c = costs[job][way][r], folder = costs[job][FOLDER][r];
      wall[r] = c.wall;
      cpu[r] = c.cpu;
      wall_ratio[r] = c.wall / folder.wall;
      cpu_ratio[r] = c.cpu / folder.cpu;
    }
  printf ("%s %d values of %d bytes, %-13s: wall %6.2f ms (%.2f), CPU "
	  "%6.2f ms (%.2f)\n", job == PUT ? "put" : "get", KEYS, SIZE,
	  way_names[way], median (wall, rounds), median (wall_ratio, rounds),
	  median (cpu, rounds), median (cpu_ratio, rounds));
}

int
main (int argc, char **argv)
{
  unsigned rounds = argc > 1 ? (unsigned) atoi (argv[1]) : 31;
  char folder[] = "/tmp/bench-servers-XXXXXX", command[64];
  struct redis server;
  if (rounds < 1 || rounds > MOST_ROUNDS || !mkdtemp (folder))
    return 2;
  if (!redis_is_there ())
    {
      fprintf (stderr, "bench-servers: no redis-server\n");
      return 1;
    }
  redis_start (&server);
  struct store_config configs[WAYS] = {
    { .folder = folder }, { .remote = server.socket_url },
    { .remote = server.tcp_url }
  };
  for (unsigned r = 0; r < rounds; r++)
    for (unsigned way = 0; way < WAYS; way++)
      for (unsigned job = 0; job < JOBS; job++)
	{
	  configs[way].connect_timeout = configs[way].request_timeout
	    = PATIENCE;
	  renew_values (r);
	  costs[job][way][r] = run (&configs[way], job);
	}
  for (unsigned job = 0; job < JOBS; job++)
    for (unsigned way = 0; way < WAYS; way++)
      print_costs (job, way, rounds);
  redis_stop (&server);
  snprintf (command, sizeof command, "rm -rf '%s'", folder);
  return system (command) != 0;
}

#else

#include <stdio.h>

int
main (void)
{
  puts ("bench-servers: no Redis support in this build");
  return 0;
}

#endif
