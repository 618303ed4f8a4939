/* test-same-fault.c - which faults have an older name.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdlib.h>
#include <string.h>

#include "passes/same-fault.h"
#include "testsuite/unit/suite.h"

#define CHECK(QUERY, NAME, PASS, GATE, LEVEL, CWE, SUMMARY) PASS,
static const char *const passes[CHECKS] = {
#include "passes/checks.def"
};

static check_set
same (enum check check, enum message message)
{
  const struct finding f = { .check = (uint16_t) check,
			     .message = (uint16_t) message };

  return same_fault_checks (&f);
}

/* Of no other check than memory.  */
START_TEST (test_memory_only)
{
  for (unsigned check = 0; check < CHECKS; check++)
    for (unsigned message = 0; message < MESSAGES; message++)
      if (check != CHECK_memory)
	ck_assert (same ((enum check) check, (enum message) message) == 0);
}
END_TEST

/* Only what has an option of the analyzer; never memory itself or what is found
   with it, which would have nobody say it.  */
START_TEST (test_names)
{
  unsigned n = 0;

  for (unsigned message = 0; message < MESSAGES; message++)
    {
      check_set checks = same (CHECK_memory, (enum message) message);

      if (checks == 0)
	continue;
      n++;
      ck_assert_msg (strncmp (message_option ((enum message) message),
			      "Wanalyzer_", 10) == 0, "%s",
		     message_format ((enum message) message));
      ck_assert ((checks & ~ALL_CHECKS) == 0);
      for (unsigned check = 0; check < CHECKS; check++)
	if (checks & CHECK_BIT (check))
	  ck_assert_msg (check < CHECK_memory
			 && strcmp (passes[check], "analyzer") != 0, "%s",
			 check_name ((enum check) check));
    }
  ck_assert_uint_ge (n, 12);
}
END_TEST

/* What is only the analyzer's, and what is not.  */
START_TEST (test_messages)
{
  static const struct { enum message message; check_set checks; } cases[] = {
    { MESSAGE_DOUBLE_FREE, CHECK_BIT (CHECK_use_after_free) },
    { MESSAGE_USE_AFTER_FREE, CHECK_BIT (CHECK_use_after_free) },
    { MESSAGE_FREE_OF_STACK, CHECK_BIT (CHECK_wrong_release) },
    { MESSAGE_POSSIBLE_NULL_DEREFERENCE, CHECK_BIT (CHECK_null_dereference) },
    { MESSAGE_USE_OF_UNINITIALIZED,
      CHECK_BIT (CHECK_uninit) | CHECK_BIT (CHECK_early_uninit) },
    { MESSAGE_STALE_FRAME,
      CHECK_BIT (CHECK_dangling_pointer) | CHECK_BIT (CHECK_return_local_addr) },
    { MESSAGE_LEAK, 0 }, { MESSAGE_FILE_LEAK, 0 },
    { MESSAGE_DOUBLE_FCLOSE, 0 }, { MESSAGE_USE_OF_POSSIBLE_NULL, 0 },
    { MESSAGE_WRITE_TO_CONST, 0 }, { MESSAGE_TAINTED_INDEX, 0 }
  };

  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    ck_assert_msg (same (CHECK_memory, cases[i].message) == cases[i].checks,
		   "%s", message_format (cases[i].message));
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("same-fault");
  TCase *cases = tcase_create ("same-fault");

  tcase_add_test (cases, test_memory_only);
  tcase_add_test (cases, test_names);
  tcase_add_test (cases, test_messages);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
