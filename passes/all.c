/* all.c - the table of all queries, and their dumps.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/unit.h"

/* Inputs are fed, and have neither provider nor verifier.  */
#define provide_body NULL
#define provide_options NULL
#define provide_functions NULL
#define snapshot_verify NULL
#define unit_options_verify NULL
#define function_list_verify NULL

const struct query_kind query_kinds[] = {
#define QUERY(NAME, CATEGORY, KEY, VALUE, FLAGS, VERSION, DESCRIPTION)	\
  { #NAME, DESCRIPTION, CATEGORY_##CATEGORY, KEY_##KEY, FLAGS, VERSION,	\
    VALUE##_verify, provide_##NAME, NULL },
#include "queries/queries.def"
};

_Static_assert (sizeof query_kinds / sizeof *query_kinds == QUERIES,
		"one row per query");

void
unit_options_print (FILE *file, const struct snapshot *body,
		    const struct unit_options *o, unsigned flags)
{
  (void) body;
  (void) flags;
  fprintf (file, "checks:");
  for (unsigned c = 0; c < CHECKS; c++)
    if (o->checks >> c & 1)
      fprintf (file, " %s", check_name (c));
  fprintf (file, "\nlevel: %u\nat -O0: %s\n", o->level,
	   o->at_O0 ? "yes" : "no");
}

void
function_list_print (FILE *file, const struct snapshot *body,
		     const struct function_list *l, unsigned flags)
{
  (void) body;
  (void) flags;
  fprintf (file, "%u functions\n", l->count);
}

/* Print one value by its query's printer.  */
static void
print_value (FILE *file, enum query_id query, const struct snapshot *body,
	     const void *value, unsigned flags)
{
  switch (query)
    {
#define QUERY(NAME, CATEGORY, KEY, VALUE, FLAGS, VERSION, DESCRIPTION)	\
    case QUERY_ID_##NAME:						\
      VALUE##_print (file, body, value, flags);				\
      break;
#include "queries/queries.def"
    case QUERIES:
      break;
    }
}

static void
dump_one (struct unit *u, enum query_id query, uint32_t ordinal, FILE *file,
	  unsigned flags)
{
  bool of_unit = query_kinds[query].key == KEY_UNIT;
  const struct snapshot *body = of_unit ? NULL : unit_body (u, ordinal);
  const void *value = unit_demand (u, query, ordinal, NULL);
  const char *name = body ? snapshot_name (body) : "the unit";
  const char *comment = flags & DUMP_GRAPH ? "//" : ";;";
  fprintf (file, "%s %s of %s\n", comment, query_kinds[query].name, name);
  if (value)
    print_value (file, query, body, value, flags);
  else
    fprintf (file, "%s not available: the engine has failed\n", comment);
  fputc ('\n', file);
}

void
unit_dump (struct unit *u, enum query_id query, FILE *file, unsigned flags)
{
  uint32_t n = query_kinds[query].key == KEY_UNIT ? 1 : unit_n_bodies (u);
  for (uint32_t i = 0; i < n; i++)
    dump_one (u, query, i, file, flags);
}
