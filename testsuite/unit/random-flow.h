/* random-flow.h - random structured control flow in SSA form, for tests.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Branches, chains of two conditions, loops and switches over a few variables,
   with a phi for each of them where ways meet.  What statements and conditions
   are is up to a language: one for each kind of program.  */

#ifndef UNIT_RANDOM_FLOW_H
#define UNIT_RANDOM_FLOW_H

#include "testsuite/unit/cfg.h"

#define MOST_VARIABLES 8
#define MOST_TYPES 8

struct making;

struct flow_language
{
  unsigned n_variables;
  const unsigned *variable_type;	/* Of each, an index of making.type.  */
  uint32_t n_constructs;	/* From 0: statements (6), if (2), chain (1), loop
				   (2), switch.  */
  unsigned n_switched;		/* Variables that a switch may be about.  */
  int case_width;		/* Cases have at most so many values.  */
  /* Add one statement to P's block; WHAT is below 6.  */
  void (*statement) (struct making *p, uint32_t what);
  /* Add a COND.  */
  void (*condition) (struct making *p);
  /* What is returned, an operand.  */
  uint32_t (*result) (struct making *p);
  /* The first value of a switch about a variable of TYPE.  */
  int (*first_case) (struct making *p, unsigned type);
};

struct making
{
  struct cfg c;
  uint64_t seed;
  const struct flow_language *language;
  const void *extra;		/* The language's own.  */
  uint32_t type[MOST_TYPES];	/* TYPES of the snapshot.  */
  uint32_t variable[MOST_VARIABLES];	/* Operands: what it is now.  */
  uint32_t decl[MOST_VARIABLES];	/* DECLS, or 0: it has none.  */
  uint32_t block;		/* The one in the making.  */
  uint32_t n_blocks;
  unsigned left;		/* Statements that may still be made.  */
};

/* A number below LIMIT.  */
uint32_t flow_below (struct making *p, uint32_t limit);
/* A new name, and a number, of TYPE, an index of P->type.  */
uint32_t flow_name (struct making *p, unsigned type, uint32_t flags);
uint32_t flow_number (struct making *p, unsigned type, int value);
/* A new name for OP of N OPERANDS.  */
uint32_t flow_assign (struct making *p, unsigned type, enum operation op,
		      const uint32_t *operands, uint32_t n);

/* P, all zeros but for its seed and what cfg_init has done, gets what every body
   begins with.  */
void flow_begin (struct making *p, const struct flow_language *language);
/* A few statements, DEPTH branches deep.  */
void flow_body (struct making *p, unsigned depth);
/* The block at hand returns.  */
void flow_return (struct making *p);

/* Of the finished body: cases lie as their switches do, and go along edges of
   their block, both of which are known only now.  For ask_init_with.  */
void fix_cases (const struct snapshot *s);

#endif
