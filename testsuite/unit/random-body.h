/* random-body.h - functions made at random, and run.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Of two parameters, names 0 and 1, with branches and loops; some have a
   variable, too, that has no value at first.  Running one tells what really
   happens, which is to be compared with what queries say may happen.  */

#ifndef UNIT_RANDOM_BODY_H
#define UNIT_RANDOM_BODY_H

#include "testsuite/unit/cfg.h"

/* Statements of hand-made functions: a condition; an operation, whose result
   is returned; a parameter's, and an undefined variable's, value.  */
void body_cond (struct cfg *c, uint32_t block, enum operation op, uint32_t a,
		uint32_t b);
uint32_t body_binary (struct cfg *c, uint32_t block, enum operation op,
		      uint32_t a, uint32_t b);
uint32_t body_parameter (struct cfg *c);
uint32_t body_variable (struct cfg *c, const char *name);

struct random_body
{
  struct cfg c;
  uint64_t seed;
  bool has_variable;		/* Wanted.  */
  uint32_t variable;		/* Its first value, as an operand.  */
  uint32_t n_blocks;
  uint32_t names[512];
  uint32_t n_names;
};

/* SEED and HAS_VARIABLE are set.  */
void random_body_make (struct random_body *p);

struct body_run
{
  const struct snapshot *s;
  int64_t *value;		/* By SSA name.  */
  bool *is_undefined;		/* By SSA name: was never given a value.  */
  /* Called when EDGE is taken, before the phis of its end get their values, and
     when NAME is computed with or branched on by STATEMENT (not a phi, not a
     copy).  */
  void (*take) (struct body_run *r, uint32_t edge);
  void (*use) (struct body_run *r, uint32_t name, uint32_t statement);
  void *data;
};

void body_run_init (struct body_run *r, const struct snapshot *s);
void body_run_release (struct body_run *r);

/* Run it with parameters P and Q, for a while, or up to what has no defined
   behaviour but for undefined variables.  */
void body_run (struct body_run *r, int64_t p, int64_t q);

#endif
