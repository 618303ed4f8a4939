/* unit.c - one translation unit: its bodies, the engine, the store.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Keys.  The function keys 0 .. n-1 are the unit's bodies, sorted by the
   fingerprints of their symbols: an order that does not change when functions
   move.  The unit's own record is found under the set of these symbols, so
   that it survives edits of bodies.  */

#include "passes/unit-internal.h"
#include "passes/unit-log.h"
#include "queries/inspect.h"
#include "queries/profile.h"

#include <stdlib.h>
#include <string.h>

struct unit *
unit_new (const struct unit_config *config)
{
  struct unit *u = calloc (1, sizeof *u);
  if (!u)
    abort ();
  u->config = *config;
  u->name = strdup (config->name ? config->name : "");
  if (config->source && config->output)
    {
      u->source = strdup (config->source);
      u->output = strdup (config->output);
    }
  if (!u->name || (config->source && config->output
		   && !(u->source && u->output)))
    abort ();
  u->store = config->store;
  arena_init (&u->arena, "snapshots");
  mutex_init (&u->reports_lock);
  return u;
}

/* Until it has started.  */
static void
wait_for_start (struct unit *u)
{
  if (u->starting)
    thread_join (&u->starter);
  u->starting = false;
}

void
unit_free (struct unit *u)
{
  if (!u)
    return;
  wait_for_start (u);
  engine_free (u->engine);
  engine_free (u->refuted);
  unit_pack_release (u);
  mutex_release (&u->reports_lock);
  buffer_release (&u->reports);
  arena_release (&u->arena);
  free (u->bodies);
  free (u->name);
  free (u->source);
  free (u->output);
  free (u);
}

struct arena *
unit_arena (struct unit *u)
{
  return &u->arena;
}

uint32_t
unit_add_body (struct unit *u, const struct snapshot *body)
{
  if (u->n_bodies == u->bodies_capacity)
    {
      u->bodies_capacity = u->bodies_capacity ? 2 * u->bodies_capacity : 64;
      u->bodies = realloc (u->bodies,
			   u->bodies_capacity * sizeof *u->bodies);
      if (!u->bodies)
	abort ();
    }
  struct body *b = &u->bodies[u->n_bodies];
  b->snapshot = body;
  b->symbol = snapshot_decls (body)[body->decl].symbol;
  b->print = snapshot_fingerprint (body);
  b->file = NULL;
  b->first_line = b->last_line = 0;
  b->ordinal = u->n_bodies;
  b->key = NONE;
  return u->n_bodies++;
}

void
unit_set_file (struct unit *u, uint32_t ordinal, const char *file)
{
  u->bodies[ordinal].file = file;
}

void
unit_set_lines (struct unit *u, uint32_t ordinal, uint32_t first,
		uint32_t last)
{
  u->bodies[ordinal].first_line = first;
  u->bodies[ordinal].last_line = last;
}

uint32_t
unit_body_key (const struct unit *u, uint32_t ordinal)
{
  return u->bodies[ordinal].key;
}

uint32_t
unit_n_functions (const struct unit *u)
{
  return u->n_keys;
}

uint32_t
unit_n_bodies (const struct unit *u)
{
  return u->n_bodies;
}

const struct snapshot *
unit_body (const struct unit *u, uint32_t ordinal)
{
  return u->bodies[ordinal].snapshot;
}

struct engine *
unit_engine (struct unit *u)
{
  wait_for_start (u);
  return u->engine;
}

/* By symbol; bodies that share one (local functions that only their context
   tells apart) by content, then as captured.  */
static int
compare_bodies (const void *a, const void *b)
{
  const struct body *x = *(const struct body *const *) a;
  const struct body *y = *(const struct body *const *) b;
  int c = fingerprint_compare (&x->symbol, &y->symbol);
  if (c == 0)
    c = fingerprint_compare (&x->print, &y->print);
  if (c == 0)
    c = x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
  return c;
}

static bool
same_subject (const struct body *a, const struct body *b)
{
  return fingerprint_equal (a->symbol, b->symbol)
	 && fingerprint_equal (a->print, b->print);
}

