/* test-findings.c - building, joining, verifying and printing findings.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdlib.h>
#include <string.h>

#include "passes/all.h"
#include "testsuite/unit/cfg.h"
#include "testsuite/unit/suite.h"

/* Two findings, one with a note.  */
static void
fill (struct findings_builder *b)
{
  findings_add (b, CHECK_early_uninit, MESSAGE_UNINITIALIZED_EXPRESSION,
		PLACE (PLACE_STATEMENT, 3),
		FINDING_SUPPRESSES | FINDING_NOT_AT_O0);
  findings_add_text (b, "s.a");
  findings_add_group (b, 7, 8, 0);
  findings_add (b, CHECK_early_uninit, MESSAGE_DECLARED_HERE,
		PLACE (PLACE_DECL, 0), FINDING_IS_NOTE);
  findings_add_decl (b, 0);
  findings_add (b, CHECK_unused_result, MESSAGE_IGNORED_RESULT,
		PLACE (PLACE_LOWERED, 0), 0);
  findings_add_fallback (b, PLACE (PLACE_END, 0), NONE);
}

static const struct findings *
finish (struct findings_builder *b, struct buffer *out)
{
  findings_finish (b, out);
  ck_assert (findings_verify (out->bytes, out->size));
  return (const struct findings *) out->bytes;
}

static bool
keep_at_O0 (const struct finding *f)
{
  return !(f->flags & FINDING_NOT_AT_O0);
}

START_TEST (test_build)
{
  struct findings_builder b;
  struct buffer out = BUFFER_INIT, again = BUFFER_INIT;
  const struct findings *f;

  findings_builder_init (&b);
  fill (&b);
  f = finish (&b, &out);
  ck_assert_uint_eq (f->n_findings, 3);
  ck_assert_uint_eq (f->n_arguments, 2);
  ck_assert_uint_eq (findings_array (f)[0].group, 7);
  ck_assert_uint_eq (findings_array (f)[1].subject, NONE);
  ck_assert_uint_eq (findings_array (f)[2].place2, PLACE (PLACE_END, 0));
  ck_assert_str_eq (findings_text (f) + findings_arguments (f)[0].value,
		    "s.a");

  /* All of it, as it was; then without the first finding and its note.  */
  findings_append (&b, f, NULL);
  finish (&b, &again);
  ck_assert_uint_eq (again.size, out.size);
  ck_assert_mem_eq (again.bytes, out.bytes, out.size);
  buffer_clear (&again);
  findings_append (&b, f, keep_at_O0);
  f = finish (&b, &again);
  ck_assert_uint_eq (f->n_findings, 1);
  ck_assert_uint_eq (f->n_arguments, 0);

  /* Nothing at all.  */
  buffer_clear (&again);
  f = finish (&b, &again);
  ck_assert_uint_eq (again.size, sizeof *f);
  findings_builder_release (&b);
  buffer_release (&out);
  buffer_release (&again);
}
END_TEST

/* A part of a variable has the place of an expression's text, and is what was given
   also after it was joined with others.  */
START_TEST (test_part)
{
  struct findings_builder b;
  struct buffer out = BUFFER_INIT, again = BUFFER_INIT;
  const struct finding_part part = { 5, UINT64_MAX, "unsigned int" };
  struct finding_part parsed;
  const struct findings *f;
  struct finding_argument *a;

  findings_builder_init (&b);
  fill (&b);
  findings_add (&b, CHECK_uninit, MESSAGE_UNINITIALIZED_EXPRESSION,
		PLACE (PLACE_STATEMENT, 1), 0);
  findings_add_part (&b, &part);
  f = finish (&b, &out);
  findings_append (&b, f, keep_at_O0);
  f = finish (&b, &again);
  a = (struct finding_argument *) findings_arguments (f);
  ck_assert_uint_eq (a->kind, ARGUMENT_PART);
  ck_assert (finding_part_parse (findings_text (f) + a->value, &parsed));
  ck_assert_uint_eq (parsed.decl, 5);
  ck_assert_uint_eq (parsed.offset, UINT64_MAX);
  ck_assert_str_eq (parsed.type, "unsigned int");

  /* Not where a name is to be, and not any text.  */
  ((struct finding *) findings_array (f))[1].message = MESSAGE_UNINITIALIZED;
  ck_assert (!findings_verify (again.bytes, again.size));
  ((struct finding *) findings_array (f))[1].message
    = MESSAGE_UNINITIALIZED_EXPRESSION;
  ck_assert (findings_verify (again.bytes, again.size));
  *(char *) (findings_text (f) + a->value) = 'x';
  ck_assert (!findings_verify (again.bytes, again.size));
  findings_builder_release (&b);
  buffer_release (&out);
  buffer_release (&again);
}
END_TEST

