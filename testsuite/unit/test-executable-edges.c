/* test-executable-edges.c - what is called never executed never is.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Random programs are run with random parameters: every edge that a run takes
   must be among the executable ones.  Some programs say which are not.  */

#include <stdlib.h>
#include <string.h>

#include "passes/arithmetic.h"
#include "testsuite/unit/ask.h"
#include "testsuite/unit/suite.h"

#define ROUNDS 1500
#define RUNS 12
#define MOST_STEPS 300

/* Arithmetic: all of 8 bits against the C compiler's.  */

static const struct integer_type s8 = { 8, false, false };
static const struct integer_type s8_wraps = { 8, false, true };
static const struct integer_type u8 = { 8, true, true };

static void
check_binary (enum operation op, int a, int b, long exact, bool exists)
{
  uint64_t result;
  bool fits = exists && exact >= -128 && exact <= 127;

  ck_assert (integer_binary (op, s8, (uint64_t) a, (uint64_t) b, &result)
	     == fits);
  if (fits)
    ck_assert_int_eq ((int64_t) result, exact);
  ck_assert (integer_binary (op, s8_wraps, (uint64_t) a, (uint64_t) b,
			     &result) == exists);
  if (exists)
    ck_assert_int_eq ((int64_t) result, (int8_t) exact);
}

START_TEST (test_signed)
{
  for (int a = -128; a < 128; a++)
    for (int b = -128; b < 128; b++)
      {
	check_binary (OPERATION_PLUS, a, b, a + b, true);
	check_binary (OPERATION_MINUS, a, b, a - b, true);
	check_binary (OPERATION_MULTIPLY, a, b, a * b, true);
	check_binary (OPERATION_MINIMUM, a, b, a < b ? a : b, true);
	check_binary (OPERATION_BIT_XOR, a, b, a ^ b, true);
	check_binary (OPERATION_TRUNC_DIVIDE, a, b, b ? a / b : 0, b != 0);
      }
}
END_TEST

START_TEST (test_unsigned)
{
  uint64_t r;

  for (unsigned a = 0; a < 256; a++)
    for (unsigned b = 0; b < 256; b++)
      {
	ck_assert (integer_binary (OPERATION_MULTIPLY, u8, a, b, &r));
	ck_assert_uint_eq (r, (uint8_t) (a * b));
	ck_assert (integer_binary (OPERATION_MINUS, u8, a, b, &r));
	ck_assert_uint_eq (r, (uint8_t) (a - b));
	ck_assert (integer_binary (OPERATION_SHIFT_LEFT, u8, a, b, &r)
		   == (b < 8));
	if (b < 8)
	  ck_assert_uint_eq (r, (uint8_t) (a << b));
      }
}
END_TEST

START_TEST (test_64_bits)
{
  struct integer_type s = { 64, false, false }, u = { 64, true, true };
  uint64_t r, least = (uint64_t) INT64_MIN;

  ck_assert (!integer_binary (OPERATION_PLUS, s, INT64_MAX, 1, &r));
  ck_assert (!integer_binary (OPERATION_TRUNC_DIVIDE, s, least, UINT64_MAX,
			      &r));
  ck_assert (!integer_binary (OPERATION_TRUNC_MODULO, s, least, UINT64_MAX,
			      &r));
  ck_assert (!integer_unary (OPERATION_NEGATE, s, least, &r));
  ck_assert (integer_binary (OPERATION_MULTIPLY, u, UINT64_MAX, UINT64_MAX,
			     &r));
  ck_assert_uint_eq (r, 1);
  ck_assert (integer_binary (OPERATION_PLUS, u, UINT64_MAX, 1, &r));
  ck_assert_uint_eq (r, 0);
}
END_TEST

/* Given programs.  */

static uint32_t
cond (struct cfg *c, uint32_t block, enum operation op, uint32_t a,
      uint32_t b)
{
  uint32_t o[2] = { a, b };

  cfg_statement (c, block, STATEMENT_COND, op, 0, o, 2);
  return block;
}

static uint32_t
binary (struct cfg *c, uint32_t block, enum operation op, uint32_t a,
	uint32_t b)
{
  uint32_t o[2] = { a, b }, name = cfg_name (c, 0);

  cfg_statement (c, block, STATEMENT_ASSIGN, op, name, o, 2)->type = 0;
  return name;
}

/* A value that nobody knows.  */
static uint32_t
parameter (struct cfg *c)
{
  struct snap_decl d = { .kind = DECL_PARAMETER, .type = 0, .size_bits = 32,
			 .default_def = NONE };
  uint32_t name = cfg_name (c, SSA_IS_DEFAULT);
  uint32_t decl;

  d.name = builder_string (&c->builder, "p");
  d.default_def = operand_index (name);
  decl = builder_add_decls (&c->builder, &d);
  builder_ssa (&c->builder, operand_index (name))->decl = decl;
  return name;
}

