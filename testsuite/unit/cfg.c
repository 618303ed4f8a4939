/* cfg.c - snapshots with a given control flow graph, for tests.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/cfg.h"

#include <ctype.h>
#include <stdlib.h>

enum { TYPE_INT, TYPE_FUNCTION };

static void
add_types (struct builder *b)
{
  struct snap_type type = { .kind = SNAP_TYPE_INTEGER, .size_bits = 32,
			    .precision = 32, .align_bits = 32,
			    .element = NONE, .main_variant = NONE };
  type.name = builder_string (b, "int");
  builder_add_types (b, &type);
  type = (struct snap_type) { .kind = SNAP_TYPE_FUNCTION,
			      .size_bits = SIZE_UNKNOWN,
			      .element = TYPE_INT, .main_variant = NONE };
  builder_add_types (b, &type);
}

void
cfg_clear (struct cfg *c)
{
  cfg_clear_as (c, "f");
}

void
cfg_clear_as (struct cfg *c, const char *name)
{
  builder_clear (&c->builder);
  buffer_clear (&c->edges);
  buffer_clear (&c->statements);
  buffer_clear (&c->operands);
  c->n_blocks = 2;
  add_types (&c->builder);
  c->builder.header.decl = cfg_function (c, name);
  c->builder.header.result = NONE;
  c->builder.header.flags = SNAPSHOT_IS_C;
  c->builder.header.pointer_bits = 64;
}

void
cfg_init (struct cfg *c)
{
  builder_init (&c->builder);
  buffer_init (&c->edges);
  buffer_init (&c->statements);
  buffer_init (&c->operands);
  cfg_clear (c);
}

void
cfg_release (struct cfg *c)
{
  builder_release (&c->builder);
  buffer_release (&c->edges);
  buffer_release (&c->statements);
  buffer_release (&c->operands);
}

void
cfg_edge (struct cfg *c, uint32_t from, uint32_t to, uint32_t flags)
{
  struct snap_edge e = { from, to, flags, 0 };
  buffer_add (&c->edges, &e, sizeof e);
  if (from >= c->n_blocks)
    c->n_blocks = from + 1;
  if (to >= c->n_blocks)
    c->n_blocks = to + 1;
}

void
cfg_parse (struct cfg *c, const char *text)
{
  while (*text)
    {
      char *end;
      if (isspace ((unsigned char) *text))
	{
	  text++;
	  continue;
	}
      uint32_t from = (uint32_t) strtoul (text, &end, 10);
      if (from >= c->n_blocks)
	c->n_blocks = from + 1;
      while (*end == '>' || *end == ',')
	{
	  uint32_t to = (uint32_t) strtoul (end + 1, &end, 10);
	  uint32_t flags = *end == '!' ? EDGE_IS_ABNORMAL : EDGE_IS_FALLTHRU;
	  end += *end == '!';
	  cfg_edge (c, from, to, flags);
	  if (*end == '>')
	    from = to;
	}
      text = end;
    }
}

uint32_t
cfg_name (struct cfg *c, uint32_t flags)
{
  struct snap_ssa name = { .type = flags & SSA_IS_VIRTUAL ? NONE : TYPE_INT,
			   .decl = NONE, .definition = NONE, .flags = flags };
  return OPERAND (OPERAND_SSA, builder_add_ssa (&c->builder, &name));
}

uint32_t
cfg_number (struct cfg *c, int64_t value)
{
  uint64_t limb = (uint64_t) value;
  struct snap_constant constant
    = { .kind = CONSTANT_INTEGER, .type = TYPE_INT,
	.first = builder_add_limbs (&c->builder, &limb), .count = 1 };
  return OPERAND (OPERAND_CONSTANT,
		  builder_add_constants (&c->builder, &constant));
}

uint32_t
cfg_function (struct cfg *c, const char *name)
{
  uint32_t text = builder_string (&c->builder, name);
  struct snap_decl decl
    = { .kind = DECL_FUNCTION, .flags = DECL_IS_GLOBAL | DECL_IS_PUBLIC,
	.name = text, .assembler_name = text, .type = TYPE_FUNCTION,
	.default_def = NONE, .size_bits = SIZE_UNKNOWN,
	.symbol = builder_symbol (name, "") };
  return builder_add_decls (&c->builder, &decl);
}

struct snap_statement *
cfg_statement (struct cfg *c, uint32_t block, enum statement_code code,
	       enum operation operation, uint32_t lhs,
	       const uint32_t *operands, uint32_t n_operands)
{
  struct snap_statement t
    = { .code = code, .operation = operation, .block = block, .type = NONE,
	.lhs = lhs, .n_operands = n_operands, .vuse = NONE, .vdef = NONE,
	.decl = NONE };
  t.first_operand = (uint32_t) (c->operands.size / sizeof *operands);
  if (n_operands)
    buffer_add (&c->operands, operands, n_operands * sizeof *operands);
  size_t at = buffer_add (&c->statements, &t, sizeof t);
  if (block >= c->n_blocks)
    c->n_blocks = block + 1;
  return buffer_at (&c->statements, at);
}

static void
place_statement (struct cfg *c, const struct snap_statement *given)
{
  struct builder *b = &c->builder;
  const uint32_t *operands = buffer_at (&c->operands, 0);
  struct snap_statement t = *given;
  t.first_operand = builder_n_operands (b);
  for (uint32_t i = 0; i < t.n_operands; i++)
    builder_add_operands (b, &operands[given->first_operand + i]);
  uint32_t index = builder_add_statements (b, &t);
  if (operand_kind (t.lhs) == OPERAND_SSA)
    builder_ssa (b, operand_index (t.lhs))->definition = index;
  if (t.vdef != NONE)
    builder_ssa (b, t.vdef)->definition = index;
  if (t.code == STATEMENT_ASM)
    for (uint32_t i = 0; i < t.n_extra; i++)
      if (operand_kind (operands[given->first_operand + i]) == OPERAND_SSA)
	builder_ssa (b, operand_index (operands[given->first_operand + i]))
	  ->definition = index;
}

/* Rows of NUMBER[I] by NODE[I].  */
static struct graph
rows_of (const struct scratch *m, uint32_t n_nodes, uint32_t count,
	 const uint32_t *node)
{
  uint32_t *number = scratch_numbers (m, count);
  for (uint32_t i = 0; i < count; i++)
    number[i] = i;
  return graph_make (m, n_nodes, count, node, number);
}

