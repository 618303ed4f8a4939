/* path-state.h - where a search of undefined-path.c is, and what holds there.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The states of a search are a list; those behind the one that is looked at are
   still to be looked at.  They live in memory of the query, which is kept for
   the next search.  */

#ifndef PASSES_PATH_STATE_H
#define PASSES_PATH_STATE_H

#include "passes/undefined-path.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { PATH_LITERALS = 16 };

/* At the end of BLOCK, on the way back, NAME is wanted; COUNT literals hold.
   Each state is looked at once.  */
struct path_state
{
  uint32_t name, block;
  uint32_t argument;
  uint32_t count;
  bool by_phi;
  struct literal literal[PATH_LITERALS];
};

/* No state.  */
void path_states_clear (struct path_search *p);

/* Put T on the list, if there is room and no state on it that asks for less was
   at the same place.  */
void path_state_add (struct path_search *p, const struct path_state *t);

/* Let L, or all of CHAIN, hold in T, too; false if it cannot.  */
bool path_state_assume (struct path_search *p, struct path_state *t,
			const struct literal *l);
bool path_state_assume_chain (struct path_search *p, struct path_state *t,
			      const struct chain *chain);

#ifdef __cplusplus
}
#endif
#endif
