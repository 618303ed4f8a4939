/* points-to.c - which object of the function a pointer leads to.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/points-to.h"

#include <string.h>

#include "passes/parameter-effects.h"
#include "passes/undefined.h"

/* Pointers that are made from each other, in a row.  */
#define MOST_FOLDS 32

/* Rounds over the statements; what is not settled by then is unknown.  */
#define ROUNDS 8

static const struct target nothing = { TARGET_UNKNOWN, 0 };
static const struct target foreign = { TARGET_FOREIGN, 0 };
static const struct target outside = { TARGET_OUTSIDE, 0 };
static const struct target anything = { TARGET_ANY, 0 };

static bool
same_target (const struct target *a, const struct target *b)
{
  return a->kind == b->kind && a->index == b->index;
}

static struct target
join (struct target a, struct target b)
{
  bool a_is_out = a.kind == TARGET_FOREIGN || a.kind == TARGET_OUTSIDE;
  bool b_is_out = b.kind == TARGET_FOREIGN || b.kind == TARGET_OUTSIDE;

  if (a.kind == TARGET_UNKNOWN || same_target (&a, &b))
    return b;
  if (b.kind == TARGET_UNKNOWN)
    return a;
  return a_is_out && b_is_out ? outside : anything;
}

static struct target
target_of_decl (const struct snapshot *s, uint32_t decl)
{
  const struct snap_decl *d = &snapshot_decls (s)[decl];

  if (d->kind == DECL_FUNCTION || d->kind == DECL_LABEL
      || d->kind == DECL_CONSTANT || (d->flags & DECL_IS_GLOBAL))
    return foreign;
  return (struct target) { TARGET_VARIABLE, decl };
}

/* One step of points_to_fold.  */
static bool
fold_once (const struct points_to *p, struct reference *r)
{
  const struct snapshot *s = p->s;
  const struct snap_statement *d;
  const struct value *value;
  struct reference inner;
  uint32_t from;
  int64_t bytes = 0;

  if (!r->is_indirect || operand_kind (r->base) != OPERAND_SSA)
    return false;
  value = p->of ? &p->of[operand_index (r->base)] : NULL;
  d = ssa_definition (s, operand_index (r->base));
  if (value && value->kind == KNOWN_ADDRESS)
    from = OPERAND (OPERAND_ADDRESS, value->index);
  else if (!d || d->code != STATEMENT_ASSIGN || d->n_operands == 0)
    return false;
  else
    {
      from = snapshot_operands (s)[d->first_operand];
      if (d->operation == OPERATION_POINTER_PLUS)
	{
	  if (!constant_value (s, snapshot_operands (s)[d->first_operand + 1],
			       &bytes)
	      || bytes < INT64_MIN / 16 || bytes > INT64_MAX / 16)
	    return false;
	}
      else if (d->operation != OPERATION_COPY
	       && d->operation != OPERATION_CONVERT)
	return false;
    }
  if (__builtin_add_overflow (r->offset, 8 * bytes, &r->offset))
    return false;
  switch (operand_kind (from))
    {
    case OPERAND_SSA:
      if (bytes)
	r->memory = NONE;
      r->base = from;
      return true;
    case OPERAND_ADDRESS:
      inner = reference_of_memory (s, operand_index (from));
      if ((snapshot_memory (s)[operand_index (from)].flags
	   & MEMORY_IS_VARIABLE)
	  || __builtin_add_overflow (r->offset, inner.offset, &r->offset))
	{
	  r->offset = 0;
	  r->max_size = SIZE_UNKNOWN;
	}
      r->memory = NONE;
      r->base = inner.base;
      r->is_indirect = inner.is_indirect;
      r->base_offset = 0;
      return true;
    default:
      return false;
    }
}

struct reference
points_to_fold (const struct points_to *p, const struct reference *r)
{
  struct reference folded = *r;

  for (unsigned i = 0; i < MOST_FOLDS; i++)
    if (!fold_once (p, &folded))
      break;
  return folded;
}

/* Where the memory of R lies.  */
struct target
points_to_reference (const struct points_to *p, const struct reference *r)
{
  uint32_t decl = reference_decl (r);

  if (decl != NONE)
    return target_of_decl (p->s, decl);
  if (operand_kind (r->base) == OPERAND_SSA && r->is_indirect)
    {
      struct target t = p->target[operand_index (r->base)];

      return t.kind == TARGET_UNKNOWN ? anything : t;
    }
  return outside;
}

