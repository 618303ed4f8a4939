/* session.c - one session of the engine, as a program says.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/schedule/session.h"
#include "testsuite/schedule/graph.h"

#include "queries/engine-internal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define ASKED_MOST 32

struct stored
{
  struct stored *next;
  struct fingerprint key;
  size_t size;
  _Alignas (16) char bytes[];
};

static struct
{
  const struct program *program;
  struct graph_place prefetched[ASKED_MOST], demanded[ASKED_MOST];
  struct graph_place changed[ASKED_MOST];
  unsigned n_prefetched, n_demanded, n_changed;
  struct stored *records;
  struct engine *engine;	/* Of the session that runs.  */
  bool second;			/* Inputs changed, records are there.  */
  bool cut_reports;
  struct buffer *out;
} the;

/* A session's parts.  */

static void
hear (void *data, const char *text)
{
  size_t size = strlen (text);
  (void) data;
  if (the.cut_reports)
    {
      const char *by = strstr (text, " by `");
      size = by ? (size_t) (by - text) : strcspn (text, "\n");
    }
  buffer_add_format (the.out, "report: %.*s\n", (int) size, text);
}

static bool
input_changed (unsigned key)
{
  if (the.second)
    for (unsigned i = 0; i < the.n_changed; i++)
      if (the.changed[i].key == key)
	return true;
  return false;
}

static void
feed (struct engine *e)
{
  static uint64_t values[KEYS_MADE][2];
  for (unsigned i = 0; i < KEYS_MADE; i++)
    {
      uint64_t *value = &values[i][input_changed (i)];
      *value = 100 * (i + 1) + input_changed (i);
      engine_feed (e, GRAPH_INPUT, i, value, sizeof *value,
		   fingerprint_of (value, sizeof *value));
    }
}

static void
set_record (struct engine *e, enum key_kind kind, uint32_t key)
{
  struct fingerprint f = engine_record_key (e, kind, key);
  for (const struct stored *s = the.records; s; s = s->next)
    if (fingerprint_equal (s->key, f)
	&& !engine_record_set (e, kind, key, s->bytes, s->size))
      buffer_add_format (the.out, "record refused\n");
}

static struct engine *
new_session (void)
{
  const struct program *p = the.program;
  struct engine_config config = {
    .kinds = graph_kinds, .count = GRAPH_QUERIES, .report = hear,
    .verify = p->flags & PROGRAM_VERIFIED ? VERIFY_ALL : VERIFY_OFF,
    .events = p->flags & PROGRAM_WATCHED,
    .check_inputs = p->flags & PROGRAM_WATCHED
  };
  struct engine *e = engine_new (&config);
  uint32_t unit = engine_key (e, KEY_UNIT, fingerprint_of ("unit", 4), "unit");
  engine_key_set_local (e, KEY_UNIT, unit, fingerprint_of ("unit", 4), false);
  for (unsigned i = 0; i < KEYS_MADE; i++)
    {
      char name[16];
      graph_key_name (i, name, sizeof name);
      struct fingerprint identity = graph_key_identity (i);
      uint32_t key = engine_key (e, KEY_FUNCTION, identity, name);
      engine_key_set_local (e, KEY_FUNCTION, key, identity, false);
    }
  feed (e);
  set_record (e, KEY_UNIT, unit);
  for (unsigned i = 0; i < KEYS_MADE; i++)
    set_record (e, KEY_FUNCTION, i);
  return e;
}

/* What place P asks about.  */
static uint32_t
key_at_place (struct engine *e, const struct graph_place *p)
{
  char name[16];
  graph_key_name (p->key, name, sizeof name);
  return engine_key (e, KEY_FUNCTION, graph_key_identity (p->key), name);
}

static void
prefetch (struct engine *e)
{
  uint32_t keys[ASKED_MOST];
  unsigned n = 0;
  for (unsigned i = 0; i < the.n_prefetched; i++)
    {
      const struct graph_place *p = &the.prefetched[i];
      keys[n++] = key_at_place (e, p);
      if (i + 1 == the.n_prefetched || p[1].query != p->query)
	{
	  engine_prefetch (e, p->query, keys, n);
	  n = 0;
	}
    }
}

static void
add_values (struct engine *e, const struct graph_place *places, unsigned n)
{
  for (unsigned i = 0; i < n; i++)
    {
      const struct graph_place *p = &places[i];
      size_t size = 0;
      const void *value = engine_demand (e, p->query, key_at_place (e, p),
					 &size);
      if (value && size == sizeof (uint64_t))
	buffer_add_format (the.out, "%s f%u: %016" PRIx64 "\n",
			   graph_kinds[p->query].name, p->key,
			   *(const uint64_t *) value);
    }
}

static void
demand (struct engine *e, const struct graph_place *places, unsigned n)
{
  for (unsigned i = 0; i < n; i++)
    engine_demand (e, places[i].query, key_at_place (e, &places[i]), NULL);
}

