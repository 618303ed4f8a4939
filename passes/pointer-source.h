/* pointer-source.h - all that a pointer may have been made from.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Where origin.h has the one object that a pointer certainly leads to, here are
   all of them: each end of the copies, arithmetic, phis and calls that give back
   an argument, behind the pointer, in the order in which GCC's passes meet
   them.

   returned_parameter (f) says which of its parameters f gives back, on all
   ways through it and whole or moved, so that a caller can see through the call
   as if it was inlined.  */

#ifndef PASSES_POINTER_SOURCE_H
#define PASSES_POINTER_SOURCE_H

#include "queries/query.h"
#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

struct returned_parameter
{
  uint32_t parameter;		/* Its position, or NONE.  */
  uint32_t reserved;
};

/* By statement of S, the body of KEY: of each call that gives back an argument,
   whole or as a pointer into the same object, its position from 0; NONE for all
   others.  LIBRARY: of library functions only.  Asks; in memory of the
   query.  */
uint32_t *returned_arguments (struct query_context *cx, uint32_t key,
			      const struct snapshot *s, bool library);

enum source_kind
{
  SOURCE_VARIABLE,		/* DECLS: its address.  */
  SOURCE_PARAMETER,		/* DECLS: its value on entry.  */
  SOURCE_CALL,			/* STATEMENTS: its result.  */
  SOURCE_NULL,
  SOURCE_UNDEFINED,		/* DECLS, or NONE: what a variable has that was
				   not given a value.  */
  SOURCE_OTHER			/* STATEMENTS that makes it, or NONE.  */
};

struct pointer_source
{
  enum source_kind kind;
  uint32_t index;
};

struct pointer_sources
{
  struct pointer_source *items;
  uint32_t count, capacity;
};

/* What does not change from pointer to pointer.  */
struct source_search
{
  struct query_context *cx;
  const struct snapshot *s;
  const uint8_t *edge;		/* By edge: whether it can be taken; or NULL.  */
  const uint32_t *returned;	/* returned_arguments */
  uint32_t *visited;		/* By SSA name: the search that is in it; with
				   IS_DONE, that has left it.  */
  uint32_t number;		/* Of the search.  */
  uint32_t steps;		/* That it has left.  */
  uint32_t n_moved;		/* Pointers met that may lead into an object, and
				   not to its start.  */
  struct pointer_sources found;
};

/* EDGE and RETURNED last as long as S.  */
void source_search_init (struct source_search *search,
			 struct query_context *cx, const struct snapshot *s,
			 const uint8_t *edge, const uint32_t *returned);

/* The sources of OPERAND, in SEARCH->found.  A phi that comes round to itself
   adds nothing; nor does a variable by an edge on which the pointer was found not
   to be its address.  O(what it finds), and bounded.  */
void find_sources (struct source_search *search, uint32_t operand);

#ifdef __cplusplus
}
#endif
#endif
