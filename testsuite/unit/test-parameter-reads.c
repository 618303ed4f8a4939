/* test-parameter-reads.c - what functions read of what they are given.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   int f (int *p, int q) { 2: if (q < 0) 3: ...; else 4: ...; 5: return ...; }, of
   random control flow in the last test.  */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "testsuite/unit/ask.h"
#include "testsuite/unit/suite.h"
#include "testsuite/unit/typed.h"

static struct cfg c;
static uint32_t pointer;	/* TYPES */
static uint32_t p, q, zero;
static uint32_t memory;		/* Operand: the state on entry.  */

/* A state of memory.  */
static uint32_t
state (uint32_t flags)
{
  uint32_t name = cfg_name (&c, SSA_IS_VIRTUAL | flags);

  builder_ssa (&c.builder, operand_index (name))->type = NONE;
  return name;
}

static void
begin (void)
{
  cfg_init (&c);
  pointer = typed_pointer (&c, 0);
  p = typed_parameter (&c, "p", pointer, 0);
  q = typed_parameter (&c, "q", 0, 0);
  zero = cfg_number (&c, 0);
  memory = state (SSA_IS_DEFAULT);
}

static void
set_memory (uint32_t before, uint32_t after)
{
  struct snap_statement *t
    = buffer_at (&c.statements,
		 c.statements.size - sizeof (struct snap_statement));

  t->vuse = operand_index (before);
  t->vdef = after ? operand_index (after) : NONE;
}

/* *AT is read in BLOCK, when memory is BEFORE.  */
static uint32_t
load (uint32_t block, uint32_t at, uint32_t before)
{
  uint32_t name = typed_name (&c, 0, NONE);

  typed_assign (&c, block, name, OPERATION_COPY, typed_pointee (&c, at, 0),
		0);
  set_memory (before, 0);
  return name;
}

/* ... and is written, which makes memory the result.  */
static uint32_t
store (uint32_t block, uint32_t at, uint32_t value, uint32_t before)
{
  uint32_t after = state (0);

  typed_assign (&c, block, typed_pointee (&c, at, 0), OPERATION_COPY, value,
		0);
  set_memory (before, after);
  return after;
}

/* VALUE is computed with in BLOCK.  */
static void
use (uint32_t block, uint32_t value)
{
  typed_assign (&c, block, typed_name (&c, 0, NONE), OPERATION_PLUS, value, q);
}

/* What is read, as it is printed.  */
static void
expect (const char *text)
{
  char *printed = NULL;
  size_t length = 0, size, places_size;
  FILE *file;
  struct ask a;
  const struct parameter_reads *reads;
  const struct parameter_read_places *places;

  ask_init (&a, &c);
  reads = ask_value (&a, QUERY_ID_parameter_reads, &size);
  ck_assert (parameter_reads_verify (reads, size));
  ck_assert (!parameter_reads_verify (reads, size - 1));
  places = ask_value (&a, QUERY_ID_parameter_read_places, &places_size);
  ck_assert (parameter_read_places_verify (places, places_size));
  ck_assert_uint_eq (places->n_places, reads->n_reads);
  file = open_memstream (&printed, &length);
  parameter_reads_print (file, a.body, reads, 0);
  fclose (file);
  ck_assert_str_eq (printed, text);
  free (printed);
  ask_release (&a);
}

#define NOTHING "nothing is known to be read\n"
#define ALL "1: int, 32 bits at 0\n"

/* Read in BLOCK 2 to 5, used there.  */
START_TEST (test_block)
{
  uint32_t block = 2 + (uint32_t) _i;

  begin ();
  use (block, load (block, p, memory));
  typed_branch (&c, 2, OPERATION_LESS, q, zero, 3, 4);
  cfg_parse (&c, "0>2 3>5 4>5 5>1");
  expect (block == 2 || block == 5 ? ALL : NOTHING);
}
END_TEST

/* Read first, used in BLOCK, or nowhere but to be copied (0) or put elsewhere (1).  */
START_TEST (test_use)
{
  uint32_t value, block = (uint32_t) _i;

  begin ();
  value = load (2, p, memory);
  if (block == 0)
    typed_assign (&c, 2, typed_name (&c, 0, NONE), OPERATION_COPY, value, 0);
  else if (block == 1)
    store (2, typed_parameter (&c, "to", pointer, 0), value, memory);
  else
    use (block, value);
  typed_branch (&c, 2, OPERATION_LESS, q, zero, 3, 4);
  cfg_parse (&c, "0>2 3>5 4>5 5>1");
  expect (block == 2 || block == 5 ? ALL : NOTHING);
}
END_TEST

/* Written before, in the same block (0), in a block before (1), on one way (2); by
   another pointer (3); only behind (4).  */