/* Give every body its key, in canonical order; sets BY_KEY and N_KEYS.  */
static void
assign_keys (struct unit *u)
{
  const struct body **sorted
    = arena_calloc (&u->arena, u->n_bodies + 1, sizeof *sorted);
  for (uint32_t i = 0; i < u->n_bodies; i++)
    sorted[i] = &u->bodies[i];
  qsort (sorted, u->n_bodies, sizeof *sorted, compare_bodies);

  u->by_key = arena_calloc (&u->arena, u->n_bodies + 1, sizeof *u->by_key);
  u->n_keys = 0;
  uint32_t nth = 0;		/* Of equal symbols.  */
  for (uint32_t i = 0; i < u->n_bodies; i++)
    {
      struct body *b = &u->bodies[sorted[i]->ordinal];
      if (i > 0 && same_subject (sorted[i - 1], b))
	{
	  b->key = sorted[i - 1]->key;
	  continue;
	}
      struct fingerprint identity = b->symbol;
      nth = i > 0 && fingerprint_equal (sorted[i - 1]->symbol, b->symbol)
	    ? nth + 1 : 0;
      if (nth > 0)
	identity = fingerprint_combine (identity,
					(struct fingerprint) { nth, 0 });
      b->key = engine_key (u->engine, KEY_FUNCTION, identity,
			   snapshot_name (b->snapshot));
      engine_key_set_local (u->engine, KEY_FUNCTION, b->key, b->print, true);
      engine_feed (u->engine, QUERY_ID_body, b->key, b->snapshot,
		   b->snapshot->size, b->print);
      u->by_key[b->key] = b;
      u->n_keys++;
    }
}

/* Where the functions are defined: paths, so no part of what a body is known
   by, and only read by what asks for files.  */
static void
feed_sources (struct unit *u)
{
  const char **names = arena_calloc (&u->arena, u->n_keys, sizeof *names);
  const char **files = arena_calloc (&u->arena, u->n_keys, sizeof *files);
  struct buffer list = BUFFER_INIT;
  for (uint32_t k = 0; k < u->n_keys; k++)
    {
      names[k] = snapshot_name (u->by_key[k]->snapshot);
      files[k] = u->by_key[k]->file;
    }
  source_list_compute (u->n_keys, names, files, &list);
  engine_feed (u->engine, QUERY_ID_sources, 0,
	       arena_copy (&u->arena, list.bytes, list.size), list.size,
	       fingerprint_of (list.bytes, list.size));
  buffer_release (&list);
}

static void
feed_models (struct unit *u)
{
  const struct model_list *l = u->config.models;
  size_t size = u->config.models_size;

  if (!l)
    {
      l = &model_list_empty;
      size = sizeof *l;
    }
  engine_feed (u->engine, QUERY_ID_user_models, 0, l, size,
	       fingerprint_of (l, size));
}

static void
feed_level (struct unit *u)
{
  struct finding_level *l = arena_calloc (&u->arena, 1, sizeof *l);

  l->level = u->config.options.level;
  engine_feed (u->engine, QUERY_ID_finding_level, 0, l, sizeof *l,
	       fingerprint_of (l, sizeof *l));
}

static void
feed_unit (struct unit *u)
{
  size_t size = sizeof (struct function_list) + u->n_keys * sizeof (uint32_t);
  struct function_list *list = arena_calloc (&u->arena, 1, size);
  uint32_t *keys = (uint32_t *) (list + 1);
  struct fingerprint symbols = { u->n_keys, 0 };
  list->count = u->n_keys;
  for (uint32_t k = 0; k < u->n_keys; k++)
    {
      keys[k] = k;
      symbols = fingerprint_combine (symbols, u->by_key[k]->symbol);
    }
  u->functions = list;

  engine_key (u->engine, KEY_UNIT, fingerprint_of_string ("unit"), u->name);
  engine_key_set_local (u->engine, KEY_UNIT, 0, symbols, false);
  engine_feed (u->engine, QUERY_ID_functions, 0, list, size, symbols);
  engine_feed (u->engine, QUERY_ID_options, 0, &u->config.options,
	       sizeof u->config.options,
	       fingerprint_of (&u->config.options,
			       sizeof u->config.options));
  engine_feed (u->engine, QUERY_ID_size_limits, 0, &u->config.limits,
	       sizeof u->config.limits,
	       fingerprint_of (&u->config.limits, sizeof u->config.limits));
  feed_level (u);
  feed_models (u);
  feed_sources (u);
}

