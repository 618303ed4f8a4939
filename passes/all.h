/* all.h - every query, typed: what providers call and provide.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Expands queries.def:
     enum query_id		QUERY_ID_NAME
     q_NAME (cx, key)		asks; see query_get for ownership and cost
     ensure_NAME (cx, key)	asks whether it is as it was; see query_ensure
     provide_NAME		the local provider, in the file of that noun
     VALUE_verify		whether stored bytes are a value; beside it
     VALUE_print		prints a value for dump-NAME; beside it

   Two modifiers leave nothing for q_NAME to return, so that it returns NULL:
   of a QUERY_ENSURE_ONLY query there is no value, q_NAME is ensure_NAME; that
   of a QUERY_STEAL query comes from query_steal, q_NAME is a bug that the
   engine reports.

   What a row names answers in every session.  engine_set_provider replaces it
   in one, the external one too: a test, or a module that knows better.  */

#ifndef PASSES_ALL_H
#define PASSES_ALL_H

#include "queries/query.h"
#include "passes/calls.h"
#include "passes/files.h"
#include "passes/finding.h"
#include "passes/function-effects.h"
#include "passes/memory-effects.h"
#include "passes/memory-summary.h"
#include "passes/model-list.h"
#include "passes/null-arguments.h"
#include "passes/returns.h"
#include "passes/ranges.h"
#include "passes/parameter-effects.h"
#include "passes/parameter-reads.h"
#include "passes/pointer-source.h"
#include "passes/points-to.h"
#include "passes/returns-constant.h"
#include "passes/dereferences.h"
#include "passes/signal-handlers.h"
#include "passes/predicate.h"
#include "passes/purity.h"
#include "passes/signature.h"
#include "passes/symbols.h"
#include "passes/types.h"
#include "passes/values.h"

