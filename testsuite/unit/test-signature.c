/* test-signature.c - what of a value a call must fit.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <check.h>
#include <stdlib.h>

#include "passes/all.h"
#include "testsuite/unit/ask.h"

static struct value_class
word (uint64_t bits)
{
  return (struct value_class) { CLASS_WORD, 0, bits };
}

START_TEST (test_fit)
{
  struct value_class real = { CLASS_REAL, 0, 32 };
  struct value_class unknown = { CLASS_UNKNOWN, 0, SIZE_UNKNOWN };

  ck_assert (classes_fit (word (32), word (32)));
  ck_assert (!classes_fit (word (32), word (64)));
  ck_assert (classes_fit (word (32), word (SIZE_UNKNOWN)));
  ck_assert (!classes_fit (word (32), real));
  ck_assert (classes_fit (unknown, real));
  ck_assert (classes_fit (word (64), unknown));
}
END_TEST

/* A char and an int are one, a pointer is another, a union nothing.  */
START_TEST (test_types)
{
  static const struct { uint8_t kind; uint64_t bits; uint32_t class;
			uint64_t size; } cases[] = {
    { SNAP_TYPE_INTEGER, 8, CLASS_WORD, 32 },
    { SNAP_TYPE_BOOLEAN, 8, CLASS_WORD, 32 },
    { SNAP_TYPE_ENUM, 32, CLASS_WORD, 32 },
    { SNAP_TYPE_POINTER, 64, CLASS_WORD, 64 },
    { SNAP_TYPE_REAL, 32, CLASS_REAL, 32 },
    { SNAP_TYPE_COMPLEX, 128, CLASS_COMPLEX, 128 },
    { SNAP_TYPE_VECTOR, 128, CLASS_VECTOR, 128 },
    { SNAP_TYPE_RECORD, 96, CLASS_RECORD, 96 },
    { SNAP_TYPE_UNION, 96, CLASS_UNKNOWN, 96 },
    { SNAP_TYPE_VOID, SIZE_UNKNOWN, CLASS_VOID, SIZE_UNKNOWN },
  };
  struct arena arena;
  struct cfg c;

  arena_init (&arena, "test");
  cfg_init (&c);
  cfg_parse (&c, "0>2 2>1");
  struct snap_type t = { .kind = cases[_i].kind, .size_bits = cases[_i].bits,
			 .element = NONE, .main_variant = NONE };
  uint32_t index = builder_add_types (&c.builder, &t);
  const struct snapshot *s = cfg_finish (&c, &arena);
  struct value_class is = class_of_type (s, index);
  ck_assert_uint_eq (is.kind, cases[_i].class);
  ck_assert_uint_eq (is.size_bits, cases[_i].size);
  ck_assert_uint_eq (class_of_type (s, NONE).kind, CLASS_UNKNOWN);
  cfg_release (&c);
  arena_release (&arena);
}
END_TEST

START_TEST (test_query)
{
  struct cfg c;
  struct ask a;

  cfg_init (&c);
  cfg_parse (&c, "0>2 2>1");
  ask_init (&a, &c);
  size_t size;
  const struct signature *s = ask_value (&a, QUERY_ID_signature, &size);
  ck_assert (s->flags & SIGNATURE_IS_KNOWN);
  ck_assert_uint_eq (s->n_parameters, 0);
  ck_assert_uint_eq (s->result.kind, CLASS_WORD);
  ck_assert_str_eq (signature_text (s) + s->result.name, "int");
  ck_assert (signature_verify (s, size));
  ck_assert (!signature_verify (s, size - 1));
  ask_release (&a);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("signature");
  TCase *cases = tcase_create ("signature");
  tcase_add_test (cases, test_fit);
  tcase_add_loop_test (cases, test_types, 0, 10);
  tcase_add_test (cases, test_query);
  suite_add_tcase (suite, cases);
  SRunner *runner = srunner_create (suite);
  srunner_run_all (runner, CK_NORMAL);
  int failed = srunner_ntests_failed (runner);
  srunner_free (runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
