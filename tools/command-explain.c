/* command-explain.c - queries explain: what a check finds, and why.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdio.h>
#include <string.h>

#include "tools/command.h"
#include "tools/explanations.h"
#include "tools/nearest.h"
#include "tools/text.h"

/* Where summaries begin.  */
#define COLUMN 22

/* The checks, as users call them.  */
static const struct { const char *name, *summary; } checks[] =
{
#define CHECK(QUERY, NAME, PASS, GATE, LEVEL, CWE, SUMMARY) { NAME, SUMMARY },
#include "passes/checks.def"
};

#define N_CHECKS (sizeof checks / sizeof *checks)

static void
list_checks (void)
{
  for (size_t c = 0; c < N_CHECKS; c++)
    {
      printf ("%s", checks[c].name);
      text_wrap (stdout, (unsigned) strlen (checks[c].name), COLUMN,
		 checks[c].summary);
    }
}

/* The page of the check NAME, or NULL.  */
static const char *
find_page (const char *name)
{
  for (const struct explanation *e = explanations; e->name; e++)
    if (strcmp (e->name, name) == 0)
      return e->text;
  return NULL;
}

static enum status
tell_unknown (struct invocation *i, const char *name)
{
  struct nearest n;
  nearest_init (&n, name);
  for (size_t c = 0; c < N_CHECKS; c++)
    nearest_try (&n, checks[c].name);
  return n.name ? usage_error (i, "there is no check '%s'; did you mean"
			       " '%s'?", name, n.name)
		: usage_error (i, "there is no check '%s'", name);
}

enum status
command_explain (struct invocation *i)
{
  const char *name = i->n_operands > 0 ? i->operands[0] : NULL;
  const char *page = name ? find_page (name) : NULL;
  if (name && !page)
    return tell_unknown (i, name);
  if (page)
    fputs (page, stdout);
  else
    list_checks ();
  return STATUS_CLEAN;
}
