/* test-alloc-size.c - allocators that promise bytes, and what they give.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   char *f (n, m), with alloc_size (1), returns what malloc gives for so many bytes,
   moved by some.  The oracle tries sizes: the promise is broken if for some n there
   are fewer bytes than n behind the result, whatever m is.  A parameter that the
   function looks at may be known to be small: then a constant breaks nothing.  */

#include <stdlib.h>
#include <string.h>

#include "testsuite/unit/ask.h"
#include "testsuite/unit/suite.h"

#define LARGEST 100

enum size { CONSTANT, OF_N, OF_M, SIZES };

struct allocator
{
  enum size size;
  int bytes;			/* That many, or added to the parameter.  */
  int moved;			/* The result, from the start.  */
  bool looks_at_n;
  unsigned copies;		/* That the size goes through.  */
};

static struct cfg c;
static uint32_t pointer, function, n, m;

static uint32_t
parameter (const char *name, bool is_used)
{
  struct snap_decl d = { .kind = DECL_PARAMETER, .size_bits = 32,
			 .default_def = NONE };
  uint32_t decl, value = NONE;

  d.name = builder_string (&c.builder, name);
  decl = builder_add_decls (&c.builder, &d);
  builder_add_lists (&c.builder, &decl);
  if (is_used)
    {
      value = cfg_name (&c, SSA_IS_DEFAULT);
      builder_ssa (&c.builder, operand_index (value))->decl = decl;
      builder_decls (&c.builder, decl)->default_def = operand_index (value);
    }
  return value;
}

/* A function's type, and f itself, with the attribute.  */
static void
declare (const struct allocator *a)
{
  struct snap_attribute attribute = { .kind = SNAP_ATTRIBUTE_ALLOC_SIZE,
				      .argument = 0, .argument2 = NONE };
  struct snap_type p = { .kind = SNAP_TYPE_POINTER, .size_bits = 64,
			 .precision = 64, .align_bits = 64,
			 .flags = TYPE_IS_UNSIGNED, .element = 0,
			 .main_variant = NONE };
  struct snap_type t = { .kind = SNAP_TYPE_FUNCTION,
			 .size_bits = SIZE_UNKNOWN, .main_variant = NONE,
			 .n_attributes = 1 };

  cfg_init (&c);
  cfg_parse (&c, "0>2 2>1");
  pointer = builder_add_types (&c.builder, &p);
  t.element = pointer;
  t.first_attribute = builder_add_attributes (&c.builder, &attribute);
  function = builder_add_types (&c.builder, &t);
  builder_decls (&c.builder, c.builder.header.decl)->type = function;
  c.builder.header.first_parameter = builder_n_lists (&c.builder);
  c.builder.header.n_parameters = 2;
  n = parameter ("n", a->looks_at_n || a->size == OF_N);
  m = parameter ("m", true);
}

static uint32_t
assign (enum operation op, uint32_t type, uint32_t a, uint32_t b)
{
  uint32_t o[2] = { a, b }, name = cfg_name (&c, 0);

  builder_ssa (&c.builder, operand_index (name))->type = type;
  cfg_statement (&c, 2, STATEMENT_ASSIGN, op, name, o,
		 op == OPERATION_COPY ? 1 : 2)->type = type;
  return name;
}

static void
make (const struct allocator *a)
{
  uint32_t o[2], size, result;
  struct snap_statement *t;

  declare (a);
  size = a->size == CONSTANT ? cfg_number (&c, a->bytes)
	 : a->size == OF_N ? n : m;
  if (a->size != CONSTANT && a->bytes)
    size = assign (OPERATION_PLUS, 0, size, cfg_number (&c, a->bytes));
  for (unsigned i = 0; i < a->copies; i++)
    size = assign (OPERATION_COPY, 0, size, 0);
  o[0] = OPERAND (OPERAND_DECL, cfg_function (&c, "get"));
  o[1] = size;
  result = cfg_name (&c, 0);
  builder_ssa (&c.builder, operand_index (result))->type = pointer;
  t = cfg_statement (&c, 2, STATEMENT_CALL, OPERATION_COPY, result, o, 2);
  t->decl = operand_index (o[0]);
  t->type = function;
  t->flags = STATEMENT_HAS_PLACE;
  if (a->moved)
    result = assign (OPERATION_POINTER_PLUS, pointer, result,
		     cfg_number (&c, a->moved));
  cfg_statement (&c, 2, STATEMENT_RETURN, OPERATION_COPY, 0, &result, 1);
}

/* Whether A breaks its promise.  */
static bool
is_broken (const struct allocator *a)
{
  for (int i = 0; i <= LARGEST; i++)
    {
      /* M is as large as it can be, but what N was given says nothing of it.  */
      int size = a->bytes + (a->size == OF_N ? i : 0);

      if (a->size == OF_M && a->looks_at_n)
	return false;
      if (a->size == CONSTANT && a->looks_at_n)
	return false;
      if (size - a->moved < i)
	return true;
    }
  return false;
}

/* Of a size that is another parameter's it is told if that is all there is: the
   wrong one was meant.  */
static bool
is_told (const struct allocator *a)
{
  if (a->size == CONSTANT && a->bytes < a->moved)
    return false;
  return a->size != OF_M || a->bytes == a->moved;
}

START_TEST (test_sizes)
{
  unsigned found = 0, tried = 0;

  for (unsigned size = 0; size < SIZES; size++)
    for (int bytes = 0; bytes <= 12; bytes += 4)
      for (int moved = 0; moved <= 12; moved += 4)
	for (unsigned i = 0; i < 6; i++)
	  {
	    const struct allocator a
	      = { (enum size) size, bytes, moved, i & 1, i / 2 };
	    const struct findings *f;
	    struct ask ask;

	    make (&a);
	    ask_init (&ask, &c);
	    f = ask_findings (&ask, QUERY_ID_alloc_size);
	    ck_assert_msg ((f->n_findings > 0) == (is_broken (&a)
						   && is_told (&a)),
			   "size %u, bytes %d, moved %d, case %u", size, bytes,
			   moved, i);
	    found += f->n_findings > 0;
	    tried++;
	    ask_release (&ask);
	  }
  ck_assert_uint_eq (tried, 288);
  ck_assert_uint_gt (found, 60);
}
END_TEST

/* What it says: how many bytes there are, and which parameter counts.  */
START_TEST (test_texts)
{
  static const struct allocator cases[] = { { CONSTANT, 12, 4, false, 1 },
					    { OF_N, 4, 12, true, 0 },
					    { OF_M, 8, 8, false, 0 } };
  static const char *const texts[] = { "8", "8", "'m'" };
  const struct findings *f;
  struct ask ask;

  make (&cases[_i]);
  ask_init (&ask, &c);
  f = ask_findings (&ask, QUERY_ID_alloc_size);
  ck_assert_uint_eq (f->n_findings, 2);
  ck_assert_msg (strstr (ask_text (&ask, f, 0), texts[_i])
		 && strstr (ask_text (&ask, f, 0), "'n'"), "%s",
		 ask_text (&ask, f, 0));
  ask_release (&ask);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("alloc-size");
  TCase *cases = tcase_create ("alloc-size");

  tcase_add_test (cases, test_sizes);
  tcase_add_loop_test (cases, test_texts, 0, 3);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
