/* engine-shrink.h - making a case smaller that goes wrong.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef FUZZ_ENGINE_SHRINK_H
#define FUZZ_ENGINE_SHRINK_H

#include "testsuite/fuzz/engine-session.h"

/* Run C in a process of its own, up to TIMES times until it goes wrong, each
   for at most SECONDS; also a crash and a hang are failures.  True if all went
   well.  */
bool run_apart (const struct fuzz_case *c, unsigned times, unsigned seconds,
		struct failure *failure);

/* Make C, which fails with *FAILURE, as small as it goes while it fails in the
   same manner, within about SECONDS.  *FAILURE becomes what it then says.  */
void case_shrink (struct fuzz_case *c, struct failure *failure,
		  unsigned seconds);

#endif
