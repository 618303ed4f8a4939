/* necessary.c - which statements anybody would notice if they were gone.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/necessary.h"

#include "passes/alias.h"
#include "passes/effects.h"
#include "passes/parameter-effects.h"

struct marking
{
  const struct snapshot *s;
  uint8_t *needed;		/* By statement.  */
  uint8_t *is_read;		/* By declaration: pointed to, or loaded by what is
				   needed.  */
  uint32_t *first_store;	/* By declaration: 1 + a statement; 0: none.  */
  uint32_t *next_store;		/* By statement, likewise.  */
  const struct parameter_effects *const *callee;	/* By statement.  */
  uint32_t statement;		/* Whose uses are marked now.  */
  uint32_t *stack;		/* Statements whose uses are to be marked.  */
  uint32_t n;
};

static uint32_t
base_decl (const struct snapshot *s, uint32_t operand)
{
  struct reference r = reference_of_memory (s, operand_index (operand));

  return reference_decl (&r);
}

static bool
note_address (void *data, const struct effect *e)
{
  struct marking *k = data;

  if (e->kind == EFFECT_ADDRESS)
    {
      uint32_t decl = base_decl (k->s, e->operand);

      if (decl != NONE)
	k->is_read[decl] = 1;
    }
  return true;
}

static void
mark (struct marking *k, uint32_t statement)
{
  if (k->needed[statement])
    return;
  k->needed[statement] = 1;
  k->stack[k->n++] = statement;
}

/* A needed statement loads from DECL: so the stores are needed, too.  */
static void
mark_stores (struct marking *k, uint32_t decl)
{
  if (k->is_read[decl])
    return;
  k->is_read[decl] = 1;
  for (uint32_t i = k->first_store[decl]; i; i = k->next_store[i - 1])
    mark (k, i - 1);
}

static bool
mark_used (void *data, const struct effect *e)
{
  struct marking *k = data;
  uint32_t d;

  if (e->kind == EFFECT_LOADS)
    {
      d = base_decl (k->s, e->operand);
      if (d != NONE)
	mark_stores (k, d);
    }
  else if (e->kind == EFFECT_USES
	   && !(k->callee
		&& parameter_is_ignored (k->s, k->statement,
					 k->callee[k->statement],
					 e->position)))
    {
      d = snapshot_ssa (k->s)[operand_index (e->operand)].definition;
      if (d != NONE)
	mark (k, d);
    }
  return true;
}

/* Whether a store to OPERAND may be noticed.  */
static bool
is_store_needed (const struct marking *k, uint32_t operand)
{
  uint32_t decl = base_decl (k->s, operand);
  const struct snap_decl *d;

  if (decl == NONE
      || (snapshot_memory (k->s)[operand_index (operand)].flags
	  & MEMORY_IS_VOLATILE))
    return true;
  d = &snapshot_decls (k->s)[decl];
  return (d->flags & (DECL_IS_GLOBAL | DECL_IS_VOLATILE))
	 || d->kind == DECL_RESULT || k->is_read[decl];
}

static bool
is_root (const struct marking *k, const struct snap_statement *t)
{
  switch (t->code)
    {
    case STATEMENT_PHI:
    case STATEMENT_CLOBBER:
    case STATEMENT_LABEL:
    case STATEMENT_PREDICT:
    case STATEMENT_NOP:
      return false;
    case STATEMENT_ASSIGN:
      if (t->flags & (STATEMENT_IS_VOLATILE | STATEMENT_CAN_THROW))
	return true;
      return operand_kind (t->lhs) == OPERAND_MEMORY
	     && is_store_needed (k, t->lhs);
    case STATEMENT_CALL:
      if (t->flags & CALL_IS_NORETURN)
	return true;
      if (operand_kind (t->lhs) == OPERAND_MEMORY
	  && is_store_needed (k, t->lhs))
	return true;
      return !(t->flags & (CALL_IS_CONST | CALL_IS_PURE))
	     || (t->flags & CALL_IS_LOOPING);
    default:
      return true;
    }
}

static void
note_store (struct marking *k, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (k->s)[statement];
  uint32_t decl;

  if (operand_kind (t->lhs) != OPERAND_MEMORY
      || t->code == STATEMENT_CLOBBER)
    return;
  decl = base_decl (k->s, t->lhs);
  if (decl == NONE)
    return;
  k->next_store[statement] = k->first_store[decl];
  k->first_store[decl] = statement + 1;
}

uint8_t *
necessary_statements (const struct snapshot *s,
		      const struct parameter_effects *const *callee,
		      const struct scratch *m)
{
  struct marking k = { .s = s, .callee = callee };
  uint32_t n = snapshot_n_statements (s);

  k.needed = scratch_alloc (m, n + 1, 1);
  k.is_read = scratch_alloc (m, snapshot_n_decls (s) + 1, 1);
  k.stack = scratch_numbers (m, n + 1);
  k.first_store = scratch_numbers (m, snapshot_n_decls (s) + 1);
  k.next_store = scratch_numbers (m, n + 1);
  for (uint32_t i = 0; i < n; i++)
    {
      effects_visit (s, i, note_address, &k);
      note_store (&k, i);
    }
  for (uint32_t i = 0; i < n; i++)
    if (is_root (&k, &snapshot_statements (s)[i]))
      mark (&k, i);
  while (k.n)
    {
      k.statement = k.stack[--k.n];
      effects_visit (s, k.statement, mark_used, &k);
    }
  return k.needed;
}
