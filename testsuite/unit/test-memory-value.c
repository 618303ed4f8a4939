/* test-memory-value.c - how deep values nest, and how far pointers lead.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <string.h>

#include "passes/memory.h"
#include "testsuite/unit/cfg.h"
#include "testsuite/unit/suite.h"

static struct arena arena;
static struct scratch scratch;
static struct memory_values values;

static void
setup (void)
{
  arena_init (&arena, "test");
  scratch = scratch_of_arena (&arena);
  memory_values_init (&values, cfg_snapshot (&arena, "0>2 2>1"), &scratch);
}

static void
teardown (void)
{
  arena_release (&arena);
}

/* What lies where VALUE points to.  */
static uint32_t
load (uint32_t value)
{
  return memory_make (&values, NODE_INITIAL, NONE,
		      memory_make (&values, NODE_POINTEE, NONE, value, 0, 0),
		      0, 0);
}

/* p = *p, time and again: a function's length does not show in what walks down a
   value.  */
START_TEST (test_loads_nest_so_deep)
{
  uint32_t value = memory_make (&values, NODE_PARAMETER, NONE, 0, 0, 0);
  uint32_t parameter = value;

  for (unsigned i = 0; i < MEMORY_LOADS; i++)
    {
      ck_assert_uint_eq (values.nodes[value].loads, i);
      value = load (value);
      ck_assert_uint_ne (value, 0);
    }
  ck_assert (memory_mentions (&values, value, parameter));
  ck_assert_uint_eq (load (value), 0);
  ck_assert_uint_eq (load (memory_make_operation (&values, OPERATION_PLUS, NONE,
						  parameter, value)), 0);
}
END_TEST

/* What an operation has of its operands is the larger count.  */
START_TEST (test_loads_of_operands)
{
  uint32_t parameter = memory_make (&values, NODE_PARAMETER, NONE, 0, 0, 0);
  uint32_t once = load (parameter), twice = load (once);

  ck_assert_uint_eq (values.nodes[memory_make_operation
				  (&values, OPERATION_PLUS, NONE, once, twice)]
		     .loads, 2);
  ck_assert_uint_eq (values.nodes[memory_make_operation
				  (&values, OPERATION_PLUS, NONE, twice, once)]
		     .loads, 2);
  ck_assert_uint_eq (values.nodes[memory_make_operation
				  (&values, OPERATION_NEGATE, NONE, once, NONE)]
		     .loads, 1);
}
END_TEST

START_TEST (test_pointers_far_from_objects)
{
  uint32_t region = memory_make (&values, NODE_HEAP, NONE, 0, 0, 0);
  static const struct { int64_t offset, kept; } cases[] = {
    { 8, 8 }, { -8, -8 },
    { MEMORY_MOST_BYTES, MEMORY_MOST_BYTES },
    { -MEMORY_MOST_BYTES, -MEMORY_MOST_BYTES },
    { MEMORY_MOST_BYTES + 1, OFFSET_UNKNOWN },
    { -MEMORY_MOST_BYTES - 1, OFFSET_UNKNOWN },
    /* In bits it would be none.  */
    { INT64_C (1) << 61, OFFSET_UNKNOWN },
    { INT64_MAX, OFFSET_UNKNOWN }, { OFFSET_UNKNOWN, OFFSET_UNKNOWN }
  };

  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    ck_assert_int_eq (values.nodes[memory_make_pointer (&values, region,
							cases[i].offset)]
		      .number, cases[i].kept);
}
END_TEST

/* Of what a statement makes only what it has read has a place.  */
START_TEST (test_places_of_loads)
{
  struct memory m;
  uint32_t place;

  memset (&m, 0, sizeof m);
  place = memory_make (&values, NODE_INITIAL, NONE,
		       memory_make (&values, NODE_HEAP, NONE, 0, 0, 0), 0, 0);
  const struct { uint32_t number, place; } cases[] = {
    { 0, 0 }, { 30, 0 }, { MEMORY_FIRST_LOADED + place, place },
    { MEMORY_FIRST_CHECKED, 0 }, { MEMORY_FIRST_CHECKED + 7, 0 },
    { MEMORY_WITHOUT_VALUE, 0 }
  };

  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    {
      uint32_t value = memory_make (&values, NODE_RESULT, NONE, 5,
				    cases[i].number, 0);

      m.values = values;
      ck_assert_uint_eq (memory_place_loaded (&m, value), cases[i].place);
    }
}
END_TEST

static Suite *
memory_value_suite (void)
{
  Suite *suite = suite_create ("memory-value");
  TCase *cases = tcase_create ("memory-value");

  tcase_add_checked_fixture (cases, setup, teardown);
  tcase_add_test (cases, test_loads_nest_so_deep);
  tcase_add_test (cases, test_loads_of_operands);
  tcase_add_test (cases, test_pointers_far_from_objects);
  tcase_add_test (cases, test_places_of_loads);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (memory_value_suite)