#ifdef __cplusplus
extern "C" {
#endif

enum query_id
{
#define QUERY(NAME, CATEGORY, KEY, VALUE, FLAGS, VERSION, DESCRIPTION, ...) \
  QUERY_ID_##NAME,
#include "queries/queries.def"
  QUERIES
};

#define QUERY(NAME, CATEGORY, KEY, VALUE, FLAGS, VERSION, DESCRIPTION, ...) \
  static inline void							\
  ensure_##NAME (struct query_context *cx, uint32_t key)		\
  {									\
    query_ensure (cx, QUERY_ID_##NAME, key);				\
  }									\
  static inline const struct VALUE *					\
  q_##NAME (struct query_context *cx, uint32_t key)			\
  {									\
    if ((FLAGS) & QUERY_ENSURE_ONLY)					\
      {									\
	query_ensure (cx, QUERY_ID_##NAME, key);			\
	return NULL;							\
      }									\
    return (const struct VALUE *) query_get (cx, QUERY_ID_##NAME, key);	\
  }									\
  query_provider provide_##NAME;
#include "queries/queries.def"

/* The answers for what is not in this unit (QUERY_SEPARATE_EXTERN).  */
query_provider provide_function_effects_external;
query_provider provide_returns_external;
query_provider provide_returns_null_external;
query_provider provide_parameter_effects_external;
query_provider provide_parameter_reads_external;
query_provider provide_purity_external;
query_provider provide_memory_effects_external;
query_provider provide_signature_external;
query_provider provide_memory_summary_external;
query_provider provide_memory_events_external;
query_provider provide_returns_constant_external;
query_provider provide_dereferences_external;
query_provider provide_returned_parameter_external;

/* Verifiers: whether bytes from a store are a well-formed value.  */
#define VERIFIER(VALUE) bool VALUE##_verify (const void *bytes, size_t size);
VERIFIER (cfg_order)
VERIFIER (dominators)
VERIFIER (loops)
VERIFIER (liveness)
VERIFIER (call_targets)
VERIFIER (call_graph)
VERIFIER (call_sccs)
VERIFIER (call_component)
VERIFIER (call_sites)
VERIFIER (file_list)
VERIFIER (named_functions)
VERIFIER (body_symbols)
VERIFIER (symbol_index)
VERIFIER (symbol_list)
VERIFIER (symbol_declaration)
VERIFIER (symbol_users)
VERIFIER (symbol_access)
VERIFIER (type_list)
VERIFIER (type_layout)
VERIFIER (type_use)
VERIFIER (executable_edges)
VERIFIER (ranges)
VERIFIER (nullness)
VERIFIER (function_effects)
VERIFIER (function_returns)
VERIFIER (null_arguments)
VERIFIER (returns_null)
VERIFIER (value_numbers)
VERIFIER (predicates)
VERIFIER (parameter_effects)
VERIFIER (parameter_reads)
VERIFIER (parameter_read_places)
VERIFIER (purity)
VERIFIER (memory_effects)
VERIFIER (signature)
VERIFIER (model_list)
VERIFIER (memory_analysis)
VERIFIER (memory_summary)
VERIFIER (memory_events)
VERIFIER (memory_ring)
VERIFIER (points_to)
VERIFIER (returns_constant)
VERIFIER (dereferences)
VERIFIER (returned_parameter)
VERIFIER (signal_registrations)
VERIFIER (signal_reach)
VERIFIER (escapes)
VERIFIER (unit_check)
#undef VERIFIER

/* What a dump may show beside the value.  */
enum { DUMP_DETAILS = 1, DUMP_GRAPH = 2 };

/* Print a value as dump-NAME does.  BODY is the snapshot of the function that
   the key is or begins with, NULL if it does not or has no body here.  With
   DUMP_GRAPH: one DOT digraph, where the value is a graph.  */
#define PRINTER(VALUE)							\
  void VALUE##_print (FILE *file, const struct snapshot *body,		\
		      const struct VALUE *value, unsigned flags);
PRINTER (snapshot)
PRINTER (unit_options)
PRINTER (size_limits)
PRINTER (finding_level)
PRINTER (function_list)
PRINTER (cfg_order)
PRINTER (dominators)
PRINTER (loops)
PRINTER (liveness)
PRINTER (call_targets)
PRINTER (call_graph)
PRINTER (call_sccs)
PRINTER (call_component)
PRINTER (call_sites)
PRINTER (source_list)
PRINTER (file_list)
PRINTER (named_functions)
PRINTER (body_symbols)
PRINTER (symbol_index)
PRINTER (symbol_list)
PRINTER (symbol_declaration)
PRINTER (symbol_users)
PRINTER (symbol_access)
PRINTER (type_list)
PRINTER (type_layout)
PRINTER (type_use)
PRINTER (executable_edges)
PRINTER (ranges)
PRINTER (nullness)
PRINTER (function_effects)
PRINTER (function_returns)
PRINTER (null_arguments)
PRINTER (returns_null)
PRINTER (value_numbers)
PRINTER (predicates)
PRINTER (parameter_effects)
PRINTER (parameter_reads)
PRINTER (parameter_read_places)
PRINTER (purity)
PRINTER (memory_effects)
PRINTER (signature)
PRINTER (model_list)
PRINTER (memory_analysis)
PRINTER (memory_summary)
PRINTER (memory_events)
PRINTER (memory_ring)
PRINTER (points_to)
PRINTER (returns_constant)
PRINTER (dereferences)
PRINTER (returned_parameter)
PRINTER (signal_registrations)
PRINTER (signal_reach)
PRINTER (escapes)
PRINTER (findings)
PRINTER (unit_check)
#undef PRINTER

/* Print the value of QUERY by the printer of its row.  */
void query_value_print (FILE *file, enum query_id query,
			const struct snapshot *body, const void *value,
			unsigned flags);

/* The table for engine_config, QUERIES rows.  */
extern const struct query_kind query_kinds[];

#ifdef __cplusplus
}
#endif
#endif
