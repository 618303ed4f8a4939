/* values.h - the values of the structure and fact queries.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Each is flat and relocatable: a struct, then arrays whose sizes the struct
   gives.  The accessors beside each are the only way in.  A verifier per value
   (NAME_verify) bounds-checks bytes from a store.  The values live as long as
   the engine; any thread may read them.  */

#ifndef PASSES_VALUES_H
#define PASSES_VALUES_H

#include "queries/query.h"
#include "passes/snapshot.h"
#include "passes/known-value.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Input of the unit: what GCC's command line says that checks depend on.  */
struct unit_options
{
  uint64_t checks;		/* CHECK_BIT (C): check C of checks.def is on.  */
  uint32_t level;		/* 0: certain only.  */
  uint32_t at_O0;		/* No optimisation: see FINDING_AT_O0.  */
  uint32_t reserved;
};

/* Input of the unit: the level of its options, for those whose answer depends on
   it and on no other option.  */
struct finding_level
{
  uint32_t level;		/* 0: certain only.  */
  uint32_t reserved;
};

/* Input of the unit: what GCC's command line says about sizes.  Sizes are in
   bytes.  */
enum
{
  ALLOCA_IS_UNWANTED = 1,	/* -Walloca: whatever its size.  */
  ALLOCA_IS_FREE = 2,		/* No limit at all for calls of alloca, ...  */
  VLA_IS_FREE = 4		/* ... for variable-length arrays.  */
};

struct size_limits
{
  uint64_t alloca_most;		/* That a call of alloca may ask for.  */
  uint64_t vla_most;
  uint64_t vla_given;		/* The same as it was given, for messages.  */
  uint64_t object_most;		/* What any object may have.  */
  uint32_t flags;
  uint32_t reserved;
};

/* Input of the unit: the functions with a body, by key, in canonical order
   (that of their symbols' fingerprints).  */
struct function_list
{
  uint32_t count;
  uint32_t reserved;
  /* uint32_t key[count] follow: 0, 1, 2 ... */
};

static inline const uint32_t *
function_list_keys (const struct function_list *f)
{
  return (const uint32_t *) (f + 1);
}

/* Depth-first orders of the blocks reachable from the entry, following
   successors in their order.  Cooper, Harvey, Kennedy, "A Simple, Fast
   Dominance Algorithm", 2001, asks for nothing else.  */
struct cfg_order
{
  uint32_t n_blocks;		/* Of the function.  */
  uint32_t n_reachable;
  uint32_t n_back_edges;	/* Edges to a block still open in the search.  */
  uint32_t reserved;
  /* uint32_t order[n_reachable]	reverse postorder; [0] is the entry
     uint32_t position[n_blocks]	in ORDER, NONE if unreachable
     uint32_t back_edge[n_back_edges]	EDGES, ascending  */
};

static inline const uint32_t *
cfg_order_blocks (const struct cfg_order *o)
{
  return (const uint32_t *) (o + 1);
}

static inline const uint32_t *
cfg_order_positions (const struct cfg_order *o)
{
  return cfg_order_blocks (o) + o->n_reachable;
}

static inline const uint32_t *
cfg_order_back_edges (const struct cfg_order *o)
{
  return cfg_order_positions (o) + o->n_blocks;
}

/* The dominator tree (or, of the reversed graph, post-dominator tree).
   For post-dominance, as in GCC, blocks that cannot reach the exit (infinite
   loops, noreturn calls) are connected to it by virtual edges: blocks without
   successors, and of each endless region the block that GCC's depth-first
   search would choose; so every reachable block has a post-dominator.
   Unlike in GCC, the exit is in the dominator tree (if it is reached) and the
   entry in the post-dominator tree: neither changes the rest of it.  */
struct dominators
{
  uint32_t n_blocks;
  uint32_t root;		/* BLOCK_ENTRY or BLOCK_EXIT.  */
  /* uint32_t immediate[n_blocks]	NONE: the root, or not in the tree
     uint32_t first[n_blocks]		preorder number, NONE if not in the tree
     uint32_t last[n_blocks]		greatest preorder number below it  */
};

