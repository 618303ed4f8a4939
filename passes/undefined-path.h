/* undefined-path.h - whether an undefined value gets to a use on some path.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The search goes backwards from a use, up the dominator tree and through the
   arguments of phis, and collects what has to hold on the way (predicate.h).
   A phi that a condition is about takes its argument's value, so a flag that
   says whether a variable was set is understood.  A way whose conditions
   exclude each other is none.  What is sought is either a name or, by a virtual
   name, what a piece of memory holds.  The search is bounded by steps: what is
   not found by then counts as not there.  */

#ifndef PASSES_UNDEFINED_PATH_H
#define PASSES_UNDEFINED_PATH_H

#include "passes/all.h"
#include "passes/points-to.h"

#ifdef __cplusplus
extern "C" {
#endif

struct path_state;

struct path_search
{
  const struct snapshot *s;
  struct query_context *cx;
  uint32_t key;			/* Of the function.  */
  struct predicate_names names;
  const struct predicates *predicates;
  const struct dominators *dominators, *post_dominators;
  const uint8_t *executable;	/* By edge.  */
  const struct points_to_reader *points_to;	/* With CALLEE set by whoever asks about
					   memory.  */
  const struct parameter_effects *const *callee;	/* By statement.  */
  uint8_t *ends;		/* By block: something in it never comes back.  */
  /* Loads: by virtual SSA name the first one, by statement the next; 1 + the
     statement, 0: none.  */
  uint32_t *first_load, *next_load;
  const uint32_t *users;	/* observed_users; NULL: not asked for yet.  */
  struct value *before;		/* By SSA name: path_value_before, once it was
				   asked for; NULL: nothing was.  */
  struct path_state *states;	/* Those of this search.  */
  uint32_t n_states, states_room;
  uint32_t use;			/* BLOCKS: where this search began.  */
  /* STATES of one name and block, or of others with the same hash: the first,
     and by state the next; 1 + the state, 0: none.  */
  uint32_t *table, *next_state;
  uint32_t *visited;		/* By SSA name: the last walk that was there.  */
  uint32_t walk;
  uint32_t steps_left;		/* Of all searches.  */
  bool gave_up;
  bool ignores_conditions;	/* Every way there is counts.  */
};

/* What the search found: where the value comes from.  */
struct path_origin
{
  uint32_t name;		/* SSA without a definition; NONE: memory.  */
  uint32_t argument;		/* OPERANDS: the phi argument next to the use
				   that it came through, or NONE.  */
  bool by_phi;			/* Through a phi where something else came
				   in, too.  */
};

/* Whether T only hands on the value of a name, or of a part of it: that is no
   use.  Copies, parts of complex numbers, and what joins them.  */
bool path_hands_on (const struct snapshot *s, const struct snap_statement *t);

/* CX: the query that asks, about function KEY.  */
void path_search_init (struct path_search *p, struct query_context *cx,
		       uint32_t key);

/* Whether NAME, used at STATEMENT, may be undefined there.  */
bool path_to_name (struct path_search *p, uint32_t name, uint32_t statement,
		   struct path_origin *origin);

/* Whether R, read at STATEMENT in the state of memory VUSE, may be undefined
   there.  */
bool path_to_memory (struct path_search *p, const struct reference *r,
		     uint32_t vuse, uint32_t statement,
		     struct path_origin *origin);

#ifdef __cplusplus
}
#endif
#endif
