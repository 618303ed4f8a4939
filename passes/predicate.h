/* predicate.h - conditions as values: comparisons, and ors of ands of them.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A literal is one comparison of two values, as the set of orders in which it
   holds; so the opposite of a literal is a literal, of floating point too.  A
   chain is an and of literals, a condition an or of chains.  The names are
   those of value-number.h: two spellings of one value are one name.

   Conditions are bounded.  What does not fit is left out of a chain, or makes
   the condition true: a condition always holds where it is said to hold, and
   never says more than that.  All functions are pure.

   The query predicates (f) has for each edge of f the condition under which it
   is taken, and for each block the condition under which it is reached from
   its immediate dominator.  What has to hold in a block is the and of the
   conditions up the dominator tree.  A name of a loop's body stands for its
   latest value.  */

#ifndef PASSES_PREDICATE_H
#define PASSES_PREDICATE_H

#include "queries/query.h"
#include "passes/snapshot.h"
#include "passes/known-value.h"

#ifdef __cplusplus
extern "C" {
#endif

enum
{
  ORDER_LESS = 1, ORDER_EQUAL = 2, ORDER_GREATER = 4, ORDER_NONE = 8,
  ORDERS_EXACT = 7, ORDERS_ALL = 15
};

/* The orders of its operands in which OPERATION holds, ORDER_*; 0 if it is no
   comparison.  */
uint32_t comparison_orders (uint32_t operation);

/* (A & MASK) compared with B.  A is a name; or, where the comparison is one of
   what no name stands for, an address.  */
struct literal
{
  struct value a, b;
  uint64_t mask;		/* All ones: all of A.  */
  uint32_t holds;		/* ORDER_*: at least one, not all possible.  */
  uint8_t is_exact;		/* No ORDER_NONE: not floating point.  */
  uint8_t is_unsigned;
  uint16_t precision;		/* Of integers up to 64 bits; else 0.  */
};

enum { CHAIN_LITERALS = 8, PREDICATE_CHAINS = 8 };

struct chain
{
  uint32_t count;		/* 0: true.  */
  uint32_t reserved;
  struct literal literal[CHAIN_LITERALS];
};

struct predicate
{
  uint32_t count;		/* 0: false.  */
  uint32_t is_cut;		/* Something was left out.  */
  struct chain chain[PREDICATE_CHAINS];
};

/* What may be known of names: the number table OF of value_numbers.  */
struct predicate_names
{
  const struct snapshot *s;
  const struct value *of;
};

/* The comparison of operands O0 and O1 by OPERATION: TRUTH_UNKNOWN, and then
   *L is it; or what it always gives.  Of what cannot be compared *L holds all
   orders, which is no literal: ORDERS_ALL.  */
enum truth literal_of_comparison (const struct predicate_names *n,
				  uint32_t operation, uint32_t o0,
				  uint32_t o1, struct literal *l);

/* The same of OPERAND != 0.  */
enum truth literal_of_truth (const struct predicate_names *n,
			     uint32_t operand, struct literal *l);

/* L with the values A and B in place of its own; as above.  */
enum truth literal_with (const struct predicate_names *n,
			 const struct literal *l, struct value a,
			 struct value b, struct literal *result);

struct literal literal_opposite (const struct literal *l);
bool literals_same (const struct literal *a, const struct literal *b);
/* Whether A is true only where B is.  */
bool literal_implies (const struct literal *a, const struct literal *b);

/* Whether L cannot be true together with all COUNT literals of SET.  */
bool literals_exclude (const struct literal *set, uint32_t count,
		       const struct literal *l);

void predicate_set_true (struct predicate *c);
void predicate_set_false (struct predicate *c);
bool predicate_is_true (const struct predicate *c);
void predicate_and (struct predicate *c, const struct predicate *with);
void predicate_or (struct predicate *c, const struct predicate *with);
/* C and one literal.  */
void predicate_and_literal (struct predicate *c, const struct literal *l);

/* Whether C is true only where WITH is, as far as that is seen: chain by chain,
   literal by literal.  */
bool predicate_implies (const struct predicate *c,
			const struct predicate *with);
/* Whether C and WITH are never true together: each chain of one has a literal
   that the chain of the other excludes.  */
bool predicates_exclude (const struct predicate *c,
			 const struct predicate *with);

/* That comparing O0 and O1 by OPERATION gives IS_TRUE, with truth values
   (!x, x & y, x | y, (x != 0), in any nesting) taken apart.  */
void predicate_of_comparison (const struct predicate_names *n,
			      uint32_t operation, uint32_t o0, uint32_t o1,
			      bool is_true, struct predicate *c);

/* The same of OPERAND != 0.  */
void predicate_of_truth (const struct predicate_names *n, uint32_t operand,
			 bool is_true, struct predicate *c);

bool operand_is_zero (const struct predicate_names *n, uint32_t operand);

/* Whether NAME is one bit wide.  */
bool is_truth_value (const struct snapshot *s, uint32_t name);

/* That the edge EDGE is taken where its block ends.  */
void predicate_of_edge (const struct predicate_names *n, uint32_t edge,
			struct predicate *c);

/* The value of the query predicates.  */
struct predicates
{
  uint32_t n_blocks, n_edges, n_chains, n_literals;
  /* struct literal literal[n_literals]
     uint32_t first_literal[n_chains + 1]	of each chain
     uint32_t first_block[n_blocks + 1]		chains of each block
     uint32_t first_edge[n_edges + 1]		chains of each edge  */
};

static inline const struct literal *
predicates_literals (const struct predicates *p)
{
  return (const struct literal *) (p + 1);
}

static inline const uint32_t *
predicates_first_literal (const struct predicates *p)
{
  return (const uint32_t *) (predicates_literals (p) + p->n_literals);
}

/* The chains by which a block is reached from its immediate dominator:
   [FIRST[BLOCK], FIRST[BLOCK + 1]).  None: never.  */
static inline const uint32_t *
predicates_first_block (const struct predicates *p)
{
  return predicates_first_literal (p) + p->n_chains + 1;
}

/* The chains by which an edge is taken.  */
static inline const uint32_t *
predicates_first_edge (const struct predicates *p)
{
  return predicates_first_block (p) + p->n_blocks + 1;
}

/* The condition of BLOCK or EDGE as a whole.  */
void predicates_of_block (const struct predicates *p, uint32_t block,
			  struct predicate *c);
void predicates_of_edge (const struct predicates *p, uint32_t edge,
			 struct predicate *c);

#ifdef __cplusplus
}
#endif
#endif
