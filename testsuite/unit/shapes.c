/* shapes.c - four shapes of dependency graphs, of any size.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/shapes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "queries/memory.h"
#include "queries/profile.h"

enum { Q_NUMBER, Q_PARITY, Q_VALUE, N_QUERIES };

#define LAYER 100u
#define MODULUS 1000003u

const char *const shape_names[SHAPES]
  = { "wide", "chain", "tree", "dense", "ring" };

/* Of the session that runs.  */
static enum shape shape;
static uint32_t count;

/* The Ith node that node N reads, or COUNT.  */
static uint32_t
reads (uint32_t n, uint32_t i)
{
  uint64_t to = count;
  switch (shape)
    {
    case SHAPE_WIDE:
      to = n == 0 ? (uint64_t) i + 1 : count;
      break;
    case SHAPE_CHAIN:
      to = i == 0 ? (uint64_t) n + 1 : count;
      break;
    case SHAPE_RING:
      return i == 0 ? (n + 1) % count : count;
    case SHAPE_TREE:
      to = i < 2 ? 2 * (uint64_t) n + 1 + i : count;
      break;
    case SHAPE_DENSE:
      to = i < LAYER ? ((uint64_t) n / LAYER + 1) * LAYER + i : count;
      break;
    default:
      break;
    }
  return to < count ? (uint32_t) to : count;
}

static uint64_t
number_at (struct query_context *cx, uint32_t query, uint32_t key)
{
  return *(const uint64_t *) query_get (cx, query, key);
}

static void
provide_parity (struct query_context *cx, uint32_t key, struct buffer *out)
{
  uint64_t value = number_at (cx, Q_NUMBER, key) % 2;
  buffer_add (out, &value, sizeof value);
}

static void
provide_value (struct query_context *cx, uint32_t key, struct buffer *out)
{
  uint64_t value = number_at (cx, Q_PARITY, key);
  for (uint32_t i = 0, to; (to = reads (key, i)) < count; i++)
    value += number_at (cx, Q_VALUE, to);
  value %= MODULUS;
  buffer_add (out, &value, sizeof value);
}

static void
recover_value (struct query_context *cx, uint32_t key, struct buffer *out)
{
  (void) cx;
  (void) key;
  uint64_t value = 7;
  buffer_add (out, &value, sizeof value);
}

static bool
verify (const void *bytes, size_t size)
{
  (void) bytes;
  return size == sizeof (uint64_t);
}

static struct query_kind kinds[N_QUERIES] = {
  { .name = "number", .description = "reading %s", .key = KEY_FUNCTION,
    .flags = QUERY_INPUT },
  { .name = "parity", .description = "halving %s", .key = KEY_FUNCTION,
    .category = CATEGORY_FACT, .version = 1, .verify = verify,
    .local = provide_parity },
  { .name = "value", .description = "adding up %s", .key = KEY_FUNCTION,
    .category = CATEGORY_FACT, .flags = QUERY_CACHE_ON_DISK, .version = 1,
    .verify = verify, .local = provide_value, .recover = recover_value },
};

/* Records by node: keys are the nodes' numbers in every session.  What is
   replaced stays where it is: the session that replaces it reads it.  */
struct shape_store
{
  struct arena bytes;
  struct entry { uint64_t content; const void *bytes; size_t size; } *entries;
  uint32_t count;
};

struct shape_store *
shape_store_new (void)
{
  struct shape_store *s = xcalloc (1, sizeof *s);
  arena_init (&s->bytes, "records");
  return s;
}

void
shape_store_free (struct shape_store *s)
{
  arena_release (&s->bytes);
  free (s->entries);
  free (s);
}

/* A record's key says whose it is: so save in order of keys.  */
struct saving
{
  struct shape_run *run;
  struct engine *e;
  uint32_t next;
};

static void
put (void *data, struct fingerprint key, const void *bytes, size_t size)
{
  struct saving *s = data;
  struct shape_store *store = s->run->store;
  s->run->records++;
  s->run->record_bytes += size;
  while (!fingerprint_equal (engine_record_key (s->e, KEY_FUNCTION, s->next),
			     key))
    s->next++;
  store->entries[s->next]
    = (struct entry) { key.low, arena_copy (&store->bytes, bytes, size),
		       size };
}

