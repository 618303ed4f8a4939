/* test-builder.c - the builder: sharing, alignment, the finished block.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/builder.h"
#include "testsuite/unit/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct builder b;
static struct arena arena;

static void
set_up (void)
{
  builder_init (&b);
  arena_init (&arena, "test");
}

static void
tear_down (void)
{
  builder_release (&b);
  arena_release (&arena);
}

START_TEST (empty_string_is_offset_0)
{
  ck_assert_uint_eq (builder_string (&b, NULL), 0);
  ck_assert_uint_eq (builder_string (&b, ""), 0);
  ck_assert_uint_eq (builder_n_text (&b), 1);
}
END_TEST

START_TEST (equal_strings_share)
{
  char text[] = "alpha";
  uint32_t alpha = builder_string (&b, "alpha");
  uint32_t beta = builder_string (&b, "beta");
  ck_assert_uint_ne (alpha, beta);
  ck_assert_uint_eq (builder_string (&b, text), alpha);
  ck_assert_uint_eq (builder_string (&b, "beta"), beta);
  ck_assert_str_eq (builder_text (&b, alpha), "alpha");
  /* A prefix and a suffix are other strings.  */
  ck_assert_uint_ne (builder_string (&b, "alph"), alpha);
  ck_assert_uint_ne (builder_string (&b, "lpha"), alpha + 1);
}
END_TEST

START_TEST (many_strings_share)
{
  enum { COUNT = 20000 };
  static uint32_t offset[COUNT];
  char text[32];
  for (int round = 0; round < 2; round++)
    for (int i = 0; i < COUNT; i++)
      {
	snprintf (text, sizeof text, "name_%d", i * 7919);
	uint32_t at = builder_string (&b, text);
	if (round == 0)
	  offset[i] = at;
	ck_assert_uint_eq (at, offset[i]);
	ck_assert_str_eq (builder_text (&b, at), text);
      }
}
END_TEST

START_TEST (bytes_do_not_share)
{
  static const char zeros[3];
  uint32_t text = builder_string (&b, "same");
  uint32_t first = builder_bytes (&b, "same", 4);
  uint32_t second = builder_bytes (&b, zeros, sizeof zeros);
  ck_assert_uint_ne (first, text);
  ck_assert_uint_eq (second, first + 5);
  ck_assert_uint_eq (builder_n_text (&b), second + sizeof zeros + 1);
  ck_assert_int_eq (*builder_text (&b, second + sizeof zeros), 0);
}
END_TEST

START_TEST (entries_are_numbered_and_zeroed)
{
  struct snap_edge e = { 1, 2, EDGE_IS_TRUE, 0 };
  ck_assert_uint_eq (builder_add_edges (&b, &e), 0);
  ck_assert_uint_eq (builder_add_edges (&b, NULL), 1);
  ck_assert_uint_eq (builder_n_edges (&b), 2);
  ck_assert_int_eq (memcmp (builder_edges (&b, 0), &e, sizeof e), 0);
  struct snap_edge zero;
  memset (&zero, 0, sizeof zero);
  ck_assert_int_eq (memcmp (builder_edges (&b, 1), &zero, sizeof zero), 0);
}
END_TEST

/* Sections of odd sizes, so that there is padding to get wrong.  */
static void
fill (unsigned seed)
{
  builder_clear (&b);
  for (unsigned i = 0; i < 3 + seed % 5; i++)
    {
      char text[16];
      snprintf (text, sizeof text, "t%u", seed + i);
      builder_string (&b, text);
      uint32_t operand = OPERAND (OPERAND_SSA, i);
      builder_add_operands (&b, &operand);
      builder_add_preds (&b, &i);
      builder_add_statements (&b, NULL);
    }
  builder_add_limbs (&b, NULL);
  b.header.decl = seed;
}

