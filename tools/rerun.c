/* rerun.c - remembered results, computed again without a compiler.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "tools/rerun.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "passes/body-block.h"
#include "passes/unit.h"

/* Bodies of no unit that are run together.  */
#define MOST_BODIES 2000

struct noted
{
  struct fingerprint symbol;
  struct fingerprint key;	/* In the store.  */
  uint32_t nth;			/* Among those of its symbol.  */
};

struct rerun
{
  struct noted *bodies;
  size_t count, capacity;
  struct keys logged;		/* Bodies that logs name.  */
  struct arena arena;		/* For one body at a time.  */
  void (*report) (void *data, const char *text);
  void *data;
  struct rerun_totals *totals;
};

struct rerun *
rerun_new (void)
{
  struct rerun *r = calloc (1, sizeof *r);
  if (!r)
    abort ();
  arena_init (&r->arena, "bodies");
  return r;
}

void
rerun_free (struct rerun *r)
{
  if (!r)
    return;
  arena_release (&r->arena);
  keys_release (&r->logged);
  free (r->bodies);
  free (r);
}

void
rerun_note_body (struct rerun *r, const struct store_entry *entry)
{
  const char *why;
  struct arena_mark mark = arena_mark (&r->arena);
  const struct snapshot *body
    = body_block_decode (entry->bytes, entry->size, &r->arena, &why);
  if (r->count == r->capacity)
    {
      r->capacity = r->capacity ? 2 * r->capacity : 256;
      r->bodies = realloc (r->bodies, r->capacity * sizeof *r->bodies);
      if (!r->bodies)
	abort ();
    }
  if (body)
    r->bodies[r->count++] = (struct noted) {
      .symbol = snapshot_decls (body)[body->decl].symbol, .key = entry->key
    };
  arena_cut (&r->arena, mark);
}

static int
compare_symbols (const void *a, const void *b)
{
  const struct noted *x = a, *y = b;
  int order = fingerprint_compare (&x->symbol, &y->symbol);
  return order ? order : fingerprint_compare (&x->key, &y->key);
}

static int
compare_turns (const void *a, const void *b)
{
  const struct noted *x = a, *y = b;
  if (x->nth != y->nth)
    return x->nth < y->nth ? -1 : 1;
  return compare_symbols (a, b);
}

/* Leave only the bodies that no log names, in the order in which they are run:
   first the first of each symbol, then the second ...  */
static void
order_bodies (struct rerun *r)
{
  size_t kept = 0;
  for (size_t n = 0; n < r->count; n++)
    if (!keys_have (&r->logged, &r->bodies[n].key))
      r->bodies[kept++] = r->bodies[n];
  r->count = kept;
  if (kept == 0)
    return;
  qsort (r->bodies, r->count, sizeof *r->bodies, compare_symbols);
  for (size_t n = 1; n < r->count; n++)
    if (fingerprint_equal (r->bodies[n - 1].symbol, r->bodies[n].symbol))
      r->bodies[n].nth = r->bodies[n - 1].nth + 1;
  qsort (r->bodies, r->count, sizeof *r->bodies, compare_turns);
}

static void
note_difference (void *data, const char *text)
{
  struct rerun *r = data;
  r->totals->differences++;
  r->report (r->data, text);
}

/* A unit that computes again what S has.  */
static struct unit *
new_unit (struct rerun *r, struct store *s, const char *name,
	  const struct unit_options *options)
{
  struct unit_config config = {
    .name = name, .options = *options, .threads = 1, .verify = VERIFY_ALL,
    .store = s, .report = note_difference, .report_data = r
  };
  return unit_new (&config);
}

/* Add the body with the key KEYS[n] for each n; LOG (or NULL) has them in the
   same order.  Returns how many are not there.  */