static inline const uint32_t *
dominators_immediate (const struct dominators *d)
{
  return (const uint32_t *) (d + 1);
}

static inline const uint32_t *
dominators_first (const struct dominators *d)
{
  return dominators_immediate (d) + d->n_blocks;
}

static inline const uint32_t *
dominators_last (const struct dominators *d)
{
  return dominators_first (d) + d->n_blocks;
}

/* Whether A dominates B (a block dominates itself).  O(1).  False if either is
   not in the tree.  */
static inline bool
dominates (const struct dominators *d, uint32_t a, uint32_t b)
{
  const uint32_t *first = dominators_first (d);
  return first[a] != NONE && first[b] != NONE && first[a] <= first[b]
	 && first[b] <= dominators_last (d)[a];
}

/* Natural loops: a header and the blocks that reach it again without leaving.
   Loops with one header are one.  Irreducible regions are marked.  */
struct loop
{
  uint32_t header;		/* BLOCKS */
  uint32_t parent;		/* Loop index, or NONE.  */
  uint32_t depth;		/* Outermost: 1.  */
  uint32_t n_blocks;		/* In the body, inner loops included.  */
};

struct loops
{
  uint32_t n_blocks;
  uint32_t n_loops;
  uint32_t n_irreducible;	/* Back edges whose target does not dominate.  */
  uint32_t reserved;
  /* struct loop loop[n_loops]	outer before inner, then by header's position
     uint32_t innermost[n_blocks]	loop index or NONE
     uint32_t irreducible[n_irreducible]	EDGES, ascending  */
};

static inline const struct loop *
loops_array (const struct loops *l)
{
  return (const struct loop *) (l + 1);
}

static inline const uint32_t *
loops_innermost (const struct loops *l)
{
  return (const uint32_t *) (loops_array (l) + l->n_loops);
}

static inline const uint32_t *
loops_irreducible (const struct loops *l)
{
  return loops_innermost (l) + l->n_blocks;
}

/* SSA names live on entry to and on exit from each block (a phi's result is
   live in at its block, its arguments live out of the predecessors; names of
   memory are in no set).  Sets are lists, ascending: their size is what is
   live, not blocks times names.  If that is too much, query_give_up was called
   and n_blocks and n_ssa are 0: nothing is known.  */
struct liveness
{
  uint32_t n_blocks;
  uint32_t n_ssa;
  uint32_t n_in, n_out;
  /* uint32_t first_in[n_blocks + 1], in[n_in],
	      first_out[n_blocks + 1], out[n_out]: SSA  */
};

static inline const uint32_t *
liveness_first_in (const struct liveness *l)
{
  return (const uint32_t *) (l + 1);
}

static inline const uint32_t *
liveness_in (const struct liveness *l)
{
  return liveness_first_in (l) + l->n_blocks + 1;
}

static inline const uint32_t *
liveness_first_out (const struct liveness *l)
{
  return liveness_in (l) + l->n_in;
}

static inline const uint32_t *
liveness_out (const struct liveness *l)
{
  return liveness_first_out (l) + l->n_blocks + 1;
}

/* Whether NAME is in the set of BLOCK.  O(log members).  */
bool liveness_contains (const uint32_t *first, const uint32_t *names,
			uint32_t block, uint32_t name);

static inline bool
live_in (const struct liveness *l, uint32_t block, uint32_t ssa)
{
  return block < l->n_blocks
	 && liveness_contains (liveness_first_in (l), liveness_in (l), block,
			       ssa);
}

static inline bool
live_out (const struct liveness *l, uint32_t block, uint32_t ssa)
{
  return block < l->n_blocks
	 && liveness_contains (liveness_first_out (l), liveness_out (l),
			       block, ssa);
}

/* The symbols that a function calls directly or takes the address of, each
   once, in order of first appearance.  */