/* Reports.  As long as values of the store are in use a failure may be their
   fault: it is not told before it happens without them, too.  */

static void
tell (const struct unit *u, const char *text)
{
  if (u->config.report)
    u->config.report (u->config.report_data, text);
  else
    fprintf (stderr, "%s\n", text);
}

static void
add_report (void *data, const char *text)
{
  struct unit *u = data;
  if (!u->has_records)
    {
      tell (u, text);
      return;
    }
  mutex_lock (&u->reports_lock);
  buffer_add_string (&u->reports, text);
  mutex_unlock (&u->reports_lock);
}

static void
tell_reports (struct unit *u)
{
  for (size_t at = 0; at < u->reports.size;
       at += strlen (u->reports.bytes + at) + 1)
    tell (u, u->reports.bytes + at);
  buffer_clear (&u->reports);
}

/* A new engine with all inputs set, and nothing from the store.  */
static void
set_up (struct unit *u)
{
  u->has_records = false;
  struct engine_config c = {
    .kinds = query_kinds, .count = QUERIES, .build = unit_build,
    .verify = u->config.verify,
    .session = u->store ? store_session (u->store) : 0,
    .report = add_report, .report_data = u,
    .jobserver = u->config.jobserver, .events = u->config.events,
    .check_inputs = u->config.verify == VERIFY_ALL
  };
  u->engine = engine_new (&c);
  if (!u->engine)
    abort ();
  for (unsigned i = 0; i < u->config.n_forbidden; i++)
    engine_forbid (u->engine, u->config.forbidden[i]);
  assign_keys (u);
  feed_unit (u);
}

/* One batched read: the records of all bodies and of the unit, and its log.  */
static void
read_records (struct unit *u)
{
  if (!u->store)
    return;
  uint32_t n = u->n_keys + VALUES_OF_UNIT;
  struct fingerprint *keys = arena_calloc (&u->arena, n, sizeof *keys);
  u->values = arena_calloc (&u->arena, n, sizeof *u->values);
  for (uint32_t k = 0; k < u->n_keys; k++)
    keys[k] = engine_record_key (u->engine, KEY_FUNCTION, k);
  keys[u->n_keys + VALUE_UNIT] = engine_record_key (u->engine, KEY_UNIT, 0);
  if (u->source)
    keys[u->n_keys + VALUE_LOG] = unit_log_key (u->source, u->output);
  else
    n--;
  uint64_t start = profile_clock ();
  store_get_many (u->store, keys, n, u->values, &u->arena);
  engine_add_event (u->engine, EVENT_READ, start);
  for (uint32_t k = 0; k <= u->n_keys; k++)
    if (u->values[k].bytes)
      u->has_records
	|= engine_record_set (u->engine,
			      k < u->n_keys ? KEY_FUNCTION : KEY_UNIT,
			      k < u->n_keys ? k : 0, u->values[k].bytes,
			      u->values[k].size);
}

/* In which order functions are given to the workers: callees first, if who
   calls whom is as it was; finding that out anew would be work for them.  */
static const uint32_t *
prefetch_order (struct unit *u)
{
  const uint32_t *keys = function_list_keys (u->functions);
  if (!engine_try_green (u->engine, QUERY_ID_call_sccs, 0))
    return keys;
  const struct call_sccs *sccs
    = engine_demand (u->engine, QUERY_ID_call_sccs, 0, NULL);
  if (!sccs || sccs->n_functions != u->n_keys)
    return keys;
  uint32_t *order = arena_alloc (&u->arena, u->n_keys * sizeof *order);
  for (uint32_t i = 0; i < u->n_keys; i++)
    order[i] = keys[call_sccs_order (sccs)[i]];
  return order;
}

