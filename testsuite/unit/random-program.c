/* random-program.c - random structured programs over small numbers, for tests.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/random-program.h"

#include <stdlib.h>
#include <string.h>

#include "testsuite/unit/small-integer.h"
#include "testsuite/unit/suite.h"

/* Of branches in branches.  */
#define DEEPEST 3

const struct integer_type program_types[TYPES]
  = { { 8, false, false }, { 8, true, true }, { 8, false, true },
      { 1, true, true }, { 1, true, true } };

const unsigned program_variable_type[VARIABLES]
  = { SIGNED, UNSIGNED, WRAPPING, SIGNED, POINTER };

static uint32_t
below (struct making *p, uint32_t limit)
{
  return random_below (&p->seed, limit);
}

static void
add_types (struct making *p)
{
  for (unsigned i = 0; i < TYPES; i++)
    {
      struct snap_type t
	= { .kind = i == POINTER ? SNAP_TYPE_POINTER
	    : i == TRUTH ? SNAP_TYPE_BOOLEAN : SNAP_TYPE_INTEGER,
	    .size_bits = i == POINTER ? 64 : 8, .align_bits = 8,
	    .precision = i == POINTER ? 64 : program_types[i].precision,
	    .element = i == POINTER ? 0 : NONE, .main_variant = NONE };
      t.flags = (uint16_t) ((program_types[i].is_unsigned ? TYPE_IS_UNSIGNED
							  : 0)
			    | (program_types[i].wraps ? TYPE_WRAPS : 0));
      p->type[i] = builder_add_types (&p->c.builder, &t);
    }
}

static uint32_t
new_name (struct making *p, unsigned type, uint32_t flags)
{
  uint32_t name = cfg_name (&p->c, flags);
  builder_ssa (&p->c.builder, operand_index (name))->type = p->type[type];
  return name;
}

static uint32_t
new_number (struct making *p, unsigned type, int value)
{
  uint32_t c = cfg_number (&p->c, value);
  builder_constants (&p->c.builder, operand_index (c))->type = p->type[type];
  return c;
}

static uint32_t
assign (struct making *p, unsigned type, enum operation op,
	const uint32_t *operands, uint32_t n)
{
  uint32_t name = new_name (p, type, 0);
  cfg_statement (&p->c, p->block, STATEMENT_ASSIGN, op, name, operands, n);
  return name;
}

/* A variable or a number as a TYPE, converted if it must be.  */
static uint32_t
random_value (struct making *p, unsigned type)
{
  struct integer_type t = program_types[type];
  uint32_t i = below (p, VARIABLES - 1), converted;
  if (type == TRUTH || below (p, 3) == 0)
    return new_number (p, type,
		       below (p, 3) ? small_wrap (t, (int) below (p, 9) - 4)
		       : small_least (t) + (int) below (p, 1u << t.precision));
  if (program_variable_type[i] == type)
    return p->variable[i];
  converted = p->variable[i];
  return assign (p, type, OPERATION_CONVERT, &converted, 1);
}

static void
make_assignment (struct making *p)
{
  static const enum operation binaries[]
    = { OPERATION_PLUS, OPERATION_PLUS, OPERATION_MINUS, OPERATION_MULTIPLY,
	OPERATION_TRUNC_DIVIDE, OPERATION_TRUNC_MODULO, OPERATION_SHIFT_RIGHT,
	OPERATION_SHIFT_LEFT, OPERATION_BIT_AND, OPERATION_BIT_OR,
	OPERATION_BIT_XOR, OPERATION_MINIMUM, OPERATION_MAXIMUM };
  static const enum operation unaries[]
    = { OPERATION_NEGATE, OPERATION_BIT_NOT, OPERATION_ABS, OPERATION_COPY };
  uint32_t i = below (p, VARIABLES), o[2];
  unsigned type = program_variable_type[i];
  if (type == POINTER)
    {
      o[0] = new_number (p, POINTER, (int) below (p, 2) * 8);
      p->variable[i] = assign (p, type, OPERATION_COPY, o, 1);
      return;
    }
  o[0] = random_value (p, type);
  o[1] = random_value (p, type);
  if (below (p, 4) == 0)
    p->variable[i]
      = assign (p, type, unaries[below (p, sizeof unaries / sizeof *unaries)],
		o, 1);
  else
    p->variable[i]
      = assign (p, type,
		binaries[below (p, sizeof binaries / sizeof *binaries)], o, 2);
}