static void
try_first (struct engine *e)
{
  for (unsigned i = 0; i < the.n_demanded; i++)
    {
      const struct graph_place *p = &the.demanded[i];
      bool green = engine_try_green (e, p->query, key_at_place (e, p));
      buffer_add_format (the.out, "%s f%u is %s\n", graph_kinds[p->query].name,
			 p->key, green ? "green" : "not green");
    }
}

static void
add_numbers (struct engine *e)
{
  for (unsigned q = 0; q < GRAPH_QUERIES; q++)
    {
      struct query_statistics s;
      engine_statistics (e, q, &s);
      if (s.executed + s.green > 0)
	buffer_add_format (the.out, "%s: %u executed, %u green\n",
			   graph_kinds[q].name, (unsigned) s.executed,
			   (unsigned) s.green);
    }
}

static void
add_record (void *data, struct fingerprint key, const void *bytes, size_t size)
{
  char text[2][FINGERPRINT_TEXT_SIZE];
  (void) data;
  fingerprint_print (text[0], key);
  fingerprint_print (text[1], fingerprint_of (bytes, size));
  buffer_add_format (the.out, "record %s: %zu bytes, %s\n", text[0], size,
		     text[1]);
}

static void
add_outcome (struct engine *e)
{
  if (engine_failed (e))
    {
      buffer_add_format (the.out, "failed\n");
      return;
    }
  add_values (e, the.prefetched, the.n_prefetched);
  add_values (e, the.demanded, the.n_demanded);
  if (!(the.program->flags & PROGRAM_RUNS_VARY))
    add_numbers (e);
  if (the.program->flags & PROGRAM_VERIFIED && !engine_verify (e))
    buffer_add_format (the.out, "not verified\n");
  if (!(the.program->flags & PROGRAM_RECORDS_VARY))
    engine_save (e, add_record, NULL);
}

void
session_run (unsigned threads, struct buffer *out)
{
  the.out = out;
  struct engine *e = the.engine = new_session ();
  if (the.program->flags & PROGRAM_TRIED)
    try_first (e);
  engine_start (e, threads);
  prefetch (e);
  demand (e, the.demanded, the.n_demanded);
  if (the.program->flags & PROGRAM_LEFT)
    add_values (e, the.demanded, the.n_demanded);
  else
    {
      engine_join (e);
      /* With one thread nothing was prefetched.  */
      demand (e, the.prefetched, the.n_prefetched);
      add_outcome (e);
    }
  engine_free (e);
}

/* Before and after.  */

static void
keep_record (void *data, struct fingerprint key, const void *bytes,
	     size_t size)
{
  struct stored *s = aligned_alloc (16, (sizeof *s + size + 15) / 16 * 16);
  (void) data;
  if (!s)
    abort ();
  s->key = key;
  s->size = size;
  memcpy (s->bytes, bytes, size);
  s->next = the.records;
  the.records = s;
}

/* The session before, in which everything was asked.  */
static void
make_records (void)
{
  struct buffer ignored = BUFFER_INIT;
  the.out = &ignored;
  struct engine *e = new_session ();
  demand (e, the.prefetched, the.n_prefetched);
  demand (e, the.demanded, the.n_demanded);
  engine_join (e);
  engine_save (e, keep_record, NULL);
  engine_free (e);
  buffer_release (&ignored);
}

void
session_prepare (const struct program *p)
{
  session_release ();
  the.program = p;
  the.cut_reports = p->flags & PROGRAM_WHO_FIRST;
  graph_set (p->graph);
  the.n_prefetched = graph_places (p->prefetched, the.prefetched, ASKED_MOST);
  the.n_demanded = graph_places (p->demanded, the.demanded, ASKED_MOST);
  the.n_changed = graph_places (p->changed ? p->changed : "", the.changed,
				ASKED_MOST);
  the.second = false;
  if (p->changed)
    make_records ();
  the.second = p->changed != NULL;
}

void
session_release (void)
{
  while (the.records)
    {
      struct stored *next = the.records->next;
      free (the.records);
      the.records = next;
    }
}

void
session_describe_waits (struct buffer *text)
{
  const struct engine *e = the.engine;
  for (unsigned i = 0; e && i < sync_load (&e->n_contexts); i++)
    {
      const struct query_context *cx = e->contexts[i];
      buffer_add_format (text, "context %u", i);
      for (const struct task *t = cx->task; t; t = t->parent)
	{
	  buffer_add_format (text, t == cx->task ? " is at " : ", for ");
	  describe_short (e, t->what, text);
	}
      if (cx->waiting_for)
	{
	  buffer_add_format (text, " waits for ");
	  describe_short (e, cx->waiting_what, text);
	}
      buffer_add_format (text, "\n");
    }
}
