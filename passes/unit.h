/* unit.h - one translation unit: its bodies, the engine, the store.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   What the plugin and the driver without GCC have in common.

     unit_new
     unit_add_body ...		capture
     unit_start			one batched read, all green?, else workers
     unit_demand_findings	a pass of GCC's needs to know now
     unit_join
     unit_findings ...		emission
     unit_save			one batched write
     unit_free

   Owned by one thread; workers are the engine's.  */

#ifndef PASSES_UNIT_H
#define PASSES_UNIT_H

#include "queries/engine.h"
#include "queries/store.h"
#include "passes/all.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A hash of the sources of queries/ and passes/, which the Makefile writes to
   build-id.c: what other code has computed is not this code's.  */
extern const char unit_build[];

struct unit;

struct unit_config
{
  const char *name;		/* For messages; copied.  */
  struct unit_options options;
  struct size_limits limits;
  const struct model_list *models;	/* The user's; NULL: none.  Borrowed.  */
  size_t models_size;
  unsigned threads;		/* 1: everything on the caller's thread.  */
  enum verify_mode verify;
  struct store *store;		/* NULL: none.  Not owned.  */
  /* Called once by who starts the unit, on whatever thread that is: the store,
     if opening it went on until then.  NULL: STORE is what there is.  */
  struct store *(*wait_for_store) (void *data);
  void *store_data;
  /* Start behind the caller's back: reading the store may take a while.  Then
     the first call that needs an answer waits for it.  */
  bool background;
  /* For the log that the store keeps of the last compile (unit-log.h): the file
     that is compiled and the one that is made, absolute.  NULL: no log.
     Copied.  */
  const char *source, *output;
  void (*report) (void *data, const char *text);	/* See engine_config.  */
  void *report_data;
  bool events;			/* See engine_config.  */
  /* Edges that must not be: for engine_forbid.  Borrowed.  */
  const char *const *forbidden;
  unsigned n_forbidden;
  struct jobserver *jobserver;	/* See engine_config.  */
};

struct unit *unit_new (const struct unit_config *config);
void unit_free (struct unit *u);

/* Memory for snapshots: lives as long as the unit.  */
struct arena *unit_arena (struct unit *u);

/* Take a body.  It must outlive the unit (unit_arena).  Returns its ordinal:
   0, 1, 2 ... in order of the calls.  Bodies with one symbol and equal bytes
   share a key.  */
uint32_t unit_add_body (struct unit *u, const struct snapshot *body);
/* Its file, by the name under which it was included; NULL or "": not known.
   Not part of the body.  Borrowed until unit_start.  */
void unit_set_file (struct unit *u, uint32_t ordinal, const char *file);
/* Its lines; 0: not known.  For the log only.  */
void unit_set_lines (struct unit *u, uint32_t ordinal, uint32_t first,
		     uint32_t last);
uint32_t unit_n_bodies (const struct unit *u);
const struct snapshot *unit_body (const struct unit *u, uint32_t ordinal);

/* No more bodies.  Reads the store, adopts what is green; if not all is, starts
   the workers on check_unit.  Does not wait for these, and if config.background
   says so for nothing.  Of what is declared below, unit_body_key and
   unit_n_functions have no answer before unit_engine or a demand has
   returned.  */
void unit_start (struct unit *u);

/* The findings of one check, or with check_function of all enabled checks, for
   a body; evaluated now if need be.  NULL if the engine has failed.  */
const struct findings *unit_demand_findings (struct unit *u,
					     enum query_id query,
					     uint32_t ordinal);

/* Wait for the workers, and verify.  False if the engine has failed.

   If it fails, or verification finds a difference, and values of the store were
   in use, the unit is computed anew without them, by this call or by the next
   unit_demand.  So no store can take findings away by what it says; only such
   a difference, and a failure without the store, is reported.  Values that were
   returned before live on.  */
bool unit_join (struct unit *u);

/* Compute the unit anew, without the store, if the engine has failed with
   values of the store in use: true; else nothing.  For those who ask the
   engine itself.  Keys but those of functions with a body may be others
   then.  */
bool unit_recover (struct unit *u);

/* The value of a query about functions for a body, or of one about the unit
   (ordinal ignored); as unit_demand_findings.  */
const void *unit_demand (struct unit *u, enum query_id query,
			 uint32_t ordinal, size_t *size);

/* Write what changed to the store.  Not after a failed compile.  */
void unit_save (struct unit *u);

/* The store, once the unit has started.  */
struct store *unit_store (struct unit *u);

struct engine *unit_engine (struct unit *u);

/* The key of a body, and how many of them there are (0, 1, 2 ...), after
   unit_start.  */
uint32_t unit_body_key (const struct unit *u, uint32_t ordinal);
uint32_t unit_n_functions (const struct unit *u);

/* Print the value of QUERY for every key there is, each with a heading; FLAGS:
   DUMP_*.  After unit_join.  Functions come in the order of their bodies, and
   after them, for queries with an answer for those too, the functions that are
   only mentioned; files, types and symbols as files, types and symbols list
   them; pairs by function: callees, symbols and types that its body
   mentions.  */
void unit_dump (struct unit *u, enum query_id query, FILE *file,
		unsigned flags);

/* Sums for the statistics.  */
struct unit_totals
{
  uint64_t functions, statements;
  uint64_t executed, green, hits, verified, gave_up, findings;
  uint64_t functions_reused;	/* Of which nothing was executed.  */
  uint64_t mismatches;		/* Remembered values that proved wrong.  */
};
void unit_totals (struct unit *u, struct unit_totals *totals);

#ifdef __cplusplus
}
#endif
#endif
