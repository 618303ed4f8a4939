/* test-deallocation.c - every allocator with every deallocator.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The oracle: each function belongs to families, and two fit that have one in
   common.  Only realloc, which allocates as well, goes by the deallocators that it
   shares.  */

#include <stdlib.h>
#include <string.h>

#include "passes/deallocation.h"
#include "testsuite/unit/cfg.h"
#include "testsuite/unit/suite.h"

enum { LIBRARY = 1, NEW = 2, NEW_ARRAY = 4, NEW_A = 8, NEW_B = 16, OWN = 32,
       OTHER = 64 };

struct function
{
  const char *name, *assembler_name;
  enum builtin builtin;
  const char *released_by;	/* Of the attribute malloc; or NULL.  */
  const char *releases;		/* By such an attribute of another one.  */
  unsigned families;
};

static const struct function allocators[] = {
  { "malloc", "malloc", BUILTIN_MALLOC, NULL, NULL, LIBRARY },
  { "__builtin_calloc", "calloc", BUILTIN_CALLOC, NULL, NULL, LIBRARY },
  { "strdup", "strdup", BUILTIN_STRDUP, NULL, NULL, LIBRARY },
  { "strndup", "strndup", BUILTIN_OTHER, NULL, NULL, LIBRARY },
  { "operator new", "_Znwm", BUILTIN_NONE, NULL, NULL, NEW },
  { "operator new []", "_Znam", BUILTIN_NONE, NULL, NULL, NEW_ARRAY },
  { "operator new", "_ZN1AnwEm", BUILTIN_NONE, NULL, NULL, NEW_A },
  { "operator new", "_ZN1BnwEm", BUILTIN_NONE, NULL, NULL, NEW_B },
  { "get", "get", BUILTIN_NONE, "put", NULL, OWN },
  { "take", "take", BUILTIN_NONE, "drop", NULL, OTHER },
  { "copy", "copy", BUILTIN_NONE, "free", NULL, LIBRARY }
};

static const struct function deallocators[] = {
  { "free", "free", BUILTIN_FREE, NULL, NULL, LIBRARY },
  { "__builtin_free", "free", BUILTIN_FREE, NULL, NULL, LIBRARY },
  { "realloc", "realloc", BUILTIN_REALLOC, NULL, NULL, LIBRARY },
  { "operator delete", "_ZdlPv", BUILTIN_NONE, NULL, NULL, NEW },
  { "operator delete", "_ZdlPvm", BUILTIN_NONE, NULL, NULL, NEW },
  { "operator delete []", "_ZdaPv", BUILTIN_NONE, NULL, NULL, NEW_ARRAY },
  { "operator delete", "_ZN1AdlEPv", BUILTIN_NONE, NULL, NULL, NEW_A },
  { "operator delete", "_ZN1BdlEPv", BUILTIN_NONE, NULL, NULL, NEW_B },
  { "put", "put", BUILTIN_NONE, NULL, "get", OWN },
  { "drop", "drop", BUILTIN_NONE, NULL, "take", OTHER }
};

#define N_ALLOCATORS (sizeof allocators / sizeof *allocators)
#define N_DEALLOCATORS (sizeof deallocators / sizeof *deallocators)

/* Neither.  */
static const struct function neither[] = {
  { "strlen", "strlen", BUILTIN_STRLEN, NULL, NULL, 0 },
  { "malloc", "malloc", BUILTIN_NONE, NULL, NULL, 0 },	/* Their own.  */
  { "free", "free", BUILTIN_NONE, NULL, NULL, 0 },
  { "f", "f", BUILTIN_NONE, "", NULL, 0 }
};

static struct cfg c;
static struct arena arena;

static void
setup (void)
{
  cfg_init (&c);
  cfg_parse (&c, "0>2 2>1");
  arena_init (&arena, "test");
}

static void
teardown (void)
{
  cfg_release (&c);
  arena_release (&arena);
}

static void
add_attribute (uint32_t decl, enum snap_attribute_kind kind,
	       const char *text, uint32_t argument)
{
  struct snap_attribute a = { .kind = kind, .argument = argument,
			      .argument2 = NONE };
  uint32_t index;

  if (!text)
    return;
  a.text = builder_string (&c.builder, text);
  index = builder_add_attributes (&c.builder, &a);
  builder_decls (&c.builder, decl)->first_attribute = index;
  builder_decls (&c.builder, decl)->n_attributes = 1;
}

static uint32_t
declare (const struct function *f)
{
  uint32_t decl = cfg_function (&c, f->name);
  uint32_t name = builder_string (&c.builder, f->assembler_name);

  builder_decls (&c.builder, decl)->assembler_name = name;
  builder_decls (&c.builder, decl)->builtin = (uint16_t) f->builtin;
  add_attribute (decl, SNAP_ATTRIBUTE_MALLOC, f->released_by, 0);
  add_attribute (decl, SNAP_ATTRIBUTE_RELEASES, f->releases, 1);
  return decl;
}

