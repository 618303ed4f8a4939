/* test-function-table.c - which functions a call through a constant may reach.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A table of four structures { one, two } holds a function in each field; what is
   read is one field of one element, a field of any element, or a pointer from
   elsewhere.  */

#include <stdlib.h>
#include <string.h>

#include "passes/function-table.h"
#include "testsuite/unit/cfg.h"
#include "testsuite/unit/suite.h"

#define ELEMENTS 4
#define FIELDS 2
#define WIDTH 64		/* Bits of a field.  */
#define MOST 8

static struct cfg c;
static struct arena arena;
static uint32_t table, function[ELEMENTS][FIELDS], field[FIELDS];

/* The table; element HOLE has something else than a function as its first
   field.  */
static void
make_table (unsigned hole)
{
  struct snap_decl d = { .kind = DECL_VARIABLE, .default_def = NONE,
			 .flags = DECL_IS_GLOBAL | DECL_IS_STATIC
				  | DECL_IS_READONLY,
			 .size_bits = ELEMENTS * FIELDS * WIDTH };
  uint32_t first = NONE;

  cfg_init (&c);
  cfg_parse (&c, "0>2 2>1");
  arena_init (&arena, "test");
  for (uint32_t j = 0; j < FIELDS; j++)
    {
      struct snap_field f = { .offset_bits = j * WIDTH, .size_bits = WIDTH };

      field[j] = builder_add_fields (&c.builder, &f);
    }
  for (uint32_t i = 0; i < ELEMENTS; i++)
    for (uint32_t j = 0; j < FIELDS; j++)
      {
	char name[8];
	struct snap_attribute a
	  = { .kind = SNAP_ATTRIBUTE_HOLDS_FUNCTION, .argument = field[j],
	      .mask = (i * FIELDS + j) * WIDTH };
	uint32_t index;

	snprintf (name, sizeof name, "f%u%u", (unsigned) i, (unsigned) j);
	function[i][j] = cfg_function (&c, name);
	a.argument2 = i == hole && j == 0 ? NONE : function[i][j];
	index = builder_add_attributes (&c.builder, &a);
	first = first == NONE ? index : first;
      }
  d.name = builder_string (&c.builder, "table");
  d.first_attribute = first;
  d.n_attributes = ELEMENTS * FIELDS;
  table = builder_add_decls (&c.builder, &d);
}

static void
teardown (void)
{
  cfg_release (&c);
  arena_release (&arena);
}

/* table[ELEMENT].FIELDS[J]; ELEMENT is ELEMENTS: any of them.  */
static uint32_t
read_of (uint32_t element, uint32_t j)
{
  struct snap_step steps[2]
    = { { .kind = STEP_INDEX, .index = cfg_number (&c, element) },
	{ .kind = STEP_FIELD, .index = field[j] } };
  bool any = element == ELEMENTS;
  struct snap_memory m
    = { .base = OPERAND (OPERAND_DECL, table), .n_steps = 2,
	.flags = any ? MEMORY_IS_VARIABLE : 0,
	.offset_bits = any ? 0 : (element * FIELDS + j) * WIDTH,
	.size_bits = WIDTH,
	.max_size_bits = any ? ELEMENTS * FIELDS * WIDTH : WIDTH };

  m.first_step = builder_add_steps (&c.builder, &steps[0]);
  builder_add_steps (&c.builder, &steps[1]);
  return OPERAND (OPERAND_MEMORY, builder_add_memory (&c.builder, &m));
}

/* OPERAND through N copies.  */
static uint32_t
copies (uint32_t operand, unsigned n)
{
  while (n-- > 0)
    {
      uint32_t name = cfg_name (&c, 0);

      cfg_statement (&c, 2, STATEMENT_ASSIGN, OPERATION_COPY, name, &operand,
		     1);
      operand = name;
    }
  return operand;
}

/* The functions that OPERAND may be, of the body that is finished by this.  */
static uint32_t
find (uint32_t operand, uint32_t *found, uint32_t most)
{
  const struct snapshot *s = cfg_finish (&c, &arena);
  struct scratch m = scratch_of_arena (&arena);

  return table_functions (s, origins_compute (s, &m), operand, found, most);
}

/* One place has one function, however often it is copied, within reason.  */
START_TEST (test_places)
{
  for (uint32_t i = 0; i < ELEMENTS; i++)
    for (uint32_t j = 0; j < FIELDS; j++)
      {
	uint32_t found[MOST];

	make_table (ELEMENTS);
	ck_assert_uint_eq (find (copies (read_of (i, j), (unsigned) _i), found,
				 MOST), _i <= 8);
	if (_i <= 8)
	  ck_assert_uint_eq (found[0], function[i][j]);
	teardown ();
      }
}
END_TEST

/* That field of all elements, and of no other field; if there is room.  */
START_TEST (test_any_element)
{
  for (uint32_t j = 0; j < FIELDS; j++)
    for (uint32_t most = 0; most <= MOST; most++)
      {
	uint32_t found[MOST];

	make_table (ELEMENTS);
	ck_assert_uint_eq (find (copies (read_of (ELEMENTS, j), 1), found,
				 most), most >= ELEMENTS ? ELEMENTS : 0);
	for (uint32_t i = 0; i < ELEMENTS && most >= ELEMENTS; i++)
	  ck_assert_uint_eq (found[i], function[i][j]);
	teardown ();
      }
}
END_TEST

/* Where one element is something that nobody knows, so is any.  */
START_TEST (test_hole)
{
  uint32_t found[MOST];

  make_table ((unsigned) _i);
  ck_assert_uint_eq (find (copies (read_of (ELEMENTS, 0), 1), found, MOST), 0);
  teardown ();
  make_table ((unsigned) _i);
  ck_assert_uint_eq (find (copies (read_of (ELEMENTS, 1), 1), found, MOST),
		     ELEMENTS);
  teardown ();
  for (uint32_t i = 0; i < ELEMENTS; i++)
    {
      make_table ((unsigned) _i);
      ck_assert_uint_eq (find (copies (read_of (i, 0), 1), found, MOST),
			 i != (uint32_t) _i);
      teardown ();
    }
}
END_TEST

/* What was not read is no function of a table.  */
START_TEST (test_not_read)
{
  uint32_t found[MOST], o[2];

  make_table (ELEMENTS);
  ck_assert_uint_eq (find (cfg_name (&c, SSA_IS_DEFAULT), found, MOST), 0);
  teardown ();
  make_table (ELEMENTS);
  ck_assert_uint_eq (find (cfg_number (&c, 7), found, MOST), 0);
  teardown ();
  make_table (ELEMENTS);
  o[0] = copies (read_of (0, 0), 1);
  o[1] = cfg_number (&c, 8);
  {
    uint32_t moved = cfg_name (&c, 0);

    cfg_statement (&c, 2, STATEMENT_ASSIGN, OPERATION_POINTER_PLUS, moved, o,
		   2);
    ck_assert_uint_eq (find (moved, found, MOST), 0);
  }
  teardown ();
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("function-table");
  TCase *cases = tcase_create ("function-table");

  tcase_add_loop_test (cases, test_places, 0, 11);
  tcase_add_test (cases, test_any_element);
  tcase_add_loop_test (cases, test_hole, 0, ELEMENTS);
  tcase_add_test (cases, test_not_read);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
