/* test-expression.c - operands and types as C source.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdlib.h>
#include <string.h>

#include "passes/expression.h"
#include "testsuite/unit/cfg.h"
#include "testsuite/unit/suite.h"

enum { TYPE_INT = 0 };

static struct cfg cfg;
static struct arena arena;
static uint32_t type_char, type_const_char, type_char_pointer, type_record,
  type_array, type_record_pointer, type_void, type_void_pointer;

static uint32_t
add_type (enum snap_type_kind kind, const char *name, uint64_t bits,
	  uint32_t element, uint64_t elements, uint32_t flags)
{
  struct snap_type t = { .kind = kind, .flags = flags, .size_bits = bits,
			 .elements = elements, .element = element,
			 .precision = (uint32_t) (bits & 127),
			 .main_variant = NONE };

  t.name = builder_string (&cfg.builder, name);
  return builder_add_types (&cfg.builder, &t);
}

static void
setup (void)
{
  arena_init (&arena, "test");
  cfg_init (&cfg);
  type_char = add_type (SNAP_TYPE_INTEGER, "char", 8, NONE, 0, 0);
  type_const_char = add_type (SNAP_TYPE_INTEGER, "char", 8, NONE, 0,
			      TYPE_IS_CONST);
  builder_types (&cfg.builder, type_const_char)->main_variant = type_char;
  type_char_pointer = add_type (SNAP_TYPE_POINTER, "", 64, type_const_char, 0,
				0);
  type_record = add_type (SNAP_TYPE_RECORD, "s", 64, NONE, 0, 0);
  type_record_pointer = add_type (SNAP_TYPE_POINTER, "", 64, type_record, 0,
				  0);
  type_array = add_type (SNAP_TYPE_ARRAY, "", 128, TYPE_INT, 4, 0);
  type_void = add_type (SNAP_TYPE_VOID, "void", SIZE_UNKNOWN, NONE, 0, 0);
  type_void_pointer = add_type (SNAP_TYPE_POINTER, "", 64, type_void, 0, 0);
}

static void
teardown (void)
{
  cfg_release (&cfg);
  arena_release (&arena);
}

static uint32_t
variable (const char *name, uint32_t type, uint32_t flags)
{
  struct snap_decl d = { .kind = DECL_VARIABLE, .type = type, .flags = flags,
			 .default_def = NONE };

  d.name = builder_string (&cfg.builder, name);
  return builder_add_decls (&cfg.builder, &d);
}

static uint32_t
name_of (uint32_t decl, uint32_t type)
{
  uint32_t name = cfg_name (&cfg, SSA_IS_DEFAULT);

  builder_ssa (&cfg.builder, operand_index (name))->decl = decl;
  builder_ssa (&cfg.builder, operand_index (name))->type = type;
  return name;
}

static uint32_t
memory (uint32_t base, uint32_t type, const struct snap_step *steps,
	uint32_t n)
{
  struct snap_memory m = { .base = base, .type = type, .n_steps = n };

  m.first_step = builder_n_steps (&cfg.builder);
  for (uint32_t i = 0; i < n; i++)
    builder_add_steps (&cfg.builder, &steps[i]);
  return builder_add_memory (&cfg.builder, &m);
}

static uint32_t
field (const char *name)
{
  struct snap_field f = { .type = TYPE_INT, .record = type_record,
			  .size_bits = 32 };

  f.name = builder_string (&cfg.builder, name);
  return builder_add_fields (&cfg.builder, &f);
}

static void
expect (uint32_t operand, const char *text)
{
  const struct snapshot *s = builder_finish (&cfg.builder, &arena);
  struct buffer out = BUFFER_INIT;

  operand_text (s, operand, &out);
  buffer_add_zero (&out, 1);
  ck_assert_str_eq (out.bytes, text);
  buffer_release (&out);
}

static void
expect_memory (uint32_t index, const char *text)
{
  expect (OPERAND (OPERAND_MEMORY, index), text);
}

static void
expect_type (uint32_t type, const char *text)
{
  const struct snapshot *s = builder_finish (&cfg.builder, &arena);
  struct buffer out = BUFFER_INIT;

  type_text (s, type, &out);
  buffer_add_zero (&out, 1);
  ck_assert_str_eq (out.bytes, text);
  buffer_release (&out);
}

START_TEST (test_paths)
{
  uint32_t s = OPERAND (OPERAND_DECL, variable ("s", type_record, 0));
  uint32_t i = name_of (variable ("i", TYPE_INT, 0), TYPE_INT);
  struct snap_step steps[3]
    = { { .kind = STEP_FIELD, .index = field ("b"), .type = TYPE_INT },
	{ .kind = STEP_INDEX, .index = i, .type = TYPE_INT },
	{ .kind = STEP_INDEX, .index = cfg_number (&cfg, -3),
	  .type = TYPE_INT } };

  expect_memory (memory (s, type_record, steps, 0), "s");
  expect_memory (memory (s, TYPE_INT, steps, 1), "s.b");
  expect_memory (memory (s, TYPE_INT, steps, 3), "s.b[i][-3]");
  expect (OPERAND (OPERAND_ADDRESS, memory (s, TYPE_INT, steps, 2)),
	  "&s.b[i]");
}
END_TEST

START_TEST (test_pointers)
{
  uint32_t p = name_of (variable ("p", type_char_pointer, 0),
			type_char_pointer);
  uint32_t v = name_of (variable ("v", type_void_pointer, 0),
			type_void_pointer);
  uint32_t q = name_of (variable ("q", type_record_pointer, 0),
			type_record_pointer);
  struct snap_step to_char = { .kind = STEP_DEREFERENCE, .type = type_char };
  struct snap_step to_int = { .kind = STEP_DEREFERENCE, .type = TYPE_INT };
  struct snap_step to_field[2]
    = { { .kind = STEP_DEREFERENCE, .type = type_record },
	{ .kind = STEP_FIELD, .index = field ("b"), .type = TYPE_INT } };

  expect_memory (memory (p, type_char, &to_char, 1), "*p");
  to_char.offset = 5;
  expect_memory (memory (p, type_char, &to_char, 1), "p[5]");
  expect_memory (memory (p, TYPE_INT, &to_int, 1), "*(int *)p");
  to_int.offset = 8;
  expect_memory (memory (p, TYPE_INT, &to_int, 1), "((int *)p)[2]");
  to_int.offset = 2;
  expect_memory (memory (p, TYPE_INT, &to_int, 1), "*(int *)(p + 2)");
  expect_memory (memory (v, TYPE_INT, &to_int, 1),
		 "*(int *)((char *)v + 2)");
  expect_memory (memory (q, TYPE_INT, to_field, 2), "*q.b");
}
END_TEST

/* GCC shows what has no name as unknown, but a variable-length array by the
   name of its pointer.  */
