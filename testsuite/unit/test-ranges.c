/* test-ranges.c - every value that a run sees lies in its range.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Random structured programs over numbers of eight bits and a pointer are run, with
   all values of a parameter: at its definition, at each block and on each edge
   every name that is visible must have a value of its range there, and an edge that is
   never taken must not be.  Some programs, made by hand, say which range it is.  */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "passes/ranges-internal.h"
#include "testsuite/unit/ask.h"
#include "testsuite/unit/small-integer.h"
#include "testsuite/unit/suite.h"

#define PROGRAMS 200
#define MOST_STEPS 400
#define DEEPEST 3
#define VARIABLES 5
#define MOST_NAMES 4000

/* Types that the programs use, after those of cfg.h.  */
enum { SIGNED, UNSIGNED, WRAPPING, TRUTH, POINTER, TYPES };
static const struct integer_type integer_types[TYPES]
  = { { 8, false, false }, { 8, true, true }, { 8, false, true },
      { 1, true, true }, { 1, true, true } };

struct making
{
  struct cfg c;
  uint64_t seed;
  uint32_t type[TYPES];		/* TYPES of the snapshot.  */
  uint32_t variable[VARIABLES];	/* Operands: what it is now.  */
  uint32_t block;		/* The one in the making.  */
  uint32_t n_blocks;
  unsigned left;		/* Statements that may still be made.  */
};

/* What variables are.  */
static const unsigned variable_type[VARIABLES]
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
	    .precision = i == POINTER ? 64 : integer_types[i].precision,
	    .element = i == POINTER ? 0 : NONE, .main_variant = NONE };
      t.flags = (uint16_t) ((integer_types[i].is_unsigned ? TYPE_IS_UNSIGNED
							  : 0)
			    | (integer_types[i].wraps ? TYPE_WRAPS : 0));
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
  struct integer_type t = integer_types[type];
  uint32_t i = below (p, VARIABLES - 1), converted;
  if (type == TRUTH || below (p, 3) == 0)
    return new_number (p, type,
		       below (p, 3) ? small_wrap (t, (int) below (p, 9) - 4)
		       : small_least (t) + (int) below (p, 1u << t.precision));
  if (variable_type[i] == type)
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
  unsigned type = variable_type[i];
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
      uint32_t o[8], name = new_name (p, variable_type[v], 0);
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
  unsigned type = variable_type[v];
  int low = small_least (integer_types[type]) + (int) below (p, 100);
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

static void
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
    p->variable[i] = new_name (p, variable_type[i], SSA_IS_DEFAULT);
  make_body (p, 0);
  make_body (p, 0);
  make_return (p);
}

/* Cases lie as their switches do, and go along edges of their block: both are known
   now.  */
static void
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

/* Running.  */

struct run
{
  const struct snapshot *s;
  const struct dominators *dominators;
  struct ranges_reader q;
  const struct nullness *nullness;
  uint64_t seed;
  int value[MOST_NAMES];
  bool has[MOST_NAMES];
};

static struct integer_type
type_of (const struct snapshot *s, uint32_t type, bool *is_pointer)
{
  struct integer_type t;
  require (range_type (s, type, &t, is_pointer));
  return t;
}

static int
run_operand (struct run *r, uint32_t o)
{
  if (operand_kind (o) == OPERAND_SSA)
    return r->value[operand_index (o)];
  return (int) (int64_t) snapshot_limbs (r->s)
    [snapshot_constants (r->s)[operand_index (o)].first];
}

static void
check (struct run *r, const char *what, uint32_t place, uint32_t name,
       const struct range *range)
{
  struct buffer text = BUFFER_INIT;
  if (range_contains (range, integer_of (r->value[name])))
    return;
  range_text (range, &text);
  ck_abort_msg ("seed %llu: name %u is %d %s %u, not in %.*s",
		(unsigned long long) r->seed, (unsigned) name, r->value[name],
		what, (unsigned) place, (int) text.size, text.bytes);
}

