/* options.h - the plugin's arguments and environment.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Arguments may change which findings appear; settings (queries/settings.h),
   which are arguments or come from the environment and from files, only where
   results are remembered, how fast, and how loud.  QUERIES_DISABLE, not empty
   and not "0": no store at all.

   GCC's thread only.  Include after GCC's headers.  */

#ifndef PLUGIN_OPTIONS_H
#define PLUGIN_OPTIONS_H

#include "passes/all.h"
#include "queries/engine.h"
#include "queries/inspect.h"
#include "queries/settings.h"

/* One dump-QUERY argument.  */
struct dump_request
{
  enum query_id query;
  unsigned flags;		/* DUMP_*  */
  const char *where;		/* NULL: beside the output; else stdout, stderr
				   or a file.  */
};

struct options
{
  bool help, version, verbose;
  check_set checks;		/* Those that are asked for.  */
  check_set named_checks;	/* Of these no default.  */
  check_set replace;		/* Those whose pass of GCC's is to be replaced.  */
  struct settings settings;
  bool disabled;		/* No store.  */
  unsigned level;		/* As unit_options has it.  */
  enum verify_mode verify;
  bool stats;
  const char *stats_file;	/* NULL: a table on stderr.  */
  const char *raw_file;		/* NULL: none.  */
  const char *trace_file;	/* NULL: none.  */
  const char *graph_file;	/* NULL: none.  */
  bool graph_filtered;
  struct graph_filter graph_filter;
  bool why;
  bool why_filtered;
  struct graph_filter why_filter;
  const char **forbidden;	/* For engine_forbid.  */
  unsigned n_forbidden;
  struct dump_request *dumps;
  unsigned n_dumps;
};

/* Read the arguments in ARGS, then the environment.  Strings are borrowed from
   both.  Every mistake is told as an error of GCC's.  Returns whether there
   was none.  */
bool options_read (struct options *o, const struct plugin_name_args *args);

/* Complete the settings from environment and files, for this compile.  What
   they have wrong is told on stderr if O is verbose.  */
void options_load_settings (struct options *o);

/* Threads that were asked for; 0: auto.  */
unsigned options_threads (const struct options *o);

void options_release (struct options *o);

/* What help prints, in memory of malloc's (help.cc).  BASE is the plugin's
   name in arguments.  */
char *options_help (const char *base);

#endif