/* *pointer is read: it is not null from here on.  */
static void
make_dereference (struct making *p)
{
  struct snap_step step = { .kind = STEP_DEREFERENCE,
			    .type = p->type[SIGNED] };
  struct snap_memory m
    = { .base = p->variable[VARIABLES - 1], .type = p->type[SIGNED],
	.n_steps = 1, .size_bits = 8, .max_size_bits = 8 };
  m.first_step = builder_add_steps (&p->c.builder, &step);
  uint32_t o = OPERAND (OPERAND_MEMORY,
			builder_add_memory (&p->c.builder, &m));
  assign (p, SIGNED, OPERATION_COPY, &o, 1);
}

static void
comparison (struct making *p, uint32_t *o, enum operation *op)
{
  static const unsigned types[] = { SIGNED, UNSIGNED, WRAPPING };
  unsigned type = types[below (p, 3)];
  *op = (enum operation) (OPERATION_LESS + below (p, 6));
  if (below (p, 6) == 0)
    {
      o[0] = p->variable[VARIABLES - 1];
      o[1] = new_number (p, POINTER, 0);
      *op = below (p, 2) ? OPERATION_EQUAL : OPERATION_NOT_EQUAL;
      return;
    }
  o[0] = random_value (p, type);
  o[1] = random_value (p, type);
}

/* The condition of a branch: a comparison, or two of them by way of flags.  */
static void
make_condition (struct making *p)
{
  uint32_t o[2], flag[2], zero;
  enum operation op;
  comparison (p, o, &op);
  if (below (p, 3) == 0)
    {
      flag[0] = assign (p, TRUTH, op, o, 2);
      comparison (p, o, &op);
      flag[1] = assign (p, TRUTH, op, o, 2);
      flag[0] = assign (p, TRUTH,
			below (p, 2) ? OPERATION_BIT_AND : OPERATION_BIT_OR,
			flag, 2);
      if (below (p, 2))
	flag[0] = assign (p, TRUTH, OPERATION_BIT_NOT, flag, 1);
      zero = new_number (p, TRUTH, 0);
      o[0] = flag[0];
      o[1] = zero;
      op = below (p, 2) ? OPERATION_EQUAL : OPERATION_NOT_EQUAL;
    }
  cfg_statement (&p->c, p->block, STATEMENT_COND, op, 0, o, 2);
}

static void make_body (struct making *p, unsigned depth);

/* What flows into a join: from BLOCK, with these variables.  */
struct inflow
{
  uint32_t block;
  uint32_t variable[VARIABLES];
};

static void
save (struct making *p, struct inflow *in)
{
  in->block = p->block;
  memcpy (in->variable, p->variable, sizeof in->variable);
}

/* A new block for COUNT inflows, whose edges are there or will be; a phi for
   each variable.  Its first operands are FIRST[variable].  */
static void
make_join (struct making *p, const struct inflow *in, uint32_t count,
	   uint32_t block, uint32_t *first)
{
  p->block = block;
  for (uint32_t v = 0; v < VARIABLES; v++)
    {
      uint32_t o[8], name = new_name (p, program_variable_type[v], 0);
      for (uint32_t i = 0; i < count; i++)
	o[i] = in[i].variable[v];
      first[v] = cfg_statement (&p->c, block, STATEMENT_PHI, OPERATION_COPY,
				name, o, count)->first_operand;
      p->variable[v] = name;
    }
}

