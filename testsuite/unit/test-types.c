/* test-types.c - types by structure, their layout, their use.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdlib.h>
#include <string.h>

#include "testsuite/unit/program.h"
#include "testsuite/unit/suite.h"

static struct program program;
static struct unit *unit;

static void
set_up (void)
{
  program_init (&program);
}

static void
tear_down (void)
{
  unit_free (unit);
  unit = NULL;
  program_release (&program);
}

static void
start (void)
{
  struct unit_config config = { .name = "test", .threads = 1 };
  unit = program_unit (&program, &config);
  unit_start (unit);
  ck_assert (unit_join (unit));
}

static const void *
demand (enum query_id query, uint32_t key)
{
  const void *value = engine_demand (unit_engine (unit), query, key, NULL);
  ck_assert_ptr_nonnull (value);
  return value;
}

/* The type of the unit that is called TEXT.  */
static const struct type *
find_type (const char *text)
{
  const struct type_list *l = demand (QUERY_ID_types, 0);
  const struct type *found = NULL;
  struct buffer name = BUFFER_INIT;
  for (uint32_t i = 0; i < l->count; i++)
    {
      buffer_clear (&name);
      type_describe (l, i, &name);
      buffer_add_zero (&name, 1);
      if (strcmp (name.bytes, text) == 0)
	{
	  ck_assert_msg (!found, "two types are called %s", text);
	  found = &type_list_array (l)[i];
	}
    }
  buffer_release (&name);
  ck_assert_msg (found != NULL, "no type is called %s", text);
  return found;
}

static uint32_t
type_key (const char *text)
{
  return engine_key (unit_engine (unit), KEY_TYPE,
		     find_type (text)->identity, text);
}

static const struct type_layout *
layout_of (const char *text)
{
  return demand (QUERY_ID_type_layout, type_key (text));
}

/* Who sees a structure complete, who does not, and who mentions which field
   makes no difference: it is one type with all its fields.  */
START_TEST (test_merged)
{
  program_begin (&program, "shallow");
  program_record (&program, "s", SIZE_UNKNOWN);
  program_end (&program, NULL);
  program_begin (&program, "first");
  uint32_t s = program_record (&program, "s", 128);
  program_field (&program, s, "a", 0, 0, 32);
  program_end (&program, NULL);
  program_begin (&program, "last");
  s = program_record (&program, "s", 128);
  program_field (&program, s, "b", 0, 64, 32);
  program_field (&program, s, "a", 0, 0, 32);
  program_end (&program, NULL);
  start ();
  const struct type *t = find_type ("struct s");
  ck_assert_uint_eq (t->size_bits, 128);
  ck_assert_uint_eq (t->state, 0);
  ck_assert_uint_eq (t->n_fields, 2);
  const struct type_layout *l = layout_of ("struct s");
  ck_assert_uint_eq (l->flags, LAYOUT_IS_KNOWN | LAYOUT_IS_COMPLETE);
  ck_assert_uint_eq (l->n_fields, 2);
  ck_assert_str_eq (type_layout_text (l) + type_layout_fields (l)[1].name,
		    "b");
  ck_assert_str_eq (type_layout_text (l) + type_layout_fields (l)[1].type,
		    "int");
  ck_assert_uint_eq (l->n_gaps, 2);
  ck_assert_uint_eq (type_layout_gaps (l)[0].offset_bits, 32);
  ck_assert_uint_eq (type_layout_gaps (l)[0].size_bits, 32);
  ck_assert_uint_eq (type_layout_gaps (l)[1].offset_bits, 96);
  ck_assert_uint_eq (type_layout_gaps (l)[1].size_bits, 32);
}
END_TEST

START_TEST (test_conflict)
{
  program_begin (&program, "f");
  program_field (&program, program_record (&program, "s", 64), "a", 0, 0, 32);
  program_end (&program, NULL);
  program_begin (&program, "g");
  program_field (&program, program_record (&program, "s", 32), "b", 0, 0, 32);
  program_end (&program, NULL);
  start ();
  const struct type_layout *l = layout_of ("struct s");
  ck_assert_uint_eq (l->flags, LAYOUT_IS_KNOWN | LAYOUT_HAS_CONFLICT);
  ck_assert_uint_eq (l->n_fields, 0);
}
END_TEST

