/* command-explain.c - queries explain: what a check finds, and why.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdbool.h>
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
list_check (size_t c)
{
  printf ("%s", checks[c].name);
  text_wrap (stdout, (unsigned) strlen (checks[c].name), COLUMN,
	     checks[c].summary);
}

static void
list_checks (void)
{
  for (size_t c = 0; c < N_CHECKS; c++)
    list_check (c);
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

/* NAME without what GCC puts around it when it shows which option a warning has:
   "-Wanalyzer-double-free", "-Werror=uninitialized", "libqueries:dead-result".  */
static const char *
plain_name (const char *name)
{
  static const char *const prefixes[]
    = { "-Werror=", "-Wno-", "-W", "libqueries:" };
  for (size_t p = 0; p < sizeof prefixes / sizeof *prefixes; p++)
    if (strncmp (name, prefixes[p], strlen (prefixes[p])) == 0)
      return name + strlen (prefixes[p]);
  return name;
}

/* Whether TEXT mentions the option -WNAME, or -Wno-NAME.  */
static bool
mentions (const char *text, const char *name)
{
  size_t size = strlen (name);
  while ((text = strstr (text, "-W")) != NULL)
    {
      text = plain_name (text);
      if (strncmp (text, name, size) == 0
	  && !strchr ("abcdefghijklmnopqrstuvwxyz-", text[size]))
	return true;
    }
  return false;
}

/* What there is of the option -WNAME: the page, if one check gives it, else a list
   of those whose pages mention it.  False if there is none.  */
static bool
explain_option (const char *name)
{
  const struct explanation *found = NULL;
  unsigned n = 0;
  if (strncmp (name, "analyzer-", strlen ("analyzer-")) == 0)
    {
      fputs (find_page ("memory"), stdout);
      return true;
    }
  for (const struct explanation *e = explanations; e->name; e++)
    if (mentions (e->text, name))
      {
	found = e;
	n++;
      }
  if (n == 1)
    fputs (found->text, stdout);
  for (size_t c = 0; c < N_CHECKS && n > 1; c++)
    if (mentions (find_page (checks[c].name), name))
      list_check (c);
  return n > 0;
}

enum status
command_explain (struct invocation *i)
{
  const char *name = i->n_operands > 0 ? i->operands[0] : NULL;
  const char *page = name ? find_page (plain_name (name)) : NULL;
  if (page)
    fputs (page, stdout);
  else if (!name)
    list_checks ();
  else if (!explain_option (plain_name (name)))
    return tell_unknown (i, name);
  return STATUS_CLEAN;
}