static int
by_block (const void *a, const void *b)
{
  const struct inflow *x = a, *y = b;
  return x->block < y->block ? -1 : x->block > y->block;
}

static void
make_return (struct making *p)
{
  cfg_statement (&p->c, p->block, STATEMENT_RETURN, OPERATION_COPY, 0,
		 &p->variable[0], 1);
  cfg_edge (&p->c, p->block, BLOCK_EXIT, 0);
}

/* Without an else the body may return.  */
static void
make_if (struct making *p, unsigned depth)
{
  struct inflow in[2], start;
  uint32_t first[VARIABLES], count = 0, then = p->n_blocks++;
  bool has_else = below (p, 2);
  make_condition (p);
  save (p, &start);
  cfg_edge (&p->c, p->block, then, EDGE_IS_TRUE);
  p->block = then;
  make_body (p, depth + 1);
  if (!has_else && below (p, 3) == 0)
    make_return (p);
  else
    save (p, &in[count++]);
  memcpy (p->variable, start.variable, sizeof p->variable);
  p->block = start.block;
  if (has_else)
    {
      p->block = p->n_blocks++;
      cfg_edge (&p->c, start.block, p->block, EDGE_IS_FALSE);
      make_body (p, depth + 1);
    }
  save (p, &in[count++]);
  uint32_t join = p->n_blocks++;
  for (uint32_t i = 0; i < count; i++)
    cfg_edge (&p->c, in[i].block, join,
	      in[i].block == start.block ? EDGE_IS_FALSE : EDGE_IS_FALLTHRU);
  qsort (in, count, sizeof *in, by_block);
  make_join (p, in, count, join, first);
}

/* if (c1 && c2) ..., if (c1 || c2) ...: two conditions, one target.  */
static void
make_chain (struct making *p, unsigned depth)
{
  struct inflow in[3];
  uint32_t first[VARIABLES], second = p->n_blocks++, then = p->n_blocks++;
  uint32_t join = p->n_blocks++;
  bool is_or = below (p, 2);
  make_condition (p);
  save (p, &in[0]);
  cfg_edge (&p->c, p->block, second, is_or ? EDGE_IS_FALSE : EDGE_IS_TRUE);
  cfg_edge (&p->c, p->block, is_or ? then : join,
	    is_or ? EDGE_IS_TRUE : EDGE_IS_FALSE);
  p->block = second;
  make_condition (p);
  in[1] = in[0];
  in[1].block = second;
  cfg_edge (&p->c, second, then, EDGE_IS_TRUE);
  cfg_edge (&p->c, second, join, EDGE_IS_FALSE);
  p->block = then;
  make_body (p, depth + 1);
  uint32_t count = is_or ? 0 : 1;
  in[count++] = in[1];
  cfg_edge (&p->c, p->block, join, EDGE_IS_FALLTHRU);
  save (p, &in[count++]);
  qsort (in, count, sizeof *in, by_block);
  make_join (p, in, count, join, first);
}

static void
make_loop (struct making *p, unsigned depth)
{
  struct inflow in[2];
  uint32_t first[VARIABLES], header = p->n_blocks++, body, after;
  uint32_t at_header[VARIABLES];
  save (p, &in[0]);
  in[1] = in[0];
  cfg_edge (&p->c, p->block, header, EDGE_IS_FALLTHRU);
  make_join (p, in, 2, header, first);
  memcpy (at_header, p->variable, sizeof at_header);
  make_condition (p);
  body = p->n_blocks++;
  cfg_edge (&p->c, header, body, EDGE_IS_TRUE);
  p->block = body;
  make_body (p, depth + 1);
  uint32_t *operands = (uint32_t *) p->c.operands.bytes;
  for (uint32_t v = 0; v < VARIABLES; v++)
    operands[first[v] + 1] = p->variable[v];
  cfg_edge (&p->c, p->block, header, EDGE_IS_FALLTHRU);
  after = p->n_blocks++;
  cfg_edge (&p->c, header, after, EDGE_IS_FALSE);
  p->block = after;
  memcpy (p->variable, at_header, sizeof at_header);
}

