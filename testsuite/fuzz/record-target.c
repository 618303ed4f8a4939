/* record-target.c - everything that reads a store's bytes, on one input.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/fuzz/record-target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "passes/body-block.h"
#include "passes/unit-log.h"
#include "passes/unit.h"
#include "queries/record.h"
#include "queries/store-internal.h"
#include "testsuite/unit/sample.h"

/* A body that remembered values were not made for.  */
static const struct snapshot *other_body;
static struct arena other_arena;
static FILE *nowhere;

static void
set_up (void)
{
  struct sample operands;
  if (nowhere)
    return;
  nowhere = fopen ("/dev/null", "w");
  if (!nowhere)
    abort ();
  arena_init (&other_arena, "fuzz");
  other_body = sample_snapshot (&other_arena, &operands);
}

static void
be_silent (void *data, const char *text)
{
  (void) data;
  (void) text;
}

/* A session in which values and records are used.  */
struct world
{
  struct engine *engine;
  struct function_list *functions;
  uint32_t keys[KEY_KINDS];	/* One of each kind.  */
};

/* Fingerprints of inputs, so that some dependencies hold.  */
struct prints
{
  uint64_t of[QUERIES];
};

static struct fingerprint
print_of (const struct prints *p, uint32_t query)
{
  return (struct fingerprint) { p ? p->of[query] : 0, 0 };
}

static void
feed_inputs (struct world *w, const struct prints *p)
{
  static const struct unit_options options
    = { .checks = ALL_CHECKS, .level = 1 };
  static uint32_t functions[sizeof (struct function_list) / 4 + 1] = { 1 };
  static const char *const name = "f", *const file = "f.c";
  static struct buffer sources;
  if (!sources.size)
    source_list_compute (1, &name, &file, &sources);
  engine_feed (w->engine, QUERY_ID_body, 0, other_body, other_body->size,
	       print_of (p, QUERY_ID_body));
  engine_feed (w->engine, QUERY_ID_options, 0, &options, sizeof options,
	       print_of (p, QUERY_ID_options));
  engine_feed (w->engine, QUERY_ID_functions, 0, functions, sizeof functions,
	       print_of (p, QUERY_ID_functions));
  engine_feed (w->engine, QUERY_ID_sources, 0, sources.bytes, sources.size,
	       print_of (p, QUERY_ID_sources));
  engine_feed (w->engine, QUERY_ID_user_models, 0, &model_list_empty,
	       sizeof model_list_empty, print_of (p, QUERY_ID_user_models));
}

/* FUNCTION, SYMBOL, TYPE: identities of the keys.  */
static void
world_init (struct world *w, struct fingerprint function,
	    struct fingerprint symbol, struct fingerprint type,
	    const struct prints *p)
{
  struct engine_config config
    = { .kinds = query_kinds, .count = QUERIES, .report = be_silent };
  struct engine *e = w->engine = engine_new (&config);
  if (!e)
    abort ();
  struct fingerprint some = { 1, 1 };
  uint32_t f = engine_key (e, KEY_FUNCTION, function, "f");
  uint32_t s = engine_key (e, KEY_SYMBOL, symbol, "s");
  uint32_t t = engine_key (e, KEY_TYPE, type, "t");
  w->keys[KEY_UNIT] = engine_key (e, KEY_UNIT, some, "unit");
  engine_key_set_local (e, KEY_FUNCTION, f, some, true);
  engine_key_set_local (e, KEY_UNIT, 0, some, false);
  w->keys[KEY_FUNCTION] = f;
  w->keys[KEY_SYMBOL] = s;
  w->keys[KEY_TYPE] = t;
  w->keys[KEY_FILE] = engine_key (e, KEY_FILE, fingerprint_of_string ("f.c"),
				  "f.c");
  w->keys[KEY_FUNCTION_FUNCTION]
    = engine_key_pair (e, KEY_FUNCTION_FUNCTION, f,
		       engine_key (e, KEY_FUNCTION, symbol, "g"));
  w->keys[KEY_FUNCTION_SYMBOL]
    = engine_key_pair (e, KEY_FUNCTION_SYMBOL, f, s);
  w->keys[KEY_FUNCTION_TYPE] = engine_key_pair (e, KEY_FUNCTION_TYPE, f, t);
  feed_inputs (w, p);
}

