/* invalid-use.h - uses of a pointer behind the end of what it leads to.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A statement ends the life of an object: a call that releases it, or a
   variable's clobber at the end of its scope.  From a pointer to the object all
   uses are found that come behind that statement on every way to them, of the
   pointer itself and of what is made from it by copies, arithmetic, calls that
   give back an argument and phis of such pointers only.  The rules are those of
   GCC's pass waccess (check_pointer_uses), which does this for -Wuse-after-free
   and -Wdangling-pointer.

   GCC looks at what its optimisers leave: OPTIMISED, a copy is what it is a copy
   of, two loads of one value are one, and what nobody needs is no use.  */

#ifndef PASSES_INVALID_USE_H
#define PASSES_INVALID_USE_H

#include "passes/pointer-source.h"

#ifdef __cplusplus
extern "C" {
#endif

struct dominators;
struct value;

struct invalid_use
{
  uint32_t statement;		/* The use ...  */
  uint32_t name;		/* ... of this SSA name, or NONE.  */
  uint32_t end;			/* STATEMENTS: what ended the life.  */
  uint32_t decl;		/* DECLS: the variable that ended, or NONE.  */
  bool maybe;			/* Not on all ways from END.  */
  bool is_equality;		/* It is only compared.  */
};

struct invalid_uses
{
  struct query_context *cx;
  const struct snapshot *s;
  const struct dominators *dominators, *post_dominators;
  bool is_optimised;
  const struct value *of;	/* OPTIMISED: by name (value_numbers).  */
  const uint8_t *is_needed;	/* OPTIMISED: by statement.  */
  const uint8_t *edge;		/* OPTIMISED: whether it can be taken.  */
  const uint32_t *returned;	/* returned_arguments */
  struct source_search search;
  uint32_t *first, *use;	/* Statements that use a name; rows by name.  */
  uint32_t *stack;
  uint32_t *visited;		/* By name: the last search that came there.  */
  uint32_t n_searches;
  uint8_t *is_reported;		/* By statement: each is told once.  */
  struct invalid_use *found;
  uint32_t n_found;
};

/* Of the body S of KEY.  Asks; all is in memory of the query.  */
void invalid_uses_init (struct invalid_uses *u, struct query_context *cx,
			uint32_t key, const struct snapshot *s,
			bool is_optimised);

/* Whether statement B comes behind A on all ways to it.  TO_EXIT: or in a block
   from which control only falls through to the end of the function, and nothing
   on that way ends the life of what A, a clobber, does.  */
bool statement_follows (const struct invalid_uses *u, uint32_t a, uint32_t b,
			bool to_exit);

/* The same name for what has the same value.  */
uint32_t invalid_uses_leader (const struct invalid_uses *u, uint32_t name);

/* Find the uses of NAME behind END, into U->found.  DECL: the variable, if END
   clobbers one.  MAYBE: NAME only may lead to it.  */
void find_invalid_uses (struct invalid_uses *u, uint32_t end, uint32_t name,
			uint32_t decl, bool maybe);

/* STATEMENT uses it; once.  */
void add_invalid_use (struct invalid_uses *u, uint32_t statement,
		      uint32_t name, uint32_t end, uint32_t decl, bool maybe,
		      bool is_equality);

/* What the name is called, in a warning: its variable's DECLS, or NONE.  */
uint32_t invalid_use_variable (const struct snapshot *s, uint32_t name);

#ifdef __cplusplus
}
#endif
#endif
