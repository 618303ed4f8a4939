/* test-renumber.c - what checks say does not depend on numbers.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Random units are asked all queries that have findings, and again with their
   names and declarations under other numbers, by 1, 2 and 8 threads: the same is
   found, in the same order, at the same places.  So are summaries, which callers
   read.  */

#include <stdlib.h>

#include "testsuite/unit/heap-program.h"
#include "testsuite/unit/random-body.h"
#include "testsuite/unit/random-program.h"
#include "testsuite/unit/renumber.h"
#include "testsuite/unit/suite.h"
#include "passes/unit.h"

enum { NUMBERS, BYTES, POINTERS, POINTERS_IN_LOOPS, KINDS };

#define MOST_BODIES 2

struct bodies
{
  struct arena arena;
  const struct snapshot *body[MOST_BODIES];
  unsigned count;
};

static void
bodies_make (struct bodies *b, int kind, uint64_t seed)
{
  arena_init (&b->arena, "test");
  b->count = 1;
  if (kind == NUMBERS)
    {
      struct random_body p = { .seed = seed, .has_variable = true };

      random_body_make (&p);
      b->body[0] = cfg_finish (&p.c, &b->arena);
      cfg_release (&p.c);
    }
  else if (kind == BYTES)
    {
      struct making p;

      make_program (&p, seed);
      b->body[0] = cfg_finish (&p.c, &b->arena);
      fix_cases (b->body[0]);
      cfg_release (&p.c);
    }
  else
    {
      struct heap_program p;

      heap_program_make (&p, seed, kind == POINTERS_IN_LOOPS, &b->arena);
      b->body[0] = p.body[HEAP_HELPER];
      b->body[1] = p.body[HEAP_ENTRY];
      b->count = 2;
    }
}

/* Where PLACE is, by no number but those of what comes in the order of the
   source.  */
static void
add_place (struct buffer *out, const struct snapshot *s, uint32_t place)
{
  if (place != NONE && place_kind (place) == PLACE_DECL)
    {
      const struct snap_decl *d = &snapshot_decls (s)[place_index (place)];

      buffer_add_format (out, " %s", snapshot_string (s, d->name));
    }
  else
    buffer_add_format (out, " %x", (unsigned) place);
}

static void
add_finding (struct buffer *out, const struct snapshot *s,
	     const struct findings *f, uint32_t index)
{
  const struct finding *one = &findings_array (f)[index];
  char *text;
  size_t size;
  FILE *file = open_memstream (&text, &size);

  finding_print (file, s, f, index);
  fclose (file);
  buffer_add_format (out, "%s %x", text, (unsigned) one->flags);
  free (text);
  add_place (out, s, one->flags & FINDING_IN_FUNCTION ? NONE : one->place);
  add_place (out, s, one->place2);
  add_place (out, s, one->place3);
  buffer_add_format (out, " %u\n", one->group != 0);
}

/* What is said of body INDEX of U.  */
static void
add_answers (struct buffer *out, struct unit *u, uint32_t index,
	     unsigned *n_findings)
{
  static const enum query_id numberless[]
    = { QUERY_ID_function_effects, QUERY_ID_returns, QUERY_ID_returns_null,
	QUERY_ID_purity, QUERY_ID_returned_parameter,
	QUERY_ID_returns_constant, QUERY_ID_dereferences };
  const struct snapshot *s = unit_body (u, index);

  for (uint32_t q = 0; q < QUERIES; q++)
    {
      const struct findings *f;

      if (query_kinds[q].key != KEY_FUNCTION || q < QUERY_ID_unused_result)
	continue;
      f = unit_demand (u, q, index, NULL);
      ck_assert_ptr_nonnull (f);
      *n_findings += f->n_findings;
      for (uint32_t i = 0; i < f->n_findings; i++)
	{
	  buffer_add_format (out, "%s: ", query_kinds[q].name);
	  add_finding (out, s, f, i);
	}
    }
  for (size_t i = 0; i < sizeof numberless / sizeof *numberless; i++)
    {
      size_t size;
      const uint8_t *value = unit_demand (u, numberless[i], index, &size);

      ck_assert_ptr_nonnull (value);
      buffer_add_format (out, "%s:", query_kinds[numberless[i]].name);
      for (size_t j = 0; j < size; j++)
	buffer_add_format (out, " %02x", value[j]);
      buffer_add_format (out, "\n");
    }
}

static char *
answers (const struct bodies *b, unsigned threads, unsigned *n_findings)
{
  struct unit_config config = { .name = "test", .threads = threads,
				.options = { .checks = ALL_CHECKS } };
  struct unit *u = unit_new (&config);
  struct buffer out = BUFFER_INIT;

  for (unsigned i = 0; i < b->count; i++)
    unit_add_body (u, b->body[i]);
  unit_start (u);
  for (unsigned i = 0; i < b->count; i++)
    add_answers (&out, u, i, n_findings);
  ck_assert (unit_join (u));
  unit_free (u);
  buffer_add_zero (&out, 1);
  return out.bytes;
}

/* Where A and B, which are not the same, differ: from the start of that line.  */
static size_t
difference (const char *a, const char *b)
{
  size_t line = 0;

  for (size_t i = 0; a[i] == b[i]; i++)
    if (a[i] == '\n')
      line = i + 1;
  return line;
}

static void
check_unit (int kind, uint64_t seed, unsigned *n_findings)
{
  static const unsigned threads[] = { 1, 2, 8 };
  struct bodies b;
  char *first;

  bodies_make (&b, kind, seed);
  first = answers (&b, 1, n_findings);
  for (unsigned i = 0; i < 3; i++)
    {
      struct bodies other = b;
      unsigned n = 0;
      char *again;

      for (unsigned j = 0; j < b.count; j++)
	other.body[j] = renumber (b.body[j], seed + i, &b.arena);
      again = answers (&other, threads[i], &n);
      if (strcmp (again, first) != 0)
	{
	  size_t at = difference (again, first);

	  ck_abort_msg ("kind %d, seed %llu, by %u threads:\n%.500s\n"
			"at first:\n%.500s", kind, (unsigned long long) seed,
			threads[i], again + at, first + at);
	}
      free (again);
    }
  free (first);
  arena_release (&b.arena);
}

START_TEST (test_numbers)
{
  unsigned n_findings = 0, rounds = is_long () ? 2000 : 300;

  for (unsigned i = 0; i < rounds; i++)
    check_unit (_i, i * UINT64_C (7919) + 3, &n_findings);
  ck_assert_uint_gt (n_findings, rounds / 2);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("renumber");
  TCase *cases = tcase_create ("renumber");

  tcase_set_timeout (cases, 900);
  tcase_add_loop_test (cases, test_numbers, 0, KINDS);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