/* Which are green?  Then ask HEAD's query, and what a compile asks.  */
static void
ask (struct world *w, const struct record_head *head)
{
  const uint32_t asked[] = { head->asked % QUERIES, QUERY_ID_check_function,
			     QUERY_ID_check_unit };
  for (uint32_t q = 0; q < QUERIES; q++)
    if (!(query_kinds[q].flags & QUERY_INPUT))
      engine_try_green (w->engine, q, w->keys[query_kinds[q].key]);
  for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
    {
      const void *value = engine_demand (w->engine, asked[i],
					 w->keys[query_kinds[asked[i]].key],
					 NULL);
      if (value)
	query_value_print (nowhere, asked[i], other_body, value, head->flags);
    }
}

/* Values.  */

static void
print_all (enum query_id query, const void *value)
{
  static const unsigned flags[] = { 0, DUMP_DETAILS, DUMP_GRAPH };
  enum key_kind kind = query_kinds[query].key;
  bool has_body = kind != KEY_UNIT && key_first_kind (kind) == KEY_FUNCTION;
  for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
    {
      if (has_body)
	query_value_print (nowhere, query, other_body, value, flags[i]);
      if (!has_body || query_kinds[query].flags & QUERY_SEPARATE_EXTERN)
	query_value_print (nowhere, query, NULL, value, flags[i]);
    }
}

