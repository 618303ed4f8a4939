/* test-fingerprint.c - fingerprints: known values, order, text.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdlib.h>
#include <string.h>

#include "queries/fingerprint.h"
#include "testsuite/unit/suite.h"

/* Stored keys depend on these values: they must not change.  */
START_TEST (test_known)
{
  char text[FINGERPRINT_TEXT_SIZE];
  fingerprint_print (text, fingerprint_of ("", 0));
  ck_assert_str_eq (text, "99aa06d3014798d86001c324468d497f");
  struct fingerprint f = { UINT64_C (0x0123456789abcdef),
			   UINT64_C (0xfedcba9876543210) };
  fingerprint_print (text, f);
  ck_assert_str_eq (text, "fedcba98765432100123456789abcdef");
  fingerprint_print (text, (struct fingerprint) { 0, 0 });
  ck_assert_str_eq (text, "00000000000000000000000000000000");
}
END_TEST

START_TEST (test_of_bytes)
{
  char bytes[300];
  for (unsigned i = 0; i < sizeof bytes; i++)
    bytes[i] = (char) (i * 7);
  for (unsigned size = 1; size < sizeof bytes; size++)
    {
      struct fingerprint f = fingerprint_of (bytes, size);
      ck_assert (fingerprint_equal (f, fingerprint_of (bytes, size)));
      ck_assert (!fingerprint_equal (f, fingerprint_of (bytes, size - 1)));
      ck_assert (!fingerprint_is_zero (f));
      bytes[size / 2] ^= 1;
      ck_assert (!fingerprint_equal (f, fingerprint_of (bytes, size)));
      bytes[size / 2] ^= 1;
    }
  ck_assert (fingerprint_equal (fingerprint_of_string ("abc"),
				fingerprint_of ("abc", 3)));
  ck_assert (fingerprint_is_zero ((struct fingerprint) { 0, 0 }));
}
END_TEST

START_TEST (test_combine)
{
  struct fingerprint a = fingerprint_of_string ("a");
  struct fingerprint b = fingerprint_of_string ("b");
  struct fingerprint ab = fingerprint_combine (a, b);
  ck_assert (fingerprint_equal (ab, fingerprint_combine (a, b)));
  ck_assert (!fingerprint_equal (ab, fingerprint_combine (b, a)));
  ck_assert (!fingerprint_equal (fingerprint_combine (ab, a),
				 fingerprint_combine (a, ab)));
}
END_TEST

static int
compare (const void *a, const void *b)
{
  return fingerprint_compare (a, b);
}

/* A total order, and that of the printed text.  */
START_TEST (test_order)
{
  enum { COUNT = 200 };
  struct fingerprint f[COUNT];
  for (unsigned i = 0; i < COUNT; i++)
    {
      f[i] = fingerprint_of (&i, sizeof i);
      if (i % 3 == 0)
	f[i].high = 5;
      ck_assert_int_eq (fingerprint_compare (&f[i], &f[i]), 0);
    }
  qsort (f, COUNT, sizeof *f, compare);
  for (unsigned i = 1; i < COUNT; i++)
    {
      char before[FINGERPRINT_TEXT_SIZE], after[FINGERPRINT_TEXT_SIZE];
      fingerprint_print (before, f[i - 1]);
      fingerprint_print (after, f[i]);
      ck_assert_int_lt (strcmp (before, after), 0);
      ck_assert_int_lt (fingerprint_compare (&f[i - 1], &f[i]), 0);
      ck_assert_int_gt (fingerprint_compare (&f[i], &f[i - 1]), 0);
    }
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("fingerprint");
  TCase *t = tcase_create ("fingerprint");
  tcase_add_test (t, test_known);
  tcase_add_test (t, test_of_bytes);
  tcase_add_test (t, test_combine);
  tcase_add_test (t, test_order);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
