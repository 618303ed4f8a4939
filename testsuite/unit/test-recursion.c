/* test-recursion.c - units with very long chains and rings of calls.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   No C stack grows with them: the whole unit is checked, on a thread whose
   stack is small.  QUERIES_LONG in the environment: a million functions; few
   of them under ThreadSanitizer, which takes long over each byte freed.  */

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "testsuite/unit/program.h"
#include "testsuite/unit/suite.h"

#define STACK (2 * 1024 * 1024)

#ifdef __SANITIZE_THREAD__
# define FUNCTIONS 5000
#else
# define FUNCTIONS 50000
#endif

enum shape { CHAIN, RING, SHAPES };

struct run
{
  enum shape shape;
  uint32_t n;
  unsigned threads;
};

static double
now (void)
{
  struct timespec t;
  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

static void
tell (const struct run *r, const char *what, double start)
{
  struct rusage usage;
  getrusage (RUSAGE_SELF, &usage);
  if (is_long ())
    printf ("# %s of %" PRIu32 ", %u threads: %s %.2f s, peak %ld MiB\n",
	    r->shape == CHAIN ? "chain" : "ring", r->n, r->threads, what,
	    now () - start, usage.ru_maxrss / 1024);
}

/* Function I calls I + 1; in a ring the last one calls the first.  */
static void
add_functions (struct program *p, const struct run *r)
{
  for (uint32_t i = 0; i < r->n; i++)
    {
      char name[24], callee[24];
      bool last = i + 1 == r->n;
      snprintf (name, sizeof name, "f%" PRIu32, i);
      snprintf (callee, sizeof callee, "f%" PRIu32, last ? 0 : i + 1);
      program_add_caller (p, name, last && r->shape == CHAIN ? NULL : callee);
    }
}

static void
check_components (struct unit *u, const struct run *r)
{
  const struct call_graph *g
    = unit_demand (u, QUERY_ID_call_graph, 0, NULL);
  const struct call_sccs *s = unit_demand (u, QUERY_ID_call_sccs, 0, NULL);
  ck_assert_ptr_nonnull (g);
  ck_assert_ptr_nonnull (s);
  ck_assert_uint_eq (g->n_edges, r->shape == CHAIN ? r->n - 1 : r->n);
  ck_assert_uint_eq (s->n_components, r->shape == CHAIN ? r->n : 1);
}

/* From the top of the chain: the deepest demand there is.  */
static void
check_effects (struct unit *u, const struct run *r)
{
  const struct function_effects *e
    = unit_demand (u, QUERY_ID_function_effects, 0, NULL);
  ck_assert_ptr_nonnull (e);
  ck_assert_uint_eq (e->may, r->shape == CHAIN ? CALL_MAY_RETURN
			     : CALL_MAY_RETURN | CALL_MAY_NOT_RETURN);
}

static void *
run_shape (void *data)
{
  const struct run *r = data;
  struct program p;
  struct unit_config config = { .name = "shape", .threads = r->threads,
				.options = { .checks = UINT32_MAX } };
  double start = now ();
  program_init (&p);
  add_functions (&p, r);
  tell (r, "made", start);
  struct unit *u = program_unit (&p, &config);
  start = now ();
  unit_start (u);
  ck_assert (unit_join (u));
  tell (r, "checked", start);
  const struct unit_check *c = unit_demand (u, QUERY_ID_check_unit, 0, NULL);
  ck_assert_ptr_nonnull (c);
  ck_assert_uint_eq (c->n_functions, r->n);
  check_components (u, r);
  start = now ();
  check_effects (u, r);
  tell (r, "effects", start);
  unit_free (u);
  program_release (&p);
  return NULL;
}

START_TEST (test_shape)
{
  struct run r = { .shape = (enum shape) (_i % SHAPES),
		   .threads = _i / SHAPES ? 2 : 1,
		   .n = is_long () ? 1000000 : FUNCTIONS };
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init (&attributes);
  pthread_attr_setstacksize (&attributes, STACK);
  ck_assert_int_eq (pthread_create (&thread, &attributes, run_shape, &r), 0);
  pthread_join (thread, NULL);
  pthread_attr_destroy (&attributes);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("recursion");
  TCase *cases = tcase_create ("recursion");
  tcase_set_timeout (cases, 600);
  tcase_add_loop_test (cases, test_shape, 0, 2 * SHAPES);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
