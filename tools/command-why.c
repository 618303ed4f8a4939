/* command-why.c - queries why: what the last compile executed, and for what.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/folder.h"
#include "tools/logs.h"
#include "tools/report.h"
#include "tools/text.h"

/* What is looked for.  */
struct place
{
  const char *function;		/* Its name; NULL: by place.  */
  char file[PATH_MAX];		/* As typed; and without links, or "".  */
  char real[PATH_MAX];
  uint32_t line;
};

/* FILE:LINE is a place, anything else a function.  */
static void
read_place (struct place *p, const char *text)
{
  const char *colon = strrchr (text, ':');
  char *end;
  *p = (struct place) { .function = text };
  if (!colon || colon == text || colon[-1] == ':' || colon[1] < '0'
      || colon[1] > '9')
    return;
  unsigned long line = strtoul (colon + 1, &end, 10);
  if (*end || line == 0 || line > UINT32_MAX
      || (size_t) (colon - text) >= sizeof p->file)
    return;
  p->function = NULL;
  p->line = (uint32_t) line;
  memcpy (p->file, text, (size_t) (colon - text));
  if (!realpath (p->file, p->real))
    p->real[0] = '\0';
}

/* Whether one of the two names ends in the other: who includes a file and who
   asks for it may be in different folders.  */
static bool
same_file (const char *a, const char *b)
{
  while (strncmp (a, "./", 2) == 0)
    a += 2;
  while (strncmp (b, "./", 2) == 0)
    b += 2;
  size_t m = strlen (a), n = strlen (b);
  const char *longer = m > n ? a : b, *shorter = m > n ? b : a;
  size_t more = m > n ? m - n : n - m;
  return *shorter && strcmp (longer + more, shorter) == 0
	 && (more == 0 || (longer[more - 1] == '/' && *shorter != '/'));
}

/* NAME may have a signature behind it.  */
static bool
same_name (const char *name, const char *wanted)
{
  size_t size = strlen (wanted);
  return strncmp (name, wanted, size) == 0
	 && (name[size] == '\0' || name[size] == '(');
}

static bool
matches (const struct place *p, const struct unit_log *l,
	 const struct log_function *f)
{
  const char *file = unit_log_text (l, f->file);
  if (p->function)
    return same_name (unit_log_text (l, f->name), p->function);
  return f->first_line <= p->line && p->line <= f->last_line
	 && (same_file (file, p->file)
	     || (*p->real && same_file (file, p->real)));
}

/* For programs: one object, or one line, for each.  */
static void
print_for_programs (struct report *r, const struct unit_log *l,
		    const struct log_function *f)
{
  char text[32];
  report_object_begin (r);
  report_text (r, "function", NULL, unit_log_text (l, f->name));
  report_text (r, "file", NULL, unit_log_text (l, f->file));
  snprintf (text, sizeof text, "%" PRIu32 "-%" PRIu32, f->first_line,
	    f->last_line);
  report_text (r, "lines", NULL, text);
  report_text (r, "source", NULL, log_source (l));
  report_text (r, "output", NULL, unit_log_text (l, l->output));
  report_number (r, "compiled", NULL, l->written);
  report_number (r, "executed", NULL, f->executed);
  report_text (r, "new", NULL, f->flags & LOG_NEW ? "yes" : "no");
  report_text (r, "queries", NULL, unit_log_text (l, f->queries));
  report_text (r, "why", NULL, unit_log_text (l, f->why));
  report_object_end (r);
}

static void
print_reason (struct report *r, const struct unit_log *l,
	      const struct log_function *f)
{
  const char *why = unit_log_text (l, f->why);
  if (f->flags & LOG_NEW)
    report_note (r, "  because this body was not known: it is new, or has"
		 " changed");
  else if (*why)
    while (*why)
      {
	size_t size = strcspn (why, "\n");
	report_note (r, "  %.*s", (int) size, why);
	why += size + (why[size] == '\n');
      }
}

static void
print_for_people (struct report *r, const struct unit_log *l,
		  const struct log_function *f)
{
  char heading[PATH_MAX + 300], date[TEXT_SIZE];
  const char *file = unit_log_text (l, f->file);
  int n = snprintf (heading, sizeof heading, "%s",
		    unit_log_text (l, f->name));
  if (*file && n > 0 && (size_t) n < sizeof heading)
    snprintf (heading + n, sizeof heading - (size_t) n, " (%s:%" PRIu32 ")",
	      file, f->first_line);
  report_heading (r, heading);
  report_note (r, "  in %s, compiled %s", log_source (l),
	       text_date (date, l->written));
  if (f->executed == 0)
    {
      report_note (r, "  nothing was executed: all was remembered");
      return;
    }
  report_note (r, "  executed %" PRIu32 ": %s", f->executed,
	       unit_log_text (l, f->queries));
  print_reason (r, l, f);
}

static unsigned
print_matches (struct report *r, const struct logs *logs,
	       const struct place *p)
{
  unsigned found = 0;
  for (size_t n = 0; n < logs->count; n++)
    {
      const struct unit_log *l = logs->items[n].log;
      for (uint32_t k = 0; k < l->n_functions; k++)
	{
	  const struct log_function *f = &unit_log_functions (l)[k];
	  if (!matches (p, l, f))
	    continue;
	  found++;
	  if (r->format == FORMAT_TEXT)
	    print_for_people (r, l, f);
	  else
	    print_for_programs (r, l, f);
	}
    }
  return found;
}

enum status
command_why (struct invocation *i)
{
  struct report r;
  struct place p;
  struct logs logs;
  enum status status;
  struct store *s = folder_open_existing (i, STATUS_FINDINGS, &status);
  if (!s)
    return status;
  read_place (&p, i->operands[0]);
  logs_load (&logs, s);
  report_begin (&r, i);
  report_list_begin (&r, "functions");
  unsigned found = print_matches (&r, &logs, &p);
  report_list_end (&r);
  report_end (&r);
  if (found == 0 && !i->quiet)
    complain ("no function at '%s' is known from %zu remembered compiles",
	      i->operands[0], logs.count);
  logs_release (&logs);
  store_close (s);
  return found ? STATUS_CLEAN : STATUS_FINDINGS;
}
