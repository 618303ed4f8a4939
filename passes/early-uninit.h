/* early-uninit.h - what the two halves of the check early-uninit share.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   check-early-uninit.c walks the statements and looks at SSA names,
   check-uninit-memory.c looks at what a statement reads from memory.  */

#ifndef PASSES_EARLY_UNINIT_H
#define PASSES_EARLY_UNINIT_H

#include "passes/all.h"
#include "passes/uninit-memory.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The two ways in which GCC's pass may run; sets of them.  */
enum { UNINIT_MODES = 2, UNINIT_OPTIMISING = 1, UNINIT_O0 = 2 };

/* What a walk over definitions may cost, per mode.  */
struct uninit_budget
{
  uint32_t definitions;		/* Of memory, seen so far.  */
  uint32_t steps;		/* Of all walks so far.  */
  uint32_t limit;		/* Of the next walk; 0: none.  */
};

struct uninit
{
  const struct snapshot *s;
  struct findings_builder b;
  const struct dominators *dominators, *post_dominators;
  const struct executable_edges *executable;	/* NULL: all edges are.  */
  struct definition_walk walk;
  struct uninit_budget budget[UNINIT_MODES];
  uint8_t *is_inserted_into;	/* By SSA name.  */
  uint8_t *closers;		/* By group and mode: findings that close it.  */
  uint32_t n_reports;
  uint32_t first_block;		/* Where the entry leads.  */
  /* Of the block at hand.  */
  uint32_t modes_here;		/* UNINIT_*: which modes visit it.  */
  bool always_executed;
  unsigned depth;		/* Of nested addresses.  */
};

/* Groups of findings are numbered by what they are about: 1 + a declaration,
   MEMORY + an object, SSA + a name.  */
struct finding_groups
{
  uint32_t memory, ssa, count;
};

struct finding_groups uninit_groups (const struct snapshot *s);

/* What a finding is about: see struct finding.  */
struct uninit_subject
{
  uint32_t group, group2;
  uint32_t decl;
};

/* Add a finding for MODES, unless its group has alternatives enough; the
   arguments are to be added if this returns true.  */
bool uninit_report (struct uninit *u, enum message message, uint32_t modes,
		    struct uninit_subject subject, bool closes,
		    uint32_t place);

/* Whether GCC was told not to warn about the declaration.  */
bool uninit_is_silenced (const struct snapshot *s, uint32_t decl);

/* Set the budget's limit for the next walk.  */
void uninit_limit (struct uninit_budget *budget);

/* What statement INDEX reads from memory, itself or by passing a pointer.  */
void uninit_check_memory (struct uninit *u, uint32_t index);

#ifdef __cplusplus
}
#endif
#endif
