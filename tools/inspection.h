/* inspection.h - the driver's options that look into a session.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef TOOLS_INSPECTION_H
#define TOOLS_INSPECTION_H

#include <stdio.h>

#include "passes/unit.h"
#include "queries/inspect.h"

struct inspection
{
  const char *trace_file, *graph_file;	/* NULL: none.  */
  bool graph_filtered, why, why_filtered;
  struct graph_filter graph_filter, why_filter;
  const char **forbidden;	/* For engine_forbid.  */
  unsigned n_forbidden;
  FILE *graph;			/* Open as soon as there is one to write.  */
};

/* Read a filter, --why's TEXT (NULL: all), an edge.  False: TEXT is none, which
   was told on stderr.  TEXT is borrowed.  */
bool inspection_set_graph_filter (struct inspection *i, const char *text);
bool inspection_set_why (struct inspection *i, const char *text);
bool inspection_add_forbidden (struct inspection *i, const char *text);

/* Write what is asked for of U, called NAME; after unit_join.  False if a file
   cannot be written, which was told on stderr.  */
bool inspection_write (struct inspection *i, struct unit *u,
		       const char *name);

/* All units were written; false as above.  Frees what I holds.  */
bool inspection_release (struct inspection *i);

#endif
