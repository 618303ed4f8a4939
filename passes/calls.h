/* calls.h - calls between two functions, and rings of calls.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

     call_component (f)		the ring that f is in
     calls_between (f, g)	where f calls g

   Projections of the unit's big values and of bodies: who reads them does not
   run again because somebody else's calls have changed.  */

#ifndef PASSES_CALLS_H
#define PASSES_CALLS_H

#include "queries/query.h"
#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The strongly connected component of a function in the call graph.  Its
   members agree on a leader, the first of them.  Only the leader's value lists
   them: else a ring of n would cost n times n.  A function that is not of this
   unit is a component of its own.  */
struct call_component
{
  struct fingerprint leader;	/* Identity of its key.  */
  uint32_t recursive;		/* 1: calls itself, maybe by way of others.  */
  uint32_t count;		/* Of members listed; 0 for all but the leader.  */
  /* struct fingerprint member[count]	in order of functions  */
};

static inline const struct fingerprint *
call_component_members (const struct call_component *c)
{
  return (const struct fingerprint *) (c + 1);
}

/* The body's declaration of the function that OPERAND, the first of a call,
   names, itself or through a few copies; NONE if that cannot be seen.  */
uint32_t called_declaration (const struct snapshot *body, uint32_t operand);

/* What the function of KEY, whose body is S, calls in T: its key, if it is known
   by name and not in one ring of calls with KEY; else NONE.  So that a fact of
   it may be asked for, and none stands on itself.  Asks.  */
uint32_t called_outside_ring (struct query_context *cx, uint32_t key,
			      const struct snapshot *s,
			      const struct snap_statement *t);

enum					/* call_site.flags */
{
  CALL_SITE_HAS_RESULT = 1,	/* The result goes somewhere.  */
  CALL_SITE_IS_TAIL = 2
};

struct call_site
{
  uint32_t statement;		/* STATEMENTS */
  uint32_t n_arguments;
  uint32_t flags;		/* CALL_SITE_*  */
  uint32_t reserved;
};

struct call_sites
{
  uint32_t count;
  uint32_t known;		/* 0: the caller's body is not of this unit.  */
  /* struct call_site site[count]	by statement  */
};

static inline const struct call_site *
call_sites_array (const struct call_sites *c)
{
  return (const struct call_site *) (c + 1);
}

#ifdef __cplusplus
}
#endif
#endif