START_TEST (sections_are_aligned_and_whole)
{
  for (unsigned seed = 0; seed < 50; seed++)
    {
      fill (seed);
      const struct snapshot *s = builder_finish (&b, &arena);
      ck_assert_ptr_nonnull (s);
      ck_assert_uint_eq (s->magic, SNAPSHOT_MAGIC);
      ck_assert_uint_eq (s->version, SNAPSHOT_VERSION);
      ck_assert_uint_eq (s->decl, seed);
      ck_assert_uint_eq (s->size % 8, 0);
      ck_assert_uint_eq ((uintptr_t) s % 8, 0);
      for (int i = 0; i < SECTIONS; i++)
	{
	  const struct buffer *section = &b.sections[i];
	  ck_assert_uint_eq (s->sections[i].offset % 8, 0);
	  ck_assert_uint_le (s->sections[i].offset + section->size, s->size);
	  if (section->size)
	    ck_assert_int_eq (memcmp ((const char *) s
				      + s->sections[i].offset,
				      section->bytes, section->size), 0);
	}
      ck_assert_uint_eq (snapshot_n_operands (s), 3 + seed % 5);
      ck_assert_uint_eq (snapshot_operands (s)[2], OPERAND (OPERAND_SSA, 2));
    }
}
END_TEST

START_TEST (equal_contents_are_equal_bytes)
{
  fill (3);
  const struct snapshot *first = builder_finish (&b, &arena);
  const struct snapshot *again = builder_finish (&b, &arena);
  ck_assert_uint_eq (first->size, again->size);
  ck_assert_int_eq (memcmp (first, again, first->size), 0);

  /* Whatever was built in between, in memory that is not zero.  */
  for (unsigned seed = 4; seed < 40; seed++)
    {
      fill (seed);
      memset (arena_alloc (&arena, 999), 0xa5, 999);
      builder_finish (&b, &arena);
    }
  struct arena dirty;
  arena_init (&dirty, "dirty");
  struct arena_mark mark = arena_mark (&dirty);
  memset (arena_alloc (&dirty, 8000), 0xa5, 8000);
  arena_cut (&dirty, mark);
  fill (3);
  const struct snapshot *last = builder_finish (&b, &dirty);
  ck_assert_uint_eq (first->size, last->size);
  ck_assert_int_eq (memcmp (first, last, first->size), 0);
  arena_release (&dirty);
}
END_TEST

START_TEST (clearing_forgets_strings)
{
  uint32_t first = builder_string (&b, "first");
  builder_string (&b, "second");
  builder_clear (&b);
  ck_assert_uint_eq (builder_n_text (&b), 1);
  ck_assert_uint_eq (builder_string (&b, "second"), first);
  ck_assert_str_eq (builder_text (&b, first), "second");
}
END_TEST

START_TEST (symbols_tell_name_and_scope_apart)
{
  struct fingerprint f = builder_symbol ("f", "");
  ck_assert (fingerprint_equal (f, builder_symbol ("f", "")));
  ck_assert (!fingerprint_equal (f, builder_symbol ("f", "a.c")));
  ck_assert (!fingerprint_equal (f, builder_symbol ("g", "")));
  ck_assert (!fingerprint_equal (builder_symbol ("a", "b"),
				 builder_symbol ("b", "a")));
  ck_assert (!fingerprint_is_zero (f));
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("builder");
  TCase *tests = tcase_create ("builder");
  tcase_add_checked_fixture (tests, set_up, tear_down);
  tcase_add_test (tests, empty_string_is_offset_0);
  tcase_add_test (tests, equal_strings_share);
  tcase_add_test (tests, many_strings_share);
  tcase_add_test (tests, bytes_do_not_share);
  tcase_add_test (tests, entries_are_numbered_and_zeroed);
  tcase_add_test (tests, sections_are_aligned_and_whole);
  tcase_add_test (tests, equal_contents_are_equal_bytes);
  tcase_add_test (tests, clearing_forgets_strings);
  tcase_add_test (tests, symbols_tell_name_and_scope_apart);
  suite_add_tcase (suite, tests);
  return suite;
}

MAIN (make_suite)