enum { CALL_TARGET_CALLED = 1, CALL_TARGET_ADDRESS = 2 };

struct call_target
{
  struct fingerprint symbol;
  uint32_t flags;
  uint32_t reserved;
};

struct call_targets
{
  uint32_t count;
  uint32_t n_indirect;		/* Calls through a pointer.  */
  struct fingerprint self;	/* The function's own symbol: with it, the call
				   graph reads no body.  */
  /* struct call_target target[count]  */
};

static inline const struct call_target *
call_targets_array (const struct call_targets *c)
{
  return (const struct call_target *) (c + 1);
}

/* Direct calls among the unit's functions, compressed rows.  Nodes are the
   positions in function_list.  */
struct call_graph
{
  uint32_t n_functions;
  uint32_t n_edges;
  /* uint32_t first[n_functions + 1], callee[n_edges] (ascending in a row)  */
};

static inline const uint32_t *
call_graph_first (const struct call_graph *g)
{
  return (const uint32_t *) (g + 1);
}

static inline const uint32_t *
call_graph_callees (const struct call_graph *g)
{
  return call_graph_first (g) + g->n_functions + 1;
}

/* Strongly connected components (Tarjan, without recursion), callees first.
   ORDER is thus bottom-up; in a component by position.  */
struct call_sccs
{
  uint32_t n_functions;
  uint32_t n_components;
  /* uint32_t order[n_functions]		positions in function_list
     uint32_t first[n_components + 1]		of each component in ORDER
     uint32_t component[n_functions]		of each position
     uint32_t recursive[n_components]		1: calls itself, or has several  */
};

static inline const uint32_t *
call_sccs_order (const struct call_sccs *s)
{
  return (const uint32_t *) (s + 1);
}

static inline const uint32_t *
call_sccs_first (const struct call_sccs *s)
{
  return call_sccs_order (s) + s->n_functions;
}

static inline const uint32_t *
call_sccs_component (const struct call_sccs *s)
{
  return call_sccs_first (s) + s->n_components + 1;
}

static inline const uint32_t *
call_sccs_recursive (const struct call_sccs *s)
{
  return call_sccs_component (s) + s->n_functions;
}

/* Edges and blocks that one walk with constants and value numbers finds
   possible (the conditional branches of Wegman and Zadeck, 1991, but what comes
   round a loop is unknown, as in GCC's do_rpo_vn without iteration);
   parameters and memory unknown.  */
struct executable_edges
{
  uint32_t n_edges;
  uint32_t n_blocks;
  /* uint8_t edge[n_edges], block[n_blocks]: 1 or 0  */
};

static inline const uint8_t *
executable_edges_edge (const struct executable_edges *e)
{
  return (const uint8_t *) (e + 1);
}

static inline const uint8_t *
executable_edges_block (const struct executable_edges *e)
{
  return executable_edges_edge (e) + e->n_edges;
}

/* What that walk knows of the SSA names: a constant, an address, or which name
   has the same value; and the edges that are possible then.  Beyond GCC's walk
   at -O0 it knows that a load gives the same on both sides of statements that
   leave its memory as it is.  */
struct value_numbers
{
  uint32_t n_ssa;
  uint32_t n_edges;
  /* struct value of[n_ssa] (passes/value-number.h), uint8_t edge[n_edges]  */
};

static inline const struct value *
value_numbers_of (const struct value_numbers *n)
{
  return (const struct value *) (n + 1);
}

static inline const uint8_t *
value_numbers_edge (const struct value_numbers *n)
{
  return (const uint8_t *) (value_numbers_of (n) + n->n_ssa);
}

/* What check_unit found in all: sums, so that it changes only when they do.  */
struct unit_check
{
  uint32_t n_functions;
  uint32_t n_findings;
  uint32_t n_incomplete;	/* Functions whose budget ran out.  */
  uint32_t reserved;
};

#ifdef __cplusplus
}
#endif
#endif
