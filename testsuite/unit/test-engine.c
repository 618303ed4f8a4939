/* test-engine.c - the query engine, over a table of arithmetic queries.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The program under analysis is a row of functions; function F has an input
   number and callees.  own (F) = number (F) % 10, sum (F) = own (F) + the sums
   of its callees, total = all sums.  A direct evaluation is the oracle.  */

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "testsuite/unit/small-engine.h"
#include "testsuite/unit/suite.h"

enum { Q_NUMBER, Q_LIST, Q_OWN, Q_SUM, Q_TOTAL, Q_RING, Q_BUG, Q_IMPURE,
       Q_CLOCK, Q_CLOCK_READER, Q_UNHASHED, Q_UNHASHED_READER, N_QUERIES };

struct input
{
  uint32_t number;
  uint32_t n_callees;
  uint32_t callee[4];
};

/* How often each provider ran, in all engines of a test.  */
static _Atomic unsigned runs[N_QUERIES];
static _Atomic unsigned impure;

static void
provide_own (struct query_context *cx, uint32_t key, struct buffer *out)
{
  const struct input *i = query_get (cx, Q_NUMBER, key);
  runs[Q_OWN]++;
  small_put (out, i->number % 10);
}

static void
provide_sum (struct query_context *cx, uint32_t key, struct buffer *out)
{
  uint64_t sum = small_get (cx, Q_OWN, key);
  const struct input *i = query_get (cx, Q_NUMBER, key);
  runs[Q_SUM]++;
  for (uint32_t c = 0; c < i->n_callees; c++)
    sum += small_get (cx, Q_SUM, small_key (cx, i->callee[c]));
  small_put (out, sum);
}

/* What is not in this unit counts 1000.  */
static void
provide_sum_external (struct query_context *cx, uint32_t key,
		      struct buffer *out)
{
  (void) cx;
  (void) key;
  small_put (out, 1000);
}

static void
provide_total (struct query_context *cx, uint32_t key, struct buffer *out)
{
  size_t size;
  uint64_t total = 0;
  const uint32_t *list = query_get_sized (cx, Q_LIST, key, &size);
  size_t n = size / sizeof *list;
  runs[Q_TOTAL]++;
  query_for_each (cx, Q_SUM, list, n);
  for (size_t i = 0; i < n; i++)
    total += small_get (cx, Q_SUM, list[i]);
  small_put (out, total);
}

/* Each asks its callees, whatever comes.  */
static void
provide_ring (struct query_context *cx, uint32_t key, struct buffer *out)
{
  const struct input *i = query_get (cx, Q_NUMBER, key);
  uint64_t sum = 1;
  for (uint32_t c = 0; c < i->n_callees; c++)
    sum += small_get (cx, Q_RING, small_key (cx, i->callee[c]));
  small_put (out, sum);
}

static void
provide_bug (struct query_context *cx, uint32_t key, struct buffer *out)
{
  const struct input *i = query_get (cx, Q_NUMBER, key);
  if (i->n_callees == 0)
    query_bug (cx, "no callee in %s",
	       query_key_name (cx, KEY_FUNCTION, key));
  small_put (out, small_get (cx, Q_BUG, small_key (cx, i->callee[0])));
}

static void
provide_impure (struct query_context *cx, uint32_t key, struct buffer *out)
{
  query_get (cx, Q_NUMBER, key);
  small_put (out, impure++);
}

/* Reads what the engine does not track.  */
static uint64_t clock_value;

static void
provide_clock (struct query_context *cx, uint32_t key, struct buffer *out)
{
  query_get (cx, Q_NUMBER, key);
  runs[Q_CLOCK]++;
  small_put (out, clock_value / 10);
}

static void
provide_clock_reader (struct query_context *cx, uint32_t key,
		      struct buffer *out)
{
  runs[Q_CLOCK_READER]++;
  small_put (out, small_get (cx, Q_CLOCK, key));
}

static void
provide_unhashed (struct query_context *cx, uint32_t key, struct buffer *out)
{
  runs[Q_UNHASHED]++;
  small_put (out, small_get (cx, Q_OWN, key));
}

