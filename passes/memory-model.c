/* memory-model.c - calls of functions that have a model.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory-modelled.h"

#include <string.h>

#include "passes/alias.h"

/* ARGUMENT of STATEMENT, POINTER, must not be null; else what is found is NULL or
   POSSIBLE, and returned if it is the first there.  */
static struct memory_found *
check_argument (struct memory *m, struct memory_state *s, uint32_t statement,
		uint32_t argument, uint32_t pointer, enum found_kind null,
		enum found_kind possible)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  uint32_t operand
    = snapshot_operands (m->s)[t->first_operand + 1 + argument];
  struct memory_node n = *memory_node (&m->values, pointer);
  struct memory_found *f = NULL;
  struct region_state r;

  if (memory_is_zero (&m->values, pointer)
      || (n.kind == NODE_POINTER && n.number == 0
	  && memory_region (s, n.a).flags & REGION_IS_NULL))
    {
      if (memory_has_no_size (m, s, statement))
	return NULL;
      f = memory_find (m, s, null, statement, operand,
		       n.kind == NODE_POINTER ? n.a : 0);
      if (f)
	f->if_always = n.kind != NODE_POINTER
		       ? memory_is_doubtful (m, s, operand, statement)
		       : memory_kind (&m->values, n.a) != NODE_HEAP;
      /* A null that is written there says nothing of what comes next.  */
      m->has_left = operand_kind (operand) != OPERAND_CONSTANT;
    }
  else if (n.kind != NODE_POINTER)
    memory_is_not_null (m, statement);
  else
    {
      memory_is_not_null (m, statement);
      r = memory_region (s, n.a);
      if (r.resource == RESOURCE_UNCHECKED)
	{
	  if (memory_can_have_failed (m, s, pointer))
	    f = memory_find (m, s, possible, statement,
			     operand, n.a);
	  r.resource = RESOURCE_HELD;
	}
      if (!memory_is_object (&m->values, n.a)
	  && r.resource != RESOURCE_RELEASED)
	{
	  r.flags |= REGION_IS_NONNULL;
	  memory_set_region (&m->pool, s, &r);
	}
    }
  if (f)
    {
      f->argument = argument;
      f->decl = m->called;
    }
  return f;
}

void
memory_check_nonnull (struct memory *m, struct memory_state *s,
		      uint32_t statement, uint32_t argument, uint32_t pointer)
{
  check_argument (m, s, statement, argument, pointer, FOUND_NULL_ARGUMENT,
		  FOUND_POSSIBLE_NULL_ARGUMENT);
}

static const struct model_argument *
argument_of (const struct model *m, uint32_t i)
{
  return i < m->n_arguments ? &m->argument[i] : &m->rest;
}

/* The memory behind argument I; its size if the model has one size.  */
static struct location
location_of (const struct modelled *c, struct memory_state *s, uint32_t i)
{
  struct location l
    = { 0, c->value[i], c->argument[i], OFFSET_UNKNOWN, SIZE_UNKNOWN, NONE,
	OPERAND (OPERAND_NONE, 0) };
  const struct memory_node *n = memory_node (&c->m->values, c->value[i]);
  struct integer size;
  struct range r;
  uint64_t bytes = SIZE_UNKNOWN;
  unsigned sizes = 0;

  if (n->kind == NODE_POINTER)
    {
      l.region = n->a;
      if (n->number != OFFSET_UNKNOWN)
	l.offset = 8 * n->number;
    }
  for (uint32_t j = 0; j < c->n_arguments; j++)
    if (argument_of (c->model, j)->does & (MODEL_IS_SIZE | MODEL_IS_LIMIT))
      {
	sizes++;
	if (memory_is_integer (&c->m->values, c->value[j], &size)
	    || (memory_range (c->m, s, c->value[j], NONE, &r)
		&& range_is_single (&r)
		&& (size = r.part[0].low, true)))
	  integer_to_unsigned (size, &bytes);
      }
  if (sizes == 1 && bytes < INT32_MAX)
    l.size = 8 * bytes;
  return l;
}

