/* memory-doubt.c - what on a path whoever wrote the code may know better.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A path that a state stands for can be taken as far as the body tells.  Some
   paths ask for more than that: that a loop runs no round, or that a string has
   not the character which another one was found to have.  */

#include "passes/memory.h"
#include "passes/call-pointers.h"

#include <string.h>

#include "passes/alias.h"
#include "passes/undefined.h"

/* The pointer that OPERAND was computed from, by copies and additions.  */
static uint32_t
root_of (const struct snapshot *s, uint32_t operand)
{
  for (unsigned i = 0; i < 16 && operand_kind (operand) == OPERAND_SSA; i++)
    {
      const struct snap_statement *d
	= ssa_definition (s, operand_index (operand));

      if (!d || d->code != STATEMENT_ASSIGN || d->n_operands == 0
	  || (d->n_operands > 1 && d->operation != OPERATION_POINTER_PLUS))
	break;
      operand = snapshot_operands (s)[d->first_operand];
    }
  return operand;
}

/* Loops that are skipped.  */

/* The blocks of LOOP, those of inner ones too, are those whose innermost loop has
   it among its ancestors.  */
static bool
is_in_loop (const struct loops *l, uint32_t block, uint32_t loop)
{
  uint32_t i = loops_innermost (l)[block];

  while (i != NONE && i != loop)
    i = loops_array (l)[i].parent;
  return i == loop;
}

static bool
mark_copies (const struct snapshot *s, uint8_t *holds, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (s)[statement];
  bool any = false;

  if ((t->code != STATEMENT_PHI && t->code != STATEMENT_ASSIGN)
      || operand_kind (t->lhs) != OPERAND_SSA
      || holds[operand_index (t->lhs)])
    return false;
  for (uint32_t i = 0; i < t->n_operands; i++)
    {
      uint32_t o = snapshot_operands (s)[t->first_operand + i];

      any |= operand_kind (o) == OPERAND_SSA && holds[operand_index (o)];
    }
  holds[operand_index (t->lhs)] = any;
  return any;
}

/* Whether the call CALL may have put into a variable what T loads.  */
static bool
loads_from_argument (const struct snapshot *s, const struct snap_statement *t,
		     const struct snap_statement *call)
{
  uint32_t base;

  if (t->code != STATEMENT_ASSIGN || t->n_operands != 1
      || operand_kind (t->lhs) != OPERAND_SSA
      || operand_kind (snapshot_operands (s)[t->first_operand])
	 != OPERAND_MEMORY)
    return false;
  base = snapshot_memory (s)[operand_index (snapshot_operands (s)
					     [t->first_operand])].base;
  for (uint32_t i = 0; operand_kind (base) == OPERAND_DECL
			&& i < call_arguments (call); i++)
    {
      uint32_t o = snapshot_operands (s)[call->first_operand + 1 + i];

      if (operand_kind (o) == OPERAND_ADDRESS
	  && snapshot_memory (s)[operand_index (o)].base == base)
	return true;
    }
  return false;
}

/* By SSA name: whether it may hold what the call STATEMENT came up with.  */
static uint8_t *
find_holders (struct memory *m, uint32_t statement)
{
  uint8_t *holds = scratch_alloc (&m->scratch, snapshot_n_ssa (m->s) + 1, 1);
  const struct snap_statement *call = &snapshot_statements (m->s)[statement];
  bool changed = true;

  if (operand_kind (call->lhs) == OPERAND_SSA)
    holds[operand_index (call->lhs)] = 1;
  for (uint32_t i = 0; i < snapshot_n_statements (m->s); i++)
    if (loads_from_argument (m->s, &snapshot_statements (m->s)[i], call))
      holds[operand_index (snapshot_statements (m->s)[i].lhs)] = 1;
  while (changed)
    {
      changed = false;
      for (uint32_t i = 0; i < snapshot_n_statements (m->s); i++)
	changed |= mark_copies (m->s, holds, i);
    }
  return holds;
}

/* Whether the call T may keep its argument I.  */
static bool
may_keep (struct memory *m, const struct snap_statement *t, uint32_t i)
{
  struct model *model;

  if (t->decl == NONE)
    return true;
  model = scratch_alloc (&m->scratch, 1, sizeof *model);
  return !model_find (function_plain_name
			(snapshot_string (m->s, snapshot_decls (m->s)[t->decl]
							.name)), model)
	 && !parameter_leads_to_const (m->s, t->type, i);
}

