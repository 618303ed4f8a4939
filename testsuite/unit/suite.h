/* suite.h - main of a Check program.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   MAIN (suite): run the Suite * that suite () makes.  */

#ifndef UNIT_SUITE_H
#define UNIT_SUITE_H

#include <check.h>

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