START_TEST (test_verify)
{
  struct findings_builder b;
  struct buffer out = BUFFER_INIT;
  struct findings *f;
  struct finding *x;
  struct finding_argument *a;

  findings_builder_init (&b);
  fill (&b);
  finish (&b, &out);
  f = (struct findings *) out.bytes;
  x = (struct finding *) findings_array (f);
  a = (struct finding_argument *) findings_arguments (f);
  for (size_t size = 0; size < out.size; size++)
    ck_assert (!findings_verify (out.bytes, size));
#define DAMAGE(FIELD, VALUE)						\
  do									\
    {									\
      __typeof__ (FIELD) kept = FIELD;					\
      FIELD = VALUE;							\
      ck_assert_msg (!findings_verify (out.bytes, out.size), #FIELD);	\
      FIELD = kept;							\
      ck_assert (findings_verify (out.bytes, out.size));		\
    }									\
  while (0)
  DAMAGE (f->flags, 2);
  DAMAGE (f->n_findings, 4);
  DAMAGE (x->check, CHECKS);
  DAMAGE (x->message, MESSAGES);
  DAMAGE (x->message, MESSAGE_UNINITIALIZED);
  DAMAGE (x->flags, FINDING_IS_NOTE);
  DAMAGE (x->place, PLACE (PLACE_KINDS, 0));
  DAMAGE (x->place2, PLACE (PLACE_KINDS, 0));
  DAMAGE (x->place3, PLACE (PLACE_KINDS, 0));
  DAMAGE (x->n_arguments, 2);
  DAMAGE (x->first_argument, 3);
  DAMAGE (x->first_argument, UINT32_MAX);
  DAMAGE (a->value, f->text_size);
  DAMAGE (a->kind, ARGUMENT_TYPE);
  DAMAGE (out.bytes[out.size - 1], 'x');
#undef DAMAGE
  findings_builder_release (&b);
  buffer_release (&out);
}
END_TEST

/* Whatever bytes say that they are well formed can be printed.  */
START_TEST (test_flips)
{
  struct arena arena;
  struct findings_builder b;
  struct buffer out = BUFFER_INIT;
  const struct finding_part part = { 0, 24, "int" };
  uint64_t seed = 11;
  uint32_t valid = 0;
  FILE *file = fopen ("/dev/null", "w");
  const struct snapshot *s;

  arena_init (&arena, "test");
  s = cfg_snapshot (&arena, "0>2 2>1");
  findings_builder_init (&b);
  fill (&b);
  findings_add (&b, CHECK_uninit, MESSAGE_UNINITIALIZED_EXPRESSION,
		PLACE (PLACE_STATEMENT, 1), 0);
  findings_add_part (&b, &part);
  finish (&b, &out);
  for (int i = 0; i < 200000; i++)
    {
      uint32_t at = random_below (&seed, (uint32_t) out.size);
      char bit = (char) (1 << random_below (&seed, 8));

      out.bytes[at] ^= bit;
      if (findings_verify (out.bytes, out.size))
	{
	  valid++;
	  findings_print (file, s, (const struct findings *) out.bytes,
			  DUMP_DETAILS);
	}
      out.bytes[at] ^= bit;
    }
  ck_assert_uint_gt (valid, 0);
  fclose (file);
  findings_builder_release (&b);
  buffer_release (&out);
  arena_release (&arena);
}
END_TEST

START_TEST (test_tables)
{
  for (unsigned m = 0; m < MESSAGES; m++)
    {
      ck_assert_ptr_nonnull (message_format ((enum message) m));
      ck_assert (*message_option ((enum message) m));
    }
  ck_assert_str_eq (message_option (MESSAGE_NORETURN_RETURNS), "0");
  ck_assert_str_eq (check_name (CHECK_early_uninit), "early-uninit");
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("findings");
  TCase *cases = tcase_create ("findings");
  tcase_set_timeout (cases, 120);
  tcase_add_test (cases, test_build);
  tcase_add_test (cases, test_part);
  tcase_add_test (cases, test_verify);
  tcase_add_test (cases, test_flips);
  tcase_add_test (cases, test_tables);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
