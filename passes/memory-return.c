/* memory-return.c - what a path asks of calls that return not at all, or twice.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Programs have functions that end them, and do not always say so: `fatal', `die',
   `error_exit'.  A path that goes on behind such a call may well be none.  Nor is one
   that takes what setjmp returns to be something else than 0 where it was called: it
   returns that when longjmp is called, after all that happens until then.  */

#include "passes/memory.h"

#include <ctype.h>
#include <string.h>

#include "passes/alias.h"
#include "passes/undefined.h"

/* Words in names of functions that end the program.  `abort' and `exit' alone are
   said of other things as well.  */
static const char *const ends[] = { "bail", "croak", "die", "fatal", "panic" };

/* Whether a word of NAME, as `_' and capitals part it, is WORD.  */
static bool
has_word (const char *name, const char *word)
{
  size_t length = strlen (word);

  for (const char *p = name; (p = strstr (p, word)); p++)
    if ((p == name || !isalpha ((unsigned char) p[-1]))
	&& !islower ((unsigned char) p[length]))
      return true;
  return false;
}

static bool
names_an_end (const char *name)
{
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
    if (has_word (name, ends[i]))
      return true;
  return has_word (name, "exit")
	 && (has_word (name, "error") || has_word (name, "fail")
	     || has_word (name, "usage"));
}

/* Whether STATEMENT calls a function of another unit that its name says ends the
   program.  */
static bool
may_end (struct memory *m, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  const struct snap_decl *d;
  const char *name;

  if (t->code != STATEMENT_CALL || t->flags & CALL_IS_INTERNAL
      || t->decl == NONE || m->callee[t->decl])
    return false;
  d = &snapshot_decls (m->s)[t->decl];
  name = function_plain_name (snapshot_string (m->s, d->name));
  return d->builtin == BUILTIN_NONE && names_an_end (name)
	 && !model_find (name, scratch_alloc (&m->scratch, 1,
					      sizeof (struct model)));
}

/* Whether something in BLOCK may end the program before its statement NUMBER of the
   function.  */
static bool
block_may_end (struct memory *m, uint32_t block, uint32_t statement)
{
  const struct snap_block *b = &snapshot_blocks (m->s)[block];

  for (uint32_t i = b->n_phis; i < b->n_statements; i++)
    {
      if (b->first_statement + i == statement)
	return false;
      if (may_end (m, b->first_statement + i))
	return true;
    }
  return false;
}

/* Whether OPERAND is what setjmp, or what is called so, has returned.  */
static bool
is_of_setjmp (const struct snapshot *s, uint32_t operand)
{
  for (unsigned i = 0; i < 8 && operand_kind (operand) == OPERAND_SSA; i++)
    {
      const struct snap_statement *d
	= ssa_definition (s, operand_index (operand));

      if (d && d->code == STATEMENT_CALL)
	return d->flags & CALL_RETURNS_TWICE && d->decl != NONE
	       && strstr (snapshot_string (s, snapshot_decls (s)[d->decl].name),
			  "setjmp");
      if (!d || d->code != STATEMENT_ASSIGN || d->n_operands != 1)
	return false;
      operand = snapshot_operands (s)[d->first_operand];
    }
  return false;
}

static bool
is_zero (const struct snapshot *s, uint32_t operand)
{
  const struct snap_constant *c
    = &snapshot_constants (s)[operand_index (operand)];

  return c->kind == CONSTANT_INTEGER
	 && (c->count == 0
	     || (c->count == 1 && snapshot_limbs (s)[c->first] == 0));
}

/* Whether EDGE is taken only if setjmp has returned something else than 0.  */
static bool
comes_back (const struct memory *m, uint32_t edge)
{
  const struct snap_edge *e = &snapshot_edges (m->s)[edge];
  const struct snap_block *b = &snapshot_blocks (m->s)[e->source];
  const struct snap_statement *t;
  const uint32_t *o;
  bool is_equal;

  if (b->n_statements == 0)
    return false;
  t = &snapshot_statements (m->s)[b->first_statement + b->n_statements - 1];
  if (t->code != STATEMENT_COND || t->n_operands != 2
      || (t->operation != OPERATION_EQUAL
	  && t->operation != OPERATION_NOT_EQUAL))
    return false;
  o = snapshot_operands (m->s) + t->first_operand;
  if (operand_kind (o[1]) != OPERAND_CONSTANT || !is_of_setjmp (m->s, o[0]))
    return false;
  is_equal = (t->operation == OPERATION_EQUAL)
	     == ((e->flags & EDGE_IS_TRUE) != 0);
  return is_zero (m->s, o[1]) != is_equal;
}

bool
memory_path_returns (struct memory *m, const struct memory_found *f,
		     const struct memory_path *path)
{
  uint32_t block = snapshot_statements (m->s)[f->statement].block;

  if (block_may_end (m, block, f->statement))
    return false;
  for (; path; path = path->before)
    {
      if (path->kind != PATH_EDGE)
	continue;
      /* From here on it stands for others.  */
      if (path->ways)
	return true;
      if (comes_back (m, path->where)
	  || block_may_end (m, snapshot_edges (m->s)[path->where].source, NONE))
	return false;
    }
  return true;
}
