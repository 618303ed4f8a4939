/* value.h - what a store's value is, and whether it is well formed.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef TOOLS_VALUE_H
#define TOOLS_VALUE_H

#include <stddef.h>

#include "queries/arena.h"

enum value_kind
{
  VALUE_BODY,			/* passes/body-block.h  */
  VALUE_RECORD,			/* queries/record.h  */
  VALUE_LOG,			/* passes/unit-log.h  */
  /* Nothing that this version can make sense of: of another one, most
     likely.  */
  VALUE_UNKNOWN,
  /* It begins as a body or a log does, but is none; or a record whose values
     are not what it says.  */
  VALUE_WRONG
};

/* Look at the SIZE bytes at BYTES, aligned to 16, as far as that can be done
   without running a query.  ARENA is for the time of the call.  *WHY: a static
   text, for VALUE_UNKNOWN and VALUE_WRONG.  */
enum value_kind value_check (const void *bytes, size_t size,
			     struct arena *arena, const char **why);

#endif
