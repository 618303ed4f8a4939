/* null-arguments.c - the queries null_arguments and returns_null.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"
#include "passes/null-search.h"
#include "passes/origin.h"

/* Statements, copies aside, of a function that is inlined wherever it is
   called.  */
#define INLINED_STATEMENTS 16

static bool
is_pointer (const struct snapshot *s, uint32_t type)
{
  return type != NONE && snapshot_types (s)[type].kind == SNAP_TYPE_POINTER;
}

/* The attribute nonnull of the function that T calls, or NULL.  */
static const struct snap_attribute *
nonnull_attribute (const struct snapshot *s, const struct snap_statement *t)
{
  const struct snap_type *type;

  if (t->code != STATEMENT_CALL || t->type == NONE
      || (t->flags & (CALL_IS_INTERNAL | NO_WARNING_NONNULL)))
    return NULL;
  type = &snapshot_types (s)[t->type];
  for (uint32_t i = 0; i < type->n_attributes; i++)
    {
      const struct snap_attribute *a
	= &snapshot_attributes (s)[type->first_attribute + i];

      if (a->kind == SNAP_ATTRIBUTE_NONNULL)
	return a;
    }
  return NULL;
}

/* Whether A speaks of argument I.  */
static bool
is_nonnull (const struct snap_attribute *a, uint32_t i)
{
  return a->mask == 0 || a->mask >> (i < 63 ? i : 63) & 1;
}

/* The type of OPERAND, if it is a name or a constant; else NONE.  */
static uint32_t
type_of (const struct snapshot *s, uint32_t operand)
{
  switch (operand_kind (operand))
    {
    case OPERAND_SSA:
      return snapshot_ssa (s)[operand_index (operand)].type;
    case OPERAND_CONSTANT:
      return snapshot_constants (s)[operand_index (operand)].type;
    default:
      return NONE;
    }
}

/* Append the null arguments of the call STATEMENT to FOUND, at most MOST of
   them.  Returns how many.  */
static uint32_t
find_in_call (struct null_search *n, uint32_t statement,
	      struct null_argument *found, uint32_t most)
{
  const struct snap_statement *t = &snapshot_statements (n->s)[statement];
  const struct snap_attribute *a = nonnull_attribute (n->s, t);
  uint32_t count = 0;
  /* The function comes first, a static chain last.  */
  uint32_t end = a ? t->n_operands - (t->n_extra == 1) : 0;

  for (uint32_t i = 1; i < end && count < most; i++)
    {
      uint32_t o = snapshot_operands (n->s)[t->first_operand + i];

      if (!is_nonnull (a, i - 1) || !is_pointer (n->s, type_of (n->s, o)))
	continue;
      if (null_search (n, o, t->block))
	{
	  found[count].statement = statement;
	  found[count++].argument = i - 1;
	}
    }
  return count;
}

/* How many arguments there are to look at.  */
static uint32_t
count_candidates (const struct snapshot *s)
{
  uint32_t count = 0;

  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];

      if (nonnull_attribute (s, t))
	count += t->n_operands;
    }
  return count;
}

bool
calls_want_nonnull (const struct snapshot *s)
{
  return count_candidates (s) > 0;
}

void
provide_null_arguments (struct query_context *cx, uint32_t key,
			struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  struct null_arguments header = { 0, 0 };
  uint32_t most = count_candidates (s);
  struct null_argument *found = query_alloc (cx, most, sizeof *found);
  struct null_search n;

  null_search_init (&n, cx, key);
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    if (executable_edges_block (n.edges)[snapshot_statements (s)[i].block])
      header.count += find_in_call (&n, i, found + header.count,
				    most - header.count);
  buffer_add (out, &header, sizeof header);
  if (header.count)
    buffer_add (out, found, header.count * sizeof *found);
}