static void
place_edges (struct cfg *c, const struct scratch *m)
{
  const struct snap_edge *edges = buffer_at (&c->edges, 0);
  uint32_t n = (uint32_t) (c->edges.size / sizeof *edges);
  uint32_t *node = scratch_numbers (m, n);
  for (uint32_t i = 0; i < n; i++)
    node[i] = edges[i].source;
  struct graph successors = rows_of (m, c->n_blocks, n, node);
  for (uint32_t i = 0; i < n; i++)
    {
      builder_add_edges (&c->builder, &edges[successors.target[i]]);
      node[i] = edges[successors.target[i]].destination;
    }
  struct graph predecessors = rows_of (m, c->n_blocks, n, node);
  for (uint32_t i = 0; i < n; i++)
    builder_add_preds (&c->builder, &predecessors.target[i]);
  for (uint32_t b = 0; b < c->n_blocks; b++)
    {
      struct snap_block *block = builder_blocks (&c->builder, b);
      block->first_successor = successors.first[b];
      block->n_successors = successors.first[b + 1] - successors.first[b];
      block->first_predecessor = predecessors.first[b];
      block->n_predecessors
	= predecessors.first[b + 1] - predecessors.first[b];
    }
}

const struct snapshot *
cfg_finish (struct cfg *c, struct arena *arena)
{
  struct scratch m = scratch_of_arena (arena);
  const struct snap_statement *given = buffer_at (&c->statements, 0);
  uint32_t n = (uint32_t) (c->statements.size / sizeof *given);
  uint32_t *node = scratch_numbers (&m, n);
  for (uint32_t i = 0; i < n; i++)
    node[i] = given[i].block;
  struct graph rows = rows_of (&m, c->n_blocks, n, node);
  for (uint32_t b = 0; b < c->n_blocks; b++)
    {
      struct snap_block block = { 0 };
      block.first_statement = rows.first[b];
      block.n_statements = rows.first[b + 1] - rows.first[b];
      for (uint32_t i = rows.first[b]; i < rows.first[b + 1]; i++)
	{
	  block.n_phis += given[rows.target[i]].code == STATEMENT_PHI;
	  place_statement (c, &given[rows.target[i]]);
	}
      builder_add_blocks (&c->builder, &block);
    }
  place_edges (c, &m);
  return builder_finish (&c->builder, arena);
}

const struct snapshot *
cfg_snapshot (struct arena *arena, const char *text)
{
  struct cfg c;
  cfg_init (&c);
  cfg_parse (&c, text);
  const struct snapshot *s = cfg_finish (&c, arena);
  cfg_release (&c);
  return s;
}

/* Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators",
   2014.  */
uint32_t
random_below (uint64_t *state, uint32_t limit)
{
  uint64_t z = *state += UINT64_C (0x9e3779b97f4a7c15);
  z = (z ^ z >> 30) * UINT64_C (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C (0x94d049bb133111eb);
  z ^= z >> 31;
  return (uint32_t) ((z >> 32) * limit >> 32);
}
