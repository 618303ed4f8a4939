/* renumber.h - the same function under other numbers, for tests.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   SSA names and declarations are numbered by first appearance, so where a
   statement is put in front of others, those behind it get other numbers: nothing
   that a query says may come from them.  */

#ifndef UNIT_RENUMBER_H
#define UNIT_RENUMBER_H

#include "passes/snapshot.h"
#include "queries/arena.h"

/* S with its SSA names and its declarations in an order that belongs to SEED, in
   ARENA.  S has no attributes that name declarations.  */
const struct snapshot *renumber (const struct snapshot *s, uint64_t seed,
				 struct arena *arena);

#endif