/* A diamond: 2 to 3 if true, to 4 if not, both to 5.  */
static void
diamond (struct cfg *c, uint32_t at, uint32_t join)
{
  cfg_edge (c, at, at + 1, EDGE_IS_TRUE);
  cfg_edge (c, at, at + 2, EDGE_IS_FALSE);
  cfg_edge (c, at + 1, join, EDGE_IS_FALLTHRU);
  cfg_edge (c, at + 2, join, EDGE_IS_FALLTHRU);
}

static void
expect_blocks (struct cfg *c, const char *executable)
{
  struct ask a;
  size_t size;
  const struct executable_edges *e;

  ask_init (&a, c);
  e = ask_value (&a, QUERY_ID_executable_edges, &size);
  ck_assert (executable_edges_verify (e, size));
  ck_assert (!executable_edges_verify (e, size - 1));
  ck_assert_uint_eq (e->n_blocks, strlen (executable));
  for (uint32_t i = 0; i < e->n_blocks; i++)
    ck_assert_msg (executable_edges_block (e)[i] == (executable[i] == '1'),
		   "block %u", (unsigned) i);
  ask_release (&a);
}

START_TEST (test_constant_branch)
{
  struct cfg c;
  uint32_t x;

  cfg_init (&c);
  cfg_edge (&c, 0, 2, EDGE_IS_FALLTHRU);
  diamond (&c, 2, 1);
  x = binary (&c, 2, OPERATION_MULTIPLY, cfg_number (&c, 6),
	      cfg_number (&c, 7));
  cond (&c, 2, OPERATION_LESS, x, cfg_number (&c, 42));
  expect_blocks (&c, "11101");
}
END_TEST

/* A test that a branch above has decided.  */
START_TEST (test_implied_branch)
{
  static const struct { enum operation op; bool is_true, is_swapped; } cases[]
    = { { OPERATION_LESS_EQUAL, true, false },
	{ OPERATION_NOT_EQUAL, true, false },
	{ OPERATION_GREATER, true, true },
	{ OPERATION_EQUAL, false, false },
	{ OPERATION_GREATER_EQUAL, false, false } };
  struct cfg c;
  uint32_t p, q;

  cfg_init (&c);
  cfg_edge (&c, 0, 2, EDGE_IS_FALLTHRU);
  cfg_edge (&c, 2, 3, EDGE_IS_TRUE);
  cfg_edge (&c, 2, 1, EDGE_IS_FALSE);
  diamond (&c, 3, 1);
  p = parameter (&c);
  q = parameter (&c);
  cond (&c, 2, OPERATION_LESS, p, q);
  if (cases[_i].is_swapped)
    cond (&c, 3, cases[_i].op, q, p);
  else
    cond (&c, 3, cases[_i].op, p, q);
  expect_blocks (&c, cases[_i].is_true ? "111110" : "111101");
}
END_TEST

/* What comes round a loop is unknown, even if it is the same.  */
START_TEST (test_loop)
{
  struct cfg c;
  uint32_t i, o[2], next;

  cfg_init (&c);
  cfg_edge (&c, 0, 2, EDGE_IS_FALLTHRU);
  cfg_edge (&c, 2, 3, EDGE_IS_TRUE);
  cfg_edge (&c, 2, 4, EDGE_IS_FALSE);
  cfg_edge (&c, 3, 2, EDGE_IS_FALLTHRU);
  cfg_edge (&c, 4, 1, EDGE_IS_FALLTHRU);
  i = cfg_name (&c, 0);
  next = cfg_name (&c, 0);
  o[0] = cfg_number (&c, 0);
  o[1] = next;
  cfg_statement (&c, 2, STATEMENT_PHI, OPERATION_COPY, i, o, 2);
  cond (&c, 2, OPERATION_LESS, i, cfg_number (&c, 10));
  o[0] = i;
  o[1] = cfg_number (&c, 1);
  cfg_statement (&c, 3, STATEMENT_ASSIGN, OPERATION_PLUS, next, o, 2)->type
    = 0;
  expect_blocks (&c, "11111");
}
END_TEST

/* The same expression has the same value.  */
START_TEST (test_equal_expressions)
{
  struct cfg c;
  uint32_t p, q;

  cfg_init (&c);
  cfg_edge (&c, 0, 2, EDGE_IS_FALLTHRU);
  diamond (&c, 2, 1);
  p = parameter (&c);
  q = parameter (&c);
  cond (&c, 2, OPERATION_EQUAL, binary (&c, 2, OPERATION_PLUS, p, q),
	binary (&c, 2, OPERATION_PLUS, p, q));
  expect_blocks (&c, "11110");
}
END_TEST

