/* test-memory-bounds.c - accesses at and beyond the ends of arrays.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   An index between two numbers is told if it is outside with all of them, and not
   if one is inside.  */

#include <string.h>

#include "testsuite/unit/ask.h"
#include "testsuite/unit/suite.h"
#include "testsuite/unit/typed.h"

/* if (i >= LOW && i <= HIGH) a[i] is accessed, where a has COUNT elements of
   BYTES and i is of BITS.  */
struct access
{
  uint64_t count;
  uint32_t bytes;
  uint32_t bits;
  bool is_unsigned, writes, by_pointer;
  int64_t low, high;
};

static struct cfg c;

/* a[INDEX], or *(a + INDEX * BYTES).  */
static uint32_t
element (const struct access *a, uint32_t block, uint32_t array,
	 uint32_t index)
{
  struct snap_step step = { .kind = STEP_INDEX, .index = index };
  struct snap_memory m = { .n_steps = 1, .size_bits = 8 * a->bytes };

  m.type = step.type = typed_integer (&c, 8 * a->bytes, 0);
  if (a->by_pointer)
    {
      uint32_t size = typed_integer (&c, 64, TYPE_IS_UNSIGNED | TYPE_WRAPS);
      uint32_t pointer = typed_pointer (&c, m.type);
      uint32_t wide = typed_name (&c, size, NONE);
      uint32_t bytes = typed_name (&c, size, NONE);
      uint32_t first = typed_name (&c, pointer, NONE);
      uint32_t moved = typed_name (&c, pointer, NONE);
      struct snap_memory whole = { .base = OPERAND (OPERAND_DECL, array),
				   .type = m.type,
				   .size_bits = 8 * a->bytes * a->count };

      whole.max_size_bits = whole.size_bits;
      whole.first_step = builder_n_steps (&c.builder);
      typed_assign (&c, block, wide, OPERATION_CONVERT, index, 0);
      typed_assign (&c, block, bytes, OPERATION_MULTIPLY, wide,
		    typed_number (&c, size, a->bytes));
      typed_assign (&c, block, first, OPERATION_COPY,
		    OPERAND (OPERAND_ADDRESS,
			     builder_add_memory (&c.builder, &whole)), 0);
      typed_assign (&c, block, moved, OPERATION_POINTER_PLUS, first, bytes);
      step.kind = STEP_DEREFERENCE;
      step.index = NONE;
      m.base = moved;
      m.max_size_bits = m.size_bits;
    }
  else
    {
      m.base = OPERAND (OPERAND_DECL, array);
      m.max_size_bits = 8 * a->bytes * a->count;
      m.flags = MEMORY_IS_VARIABLE;
    }
  m.first_step = builder_add_steps (&c.builder, &step);
  return OPERAND (OPERAND_MEMORY, builder_add_memory (&c.builder, &m));
}

static void
make (const struct access *a)
{
  uint32_t type, array, i, memory;
  struct snap_type t = { .kind = SNAP_TYPE_ARRAY, .elements = a->count,
			 .main_variant = NONE, .align_bits = 32,
			 .size_bits = 8 * a->bytes * a->count };

  cfg_init (&c);
  type = typed_integer (&c, a->bits,
			a->is_unsigned ? TYPE_IS_UNSIGNED | TYPE_WRAPS : 0);
  t.element = typed_integer (&c, 8 * a->bytes, 0);
  array = typed_variable (&c, DECL_VARIABLE, "a",
			  builder_add_types (&c.builder, &t),
			  DECL_IS_GLOBAL | DECL_IS_STATIC);
  builder_decls (&c.builder, array)->size_bits = t.size_bits;
  i = typed_parameter (&c, "i", type, 0);
  typed_branch (&c, 2, OPERATION_GREATER_EQUAL, i,
		typed_number (&c, type, a->low), 3, 1);
  typed_branch (&c, 3, OPERATION_LESS_EQUAL, i,
		typed_number (&c, type, a->high), 4, 1);
  cfg_parse (&c, "0>2 4>1");
  memory = element (a, 4, array, i);
  if (a->writes)
    typed_assign (&c, 4, memory, OPERATION_COPY,
		  typed_number (&c, t.element, 0), 0);
  else
    typed_return (&c, 4, memory);
}

/* What is said of A: nothing, or a finding.  */
static bool
is_found (const struct access *a)
{
  const struct findings *f;
  struct ask ask;
  bool found;

  make (a);
  ask_init (&ask, &c);
  f = ask_findings (&ask, QUERY_ID_out_of_bounds);
  found = f->n_findings > 0;
  if (found)
    ck_assert_ptr_nonnull (strstr (ask_text (&ask, f, 0),
				   a->writes ? "write to 'a'"
				   : "read of 'a'"));
  ask_release (&ask);
  return found;
}