static void
provide_unhashed_reader (struct query_context *cx, uint32_t key,
			 struct buffer *out)
{
  runs[Q_UNHASHED_READER]++;
  for (uint32_t c = 0; c < 2; c++)
    query_get (cx, Q_UNHASHED, small_key (cx, c));
  small_put (out, key);
}

static const struct query_kind kinds[N_QUERIES] = {
  { .name = "number", .description = "reading %s",
    .category = CATEGORY_INPUT, .key = KEY_FUNCTION,
    .flags = QUERY_INPUT, .version = 1 },
  { .name = "list", .description = "listing %s",
    .category = CATEGORY_INPUT, .key = KEY_UNIT,
    .flags = QUERY_INPUT, .version = 1 },
  { .name = "own", .description = "reducing %s",
    .category = CATEGORY_FACT, .key = KEY_FUNCTION,
    .flags = QUERY_SEPARATE_EXTERN, .version = 1, .verify = small_verify,
    .local = provide_own },
  { .name = "sum", .description = "adding up %s",
    .category = CATEGORY_FACT, .key = KEY_FUNCTION,
    .flags = QUERY_CACHE_ON_DISK | QUERY_SEPARATE_EXTERN, .version = 1,
    .verify = small_verify,
    .local = provide_sum,
    .external = provide_sum_external },
  { .name = "total", .description = "adding up all of %s",
    .category = CATEGORY_CHECK, .key = KEY_UNIT,
    .flags = QUERY_CACHE_ON_DISK, .version = 1, .verify = small_verify,
    .local = provide_total },
  { .name = "ring", .description = "going round from %s",
    .category = CATEGORY_FACT, .key = KEY_FUNCTION,
    .flags = 0, .version = 1, .verify = small_verify,
    .local = provide_ring },
  { .name = "bug", .description = "breaking %s",
    .category = CATEGORY_FACT, .key = KEY_FUNCTION,
    .flags = 0, .version = 1, .verify = small_verify,
    .local = provide_bug },
  { .name = "impure", .description = "guessing %s",
    .category = CATEGORY_FACT, .key = KEY_FUNCTION,
    .flags = QUERY_CACHE_ON_DISK, .version = 1, .verify = small_verify,
    .local = provide_impure },
  { .name = "clock", .description = "looking at the clock in %s",
    .category = CATEGORY_FACT, .key = KEY_FUNCTION,
    .flags = QUERY_EVAL_ALWAYS | QUERY_CACHE_ON_DISK, .version = 1,
    .verify = small_verify,
    .local = provide_clock },
  { .name = "clock_reader", .description = "telling the time in %s",
    .category = CATEGORY_FACT, .key = KEY_FUNCTION,
    .flags = QUERY_CACHE_ON_DISK, .version = 1, .verify = small_verify,
    .local = provide_clock_reader },
  { .name = "unhashed", .description = "copying %s",
    .category = CATEGORY_FACT, .key = KEY_FUNCTION,
    .flags = QUERY_NO_HASH, .version = 1, .verify = small_verify,
    .local = provide_unhashed },
  { .name = "unhashed_reader", .description = "reading copies in %s",
    .category = CATEGORY_FACT, .key = KEY_FUNCTION,
    .flags = QUERY_CACHE_ON_DISK, .version = 1, .verify = small_verify,
    .local = provide_unhashed_reader },
};

/* A program: what is fed.  */
struct program
{
  uint32_t count;
  struct input input[SMALL_MOST];
};

static char reported[4096];

static void
take_report (void *data, const char *text)
{
  (void) data;
  snprintf (reported, sizeof reported, "%s", text);
}

static uint32_t list[SMALL_MOST];