static bool
is_visible (struct run *r, uint32_t name, uint32_t block)
{
  uint32_t definition = snapshot_ssa (r->s)[name].definition;
  return r->has[name]
	 && (definition == NONE
	     || (snapshot_statements (r->s)[definition].block != block
		 && dominates (r->dominators,
			       snapshot_statements (r->s)[definition].block,
			       block)));
}

static void
check_nullness (struct run *r, uint32_t name, enum nullness_value value)
{
  bool is_pointer;
  type_of (r->s, snapshot_ssa (r->s)[name].type, &is_pointer);
  if (is_pointer && !((unsigned) value >> r->value[name] & 1))
    ck_abort_msg ("seed %llu: pointer %u is %d",
		  (unsigned long long) r->seed, (unsigned) name,
		  r->value[name]);
}

static void
check_block (struct run *r, uint32_t block)
{
  struct range range;
  for (uint32_t i = 0; i < snapshot_n_ssa (r->s); i++)
    if (is_visible (r, i, block))
      {
	require (ranges_at_block (&r->q, i, block, &range));
	check (r, "in block", block, i, &range);
	check_nullness (r, i, nullness_at_block (r->s, r->dominators,
						 r->nullness, i, block));
      }
}

static void
check_edge (struct run *r, uint32_t edge)
{
  uint32_t source = snapshot_edges (r->s)[edge].source;
  struct range range;
  if (!ranges_edge (r->q.ranges)[edge])
    ck_abort_msg ("seed %llu: edge %u is taken", (unsigned long long) r->seed,
		  (unsigned) edge);
  for (uint32_t i = 0; i < snapshot_n_ssa (r->s); i++)
    {
      uint32_t definition = snapshot_ssa (r->s)[i].definition;
      if (!is_visible (r, i, source)
	  && (definition == NONE
	      || snapshot_statements (r->s)[definition].block != source))
	continue;
      require (ranges_on_edge (&r->q, i, edge, &range));
      check (r, "on edge", edge, i, &range);
    }
}

static void
check_operands (struct run *r, uint32_t index)
{
  const struct snap_statement *t = &snapshot_statements (r->s)[index];
  struct range range;
  for (uint32_t i = 0; i < t->n_operands; i++)
    {
      uint32_t o = snapshot_operands (r->s)[t->first_operand + i];
      if (operand_kind (o) != OPERAND_SSA)
	continue;
      require (ranges_at_statement (&r->q, operand_index (o), index,
				      &range));
      check (r, "before", index, operand_index (o), &range);
    }
}

static void
define (struct run *r, uint32_t name, int value)
{
  struct range range;
  r->value[name] = value;
  r->has[name] = true;
  require (ranges_at_definition (&r->q, name, &range));
  check (r, "at definition", 0, name, &range);
}

/* False if the behaviour is undefined.  */
static bool
run_assign (struct run *r, const struct snap_statement *t)
{
  const uint32_t *o = snapshot_operands (r->s) + t->first_operand;
  uint32_t name = operand_index (t->lhs);
  bool is_pointer;
  struct integer_type type = type_of (r->s, snapshot_ssa (r->s)[name].type,
				      &is_pointer);
  int value;
  if (operand_kind (o[0]) == OPERAND_MEMORY)
    {
      uint32_t base = snapshot_memory (r->s)[operand_index (o[0])].base;
      if (!run_operand (r, base))
	return false;
      value = 0;
    }
  else if (is_pointer)
    value = run_operand (r, o[0]) != 0;
  else if (t->n_operands == 1
	   ? !small_unary ((enum operation) t->operation, type,
			   run_operand (r, o[0]), &value)
	   : !small_binary ((enum operation) t->operation, type,
			    run_operand (r, o[0]), run_operand (r, o[1]),
			    &value))
    return false;
  define (r, name, value);
  return true;
}

