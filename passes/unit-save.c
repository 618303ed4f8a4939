/* unit-save.c - writing a unit to the store: records, bodies, the log.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/body-block.h"
#include "passes/unit-internal.h"
#include "passes/unit-log.h"
#include "queries/inspect.h"
#include "queries/profile.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What is collected for the one write.  */
struct batch_of_items
{
  struct unit *unit;
  enum store_action action;	/* Of the next.  */
  struct store_item *items;
  size_t count, capacity;
};

static void
append (struct batch_of_items *b, struct store_item item)
{
  if (b->count == b->capacity)
    {
      size_t capacity = b->capacity ? 2 * b->capacity : 256;
      struct store_item *items = arena_alloc (&b->unit->arena,
					      capacity * sizeof *items);
      if (b->count)
	memcpy (items, b->items, b->count * sizeof *items);
      b->items = items;
      b->capacity = capacity;
    }
  b->items[b->count++] = item;
}

static void
add_item (void *data, struct fingerprint key, const void *bytes, size_t size)
{
  struct batch_of_items *b = data;
  append (b, (struct store_item) {
    key, arena_copy (&b->unit->arena, bytes, size), size, b->action
  });
}

static void
add_key (struct batch_of_items *b, struct fingerprint key,
	 enum store_action action)
{
  append (b, (struct store_item) { .key = key, .action = action });
}

/* For what is written of each key: its bytes, and those of its body.  */
struct sizes
{
  uint32_t record, body;
};

/* The bodies of which the store had no record.  */
static void
add_bodies (struct batch_of_items *b, struct sizes *sizes)
{
  struct unit *u = b->unit;
  for (uint32_t k = 0; k < u->n_keys; k++)
    {
      const struct buffer *block
	= u->values[k].bytes ? NULL : unit_packed_body (u, k);
      if (block && block->size)
	{
	  append (b, (struct store_item) {
	    .key = body_block_key (u->by_key[k]->print),
	    .bytes = block->bytes, .size = block->size,
	    .action = STORE_PUT_DENSE
	  });
	  sizes[k].body = (uint32_t) block->size;
	}
    }
}

/* Sizes of the records in B, which came in order of keys, the unit's first or
   last; of others those that the store had.  Sets *UNIT to the unit's.  */
static void
note_sizes (const struct batch_of_items *b, struct sizes *sizes,
	    uint32_t *unit)
{
  const struct unit *u = b->unit;
  struct fingerprint unit_key = engine_record_key (u->engine, KEY_UNIT, 0);
  size_t i = 0;
  *unit = (uint32_t) unit_value (u, VALUE_UNIT)->size;
  for (size_t n = 0; n < b->count; n++)
    if (fingerprint_equal (b->items[n].key, unit_key))
      *unit = (uint32_t) b->items[n].size;
  for (uint32_t k = 0; k < u->n_keys; k++)
    {
      sizes[k].record = (uint32_t) u->values[k].size;
      if (i < b->count && fingerprint_equal (b->items[i].key, unit_key))
	i++;
      if (i < b->count
	  && fingerprint_equal (b->items[i].key,
				engine_record_key (u->engine, KEY_FUNCTION,
						   k)))
	sizes[k].record = (uint32_t) b->items[i++].size;
    }
}

/* Records whose stamp is an old one were used today; so were their bodies, which
   nobody reads.  */
static void
add_touches (struct batch_of_items *b)
{
  const struct unit *u = b->unit;
  for (uint32_t k = 0; k < u->n_keys; k++)
    if (u->values[k].stale)
      {
	add_key (b, engine_record_key (u->engine, KEY_FUNCTION, k),
		 STORE_TOUCH);
	add_key (b, body_block_key (u->by_key[k]->print), STORE_TOUCH);
      }
  if (unit_value (u, VALUE_UNIT)->stale)
    add_key (b, engine_record_key (u->engine, KEY_UNIT, 0), STORE_TOUCH);
}

/* The log.  */

/* Why (QUERY, KEY) was executed, as a text of B.  */
static uint32_t
add_why (struct unit *u, struct unit_log_builder *b, enum query_id query,
	 uint32_t key)
{
  char *text = NULL;
  size_t size = 0;
  uint32_t offset = 0;
  FILE *file = open_memstream (&text, &size);
  if (!file)
    return 0;
  engine_write_why (u->engine, file, query, key);
  if (fclose (file) == 0 && text)
    offset = unit_log_add_text (b, text);
  free (text);
  return offset;
}

/* What of the function with key K was executed.  REASONS: how many more may
   have one.  */
