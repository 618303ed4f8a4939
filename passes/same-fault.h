/* same-fault.h - which checks say the same in other words.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   GCC has several passes for some faults: a second free is a -Wuse-after-free and a
   -Wanalyzer-double-free.  So have the checks that stand in their place.  Who asked
   for -fanalyzer gets both, as from GCC; for others one is enough.  */

#ifndef PASSES_SAME_FAULT_H
#define PASSES_SAME_FAULT_H

#include "passes/finding.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The checks that say in their way, at the same line, what F says, and whose options
   are older and better known.  Empty if F is not of the check memory.  */
check_set same_fault_checks (const struct finding *f);

#ifdef __cplusplus
}
#endif
#endif
