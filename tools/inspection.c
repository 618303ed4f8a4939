/* inspection.c - the driver's options that look into a session.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "queries/chrome-trace.h"
#include "queries/memory.h"
#include "tools/inspection.h"

static bool
read_filter (const char *text, struct graph_filter *filter)
{
  const struct engine_config config = { .kinds = query_kinds,
					.count = QUERIES };
  const char *message = NULL;
  if (graph_filter_parse (filter, &config, text, &message))
    return true;
  fprintf (stderr, "queries-driver: '%s' names no part of the query graph:"
	   " %s\n", text, message);
  return false;
}

bool
inspection_set_graph_filter (struct inspection *i, const char *text)
{
  i->graph_filtered = true;
  return read_filter (text, &i->graph_filter);
}

bool
inspection_set_why (struct inspection *i, const char *text)
{
  i->why = true;
  i->why_filtered = text != NULL;
  if (!text)
    return true;
  if (!read_filter (text, &i->why_filter))
    return false;
  if (!i->why_filter.path)
    return true;
  fprintf (stderr, "queries-driver: --why takes one query, not '%s'\n", text);
  return false;
}

bool
inspection_add_forbidden (struct inspection *i, const char *text)
{
  struct graph_filter filter;
  if (!read_filter (text, &filter))
    return false;
  if (!filter.path)
    {
      fprintf (stderr, "queries-driver: --forbid-edge takes two queries,"
	       " 'FROM -> TO', not '%s'\n", text);
      return false;
    }
  i->forbidden = xrealloc (i->forbidden,
			   (i->n_forbidden + 1) * sizeof *i->forbidden);
  i->forbidden[i->n_forbidden++] = text;
  return true;
}

static bool
cannot_write (const char *file)
{
  fprintf (stderr, "queries-driver: %s cannot be written: %s\n", file,
	   strerror (errno));
  return false;
}

static bool
write_graph (struct inspection *i, struct engine *e)
{
  if (!i->graph)
    i->graph = fopen (i->graph_file, "w");
  if (!i->graph)
    return cannot_write (i->graph_file);
  engine_write_dot (e, i->graph, i->graph_filtered ? &i->graph_filter : NULL);
  return true;
}

bool
inspection_write (struct inspection *i, struct unit *u, const char *name)
{
  struct engine *e = unit_engine (u);
  bool fine = true;
  if (i->graph_file && !engine_failed (e))
    fine = write_graph (i, e);
  if (i->why && !engine_failed (e)
      && engine_write_why_all (e, stderr,
			       i->why_filtered ? &i->why_filter : NULL) == 0)
    fprintf (stderr, "queries-driver: %s: nothing to tell the reason of\n",
	     name);
  if (i->trace_file && !chrome_trace_append (e, i->trace_file, name, "main"))
    fine = cannot_write (i->trace_file);
  return fine;
}

bool
inspection_release (struct inspection *i)
{
  bool fine = true;
  if (i->graph)
    {
      bool bad = ferror (i->graph) != 0;
      if (fclose (i->graph) != 0 || bad)
	fine = cannot_write (i->graph_file);
    }
  free (i->forbidden);
  return fine;
}