static void
run_phis (struct run *r, uint32_t block, uint32_t edge)
{
  const struct snap_block *b = &snapshot_blocks (r->s)[block];
  int value[VARIABLES] = { 0 };
  for (uint32_t i = 0; i < b->n_phis; i++)
    {
      const struct snap_statement *t
	= &snapshot_statements (r->s)[b->first_statement + i];
      for (uint32_t j = 0; j < b->n_predecessors; j++)
	if (snapshot_preds (r->s)[b->first_predecessor + j] == edge)
	  value[i] = run_operand (r, snapshot_operands (r->s)
				     [t->first_operand + j]);
    }
  for (uint32_t i = 0; i < b->n_phis; i++)
    define (r, operand_index (snapshot_statements (r->s)
			      [b->first_statement + i].lhs), value[i]);
}

static uint32_t
run_switch (struct run *r, const struct snap_statement *t)
{
  int value = run_operand (r, snapshot_operands (r->s)[t->first_operand]);
  const struct snap_case *c = snapshot_cases (r->s) + t->first_extra;
  for (uint32_t i = 1; i < t->n_extra; i++)
    if (run_operand (r, c[i].low) <= value
	&& value <= run_operand (r, c[i].high))
      return c[i].edge;
  return c[0].edge;
}

/* The edge on which BLOCK is left; NONE if the behaviour is undefined.  */
static uint32_t
run_block (struct run *r, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (r->s)[block];
  for (uint32_t i = b->n_phis; i < b->n_statements; i++)
    {
      uint32_t index = b->first_statement + i;
      const struct snap_statement *t = &snapshot_statements (r->s)[index];
      const uint32_t *o = snapshot_operands (r->s) + t->first_operand;
      int truth;
      check_operands (r, index);
      switch (t->code)
	{
	case STATEMENT_ASSIGN:
	  if (!run_assign (r, t))
	    return NONE;
	  break;
	case STATEMENT_SWITCH:
	  return run_switch (r, t);
	case STATEMENT_COND:
	  small_binary ((enum operation) t->operation, integer_types[SIGNED],
			run_operand (r, o[0]), run_operand (r, o[1]), &truth);
	  for (uint32_t e = 0; e < 2; e++)
	    if (snapshot_edges (r->s)[b->first_successor + e].flags
		& (truth ? EDGE_IS_TRUE : EDGE_IS_FALSE))
	      return b->first_successor + e;
	  break;
	}
    }
  return b->first_successor;
}

static void
run_program (struct run *r)
{
  uint32_t block = 2, edge = NONE;
  for (int steps = 0; steps < MOST_STEPS && block != BLOCK_EXIT; steps++)
    {
      check_block (r, block);
      if (edge != NONE)
	run_phis (r, block, edge);
      edge = run_block (r, block);
      if (edge == NONE)
	return;
      check_edge (r, edge);
      block = snapshot_edges (r->s)[edge].destination;
    }
}

/* How much is known: names with less than their type, and edges never taken.  */
static void
count_known (const struct ranges *value, uint32_t *known)
{
  for (uint32_t i = 0; i < value->n_ssa; i++)
    *known += ranges_of (value)[i] != RANGE_ANY;
  *known += value->n_better;
}

static void
test_program (uint64_t seed, uint32_t *known)
{
  static struct run r;
  struct making p;
  struct ask a;
  size_t size;
  make_program (&p, seed);
  ask_init_with (&a, &p.c, fix_cases);
  memset (&r, 0, sizeof r);
  r.s = a.body;
  r.seed = seed;
  struct scratch scratch = scratch_of_arena (&a.arena);
  const struct ranges *value = ask_value (&a, QUERY_ID_ranges, &size);
  ck_assert (ranges_verify (value, size));
  r.nullness = ask_value (&a, QUERY_ID_nullness, &size);
  ck_assert (nullness_verify (r.nullness, size));
  r.dominators = ask_value (&a, QUERY_ID_dominators, &size);
  r.q = (struct ranges_reader) { a.body, r.dominators, value, &scratch };
  ck_assert_uint_lt (snapshot_n_ssa (a.body), MOST_NAMES);
  ck_assert (value->is_complete);
  count_known (value, known);
  for (int x = 0; x < 256; x += seed % 8 ? 7 : 1)
    {
      memset (r.has, 0, sizeof r.has);
      for (unsigned i = 0; i < VARIABLES; i++)
	{
	  struct integer_type t = integer_types[variable_type[i]];
	  int v = i == seed % 4 ? x : (int) random_below (&p.seed, 256);
	  define (&r, i, small_wrap (t, i == 4 ? v & 1 : v));
	}
      run_program (&r);
    }
  ask_release (&a);
}

