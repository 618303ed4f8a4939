/* options.h - the plugin's arguments and environment.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Arguments may change which findings appear; the environment may only change
   where results are remembered, how fast, and how loud:
     QUERIES_DIR	the default store (store_default_folder)
     QUERIES_STORE	as the store argument, which wins
     QUERIES_THREADS	as the threads argument, which wins
     QUERIES_DISABLE	not empty, not "0": no store at all
   A bad value in the environment counts as not set.

   GCC's thread only.  Include after GCC's headers.  */

#ifndef PLUGIN_OPTIONS_H
#define PLUGIN_OPTIONS_H

#include "passes/all.h"
#include "queries/engine.h"
#include "queries/inspect.h"

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
  uint32_t checks;		/* Bit C: check C of checks.def is asked for.  */
  uint32_t replace;		/* Bit C: GCC's pass for it is to be replaced.  */
  unsigned threads;		/* 0: auto.  */
  bool threads_given;		/* By an argument.  */
  const char *store;		/* A folder; NULL: the default one.  */
  bool store_none;
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
void options_release (struct options *o);

/* What help prints, in memory of malloc's (help.cc).  BASE is the plugin's
   name in arguments.  */
char *options_help (const char *base);

#endif
