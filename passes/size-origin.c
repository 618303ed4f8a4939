/* size-origin.c - where a number comes from, and who may know more of it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/effects.h"
#include "passes/size-origin.h"

struct origins
{
  const struct snapshot *s;
  uint8_t *is_part;		/* By name.  */
  uint32_t *stack;
  uint32_t depth;
  uint32_t statement;		/* That is visited.  */
  bool is_settled;
};

static void
add_part (struct origins *o, uint32_t name)
{
  if (!o->is_part[name])
    {
      o->is_part[name] = 1;
      o->stack[o->depth++] = name;
    }
}

/* Whether other units can call the function with what they like.  */
static bool
is_called_by_others (const struct snapshot *s)
{
  uint32_t flags = snapshot_decls (s)[s->decl].flags;

  return flags & DECL_IS_PUBLIC && !(flags & (DECL_IS_INLINE | DECL_IS_COMDAT));
}

/* Whether other units can change what OPERAND, memory, holds.  */
static bool
is_reached_by_others (const struct snapshot *s, uint32_t operand)
{
  while (operand_kind (operand) == OPERAND_ADDRESS
	 || operand_kind (operand) == OPERAND_MEMORY)
    operand = snapshot_memory (s)[operand_index (operand)].base;
  if (operand_kind (operand) == OPERAND_DECL)
    return snapshot_decls (s)[operand_index (operand)].flags & DECL_IS_PUBLIC;
  return operand_kind (operand) == OPERAND_SSA
	 && snapshot_ssa (s)[operand_index (operand)].flags & SSA_IS_DEFAULT;
}

/* Whether T calls a function of this unit, or a built-in one.  */
static bool
calls_known (const struct snapshot *s, const struct snap_statement *t)
{
  return t->flags & CALL_IS_INTERNAL
	 || (t->decl != NONE
	     && (!(snapshot_decls (s)[t->decl].flags & DECL_IS_EXTERNAL)
		 || snapshot_decls (s)[t->decl].builtin != BUILTIN_NONE));
}

static bool
visit_origin (void *data, const struct effect *effect)
{
  struct origins *o = data;
  bool is_call = snapshot_statements (o->s)[o->statement].code
		 == STATEMENT_CALL;

  if (effect->kind == EFFECT_LOADS && !is_call)
    o->is_settled &= is_reached_by_others (o->s, effect->operand);
  else if (effect->kind == EFFECT_USES && !is_call
	   && operand_kind (effect->operand) == OPERAND_SSA)
    add_part (o, operand_index (effect->operand));
  return true;
}

static void
follow (struct origins *o, uint32_t name)
{
  const struct snap_ssa *n = &snapshot_ssa (o->s)[name];
  const struct snap_statement *t;

  o->statement = n->definition;
  if (n->definition == NONE)
    {
      o->is_settled &= n->decl != NONE
		       && snapshot_decls (o->s)[n->decl].kind == DECL_PARAMETER
		       && is_called_by_others (o->s);
      return;
    }
  t = &snapshot_statements (o->s)[n->definition];
  if (t->code == STATEMENT_CALL)
    o->is_settled &= !calls_known (o->s, t);
  else if (t->code != STATEMENT_ASSIGN && t->code != STATEMENT_PHI)
    o->is_settled = false;
  effects_visit (o->s, n->definition, visit_origin, o);
}

/* A function of this unit that gets a part of it: it may be a test.  */
static bool
visit_use (void *data, const struct effect *effect)
{
  struct origins *o = data;

  if (effect->kind == EFFECT_USES
      && operand_kind (effect->operand) == OPERAND_SSA
      && o->is_part[operand_index (effect->operand)])
    o->is_settled = false;
  return true;
}

static bool
is_own_function (const struct snapshot *s, const struct snap_statement *t)
{
  return t->code == STATEMENT_CALL && t->decl != NONE
	 && !(snapshot_decls (s)[t->decl].flags & DECL_IS_EXTERNAL)
	 && snapshot_decls (s)[t->decl].builtin == BUILTIN_NONE;
}

bool
size_is_settled (struct query_context *cx, const struct snapshot *s,
		 uint32_t name)
{
  struct origins o = { .s = s, .is_settled = true };

  o.is_part = query_alloc (cx, snapshot_n_ssa (s), 1);
  o.stack = query_alloc (cx, snapshot_n_ssa (s), sizeof *o.stack);
  add_part (&o, name);
  while (o.is_settled && o.depth)
    follow (&o, o.stack[--o.depth]);
  for (uint32_t i = 0; o.is_settled && i < snapshot_n_statements (s); i++)
    if (is_own_function (s, &snapshot_statements (s)[i]))
      effects_visit (s, i, visit_use, &o);
  return o.is_settled;
}