/* Random programs.  */

struct program
{
  struct cfg c;
  uint64_t seed;
  uint32_t n_blocks;
  uint32_t names[512];
  uint32_t n_names;
};

static uint32_t
random_operand (struct program *p, uint32_t names)
{
  if (!names || random_below (&p->seed, 3) == 0)
    return cfg_number (&p->c, (int64_t) random_below (&p->seed, 7) - 3);
  return p->names[random_below (&p->seed, names)];
}

/* Blocks 2 ... n: block I may use what block 2 and itself define; it branches
   to any later block, or back.  Phis take what block 2 defines.  */
static void
make_program (struct program *p)
{
  static const enum operation binaries[]
    = { OPERATION_PLUS, OPERATION_MINUS, OPERATION_MULTIPLY,
	OPERATION_BIT_AND, OPERATION_BIT_XOR, OPERATION_LESS,
	OPERATION_EQUAL, OPERATION_TRUNC_DIVIDE, OPERATION_SHIFT_LEFT };
  uint32_t common, targets[64][2];

  cfg_init (&p->c);
  p->n_names = 0;
  p->n_blocks = 4 + random_below (&p->seed, 8);
  cfg_edge (&p->c, 0, 2, EDGE_IS_FALLTHRU);
  for (uint32_t i = 2; i < p->n_blocks; i++)
    {
      targets[i][0] = 3 + random_below (&p->seed, p->n_blocks - 3);
      do
	targets[i][1] = random_below (&p->seed, 4)
			? 3 + random_below (&p->seed, p->n_blocks - 3) : 1;
      while (targets[i][1] == targets[i][0]);
      cfg_edge (&p->c, i, targets[i][0], EDGE_IS_TRUE);
      cfg_edge (&p->c, i, targets[i][1], EDGE_IS_FALSE);
    }
  p->names[p->n_names++] = parameter (&p->c);
  p->names[p->n_names++] = parameter (&p->c);
  for (uint32_t i = 0; i < 3; i++)
    p->names[p->n_names] = binary (&p->c, 2, binaries[random_below (&p->seed,
								    5)],
				   random_operand (p, p->n_names),
				   random_operand (p, p->n_names)),
    p->n_names++;
  common = p->n_names;
  for (uint32_t i = 2; i < p->n_blocks; i++)
    {
      uint32_t n_preds = 0, o[64];

      p->n_names = common;
      for (uint32_t j = 2; j < p->n_blocks; j++)
	n_preds += (targets[j][0] == i) + (targets[j][1] == i);
      for (uint32_t j = 0; i > 2 && n_preds && j < 2; j++)
	{
	  uint32_t phi = cfg_name (&p->c, 0);

	  for (uint32_t k = 0; k < n_preds; k++)
	    o[k] = random_operand (p, common);
	  cfg_statement (&p->c, i, STATEMENT_PHI, OPERATION_COPY, phi, o,
			 n_preds);
	  p->names[p->n_names++] = phi;
	}
      for (uint32_t j = random_below (&p->seed, 4); j > 0; j--)
	{
	  uint32_t a = random_operand (p, p->n_names);
	  uint32_t b = random_operand (p, p->n_names);

	  p->names[p->n_names]
	    = binary (&p->c, i, binaries[random_below (&p->seed, 9)], a, b);
	  p->n_names++;
	}
      cond (&p->c, i,
	    (enum operation) (OPERATION_LESS + random_below (&p->seed, 6)),
	    random_operand (p, p->n_names), random_operand (p, p->n_names));
    }
}

struct run
{
  const struct snapshot *s;
  int64_t *value;		/* By SSA name.  */
};

static int64_t
run_operand (struct run *r, uint32_t o)
{
  if (operand_kind (o) == OPERAND_SSA)
    return r->value[operand_index (o)];
  return (int64_t) snapshot_limbs (r->s)
    [snapshot_constants (r->s)[operand_index (o)].first];
}

static bool
run_compare (uint32_t op, int64_t a, int64_t b)
{
  switch (op)
    {
    case OPERATION_LESS:
      return a < b;
    case OPERATION_LESS_EQUAL:
      return a <= b;
    case OPERATION_GREATER:
      return a > b;
    case OPERATION_GREATER_EQUAL:
      return a >= b;
    case OPERATION_EQUAL:
      return a == b;
    default:
      return a != b;
    }
}