static struct engine *
set_up (const struct program *p, struct memory_store *m,
	enum verify_mode verify)
{
  struct engine_config c = { .kinds = kinds, .count = N_QUERIES,
			     .verify = verify, .report = take_report };
  struct engine *e = engine_new (&c);
  reported[0] = '\0';
  memset (runs, 0, sizeof runs);
  for (uint32_t f = 0; f < p->count; f++)
    {
      char name[16];
      snprintf (name, sizeof name, "f%u", f);
      list[f] = engine_key (e, KEY_FUNCTION, fingerprint_of_string (name),
			    name);
      struct fingerprint print
	= fingerprint_of (&p->input[f], sizeof p->input[f]);
      engine_key_set_local (e, KEY_FUNCTION, list[f], print, true);
      engine_feed (e, Q_NUMBER, list[f], &p->input[f], sizeof p->input[f],
		   print);
    }
  engine_key (e, KEY_UNIT, fingerprint_of_string ("unit"), "unit.c");
  engine_key_set_local (e, KEY_UNIT, 0,
			fingerprint_of (&p->count, sizeof p->count), false);
  engine_feed (e, Q_LIST, 0, list, p->count * sizeof *list,
	       fingerprint_of (list, p->count * sizeof *list));
  memory_load (e, m, KEY_UNIT, 0);
  for (uint32_t f = 0; f < p->count; f++)
    memory_load (e, m, KEY_FUNCTION, list[f]);
  return e;
}

static uint64_t
expected_sum (const struct program *p, uint32_t f)
{
  if (f >= p->count)
    return 1000;
  uint64_t sum = p->input[f].number % 10;
  for (uint32_t c = 0; c < p->input[f].n_callees; c++)
    sum += expected_sum (p, p->input[f].callee[c]);
  return sum;
}

static uint64_t
expected_total (const struct program *p)
{
  uint64_t total = 0;
  for (uint32_t f = 0; f < p->count; f++)
    total += expected_sum (p, f);
  return total;
}

static struct program
chain (uint32_t count)
{
  struct program p = { .count = count };
  for (uint32_t f = 0; f < count; f++)
    {
      p.input[f].number = f * 7 + 3;
      p.input[f].n_callees = f > 0;
      p.input[f].callee[0] = f - 1;
    }
  return p;
}

/* Evaluate the total with THREADS, check it, save to M.  Returns providers
   run.  */
static uint64_t
session (const struct program *p, struct memory_store *m, unsigned threads)
{
  struct engine *e = set_up (p, m, VERIFY_OFF);
  static const uint32_t unit = 0;
  if (!engine_try_green (e, Q_TOTAL, 0))
    {
      engine_start (e, threads);
      engine_prefetch (e, Q_TOTAL, &unit, 1);
    }
  ck_assert (engine_join (e));
  const uint64_t *total = engine_demand (e, Q_TOTAL, 0, NULL);
  ck_assert_ptr_nonnull (total);
  ck_assert_uint_eq (*total, expected_total (p));
  uint64_t executed = 0;
  for (uint32_t q = 0; q < N_QUERIES; q++)
    {
      struct query_statistics s;
      engine_statistics (e, q, &s);
      executed += s.executed;
    }
  if (m)
    engine_save (e, memory_put, m);
  engine_free (e);
  return executed;
}

#define CALLS 300

static void
count_call (void *data, uint32_t index)
{
  _Atomic unsigned *calls = data;
  calls[index]++;
}

/* Each call is made once, though other threads evaluate queries; without
   workers none.  */
START_TEST (test_background)
{
  static const unsigned threads[] = { 1, 2, 8 };
  struct program p = chain (20);
  static const uint32_t unit = 0;
  for (unsigned t = 0; t < 3; t++)
    {
      _Atomic unsigned calls[CALLS] = { 0 };
      struct engine *e = set_up (&p, NULL, VERIFY_OFF);
      engine_start (e, threads[t]);
      engine_background (e, count_call, calls, CALLS);
      engine_prefetch (e, Q_TOTAL, &unit, 1);
      ck_assert (engine_join (e));
      const uint64_t *total = engine_demand (e, Q_TOTAL, 0, NULL);
      ck_assert_uint_eq (*total, expected_total (&p));
      for (uint32_t i = 0; i < CALLS; i++)
	ck_assert_uint_eq (calls[i], threads[t] > 1);
      engine_free (e);
    }
}
END_TEST

START_TEST (test_cold)
{
  struct program p = chain (20);
  /* own and sum of each, and the total.  */
  ck_assert_uint_eq (session (&p, NULL, 1), 41);
  ck_assert_uint_eq (session (&p, NULL, 2), 41);
  ck_assert_uint_eq (session (&p, NULL, 8), 41);
}
END_TEST

