/* all.h - every query, typed: what providers call and provide.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Expands queries.def:
     enum query_id		QUERY_ID_NAME
     q_NAME (cx, key)		asks; see query_get for ownership and cost
     provide_NAME		the local provider, in the file of that noun
     NAME of value_verify	VALUE_verify (bytes, size), beside the provider
     VALUE_print		prints a value for dump-NAME  */

#ifndef PASSES_ALL_H
#define PASSES_ALL_H

#include "queries/query.h"
#include "passes/finding.h"
#include "passes/values.h"

#ifdef __cplusplus
extern "C" {
#endif

enum query_id
{
#define QUERY(NAME, CATEGORY, KEY, VALUE, FLAGS, VERSION, DESCRIPTION)	\
  QUERY_ID_##NAME,
#include "queries/queries.def"
  QUERIES
};

#define QUERY(NAME, CATEGORY, KEY, VALUE, FLAGS, VERSION, DESCRIPTION)	\
  static inline const struct VALUE *					\
  q_##NAME (struct query_context *cx, uint32_t key)			\
  {									\
    return (const struct VALUE *) query_get (cx, QUERY_ID_##NAME, key);	\
  }									\
  query_provider provide_##NAME;
#include "queries/queries.def"

/* Verifiers: whether bytes from a store are a well-formed value.  */
#define VERIFIER(VALUE) bool VALUE##_verify (const void *bytes, size_t size);
VERIFIER (cfg_order)
VERIFIER (dominators)
VERIFIER (loops)
VERIFIER (liveness)
VERIFIER (call_targets)
VERIFIER (call_graph)
VERIFIER (call_sccs)
VERIFIER (executable_edges)
VERIFIER (unit_check)
#undef VERIFIER

/* What a dump may show beside the value.  */
enum { DUMP_DETAILS = 1, DUMP_GRAPH = 2 };

/* Print a value as dump-NAME does.  BODY is the function's snapshot, NULL for
   values of the unit.  With DUMP_GRAPH: one DOT digraph.  */
#define PRINTER(VALUE)							\
  void VALUE##_print (FILE *file, const struct snapshot *body,		\
		      const struct VALUE *value, unsigned flags);
PRINTER (snapshot)
PRINTER (unit_options)
PRINTER (function_list)
PRINTER (cfg_order)
PRINTER (dominators)
PRINTER (loops)
PRINTER (liveness)
PRINTER (call_targets)
PRINTER (call_graph)
PRINTER (call_sccs)
PRINTER (executable_edges)
PRINTER (findings)
PRINTER (unit_check)
#undef PRINTER

/* The table for engine_config, QUERIES rows.  */
extern const struct query_kind query_kinds[];

#ifdef __cplusplus
}
#endif
#endif