START_TEST (test_fits)
{
  uint32_t allocator[N_ALLOCATORS], deallocator[N_DEALLOCATORS];
  const struct snapshot *s;

  for (size_t i = 0; i < N_ALLOCATORS; i++)
    allocator[i] = declare (&allocators[i]);
  for (size_t i = 0; i < N_DEALLOCATORS; i++)
    deallocator[i] = declare (&deallocators[i]);
  s = cfg_finish (&c, &arena);
  for (size_t i = 0; i < N_ALLOCATORS; i++)
    for (size_t j = 0; j < N_DEALLOCATORS; j++)
      ck_assert_msg (deallocation_fits (s, allocator[i], deallocator[j])
		     == ((allocators[i].families & deallocators[j].families)
			 != 0),
		     "%s and %s", allocators[i].assembler_name,
		     deallocators[j].assembler_name);
}
END_TEST

START_TEST (test_allocates)
{
  uint32_t decl[N_ALLOCATORS], no[sizeof neither / sizeof *neither];
  uint32_t releases[N_DEALLOCATORS];
  const struct snapshot *s;

  for (size_t i = 0; i < N_ALLOCATORS; i++)
    decl[i] = declare (&allocators[i]);
  for (size_t i = 0; i < N_DEALLOCATORS; i++)
    releases[i] = declare (&deallocators[i]);
  for (size_t i = 0; i < sizeof neither / sizeof *neither; i++)
    no[i] = declare (&neither[i]);
  s = cfg_finish (&c, &arena);
  for (size_t i = 0; i < N_ALLOCATORS; i++)
    ck_assert_msg (allocates (s, decl[i]), "%s", allocators[i].name);
  for (size_t i = 0; i < N_DEALLOCATORS; i++)
    ck_assert_msg (allocates (s, releases[i])
		   == (deallocators[i].builtin == BUILTIN_REALLOC),
		   "%s", deallocators[i].name);
  for (size_t i = 0; i < sizeof neither / sizeof *neither; i++)
    ck_assert_msg (!allocates (s, no[i]), "%s", neither[i].name);
}
END_TEST

/* A call of DECL with N arguments.  */
static struct snap_statement *
call (uint32_t decl, uint32_t n)
{
  uint32_t o[3] = { OPERAND (OPERAND_DECL, decl), cfg_number (&c, 0),
		    cfg_number (&c, 0) };
  struct snap_statement *t
    = cfg_statement (&c, 2, STATEMENT_CALL, OPERATION_COPY,
		     OPERAND (OPERAND_NONE, 0), o, n + 1);

  t->decl = decl;
  return t;
}

START_TEST (test_released_argument)
{
  static const struct function placement
    = { "operator delete", "_ZdlPvS_", BUILTIN_NONE, NULL, NULL, 0 };
  static const struct { uint32_t few, many; } released[N_DEALLOCATORS]
    = { { 0, 0 }, { 0, 0 }, { 0, 0 }, { 0, 0 }, { 0, 0 }, { 0, 0 }, { 0, 0 },
	{ 0, 0 },
	/* The attribute names the second one, which must be there.  */
	{ NONE, 1 }, { NONE, 1 } };
  const struct snap_statement *t;
  const struct snapshot *s;
  uint32_t n = 0;

  for (size_t i = 0; i < N_DEALLOCATORS; i++)
    {
      uint32_t decl = declare (&deallocators[i]);

      call (decl, 1);
      call (decl, 2);
      call (decl, 0);
      call (decl, 2)->flags |= CALL_IS_INTERNAL;
    }
  call (declare (&placement), 2);
  for (size_t i = 0; i < N_ALLOCATORS; i++)
    call (declare (&allocators[i]), 2);
  call (0, 2)->decl = NONE;
  s = cfg_finish (&c, &arena);
  t = snapshot_statements (s);
  for (size_t i = 0; i < N_DEALLOCATORS; i++, n += 4)
    {
      ck_assert_uint_eq (released_argument (s, &t[n]), released[i].few);
      ck_assert_uint_eq (released_argument (s, &t[n + 1]), released[i].many);
      ck_assert_uint_eq (released_argument (s, &t[n + 2]), NONE);
      ck_assert_uint_eq (released_argument (s, &t[n + 3]), NONE);
    }
  for (; n < snapshot_n_statements (s); n++)
    ck_assert_uint_eq (released_argument (s, &t[n]), NONE);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("deallocation");
  TCase *cases = tcase_create ("deallocation");

  tcase_add_checked_fixture (cases, setup, teardown);
  tcase_add_test (cases, test_fits);
  tcase_add_test (cases, test_allocates);
  tcase_add_test (cases, test_released_argument);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