static bool
has_findings (enum query_id query)
{
#define QUERY(NAME, CATEGORY, KEY, VALUE, FLAGS, VERSION, DESCRIPTION, ...) \
  if (query == QUERY_ID_##NAME)						\
    return query_kinds[query].verify == findings_verify;
#include "queries/queries.def"
  return false;
}

/* A symbol and a type that VALUE names, so that asking for them finds them.  */
static struct fingerprint
symbol_in (enum query_id query, const void *value)
{
  if (query == QUERY_ID_symbol_index
      && ((const struct symbol_index *) value)->count > 0)
    return symbol_index_array (value)->symbol;
  if (query == QUERY_ID_body_symbols
      && ((const struct body_symbols *) value)->count > 0)
    return body_symbols_array (value)->symbol;
  if (query == QUERY_ID_call_targets
      && ((const struct call_targets *) value)->count > 0)
    return call_targets_array (value)->symbol;
  return (struct fingerprint) { 2, 2 };
}

static struct fingerprint
type_in (enum query_id query, const void *value)
{
  if (query == QUERY_ID_types && ((const struct type_list *) value)->count > 0)
    return type_list_array (value)->identity;
  return (struct fingerprint) { 3, 3 };
}

/* Let the value be what all others find.  */
static void
use_value (const struct record_head *head, const void *value, size_t size)
{
  enum query_id query = (enum query_id) (head->query % QUERIES);
  struct world w;
  struct fingerprint self = { 4, 4 };
  if (query == QUERY_ID_call_targets)
    self = ((const struct call_targets *) value)->self;
  world_init (&w, self, symbol_in (query, value), type_in (query, value),
	      NULL);
  engine_feed (w.engine, query, w.keys[query_kinds[query].key], value, size,
	       (struct fingerprint) { 5, 5 });
  ask (&w, head);
  engine_free (w.engine);
}

static bool
look_at_value (enum query_id query, const void *value, size_t size)
{
  const struct query_kind *k = &query_kinds[query];
  if (!k->verify || !k->verify (value, size))
    return false;
  print_all (query, value);
  if (has_findings (query))
    {
      const struct findings *f = value;
      for (uint32_t i = 0; i < f->n_findings; i++)
	finding_print (nowhere, NULL, f, i);
    }
  return true;
}

static void
try_value (const struct record_head *head, const void *value, size_t size)
{
  enum query_id query = (enum query_id) (head->query % QUERIES);
  if (look_at_value (query, value, size)
      && query_kinds[query].flags & QUERY_CACHE_ON_DISK)
    use_value (head, value, size);
}

/* Records.  */

static void
check_saved (void *data, struct fingerprint key, const void *bytes,
	     size_t size)
{
  (void) key;
  const enum key_kind *kind = data;
  void *copy = malloc (size);
  if (!copy)
    abort ();
  memcpy (copy, bytes, size);
  /* Of whichever key it is.  */
  if (!record_check (copy, size, *kind, query_kinds, QUERIES)
      && !record_check (copy, size, KEY_FUNCTION, query_kinds, QUERIES)
      && !record_check (copy, size, KEY_UNIT, query_kinds, QUERIES))
    {
      fprintf (stderr, "fuzz-record: what was saved is no record\n");
      abort ();
    }
  free (copy);
}

/* Copy the traces one by one, as saving does.  */
static void
copy_record (const struct record *r, enum key_kind kind)
{
  struct record_writer w;
  struct buffer out = BUFFER_INIT;
  record_writer_init (&w, QUERIES);
  record_set_subject (&w, NULL, 0);
  uint32_t subject = KEY_SELF;
  const struct trace *t = record_first (r);
  for (uint32_t i = 0; i < r->n_traces; i++, t = trace_next (t))
    {
      if (t->subject != subject)
	record_set_subject (&w, t->subject == KEY_SELF ? NULL
			    : record_identities (r) + t->subject,
			    t->subject == KEY_SELF ? 0
			    : key_width (query_kinds[t->query].key));
      subject = t->subject;
      record_copy_trace (&w, r, t, query_kinds);
    }
  if (record_finish (&w, &out))
    check_saved (&kind, (struct fingerprint) { 0, 0 }, out.bytes, out.size);
  buffer_release (&out);
  record_writer_release (&w);
}

/* What the inputs have to be for the last dependency on each to hold.  */
static void
find_prints (const struct record *r, struct prints *p)
{
  memset (p, 0, sizeof *p);
  const struct trace *t = record_first (r);
  for (uint32_t i = 0; i < r->n_traces; i++, t = trace_next (t))
    for (uint32_t j = 0; j < t->n_dependencies; j++)
      p->of[trace_dependencies (t)[j].query] = trace_dependencies (t)[j].print;
}

/* The home that the record says its guests have.  */
static struct fingerprint
find_home (const struct record *r)
{
  const struct trace *t = record_first (r);
  for (uint32_t i = 0; i < r->n_traces; i++, t = trace_next (t))
    if (t->subject != KEY_SELF)
      return record_identities (r)[t->subject];
  return (struct fingerprint) { 4, 4 };
}

static void
use_record (const struct record_head *head, const struct record *r,
	    enum key_kind kind)
{
  struct world w;
  struct prints prints;
  struct fingerprint symbol = { 2, 2 }, type = { 3, 3 };
  if (r->n_identities > 0)
    symbol = type = record_identities (r)[r->n_identities - 1];
  find_prints (r, &prints);
  world_init (&w, find_home (r), symbol, type, &prints);
  if (!engine_record_set (w.engine, kind, 0, r, r->size))
    abort ();
  ask (&w, head);
  engine_verify (w.engine);
  engine_save (w.engine, check_saved, &kind);
  engine_free (w.engine);
}

static void
try_record (const struct record_head *head, const void *bytes, size_t size,
	    enum key_kind kind)
{
  const struct record *r = bytes;
  if (!record_check (bytes, size, kind, query_kinds, QUERIES))
    return;
  const struct trace *t = record_first (r);
  for (uint32_t i = 0; i < r->n_traces; i++, t = trace_next (t))
    if (t->flags & TRACE_HAS_VALUE)
      look_at_value (t->query, trace_value (t), t->value_size);
  copy_record (r, kind);
  use_record (head, r, kind);
}

/* Bodies.  */

/* A body is computed on, as `queries verify' does.  */
static void
use_body (const struct record_head *head, const struct snapshot *body)
{
  struct unit_config config
    = { .name = "fuzz", .threads = 1, .report = be_silent,
	.options = { .checks = ALL_CHECKS,
		     .level = 1 } };
  struct unit *u = unit_new (&config);
  unit_add_body (u, body);
  unit_start (u);
  if (unit_join (u))
    {
      unit_dump (u, QUERY_ID_body, nowhere, head->flags);
      unit_dump (u, (enum query_id) (head->asked % QUERIES), nowhere,
		 head->flags);
    }
  unit_free (u);
}

static void
try_snapshot (const struct record_head *head, const void *bytes, size_t size)
{
  uint32_t where;
  if (!snapshot_validate (bytes, size, &where))
    use_body (head, bytes);
}

static void
try_body_block (const void *bytes, size_t size)
{
  struct arena arena;
  const char *why;
  arena_init (&arena, "fuzz");
  const struct snapshot *body = body_block_decode (bytes, size, &arena, &why);
  if (body)
    snapshot_print (nowhere, NULL, body, DUMP_DETAILS);
  arena_release (&arena);
}

/* Logs.  */

static void
ignore_removed (void *data, struct fingerprint record,
		struct fingerprint print)
{
  (void) data;
  (void) record;
  (void) print;
}

static void
try_log (const void *bytes, size_t size)
{
  const struct unit_log *l = unit_log_check (bytes, size);
  if (!l)
    return;
  const uint32_t texts[] = { l->source, l->output, l->build, l->why };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    fputs (unit_log_text (l, texts[i]), nowhere);
  for (uint32_t i = 0; i < l->n_functions; i++)
    {
      const struct log_function *f = &unit_log_functions (l)[i];
      const struct log_function *found = unit_log_find (l, f->record);
      if (!found || !fingerprint_equal (found->record, f->record))
	abort ();
      fprintf (nowhere, "%s %s %s %s\n", unit_log_text (l, f->name),
	       unit_log_text (l, f->file), unit_log_text (l, f->queries),
	       unit_log_text (l, f->why));
    }
  /* The next compile's takes over what it has retired.  */
  struct unit_log_builder b;
  struct buffer out = BUFFER_INIT;
  unit_log_builder_init (&b);
  if (l->n_functions > 1)
    {
      struct log_function f = *unit_log_functions (l);
      f.name = f.file = f.queries = f.why = 0;
      unit_log_add_function (&b, &f);
    }
  if (unit_log_finish (&b, l, ignore_removed, NULL, &out)
      && !unit_log_check (out.bytes, out.size))
    abort ();
  unit_log_builder_release (&b);
  buffer_release (&out);
}

static void
try_envelope (const struct record_head *head, const void *bytes, size_t size)
{
  struct fingerprint key = { 6, 6 };
  struct store_secret *secret = store_secret_new ("secret", 6);
  struct packing packing = { 0 };
  struct arena arena;
  const void *inner;
  size_t length;
  arena_init (&arena, "fuzz");
  for (int i = 0; i < 2; i++)
    {
      uint32_t stamp;
      if (envelope_open (&key, bytes, size, i ? secret : NULL, &packing,
			 &arena, &inner, &length, &stamp) == ENVELOPE_FINE)
	try_record (head, inner, length, KEY_FUNCTION);
    }
  /* Whose checksum is right may lie as well.  */
  if (packing_unpack (&packing, bytes, size, &arena, &inner, &length))
    try_record (head, inner, length, KEY_FUNCTION);
  packing_release (&packing);
  arena_release (&arena);
  store_secret_free (secret);
}

void
record_target (const uint8_t *bytes, size_t size)
{
  set_up ();
  struct record_head head;
  if (size < sizeof head)
    return;
  memcpy (&head, bytes, sizeof head);
  head.flags &= DUMP_DETAILS | DUMP_GRAPH;
  size -= sizeof head;
  /* Of exactly this size, so that a sanitizer sees each byte too many; aligned
     as a store's are.  */
  void *copy = malloc (size ? size : 1);
  if (!copy)
    abort ();
  memcpy (copy, bytes + sizeof head, size);
  switch (head.what % RECORD_INPUTS)
    {
    case RECORD_INPUT_OF_FUNCTION:
      try_record (&head, copy, size, KEY_FUNCTION);
      break;
    case RECORD_INPUT_OF_UNIT:
      try_record (&head, copy, size, KEY_UNIT);
      break;
    case RECORD_INPUT_VALUE:
      try_value (&head, copy, size);
      break;
    case RECORD_INPUT_SNAPSHOT:
      try_snapshot (&head, copy, size);
      break;
    case RECORD_INPUT_BODY_BLOCK:
      try_body_block (copy, size);
      break;
    case RECORD_INPUT_LOG:
      try_log (copy, size);
      break;
    case RECORD_INPUT_ENVELOPE:
      try_envelope (&head, copy, size);
      break;
    }
  free (copy);
}