START_TEST (test_names)
{
  uint32_t type_array_pointer = add_type (SNAP_TYPE_POINTER, "", 64,
					  type_array, 0, 0);
  uint32_t a = name_of (variable ("a.0", type_array_pointer,
				  DECL_IS_ARTIFICIAL), type_array_pointer);
  struct snap_step steps[2]
    = { { .kind = STEP_DEREFERENCE, .type = type_array },
	{ .kind = STEP_INDEX, .index = cfg_name (&cfg, SSA_IS_DEFAULT),
	  .type = TYPE_INT } };

  expect_memory (memory (a, TYPE_INT, steps, 2), "*a[<unknown>]");
  expect (a, "<unknown>");
  expect (cfg_number (&cfg, 42), "42");
}
END_TEST

START_TEST (test_types)
{
  uint32_t pointer = add_type (SNAP_TYPE_POINTER, "", 64, type_char_pointer,
			       0, TYPE_IS_CONST);
  uint32_t to_array = add_type (SNAP_TYPE_POINTER, "", 64, type_array, 0, 0);
  uint32_t loop = add_type (SNAP_TYPE_COMPLEX, "", 64, NONE, 0, 0);

  expect_type (TYPE_INT, "int");
  expect_type (type_char_pointer, "const char *");
  expect_type (pointer, "const char ** const");
  expect_type (type_record_pointer, "struct s *");
  expect_type (to_array, "int (*)[4]");
  expect_type (type_array, "int[4]");
  /* What cannot be still ends.  */
  builder_types (&cfg.builder, loop)->element = loop;
  expect_type (loop, "_Complex _Complex _Complex _Complex _Complex _Complex "
		     "_Complex _Complex ");
}
END_TEST

START_TEST (test_wide)
{
  uint64_t limbs[2] = { 0, (uint64_t) -1 };
  struct snap_constant c = { .kind = CONSTANT_INTEGER, .type = TYPE_INT,
			     .count = 2 };

  c.first = builder_n_limbs (&cfg.builder);
  builder_add_limbs (&cfg.builder, &limbs[0]);
  builder_add_limbs (&cfg.builder, &limbs[1]);
  expect (OPERAND (OPERAND_CONSTANT,
		   builder_add_constants (&cfg.builder, &c)),
	  "-0x10000000000000000");
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("expression");
  TCase *cases = tcase_create ("expression");
  tcase_add_checked_fixture (cases, setup, teardown);
  tcase_add_test (cases, test_paths);
  tcase_add_test (cases, test_pointers);
  tcase_add_test (cases, test_names);
  tcase_add_test (cases, test_types);
  tcase_add_test (cases, test_wide);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
