/* unit-dump.c - a query's value for every key that it can be asked about.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The unit queries that list files, types and symbols are asked first; then
   the engine knows their keys.  Runs on the owner's thread, when the workers
   are gone.  */

#include "passes/unit.h"

#include <stdlib.h>

/* What is dumped, and where to.  */
struct dump
{
  struct unit *unit;
  struct engine *engine;
  enum query_id query;
  FILE *file;
  unsigned flags;
};

static void
dump_key (const struct dump *d, uint32_t key, const struct snapshot *body,
	  const char *name, const char *second)
{
  const void *value = engine_demand (d->engine, d->query, key, NULL);
  const char *comment = d->flags & DUMP_GRAPH ? "//" : ";;";
  fprintf (d->file, "%s %s of %s%s%s\n", comment,
	   query_kinds[d->query].name, name, *second ? ", " : "", second);
  if (value)
    query_value_print (d->file, d->query, body, value, d->flags);
  else
    fprintf (d->file, "%s not available: the engine has failed\n", comment);
  fputc ('\n', d->file);
}

static const char *
body_name (const struct dump *d, uint32_t ordinal)
{
  return snapshot_name (unit_body (d->unit, ordinal));
}

/* Functions that are mentioned, and have no body here.  */
static void
dump_external (const struct dump *d)
{
  const struct symbol_list *l
    = engine_demand (d->engine, QUERY_ID_symbols, 0, NULL);
  for (uint32_t i = 0; l && i < l->count; i++)
    {
      const struct listed_symbol *s = &symbol_list_array (l)[i];
      const char *name = symbol_list_text (l) + s->name;
      if (s->kind != DECL_FUNCTION)
	continue;
      uint32_t key = engine_key (d->engine, KEY_FUNCTION, s->symbol, name);
      if (key >= unit_n_functions (d->unit))
	dump_key (d, key, NULL, name, "");
    }
}

static void
dump_functions (const struct dump *d)
{
  for (uint32_t i = 0; i < unit_n_bodies (d->unit); i++)
    dump_key (d, unit_body_key (d->unit, i), unit_body (d->unit, i),
	      body_name (d, i), "");
  if (query_kinds[d->query].flags & QUERY_SEPARATE_EXTERN)
    dump_external (d);
}

static void
dump_files (const struct dump *d)
{
  const struct file_list *l
    = engine_demand (d->engine, QUERY_ID_files, 0, NULL);
  for (uint32_t i = 0; l && i < l->count; i++)
    {
      const char *name = file_list_text (l) + file_list_names (l)[i];
      dump_key (d, engine_key (d->engine, KEY_FILE,
			       fingerprint_of_string (name), name),
		NULL, name, "");
    }
}

static void
dump_symbols (const struct dump *d)
{
  const struct symbol_list *l
    = engine_demand (d->engine, QUERY_ID_symbols, 0, NULL);
  for (uint32_t i = 0; l && i < l->count; i++)
    {
      const struct listed_symbol *s = &symbol_list_array (l)[i];
      const char *name = symbol_list_text (l) + s->name;
      dump_key (d, engine_key (d->engine, KEY_SYMBOL, s->symbol, name), NULL,
		name, "");
    }
}

/* The key of type I of L, whose name is left in NAME.  */
static uint32_t
type_key (const struct dump *d, const struct type_list *l, uint32_t i,
	  struct buffer *name)
{
  buffer_clear (name);
  type_describe (l, i, name);
  buffer_add_zero (name, 1);
  return engine_key (d->engine, KEY_TYPE, type_list_array (l)[i].identity,
		     name->bytes);
}

static void
dump_types (const struct dump *d)
{
  const struct type_list *l
    = engine_demand (d->engine, QUERY_ID_types, 0, NULL);
  struct buffer name = BUFFER_INIT;
  for (uint32_t i = 0; l && i < l->count; i++)
    {
      uint32_t key = type_key (d, l, i, &name);
      dump_key (d, key, NULL, name.bytes, "");
    }
  buffer_release (&name);
}

/* What body ORDINAL mentions, as the second part of pairs with it.  */
static void
dump_pairs_with_symbols (const struct dump *d, enum key_kind kind,
			 uint32_t ordinal)
{
  uint32_t function = unit_body_key (d->unit, ordinal);
  const struct body_symbols *b
    = engine_demand (d->engine, QUERY_ID_body_symbols, function, NULL);
  for (uint32_t i = 0; b && i < b->count; i++)
    {
      const struct symbol *s = &body_symbols_array (b)[i];
      const char *name = body_symbols_text (b) + s->name;
      bool calls = kind == KEY_FUNCTION_FUNCTION;
      if (calls && !(s->access & SYMBOL_IS_CALLED))
	continue;
      uint32_t second = engine_key (d->engine,
				    calls ? KEY_FUNCTION : KEY_SYMBOL,
				    s->symbol, name);
      dump_key (d, engine_key_pair (d->engine, kind, function, second),
		unit_body (d->unit, ordinal), body_name (d, ordinal), name);
    }
}

static void
dump_pairs_with_types (const struct dump *d, uint32_t ordinal)
{
  uint32_t function = unit_body_key (d->unit, ordinal);
  const struct type_list *l
    = engine_demand (d->engine, QUERY_ID_body_types, function, NULL);
  struct buffer name = BUFFER_INIT;
  for (uint32_t i = 0; l && i < l->count; i++)
    {
      uint32_t type = type_key (d, l, i, &name);
      dump_key (d, engine_key_pair (d->engine, KEY_FUNCTION_TYPE, function,
				    type),
		unit_body (d->unit, ordinal), body_name (d, ordinal),
		name.bytes);
    }
  buffer_release (&name);
}

static void
dump (struct unit *u, enum query_id query, FILE *file, unsigned flags)
{
  struct dump d = { u, unit_engine (u), query, file, flags };
  enum key_kind kind = query_kinds[query].key;
  switch (kind)
    {
    case KEY_UNIT:
      dump_key (&d, 0, NULL, "the unit", "");
      break;
    case KEY_FUNCTION:
      dump_functions (&d);
      break;
    case KEY_FILE:
      dump_files (&d);
      break;
    case KEY_TYPE:
      dump_types (&d);
      break;
    case KEY_SYMBOL:
      dump_symbols (&d);
      break;
    case KEY_FUNCTION_FUNCTION:
    case KEY_FUNCTION_SYMBOL:
      for (uint32_t i = 0; i < unit_n_bodies (u); i++)
	dump_pairs_with_symbols (&d, kind, i);
      break;
    case KEY_FUNCTION_TYPE:
      for (uint32_t i = 0; i < unit_n_bodies (u); i++)
	dump_pairs_with_types (&d, i);
      break;
    default:
      break;
    }
}

/* A value of the store may prove wrong in the middle of it: then all of it is
   written once more.  */
void
unit_dump (struct unit *u, enum query_id query, FILE *file, unsigned flags)
{
  char *text = NULL;
  size_t size;
  FILE *memory = open_memstream (&text, &size);
  if (!memory)
    abort ();
  dump (u, query, memory, flags);
  fclose (memory);
  if (unit_recover (u))
    dump (u, query, file, flags);
  else
    fwrite (text, 1, size, file);
  free (text);
}
