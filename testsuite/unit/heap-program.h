/* heap-program.h - random programs over pointers, and what they do when they run.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A unit of two functions, of two numbers and a pointer each: "helper", and
   "entry", which calls it.  They allocate, release, read, write, compare and
   keep, with branches and loops.  What is wrong when one runs is written down:
   where, and what.  The run goes on as if nothing had been, so that what comes
   later is seen, too.  Memory that is not allocated any more still holds what it
   held; null holds nothing.

   Unknown functions: "use" does nothing, "keep" keeps the pointer or does
   nothing, as the run's dice fall.  So do malloc and calloc: they give
   something new or null.  */

#ifndef UNIT_HEAP_PROGRAM_H
#define UNIT_HEAP_PROGRAM_H

#include "testsuite/unit/random-flow.h"

enum { HEAP_HELPER, HEAP_ENTRY, HEAP_FUNCTIONS };

enum heap_fault
{
  FAULT_DOUBLE_FREE, FAULT_USE_AFTER_FREE, FAULT_NULL, FAULT_UNINITIALIZED,
  FAULT_BAD_FREE,		/* Of what was not allocated.  */
  FAULT_STALE,			/* A frame that is gone is read or written.  */
  FAULT_OUTSIDE,		/* Of an object's bounds.  */
  FAULT_LEAK,			/* At the call that allocated.  */
  HEAP_FAULTS
};

#define HEAP_MOST_STATEMENTS 512

struct heap_program
{
  const struct snapshot *body[HEAP_FUNCTIONS];
};

/* What belongs to SEED, in ARENA.  HAS_LOOPS: there may be some.  */
void heap_program_make (struct heap_program *p, uint64_t seed, bool has_loops,
			struct arena *arena);

struct heap_input
{
  uint32_t function;		/* Which is run.  */
  int64_t number[2];
  /* The pointer leads to a pointer, which leads to a pointer ..., so many, the last
     of which leads to a number.  0: it is null.  */
  unsigned n_pointers;
  int64_t content;		/* That number.  */
  uint64_t dice;
};

struct heap_result
{
  /* Bit FAULT of each statement.  */
  uint16_t faults[HEAP_FUNCTIONS][HEAP_MOST_STATEMENTS];
  bool is_faulty;		/* The last run had one that is no leak.  */
};

/* Run a function, and add what is found to R.  A run that takes too long is
   stopped.  */
void heap_program_run (const struct heap_program *p,
		       const struct heap_input *input, struct heap_result *r);

#endif