/* What the function returns, as far as it is reached.  */
static bool
returns_nothing_but_null (struct null_search *n)
{
  bool any = false;

  for (uint32_t i = 0; i < snapshot_n_statements (n->s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (n->s)[i];

      if (t->code != STATEMENT_RETURN
	  || !executable_edges_block (n->edges)[t->block])
	continue;
      if (t->n_operands != 1
	  || !null_search (n, snapshot_operands (n->s)[t->first_operand],
			   t->block))
	return false;
      any = true;
    }
  return any;
}

/* Whether some edge has null for what OPERAND is, a copy of a phi.  */
static bool
is_null_on_some_edge (struct null_search *n, uint32_t operand)
{
  uint32_t phi = copied_phi (n->s, operand);
  const struct snap_statement *t;
  const struct snap_block *b;

  if (phi == NONE)
    return false;
  t = &snapshot_statements (n->s)[phi];
  b = &snapshot_blocks (n->s)[t->block];
  for (uint32_t i = 0; i < t->n_operands; i++)
    {
      uint32_t e = snapshot_preds (n->s)[b->first_predecessor + i];
      uint32_t o = snapshot_operands (n->s)[t->first_operand + i];

      if (executable_edges_edge (n->edges)[e] && o != t->lhs
	  && null_search_on_edge (n, o, e))
	return true;
    }
  return false;
}

/* Whether GCC would inline the function wherever it is called: it is said to be
   inline, or it has few statements.  */
static bool
is_inlined (const struct snapshot *s)
{
  uint32_t count = 0;

  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    switch (snapshot_statements (s)[i].code)
      {
      case STATEMENT_ASSIGN:
	count += !statement_is_copy (&snapshot_statements (s)[i])
		 || operand_kind (snapshot_operands (s)
				    [snapshot_statements (s)[i].first_operand])
		    == OPERAND_MEMORY;
	break;
      case STATEMENT_PHI:
      case STATEMENT_LABEL:
      case STATEMENT_CLOBBER:
	break;
      default:
	count++;
	break;
      }
  return count <= INLINED_STATEMENTS
	 || snapshot_decls (s)[s->decl].flags & DECL_IS_INLINE;
}

static bool
returns_null_somewhere (struct null_search *n)
{
  if (!is_inlined (n->s))
    return false;
  for (uint32_t i = 0; i < snapshot_n_statements (n->s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (n->s)[i];

      if (t->code == STATEMENT_RETURN && t->n_operands == 1
	  && executable_edges_block (n->edges)[t->block]
	  && is_null_on_some_edge (n, snapshot_operands (n->s)
				      [t->first_operand]))
	return true;
    }
  return false;
}

void
provide_returns_null (struct query_context *cx, uint32_t key,
		      struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  const struct snap_decl *d = &snapshot_decls (s)[s->decl];
  struct returns_null value = { 0, 0 };

  if (!(s->flags & SNAPSHOT_IS_LOWERED_ONLY)
      && !(d->flags & DECL_IS_REPLACEABLE)
      && is_pointer (s, snapshot_types (s)[d->type].element))
    {
      struct null_search n;

      null_search_init (&n, cx, key);
      value.always = returns_nothing_but_null (&n);
      value.sometimes = value.always || returns_null_somewhere (&n);
    }
  buffer_add (out, &value, sizeof value);
}

void
provide_returns_null_external (struct query_context *cx, uint32_t key,
			       struct buffer *out)
{
  struct returns_null value = { 0, 0 };

  (void) cx;
  (void) key;
  buffer_add (out, &value, sizeof value);
}

bool
null_arguments_verify (const void *bytes, size_t size)
{
  const struct null_arguments *n = bytes;

  return size >= sizeof *n
	 && (size - sizeof *n) / sizeof (struct null_argument) == n->count
	 && (size - sizeof *n) % sizeof (struct null_argument) == 0;
}

void
null_arguments_print (FILE *file, const struct snapshot *body,
		      const struct null_arguments *n, unsigned flags)
{
  (void) body;
  (void) flags;
  for (uint32_t i = 0; i < n->count; i++)
    fprintf (file, "argument %u of statement %u is null\n",
	     null_arguments_array (n)[i].argument + 1,
	     null_arguments_array (n)[i].statement);
}

bool
returns_null_verify (const void *bytes, size_t size)
{
  const struct returns_null *r = bytes;

  return size == sizeof *r && r->always <= 1 && r->sometimes <= 1
	 && r->always <= r->sometimes;
}

void
returns_null_print (FILE *file, const struct snapshot *body,
		    const struct returns_null *r, unsigned flags)
{
  (void) body;
  (void) flags;
  fprintf (file, "%s\n", r->always ? "always null"
			 : r->sometimes ? "null on some way"
			 : "not known to be null");
}
