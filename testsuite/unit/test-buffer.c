/* test-buffer.c - buffers: offsets, growth, padding, formats.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdlib.h>
#include <string.h>

#include "queries/buffer.h"
#include "testsuite/unit/suite.h"

START_TEST (test_add)
{
  struct buffer b = BUFFER_INIT;
  for (unsigned i = 0; i < 10000; i++)
    {
      ck_assert_uint_eq (buffer_add (&b, &i, sizeof i), i * sizeof i);
      ck_assert_uint_eq ((uintptr_t) b.bytes % 16, 0);
    }
  ck_assert_uint_eq (b.size, 10000 * sizeof (unsigned));
  for (unsigned i = 0; i < 10000; i++)
    {
      unsigned seen;
      memcpy (&seen, buffer_at (&b, i * sizeof i), sizeof seen);
      ck_assert_uint_eq (seen, i);
    }
  buffer_release (&b);
  ck_assert_uint_eq (b.size, 0);
  ck_assert_ptr_null (b.bytes);
  buffer_release (&b);
}
END_TEST

START_TEST (test_nothing)
{
  struct buffer b;
  buffer_init (&b);
  ck_assert_uint_eq (buffer_add (&b, NULL, 0), 0);
  ck_assert_uint_eq (buffer_add_zero (&b, 0), 0);
  ck_assert_uint_eq (buffer_align (&b, 16), 0);
  ck_assert_uint_eq (b.size, 0);
  buffer_clear (&b);
  buffer_release (&b);
}
END_TEST

/* Memory that was used before must not show in padding.  */
START_TEST (test_padding_is_zero)
{
  struct buffer b = BUFFER_INIT;
  for (unsigned i = 0; i < 100; i++)
    buffer_add (&b, "\xff\xff\xff\xff\xff\xff\xff\xff", 8);
  char *kept = b.bytes;
  buffer_clear (&b);
  ck_assert_uint_eq (b.size, 0);
  buffer_add (&b, "x", 1);
  ck_assert_ptr_eq (b.bytes, kept);
  ck_assert_uint_eq (buffer_align (&b, 16), 16);
  ck_assert_uint_eq (buffer_align (&b, 16), 16);
  ck_assert_uint_eq (buffer_add_zero (&b, 20), 16);
  for (unsigned i = 1; i < 36; i++)
    ck_assert_int_eq (b.bytes[i], 0);
  buffer_add (&b, "y", 1);
  ck_assert_uint_eq (buffer_align (&b, 8), 40);
  for (unsigned i = 37; i < 40; i++)
    ck_assert_int_eq (b.bytes[i], 0);
  buffer_release (&b);
}
END_TEST

START_TEST (test_text)
{
  struct buffer b = BUFFER_INIT;
  ck_assert_uint_eq (buffer_add_string (&b, "one"), 0);
  ck_assert_uint_eq (buffer_add_string (&b, ""), 4);
  ck_assert_uint_eq (buffer_add_string (&b, "two"), 5);
  ck_assert_uint_eq (b.size, 9);
  ck_assert_str_eq (buffer_at (&b, 5), "two");
  buffer_clear (&b);
  ck_assert_uint_eq (buffer_add_format (&b, "%s %d", "three", 4), 0);
  ck_assert_uint_eq (b.size, 7);
  ck_assert_uint_eq (buffer_add_format (&b, "%s", ""), 7);
  ck_assert_uint_eq (b.size, 7);
  buffer_add_format (&b, "%0500d", 7);
  ck_assert_uint_eq (b.size, 507);
  ck_assert_mem_eq (b.bytes, "three 4000", 10);
  ck_assert_int_eq (b.bytes[506], '7');
  buffer_release (&b);
}
END_TEST

START_TEST (test_reserve)
{
  struct buffer b = BUFFER_INIT;
  buffer_reserve (&b, 100000);
  ck_assert_uint_eq (b.size, 0);
  ck_assert_uint_ge (b.capacity, 100000);
  char *bytes = b.bytes;
  for (unsigned i = 0; i < 1000; i++)
    buffer_add_zero (&b, 100);
  ck_assert_ptr_eq (b.bytes, bytes);
  buffer_release (&b);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("buffer");
  TCase *t = tcase_create ("buffer");
  tcase_add_test (t, test_add);
  tcase_add_test (t, test_nothing);
  tcase_add_test (t, test_padding_is_zero);
  tcase_add_test (t, test_text);
  tcase_add_test (t, test_reserve);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
