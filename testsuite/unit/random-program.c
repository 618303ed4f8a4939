/* random-program.c - random structured programs over small numbers, for tests.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/random-program.h"

#include <stdlib.h>
#include <string.h>

#include "testsuite/unit/small-integer.h"
#include "testsuite/unit/suite.h"

const struct integer_type program_types[TYPES]
  = { { 8, false, false }, { 8, true, true }, { 8, false, true },
      { 1, true, true }, { 1, true, true } };

const unsigned program_variable_type[VARIABLES]
  = { SIGNED, UNSIGNED, WRAPPING, SIGNED, POINTER };

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

/* A variable or a number as a TYPE, converted if it must be.  */
static uint32_t
random_value (struct making *p, unsigned type)
{
  struct integer_type t = program_types[type];
  uint32_t i = flow_below (p, VARIABLES - 1), converted;
  if (type == TRUTH || flow_below (p, 3) == 0)
    return flow_number (p, type,
			flow_below (p, 3)
			? small_wrap (t, (int) flow_below (p, 9) - 4)
			: small_least (t)
			  + (int) flow_below (p, 1u << t.precision));
  if (program_variable_type[i] == type)
    return p->variable[i];
  converted = p->variable[i];
  return flow_assign (p, type, OPERATION_CONVERT, &converted, 1);
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
  const uint32_t n_binaries = sizeof binaries / sizeof *binaries;
  const uint32_t n_unaries = sizeof unaries / sizeof *unaries;
  uint32_t i = flow_below (p, VARIABLES), o[2];
  unsigned type = program_variable_type[i];
  if (type == POINTER)
    {
      o[0] = flow_number (p, POINTER, (int) flow_below (p, 2) * 8);
      p->variable[i] = flow_assign (p, type, OPERATION_COPY, o, 1);
      return;
    }
  o[0] = random_value (p, type);
  o[1] = random_value (p, type);
  if (flow_below (p, 4) == 0)
    p->variable[i] = flow_assign (p, type, unaries[flow_below (p, n_unaries)],
				  o, 1);
  else
    p->variable[i]
      = flow_assign (p, type, binaries[flow_below (p, n_binaries)], o, 2);
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
  flow_assign (p, SIGNED, OPERATION_COPY, &o, 1);
}

static void
comparison (struct making *p, uint32_t *o, enum operation *op)
{
  static const unsigned types[] = { SIGNED, UNSIGNED, WRAPPING };
  unsigned type = types[flow_below (p, 3)];
  *op = (enum operation) (OPERATION_LESS + flow_below (p, 6));
  if (flow_below (p, 6) == 0)
    {
      o[0] = p->variable[VARIABLES - 1];
      o[1] = flow_number (p, POINTER, 0);
      *op = flow_below (p, 2) ? OPERATION_EQUAL : OPERATION_NOT_EQUAL;
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
  if (flow_below (p, 3) == 0)
    {
      flag[0] = flow_assign (p, TRUTH, op, o, 2);
      comparison (p, o, &op);
      flag[1] = flow_assign (p, TRUTH, op, o, 2);
      flag[0] = flow_assign (p, TRUTH,
			     flow_below (p, 2) ? OPERATION_BIT_AND
					       : OPERATION_BIT_OR,
			     flag, 2);
      if (flow_below (p, 2))
	flag[0] = flow_assign (p, TRUTH, OPERATION_BIT_NOT, flag, 1);
      zero = flow_number (p, TRUTH, 0);
      o[0] = flag[0];
      o[1] = zero;
      op = flow_below (p, 2) ? OPERATION_EQUAL : OPERATION_NOT_EQUAL;
    }
  cfg_statement (&p->c, p->block, STATEMENT_COND, op, 0, o, 2);
}

static void
make_statement (struct making *p, uint32_t what)
{
  if (what < 5)
    make_assignment (p);
  else
    make_dereference (p);
}

static uint32_t
first_variable (struct making *p)
{
  return p->variable[0];
}

static int
first_case (struct making *p, unsigned type)
{
  return small_least (program_types[type]) + (int) flow_below (p, 100);
}

static const struct flow_language program_language
  = { VARIABLES, program_variable_type, 12, VARIABLES - 1, 30,
      make_statement, make_condition, first_variable, first_case };

void
make_program (struct making *p, uint64_t seed)
{
  memset (p, 0, sizeof *p);
  p->seed = seed;
  p->left = 14;
  cfg_init (&p->c);
  add_types (p);
  flow_begin (p, &program_language);
  for (unsigned i = 0; i < VARIABLES; i++)
    p->variable[i] = flow_name (p, program_variable_type[i], SSA_IS_DEFAULT);
  flow_body (p, 0);
  flow_body (p, 0);
  flow_return (p);
}