static struct target
target_of_operand (const struct points_to *p, uint32_t operand)
{
  struct reference r;

  switch (operand_kind (operand))
    {
    case OPERAND_SSA:
      return p->target[operand_index (operand)];
    case OPERAND_ADDRESS:
      r = reference_of_memory (p->s, operand_index (operand));
      if (reference_decl (&r) != NONE)
	return target_of_decl (p->s, reference_decl (&r));
      return operand_kind (r.base) == OPERAND_SSA
	     ? p->target[operand_index (r.base)] : foreign;
    default:
      return foreign;
    }
}

/* GCC's built-in functions that hand pointers on to other threads.  */
static bool
is_atomic (const struct snapshot *s, const struct snap_decl *d)
{
  const char *name = snapshot_string (s, d->name);

  return !strncmp (name, "__atomic", 8) || !strncmp (name, "__sync", 6);
}

/* Whether CALL may keep the address that is its argument I: not if its
   specification says so, and a library function that GCC knows keeps none that
   it takes by a pointer to const or behind an ellipsis.  */
static bool
may_keep (const struct snapshot *s, const struct snap_statement *call,
	  uint32_t i)
{
  const char *specification = call_specification (s, call);
  const struct snap_type *types = snapshot_types (s), *t;
  const struct snap_decl *d;
  uint32_t parameter;

  if (strlen (specification) >= 4 + 2 * (size_t) i
      && strchr ("rRwWoOxX123456789", specification[2 + 2 * i]))
    return false;
  if (call->decl == NONE)
    return true;
  d = &snapshot_decls (s)[call->decl];
  if (d->builtin == BUILTIN_NONE || d->builtin == BUILTIN_TARGET
      || d->type == NONE || is_atomic (s, d))
    return true;
  t = &types[d->type];
  if (i >= t->n_parameters)
    return !(t->flags & TYPE_IS_VARIADIC);
  parameter = snapshot_lists (s)[t->first_parameter + i];
  return types[parameter].element == NONE
	 || !(types[types[parameter].element].flags & TYPE_IS_CONST);
}

/* Whether CALL may write through its argument I.  */
static bool
may_write (const struct snapshot *s, const struct snap_statement *call,
	   uint32_t i)
{
  const char *specification = call_specification (s, call);
  const struct snap_type *types = snapshot_types (s);

  if (strlen (specification) >= 4 + 2 * (size_t) i)
    return !strchr ("rRxX123456789", specification[2 + 2 * i]);
  if (may_keep (s, call, i) || call->decl == NONE
      || snapshot_decls (s)[call->decl].type == NONE)
    return true;
  /* A library function, by a pointer to const; not what follows an ellipsis.  */
  return i >= types[snapshot_decls (s)[call->decl].type].n_parameters;
}

/* What such a function returns may be what it was given.  */
static struct target
target_returned (const struct points_to *p, const struct snap_statement *t)
{
  struct target result = outside;

  for (uint32_t i = 1; i < t->n_operands; i++)
    {
      uint32_t o = snapshot_operands (p->s)[t->first_operand + i];
      struct target one = target_of_operand (p, o);

      if (i <= call_arguments (t) && !may_keep (p->s, t, i - 1)
	  && one.kind != TARGET_UNKNOWN)
	result = join (result, one);
    }
  return result;
}

static struct target
target_of_call (const struct points_to *p, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (p->s)[statement];

  if (t->decl != NONE)
    switch (snapshot_decls (p->s)[t->decl].builtin)
      {
      case BUILTIN_ALLOCA:
      case BUILTIN_ALLOCA_WITH_ALIGN:
      case BUILTIN_ALLOCA_WITH_ALIGN_AND_MAX:
      case BUILTIN_MALLOC:
	return (struct target) { TARGET_ALLOCATED, statement };
      default:
	break;
      }
  return target_returned (p, t);
}

