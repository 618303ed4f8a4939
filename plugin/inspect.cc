/* inspect.cc - the arguments trace, query-graph and why.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "gcc-plugin.h"
#include "toplev.h"

#include "plugin/inspect.h"
#include "plugin/reports.h"
#include "queries/chrome-trace.h"

static void
write_graph (const struct options *o, struct engine *e)
{
  FILE *file = fopen (o->graph_file, "w");
  bool good = file != NULL;
  if (good)
    {
      engine_write_dot (e, file, o->graph_filtered ? &o->graph_filter : NULL);
      good = fflush (file) == 0 && !ferror (file);
    }
  if (!good)
    reports_cannot_write ("the query graph", o->graph_file);
  if (file)
    fclose (file);
}

static void
write_why (const struct options *o, struct engine *e)
{
  const struct graph_filter *filter = o->why_filtered ? &o->why_filter : NULL;
  if (engine_write_why_all (e, stderr, filter) > 0)
    return;
  if (filter && filter->key[0][0])
    fprintf (stderr, "libqueries: nothing was asked about `%s'\n",
	     filter->key[0]);
  else
    fprintf (stderr, "libqueries: nothing was executed\n");
}

void
inspect_write (const struct options *o, struct unit *unit)
{
  struct engine *e = unit_engine (unit);
  bool good = !engine_failed (e);
  if (o->graph_file && good)
    write_graph (o, e);
  if (o->why && good)
    write_why (o, e);
  if (o->trace_file
      && !chrome_trace_append (e, o->trace_file,
			       main_input_filename ? main_input_filename : "",
			       "GCC"))
    reports_cannot_write ("the trace", o->trace_file);
}