static void
describe_run (struct unit *u, struct unit_log_builder *b, uint32_t k,
	      struct log_function *f, unsigned *reasons)
{
  struct buffer names = BUFFER_INIT;
  f->executed = engine_executed_of (u->engine, KEY_FUNCTION, k, &names);
  buffer_add_zero (&names, 1);
  f->queries = unit_log_add_text (b, names.bytes);
  buffer_release (&names);
  if (!u->values[k].bytes)
    f->flags |= LOG_NEW;
  else if (f->executed && *reasons > 0)
    {
      --*reasons;
      f->why = add_why (u, b, QUERY_ID_check_function, k);
    }
}

static void
add_functions (struct unit *u, struct unit_log_builder *b,
	       const struct unit_log *old, const struct sizes *sizes)
{
  unsigned reasons = UNIT_LOG_REASONS;
  for (uint32_t i = 0; i < u->n_bodies; i++)
    {
      const struct body *body = &u->bodies[i];
      struct log_function f = {
	.record = engine_record_key (u->engine, KEY_FUNCTION, body->key),
	.print = body->print,
	.record_size = sizes[body->key].record,
	.body_size = sizes[body->key].body,
	.first_line = body->first_line, .last_line = body->last_line
      };
      const struct log_function *before
	= old ? unit_log_find (old, f.record) : NULL;
      if (f.body_size == 0 && before)
	f.body_size = before->body_size;
      f.name = unit_log_add_text (b, snapshot_name (body->snapshot));
      f.file = unit_log_add_text (b, body->file ? body->file : "");
      if (b->head.executed > 0)
	describe_run (u, b, body->key, &f, &reasons);
      unit_log_add_function (b, &f);
    }
}

static void
remove_retired (void *data, struct fingerprint record,
		struct fingerprint print)
{
  struct batch_of_items *b = data;
  add_key (b, record, STORE_REMOVE);
  if (!fingerprint_is_zero (print))
    add_key (b, body_block_key (print), STORE_REMOVE);
}

static void
fill_head (struct unit *u, struct unit_log_builder *b, uint32_t record_size)
{
  struct unit_totals totals;
  unit_totals (u, &totals);
  b->head.written = (uint64_t) time (NULL);
  b->head.record = engine_record_key (u->engine, KEY_UNIT, 0);
  b->head.record_size = record_size;
  b->head.options = u->config.options;
  b->head.executed = totals.executed;
  b->head.green = totals.green;
  b->head.n_findings = (uint32_t) totals.findings;
  b->head.source = unit_log_add_text (b, u->source);
  b->head.output = unit_log_add_text (b, u->output);
  b->head.build = unit_log_add_text (b, unit_build);
  if (totals.executed > 0)
    b->head.why = add_why (u, b, QUERY_ID_check_unit, 0);
}

/* The log of this compile, unless it would be the one that is there; and what
   it says has to leave the store.  */
static void
add_log (struct batch_of_items *b, const struct sizes *sizes,
	 uint32_t unit_size)
{
  struct unit *u = b->unit;
  const struct store_value *value = unit_value (u, VALUE_LOG);
  const struct unit_log *old
    = value->bytes ? unit_log_check (value->bytes, value->size) : NULL;
  struct fingerprint key = unit_log_key (u->source, u->output);
  struct unit_log_builder builder;
  struct buffer log = BUFFER_INIT;
  unit_log_builder_init (&builder);
  fill_head (u, &builder, unit_size);
  add_functions (u, &builder, old, sizes);
  if (unit_log_finish (&builder, old, remove_retired, b, &log))
    {
      b->action = STORE_PUT_LOCAL;
      if (!old || !unit_log_same (old, (const struct unit_log *) log.bytes))
	add_item (b, key, log.bytes, log.size);
      else if (value->stale)
	add_key (b, key, STORE_TOUCH);
    }
  buffer_release (&log);
  unit_log_builder_release (&builder);
}

void
unit_save (struct unit *u)
{
  if (!u->store || !u->started || engine_failed (u->engine))
    return;
  struct batch_of_items b = { .unit = u, .action = STORE_PUT };
  struct sizes *sizes = arena_calloc (&u->arena, u->n_keys + 1, sizeof *sizes);
  uint32_t unit_size;
  uint64_t start = profile_clock ();
  engine_save (u->engine, add_item, &b);
  note_sizes (&b, sizes, &unit_size);
  add_bodies (&b, sizes);
  add_touches (&b);
  if (u->source)
    add_log (&b, sizes, unit_size);
  store_put_many (u->store, b.items, b.count);
  engine_add_event (u->engine, EVENT_WRITE, start);
}
