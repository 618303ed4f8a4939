/* bench-engine.c - what the engine costs, without any analysis in it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Prints, one figure a line:
     cached hit: N ns			one thread, dependency recorded
     cached hit, T threads: N ns, R times the throughput of one
     executed and saved: seconds, bytes per query, and a run in which nothing
					changed, for growing numbers of
					queries: one or 50 to a function
     the four shapes			cold, warm, edited
   Times are medians of several rounds.  Usage: bench-engine [THREADS]  */

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "queries/engine.h"
#include "queries/memory.h"
#include "testsuite/unit/shapes.h"

/* M (T0) to M (T9); M (0) to M (49).  */
#define TEN(M, T)							\
  M (T##0) M (T##1) M (T##2) M (T##3) M (T##4)				\
  M (T##5) M (T##6) M (T##7) M (T##8) M (T##9)
#define FIFTY(M) TEN (M, ) TEN (M, 1) TEN (M, 2) TEN (M, 3) TEN (M, 4)

enum { Q_INPUT, Q_SPIN, Q_ALL, Q_TRIVIAL, Q_LAST = Q_TRIVIAL + 49,
       N_QUERIES };

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

/* Each adds one to the one before, the first to the input.  */
#define STEP(N)								\
  static void								\
  provide_##N (struct query_context *cx, uint32_t key, struct buffer *out) \
  {									\
    const uint32_t *before						\
      = query_get (cx, N ? Q_TRIVIAL + N - 1 : Q_INPUT, key);		\
    uint32_t value = *before + 1;					\
    buffer_add (out, &value, sizeof value);				\
  }
FIFTY (STEP)

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

static uint32_t n_functions, last;
static uint32_t *all_keys;

static void
provide_all (struct query_context *cx, uint32_t key, struct buffer *out)
{
  uint32_t sum = 0;
  (void) key;
  query_for_each (cx, last, all_keys, n_functions);
  for (uint32_t i = 0; i < n_functions; i++)
    sum += *(const uint32_t *) query_get (cx, last, all_keys[i]);
  buffer_add (out, &sum, sizeof sum);
}

#define STEP_ROW(N)							\
  [Q_TRIVIAL + N] = { .name = "step" #N, .description = "adding to %s",	\
		      .category = CATEGORY_FACT, .key = KEY_FUNCTION,	\
		      .flags = QUERY_CACHE_ON_DISK, .version = 1,	\
		      .verify = verify, .local = provide_##N },

static const struct query_kind kinds[N_QUERIES] = {
  [Q_INPUT] = { .name = "input", .description = "reading %s",
		.key = KEY_FUNCTION, .flags = QUERY_INPUT },
  [Q_SPIN] = { .name = "spin", .description = "spinning in %s",
	       .category = CATEGORY_FACT, .key = KEY_FUNCTION, .version = 1,
	       .local = provide_spin },
  [Q_ALL] = { .name = "all", .description = "adding all of %s",
	      .category = CATEGORY_CHECK, .key = KEY_UNIT,
	      .flags = QUERY_CACHE_ON_DISK, .version = 1, .verify = verify,
	      .local = provide_all },
  FIFTY (STEP_ROW)
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

/* Records in memory for FUNCTIONS functions, saved by E.  */
static void
saved_load (const struct saved *s, struct engine *e)
{
  /* engine_save goes by kind of key: the unit's record comes first.  */
  for (size_t i = 0; i < s->count; i++)
    engine_record_set (e, i ? KEY_FUNCTION : KEY_UNIT,
		       i ? (uint32_t) i - 1 : 0,
		       s->bytes.bytes + s->records[i].at, s->records[i].size);
}

/* EACH queries to a function, FUNCTIONS functions: run and save, then once more
   from what was saved.  */
static void
bench_growth (uint32_t functions, uint32_t each)
{
  double cold[ROUNDS], save[ROUNDS], warm[ROUNDS], of_queries = 0, of_unit = 0;
  uint32_t queries = functions * each;
  last = Q_TRIVIAL + each - 1;
  for (unsigned r = 0; r < ROUNDS; r++)
    {
      struct saved s = { .count = 0 };
      s.records = xcalloc (functions + 1, sizeof *s.records);
      struct engine *e = set_up (functions);
      double start = now ();
      engine_demand (e, Q_ALL, 0, NULL);
      cold[r] = now () - start;
      start = now ();
      engine_save (e, keep, &s);
      save[r] = now () - start;
      of_unit = (double) s.records[0].size / queries;
      of_queries = (double) s.bytes.size / queries - of_unit;
      engine_free (e);

      e = set_up (functions);
      start = now ();
      saved_load (&s, e);
      if (!engine_try_green (e, Q_ALL, 0))
	printf ("not green: the figures below are wrong\n");
      warm[r] = now () - start;
      engine_free (e);
      buffer_release (&s.bytes);
      free (s.records);
    }
  double c = median (cold, ROUNDS), v = median (save, ROUNDS);
  double w = median (warm, ROUNDS);
  printf ("%8u trivial queries of %u functions: executed in %.3f s (%.0f ns "
	  "each), saved in %.3f s, %.0f bytes each and %.0f for the unit's "
	  "edge; nothing changed: %.4f s, %.1f %%\n", queries, functions, c,
	  c * 1e9 / queries, v, of_queries, of_unit, w, 100 * w / (c + v));
}

static void
bench_shape (enum shape shape, uint32_t count, unsigned threads)
{
  struct shape_run run = { .shape = shape, .count = count,
			   .threads = threads, .save = true };
  run.store = shape_store_new ();
  shape_session (&run);
  printf ("%5s of %u nodes, %u threads: cold %.3f s, saved in %.3f s",
	  shape_names[shape], count, threads, run.run_seconds,
	  run.save_seconds);
  shape_session (&run);
  printf ("; warm %.3f s", run.load_seconds + run.run_seconds);
  run.add = 2;
  shape_session (&run);
  printf ("; one input edited, without effect %.3f s (%lu executed)",
	  run.load_seconds + run.run_seconds, (unsigned long) run.executed);
  run.add = 1;
  shape_session (&run);
  printf (", with %.3f s (%lu executed)\n",
	  run.load_seconds + run.run_seconds, (unsigned long) run.executed);
  shape_store_free (run.store);
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
  inputs = xcalloc (largest, sizeof *inputs);
  all_keys = xcalloc (largest, sizeof *all_keys);
  printf ("%ld cores\n", cores);
  bench_hits (1);
  for (unsigned t = 2; t <= most; t *= 2)
    bench_hits (t);
  for (uint32_t count = 100; count <= largest; count *= 10)
    {
      bench_growth (count, 1);
      bench_growth (count / 50, 50);
    }
  static const uint32_t sizes[] = { 1000000, 1000000, 1000000, 50000 };
  for (unsigned shape = 0; shape < SHAPE_RING; shape++)
    for (unsigned t = 1; t <= most; t *= 2)
      bench_shape (shape, sizes[shape], t);
  free (inputs);
  free (all_keys);
  return 0;
}
