/* dereferences.c - the query dereferences: which parameters of a function must
   not be null.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"

#include <inttypes.h>

#include "passes/alias.h"
#include "passes/effects.h"

struct dereference_search
{
  const struct snapshot *s;
  uint64_t found;
};

/* 1 << the number of the parameter whose value on entry OPERAND is, else 0.  */
static uint64_t
parameter_bit (const struct snapshot *s, uint32_t operand)
{
  uint32_t i = parameter_number (s, operand);

  return i < 64 ? UINT64_C (1) << i : 0;
}

static bool
note_access (void *data, const struct effect *e)
{
  struct dereference_search *d = data;
  struct reference r;

  if (e->kind != EFFECT_LOADS && e->kind != EFFECT_STORES)
    return true;
  r = reference_of_memory (d->s, operand_index (e->operand));
  if (r.is_indirect)
    d->found |= parameter_bit (d->s, r.base);
  return true;
}

/* Whether what follows T is executed if T is.  */
static bool
goes_on (const struct snap_statement *t)
{
  switch (t->code)
    {
    case STATEMENT_CALL:
      return (t->flags & (CALL_IS_CONST | CALL_IS_PURE))
	     && (t->flags & CALL_IS_NOTHROW) && !(t->flags & CALL_IS_LOOPING);
    case STATEMENT_ASM:
    case STATEMENT_OPAQUE:
      return false;
    default:
      return true;
    }
}

/* The only block that can follow BLOCK, or NONE.  */
static uint32_t
next_block (const struct snapshot *s, uint32_t block)
{
  const struct snap_block *b = &snapshot_blocks (s)[block];

  return b->n_successors == 1
	 ? snapshot_edges (s)[b->first_successor].destination : NONE;
}

static uint64_t
search (const struct snapshot *s)
{
  struct dereference_search d = { s, 0 };
  uint32_t block = next_block (s, BLOCK_ENTRY);

  /* Each block once: there may be a loop without an end.  */
  for (uint32_t i = 0; block != NONE && i < snapshot_n_blocks (s); i++)
    {
      const struct snap_block *b = &snapshot_blocks (s)[block];

      for (uint32_t j = 0; j < b->n_statements; j++)
	{
	  uint32_t statement = b->first_statement + j;

	  effects_visit (s, statement, note_access, &d);
	  if (!goes_on (&snapshot_statements (s)[statement]))
	    return d.found;
	}
      block = next_block (s, block);
    }
  return d.found;
}

static uint64_t
declared_nonnull (const struct snapshot *s)
{
  uint64_t found = 0;

  for (uint32_t i = 0; i < s->n_parameters && i < 64; i++)
    {
      uint32_t decl = snapshot_lists (s)[s->first_parameter + i];

      if (snapshot_decls (s)[decl].flags & DECL_IS_NONNULL_PARAMETER)
	found |= UINT64_C (1) << i;
    }
  return found;
}

void
provide_dereferences (struct query_context *cx, uint32_t key,
		      struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  struct dereferences value = { 0, 0 };

  if (!(s->flags & SNAPSHOT_IS_LOWERED_ONLY)
      && !(s->options & SNAPSHOT_OPTION_NULL_IS_VALID)
      && !(snapshot_decls (s)[s->decl].flags
	   & (DECL_IS_WEAK | DECL_IS_REPLACEABLE)))
    value.parameters = search (s);
  if (!(s->flags & SNAPSHOT_IS_LOWERED_ONLY) && (s->flags & SNAPSHOT_IS_C)
      && !(s->options & SNAPSHOT_OPTION_NULL_IS_VALID))
    value.nonnull = declared_nonnull (s);
  buffer_add (out, &value, sizeof value);
}

void
provide_dereferences_external (struct query_context *cx, uint32_t key,
			       struct buffer *out)
{
  struct dereferences value = { 0, 0 };

  (void) cx;
  (void) key;
  buffer_add (out, &value, sizeof value);
}

bool
dereferences_verify (const void *bytes, size_t size)
{
  (void) bytes;
  return size == sizeof (struct dereferences);
}

void
dereferences_print (FILE *file, const struct snapshot *body,
		    const struct dereferences *d, unsigned flags)
{
  (void) body;
  (void) flags;
  fprintf (file, "dereferences parameters 0x%" PRIx64 "; nonnull 0x%" PRIx64
	   "\n", d->parameters, d->nonnull);
}
