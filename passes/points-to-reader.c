/* points-to-reader.c - questions about accesses, by what pointers lead to.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/points-to.h"

#include <string.h>

#include "passes/call-pointers.h"
#include "passes/parameter-effects.h"
#include "passes/undefined.h"

/* Pointers that are made from each other, in a row.  */
#define MOST_FOLDS 32

/* One step of points_to_fold.  */
static bool
fold_once (const struct points_to_reader *p, struct reference *r)
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
points_to_fold (const struct points_to_reader *p, const struct reference *r)
{
  struct reference folded = *r;

  for (unsigned i = 0; i < MOST_FOLDS; i++)
    if (!fold_once (p, &folded))
      break;
  return folded;
}

/* Addresses: a set of the value, or one of its own.  */
struct addresses
{
  const struct points_to_target *target;
  uint32_t count;
  struct points_to_target one;
};

static void
set_of_name (const struct points_to_reader *p, uint32_t name,
	     struct addresses *a)
{
  uint32_t set = points_to_sets (p->value)[name];

  a->target = points_to_targets (p->value) + points_to_first (p->value)[set];
  a->count = points_to_first (p->value)[set + 1]
	     - points_to_first (p->value)[set];
}

static void
set_of_object (struct addresses *a, uint32_t object)
{
  a->one = (struct points_to_target) { object, 0, OFFSET_UNKNOWN };
  a->target = &a->one;
  a->count = 1;
}

static uint32_t
object_of_decl (const struct points_to_reader *p, uint32_t decl)
{
  for (uint32_t kind = OBJECT_VARIABLE; kind <= OBJECT_FUNCTION; kind++)
    {
      uint32_t object
	= points_to_find_object (p->value, (enum points_to_kind) kind, decl);

      if (object != NONE)
	return object;
    }
  return 0;
}

/* Where R lies.  */
static void
find_addresses (const struct points_to_reader *p, const struct reference *r,
		struct addresses *a)
{
  uint32_t decl = reference_decl (r);

  if (decl != NONE)
    set_of_object (a, object_of_decl (p, decl));
  else if (operand_kind (r->base) == OPERAND_SSA && r->is_indirect)
    set_of_name (p, operand_index (r->base), a);
  else
    set_of_object (a, 0);
}

/* What OPERAND leads to.  */
static void
find_pointees (const struct points_to_reader *p, uint32_t operand,
	       struct addresses *a)
{
  struct reference r;

  a->count = 0;
  if (operand_kind (operand) == OPERAND_SSA)
    {
      const struct value *value
	= p->of ? &p->of[operand_index (operand)] : NULL;

      if (!value || value->kind != KNOWN_ADDRESS)
	{
	  set_of_name (p, operand_index (operand), a);
	  return;
	}
      operand = OPERAND (OPERAND_ADDRESS, value->index);
    }
  if (operand_kind (operand) == OPERAND_ADDRESS)
    {
      r = reference_of_memory (p->s, operand_index (operand));
      find_addresses (p, &r, a);
    }
}

uint32_t
points_to_object_of (const struct points_to_reader *p,
		     const struct reference *r)
{
  struct addresses a;

  find_addresses (p, r, &a);
  for (uint32_t i = 1; i < a.count; i++)
    if (a.target[i].object != a.target[0].object)
      return NONE;
  return a.count && a.target[0].object != 0 ? a.target[0].object : NONE;
}

bool
points_to_is_outside (const struct points_to_reader *p, uint32_t object)
{
  const struct points_to_object *o = &points_to_objects (p->value)[object];

  return !object_is_own (o) || o->escapes;
}

/* Whether A and B, numbers of objects, may be one.  */
static bool
objects_may_meet (const struct points_to_reader *p, uint32_t a, uint32_t b)
{
  const struct points_to_object *o = points_to_objects (p->value);

  if (a == b)
    return true;
  if (object_is_own (&o[a]))
    return b == 0 && o[a].escapes;
  if (object_is_own (&o[b]))
    return a == 0 && o[b].escapes;
  return true;
}

