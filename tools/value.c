/* value.c - what a store's value is, and whether it is well formed.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "tools/value.h"

#include "passes/all.h"
#include "passes/body-block.h"
#include "passes/unit-log.h"
#include "queries/record.h"

/* Which kind of key a record belongs to is not in it.  */
static bool
is_record (const void *bytes, size_t size)
{
  return record_check (bytes, size, KEY_FUNCTION, query_kinds, QUERIES)
	 || record_check (bytes, size, KEY_UNIT, query_kinds, QUERIES);
}

/* What a record says of itself: each value has the fingerprint that its trace
   says, and the form of its query's.  */
static enum value_kind
check_traces (const struct record *r, const char **why)
{
  const struct trace *t = record_first (r);
  for (uint32_t i = 0; i < r->n_traces; i++, t = trace_next (t))
    {
      const void *value = trace_value (t);
      if (!(t->flags & TRACE_HAS_VALUE))
	continue;
      *why = "a result with another fingerprint than its record says";
      if (!fingerprint_equal (fingerprint_of (value, t->value_size),
			      t->print))
	return VALUE_WRONG;
      *why = "a result of another form than this version's";
      if (query_kinds[t->query].verify
	  && !query_kinds[t->query].verify (value, t->value_size))
	return VALUE_UNKNOWN;
    }
  return VALUE_RECORD;
}

enum value_kind
value_check (const void *bytes, size_t size, struct arena *arena,
	     const char **why)
{
  *why = NULL;
  if (body_block_is (bytes, size))
    {
      struct arena_mark mark = arena_mark (arena);
      const struct snapshot *body = body_block_decode (bytes, size, arena,
						       why);
      arena_cut (arena, mark);
      return body ? VALUE_BODY : VALUE_WRONG;
    }
  if (unit_log_is (bytes, size))
    {
      *why = "not a whole log of a unit";
      return unit_log_check (bytes, size) ? VALUE_LOG : VALUE_WRONG;
    }
  if (is_record (bytes, size))
    return check_traces (bytes, why);
  *why = "not a value of this version";
  return VALUE_UNKNOWN;
}
