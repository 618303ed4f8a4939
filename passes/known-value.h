/* known-value.h - what is known of one value.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Of an SSA name or an operand; value-number.h finds it out.  */

#ifndef PASSES_KNOWN_VALUE_H
#define PASSES_KNOWN_VALUE_H

#include <stdint.h>

enum known_kind
{
  KNOWN_NOTHING,
  KNOWN_NAME,			/* The same as the SSA name INDEX.  */
  KNOWN_CONSTANT,		/* BITS, extended as the type says.  */
  KNOWN_ADDRESS,		/* Of MEMORY[INDEX].  */
  KNOWN_CONTENT			/* What MEMORY[INDEX] holds in the state of memory
				   BITS, of which no name was loaded.  Only in
				   conditions of undefined-path.c.  */
};

struct value
{
  uint32_t kind;
  uint32_t index;
  uint64_t bits;
};

enum truth { TRUTH_FALSE, TRUTH_TRUE, TRUTH_UNKNOWN };

#endif
