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
#include "testsuite/unit/random-program.h"
#include "testsuite/unit/small-integer.h"
#include "testsuite/unit/suite.h"

#define PROGRAMS 200
#define MOST_STEPS 400
#define MOST_NAMES 4000

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
	  small_binary ((enum operation) t->operation, program_types[SIGNED],
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
	  struct integer_type t = program_types[program_variable_type[i]];
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