/* Whether the model knows only how many bytes it may be at most.  */
static bool
has_limit (const struct modelled *c)
{
  for (uint32_t i = 0; i < c->n_arguments; i++)
    if (argument_of (c->model, i)->does & MODEL_IS_LIMIT)
      return true;
  return false;
}

/* Whether it is only on the path at hand that the size is known: more is written on
   others, and who reads it may know that.  */
static bool
has_computed_size (const struct modelled *c)
{
  for (uint32_t i = 0; i < c->n_arguments; i++)
    if (argument_of (c->model, i)->does & (MODEL_IS_SIZE | MODEL_IS_LIMIT)
	&& operand_kind (c->argument[i]) != OPERAND_CONSTANT)
      return true;
  return false;
}

/* Argument I is a stream: no attribute says that it is not null.  */
static void
use_stream (const struct modelled *c, struct memory_state *s, uint32_t i)
{
  struct memory *m = c->m;
  struct memory_found *f
    = check_argument (m, s, c->statement, i, c->value[i], FOUND_NULL_STREAM,
		      FOUND_POSSIBLE_NULL_STREAM);
  struct location l;

  if (f)
    f->name = c->name;
  if (m->has_left || !memory_is_pointer (&m->values, c->value[i])
      || argument_of (c->model, i)->does & MODEL_RELEASES)
    return;
  l = location_of (c, s, i);
  l.size = SIZE_UNKNOWN;
  memory_check_access (m, s, &l, c->statement, false);
}

static void
use_argument (const struct modelled *c, struct memory_state *s, uint32_t i)
{
  const struct model_argument *a = argument_of (c->model, i);
  struct memory *m = c->m;
  struct location l, checked, from;
  struct memory_node n = *memory_node (&m->values, c->value[i]);

  if (a->does & MODEL_NONNULL)
    memory_check_nonnull (m, s, c->statement, i, c->value[i]);
  if (a->does & MODEL_IS_STREAM)
    use_stream (c, s, i);
  if (m->has_left)
    return;
  if (a->does & MODEL_KEEPS)
    {
      memory_escape (m, s, c->value[i]);
      memory_lose_lock (m, s, c->value[i]);
      /* Null is not an error there; if it is not, it may be written to.  */
      l = location_of (c, s, i);
      l.size = SIZE_UNKNOWN;
      if (l.region != 0)
	memory_store (m, s, &l, 0, c->statement);
    }
  if (a->does & (MODEL_IS_DESCRIPTOR | MODEL_CLOSES))
    memory_use_descriptor (m, s, c->statement, c->argument[i], c->value[i],
			   a, c->name);
  if (!(a->does & (MODEL_READS | MODEL_WRITES | MODEL_CLEARS | MODEL_COPIES))
      || n.kind != NODE_POINTER || m->has_left)
    return;
  l = location_of (c, s, i);
  checked = l;
  if (has_limit (c))
    checked.size = SIZE_UNKNOWN;
  if (l.size == 0 && memory_nullness (m, s, c->value[i]) == 1)
    return;
  if (memory_region (s, n.a).resource == RESOURCE_RELEASED
      || a->does & (MODEL_WRITES | MODEL_CLEARS | MODEL_COPIES))
    memory_check_access (m, s, &checked, c->statement,
			 a->does & (MODEL_WRITES | MODEL_CLEARS
				    | MODEL_COPIES));
  if (m->has_left || !(a->does & (MODEL_WRITES | MODEL_CLEARS | MODEL_COPIES)))
    return;
  if (a->does & MODEL_COPIES && i + 1 < c->n_arguments)
    {
      from = location_of (c, s, i + 1);
      memory_copy_bits (m, s, &l, &from, l.size, c->statement);
    }
  else
    memory_store (m, s, &l, a->does & MODEL_CLEARS && i + 1 < c->n_arguments
			    && memory_is_zero (&m->values, c->value[i + 1])
			    ? memory_make_small (&m->values, 0) : 0,
		  c->statement);
  if (l.region != 0 && has_computed_size (c))
    {
      struct region_state r = memory_region (s, l.region);

      r.flags |= REGION_IS_OPEN;
      memory_set_region (&m->pool, s, &r);
    }
}