static bool
is_outside (const struct access *a)
{
  return a->high < 0 || (a->low >= 0 && (uint64_t) a->low >= a->count);
}

START_TEST (test_ranges)
{
  static const uint32_t bits[] = { 8, 16, 32, 33, 64 };
  static const uint32_t bytes[] = { 1, 2, 4, 8, 16 };
  unsigned n_found = 0, rounds = is_long () ? 200000 : 4000;
  uint64_t seed = 5;

  for (unsigned i = 0; i < rounds; i++)
    {
      struct access a;

      a.count = 1 + random_below (&seed, 10);
      a.bytes = bytes[random_below (&seed, 5)];
      a.bits = bits[random_below (&seed, 5)];
      a.is_unsigned = random_below (&seed, 2);
      a.writes = random_below (&seed, 2);
      a.by_pointer = random_below (&seed, 2);
      a.low = (int64_t) random_below (&seed, 30) - (a.is_unsigned ? 0 : 15);
      a.high = a.low + random_below (&seed, 8);
      ck_assert_msg (is_found (&a) == is_outside (&a),
		     "%s: %llu of %u bytes, %d to %d, %u bits, unsigned %d, "
		     "by pointer %d", is_outside (&a) ? "missed" : "found",
		     (unsigned long long) a.count, a.bytes, (int) a.low,
		     (int) a.high, a.bits, a.is_unsigned, a.by_pointer);
      n_found += is_outside (&a);
    }
  ck_assert_uint_gt (n_found, rounds / 4);
}
END_TEST

/* Indices near the ends of what 64 bits hold: an access is found or not, but never
   one that is inside.  */
START_TEST (test_far)
{
  static const int64_t ends[]
    = { INT32_MIN, INT32_MAX, (int64_t) 1 << 47, (int64_t) 1 << 48,
	(int64_t) 1 << 59, (int64_t) 1 << 60, INT64_MAX - 20, INT64_MIN + 20,
	-((int64_t) 1 << 60) };
  unsigned n_found = 0;

  for (int64_t around = -3; around <= 3; around++)
    for (unsigned i = 0; i < 4; i++)
      {
	struct access a = { 10, i & 1 ? 16 : 1, 64, false, i & 2,
			    _i / 9, ends[_i % 9] + around, 0 };

	a.high = a.low;
	n_found += is_found (&a);
	a.low = a.low < 0 ? a.low : 3;
	a.high = a.high < 0 ? 3 : a.high;
	ck_assert (!is_found (&a));
      }
  if (_i % 9 < 3)
    ck_assert_uint_eq (n_found, 28);
}
END_TEST

/* A constant index, in the last dimension of two.  */
START_TEST (test_constant)
{
  static const int64_t indices[]
    = { -1, 0, 9, 10, INT32_MAX, INT64_MAX - 15, INT64_MAX, INT64_MIN };
  struct access a = { 10, 1, 64, false, true, false, 0, 5 };
  struct snap_memory *m;
  struct snap_step *step;
  struct ask ask;

  make (&a);
  m = builder_memory (&c.builder, 0);
  step = builder_steps (&c.builder, m->first_step);
  m->size_bits = _i % 2 ? 8 : 128;
  step->index = typed_number (&c, typed_integer (&c, 64, 0), indices[_i / 2]);
  ask_init (&ask, &c);
  ck_assert_int_eq (ask_findings (&ask, QUERY_ID_out_of_bounds)->n_findings
		    > 0, _i % 2 == 0 || indices[_i / 2] < 0
			 || indices[_i / 2] > 9);
  ask_release (&ask);
}
END_TEST

/* Of an array whose size nobody knows, or of none at all, or so large that it fills
   all memory.  */
START_TEST (test_sizes)
{
  static const struct { uint64_t count; uint32_t bytes; bool found; } cases[]
    = { { 0, 4, true }, { SIZE_UNKNOWN, 1, false },
	{ UINT64_C (1) << 57, 1, false }, { UINT64_C (1) << 60, 1, false } };
  struct access a = { cases[_i].count, cases[_i].bytes, 64, false, true,
		      false, 1000, 2000 };

  ck_assert_int_eq (is_found (&a), cases[_i].found);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("memory-bounds");
  TCase *cases = tcase_create ("memory-bounds");

  tcase_set_timeout (cases, 300);
  tcase_add_test (cases, test_ranges);
  tcase_add_loop_test (cases, test_far, 0, 18);
  tcase_add_loop_test (cases, test_constant, 0, 16);
  tcase_add_loop_test (cases, test_sizes, 0, 4);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
