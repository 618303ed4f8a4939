/* early-uninit.h - what the checks early-uninit and uninit share.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   check-early-uninit.c walks the statements and looks at SSA names,
   check-uninit-memory.c looks at what a statement reads from memory, for both
   checks.  check-uninit.c follows paths; uninit-callee.c has what a function that is
   called reads.  */

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

struct path_search;
struct uninit_callee_read;

/* Of one function; what is more is dropped.  */
enum { MOST_CALLEE_READS = 32 };

struct uninit
{
  const struct snapshot *s;
  enum check check;
  /* CHECK_uninit: how values get here, and what anybody wants to know; its
     findings are those of the mode UNINIT_O0, for all levels but that.  */
  struct path_search *paths;
  const struct parameter_effects **callee;	/* By statement; or NULL.  */
  const uint8_t *is_needed;	/* By statement.  */
  const uint8_t *is_indexed;	/* By declaration: some access is at a place that
				   is not a constant.  */
  struct findings_builder b;
  const struct dominators *dominators, *post_dominators;
  const struct loops *loops;	/* CHECK_uninit.  */
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
  /* Where the callee reads what is passed to it by the use that is looked at:
     STATEMENTS of the callee, or NONE.  CHECK_uninit.  */
  uint32_t callee_statement;
  /* CHECK_uninit: what is read by functions that are called here.  */
  struct uninit_callee_read *callee_reads;
  uint32_t n_callee_reads;
  unsigned depth;		/* Of nested addresses.  */
};

/* Groups of findings are numbered by what they are about: 1 + a declaration,
   MEMORY + an object, SSA + a name.  */
struct finding_groups
{
  uint32_t memory, ssa, count;
};

struct finding_groups uninit_groups (const struct snapshot *s);

/* U is empty but for its check; of the function KEY.  False if that has
   nothing to look at.  Call findings_builder_init after the last query.  */
bool uninit_init (struct uninit *u, struct query_context *cx, uint32_t key);

/* Uses of phis at the top of BLOCK, which is always executed, that surely come
   before these have a value.  */
void uninit_check_phis (struct uninit *u, uint32_t block);

/* Where the function that statement INDEX calls reads its argument NAME: for
   CALLEE_STATEMENT.  */
uint32_t uninit_read_by_callee (const struct uninit *u, uint32_t index,
				uint32_t name);
bool uninit_is_always_executed (const struct uninit *u, uint32_t block);

/* Statement INDEX reads NAME, which is undefined; PLACE2 is where to go if it
   has no place of its own, or NONE.  */
void uninit_report_name (struct uninit *u, uint32_t name, uint32_t index,
			 uint32_t place2, bool certain, uint32_t modes);

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

/* What a warning of the check uninit calls R, which STATEMENT loads by the
   operand NAME: a variable that is read whole, or that a loop runs over, by its
   own name; else NAME.  */
uint32_t uninit_name_of_load (const struct uninit *u, uint32_t statement,
			      const struct reference *r, uint32_t name);

/* The first of MEMORY that is the same part of a variable as R; MEMORY.  */
uint32_t uninit_first_of_part (const struct snapshot *s,
			       const struct reference *r, uint32_t memory);

/* Whether R is a variable, or a known part of one, that only statements here
   can get at: the optimisers make it an SSA name.  False if that is not
   known.  */
bool uninit_is_scalar (const struct uninit *u, const struct reference *r);

/* Where a warning about what statement INDEX reads belongs: there; if it has no
   place, in the check uninit at the first in its block to use the value.  NONE:
   nowhere.  */
uint32_t uninit_place_of_read (const struct uninit *u, uint32_t index);

/* Whether R is nothing that a warning could be about: of no size, outside its
   variable, or a variable that GCC does not warn about.  */
bool uninit_is_out_of_question (const struct snapshot *s,
				const struct reference *r);

/* Whether some edge that may be taken enters BLOCK.  CHECK_uninit.  */
bool uninit_is_reachable (const struct uninit *u, uint32_t block);

/* What statement INDEX reads from memory, itself or by passing a pointer.  */
void uninit_check_memory (struct uninit *u, uint32_t index);

/* Find what has no value and is read by a function that gets it: asks.  Then report
   what the call STATEMENT is about.  CHECK_uninit.  */
void uninit_find_callee_reads (struct uninit *u, struct query_context *cx);
void uninit_report_callee_reads (struct uninit *u, uint32_t statement);

#ifdef __cplusplus
}
#endif
#endif