START_TEST (test_warm)
{
  struct program p = chain (20);
  struct memory_store m = { .count = 0 };
  session (&p, &m, 1);
  for (unsigned threads = 1; threads <= 8; threads *= 2)
    ck_assert_uint_eq (session (&p, &m, threads), 0);
  memory_release (&m);
}
END_TEST

/* The input changes, what is read from it does not: stopped at once.  */
START_TEST (test_early_cutoff)
{
  struct program p = chain (20);
  struct memory_store m = { .count = 0 };
  session (&p, &m, 1);
  p.input[5].number += 10;
  /* own (5) and sum (5) anew, with the values they had.  */
  ck_assert_uint_eq (session (&p, &m, 1), 2);
  ck_assert_uint_eq (session (&p, &m, 2), 0);
  memory_release (&m);
}
END_TEST

/* A change that matters goes up to all callers, and no further.  */
START_TEST (test_change)
{
  struct program p = chain (20);
  struct memory_store m = { .count = 0 };
  session (&p, &m, 1);
  p.input[5].number += 1;
  /* own (5), sum (5) to sum (19), the total; and own of 6 to 19, which are
     green but whose values are not kept on disk.  */
  ck_assert_uint_eq (session (&p, &m, 1), 1 + 15 + 1 + 14);
  ck_assert_uint_eq (session (&p, &m, 8), 0);
  /* Back again: the record of function 5 is found under its content, and its
     callers' records have several traces.  */
  p.input[5].number -= 1;
  ck_assert_uint_eq (session (&p, &m, 1), 0);
  memory_release (&m);
}
END_TEST

/* A callee outside the unit is answered by the external provider, and its
   key need not be known before.  */
START_TEST (test_external)
{
  struct program p = chain (3);
  p.input[1].callee[0] = 40;
  struct memory_store m = { .count = 0 };
  session (&p, &m, 1);
  session (&p, &m, 2);
  memory_release (&m);
}
END_TEST

/* Random programs, random edits: what comes out is what a direct evaluation
   gives, and a second look runs nothing.  */
START_TEST (test_random_edits)
{
  unsigned seed = (unsigned) _i;
  struct memory_store m = { .count = 0 };
  struct program p = { .count = 12 };
  for (int step = 0; step < 12; step++)
    {
      uint32_t f = (uint32_t) rand_r (&seed) % p.count;
      p.input[f].number = (uint32_t) rand_r (&seed) % 30;
      p.input[f].n_callees = f ? (uint32_t) rand_r (&seed) % 4 : 0;
      for (uint32_t c = 0; c < p.input[f].n_callees; c++)
	p.input[f].callee[c] = (uint32_t) rand_r (&seed) % f;
      session (&p, &m, 1 + (unsigned) rand_r (&seed) % 4);
      ck_assert_uint_eq (session (&p, &m, 1), 0);
    }
  memory_release (&m);
}
END_TEST

static void
expect_ring (unsigned threads)
{
  struct program p = chain (6);
  p.input[2].n_callees = 1;
  p.input[2].callee[0] = 5;	/* 5 -> 4 -> 3 -> 2 -> 5 */
  struct engine *e = set_up (&p, NULL, VERIFY_OFF);
  engine_start (e, threads);
  engine_prefetch (e, Q_RING, list, p.count);
  engine_join (e);
  ck_assert_ptr_null (engine_demand (e, Q_RING, list[4], NULL));
  ck_assert (engine_failed (e));
  engine_free (e);
}

START_TEST (test_ring)
{
  char first[sizeof reported];
  expect_ring (1);
  memcpy (first, reported, sizeof first);
  ck_assert_ptr_nonnull (strstr (first, "queries in a ring"));
  for (unsigned f = 2; f <= 5; f++)
    {
      char name[32];
      snprintf (name, sizeof name, "going round from `f%u'", f);
      ck_assert_ptr_nonnull (strstr (first, name));
    }
  /* The same words whoever closes it.  */
  for (unsigned i = 0; i < 200; i++)
    {
      expect_ring (1 + i % 4);
      ck_assert_str_eq (first, reported);
    }
}
END_TEST

