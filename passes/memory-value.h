/* memory-value.h - values and regions of the memory analysis, each known by a number.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A node is a value or a region of memory.  Equal nodes have one number, so
   two names with one number have one value: that is how copies, aliases and
   correlated conditions are seen.  A region is a run of bytes of its own; a
   pointer is a region and an offset.  What a pointer that nobody has made here
   points to is a region, too, that of the pointer's value on entry
   (NODE_POINTEE): so a check for null of one copy is one of all of them.

   What is known of a node on one path (its range, whether it is null) is not
   here but in struct memory_state (memory-state.h).

   Numbers are given in the order of first appearance, hence the same in every
   run.  Nodes live in the scratch memory that the table was made with.  One
   thread at a time.  O(1) each.  */

#ifndef PASSES_MEMORY_VALUE_H
#define PASSES_MEMORY_VALUE_H

#include "passes/graph.h"
#include "passes/range.h"
#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

enum memory_node_kind
{
  /* Values.  */
  NODE_UNKNOWN,			/* The node 0.  Two of it may differ.  */
  NODE_INTEGER,			/* NUMBER; as unsigned if A is 1.  */
  NODE_POINTER,			/* A: region; NUMBER: offset in bytes.  */
  NODE_UNINITIALIZED,		/* A: region that it was read from, or NONE.  */
  NODE_PARAMETER,		/* A: number of the parameter: its value on
				   entry.  */
  NODE_INITIAL,			/* What region A holds NUMBER bits behind its
				   start, in epoch B (struct memory_state).  */
  NODE_RESULT,			/* What statement A came up with; B: the how
				   many'th; NUMBER: 1 if of an earlier round.  */
  NODE_MERGED,			/* Name B where ways met in block A.  */
  NODE_UNARY,			/* OPERATION (A) as a TYPE.  */
  NODE_BINARY,			/* OPERATION (A, B) as a TYPE.  */
  /* Regions.  */
  NODE_VARIABLE,		/* A: DECLS.  */
  NODE_HEAP,			/* What statement A allocated; B, NUMBER as in
				   NODE_RESULT.  */
  NODE_ALLOCA,			/* The same on the stack.  */
  NODE_STRING,			/* A: CONSTANTS; NONE: one that a callee mentions,
				   and begins as the name of family B.  */
  NODE_FUNCTION,		/* A: DECLS; NONE: one that the body does not
				   mention, of the name of family B, of whose
				   arguments those of the bits of NUMBER must not
				   be null.  */
  NODE_POINTEE,			/* What value A points to.  */
  NODE_STALE			/* What lay in the frame of a function that
				   statement A called; B: the how many'th; NUMBER:
				   the frame itself, which was saved by what family
				   NUMBER is called; 0: it is a variable.  */
};

struct memory_node
{
  uint8_t kind;			/* enum memory_node_kind */
  uint8_t operation;		/* enum operation */
  uint8_t depth;		/* Of operations in one another.  */
  uint8_t loads;		/* Of values that lay in memory which others of
				   them point to.  */
  uint32_t type;		/* TYPES of the value, or NONE.  */
  uint32_t a, b;
  uint32_t made_at;		/* Which statements it may be from, a bit for each
				   of MADE_AT (statement).  */
  int64_t number;
};

/* The bit of STATEMENT in memory_node.made_at: several have the same.  */
#define MADE_AT(STATEMENT) (UINT32_C (1) << (STATEMENT) % 32)

/* Operations nest no deeper: what would is a new value.  */
#define MEMORY_DEPTH 4
/* Neither does what lies in memory that is reached through what lies in memory: who
   walks down a value needs no deep stack, and not all of a long chain each time.  */
#define MEMORY_LOADS 100
/* Bytes and bits from its start, and bits of a size: no object has more.  */
#define MEMORY_MOST_BYTES ((int64_t) 1 << 56)
#define MEMORY_MOST_BITS ((int64_t) 1 << 60)

struct memory_values
{
  const struct snapshot *s;
  const struct scratch *scratch;
  struct memory_node *nodes;
  uint32_t count, capacity;
  uint32_t *slots;		/* Open addressing: 0 or a number + 1.  */
  uint32_t n_slots;		/* A power of 2.  */
  uint32_t pointer_type;	/* Of all pointers that NODE_INITIAL are: accesses
				   of several types see one value.  */
};

void memory_values_init (struct memory_values *v, const struct snapshot *s,
			 const struct scratch *scratch);

static inline const struct memory_node *
memory_node (const struct memory_values *v, uint32_t node)
{
  return &v->nodes[node];
}

static inline enum memory_node_kind
memory_kind (const struct memory_values *v, uint32_t node)
{
  return (enum memory_node_kind) v->nodes[node].kind;
}

/* The node of these contents; NODE_UNKNOWN for a NODE_INITIAL that nests too deep.  */
uint32_t memory_make (struct memory_values *v, enum memory_node_kind kind,
		      uint32_t type, uint32_t a, uint32_t b, int64_t number);
uint32_t memory_make_operation (struct memory_values *v, uint32_t operation,
				uint32_t type, uint32_t a, uint32_t b);

/* A number; NODE_UNKNOWN if it is too wide for NUMBER.  */
uint32_t memory_make_integer (struct memory_values *v, struct integer value);
uint32_t memory_make_small (struct memory_values *v, int64_t value);
/* Far from any object OFFSET is not known.  */
uint32_t memory_make_pointer (struct memory_values *v, uint32_t region,
			      int64_t offset);

/* NODE, a value that stands for itself, as what it is: a pointer to its pointee
   if its type is a pointer's.  */
uint32_t memory_as_value (struct memory_values *v, uint32_t node);

/* Whether NODE is the number; then *VALUE is set.  */
bool memory_is_integer (const struct memory_values *v, uint32_t node,
			struct integer *value);
static inline bool
memory_is_zero (const struct memory_values *v, uint32_t node)
{
  return v->nodes[node].kind == NODE_INTEGER && v->nodes[node].number == 0;
}

static inline bool
memory_is_pointer (const struct memory_values *v, uint32_t node)
{
  return v->nodes[node].kind == NODE_POINTER;
}

/* Whether an object of its own lies in REGION, so that it is not null and no
   other one is the same.  Allocated ones may be null.  */
bool memory_is_object (const struct memory_values *v, uint32_t region);

/* Whether what REGION holds and where it is was known before the function was
   called: parameters, variables of static storage and what they point to, in
   epoch 0.  */
bool memory_is_input (const struct memory_values *v, uint32_t node);

/* Which nodes become others.  Those whose made_at has none of MADE_AT's bits stay;
   the others NODE says of, itself for what stays.  */
struct replacement
{
  uint32_t made_at;
  uint32_t (*node) (void *data, uint32_t node);
  void *data;
};

/* NODE with each part replaced by what R says of it.  */
uint32_t memory_substitute (struct memory_values *v, uint32_t node,
			    const struct replacement *r);

/* Whether REGION is NODE or comes up in it as a pointer's region.  */
bool memory_mentions (const struct memory_values *v, uint32_t node,
		      uint32_t region);

#ifdef __cplusplus
}
#endif
#endif