void
memory_set_result (const struct modelled *c, struct memory_state *s,
		   uint32_t value)
{
  struct location l;

  if (operand_kind (c->t->lhs) == OPERAND_SSA)
    memory_set_name (&c->m->pool, s, operand_index (c->t->lhs), value);
  else if (operand_kind (c->t->lhs) == OPERAND_MEMORY)
    {
      l = memory_locate (c->m, s, c->t->lhs);
      memory_check_access (c->m, s, &l, c->statement, true);
      if (!c->m->has_left)
	memory_store (c->m, s, &l, value, c->statement);
    }
}

/* The value of its size in bytes: what the model calls one, or the product of two;
   0: not known.  */
uint32_t
memory_size_of_new (const struct modelled *c, struct memory_state *s)
{
  uint32_t size = 0;

  for (uint32_t i = 0; i < c->n_arguments; i++)
    if (argument_of (c->model, i)->does & MODEL_IS_SIZE)
      size = size == 0 ? c->value[i]
	     : memory_operate (c->m, s, OPERATION_MULTIPLY,
			       memory_operand_type (c->m->s, c->argument[i]),
			       size, c->value[i]);
  return size;
}

/* Something new that is to be released.  */
uint32_t
memory_make_new (const struct modelled *c, struct memory_state *s,
		 bool checked)
{
  const struct model *model = c->model;
  struct memory *m = c->m;
  uint32_t region = memory_make (&m->values,
				 model->flags & MODEL_IS_ON_STACK
				 ? NODE_ALLOCA : NODE_HEAP, NONE, c->statement,
				 0, 0);
  struct region_state r = { region, 0, 0, 0, 0, 0 };

  if (!(model->flags & MODEL_IS_ON_STACK))
    {
      r.resource = model->flags & MODEL_RESULT_MAY_BE_NULL && !checked
		   ? RESOURCE_UNCHECKED : RESOURCE_HELD;
      r.family = memory_family (m, model->family);
      memory_note (m, s, PATH_ALLOCATED, c->statement, region);
    }
  r.flags = (model->flags & MODEL_RESULT_IS_CLEARED ? REGION_IS_CLEARED : 0)
	    | (model->flags & MODEL_RESULT_IS_FILLED ? REGION_IS_FILLED : 0)
	    | (r.resource == RESOURCE_HELD ? REGION_IS_NONNULL : 0);
  memory_set_region (&m->pool, s, &r);
  memory_set_size (m, s, region, memory_size_of_new (c, s));
  return memory_make_pointer (&m->values, region, 0);
}

/* A pointer into what argument I points to, or null.  */
static void
point_inside (const struct modelled *c, struct memory_state *s, uint32_t i,
	      struct memory_forks *forks)
{
  struct memory *m = c->m;
  struct memory_node n = *memory_node (&m->values, c->value[i]);

  struct memory_state *null = memory_fork (m, forks, s);

  memory_note_outcome (m, null, c->statement, MESSAGE_EVENT_RETURNS_NULL,
		       c->name);
  memory_set_result (c, null, memory_make_small (&m->values, 0));
  memory_note_outcome (m, s, c->statement, MESSAGE_EVENT_RETURNS_NONNULL,
		       c->name);
  memory_set_result (c, s,
		     n.kind == NODE_POINTER
		     ? memory_make_pointer (&m->values, n.a, OFFSET_UNKNOWN)
		     : 0);
}

/* -1, or a descriptor.  */
static void
open_descriptor (const struct modelled *c, struct memory_state *s,
		 uint32_t type, struct memory_forks *forks)
{
  struct memory *m = c->m;

  memory_set_result (c, memory_fork (m, forks, s),
		     memory_make_small (&m->values, -1));
  memory_set_result (c, s, memory_open (m, s, c->statement, type,
					c->model->family));
}

