/* test-call-graph.c - who calls whom, and in which rings.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdlib.h>
#include <string.h>

#include "passes/all.h"
#include "passes/structure.h"
#include "testsuite/unit/sample.h"
#include "testsuite/unit/suite.h"

#define MOST_FUNCTIONS 16

/* Call targets of functions that are called 0, 1, 2 ...  */
struct program
{
  struct arena arena;
  struct scratch m;
  uint32_t n;
  const struct call_targets **targets;
  struct buffer graph, sccs;
};

static struct fingerprint
symbol_of (uint32_t function)
{
  return fingerprint_of (&function, sizeof function);
}

static void
program_init (struct program *p, uint32_t n)
{
  memset (p, 0, sizeof *p);
  arena_init (&p->arena, "test");
  p->m = scratch_of_arena (&p->arena);
  p->n = n;
  p->targets = scratch_alloc (&p->m, n, sizeof *p->targets);
}

static void
program_release (struct program *p)
{
  buffer_release (&p->graph);
  buffer_release (&p->sccs);
  arena_release (&p->arena);
}

/* FUNCTION calls CALLEES, with these flags each.  */
static void
program_add (struct program *p, uint32_t function, const uint32_t *callees,
	     uint32_t count, const uint32_t *flags)
{
  struct call_targets *t
    = scratch_alloc (&p->m, 1, sizeof *t
		     + count * sizeof (struct call_target));
  struct call_target *target = (struct call_target *) call_targets_array (t);
  t->count = count;
  t->self = symbol_of (function);
  for (uint32_t i = 0; i < count; i++)
    {
      target[i].symbol = symbol_of (callees[i]);
      target[i].flags = flags ? flags[i] : CALL_TARGET_CALLED;
    }
  p->targets[function] = t;
}

static void
program_finish (struct program *p)
{
  call_graph_compute (p->n, p->targets, &p->m, &p->graph);
  ck_assert (call_graph_verify (p->graph.bytes, p->graph.size));
  call_sccs_compute ((const void *) p->graph.bytes, &p->m, &p->sccs);
  ck_assert (call_sccs_verify (p->sccs.bytes, p->sccs.size));
}

#define GRAPH(p) ((const struct call_graph *) (p)->graph.bytes)
#define SCCS(p) ((const struct call_sccs *) (p)->sccs.bytes)

/* Each random program against reachability.  */
START_TEST (test_random_programs)
{
  uint64_t state = 3000 + (uint64_t) _i;
  for (uint32_t round = 0; round < 3000; round++)
    {
      struct program p;
      bool calls[MOST_FUNCTIONS][MOST_FUNCTIONS] = { { 0 } };
      bool reach[MOST_FUNCTIONS][MOST_FUNCTIONS];
      uint64_t seed = state;
      uint32_t n = 1 + random_below (&state, MOST_FUNCTIONS);
      program_init (&p, n);
      for (uint32_t f = 0; f < n; f++)
	{
	  uint32_t callees[MOST_FUNCTIONS], flags[MOST_FUNCTIONS], count = 0;
	  /* Each at most once, in any order; some are of another unit.  */
	  uint32_t shift = random_below (&state, n + 2);
	  for (uint32_t i = 0; i < n + 2 && count < MOST_FUNCTIONS; i++)
	    if (random_below (&state, n + 2) < 2)
	      {
		uint32_t to = (i + shift) % (n + 2);
		flags[count] = 1 + random_below (&state, 3);
		callees[count] = to;
		if (to < n && flags[count] & CALL_TARGET_CALLED)
		  calls[f][to] = true;
		count++;
	      }
	  program_add (&p, f, callees, count, flags);
	}
      program_finish (&p);

      memcpy (reach, calls, sizeof reach);
      for (uint32_t k = 0; k < n; k++)
	for (uint32_t i = 0; i < n; i++)
	  for (uint32_t j = 0; j < n; j++)
	    reach[i][j] |= reach[i][k] && reach[k][j];
      for (uint32_t f = 0; f < n; f++)
	{
	  uint32_t at = call_graph_first (GRAPH (&p))[f];
	  for (uint32_t g = 0; g < n; g++)
	    if (calls[f][g])
	      ck_assert_uint_eq (call_graph_callees (GRAPH (&p))[at++], g);
	  ck_assert_uint_eq (at, call_graph_first (GRAPH (&p))[f + 1]);
	}
      const uint32_t *component = call_sccs_component (SCCS (&p));
      for (uint32_t f = 0; f < n; f++)
	{
	  bool recursive = call_sccs_recursive (SCCS (&p))[component[f]];
	  ck_assert_msg (recursive == reach[f][f], "seed %llu: %u",
			 (unsigned long long) seed, f);
	  for (uint32_t g = 0; g < n; g++)
	    {
	      bool together = f == g || (reach[f][g] && reach[g][f]);
	      ck_assert_msg (together == (component[f] == component[g]),
			     "seed %llu: %u and %u",
			     (unsigned long long) seed, f, g);
	      ck_assert_msg (!calls[f][g] || component[g] <= component[f],
			     "seed %llu: %u before %u",
			     (unsigned long long) seed, f, g);
	    }
	}
      program_release (&p);
    }
}
END_TEST

/* A million functions: 0 a chain, 1 a ring, 2 a chain called from its end,
   3 all call the last.  */
