/* test-model.c - the models of library functions, and what is wrong with a row.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdlib.h>
#include <string.h>

#include "passes/model.h"
#include "testsuite/unit/suite.h"

static const struct
{
  const char *name, *result, *arguments;
} rows[] = {
#define MODEL(NAME, RESULT, ARGUMENTS) { NAME, RESULT, ARGUMENTS },
#include "passes/models.def"
};

/* Every row can be read, and is found: the table is sorted.  */
START_TEST (test_rows)
{
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    {
      struct model m;
      const char *where;
      const char *wrong = model_parse (rows[i].name, rows[i].result,
				       rows[i].arguments, &m, &where);

      ck_assert_msg (!wrong, "%s: %s at %s", rows[i].name, wrong, where);
      ck_assert_msg (model_find (rows[i].name, &m), "%s", rows[i].name);
      if (i > 0)
	ck_assert_int_lt (strcmp (rows[i - 1].name, rows[i].name), 0);
    }
}
END_TEST

START_TEST (test_words)
{
  struct model m;
  const char *where;

  ck_assert_ptr_null (model_parse ("f", "new release maybe-null cleared",
				   "size, releases free nonnull, ... reads",
				   &m, &where));
  ck_assert_uint_eq (m.flags, MODEL_RESULT_IS_NEW | MODEL_RESULT_MAY_BE_NULL
			      | MODEL_RESULT_IS_CLEARED);
  ck_assert_str_eq (m.family, "release");
  ck_assert_uint_eq (m.n_arguments, 2);
  ck_assert_uint_eq (m.argument[0].does, MODEL_IS_SIZE);
  ck_assert_uint_eq (m.argument[1].does, MODEL_RELEASES | MODEL_NONNULL);
  ck_assert_str_eq (m.argument[1].family, "free");
  ck_assert_uint_eq (m.rest.does, MODEL_READS);
  ck_assert (!model_find ("no such function", &m));
  ck_assert_ptr_null (model_parse ("f", "opens shut", "descriptor, limit, "
				   "closes shut, makes drop", &m, &where));
  ck_assert_uint_eq (m.flags, MODEL_RESULT_IS_OPENED);
  ck_assert_str_eq (m.family, "shut");
  ck_assert_uint_eq (m.argument[0].does, MODEL_IS_DESCRIPTOR);
  ck_assert_uint_eq (m.argument[1].does, MODEL_IS_LIMIT);
  ck_assert_uint_eq (m.argument[2].does, MODEL_CLOSES);
  ck_assert_uint_eq (m.argument[3].does, MODEL_MAKES);
  ck_assert_str_eq (m.argument[3].family, "drop");
}
END_TEST

static const struct
{
  const char *result, *arguments, *where;
} bad[] = {
  { "nwe free", "", "nwe free" },
  { "new", "", "new" },
  { "argument 0", "", "argument 0" },
  { "argument 9", "", "argument 9" },
  { "", "reads, raeds", "raeds" },
  { "", "releases, reads", "releases, reads" },
  { "", "reads ... writes", "... writes" },
  { "", "-, -, -, -, -, -, -, -, -", ", -" },
  { "new a_name_that_is_longer_than_sixty_three_bytes_and_is_therefore_no_name",
    "",
    "new a_name_that_is_longer_than_sixty_three_bytes_and_is_therefore_no_name" }
};

START_TEST (test_bad)
{
  struct model m;
  const char *where;

  ck_assert_ptr_nonnull (model_parse ("f", bad[_i].result, bad[_i].arguments,
				      &m, &where));
  ck_assert_str_eq (where, bad[_i].where);
}
END_TEST

static Suite *
model_suite (void)
{
  Suite *suite = suite_create ("model");
  TCase *cases = tcase_create ("model");

  tcase_add_test (cases, test_rows);
  tcase_add_test (cases, test_words);
  tcase_add_loop_test (cases, test_bad, 0, sizeof bad / sizeof *bad);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (model_suite)