static void
start (struct unit *u)
{
  if (u->config.wait_for_store)
    u->store = u->config.wait_for_store (u->config.store_data);
  set_up (u);
  read_records (u);
  u->started = true;
  if (u->n_keys == 0
      || engine_try_green (u->engine, QUERY_ID_check_unit, 0))
    return;
  engine_start (u->engine, u->config.threads);
  if (u->store && u->config.threads > 1)
    unit_pack_bodies (u);
  static const uint32_t unit_key = 0;
  /* With a trace of the unit the engine would try its functions one after
     the other; so they are given to all threads first.  */
  if (u->values && unit_value (u, VALUE_UNIT)->bytes)
    engine_prefetch (u->engine, QUERY_ID_check_function,
		     u->config.threads > 1 ? prefetch_order (u)
		     : function_list_keys (u->functions), u->n_keys);
  else
    engine_prefetch (u->engine, QUERY_ID_check_unit, &unit_key, 1);
}

static void *
run_start (void *data)
{
  start (data);
  return NULL;
}

void
unit_start (struct unit *u)
{
  u->starting = u->config.background
		&& thread_start (&u->starter, run_start, u);
  if (!u->starting)
    start (u);
}

/* A value of the store is wrong, and nobody knows what else: once more without
   it.  */
static void
begin_anew (struct unit *u)
{
  u->mismatches++;
  engine_join (u->engine);
  u->refuted = u->engine;
  set_up (u);
}

bool
unit_recover (struct unit *u)
{
  wait_for_start (u);
  if (!u->has_records || !engine_failed (u->engine))
    return false;
  buffer_clear (&u->reports);
  begin_anew (u);
  return true;
}

const void *
unit_demand (struct unit *u, enum query_id query, uint32_t ordinal,
	     size_t *size)
{
  wait_for_start (u);
  bool of_unit = query_kinds[query].key == KEY_UNIT;
  const void *value;
  do
    value = engine_demand (u->engine, query,
			   of_unit ? 0 : u->bodies[ordinal].key, size);
  while (!value && unit_recover (u));
  return value;
}

const struct findings *
unit_demand_findings (struct unit *u, enum query_id query, uint32_t ordinal)
{
  return unit_demand (u, query, ordinal, NULL);
}

bool
unit_join (struct unit *u)
{
  wait_for_start (u);
  /* A unit without functions asks nothing.  */
  if (u->n_keys == 0)
    return true;
  uint64_t start = profile_clock ();
  engine_join (u->engine);
  engine_add_event (u->engine, EVENT_JOIN, start);
  unit_demand (u, QUERY_ID_check_unit, 0, NULL);
  if (engine_failed (u->engine))
    return false;
  bool right = engine_verify (u->engine);
  /* If what is stored could not even be computed, that says enough.  */
  if (unit_recover (u))
    right = true;
  tell_reports (u);
  if (!right)
    begin_anew (u);
  unit_demand (u, QUERY_ID_check_unit, 0, NULL);
  return !engine_failed (u->engine);
}

struct store *
unit_store (struct unit *u)
{
  wait_for_start (u);
  return u->store;
}

void
unit_totals (struct unit *u, struct unit_totals *totals)
{
  memset (totals, 0, sizeof *totals);
  totals->functions = totals->functions_reused = u->n_bodies;
  totals->mismatches = u->mismatches;
  for (uint32_t i = 0; i < u->n_bodies; i++)
    totals->statements += snapshot_n_statements (u->bodies[i].snapshot);
  if (!u->engine)
    return;
  for (uint32_t q = 0; q < QUERIES; q++)
    {
      struct query_statistics s;
      engine_statistics (u->engine, q, &s);
      totals->executed += s.executed;
      totals->green += s.green;
      totals->hits += s.hits;
      totals->verified += s.verified;
      totals->gave_up += s.gave_up;
    }
  for (uint32_t i = 0; totals->executed > 0 && i < u->n_bodies; i++)
    totals->functions_reused
      -= engine_executed_of (u->engine, KEY_FUNCTION, u->bodies[i].key,
			     NULL) > 0;
  const struct unit_check *c = NULL;
  if (u->n_keys > 0 && !engine_failed (u->engine))
    c = engine_demand (u->engine, QUERY_ID_check_unit, 0, NULL);
  if (c)
    totals->findings = c->n_findings;
}