/* What the name that statement INDEX defines leads to.  */
static struct target
target_defined (const struct points_to *p, uint32_t index)
{
  const struct snap_statement *t = &snapshot_statements (p->s)[index];
  const uint32_t *o = snapshot_operands (p->s) + t->first_operand;
  const struct value *value
    = p->of ? &p->of[operand_index (t->lhs)] : NULL;
  struct target result = nothing;

  if (value && value->kind == KNOWN_ADDRESS)
    return target_of_operand (p, OPERAND (OPERAND_ADDRESS, value->index));
  switch (t->code)
    {
    case STATEMENT_PHI:
      for (uint32_t i = 0; i < t->n_operands; i++)
	result = join (result, target_of_operand (p, o[i]));
      return result;
    case STATEMENT_CALL:
      return target_of_call (p, index);
    case STATEMENT_ASSIGN:
      if (t->n_operands == 0)
	return outside;
      switch (t->operation)
	{
	case OPERATION_COPY:
	case OPERATION_CONVERT:
	case OPERATION_VIEW_CONVERT:
	case OPERATION_POINTER_PLUS:
	  return target_of_operand (p, o[0]);
	case OPERATION_CONDITIONAL:
	  return t->n_operands == 4 ? join (target_of_operand (p, o[2]),
					    target_of_operand (p, o[3]))
				    : anything;
	default:
	  /* Arithmetic on what may have been a pointer.  */
	  for (uint32_t i = 0; i < t->n_operands; i++)
	    {
	      struct target one = target_of_operand (p, o[i]);

	      if (one.kind == TARGET_VARIABLE || one.kind == TARGET_ALLOCATED
		  || one.kind == TARGET_ANY)
		return anything;
	    }
	  return outside;
	}
    default:
      return outside;
    }
}