/* Something new where argument I points to.  */
static void
make_behind (const struct modelled *c, struct memory_state *s, uint32_t i)
{
  struct memory *m = c->m;
  struct location l = location_of (c, s, i);
  uint32_t region = memory_make (&m->values, NODE_HEAP, NONE, c->statement,
				 i + 1, 0);
  struct region_state r
    = { region, RESOURCE_HELD, 0, REGION_IS_FILLED | REGION_IS_NONNULL,
	memory_family (m, argument_of (c->model, i)->family), 0 };

  l.size = m->s->pointer_bits;
  memory_set_region (&m->pool, s, &r);
  memory_note (m, s, PATH_ALLOCATED, c->statement, region);
  memory_store (m, s, &l, memory_make_pointer (&m->values, region, 0),
		c->statement);
}

/* The call fails, and what was to be made is anything; or it does not.  */
static void
make_or_fail (const struct modelled *c, struct memory_state *s, uint32_t type,
	      struct memory_forks *forks)
{
  struct memory *m = c->m;
  bool negative = (c->model->flags & MODEL_FAILS_NEGATIVE) != 0;
  struct memory_state *fails = memory_fork (m, forks, s);
  uint32_t value = memory_fresh (m, c->statement, 0, type);
  uint32_t zero = memory_make_small (&m->values, 0);

  for (uint32_t i = 0; i < c->n_arguments; i++)
    if (argument_of (c->model, i)->does & MODEL_MAKES)
      {
	struct location l = location_of (c, fails, i);

	l.size = m->s->pointer_bits;
	memory_store (m, fails, &l, 0, c->statement);
	make_behind (c, s, i);
      }
  memory_assume (m, fails, negative ? OPERATION_LESS : OPERATION_NOT_EQUAL,
		 type, value, zero, true);
  memory_set_result (c, fails, value);
  if (negative)
    memory_assume (m, s, OPERATION_GREATER_EQUAL, type, value, zero, true);
  memory_set_result (c, s, negative ? value : zero);
}

/* The argument that is a lock, or N_ARGUMENTS.  */
static uint32_t
lock_of (const struct modelled *c)
{
  uint32_t i = 0;

  while (i < c->n_arguments
	 && !(argument_of (c->model, i)->does
	      & (MODEL_LOCKS | MODEL_SHARES | MODEL_TRIES | MODEL_UNLOCKS)))
    i++;
  return i;
}

/* Argument I, a lock, is taken, unless the result says that it is not, or
   released.  */
static void
use_lock (const struct modelled *c, struct memory_state *s, uint32_t i,
	  uint32_t type, struct memory_forks *forks)
{
  const struct model_argument *a = argument_of (c->model, i);
  struct memory *m = c->m;
  bool has_result = type != NONE
		    && operand_kind (c->t->lhs) != OPERAND_NONE;
  uint32_t value = memory_fresh (m, c->statement, 0, type);
  uint32_t zero = memory_make_small (&m->values, 0);

  if (has_result && !(a->does & MODEL_UNLOCKS))
    {
      struct memory_state *fails = memory_fork (m, forks, s);

      memory_assume (m, fails, OPERATION_NOT_EQUAL, type, value, zero, true);
      memory_set_result (c, fails, value);
      value = zero;
    }
  memory_use_lock (m, s, c->statement, c->argument[i], c->value[i], a, c->name,
		   has_result);
  if (!m->has_left)
    memory_set_result (c, s, value);
}

static bool
makes_something (const struct modelled *c)
{
  for (uint32_t i = 0; i < c->n_arguments; i++)
    if (argument_of (c->model, i)->does & MODEL_MAKES)
      return true;
  return false;
}