START_TEST (test_bug)
{
  struct program p = chain (3);
  struct engine *e = set_up (&p, NULL, VERIFY_OFF);
  ck_assert_ptr_null (engine_demand (e, Q_BUG, list[2], NULL));
  ck_assert (engine_failed (e));
  ck_assert_ptr_nonnull (strstr (reported, "no callee in f0"));
  const char *inner = strstr (reported, "breaking `f0'");
  const char *outer = strstr (reported, "breaking `f2'");
  ck_assert (inner && outer && inner < outer);
  ck_assert_uint_eq (engine_save (e, memory_put, NULL), 0);
  ck_assert_ptr_null (engine_demand (e, Q_SUM, list[0], NULL));
  engine_free (e);
}
END_TEST

START_TEST (test_verify_catches_impure)
{
  struct program p = chain (3);
  struct memory_store m = { .count = 0 };
  struct engine *e = set_up (&p, &m, VERIFY_ALL);
  ck_assert_ptr_nonnull (engine_demand (e, Q_IMPURE, list[1], NULL));
  ck_assert (engine_join (e));
  ck_assert (engine_verify (e));	/* Nothing is from the store yet.  */
  engine_save (e, memory_put, &m);
  engine_free (e);

  e = set_up (&p, &m, VERIFY_ALL);
  ck_assert_ptr_nonnull (engine_demand (e, Q_IMPURE, list[1], NULL));
  ck_assert (!engine_verify (e));
  ck_assert_ptr_nonnull (strstr (reported, "guessing `f1' [impure]"));
  engine_free (e);

  e = set_up (&p, &m, VERIFY_OFF);
  ck_assert_ptr_nonnull (engine_demand (e, Q_IMPURE, list[1], NULL));
  ck_assert (engine_verify (e));
  engine_free (e);
  memory_release (&m);
}
END_TEST

/* Verification counts apart and changes nothing that is saved.  */
START_TEST (test_verify_counts)
{
  struct program p = chain (10);
  struct memory_store m = { .count = 0 };
  session (&p, &m, 1);
  struct engine *e = set_up (&p, &m, VERIFY_ALL);
  struct query_statistics s;
  ck_assert (engine_try_green (e, Q_TOTAL, 0));
  ck_assert (engine_verify (e));
  engine_statistics (e, Q_SUM, &s);
  ck_assert_uint_eq (s.executed, 0);
  ck_assert_uint_eq (s.verified, 10);
  ck_assert_uint_eq (engine_save (e, memory_put, &m), 0);
  engine_free (e);
  memory_release (&m);
}
END_TEST

/* Damaged records are refused or lead to the right values; they never crash
   the reader.  (Their bytes lie behind a checksum; this is below that.)  */
START_TEST (test_damaged_records)
{
  struct program p = chain (6);
  struct memory_store m = { .count = 0 };
  unsigned seed = 1;
  session (&p, &m, 1);
  for (unsigned i = 0; i < 20000; i++)
    {
      const struct saved *s = &m.items[(size_t) rand_r (&seed) % m.count];
      char *copy = aligned_alloc (16, (s->size + 15) / 16 * 16);
      memcpy (copy, s->bytes, s->size);
      size_t at = (size_t) rand_r (&seed) % s->size;
      copy[at] ^= (char) (1 << rand_r (&seed) % 8);
      struct engine *e = set_up (&p, NULL, VERIFY_OFF);
      engine_record_set (e, KEY_FUNCTION, list[(size_t) rand_r (&seed) % 6],
			 copy, s->size);
      engine_record_set (e, KEY_UNIT, 0, copy, s->size);
      engine_try_green (e, Q_TOTAL, 0);
      engine_demand (e, Q_TOTAL, 0, NULL);
      engine_free (e);
      free (copy);
    }
  memory_release (&m);
}
END_TEST

/* A query whose edges are many and mostly the same keeps each once.  */
START_TEST (test_many_edges)
{
  struct program p = { .count = SMALL_MOST };
  for (uint32_t f = 0; f < p.count; f++)
    p.input[f].number = f;
  struct memory_store m = { .count = 0 };
  session (&p, &m, 1);
  session (&p, &m, 1);
  size_t largest = 0;
  for (size_t i = 0; i < m.count; i++)
    if (m.items[i].size > largest)
      largest = m.items[i].size;
  /* The unit's: 64 dependencies on sums and one on the list; 16 bytes each
     and 16 for the name of each.  */
  ck_assert_uint_lt (largest, 65 * 32 + 100);
  memory_release (&m);
}
END_TEST

