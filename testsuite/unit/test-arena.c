/* test-arena.c - arenas: alignment, growth, cutting back.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "queries/arena.h"
#include "testsuite/unit/suite.h"

START_TEST (test_allocation)
{
  enum { COUNT = 2000 };
  struct arena a;
  unsigned char *block[COUNT];
  arena_init (&a, "test");
  ck_assert_uint_eq (a.reserved, 0);
  size_t sum = 0;
  for (unsigned i = 0; i < COUNT; i++)
    {
      size_t size = 1 + i * 37 % 301;
      block[i] = arena_alloc (&a, size);
      ck_assert_uint_eq ((uintptr_t) block[i] % 16, 0);
      memset (block[i], (int) i & 255, size);
      sum += size;
    }
  for (unsigned i = 0; i < COUNT; i++)
    for (size_t j = 0; j < 1 + i * 37 % 301; j++)
      ck_assert_uint_eq (block[i][j], i & 255);
  ck_assert_uint_ge (a.allocated, sum);
  ck_assert_uint_ge (a.reserved, a.allocated);
  arena_release (&a);
  ck_assert_uint_eq (a.reserved, 0);
  /* It may be used again, and released again.  */
  ck_assert_ptr_nonnull (arena_alloc (&a, 1));
  arena_release (&a);
  arena_release (&a);
}
END_TEST

START_TEST (test_large)
{
  struct arena a;
  arena_init (&a, "test");
  size_t size = (size_t) 20 << 20;
  char *before = arena_copy (&a, "before", 7);
  char *large = arena_calloc (&a, size, 1);
  for (size_t i = 0; i < size; i += 4096)
    ck_assert_int_eq (large[i], 0);
  ck_assert_int_eq (large[size - 1], 0);
  large[size - 1] = 1;
  char *after = arena_copy (&a, "after", 6);
  ck_assert_str_eq (before, "before");
  ck_assert_str_eq (after, "after");
  arena_release (&a);
}
END_TEST

START_TEST (test_calloc_is_zero)
{
  struct arena a;
  arena_init (&a, "test");
  struct arena_mark start = arena_mark (&a);
  memset (arena_alloc (&a, 5000), 255, 5000);
  struct arena_mark empty = start;
  arena_cut (&a, empty);
  memset (arena_alloc (&a, 5000), 255, 5000);
  struct arena_mark mark = arena_mark (&a);
  memset (arena_alloc (&a, 5000), 255, 5000);
  arena_cut (&a, mark);
  unsigned char *zero = arena_calloc (&a, 100, 50);
  for (unsigned i = 0; i < 5000; i++)
    ck_assert_uint_eq (zero[i], 0);
  arena_release (&a);
}
END_TEST

START_TEST (test_cut)
{
  struct arena a;
  arena_init (&a, "test");
  char *kept = arena_copy (&a, "kept", 5);
  struct arena_mark mark = arena_mark (&a);
  void *first = arena_alloc (&a, 100);
  size_t reserved = a.reserved;
  for (unsigned i = 0; i < 100; i++)
    arena_alloc (&a, 100000);
  ck_assert_uint_gt (a.reserved, reserved);
  arena_cut (&a, mark);
  ck_assert_uint_eq (a.reserved, reserved);
  ck_assert_str_eq (kept, "kept");
  ck_assert_ptr_eq (arena_alloc (&a, 100), first);
  arena_release (&a);
}
END_TEST

START_TEST (test_empty_copy)
{
  struct arena a;
  arena_init (&a, "test");
  ck_assert_ptr_nonnull (arena_alloc (&a, 1));
  arena_copy (&a, NULL, 0);
  arena_calloc (&a, 0, 8);
  arena_release (&a);
}
END_TEST

/* Aborts with a message, as the header says; the message is not for the
   test's log.  */
START_TEST (test_overflow)
{
  struct arena a;
  arena_init (&a, "test");
  if (!freopen ("/dev/null", "w", stderr))
    abort ();
  arena_calloc (&a, SIZE_MAX / 2, 3);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("arena");
  TCase *t = tcase_create ("arena");
  tcase_add_test (t, test_allocation);
  tcase_add_test (t, test_large);
  tcase_add_test (t, test_calloc_is_zero);
  tcase_add_test (t, test_cut);
  tcase_add_test (t, test_empty_copy);
  tcase_add_test_raise_signal (t, test_overflow, SIGABRT);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
