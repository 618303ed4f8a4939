/* test-memory-runs.c - what memory says of functions against what they do.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Random programs over pointers are run with many inputs.  A finding is certain:
   so some run must show it, where it says, and what it says.  And where every
   run does something wrong, memory mostly finds that something is.  */

#include <stdlib.h>
#include <string.h>

#include "passes/unit.h"
#include "testsuite/unit/heap-program.h"
#include "testsuite/unit/suite.h"

/* Runs of each, and the most to look for one that shows a finding.  */
#define RUNS 100
#define MOST_RUNS 30000

struct tally
{
  unsigned functions, findings, by_kind[HEAP_FAULTS];
  unsigned refuted;		/* No run shows them.  */
  unsigned wrong;		/* Functions in which each run is.  */
  unsigned missed;		/* Of these those without a finding.  */
  FILE *log;			/* Of what is refuted.  */
};

/* What a finding claims to happen; HEAP_FAULTS: nothing that is run here.  */
static enum heap_fault
claim (const struct finding *f)
{
  switch (f->message)
    {
    case MESSAGE_DOUBLE_FREE:
      return FAULT_DOUBLE_FREE;
    case MESSAGE_USE_AFTER_FREE:
      return FAULT_USE_AFTER_FREE;
    case MESSAGE_NULL_DEREFERENCE:
    case MESSAGE_POSSIBLE_NULL_DEREFERENCE:
      return FAULT_NULL;
    case MESSAGE_USE_OF_UNINITIALIZED:
      return FAULT_UNINITIALIZED;
    case MESSAGE_FREE_OF_STACK:
    case MESSAGE_FREE_OF_NON_HEAP:
      return FAULT_BAD_FREE;
    case MESSAGE_STALE_FRAME:
      return FAULT_STALE;
    case MESSAGE_OUT_OF_BOUNDS_READ:
    case MESSAGE_OUT_OF_BOUNDS_WRITE:
      return FAULT_OUTSIDE;
    case MESSAGE_LEAK:
      return FAULT_LEAK;
    default:
      return HEAP_FAULTS;
    }
}

/* Where event or finding F of the analysis of FUNCTION is.  */
static void
where (const struct heap_program *p, const struct findings *all,
       const struct finding *f, uint32_t *function, uint32_t *statement)
{
  char symbol[FINGERPRINT_TEXT_SIZE];

  *statement = place_index (f->flags & FINDING_IN_CALLEE ? f->place3
							 : f->place);
  if (f->flags & FINDING_IN_CALLEE)
    *function = HEAP_HELPER;
  else if (f->flags & FINDING_IN_FUNCTION)
    {
      const struct snapshot *s = p->body[HEAP_HELPER];

      fingerprint_print (symbol, snapshot_decls (s)[s->decl].symbol);
      *function = strcmp (symbol, findings_text (all) + f->subject) == 0
		  ? HEAP_HELPER : HEAP_ENTRY;
    }
}

/* Of a leak: where the call is that allocated; NONE: it does not say.  */
static void
where_allocated (const struct heap_program *p, const struct findings *all,
		 uint32_t i, uint32_t *function, uint32_t *statement)
{
  const struct finding *f = findings_array (all);

  *statement = NONE;
  for (uint32_t j = i + 1; j < all->n_findings
			   && f[j].flags & FINDING_IS_NOTE; j++)
    if (f[j].message == MESSAGE_EVENT_ALLOCATED)
      where (p, all, &f[j], function, statement);
}

static struct heap_input
any_input (uint64_t *seed, uint32_t function)
{
  struct heap_input in;

  in.function = function;
  in.number[0] = (int64_t) random_below (seed, 10) - 3;
  in.number[1] = (int64_t) random_below (seed, 10) - 3;
  in.n_pointers = random_below (seed, 4);
  in.content = (int64_t) random_below (seed, 10) - 3;
  in.dice = (uint64_t) random_below (seed, UINT32_MAX) << 20;
  return in;
}

static bool
has_fault (const struct heap_result *r, uint32_t function, uint32_t statement,
	   enum heap_fault fault)
{
  if (statement != NONE)
    return r->faults[function][statement] & 1 << fault;
  for (uint32_t f = 0; f < HEAP_FUNCTIONS; f++)
    for (uint32_t i = 0; i < HEAP_MOST_STATEMENTS; i++)
      if (r->faults[f][i] & 1 << fault)
	return true;
  return false;
}

/* Whether some run of BEGIN has FAULT at STATEMENT of FUNCTION, or, if that is NONE,
   anywhere.  */
