/* value-number.h - what is known of the values of SSA names.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The lattice of executable-edges.c.  Integers, booleans and pointers of up to
   64 bits are computed exactly, in the precision of their type; they wrap only
   if their type does, else an overflow makes the value unknown.  Anything wider,
   and floating point, is unknown.  */

#ifndef PASSES_VALUE_NUMBER_H
#define PASSES_VALUE_NUMBER_H

#include "queries/query.h"
#include "passes/snapshot.h"
#include "passes/known-value.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One comparison, as the set of orders in which it holds.  */
struct comparison
{
  bool is_exact;		/* Integers or pointers: no other order.  */
  uint32_t operation;
  uint32_t holds;		/* 1: less, 2: equal, 4: greater.  0: none of
				   these operations.  */
  struct value a, b;
};

struct points_to_reader;
struct returns_constant;

struct values
{
  const struct snapshot *s;
  struct value *of;		/* By SSA name.  */
  uint32_t *table;		/* Statements by what they compute; 0: free.  */
  uint32_t table_mask;
  /* Loads are the same on both sides of what leaves their memory as it is, by
     what is known of pointers here.  NULL: just in one state of memory.  */
  const struct points_to_reader *points_to;
  uint32_t steps_left;		/* For that.  */
  /* By statement: what the function that is called always returns, or NULL; may
     itself be NULL.  */
  const struct returns_constant *const *returned;
};

/* A table that was computed before, OF, by SSA name: only values_operand and
   what compares may be asked of it.  */
static inline struct values
values_of (const struct snapshot *s, const struct value *of)
{
  struct values v = { s, (struct value *) of, NULL, 0, NULL, 0, NULL };
  return v;
}

/* All names are unknown, that is, only the same as themselves.  */
void values_init (struct values *v, struct query_context *cx,
		  const struct snapshot *s);

/* Whether T is a call of __builtin_expect, which returns its first argument.  */
bool is_expectation (const struct snapshot *s,
		     const struct snap_statement *t);

/* STATEMENT, not a phi, is executed.  */
void values_visit (struct values *v, uint32_t statement);

/* The first state of memory in which MEMORY is as it is in the state NAME
   (value-memory.c); V has POINTS_TO.  */
uint32_t values_earlier_state (struct values *v, uint32_t name,
			       uint32_t memory);

/* What VALUES.steps_left begins with.  */
#define VALUES_STEPS (1u << 18)

struct value values_operand (const struct values *v, uint32_t operand);

/* What comparing O[0] and O[1] by OPERATION gives.  */
enum truth values_compare (const struct values *v, uint32_t operation,
			   const uint32_t *o);
struct comparison values_comparison (const struct values *v,
				     uint32_t operation, const uint32_t *o);

/* What ASKED gives where KNOWN gave IS_TRUE.  */
enum truth comparison_implies (const struct comparison *known, bool is_true,
			       const struct comparison *asked);

/* Whether VALUE, a constant, lies in a case from LOW to HIGH (the NONE-operand:
   LOW itself).  */
bool values_in_case (const struct values *v, struct value value,
		     uint32_t low, uint32_t high);

/* The value of a phi, argument by argument.  */
struct phi_value
{
  struct value same;		/* Of all arguments so far.  */
  uint32_t undefined;		/* SSA without a definition, or NONE.  */
  uint32_t count;
  bool differs;
};

void phi_value_init (struct phi_value *p);
/* An argument whose edge is executable; IS_KNOWN: its block was visited.  */
void phi_value_add (const struct values *v, struct phi_value *p, uint32_t lhs,
		    uint32_t operand, bool is_known);
void phi_value_finish (struct values *v, const struct phi_value *p,
		       uint32_t lhs);

#ifdef __cplusplus
}
#endif
#endif
