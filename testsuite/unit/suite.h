/* suite.h - main of a Check program.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   MAIN (suite): run the Suite * that suite () makes; MAIN_IF, MAIN_SKIPPED: if
   there is what it needs.
   is_long (): make check-long runs it, so more may be asked of it.  */

#ifndef UNIT_SUITE_H
#define UNIT_SUITE_H

#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static inline bool
is_long (void)
{
  const char *value = getenv ("QUERIES_LONG");
  return value && value[0];
}

/* Returns what main shall.  */
static inline int
suite_run (Suite *suite)
{
  SRunner *runner = srunner_create (suite);
  srunner_run_all (runner, CK_ENV);
  int failed = srunner_ntests_failed (runner);
  srunner_free (runner);
  return failed != 0;
}

/* As ck_assert_msg and ck_assert, which write to a file even if all is well: for
   what is asked a million times.  */
#define require_message(CONDITION, ...)			\
  do							\
    {							\
      if (!(CONDITION))					\
	ck_abort_msg (__VA_ARGS__);			\
    }							\
  while (0)
#define require(CONDITION) require_message (CONDITION, #CONDITION)

#define MAIN(SUITE) MAIN_IF (true, "", SUITE)

/* Where CONDITION does not hold there is nothing to be tried, for REASON.  */
#define MAIN_IF(CONDITION, REASON, SUITE)			\
  int								\
  main (void)							\
  {								\
    if (CONDITION)						\
      return suite_run (SUITE ());				\
    puts ("1..0 # SKIP " REASON);				\
    return 0;							\
  }

#define MAIN_SKIPPED(REASON)					\
  int								\
  main (void)							\
  {								\
    puts ("1..0 # SKIP " REASON);				\
    return 0;							\
  }

#endif
