/* check-infinite-recursion.c - a function that always calls itself.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   As GCC's pass_warn_recursion: every path from the entry comes to a call of
   the function itself, or leads nowhere.  A path that may leave by longjmp or a
   C++ exception counts as one that ends; one that ends the program does not, or
   an assertion would hide every defect, unless the function is noreturn
   itself.  A function that replaces a built-in one calls itself when it calls
   that.  */

#include "passes/all.h"

#include <string.h>

struct search
{
  const struct snapshot *s;
  bool is_noreturn;
  uint8_t *seen;		/* By block.  */
  uint32_t *calls;		/* STATEMENTS, as they are found.  */
  uint32_t n_calls;
};

static bool
is_builtin (const struct snap_decl *d)
{
  return d->builtin != BUILTIN_NONE && d->builtin != BUILTIN_SANITIZER
	 && d->builtin != BUILTIN_TARGET;
}

static bool
is_recursive (const struct snapshot *s, const struct snap_statement *t)
{
  return t->decl == s->decl;
}

/* Whether the call T is one of the built-in function for which this function
   stands in.  */
static bool
calls_replaced (const struct snapshot *s, const struct snap_statement *t)
{
  const struct snap_decl *self, *callee;

  if (t->decl == NONE || t->decl == s->decl)
    return false;
  self = &snapshot_decls (s)[s->decl];
  callee = &snapshot_decls (s)[t->decl];
  if (!is_builtin (self) || !is_builtin (callee)
      || self->builtin != callee->builtin
      || self->assembler_name != callee->assembler_name)
    return false;
  /* An inline strcpy for which the library's stands in may call
     __builtin_strcpy: if that is a call at all, it is one of the library's.  */
  return (self->flags & (DECL_IS_INLINE | DECL_IS_EXTERNAL))
	 != (DECL_IS_INLINE | DECL_IS_EXTERNAL)
	 || self->name == callee->name;
}

/* Whether the call T may leave by another way than its end.  */
static bool
jumps_out (const struct snapshot *s, const struct snap_statement *t)
{
  const struct snap_decl *d;
  const char *name;

  if (t->decl == NONE)
    return false;
  d = &snapshot_decls (s)[t->decl];
  name = snapshot_string (s, d->name);
  return d->builtin == BUILTIN_LONGJMP
	 || !strncmp (name, "__cxa_throw", strlen ("__cxa_throw"))
	 || !strcmp (name, "siglongjmp");
}

enum passage { PASSAGE_FREE, PASSAGE_CLOSED, PASSAGE_ENDS };

/* What becomes of a path in BLOCK.  */
static enum passage
pass_block (struct search *h, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (h->s)[block];

  for (uint32_t i = 0; i < b->n_statements; i++)
    {
      uint32_t index = b->first_statement + i;
      const struct snap_statement *t = &snapshot_statements (h->s)[index];

      if (t->code != STATEMENT_CALL)
	continue;
      if (jumps_out (h->s, t))
	return PASSAGE_ENDS;
      if (h->is_noreturn && t->flags & CALL_IS_NORETURN
	  && !calls_replaced (h->s, t))
	return PASSAGE_ENDS;
      if (is_recursive (h->s, t) || calls_replaced (h->s, t))
	{
	  h->calls[h->n_calls++] = index;
	  return PASSAGE_CLOSED;
	}
    }
  return PASSAGE_FREE;
}

/* Whether some path ends, in GCC's order: depth first.  Else all calls that
   the paths come to are in H->calls.  */
static bool
some_path_ends (struct query_context *cx, struct search *h)
{
  struct { uint32_t block, next; } *stack
    = query_alloc (cx, snapshot_n_blocks (h->s), sizeof *stack);
  uint32_t depth = 1;

  stack[0].block = BLOCK_ENTRY;
  h->seen[BLOCK_ENTRY] = 1;
  while (depth)
    {
      const struct snap_block *b
	= &snapshot_blocks (h->s)[stack[depth - 1].block];
      uint32_t to;

      if (stack[depth - 1].next == b->n_successors)
	{
	  depth--;
	  continue;
	}
      to = snapshot_edges (h->s)[b->first_successor
				 + stack[depth - 1].next++].destination;
      if (h->seen[to])
	continue;
      h->seen[to] = 1;
      if (to == BLOCK_EXIT)
	return true;
      switch (pass_block (h, to))
	{
	case PASSAGE_ENDS:
	  return true;
	case PASSAGE_CLOSED:
	  break;
	case PASSAGE_FREE:
	  stack[depth].block = to;
	  stack[depth++].next = 0;
	  break;
	}
    }
  return false;
}

static bool
calls_itself (const struct snapshot *s)
{
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    if (snapshot_statements (s)[i].code == STATEMENT_CALL
	&& (is_recursive (s, &snapshot_statements (s)[i])
	    || calls_replaced (s, &snapshot_statements (s)[i])))
      return true;
  return false;
}

static void
report (struct findings_builder *b, const struct search *h)
{
  findings_add (b, CHECK_infinite_recursion, MESSAGE_INFINITE_RECURSION,
		PLACE (PLACE_FUNCTION, 0), 0);
  for (uint32_t i = 0; i < h->n_calls; i++)
    if (snapshot_statements (h->s)[h->calls[i]].flags & STATEMENT_HAS_PLACE)
      findings_add (b, CHECK_infinite_recursion, MESSAGE_RECURSIVE_CALL,
		    PLACE (PLACE_STATEMENT, h->calls[i]), FINDING_IS_NOTE);
}

void
provide_infinite_recursion (struct query_context *cx, uint32_t key,
			    struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  struct search h = { .s = s };
  struct findings_builder b;

  h.is_noreturn = snapshot_decls (s)[s->decl].flags & DECL_IS_NORETURN;
  /* Most functions are done here.  */
  if (calls_itself (s))
    {
      h.seen = query_alloc (cx, snapshot_n_blocks (s), 1);
      h.calls = query_alloc (cx, snapshot_n_blocks (s), sizeof *h.calls);
      if (some_path_ends (cx, &h))
	h.n_calls = 0;
    }
  findings_builder_init (&b);
  if (h.n_calls > 0)
    report (&b, &h);
  findings_finish (&b, out);
  findings_builder_release (&b);
}
