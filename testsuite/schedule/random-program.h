/* random-program.h - programs that nobody thought of.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef SCHEDULE_RANDOM_PROGRAM_H
#define SCHEDULE_RANDOM_PROGRAM_H

#include <stdint.h>

#include "testsuite/schedule/programs.h"

/* The program of SEED, named "random SEED".  Its texts live until the next
   call.  Half of them have rings, half have stored records.  */
void random_program (struct program *p, uint64_t seed);

#endif