/* Asks QUERY of function F in a new session over M; the number it gives.  */
static uint64_t
ask (const struct program *p, struct memory_store *m, uint32_t query,
     uint32_t f)
{
  struct engine *e = set_up (p, m, VERIFY_OFF);
  const uint64_t *value = engine_demand (e, query, list[f], NULL);
  ck_assert_ptr_nonnull (value);
  uint64_t v = *value;
  engine_save (e, memory_put, m);
  engine_free (e);
  return v;
}

/* eval_always runs in every session; its readers only if it gives another
   value.  */
START_TEST (test_eval_always)
{
  struct program p = chain (2);
  struct memory_store m = { .count = 0 };
  clock_value = 70;
  ck_assert_uint_eq (ask (&p, &m, Q_CLOCK_READER, 0), 7);
  clock_value = 75;
  ck_assert_uint_eq (ask (&p, &m, Q_CLOCK_READER, 0), 7);
  ck_assert_uint_eq (runs[Q_CLOCK], 1);
  ck_assert_uint_eq (runs[Q_CLOCK_READER], 0);
  clock_value = 80;
  ck_assert_uint_eq (ask (&p, &m, Q_CLOCK_READER, 0), 8);
  ck_assert_uint_eq (runs[Q_CLOCK_READER], 1);
  memory_release (&m);
}
END_TEST

/* no_hash: what ran anew is red to its readers, though the value is as it
   was; what did not run is green.  */
START_TEST (test_no_hash)
{
  struct program p = chain (3);
  struct memory_store m = { .count = 0 };
  ask (&p, &m, Q_UNHASHED_READER, 2);
  ask (&p, &m, Q_UNHASHED_READER, 2);
  ck_assert_uint_eq (runs[Q_UNHASHED_READER], 0);
  p.input[1].number += 10;	/* own (1) stays what it was.  */
  ask (&p, &m, Q_UNHASHED_READER, 2);
  ck_assert_uint_eq (runs[Q_UNHASHED], 2);
  ck_assert_uint_eq (runs[Q_UNHASHED_READER], 1);
  memory_release (&m);
}
END_TEST

static void
provide_forty_two (struct query_context *cx, uint32_t key, struct buffer *out)
{
  (void) cx;
  (void) key;
  small_put (out, 42);
}

/* The last provider wins; a query without one is named.  */
START_TEST (test_providers)
{
  struct program p = chain (2);
  struct engine *e = set_up (&p, NULL, VERIFY_OFF);
  engine_set_provider (e, Q_OWN, provide_own, NULL);
  engine_set_provider (e, Q_OWN, provide_forty_two, NULL);
  const uint64_t *value = engine_demand (e, Q_SUM, list[1], NULL);
  ck_assert_uint_eq (*value, 84);
  uint32_t outside = engine_key (e, KEY_FUNCTION,
				 fingerprint_of_string ("outside"), "outside");
  ck_assert_ptr_null (engine_demand (e, Q_OWN, outside, NULL));
  ck_assert_ptr_nonnull (strstr (reported, "query `own' has no external"));
  engine_free (e);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("engine");
  TCase *t = tcase_create ("engine");
  tcase_set_timeout (t, 120);
  tcase_add_test (t, test_cold);
  tcase_add_test (t, test_warm);
  tcase_add_test (t, test_early_cutoff);
  tcase_add_test (t, test_change);
  tcase_add_test (t, test_external);
  tcase_add_loop_test (t, test_random_edits, 1, 60);
  tcase_add_test (t, test_ring);
  tcase_add_test (t, test_background);
  tcase_add_test (t, test_bug);
  tcase_add_test (t, test_verify_catches_impure);
  tcase_add_test (t, test_verify_counts);
  tcase_add_test (t, test_damaged_records);
  tcase_add_test (t, test_many_edges);
  tcase_add_test (t, test_eval_always);
  tcase_add_test (t, test_no_hash);
  tcase_add_test (t, test_providers);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