START_TEST (test_million_functions)
{
  struct program p;
  uint32_t n = 1000000;
  program_init (&p, n);
  for (uint32_t f = 0; f < n; f++)
    {
      uint32_t next = f + 1;
      uint32_t count = f + 1 < n;
      if (_i == 1)
	{
	  next = (f + 1) % n;
	  count = 1;
	}
      if (_i == 2)
	{
	  next = f - 1;
	  count = f > 0;
	}
      if (_i == 3)
	next = n - 1;
      program_add (&p, f, &next, count, NULL);
    }
  program_finish (&p);
  const struct call_sccs *s = SCCS (&p);
  ck_assert_uint_eq (s->n_components, _i == 1 ? 1 : n);
  ck_assert_uint_eq (call_sccs_recursive (s)[0], _i == 1);
  ck_assert_uint_eq (call_sccs_order (s)[0], _i == 0 || _i == 3 ? n - 1 : 0);
  program_release (&p);
}
END_TEST

START_TEST (test_targets_of_sample)
{
  struct arena arena;
  struct sample o;
  struct buffer out = BUFFER_INIT;
  arena_init (&arena, "test");
  struct scratch m = scratch_of_arena (&arena);
  const struct snapshot *s = sample_snapshot (&arena, &o);
  call_targets_compute (s, &m, &out);
  ck_assert (call_targets_verify (out.bytes, out.size));
  const struct call_targets *t = (const void *) out.bytes;
  ck_assert_uint_eq (t->count, 1);
  ck_assert_uint_eq (t->n_indirect, 0);
  ck_assert (fingerprint_equal (t->self, builder_symbol ("f", "")));
  ck_assert (fingerprint_equal (call_targets_array (t)[0].symbol,
				builder_symbol ("g", "")));
  ck_assert_uint_eq (call_targets_array (t)[0].flags,
		     CALL_TARGET_CALLED | CALL_TARGET_ADDRESS);
  buffer_release (&out);
  arena_release (&arena);
}
END_TEST

/* Each called and named in order of first appearance; a pointer's call is
   indirect.  */
START_TEST (test_targets_in_order)
{
  struct cfg c;
  struct arena arena;
  struct buffer out = BUFFER_INIT;
  cfg_init (&c);
  arena_init (&arena, "test");
  cfg_parse (&c, "0>2>1");
  uint32_t called[] = { cfg_function (&c, "a"), cfg_function (&c, "b"),
			cfg_function (&c, "a") };
  uint32_t order[] = { 1, 0, 2, 1 };
  for (unsigned i = 0; i < 4; i++)
    {
      uint32_t operand = OPERAND (OPERAND_DECL, called[order[i]]);
      cfg_statement (&c, 2, STATEMENT_CALL, OPERATION_COPY, 0, &operand, 1);
    }
  uint32_t pointer = cfg_name (&c, SSA_IS_DEFAULT);
  cfg_statement (&c, 2, STATEMENT_CALL, OPERATION_COPY, 0, &pointer, 1);
  const struct snapshot *s = cfg_finish (&c, &arena);
  ck_assert (!snapshot_validate (s, s->size, NULL));
  struct scratch m = scratch_of_arena (&arena);
  call_targets_compute (s, &m, &out);
  const struct call_targets *t = (const void *) out.bytes;
  ck_assert_uint_eq (t->count, 2);
  ck_assert_uint_eq (t->n_indirect, 1);
  ck_assert (fingerprint_equal (call_targets_array (t)[0].symbol,
				builder_symbol ("b", "")));
  ck_assert (fingerprint_equal (call_targets_array (t)[1].symbol,
				builder_symbol ("a", "")));
  buffer_release (&out);
  arena_release (&arena);
  cfg_release (&c);
}
END_TEST

START_TEST (test_verifiers)
{
  struct program p;
  uint32_t callees[][2] = { { 1, 2 }, { 0, 2 }, { 3, 1 }, { 3, 3 } };
  program_init (&p, 4);
  for (uint32_t f = 0; f < 4; f++)
    program_add (&p, f, callees[f], f == 3 ? 1 : 2, NULL);
  program_finish (&p);
  for (size_t size = 0; size < p.graph.size; size++)
    ck_assert (!call_graph_verify (p.graph.bytes, size));
  for (size_t size = 0; size < p.sccs.size; size++)
    ck_assert (!call_sccs_verify (p.sccs.bytes, size));
  /* Every word of either, made wild, is noticed.  */
  for (size_t i = 0; i < p.graph.size / 4; i++)
    {
      uint32_t *word = (uint32_t *) p.graph.bytes + i, old = *word;
      *word = 77;
      ck_assert_msg (!call_graph_verify (p.graph.bytes, p.graph.size),
		     "word %zu", i);
      *word = old;
    }
  for (size_t i = 0; i < p.sccs.size / 4; i++)
    {
      uint32_t *word = (uint32_t *) p.sccs.bytes + i, old = *word;
      *word = 77;
      ck_assert_msg (!call_sccs_verify (p.sccs.bytes, p.sccs.size),
		     "word %zu", i);
      *word = old;
    }
  program_release (&p);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("call-graph");
  TCase *cases = tcase_create ("call-graph");
  tcase_set_timeout (cases, 300);
  tcase_add_loop_test (cases, test_random_programs, 0, 2);
  tcase_add_loop_test (cases, test_million_functions, 0, 4);
  tcase_add_test (cases, test_targets_of_sample);
  tcase_add_test (cases, test_targets_in_order);
  tcase_add_test (cases, test_verifiers);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
