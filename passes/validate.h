/* validate.h - inside the snapshot validator.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   snapshot_validate (snapshot.h) goes through stages; each may rely on what
   the stages before it found.  validate.c: the block of bytes, its sections
   and the tables of things.  validate-code.c: blocks, statements, SSA form.  */

#ifndef PASSES_VALIDATE_H
#define PASSES_VALIDATE_H

#include "passes/graph.h"

struct validator
{
  const struct snapshot *s;
  struct scratch scratch;
  const char *message;		/* What is wrong, or NULL.  */
  uint32_t where;
  uint64_t list_entries;	/* Of LISTS, claimed by somebody.  */
};

/* Notes the first thing that is wrong and is false.  */
bool validator_fail (struct validator *v, uint32_t where,
		     const char *message);

#define REQUIRE(v, condition, where, message)				\
  do									\
    if (!(condition))							\
      return validator_fail (v, where, message);			\
  while (0)

/* Whether FIRST .. FIRST + COUNT lies in a table of SIZE.  */
static inline bool
in_table (uint32_t first, uint32_t count, uint32_t size)
{
  return first <= size && count <= size - first;
}

static inline bool
below_or_none (uint32_t index, uint32_t size)
{
  return index < size || index == NONE;
}

/* Whether OPERAND names something that is there.  */
bool operand_in_range (const struct snapshot *s, uint32_t operand);

/* The stage of validate-code.c.  */
bool validate_code (struct validator *v);

#endif