static void
make_switch (struct making *p, unsigned depth)
{
  struct inflow in[4], start;
  uint32_t first[VARIABLES], count = 0, target[3];
  uint32_t v = below (p, VARIABLES - 1), index = p->variable[v];
  unsigned type = program_variable_type[v];
  int low = small_least (program_types[type]) + (int) below (p, 100);
  struct snap_statement *t
    = cfg_statement (&p->c, p->block, STATEMENT_SWITCH, OPERATION_COPY, 0,
		     &index, 1);
  t->first_extra = builder_n_cases (&p->c.builder);
  t->n_extra = 4;
  save (p, &start);
  for (unsigned i = 0; i < 3; i++)
    {
      target[i] = p->n_blocks++;
      cfg_edge (&p->c, start.block, target[i], 0);
    }
  /* Edges are found when all are there: a case has its number among the switch's
     for now.  */
  for (unsigned i = 0; i < 4; i++)
    {
      int high = low + (int) below (p, 30);
      struct snap_case c
	= { .low = i ? new_number (p, type, low) : 0,
	    .high = i ? new_number (p, type, high) : 0,
	    .edge = i < 2 ? i : 1 + below (p, 2) };
      builder_add_cases (&p->c.builder, &c);
      low = high + 1 + (int) below (p, 3);
    }
  for (unsigned i = 0; i < 3; i++)
    {
      p->block = target[i];
      memcpy (p->variable, start.variable, sizeof p->variable);
      make_body (p, depth + 1);
      save (p, &in[count++]);
    }
  uint32_t join = p->n_blocks++;
  for (uint32_t i = 0; i < count; i++)
    cfg_edge (&p->c, in[i].block, join, EDGE_IS_FALLTHRU);
  qsort (in, count, sizeof *in, by_block);
  make_join (p, in, count, join, first);
}

static void
make_body (struct making *p, unsigned depth)
{
  for (uint32_t n = 1 + below (p, 4); n > 0 && p->left; n--)
    {
      uint32_t what = below (p, depth < DEEPEST ? 12 : 6);
      p->left--;
      if (what < 5)
	make_assignment (p);
      else if (what == 5)
	make_dereference (p);
      else if (what < 8)
	make_if (p, depth);
      else if (what == 8)
	make_chain (p, depth);
      else if (what < 11)
	make_loop (p, depth);
      else
	make_switch (p, depth);
    }
}

void
make_program (struct making *p, uint64_t seed)
{
  memset (p, 0, sizeof *p);
  p->seed = seed;
  p->left = 14;
  cfg_init (&p->c);
  add_types (p);
  p->n_blocks = 3;
  p->block = 2;
  cfg_edge (&p->c, BLOCK_ENTRY, 2, EDGE_IS_FALLTHRU);
  for (unsigned i = 0; i < VARIABLES; i++)
    p->variable[i] = new_name (p, program_variable_type[i], SSA_IS_DEFAULT);
  make_body (p, 0);
  make_body (p, 0);
  make_return (p);
}

void
fix_cases (const struct snapshot *s)
{
  struct snap_case *cases = (struct snap_case *) snapshot_cases (s);
  struct snap_case made[400];
  uint32_t n = 0;
  ck_assert_uint_le (snapshot_n_cases (s), 400);
  memcpy (made, cases, snapshot_n_cases (s) * sizeof *made);
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      struct snap_statement *t
	= (struct snap_statement *) &snapshot_statements (s)[i];
      if (t->code != STATEMENT_SWITCH)
	continue;
      for (uint32_t j = 0; j < t->n_extra; j++)
	{
	  cases[n + j] = made[t->first_extra + j];
	  cases[n + j].edge += snapshot_blocks (s)[t->block].first_successor;
	}
      t->first_extra = n;
      n += t->n_extra;
    }
}