/* Endings: an array of unknown size, one of none, one of some.  */
START_TEST (test_flexible)
{
  static const uint64_t elements[] = { SIZE_UNKNOWN, 0, 2 };
  program_begin (&program, "f");
  uint32_t s = program_record (&program, "s", 32 + 32 * (_i == 2 ? 2 : 0));
  uint32_t array = program_array (&program, 0, elements[_i]);
  program_field (&program, s, "n", 0, 0, 32);
  program_field (&program, s, "rest", array, 32,
		 _i == 0 ? SIZE_UNKNOWN : 32 * elements[_i]);
  program_end (&program, NULL);
  start ();
  const struct type_layout *l = layout_of ("struct s");
  ck_assert_uint_eq (l->flags, LAYOUT_IS_KNOWN | LAYOUT_IS_COMPLETE
			       | (_i < 2 ? LAYOUT_ENDS_IN_ARRAY : 0));
  ck_assert_uint_eq (l->n_gaps, 0);
}
END_TEST

START_TEST (test_odd_offsets)
{
  program_begin (&program, "f");
  uint32_t s = program_record (&program, "overlapping", 64);
  program_field (&program, s, "a", 0, 0, 32);
  program_field (&program, s, "b", 0, 16, 32);
  s = program_record (&program, "variable", 64);
  program_field (&program, s, "a", 0, 32, 32);
  program_field (&program, s, "b", 0, SIZE_UNKNOWN, 32);
  s = program_record (&program, "wild", 64);
  program_field (&program, s, "a", 0, SIZE_UNKNOWN - 1, SIZE_UNKNOWN - 1);
  program_end (&program, NULL);
  start ();
  const struct type_layout *l = layout_of ("struct overlapping");
  ck_assert (l->flags & LAYOUT_OVERLAPS);
  ck_assert_uint_eq (l->n_gaps, 1);
  l = layout_of ("struct variable");
  ck_assert (l->flags & LAYOUT_HAS_VARIABLE_FIELD);
  ck_assert_uint_eq (l->n_gaps, 0);
  l = layout_of ("struct wild");
  ck_assert (l->flags & LAYOUT_HAS_VARIABLE_FIELD);
}
END_TEST

/* Qualifiers make no other type; what is not there is not known.  */
START_TEST (test_identity)
{
  program_begin (&program, "f");
  struct builder *b = &program.cfg.builder;
  struct snap_type t = *builder_types (b, 0);
  t.flags |= TYPE_IS_CONST;
  t.main_variant = 0;
  builder_add_types (b, &t);
  program_end (&program, NULL);
  start ();
  const struct type *type = find_type ("int");
  ck_assert_uint_eq (type->flags & TYPE_IS_CONST, 0);
  uint32_t unknown = engine_key (unit_engine (unit), KEY_TYPE,
				 fingerprint_of_string ("none"), "none");
  const struct type_layout *l = demand (QUERY_ID_type_layout, unknown);
  ck_assert_uint_eq (l->flags, 0);
}
END_TEST

/* Types that no program has: a chain of pointers, and functions that are each
   other's parameters, many times over.  */
START_TEST (test_odd_types)
{
  program_begin (&program, "f");
  struct builder *b = &program.cfg.builder;
  struct snap_type t = { .kind = SNAP_TYPE_POINTER, .size_bits = 64,
			 .elements = SIZE_UNKNOWN, .main_variant = NONE };
  for (uint32_t i = 0; i < 100000; i++)
    t.element = builder_add_types (b, &t);
  uint32_t first = builder_n_types (b);
  t.kind = SNAP_TYPE_FUNCTION;
  t.element = 0;
  t.n_parameters = 8;
  for (uint32_t i = 0; i < 8; i++)
    {
      t.first_parameter = builder_n_lists (b);
      for (uint32_t j = 0; j < 8; j++)
	{
	  uint32_t parameter = first + j;
	  builder_add_lists (b, &parameter);
	}
      builder_add_types (b, &t);
    }
  program_end (&program, NULL);
  start ();
  const struct type_list *l = demand (QUERY_ID_types, 0);
  ck_assert_uint_gt (l->count, 0);
}
END_TEST

