/* small-engine.c - an engine over a handful of functions, for tests.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/small-engine.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
memory_put (void *data, struct fingerprint key, const void *bytes,
	    size_t size)
{
  struct memory_store *m = data;
  size_t i = 0;
  while (i < m->count && !fingerprint_equal (m->items[i].key, key))
    i++;
  if (i == m->count)
    m->count++;
  else
    free (m->items[i].bytes);
  ck_assert_uint_lt (i, sizeof m->items / sizeof *m->items);
  m->items[i].key = key;
  m->items[i].size = size;
  m->items[i].bytes = aligned_alloc (16, (size + 15) / 16 * 16);
  memcpy (m->items[i].bytes, bytes, size);
}

void
memory_release (struct memory_store *m)
{
  for (size_t i = 0; i < m->count; i++)
    free (m->items[i].bytes);
  m->count = 0;
}

void
memory_load (struct engine *e, struct memory_store *m, enum key_kind kind,
	     uint32_t key)
{
  struct fingerprint want = engine_record_key (e, kind, key);
  for (size_t i = 0; m && i < m->count; i++)
    if (fingerprint_equal (m->items[i].key, want))
      ck_assert (engine_record_set (e, kind, key, m->items[i].bytes,
				    m->items[i].size));
}

static void
take_report (void *data, const char *text)
{
  struct small *s = data;
  if (!s->report[0])
    snprintf (s->report, sizeof s->report, "%s", text);
}

void
small_begin (struct small *s, struct engine_config config,
	     const uint64_t *numbers, uint32_t count,
	     struct memory_store *store)
{
  s->report[0] = '\0';
  s->store = store;
  s->count = count;
  config.report = take_report;
  config.report_data = s;
  s->e = engine_new (&config);
  ck_assert_msg (s->e != NULL, "%s", s->report);
  for (uint32_t f = 0; f < count; f++)
    {
      char name[16];
      snprintf (name, sizeof name, "f%u", f);
      s->numbers[f] = numbers[f];
      s->keys[f] = engine_key (s->e, KEY_FUNCTION,
			       fingerprint_of_string (name), name);
      struct fingerprint print
	= fingerprint_of (&s->numbers[f], sizeof s->numbers[f]);
      engine_key_set_local (s->e, KEY_FUNCTION, s->keys[f], print, true);
      engine_feed (s->e, SMALL_NUMBER, s->keys[f], &s->numbers[f],
		   sizeof s->numbers[f], print);
    }
  engine_key (s->e, KEY_UNIT, fingerprint_of_string ("unit"), "unit.c");
  engine_key_set_local (s->e, KEY_UNIT, 0,
			fingerprint_of (&count, sizeof count), false);
  engine_feed (s->e, SMALL_LIST, 0, s->keys, count * sizeof *s->keys,
	       fingerprint_of (s->keys, count * sizeof *s->keys));
  memory_load (s->e, store, KEY_UNIT, 0);
  for (uint32_t f = 0; f < count; f++)
    memory_load (s->e, store, KEY_FUNCTION, s->keys[f]);
}

void
small_end (struct small *s)
{
  engine_join (s->e);
  if (s->store)
    engine_save (s->e, memory_put, s->store);
  engine_free (s->e);
  s->e = NULL;
}

uint64_t
small_ask (struct small *s, uint32_t query, uint32_t key)
{
  const uint64_t *value = engine_demand (s->e, query, key, NULL);
  ck_assert_msg (value != NULL, "%s", s->report);
  return *value;
}

uint64_t
small_executed (const struct small *s, uint32_t query)
{
  struct query_statistics sum;
  engine_statistics (s->e, query, &sum);
  return sum.executed;
}

uint64_t
small_get (struct query_context *cx, uint32_t query, uint32_t key)
{
  return *(const uint64_t *) query_get (cx, query, key);
}

void
small_put (struct buffer *out, uint64_t value)
{
  buffer_add (out, &value, sizeof value);
}

uint32_t
small_key (struct query_context *cx, uint32_t f)
{
  char name[16];
  snprintf (name, sizeof name, "f%u", f);
  return query_key (cx, KEY_FUNCTION, fingerprint_of_string (name), name);
}

bool
small_verify (const void *bytes, size_t size)
{
  (void) bytes;
  return size == sizeof (uint64_t);
}