/* False if the behaviour is undefined.  */
static bool
run_assign (struct run *r, const struct snap_statement *t)
{
  const uint32_t *o = snapshot_operands (r->s) + t->first_operand;
  int64_t a = run_operand (r, o[0]), b = run_operand (r, o[1]), v;

  switch (t->operation)
    {
    case OPERATION_PLUS:
      v = a + b;
      break;
    case OPERATION_MINUS:
      v = a - b;
      break;
    case OPERATION_MULTIPLY:
      v = a * b;
      break;
    case OPERATION_BIT_AND:
      v = a & b;
      break;
    case OPERATION_BIT_XOR:
      v = a ^ b;
      break;
    case OPERATION_TRUNC_DIVIDE:
      if (b == 0)
	return false;
      v = a / b;
      break;
    case OPERATION_SHIFT_LEFT:
      if (b < 0 || b > 31)
	return false;
      v = (int32_t) ((uint32_t) a << b);
      break;
    default:
      v = run_compare (t->operation, a, b);
      break;
    }
  if (v != (int32_t) v)
    return false;
  r->value[operand_index (t->lhs)] = v;
  return true;
}

static void
run_phis (struct run *r, uint32_t block, uint32_t edge)
{
  const struct snap_block *b = &snapshot_blocks (r->s)[block];
  int64_t v[8];

  for (uint32_t i = 0; i < b->n_phis; i++)
    {
      const struct snap_statement *t
	= &snapshot_statements (r->s)[b->first_statement + i];

      for (uint32_t j = 0; j < b->n_predecessors; j++)
	if (snapshot_preds (r->s)[b->first_predecessor + j] == edge)
	  v[i] = run_operand (r, snapshot_operands (r->s)[t->first_operand
							  + j]);
    }
  for (uint32_t i = 0; i < b->n_phis; i++)
    r->value[operand_index (snapshot_statements (r->s)[b->first_statement
						       + i].lhs)] = v[i];
}

static void
run_program (struct run *r, const struct executable_edges *e, uint64_t seed)
{
  uint32_t block = 2, edge = 0;

  for (int steps = 0; steps < MOST_STEPS && block != BLOCK_EXIT; steps++)
    {
      const struct snap_block *b = &snapshot_blocks (r->s)[block];

      run_phis (r, block, edge);
      for (uint32_t i = b->n_phis; i < b->n_statements; i++)
	{
	  const struct snap_statement *t
	    = &snapshot_statements (r->s)[b->first_statement + i];
	  const uint32_t *o = snapshot_operands (r->s) + t->first_operand;

	  if (t->code == STATEMENT_ASSIGN && !run_assign (r, t))
	    return;
	  if (t->code == STATEMENT_COND)
	    edge = b->first_successor
		   + !run_compare (t->operation, run_operand (r, o[0]),
				   run_operand (r, o[1]));
	}
      ck_assert_msg (executable_edges_edge (e)[edge],
		     "edge %u, seed %llu", (unsigned) edge,
		     (unsigned long long) seed);
      block = snapshot_edges (r->s)[edge].destination;
      ck_assert (executable_edges_block (e)[block]);
    }
}

START_TEST (test_random_programs)
{
  uint32_t never = 0;

  for (int round = 0; round < ROUNDS; round++)
    {
      uint64_t seed = (uint64_t) round * 7919 + 1;
      struct program p = { .seed = seed };
      struct ask a;
      struct run r;
      const struct executable_edges *e;
      size_t size;

      make_program (&p);
      ask_init (&a, &p.c);
      e = ask_value (&a, QUERY_ID_executable_edges, &size);
      r.s = a.body;
      r.value = calloc (snapshot_n_ssa (a.body) + 1, sizeof *r.value);
      for (int i = 0; i < RUNS; i++)
	{
	  r.value[0] = (int64_t) random_below (&p.seed, 9) - 4;
	  r.value[1] = (int64_t) random_below (&p.seed, 9) - 4;
	  run_program (&r, e, seed);
	}
      for (uint32_t i = 2; i < e->n_blocks; i++)
	never += !executable_edges_block (e)[i];
      free (r.value);
      ask_release (&a);
    }
  /* It does find something.  */
  ck_assert_uint_gt (never, ROUNDS);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("executable-edges");
  TCase *cases = tcase_create ("executable-edges");
  tcase_set_timeout (cases, 300);
  tcase_add_test (cases, test_signed);
  tcase_add_test (cases, test_unsigned);
  tcase_add_test (cases, test_64_bits);
  tcase_add_test (cases, test_constant_branch);
  tcase_add_loop_test (cases, test_implied_branch, 0, 5);
  tcase_add_test (cases, test_loop);
  tcase_add_test (cases, test_equal_expressions);
  tcase_add_test (cases, test_random_programs);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