START_TEST (test_random_programs)
{
  uint32_t known = 0;
  int n = is_long () ? 20 * PROGRAMS : PROGRAMS;
  for (int i = 0; i < n; i++)
    test_program ((uint64_t) i * 7919 + 1, &known);
  /* It does find something.  */
  ck_assert_uint_gt (known, (uint32_t) n * 10);
}
END_TEST

/* A budget that is too small: everything may be anything, and the value says so.  */
START_TEST (test_gives_up)
{
  struct making p;
  struct ask a;
  size_t size;
  struct buffer out = BUFFER_INIT;
  struct range range;
  make_program (&p, 1);
  ask_init_with (&a, &p.c, fix_cases);
  struct scratch m = scratch_of_arena (&a.arena);
  const struct dominators *d = ask_value (&a, QUERY_ID_dominators, &size);
  const struct cfg_order *order = ask_value (&a, QUERY_ID_cfg_order, &size);
  ck_assert (!ranges_compute (a.body, order, d, &m, 10, &out));
  const struct ranges *value = (const struct ranges *) out.bytes;
  ck_assert (ranges_verify (value, out.size));
  ck_assert (!value->is_complete);
  struct ranges_reader q = { a.body, d, value, &m };
  for (uint32_t i = 0; i < value->n_ssa; i++)
    {
      bool is_pointer;
      struct integer_type t
	= type_of (a.body, snapshot_ssa (a.body)[i].type, &is_pointer);
      ck_assert (ranges_at_block (&q, i, 2, &range));
      ck_assert (range_is_full (&m, t, &range));
    }
  for (uint32_t i = 0; i < value->n_edges; i++)
    ck_assert (ranges_edge (value)[i]);
  buffer_release (&out);
  ask_release (&a);
}
END_TEST

/* What does not hold together is refused, and nothing is read beyond the end.  */
START_TEST (test_damaged)
{
  struct making p;
  struct ask a;
  size_t size, refused = 0;
  make_program (&p, 6);
  ask_init_with (&a, &p.c, fix_cases);
  const void *value = ask_value (&a, QUERY_ID_ranges, &size);
  char *copy = malloc (size);
  uint64_t seed = 1;
  ck_assert (ranges_verify (value, size));
  for (size_t n = 0; n < size; n++)
    {
      memcpy (copy, value, n);
      require (!ranges_verify (copy, n));
    }
  for (int i = 0; i < 20000; i++)
    {
      memcpy (copy, value, size);
      copy[sizeof (struct ranges)
	   + random_below (&seed, (uint32_t) (size - sizeof (struct ranges)))]
	^= (char) (1 << random_below (&seed, 8));
      if (!ranges_verify (copy, size))
	refused++;
      else
	{
	  FILE *file = fopen ("/dev/null", "w");
	  ranges_print (file, a.body, (const struct ranges *) copy,
			DUMP_DETAILS);
	  fclose (file);
	}
    }
  ck_assert_uint_gt (refused, 2000);
  free (copy);
  ask_release (&a);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("ranges");
  TCase *cases = tcase_create ("ranges");
  tcase_set_timeout (cases, 900);
  tcase_add_test (cases, test_random_programs);
  tcase_add_test (cases, test_gives_up);
  tcase_add_test (cases, test_damaged);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
