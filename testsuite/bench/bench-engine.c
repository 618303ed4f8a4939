/* bench-engine.c - what the engine costs, without any analysis in it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Prints, one figure a line:
     cached hit: N ns			one thread, dependency recorded
     cached hit, T threads: N ns, R times the throughput of one
     executed trivial query: N ns	claim, run, hash, publish
     saved: N bytes per record, N ns each
     warm: N ns per query proved green
   for growing numbers of functions.  Times are medians of several rounds.  */

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "queries/engine.h"

enum { Q_INPUT, Q_TRIVIAL, Q_SPIN, Q_ALL, N_QUERIES };

#define ROUNDS 7
#define HITS 20000000u
#define HIT_KEYS 1000u
#define MAX_THREADS 64

static double
now (void)
{
  struct timespec t;
  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec + (double) t.tv_nsec / 1e9;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return x < y ? -1 : x > y;
}

static double
median (double *v, size_t n)
{
  qsort (v, n, sizeof *v, compare_doubles);
  return v[n / 2];
}

static bool
verify (const void *bytes, size_t size)
{
  (void) bytes;
  return size == sizeof (uint32_t);
}

static void
provide_trivial (struct query_context *cx, uint32_t key, struct buffer *out)
{
  const uint32_t *input = query_get (cx, Q_INPUT, key);
  uint32_t value = *input + 1;
  buffer_add (out, &value, sizeof value);
}

/* Hits, and nothing else.  Spinners wait for each other, so that all of them
   run at the same time.  */
static pthread_barrier_t barrier;
static double spin_seconds[MAX_THREADS];

static void
provide_spin (struct query_context *cx, uint32_t key, struct buffer *out)
{
  uint32_t sum = 0, k = 0;
  pthread_barrier_wait (&barrier);
  double start = now ();
  for (uint32_t i = 0; i < HITS; i++)
    {
      sum += *(const uint32_t *) query_get (cx, Q_TRIVIAL, k);
      k = k + 1 == HIT_KEYS ? 0 : k + 1;
    }
  spin_seconds[key] = now () - start;
  buffer_add (out, &sum, sizeof sum);
}

static uint32_t n_functions;
static uint32_t *all_keys;

static void
provide_all (struct query_context *cx, uint32_t key, struct buffer *out)
{
  uint32_t sum = 0;
  (void) key;
  query_for_each (cx, Q_TRIVIAL, all_keys, n_functions);
  for (uint32_t i = 0; i < n_functions; i++)
    sum += *(const uint32_t *) query_get (cx, Q_TRIVIAL, all_keys[i]);
  buffer_add (out, &sum, sizeof sum);
}

static const struct query_kind kinds[N_QUERIES] = {
  { "input", "reading %s", CATEGORY_INPUT, KEY_FUNCTION, QUERY_INPUT, 1,
    NULL, NULL, NULL },
  { "trivial", "adding to %s", CATEGORY_FACT, KEY_FUNCTION,
    QUERY_CACHE_ON_DISK, 1, verify, provide_trivial, NULL },
  { "spin", "spinning in %s", CATEGORY_FACT, KEY_FUNCTION, 0, 1, NULL,
    provide_spin, NULL },
  { "all", "adding all of %s", CATEGORY_CHECK, KEY_UNIT, QUERY_CACHE_ON_DISK,
    1, verify, provide_all, NULL },
};

static uint32_t *inputs;

static struct engine *
set_up (uint32_t count)
{
  struct engine_config c = { .kinds = kinds, .count = N_QUERIES,
			     .verify = VERIFY_OFF };
  struct engine *e = engine_new (&c);
  for (uint32_t f = 0; f < count; f++)
    {
      struct fingerprint identity = fingerprint_of (&f, sizeof f);
      inputs[f] = f;
      all_keys[f] = engine_key (e, KEY_FUNCTION, identity, "f");
      engine_key_set_local (e, KEY_FUNCTION, f, identity, true);
      engine_feed (e, Q_INPUT, f, &inputs[f], sizeof inputs[f], identity);
    }
  engine_key (e, KEY_UNIT, fingerprint_of_string ("unit"), "unit");
  engine_key_set_local (e, KEY_UNIT, 0, fingerprint_of (&count, sizeof count),
			false);
  n_functions = count;
  return e;
}