static bool
addresses_may_meet (const struct points_to_reader *p,
		    const struct addresses *a, const struct addresses *b)
{
  for (uint32_t i = 0; i < a->count; i++)
    for (uint32_t j = 0; j < b->count; j++)
      if (objects_may_meet (p, a->target[i].object, b->target[j].object))
	return true;
  return false;
}

bool
points_to_may_be (const struct points_to_reader *p, uint32_t operand,
		  uint32_t object)
{
  struct addresses a;

  find_pointees (p, operand, &a);
  for (uint32_t i = 0; i < a.count; i++)
    if (objects_may_meet (p, a.target[i].object, object))
      return true;
  return false;
}

/* Whether the object of WRITTEN and R may have a bit in common.  */
static bool
may_overlap (const struct points_to_reader *p, const struct addresses *object,
	     const struct reference *r, uint32_t written)
{
  struct reference lhs
    = reference_of_memory (p->s, operand_index (written));
  struct addresses a;

  lhs = points_to_fold (p, &lhs);
  find_addresses (p, &lhs, &a);
  return addresses_may_meet (p, object, &a)
	 && references_may_alias (p->s, r, &lhs);
}

static bool
addresses_have_same (const struct addresses *a, const struct addresses *b)
{
  for (uint32_t i = 0; i < a->count; i++)
    for (uint32_t j = 0; j < b->count; j++)
      if (a->target[i].object == b->target[j].object)
	return true;
  return false;
}

/* Where argument I of call INDEX leads if something may be written through it, even if
   it is not kept; false: nothing is.  */
static bool
find_written (const struct points_to_reader *p, uint32_t index, uint32_t i,
	      struct addresses *a)
{
  const struct snap_statement *t = &snapshot_statements (p->s)[index];

  if (i < call_arguments (t)
      && !call_may_write (p->s, t, i,
			  parameter_effect (p->callee[index], i)))
    return false;
  find_pointees (p, snapshot_operands (p->s)[t->first_operand + 1 + i], a);
  return true;
}

/* Whether call INDEX may write to OBJECT through its arguments.  */
static bool
arguments_may_write (const struct points_to_reader *p, uint32_t index,
		     const struct addresses *object)
{
  const struct snap_statement *t = &snapshot_statements (p->s)[index];
  struct addresses a;

  for (uint32_t i = 0; i + 1 < t->n_operands; i++)
    if (find_written (p, index, i, &a) && addresses_may_meet (p, object, &a))
      return true;
  return false;
}

bool
points_to_is_given (const struct points_to_reader *p, uint32_t statement,
		    const struct reference *r)
{
  const struct snap_statement *t = &snapshot_statements (p->s)[statement];
  struct addresses object, a;

  find_addresses (p, r, &object);
  for (uint32_t i = 0; i + 1 < t->n_operands; i++)
    if (!parameter_leads_to_const (p->s, t->type, i)
	&& find_written (p, statement, i, &a)
	&& addresses_have_same (&object, &a))
      return true;
  return false;
}

/* Whether somebody outside may get at one of OBJECT.  */
static bool
any_is_outside (const struct points_to_reader *p,
		const struct addresses *object)
{
  for (uint32_t i = 0; i < object->count; i++)
    if (points_to_is_outside (p, object->target[i].object))
      return true;
  return false;
}

bool
points_to_may_define (const struct points_to_reader *p, uint32_t statement,
		      const struct reference *r)
{
  const struct snap_statement *t = &snapshot_statements (p->s)[statement];
  struct addresses object;

  switch (t->code)
    {
    case STATEMENT_ASSIGN:
      if (operand_kind (t->lhs) != OPERAND_MEMORY)
	return false;
      find_addresses (p, r, &object);
      return may_overlap (p, &object, r, t->lhs);
    case STATEMENT_CALL:
      if (!statement_may_define (p->s, statement, r))
	return false;
      find_addresses (p, r, &object);
      if (operand_kind (t->lhs) == OPERAND_MEMORY
	  && may_overlap (p, &object, r, t->lhs))
	return true;
      return any_is_outside (p, &object)
	     || arguments_may_write (p, statement, &object);
    default:
      return statement_may_define (p->s, statement, r);
    }
}
