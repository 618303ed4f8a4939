/* check-all.c - all checks of a function, and of the unit.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"
#include "passes/iterate.h"

#include <string.h>

/* Which query computes a check's findings; by enum check.  */
static const enum query_id check_queries[] = {
#define CHECK(QUERY, NAME, PASS, GATE, LEVEL, CWE, SUMMARY) \
  QUERY_ID_##QUERY,
#include "passes/checks.def"
};

static bool
keep_at_O0 (const struct finding *f)
{
  return !(f->flags & FINDING_NOT_AT_O0);
}

static bool
keep_optimised (const struct finding *f)
{
  return !(f->flags & FINDING_AT_O0);
}

/* Whether the function is compiled without optimisation.  */
static bool
is_at_O0 (struct query_context *cx, const struct unit_options *o,
	  uint32_t key)
{
  uint32_t own = q_body (cx, key)->options;
  if (own & (SNAPSHOT_OPTION_AT_O0 | SNAPSHOT_OPTION_OPTIMISED))
    return own & SNAPSHOT_OPTION_AT_O0;
  return o->at_O0;
}

/* Whether check C of the checks ON says the same at all levels.  Where GCC's
   early pass guesses at -O0, because no other comes, that is left to who knows
   better.  */
static bool
is_for_all_levels (uint32_t on, unsigned c)
{
  return (on >> CHECK_uninit & 1)
	 && (c == CHECK_uninit || c == CHECK_early_uninit);
}

void
provide_check_function (struct query_context *cx, uint32_t key,
			struct buffer *out)
{
  const struct unit_options *o = q_options (cx, 0);
  struct findings_builder b;
  const struct findings *of[CHECKS];
  for (unsigned c = 0; c < CHECKS; c++)
    of[c] = o->checks & CHECK_BIT (c) ? query_get (cx, check_queries[c], key) : NULL;
  bool at_O0 = is_at_O0 (cx, o, key);
  /* From here on nothing is asked: the builder's memory cannot be lost.  */
  findings_builder_init (&b);
  for (unsigned c = 0; c < CHECKS; c++)
    if (of[c])
      findings_append (&b, of[c],
		       at_O0 && !is_for_all_levels (o->checks, c)
		       ? keep_at_O0 : keep_optimised);
  findings_finish (&b, out);
  findings_builder_release (&b);
}

void
provide_check_unit (struct query_context *cx, uint32_t key, struct buffer *out)
{
  const struct function_list *functions = q_functions (cx, key);
  struct unit_check sum = { .n_functions = functions->count };
  for_each_function_bottom_up (cx, QUERY_ID_check_function);
  for (uint32_t i = 0; i < functions->count; i++)
    {
      const struct findings *f
	= q_check_function (cx, function_list_keys (functions)[i]);
      sum.n_incomplete += (f->flags & FINDINGS_INCOMPLETE) != 0;
      for (uint32_t j = 0; j < f->n_findings; j++)
	sum.n_findings += !(findings_array (f)[j].flags & FINDING_IS_NOTE);
    }
  buffer_add (out, &sum, sizeof sum);
}

bool
unit_check_verify (const void *bytes, size_t size)
{
  (void) bytes;
  return size == sizeof (struct unit_check);
}

void
unit_check_print (FILE *file, const struct snapshot *body,
		  const struct unit_check *c, unsigned flags)
{
  (void) body;
  (void) flags;
  fprintf (file, "%u functions, %u findings, %u incomplete\n",
	   c->n_functions, c->n_findings, c->n_incomplete);
}