static bool
is_shown (const struct heap_program *p, struct heap_result *r, uint64_t *seed,
	  uint32_t begin, uint32_t function, uint32_t statement,
	  enum heap_fault fault)
{
  for (unsigned i = 0; i < MOST_RUNS; i++)
    {
      struct heap_input in;

      if (has_fault (r, function, statement, fault))
	return true;
      in = any_input (seed, begin);
      heap_program_run (p, &in, r);
    }
  return false;
}

static void
note_refuted (struct tally *t, struct unit *u, uint64_t seed,
	      const struct findings *all, uint32_t i, uint32_t function)
{
  t->refuted++;
  fprintf (t->log, "seed %llu, %s, finding %u: ", (unsigned long long) seed,
	   function == HEAP_HELPER ? "helper" : "entry", (unsigned) i);
  finding_print (t->log, unit_body (u, function), all, i);
  fprintf (t->log, "\n");
}

static void
check_findings (struct unit *u, const struct heap_program *p,
		uint32_t function, struct heap_result *r, uint64_t name,
		uint64_t *seed, struct tally *t)
{
  size_t size;
  const struct memory_analysis *a
    = unit_demand (u, QUERY_ID_memory_analysis, function, &size);
  const struct findings *all = memory_analysis_findings (a);

  for (uint32_t i = 0; i < all->n_findings; i++)
    {
      const struct finding *f = &findings_array (all)[i];
      enum heap_fault fault = claim (f);
      uint32_t in = function, statement = 0;

      if (f->flags & FINDING_IS_NOTE || fault == HEAP_FAULTS)
	continue;
      where (p, all, f, &in, &statement);
      if (fault == FAULT_LEAK)
	where_allocated (p, all, i, &in, &statement);
      t->findings++;
      t->by_kind[fault]++;
      if (!is_shown (p, r, seed, function, in, statement, fault))
	note_refuted (t, u, name, all, i, function);
    }
}

/* Runs of FUNCTION, and what memory says of it.  */
static void
check_function (struct unit *u, const struct heap_program *p,
		uint32_t function, uint64_t seed, struct tally *t)
{
  static struct heap_result r;
  unsigned wrong = 0, findings = t->findings;
  uint64_t name = seed;

  memset (&r, 0, sizeof r);
  for (unsigned i = 0; i < RUNS; i++)
    {
      struct heap_input in = any_input (&seed, function);

      heap_program_run (p, &in, &r);
      wrong += r.is_faulty;
    }
  check_findings (u, p, function, &r, name, &seed, t);
  t->functions++;
  t->wrong += wrong == RUNS;
  t->missed += wrong == RUNS && t->findings == findings;
}

static void
check_program (uint64_t seed, bool has_loops, struct tally *t)
{
  struct unit_config config = { .name = "test", .threads = 1 };
  struct heap_program p;
  struct arena arena;
  struct unit *u;

  arena_init (&arena, "test");
  heap_program_make (&p, seed, has_loops, &arena);
  u = unit_new (&config);
  for (uint32_t i = 0; i < HEAP_FUNCTIONS; i++)
    unit_add_body (u, p.body[i]);
  unit_start (u);
  for (uint32_t i = 0; i < HEAP_FUNCTIONS; i++)
    check_function (u, &p, i, seed, t);
  ck_assert (unit_join (u));
  unit_free (u);
  arena_release (&arena);
}

/* What fails without a reason that lies in the tests is to be mended.  Of what is
   known to fail there is this much: conditions that compare two parameters are not
   in summaries; what holds in one round of a loop is not known of the next.  */
static const struct { unsigned programs, findings, missed; } expected[]
  = { { 1000, 1000, 25 }, { 400, 200, 10 } };

START_TEST (test_runs)
{
  struct tally t = { 0 };
  unsigned programs = expected[_i].programs * (is_long () ? 20 : 1);
  char *text;
  size_t size;

  t.log = open_memstream (&text, &size);
  for (unsigned i = 0; i < programs; i++)
    check_program (i * UINT64_C (104729) + 1, _i, &t);
  ck_assert_uint_gt (t.findings, programs);
  for (unsigned i = 0; i < HEAP_FAULTS && _i == 0; i++)
    ck_assert_uint_gt (t.by_kind[i], 0);
  fclose (t.log);
  ck_assert_msg (t.refuted <= t.findings / expected[_i].findings,
		 "%u of %u findings are shown by no run:\n%s", t.refuted,
		 t.findings, text);
  free (text);
  ck_assert_uint_gt (t.wrong, programs / 2);
  ck_assert_uint_le (t.missed, t.wrong / expected[_i].missed);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("memory-runs");
  TCase *cases = tcase_create ("memory-runs");

  tcase_set_timeout (cases, 900);
  tcase_add_loop_test (cases, test_runs, 0, 2);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
