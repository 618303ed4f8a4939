/* random-program.h - random structured programs over small numbers, for tests.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A body with assignments, branches, chains of conditions by way of flags, loops
   and switches, over VARIABLES that are numbers of eight bits, and a pointer that
   is read.  They are the body's first names, and have any value when it begins.  */

#ifndef UNIT_RANDOM_PROGRAM_H
#define UNIT_RANDOM_PROGRAM_H

#include "passes/arithmetic.h"
#include "testsuite/unit/random-flow.h"

#define VARIABLES 5

/* Types that the programs use, after those of cfg.h.  */
enum { SIGNED, UNSIGNED, WRAPPING, TRUTH, POINTER, TYPES };
extern const struct integer_type program_types[TYPES];

/* What variables are.  */
extern const unsigned program_variable_type[VARIABLES];

/* P->c becomes the program that belongs to SEED; P->seed goes on from there.  */
void make_program (struct making *p, uint64_t seed);

#endif
