/* test-untyped.c - every query of a body whose names have no types.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A snapshot may leave types out, and the validator lets it through: so no provider
   may take one for granted.  */

#include <check.h>
#include <stdlib.h>

#include "passes/unit.h"
#include "testsuite/unit/cfg.h"

static const uint32_t arity[] = {
#define OPERATION(NAME, text, ARITY, tree_code) ARITY,
#include "passes/operation.def"
};

/* One statement for each operation, each of what the one before made.  */
static const struct snapshot *
make_body (struct arena *arena)
{
  struct cfg c;
  cfg_init (&c);
  cfg_edge (&c, BLOCK_ENTRY, 2, EDGE_IS_FALLTHRU);
  uint32_t value = cfg_number (&c, 1);
  for (uint32_t operation = 0; operation < OPERATIONS; operation++)
    if (arity[operation] >= 1 && arity[operation] <= 3)
      {
	uint32_t operands[3] = { value, cfg_number (&c, 40), value };
	uint32_t name = cfg_name (&c, 0);
	cfg_statement (&c, 2, STATEMENT_ASSIGN, operation, name, operands,
		       arity[operation]);
	value = name;
      }
  uint32_t compared[2] = { value, cfg_number (&c, 0) };
  cfg_statement (&c, 2, STATEMENT_COND, OPERATION_LESS, 0, compared, 2);
  cfg_edge (&c, 2, 3, EDGE_IS_TRUE);
  cfg_edge (&c, 2, 4, EDGE_IS_FALSE);
  cfg_edge (&c, 3, 4, EDGE_IS_FALLTHRU);
  cfg_statement (&c, 4, STATEMENT_RETURN, 0, 0, &value, 1);
  cfg_edge (&c, 4, BLOCK_EXIT, 0);
  const struct snapshot *s = cfg_finish (&c, arena);
  cfg_release (&c);
  return s;
}

START_TEST (test_every_query)
{
  struct unit_config config = { .name = "test.c", .threads = 1,
				.options = { .checks = ALL_CHECKS } };
  struct unit *u = unit_new (&config);
  const struct snapshot *s = make_body (unit_arena (u));
  uint32_t where, asked = 0;

  const char *wrong = snapshot_validate (s, s->size, &where);
  ck_assert_msg (!wrong, "%s", wrong);
  unit_add_body (u, s);
  unit_start (u);
  for (uint32_t q = 0; q < QUERIES; q++)
    if (!(query_kinds[q].flags & QUERY_INPUT)
	&& query_kinds[q].key == KEY_FUNCTION)
      {
	ck_assert_ptr_nonnull (unit_demand (u, q, 0, NULL));
	asked++;
      }
  ck_assert_uint_gt (asked, 0);
  unit_free (u);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("untyped");
  TCase *cases = tcase_create ("untyped");
  tcase_add_test (cases, test_every_query);
  suite_add_tcase (suite, cases);
  SRunner *runner = srunner_create (suite);
  srunner_run_all (runner, CK_NORMAL);
  int failed = srunner_ntests_failed (runner);
  srunner_free (runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
