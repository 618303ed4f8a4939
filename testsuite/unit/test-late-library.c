/* test-late-library.c - libraries loaded when they are needed.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <errno.h>
#include <string.h>

#include "queries/late-library.h"
#include "testsuite/unit/suite.h"

static size_t (*length) (const char *);

START_TEST (test_found)
{
  const struct late_symbol symbols[] = { { "strlen", &length } };
  ck_assert (late_library_load ("libc.so.6", symbols, 1));
  ck_assert_uint_eq (length ("four"), 4);
}
END_TEST

/* What machines without the library, or with another version of it, get.  */
START_TEST (test_missing)
{
  const struct late_symbol symbols[]
    = { { "strlen", &length }, { "not_in_any_library", &length } };
  errno = 0;
  ck_assert (!late_library_load ("libnone.so.0", symbols, 1));
  ck_assert_int_eq (errno, ELIBACC);
  errno = 0;
  ck_assert (!late_library_load ("libc.so.6", symbols, 2));
  ck_assert_int_eq (errno, ELIBACC);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("late-library");
  TCase *t = tcase_create ("late-library");
  tcase_add_test (t, test_found);
  tcase_add_test (t, test_missing);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
