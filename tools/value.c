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
    return VALUE_RECORD;
  *why = "not a value of this version";
  return VALUE_UNKNOWN;
}
