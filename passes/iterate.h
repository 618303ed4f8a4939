/* iterate.h - asking one query about everything there is of a kind.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Parallel iterators for providers: QUERY is evaluated for all keys on all
   threads, and when they return its values are there (hits).  Each records
   that the caller read the list and every value, in canonical order.  They may
   be nested.  */

#ifndef PASSES_ITERATE_H
#define PASSES_ITERATE_H

#include "passes/all.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The functions with a body, callees before callers (in a ring of calls by
   position), so that demands mostly hit and a long chain of calls is no deep
   one.  */
void for_each_function_bottom_up (struct query_context *cx,
				  enum query_id query);

/* The files that define functions, by name.  */
void for_each_file (struct query_context *cx, enum query_id query);

/* The types that bodies mention, by identity.  */
void for_each_type (struct query_context *cx, enum query_id query);

/* The keys that these go through, until the provider returns.  */
const uint32_t *functions_bottom_up (struct query_context *cx,
				     uint32_t *count);
const uint32_t *file_keys (struct query_context *cx, uint32_t *count);
const uint32_t *type_keys (struct query_context *cx, uint32_t *count);

#ifdef __cplusplus
}
#endif
#endif
