/* all.c - the table of all queries.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"

#include <inttypes.h>

/* Inputs are fed, and have neither provider nor verifier.  */
#define provide_body NULL
#define provide_options NULL
#define provide_size_limits NULL
#define provide_finding_level NULL
#define provide_user_models NULL
#define provide_functions NULL
#define provide_sources NULL
#define snapshot_verify NULL
#define unit_options_verify NULL
#define size_limits_verify NULL
#define finding_level_verify NULL
#define function_list_verify NULL
#define source_list_verify NULL

const struct query_kind query_kinds[] = {
#define QUERY(NAME, CATEGORY, KEY, VALUE, FLAGS, VERSION, DESCRIPTION, ...) \
  { .name = #NAME, .description = DESCRIPTION,				\
    .category = CATEGORY_##CATEGORY, .key = KEY_##KEY, .flags = FLAGS,	\
    .version = VERSION, .verify = VALUE##_verify,			\
    .local = provide_##NAME, __VA_ARGS__ },
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
    if (o->checks & CHECK_BIT (c))
      fprintf (file, " %s", check_name (c));
  fprintf (file, "\nlevel: %u\nat -O0: %s\n", o->level,
	   o->at_O0 ? "yes" : "no");
}

void
size_limits_print (FILE *file, const struct snapshot *body,
		   const struct size_limits *l, unsigned flags)
{
  (void) body;
  (void) flags;
  fprintf (file, "alloca: %s%" PRIu64 " bytes\n",
	   l->flags & ALLOCA_IS_UNWANTED ? "unwanted, "
	   : l->flags & ALLOCA_IS_FREE ? "free, " : "", l->alloca_most);
  fprintf (file, "variable-length arrays: %s%" PRIu64 " bytes\n",
	   l->flags & VLA_IS_FREE ? "free, " : "", l->vla_most);
}

void
finding_level_print (FILE *file, const struct snapshot *body,
		     const struct finding_level *l, unsigned flags)
{
  (void) body;
  (void) flags;
  fprintf (file, "%s\n", l->level ? "likely" : "certain");
}

void
function_list_print (FILE *file, const struct snapshot *body,
		     const struct function_list *l, unsigned flags)
{
  (void) body;
  (void) flags;
  fprintf (file, "%u functions\n", l->count);
}

void
query_value_print (FILE *file, enum query_id query,
		   const struct snapshot *body, const void *value,
		   unsigned flags)
{
  switch (query)
    {
#define QUERY(NAME, CATEGORY, KEY, VALUE, FLAGS, VERSION, DESCRIPTION, ...) \
    case QUERY_ID_##NAME:						\
      VALUE##_print (file, body, value, flags);				\
      break;
#include "queries/queries.def"
    case QUERIES:
      break;
    }
}
