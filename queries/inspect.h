/* inspect.h - looking into a session: why, and the graph.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   After engine_join, on the owner's thread.  Everything is listed in order of
   query and key identity, so it reads the same on every run and thread count
   wherever the session itself did the same.  */

#ifndef QUERIES_INSPECT_H
#define QUERIES_INSPECT_H

#include <stdio.h>

#include "queries/buffer.h"
#include "queries/engine.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A part of the dependency graph:  QUERY[:KEY]  or  FROM -> TO, where FROM and
   TO are QUERY[:KEY] and `*' stands for any query; KEY is a key's name.
   One node: it, what it reads and who reads it, directly.  Two: all paths from
   FROM, the reader, down to TO.  False if TEXT is no such thing or names no
   query of the table: MESSAGE (static) says what is wrong.  */
struct graph_filter
{
  bool path;			/* FROM -> TO.  */
  uint32_t query[2];		/* UINT32_MAX: any.  */
  char key[2][256];		/* "": any.  */
};

bool graph_filter_parse (struct graph_filter *filter,
			 const struct engine_config *config, const char *text,
			 const char **message);

/* The dependency graph as one DOT digraph: a node per query and key, labelled
   with both, its state by colour (input, executed, green, loaded); an edge per
   dependency, in recorded order, from the reader to what it read; those of
   green nodes as the store remembers them: where it knows no more than that
   the inputs of the key cover all of them, dashed edges to these.  FILTER:
   NULL for all of it.  Returns the number of nodes.  */
size_t engine_write_dot (struct engine *e, FILE *file,
			 const struct graph_filter *filter);

/* Why (QUERY, KEY) was executed: the first dependency that was another one
   than the store remembered, why that one was executed, and so on down to an
   input; or that nothing was remembered, or nothing had to be executed.  */
void engine_write_why (struct engine *e, FILE *file, uint32_t query,
		       uint32_t key);

/* The same for every query and key that was executed and that FILTER (one
   node, not a path; NULL: all) matches; with a query and a key in FILTER also
   if it was not executed.  A reason that was given before is not given again.
   Returns how many.  */
size_t engine_write_why_all (struct engine *e, FILE *file,
			     const struct graph_filter *filter);

/* How many queries about the key (KIND, KEY) were executed; their names, in the
   table's order, separated by commas, are appended to NAMES (or NULL).  */
uint32_t engine_executed_of (const struct engine *e, enum key_kind kind,
			     uint32_t key, struct buffer *names);

#ifdef __cplusplus
}
#endif
#endif