/* Nanoseconds per hit, all of THREADS together.  */
static double
hit_once (unsigned threads)
{
  struct engine *e = set_up (HIT_KEYS > MAX_THREADS ? HIT_KEYS : MAX_THREADS);
  uint32_t keys[MAX_THREADS];
  pthread_barrier_init (&barrier, NULL, threads);
  for (uint32_t k = 0; k < HIT_KEYS; k++)
    engine_demand (e, Q_TRIVIAL, k, NULL);
  for (unsigned t = 0; t < threads; t++)
    keys[t] = t;
  engine_start (e, threads);
  engine_prefetch (e, Q_SPIN, keys, threads);
  if (threads == 1)
    engine_demand (e, Q_SPIN, 0, NULL);
  engine_join (e);
  double longest = 0;
  for (unsigned t = 0; t < threads; t++)
    if (spin_seconds[t] > longest)
      longest = spin_seconds[t];
  engine_free (e);
  pthread_barrier_destroy (&barrier);
  return longest * 1e9 / ((double) HITS * threads);
}

/* One thread and THREADS in turn, so that both see the same machine.  */
static void
bench_hits (unsigned threads)
{
  double one[ROUNDS], many[ROUNDS], gain[ROUNDS];
  for (unsigned r = 0; r < ROUNDS; r++)
    {
      one[r] = hit_once (1);
      many[r] = threads > 1 ? hit_once (threads) : one[r];
      gain[r] = one[r] / many[r];
    }
  if (threads == 1)
    printf ("cached hit: %.1f ns\n", median (one, ROUNDS));
  else
    printf ("cached hit, %u threads: %.1f ns, %.2f times the throughput of "
	    "one\n", threads, median (many, ROUNDS) * threads,
	    median (gain, ROUNDS));
}

struct saved
{
  struct record_bytes { struct fingerprint key; size_t at, size; } *records;
  size_t count;
  struct buffer bytes;
};

static void
keep (void *data, struct fingerprint key, const void *bytes, size_t size)
{
  struct saved *s = data;
  s->records[s->count].key = key;
  s->records[s->count].at = buffer_align (&s->bytes, 16);
  s->records[s->count++].size = size;
  buffer_add (&s->bytes, bytes, size);
}

/* Cold with saving, then warm from what was saved.  */
static void
bench_growth (uint32_t count)
{
  double cold[ROUNDS], save[ROUNDS], warm[ROUNDS];
  double bytes = 0;
  for (unsigned r = 0; r < ROUNDS; r++)
    {
      struct saved s = { .count = 0 };
      s.records = calloc (count + 1, sizeof *s.records);
      struct engine *e = set_up (count);
      double start = now ();
      engine_demand (e, Q_ALL, 0, NULL);
      cold[r] = (now () - start) * 1e9 / count;
      start = now ();
      engine_save (e, keep, &s);
      save[r] = (now () - start) * 1e9 / count;
      bytes = (double) s.bytes.size / count;
      engine_free (e);

      e = set_up (count);
      /* engine_save goes by kind of key: the unit's record comes first.  */
      for (size_t i = 0; i < s.count; i++)
	{
	  bool unit = i == 0;
	  engine_record_set (e, unit ? KEY_UNIT : KEY_FUNCTION,
			     unit ? 0 : (uint32_t) i - 1,
			     s.bytes.bytes + s.records[i].at,
			     s.records[i].size);
	}
      start = now ();
      if (!engine_try_green (e, Q_ALL, 0))
	printf ("not green: the figures below are wrong\n");
      warm[r] = (now () - start) * 1e9 / count;
      engine_free (e);
      buffer_release (&s.bytes);
      free (s.records);
    }
  printf ("%8u functions: executed trivial query: %.0f ns; saved: %.0f bytes "
	  "per record, %.0f ns each; warm: %.0f ns per query proved green\n",
	  count, median (cold, ROUNDS), bytes, median (save, ROUNDS),
	  median (warm, ROUNDS));
}

int
main (int argc, char **argv)
{
  long cores = sysconf (_SC_NPROCESSORS_ONLN);
  unsigned most = argc > 1 ? (unsigned) atoi (argv[1])
			   : cores > 1 ? (unsigned) cores : 2;
  if (most > MAX_THREADS)
    most = MAX_THREADS;
  uint32_t largest = 1000000;
  inputs = calloc (largest, sizeof *inputs);
  all_keys = calloc (largest, sizeof *all_keys);
  if (!inputs || !all_keys)
    return 1;
  printf ("%ld cores\n", cores);
  bench_hits (1);
  for (unsigned t = 2; t <= most; t *= 2)
    bench_hits (t);
  for (uint32_t count = 100; count <= largest; count *= 10)
    bench_growth (count);
  free (inputs);
  free (all_keys);
  return 0;
}
