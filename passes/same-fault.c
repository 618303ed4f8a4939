/* same-fault.c - which checks say the same in other words.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"

#include "passes/same-fault.h"

static const struct
{
  enum message message;
  check_set checks;
} said_by[] = {
  { MESSAGE_DOUBLE_FREE, CHECK_BIT (CHECK_use_after_free) },
  { MESSAGE_USE_AFTER_FREE, CHECK_BIT (CHECK_use_after_free) },
  { MESSAGE_FREE_OF_STACK, CHECK_BIT (CHECK_wrong_release) },
  { MESSAGE_FREE_OF_NON_HEAP, CHECK_BIT (CHECK_wrong_release) },
  { MESSAGE_MISMATCHING_DEALLOCATION, CHECK_BIT (CHECK_wrong_release) },
  { MESSAGE_MISMATCHED_ALLOCATION, CHECK_BIT (CHECK_wrong_release) },
  { MESSAGE_NULL_DEREFERENCE,
    CHECK_BIT (CHECK_null_passed) | CHECK_BIT (CHECK_null_dereference) },
  { MESSAGE_POSSIBLE_NULL_DEREFERENCE, CHECK_BIT (CHECK_null_dereference) },
  { MESSAGE_USE_OF_NULL,
    CHECK_BIT (CHECK_nonnull_argument) | CHECK_BIT (CHECK_null_passed) },
  { MESSAGE_USE_OF_NULL_CONSTANT,
    CHECK_BIT (CHECK_nonnull_argument) | CHECK_BIT (CHECK_null_passed) },
  { MESSAGE_USE_OF_UNINITIALIZED,
    CHECK_BIT (CHECK_early_uninit) | CHECK_BIT (CHECK_uninit) },
  { MESSAGE_STALE_FRAME,
    CHECK_BIT (CHECK_dangling_pointer) | CHECK_BIT (CHECK_return_local_addr) }
};

check_set
same_fault_checks (const struct finding *f)
{
  if (f->check == CHECK_memory)
    for (unsigned i = 0; i < sizeof said_by / sizeof *said_by; i++)
      if (said_by[i].message == f->message)
	return said_by[i].checks;
  return 0;
}
