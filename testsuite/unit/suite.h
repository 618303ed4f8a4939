/* suite.h - main of a Check program.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   MAIN (suite): run the Suite * that suite () makes.
   is_long (): make check-long runs it, so more may be asked of it.  */

#ifndef UNIT_SUITE_H
#define UNIT_SUITE_H

#include <check.h>
#include <stdbool.h>
#include <stdlib.h>

static inline bool
is_long (void)
{
  const char *value = getenv ("QUERIES_LONG");
  return value && value[0];
}

#define MAIN(SUITE)						\
  int								\
  main (void)							\
  {								\
    SRunner *runner = srunner_create (SUITE ());		\
    srunner_run_all (runner, CK_ENV);				\
    int failed = srunner_ntests_failed (runner);		\
    srunner_free (runner);					\
    return failed != 0;						\
  }

#endif