static uint64_t
add_bodies (struct unit *u, struct store *s, const struct fingerprint *keys,
	    size_t count, const struct unit_log *log)
{
  struct arena *arena = unit_arena (u);
  struct store_value *values = arena_calloc (arena, count, sizeof *values);
  uint64_t missing = 0;
  store_get_many (s, keys, count, values, arena);
  for (size_t n = 0; n < count; n++)
    {
      const char *why;
      const struct snapshot *body
	= values[n].bytes ? body_block_decode (values[n].bytes,
					       values[n].size, arena, &why)
			  : NULL;
      if (!body)
	{
	  missing++;
	  continue;
	}
      uint32_t ordinal = unit_add_body (u, body);
      if (log)
	unit_set_file (u, ordinal,
		       unit_log_text (log, unit_log_functions (log)[n].file));
    }
  return missing;
}

/* Run U, and free it.  */
static void
finish (struct rerun *r, struct unit *u, const char *name)
{
  struct unit_totals totals;
  uint64_t before = r->totals->differences;
  if (unit_n_bodies (u) > 0)
    {
      unit_start (u);
      unit_join (u);
      unit_totals (u, &totals);
      r->totals->verified += totals.verified;
      /* An engine that failed with what was remembered is silent.  */
      if (totals.mismatches > 0 && r->totals->differences == before)
	{
	  char text[4200];
	  snprintf (text, sizeof text, "%s: what is remembered makes no sense"
		    " for this unit", name);
	  note_difference (r, text);
	}
    }
  unit_free (u);
}

static void
run_logged (struct rerun *r, struct store *s, const struct unit_log *log)
{
  struct unit *u = new_unit (r, s, log_source (log), &log->options);
  struct fingerprint *keys
    = arena_calloc (unit_arena (u), log->n_functions, sizeof *keys);
  for (uint32_t n = 0; n < log->n_functions; n++)
    keys[n] = body_block_key (unit_log_functions (log)[n].print);
  r->totals->missing += add_bodies (u, s, keys, log->n_functions, log);
  r->totals->units++;
  finish (r, u, log_source (log));
}

static void
run_others (struct rerun *r, struct store *s, const struct noted *bodies,
	    size_t count)
{
  static const struct unit_options options = {
    .checks = ALL_CHECKS
  };
  struct unit *u = new_unit (r, s, "store", &options);
  struct fingerprint *keys = arena_calloc (unit_arena (u), count,
					   sizeof *keys);
  for (size_t n = 0; n < count; n++)
    keys[n] = bodies[n].key;
  add_bodies (u, s, keys, count, NULL);
  finish (r, u, "functions of no known unit");
}

bool
log_is_ours (const struct unit_log *l)
{
  return strcmp (unit_log_text (l, l->build), unit_build) == 0;
}

static void
note_logged (struct rerun *r, const struct unit_log *log)
{
  for (uint32_t n = 0; n < log->n_functions; n++)
    keys_add (&r->logged, body_block_key (unit_log_functions (log)[n].print));
}

void
rerun_all (struct rerun *r, struct store *s, const struct logs *logs,
	   void (*report) (void *data, const char *text), void *data,
	   struct progress *progress, struct rerun_totals *totals)
{
  r->report = report;
  r->data = data;
  r->totals = totals;
  for (size_t n = 0; n < logs->count; n++)
    if (log_is_ours (logs->items[n].log))
      note_logged (r, logs->items[n].log);
  keys_sort (&r->logged);
  order_bodies (r);
  size_t total = r->logged.count + r->count, done = 0;
  for (size_t n = 0; n < logs->count; n++)
    if (log_is_ours (logs->items[n].log))
      {
	progress_show (progress, done, total);
	run_logged (r, s, logs->items[n].log);
	done += logs->items[n].log->n_functions;
      }
  for (size_t first = 0, count; first < r->count; first += count)
    {
      progress_show (progress, done + first, total);
      count = 1;
      while (first + count < r->count && count < MOST_BODIES
	     && r->bodies[first + count].nth == r->bodies[first].nth)
	count++;
      run_others (r, s, r->bodies + first, count);
    }
}