START_TEST (test_written)
{
  uint32_t before = memory;

  begin ();
  before = memory;
  if (_i == 0)
    before = store (5, p, q, memory);
  if (_i == 1)
    before = store (2, p, q, memory);
  if (_i == 2)
    {
      uint32_t both = state (0);
      uint32_t o[2] = { store (3, p, q, memory), memory };

      cfg_statement (&c, 5, STATEMENT_PHI, OPERATION_COPY, both, o, 2)->flags
	= STATEMENT_IS_VIRTUAL;
      before = both;
    }
  if (_i == 3)
    before = store (2, typed_parameter (&c, "other", pointer, 0), q, memory);
  use (5, load (5, p, before));
  if (_i == 4)
    store (5, p, q, memory);
  typed_branch (&c, 2, OPERATION_LESS, q, zero, 3, 4);
  cfg_parse (&c, "0>2 3>5 4>5 5>1");
  expect (_i == 4 ? ALL : NOTHING);
}
END_TEST

/* if (p == 0) leaves out block 4 (0), or 3 (1).  Another value than null does (2).  */
START_TEST (test_null)
{
  uint32_t null;

  begin ();
  null = typed_number (&c, pointer, _i == 2 ? 8 : 0);
  use (4, load (4, p, memory));
  typed_branch (&c, 2, _i == 1 ? OPERATION_NOT_EQUAL : OPERATION_EQUAL, p,
		null, 3, 4);
  cfg_parse (&c, "0>2 3>5 4>5 5>1");
  expect (_i == 0 ? ALL : NOTHING);
}
END_TEST

/* Through a phi: of the value and itself (0), of the value and another (1).  */
START_TEST (test_phi)
{
  uint32_t value, merged, next;

  begin ();
  value = load (2, p, memory);
  merged = typed_name (&c, 0, NONE);
  next = typed_name (&c, 0, NONE);
  typed_phi (&c, 3, merged, value, _i ? q : next);
  typed_branch (&c, 3, OPERATION_LESS, q, zero, 4, 5);
  typed_assign (&c, 4, next, OPERATION_PLUS, merged, q);
  typed_return (&c, 5, merged);
  cfg_parse (&c, "0>2 2>3 4>3 5>1");
  expect (_i ? NOTHING : ALL);
}
END_TEST

/* A function that never comes back (0), one that the linker may replace (1).  */
START_TEST (test_function)
{
  begin ();
  use (2, load (2, p, memory));
  cfg_parse (&c, _i == 0 ? "0>2 2>2 1" : "0>2 2>1");
  if (_i == 1)
    builder_decls (&c.builder, c.builder.header.decl)->flags
      |= DECL_IS_REPLACEABLE;
  expect (NOTHING);
}
END_TEST

/* Random control flow with a read in some block: what is said to be always read is
   met on each of many random ways to the end; what is not is missed by one.  */

enum { BLOCKS = 12, WAYS = 400 };

struct ways
{
  uint32_t n_next[BLOCKS];
  uint32_t next[BLOCKS][2];
};

static void
make_ways (struct ways *w, uint64_t *seed)
{
  for (uint32_t i = 2; i < BLOCKS; i++)
    {
      w->n_next[i] = 1 + random_below (seed, 2);
      for (uint32_t j = 0; j < w->n_next[i]; j++)
	{
	  uint32_t to = i + 1 + random_below (seed, 3);

	  /* Some go back.  */
	  if (j == 1 && random_below (seed, 4) == 0)
	    to = 2 + random_below (seed, i - 1);
	  w->next[i][j] = to >= BLOCKS ? 1 : to;
	}
      if (w->n_next[i] == 2 && w->next[i][0] == w->next[i][1])
	w->n_next[i] = 1;
    }
}

/* Whether a random way from block 2 to the end misses BLOCK.  */
static bool
misses (const struct ways *w, uint32_t block, uint64_t *seed)
{
  uint32_t at = 2;

  for (int i = 0; at != 1 && i < 1000; i++)
    {
      if (at == block)
	return false;
      at = w->next[at][random_below (seed, w->n_next[at])];
    }
  return at == 1;
}

START_TEST (test_ways)
{
  uint64_t seed = (uint64_t) _i + 1;
  struct ways w;
  uint32_t block = 2 + random_below (&seed, BLOCKS - 2);
  bool missed = false;

  make_ways (&w, &seed);
  begin ();
  use (block, load (block, p, memory));
  cfg_parse (&c, "0>2");
  for (uint32_t i = 2; i < BLOCKS; i++)
    if (w.n_next[i] == 2)
      typed_branch (&c, i, OPERATION_LESS, q, zero, w.next[i][0],
		    w.next[i][1]);
    else
      cfg_edge (&c, i, w.next[i][0], EDGE_IS_FALLTHRU);
  for (int i = 0; i < WAYS; i++)
    missed |= misses (&w, block, &seed);
  expect (missed ? NOTHING : ALL);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("parameter-reads");
  TCase *cases = tcase_create ("parameter-reads");

  tcase_add_loop_test (cases, test_block, 0, 4);
  tcase_add_loop_test (cases, test_use, 0, 6);
  tcase_add_loop_test (cases, test_written, 0, 5);
  tcase_add_loop_test (cases, test_null, 0, 3);
  tcase_add_loop_test (cases, test_phi, 0, 2);
  tcase_add_loop_test (cases, test_function, 0, 2);
  tcase_add_loop_test (cases, test_ways, 0, 200);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