START_TEST (test_use)
{
  program_begin (&program, "f");
  uint32_t v = program_variable (&program, "v", 0);
  program_read (&program, v);
  program_write (&program, v);
  program_write (&program, v);
  program_end (&program, NULL);
  start ();
  uint32_t pair = engine_key_pair (unit_engine (unit), KEY_FUNCTION_TYPE, 0,
				   type_key ("int"));
  const struct type_use *use = demand (QUERY_ID_type_use, pair);
  ck_assert_uint_eq (use->known, 1);
  ck_assert_uint_eq (use->n_declarations, 1);
  ck_assert_uint_eq (use->n_names, 1);
  ck_assert_uint_eq (use->n_loads, 1);
  ck_assert_uint_eq (use->n_stores, 2);
  uint32_t g = engine_key (unit_engine (unit), KEY_FUNCTION,
			   builder_symbol ("g", ""), "g");
  pair = engine_key_pair (unit_engine (unit), KEY_FUNCTION_TYPE, g,
			  type_key ("int"));
  use = demand (QUERY_ID_type_use, pair);
  ck_assert_uint_eq (use->known, 0);
}
END_TEST

/* Cut short, a value is none; with a wild word it is none, or harmless.  */
static void
check_verifier (bool (*verify) (const void *, size_t), enum query_id query,
		uint32_t key)
{
  size_t size;
  const void *value = engine_demand (unit_engine (unit), query, key, &size);
  ck_assert_ptr_nonnull (value);
  ck_assert (verify (value, size));
  for (size_t cut = 0; cut < size; cut++)
    ck_assert (!verify (value, cut));
  uint32_t *copy = malloc (size);
  FILE *file = fopen ("/dev/null", "w");
  ck_assert_ptr_nonnull (copy);
  ck_assert_ptr_nonnull (file);
  for (size_t word = 0; word < size / 4; word++)
    for (uint32_t wild = 0; wild < 4; wild++)
      {
	static const uint32_t values[] = { 0, 1, 77, UINT32_MAX };
	memcpy (copy, value, size);
	copy[word] = values[wild];
	if (verify (copy, size))
	  query_value_print (file, query, NULL, copy, 0);
      }
  fclose (file);
  free (copy);
}

START_TEST (test_verifiers)
{
  program_begin (&program, "f");
  uint32_t s = program_record (&program, "s", 128);
  program_field (&program, s, "a", 0, 0, 32);
  program_field (&program, s, "b", program_array (&program, s, 3), 64, 32);
  program_end (&program, NULL);
  start ();
  uint32_t pair = engine_key_pair (unit_engine (unit), KEY_FUNCTION_TYPE, 0,
				   type_key ("int"));
  check_verifier (type_list_verify, QUERY_ID_types, 0);
  check_verifier (type_list_verify, QUERY_ID_body_types, 0);
  check_verifier (type_layout_verify, QUERY_ID_type_layout,
		  type_key ("struct s"));
  check_verifier (type_use_verify, QUERY_ID_type_use, pair);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("types");
  TCase *cases = tcase_create ("types");
  tcase_add_checked_fixture (cases, set_up, tear_down);
  tcase_add_test (cases, test_merged);
  tcase_add_test (cases, test_conflict);
  tcase_add_loop_test (cases, test_flexible, 0, 3);
  tcase_add_test (cases, test_odd_offsets);
  tcase_add_test (cases, test_identity);
  tcase_add_test (cases, test_odd_types);
  tcase_add_test (cases, test_use);
  tcase_add_test (cases, test_verifiers);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