/* Whether T puts what HOLDS says somewhere, or gives it to a function that may.  */
static bool
hands_on (struct memory *m, const struct snap_statement *t,
	  const uint8_t *holds)
{
  bool is_call = t->code == STATEMENT_CALL;

  if (!is_call && (t->code != STATEMENT_ASSIGN
		   || operand_kind (t->lhs) != OPERAND_MEMORY))
    return false;
  for (uint32_t i = is_call; i < t->n_operands; i++)
    {
      uint32_t o = snapshot_operands (m->s)[t->first_operand + i];

      if (operand_kind (o) == OPERAND_SSA && holds[operand_index (o)]
	  && (!is_call || may_keep (m, t, i - 1)))
	return true;
    }
  return false;
}

bool
memory_loop_takes (struct memory *m, uint32_t head, uint32_t region)
{
  const struct memory_node *n = memory_node (&m->values, region);
  const struct loops *l = q_loops (m->cx, m->key);
  const uint8_t *holds;

  if (n->kind != NODE_HEAP || loops_innermost (l)[head] == NONE)
    return false;
  holds = find_holders (m, n->a);
  for (uint32_t i = 0; i < snapshot_n_statements (m->s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (m->s)[i];

      if (is_in_loop (l, t->block, loops_innermost (l)[head])
	  && hands_on (m, t, holds))
	return true;
    }
  return false;
}

bool
memory_is_loaded (const struct memory *m, uint32_t operand)
{
  uint32_t root = root_of (m->s, operand);

  return operand_kind (root) == OPERAND_MEMORY;
}

/* Searches.  */

/* The constant that the call T looks for, or NULL.  */
static const struct snap_constant *
sought (const struct snapshot *s, const struct snap_statement *t)
{
  uint32_t o;

  if (t->code != STATEMENT_CALL || call_arguments (t) < 2)
    return NULL;
  o = snapshot_operands (s)[t->first_operand + 2];
  return operand_kind (o) == OPERAND_CONSTANT
	 ? &snapshot_constants (s)[operand_index (o)] : NULL;
}

static bool
is_same_constant (const struct snapshot *s, const struct snap_constant *a,
		  const struct snap_constant *b)
{
  return a->kind == CONSTANT_INTEGER && b->kind == CONSTANT_INTEGER
	 && a->count == b->count
	 && memcmp (snapshot_limbs (s) + a->first, snapshot_limbs (s) + b->first,
		    a->count * sizeof *snapshot_limbs (s)) == 0;
}

bool
memory_is_found_elsewhere (const struct memory *m, uint32_t operand,
			   const struct memory_path *path)
{
  const struct snapshot *s = m->s;
  uint32_t root = root_of (s, operand), string;
  const struct snap_statement *d
    = operand_kind (root) == OPERAND_SSA
      ? ssa_definition (s, operand_index (root)) : NULL;
  const struct snap_constant *c = d ? sought (s, d) : NULL;

  if (!c)
    return false;
  string = root_of (s, snapshot_operands (s)[d->first_operand + 1]);
  for (; path; path = path->before)
    {
      const struct snap_statement *t;
      const struct snap_constant *other;

      if (path->kind != PATH_OUTCOME || path->is_in_callee
	  || path->event != MESSAGE_EVENT_RETURNS_NONNULL)
	continue;
      t = &snapshot_statements (s)[path->where];
      other = t == d ? NULL : sought (s, t);
      if (other && t->decl == d->decl && is_same_constant (s, c, other)
	  && root_of (s, snapshot_operands (s)[t->first_operand + 1])
	     != string
	  && t->lhs != string)
	return true;
    }
  return false;
}

/* Sizes.  */

bool
memory_has_no_size (struct memory *m, struct memory_state *s,
		    uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  bool is_pointer;
  struct integer_type type;
  struct range r;

  for (uint32_t i = 0; i < call_arguments (t); i++)
    {
      uint32_t o = snapshot_operands (m->s)[t->first_operand + 1 + i];

      if (operand_kind (o) == OPERAND_SSA
	  && range_type (m->s, memory_operand_type (m->s, o), &type,
			 &is_pointer)
	  && !is_pointer && type.is_unsigned
	  && type.precision == m->s->pointer_bits
	  && memory_range (m, s, memory_operand (m, s, o, NONE, false),
			   memory_operand_type (m->s, o), &r)
	  && range_truth (&r) == 1)
	return true;
    }
  return false;
}
