/* bench-body.c - how queries grow with the statements of one function.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Prints for a function of 1e3 to 1e6 statements, half of them in blocks of
   ten, with branches, loops and phis: nanoseconds per statement to hash it, to
   validate it, and for each query on it without what it asks for.  Linear
   queries have the same figure in each line.  */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "passes/unit.h"
#include "testsuite/unit/cfg.h"

#define BLOCK_STATEMENTS 10

static double
now (void)
{
  struct timespec t;
  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec + (double) t.tv_nsec / 1e9;
}

static uint32_t
add (struct cfg *c, uint32_t block, uint32_t a, uint32_t b)
{
  uint32_t name = cfg_name (c, 0), operands[2] = { a, b };
  cfg_statement (c, block, STATEMENT_ASSIGN, OPERATION_PLUS, name, operands,
		 2);
  return name;
}

/* Block B branches to B + 1 and B + 2, and every seventh closes a loop to the
   block before it.  */
static const struct snapshot *
make_body (uint32_t n_statements, struct arena *arena)
{
  struct cfg c;
  uint32_t last = 2 + n_statements / BLOCK_STATEMENTS;
  cfg_init (&c);
  cfg_edge (&c, BLOCK_ENTRY, 2, EDGE_IS_FALLTHRU);
  uint32_t entry = cfg_name (&c, 0), one = cfg_number (&c, 1);
  cfg_statement (&c, 2, STATEMENT_ASSIGN, OPERATION_COPY, entry, &one, 1);
  for (uint32_t b = 2; b < last; b++)
    {
      uint32_t value = entry;
      for (uint32_t i = 0; i + 2 < BLOCK_STATEMENTS; i++)
	value = add (&c, b, value, i % 2 ? one : entry);
      uint32_t operands[2] = { value, one };
      bool loops = b % 7 == 6;
      uint32_t other = loops ? b - 1 : b + 2 <= last ? b + 2 : last;
      if (other == b + 1)
	cfg_edge (&c, b, b + 1, EDGE_IS_FALLTHRU);
      else
	{
	  cfg_statement (&c, b, STATEMENT_COND, OPERATION_LESS, 0, operands,
			 2);
	  cfg_edge (&c, b, b + 1, EDGE_IS_TRUE);
	  cfg_edge (&c, b, other, EDGE_IS_FALSE);
	}
    }
  cfg_statement (&c, last, STATEMENT_RETURN, 0, 0, &entry, 1);
  cfg_edge (&c, last, BLOCK_EXIT, 0);
  const struct snapshot *s = cfg_finish (&c, arena);
  cfg_release (&c);
  return s;
}

static void
measure (uint32_t n_statements)
{
  struct unit_config config = { .name = "bench", .threads = 1,
				.options = { .checks = ALL_CHECKS } };
  struct unit *u = unit_new (&config);
  const struct snapshot *s = make_body (n_statements, unit_arena (u));
  double n = snapshot_n_statements (s), start = now ();
  uint32_t where;
  snapshot_fingerprint (s);
  printf ("%8.0f statements, %.0f bytes each: hash %.1f", n, s->size / n,
	  (now () - start) * 1e9 / n);
  start = now ();
  const char *wrong = snapshot_validate (s, s->size, &where);
  if (wrong)
    printf (" (%s)", wrong);
  printf (", validate %.0f", (now () - start) * 1e9 / n);
  unit_add_body (u, s);
  unit_start (u);
  for (uint32_t q = 0; q < QUERIES; q++)
    {
      struct query_statistics t;
      if (query_kinds[q].flags & QUERY_INPUT
	  || query_kinds[q].key != KEY_FUNCTION)
	continue;
      unit_demand (u, q, 0, NULL);
      engine_statistics (unit_engine (u), q, &t);
      printf (", %s %.0f%s", query_kinds[q].name,
	      (double) t.nanoseconds / n, t.gave_up ? " (gave up)" : "");
    }
  printf (" ns\n");
  unit_free (u);
}

int
main (void)
{
  for (uint32_t n = 1000; n <= 1000000; n *= 10)
    measure (n);
  return 0;
}