static void
load (struct engine *e, struct shape_run *run)
{
  struct shape_store *s = run->store;
  if (s && s->count != run->count)
    {
      s->entries = xrealloc (s->entries, run->count * sizeof *s->entries);
      memset (s->entries, 0, run->count * sizeof *s->entries);
      s->count = run->count;
    }
  for (uint32_t n = 0; s && n < run->count; n++)
    if (s->entries[n].size
	&& s->entries[n].content
	   == engine_record_key (e, KEY_FUNCTION, n).low)
      engine_record_set (e, KEY_FUNCTION, n, s->entries[n].bytes,
			 s->entries[n].size);
}

static void
take_report (void *data, const char *text)
{
  struct shape_run *run = data;
  snprintf (run->report, sizeof run->report, "%s", text);
}

static struct engine *
set_up (struct shape_run *run, uint64_t *numbers)
{
  kinds[Q_VALUE].flags = QUERY_CACHE_ON_DISK;
  if (run->cycle_default)
    kinds[Q_VALUE].flags |= QUERY_CYCLE_DEFAULT;
  struct engine_config c = { .kinds = kinds, .count = N_QUERIES,
			     .verify = run->verify, .report = take_report,
			     .report_data = run };
  struct engine *e = engine_new (&c);
  for (uint32_t n = 0; n < run->count; n++)
    {
      char name[16];
      snprintf (name, sizeof name, "n%u", n);
      struct fingerprint identity = { n * 0x9e3779b97f4a7c15u + 1, n };
      engine_key (e, KEY_FUNCTION, identity, name);
      numbers[n] = n + (n == run->count - 1 ? run->add : 0);
      struct fingerprint print
	= fingerprint_of (&numbers[n], sizeof numbers[n]);
      engine_key_set_local (e, KEY_FUNCTION, n, print, true);
      engine_feed (e, Q_NUMBER, n, &numbers[n], sizeof numbers[n], print);
    }
  return e;
}

static double
seconds_since (uint64_t start)
{
  return (double) (profile_clock () - start) / 1e9;
}

static void
evaluate (struct engine *e, struct shape_run *run)
{
  uint32_t *keys = xmalloc (run->count * sizeof *keys);
  for (uint32_t n = 0; n < run->count; n++)
    keys[n] = run->count - 1 - n;
  engine_start (e, run->threads);
  if (!run->top_down)
    engine_prefetch (e, Q_VALUE, keys, run->count);
  engine_join (e);
  const uint64_t *value = engine_demand (e, Q_VALUE, 0, NULL);
  run->value = value ? *value : 0;
  run->failed = !value;
  free (keys);
}

void
shape_session (struct shape_run *run)
{
  shape = run->shape;
  count = run->count;
  uint64_t *numbers = xmalloc (run->count * sizeof *numbers);
  struct engine *e = set_up (run, numbers);
  run->records = run->record_bytes = 0;
  run->report[0] = '\0';
  uint64_t start = profile_clock ();
  load (e, run);
  run->load_seconds = seconds_since (start);
  start = profile_clock ();
  if (!engine_try_green (e, Q_VALUE, 0))
    evaluate (e, run);
  else
    {
      run->value = *(const uint64_t *) engine_demand (e, Q_VALUE, 0, NULL);
      run->failed = false;
    }
  run->failed |= !engine_verify (e);
  run->run_seconds = seconds_since (start);
  struct query_statistics s[2];
  engine_statistics (e, Q_PARITY, &s[0]);
  engine_statistics (e, Q_VALUE, &s[1]);
  run->executed = s[0].executed + s[1].executed;
  run->green = s[0].green + s[1].green;
  start = profile_clock ();
  struct saving saving = { run, e, 0 };
  if (run->save)
    engine_save (e, put, &saving);
  run->save_seconds = seconds_since (start);
  engine_free (e);
  free (numbers);
}

uint64_t
shape_expected (const struct shape_run *run)
{
  shape = run->shape;
  count = run->count;
  if (shape == SHAPE_RING)
    return 7;
  uint64_t *value = xmalloc (count * sizeof *value);
  /* In a dense graph a layer's nodes read the same.  */
  uint64_t layer_sum = 0, next_sum = 0;
  for (uint32_t n = count; n-- > 0; )
    {
      uint64_t v = (n + (n == count - 1 ? run->add : 0)) % 2;
      if (shape == SHAPE_DENSE)
	v += next_sum;
      else
	for (uint32_t i = 0, to; (to = reads (n, i)) < count; i++)
	  v += value[to];
      value[n] = v % MODULUS;
      layer_sum += value[n];
      if (n % LAYER == 0)
	{
	  next_sum = layer_sum;
	  layer_sum = 0;
	}
    }
  uint64_t root = value[0];
  free (value);
  return root;
}