static bool
find_targets (struct points_to *p)
{
  bool changed = false;

  for (uint32_t i = 0; i < snapshot_n_statements (p->s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (p->s)[i];
      struct target next, *old;

      if (operand_kind (t->lhs) != OPERAND_SSA
	  || (t->flags & STATEMENT_IS_VIRTUAL))
	continue;
      old = &p->target[operand_index (t->lhs)];
      next = join (*old, target_defined (p, i));
      if (!same_target (&next, old))
	{
	  *old = next;
	  changed = true;
	}
    }
  return changed;
}

/* Escapes.  */

static bool
call_may_keep (const struct points_to *p, uint32_t index, uint32_t i)
{
  const struct parameter_effect *e = parameter_effect (p->callee[index], i);

  if (e)
    return (e->may & PARAMETER_MAY_KEEP) != 0;
  return may_keep (p->s, &snapshot_statements (p->s)[index], i);
}

static void
escape (struct points_to *p, uint32_t operand, bool *any)
{
  struct target t = target_of_operand (p, operand);

  switch (t.kind)
    {
    case TARGET_VARIABLE:
      p->decl_escapes[t.index] = 1;
      break;
    case TARGET_ALLOCATED:
      p->call_escapes[t.index] = 1;
      break;
    case TARGET_ANY:
      *any = true;
      break;
    default:
      break;
    }
}

static void
find_escapes_of (struct points_to *p, uint32_t index, bool *any)
{
  const struct snap_statement *t = &snapshot_statements (p->s)[index];
  const uint32_t *o = snapshot_operands (p->s) + t->first_operand;

  switch (t->code)
    {
    case STATEMENT_ASSIGN:
      /* A pointer in memory may be read by anybody.  */
      if (operand_kind (t->lhs) == OPERAND_MEMORY
	  || t->operation == OPERATION_CONSTRUCT)
	for (uint32_t i = 0; i < t->n_operands; i++)
	  escape (p, o[i], any);
      break;
    case STATEMENT_CALL:
      for (uint32_t i = 1; i < t->n_operands; i++)
	if (i > call_arguments (t) || call_may_keep (p, index, i - 1))
	  escape (p, o[i], any);
      break;
    case STATEMENT_PHI:
    case STATEMENT_COND:
    case STATEMENT_SWITCH:
    case STATEMENT_CLOBBER:
    case STATEMENT_LABEL:
    case STATEMENT_NOP:
    case STATEMENT_PREDICT:
      break;
    default:
      for (uint32_t i = 0; i < t->n_operands; i++)
	escape (p, o[i], any);
      break;
    }
}

void
points_to_compute (struct points_to *p, const struct scratch *m)
{
  const struct snapshot *s = p->s;
  bool any = false, settled = false;

  p->target = scratch_alloc (m, snapshot_n_ssa (s) + 1, sizeof *p->target);
  p->decl_escapes = scratch_alloc (m, snapshot_n_decls (s) + 1, 1);
  p->call_escapes = scratch_alloc (m, snapshot_n_statements (s) + 1, 1);
  for (uint32_t i = 0; i < snapshot_n_ssa (s); i++)
    if (snapshot_ssa (s)[i].definition == NONE
	&& !ssa_is_undefined (s, i, false))
      p->target[i] = foreign;
  for (unsigned i = 0; i < ROUNDS && !settled; i++)
    settled = !find_targets (p);
  if (!settled)
    for (uint32_t i = 0; i < snapshot_n_ssa (s); i++)
      p->target[i] = anything;
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    find_escapes_of (p, i, &any);
  for (uint32_t i = 0; any && i < snapshot_n_decls (s); i++)
    p->decl_escapes[i] = 1;
  for (uint32_t i = 0; any && i < snapshot_n_statements (s); i++)
    p->call_escapes[i] = 1;
}

bool
points_to_escapes (const struct points_to *p, const struct target *t)
{
  switch (t->kind)
    {
    case TARGET_VARIABLE:
      return p->decl_escapes[t->index];
    case TARGET_ALLOCATED:
      return p->call_escapes[t->index];
    default:
      return true;
    }
}

static bool
targets_may_meet (const struct points_to *p, const struct target *a,
		  const struct target *b)
{
  if (a->kind == TARGET_ANY || b->kind == TARGET_ANY
      || same_target (a, b))
    return true;
  if (a->kind == TARGET_OUTSIDE)
    return b->kind == TARGET_FOREIGN || points_to_escapes (p, b);
  return b->kind == TARGET_OUTSIDE
	 && (a->kind == TARGET_FOREIGN || points_to_escapes (p, a));
}

bool
points_to_may_be (const struct points_to *p, uint32_t operand,
		  const struct target *t)
{
  struct target other = target_of_operand (p, operand);

  return other.kind == TARGET_ANY || same_target (&other, t);
}

/* Whether call INDEX may write to the object T through its arguments.  */
static bool
arguments_may_write (const struct points_to *p, uint32_t index,
		     const struct target *object)
{
  const struct snap_statement *t = &snapshot_statements (p->s)[index];

  for (uint32_t i = 1; i < t->n_operands; i++)
    {
      const struct parameter_effect *e
	= i <= call_arguments (t) ? parameter_effect (p->callee[index], i - 1)
				  : NULL;

      if (e ? !(e->may & PARAMETER_MAY_WRITE)
	    : i <= call_arguments (t) && !may_write (p->s, t, i - 1))
	continue;
      if (points_to_may_be (p, snapshot_operands (p->s)[t->first_operand + i],
			    object))
	return true;
    }
  return false;
}

bool
points_to_may_define (const struct points_to *p, uint32_t statement,
		      const struct reference *r)
{
  const struct snap_statement *t = &snapshot_statements (p->s)[statement];
  struct target object = points_to_reference (p, r), written;
  struct reference lhs;

  switch (t->code)
    {
    case STATEMENT_ASSIGN:
      if (operand_kind (t->lhs) != OPERAND_MEMORY)
	return false;
      lhs = reference_of_memory (p->s, operand_index (t->lhs));
      lhs = points_to_fold (p, &lhs);
      written = points_to_reference (p, &lhs);
      return targets_may_meet (p, &object, &written)
	     && references_may_alias (p->s, r, &lhs);
    case STATEMENT_CALL:
      if (!statement_may_define (p->s, statement, r))
	return false;
      if (operand_kind (t->lhs) == OPERAND_MEMORY)
	{
	  lhs = reference_of_memory (p->s, operand_index (t->lhs));
	  lhs = points_to_fold (p, &lhs);
	  written = points_to_reference (p, &lhs);
	  if (targets_may_meet (p, &object, &written)
	      && references_may_alias (p->s, r, &lhs))
	    return true;
	}
      if (points_to_escapes (p, &object))
	return true;
      /* What it got by address it may write, even if it does not keep it.  */
      return arguments_may_write (p, statement, &object);
    default:
      return statement_may_define (p->s, statement, r);
    }
}