/* A string is no longer than an object may be.  */
static void
limit_length (struct memory *m, struct memory_state *s, uint32_t type,
	      uint32_t value)
{
  unsigned bits = m->s->pointer_bits;
  struct range r;

  if (value == 0 || bits < 16 || bits > 64)
    return;
  range_clear (&r);
  range_add (&m->scratch, &r, integer_of (0),
	     integer_of ((INT64_MAX >> (64 - bits)) - 1));
  memory_restrict (m, s, value, type, &r);
}

static void
give_result (const struct modelled *c, struct memory_state *s,
	     struct memory_forks *forks)
{
  const struct model *model = c->model;
  struct memory *m = c->m;
  uint32_t type = c->t->type == NONE
		  ? NONE : snapshot_types (m->s)[c->t->type].element;
  uint32_t value;

  for (uint32_t i = 0; i < c->n_arguments; i++)
    if (argument_of (model, i)->does & MODEL_RESIZES)
      {
	memory_resize (c, s, i, forks);
	return;
      }
  if (model->flags & MODEL_RESULT_IS_INSIDE
      && model->result_argument < c->n_arguments)
    {
      point_inside (c, s, model->result_argument, forks);
      return;
    }
  if (lock_of (c) < c->n_arguments)
    {
      use_lock (c, s, lock_of (c), type, forks);
      return;
    }
  if (type != NONE && makes_something (c))
    {
      make_or_fail (c, s, type, forks);
      return;
    }
  if (type != NONE && model->flags & MODEL_RESULT_IS_OPENED)
    {
      open_descriptor (c, s, type, forks);
      return;
    }
  if (model->flags & MODEL_RESULT_IS_NEW)
    value = memory_make_new (c, s, false);
  else if (model->flags & MODEL_RESULT_IS_ARGUMENT
	   && model->result_argument < c->n_arguments)
    value = c->value[model->result_argument];
  else
    value = memory_as_value (&m->values, memory_fresh (m, c->statement, 0,
						       type));
  if (model->flags & MODEL_RESULT_IS_NONNULL
      && memory_is_pointer (&m->values, value))
    {
      struct region_state r
	= memory_region (s, memory_node (&m->values, value)->a);

      r.flags |= REGION_IS_NONNULL;
      memory_set_region (&m->pool, s, &r);
    }
  memory_set_result (c, s, value);
  if (strcmp (function_plain_name (c->name), "strlen") == 0)
    limit_length (m, s, type, value);
}

bool
memory_call_modelled (struct memory *m, struct memory_state *s,
		      uint32_t statement, const struct model *model,
		      const char *name, struct memory_forks *forks)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  struct modelled c
    = { m, model, name, statement, t,
	snapshot_operands (m->s) + t->first_operand + 1, call_arguments (t),
	NULL };

  c.value = scratch_numbers (&m->scratch, c.n_arguments + 1);
  for (uint32_t i = 0; i < c.n_arguments; i++)
    {
      c.value[i] = memory_operand (m, s, c.argument[i], statement, true);
      if (m->has_left)
	return true;
    }
  for (uint32_t i = 0; i < c.n_arguments && !m->has_left; i++)
    {
      use_argument (&c, s, i);
      if (!m->has_left && argument_of (model, i)->does & MODEL_RELEASES)
	memory_release (m, s, statement, c.argument[i], c.value[i],
			memory_family (m, argument_of (model, i)->family),
			name);
    }
  if (model->flags & MODEL_UNWINDS)
    memory_unwind (m, s, statement);
  if (model->flags & MODEL_NEVER_RETURNS)
    m->has_left = true;
  if (m->has_left)
    return true;
  memory_check_unchecked (m, s, statement, model, name);
  memory_age (m, s, statement);
  /* The arguments, after names have aged.  */
  for (uint32_t i = 0; i < c.n_arguments; i++)
    c.value[i] = memory_operand (m, s, c.argument[i], statement, false);
  if (model->flags & MODEL_CHANGES_OTHERS)
    memory_change_escaped (m, s, statement);
  give_result (&c, s, forks);
  if (!m->has_left && operand_kind (t->lhs) != OPERAND_SSA)
    memory_check_leaks (m, s, s, statement, NONE);
  return true;
}
