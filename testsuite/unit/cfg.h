/* cfg.h - snapshots with a given control flow graph, for tests.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A function f of type int (void).  Blocks and edges come from a text such as
   "0>2 2>3,4 3>1 4>1" (0 is the entry, 1 the exit; "0>2>1" are two edges; a number
   alone makes the block; "2>3!" is an abnormal edge) or from calls; then statements are added
   to blocks, in order, phis first.  */

#ifndef UNIT_CFG_H
#define UNIT_CFG_H

#include "passes/builder.h"
#include "passes/graph.h"

struct cfg
{
  struct builder builder;
  uint32_t n_blocks;
  struct buffer edges;		/* struct snap_edge, as given.  */
  struct buffer statements;	/* struct snap_statement, as given; FIRST_OPERAND
				   is in OPERANDS.  */
  struct buffer operands;
};

void cfg_init (struct cfg *c);
void cfg_release (struct cfg *c);
/* As after cfg_init, keeping the memory.  */
void cfg_clear (struct cfg *c);
/* The same for a function of another name.  */
void cfg_clear_as (struct cfg *c, const char *name);

void cfg_parse (struct cfg *c, const char *text);
void cfg_edge (struct cfg *c, uint32_t from, uint32_t to, uint32_t flags);

/* A new SSA name of type int, as an operand; what defines it is found when a
   statement has it as its result.  FLAGS: SSA_*.  */
uint32_t cfg_name (struct cfg *c, uint32_t flags);
/* A constant, as an operand.  */
uint32_t cfg_number (struct cfg *c, int64_t value);
/* A function's declaration.  */
uint32_t cfg_function (struct cfg *c, const char *name);

/* Append a statement to BLOCK.  Returns it, to be changed until the next
   call.  */
struct snap_statement *cfg_statement (struct cfg *c, uint32_t block,
				      enum statement_code code,
				      enum operation operation, uint32_t lhs,
				      const uint32_t *operands,
				      uint32_t n_operands);

/* The snapshot, in ARENA.  Edges and statements lie block by block, each in
   the order in which they were given.  */
const struct snapshot *cfg_finish (struct cfg *c, struct arena *arena);

/* All at once.  */
const struct snapshot *cfg_snapshot (struct arena *arena, const char *text);

/* Random numbers, the same everywhere.  */
uint32_t random_below (uint64_t *state, uint32_t limit);

#endif
