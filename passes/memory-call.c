/* memory-call.c - what calls do.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/call-pointers.h"
#include "passes/memory-element.h"
#include "passes/memory-mark.h"

#include <string.h>

#include "passes/alias.h"

struct memory_state *
memory_fork (struct memory *m, struct memory_forks *f,
	     const struct memory_state *s)
{
  if (f->count == f->capacity)
    {
      struct memory_state *old = f->states;

      f->capacity = f->capacity ? 2 * f->capacity : 4;
      f->states = scratch_alloc (&m->scratch, f->capacity, sizeof *f->states);
      if (f->count)
	memcpy (f->states, old, f->count * sizeof *old);
    }
  memory_state_copy (&f->states[f->count], s);
  return &f->states[f->count++];
}

static bool
is_function_pointer (const struct snapshot *s, uint32_t type)
{
  uint32_t element = type == NONE
		     || snapshot_types (s)[type].kind != SNAP_TYPE_POINTER
		     ? NONE : snapshot_types (s)[type].element;

  return element != NONE
	 && snapshot_types (s)[element].kind == SNAP_TYPE_FUNCTION;
}

/* Whether a function that takes argument I to read from it may keep it:
   something of any kind, beside something else that it may write to, as tables
   and lists are given their elements.  */
static bool
may_keep (const struct snapshot *s, uint32_t type, uint32_t i)
{
  const struct snap_type *t = &snapshot_types (s)[type];
  uint32_t p = snapshot_lists (s)[t->first_parameter + i];

  if (snapshot_types (s)[snapshot_types (s)[p].element].kind
      != SNAP_TYPE_VOID)
    return false;
  for (uint32_t j = 0; j < t->n_parameters; j++)
    {
      p = snapshot_lists (s)[t->first_parameter + j];
      if (p != NONE && snapshot_types (s)[p].kind == SNAP_TYPE_POINTER
	  && !is_function_pointer (s, p)
	  && !parameter_leads_to_const (s, type, j))
	return true;
    }
  return false;
}

/* Whether the call STATEMENT is given a function, and not null in its place, which
   may be called with what else it is given, now or later: to release it, say.  */
static bool
is_given_function (struct memory *m, struct memory_state *s,
		   uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];

  for (uint32_t i = 0; i < call_arguments (t); i++)
    {
      uint32_t o = snapshot_operands (m->s)[t->first_operand + 1 + i], value;
      const struct memory_node *n;

      if (operand_kind (o) == OPERAND_MEMORY)
	continue;
      value = memory_operand (m, s, o, NONE, false);
      n = memory_node (&m->values, value);
      if ((n->kind == NODE_POINTER
	   && memory_kind (&m->values, n->a) == NODE_FUNCTION)
	  || (is_function_pointer (m->s, memory_operand_type (m->s, o))
	      && memory_nullness (m, s, value) != 1))
	return true;
    }
  return false;
}

/* Arguments of STATEMENT, of those that MASK names, which must not be null.  */
static void
check_nonnull_arguments (struct memory *m, struct memory_state *s,
			 uint32_t statement, uint64_t mask)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];

  for (uint32_t j = 0; j < call_arguments (t) && !m->has_left; j++)
    if (mask >> (j < 63 ? j : 63) & 1)
      {
	uint32_t o = snapshot_operands (m->s)[t->first_operand + 1 + j];
	uint32_t type = memory_operand_type (m->s, o);

	if (type != NONE
	    && snapshot_types (m->s)[type].kind != SNAP_TYPE_POINTER)
	  continue;
	memory_check_nonnull (m, s, statement, j,
			      memory_operand (m, s, o, statement, true));
      }
}

/* What the function says that STATEMENT calls through a pointer.  */
static void
check_nonnull_called (struct memory *m, struct memory_state *s,
		      uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  uint32_t o = t->n_operands > 0
	       ? snapshot_operands (m->s)[t->first_operand]
	       : OPERAND (OPERAND_NONE, 0);

  if (t->decl == NONE && operand_kind (o) == OPERAND_SSA)
    check_nonnull_arguments (m, s, statement,
			     memory_nonnull_arguments
			       (m, memory_operand (m, s, o, statement,
						   false)));
}

static void
check_nonnull_attribute (struct memory *m, struct memory_state *s,
			 uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  const struct snap_type *type;

  if (t->flags & CALL_IS_INTERNAL)
    return;
  check_nonnull_called (m, s, statement);
  if (t->type == NONE || m->has_left)
    return;
  type = &snapshot_types (m->s)[t->type];
  for (uint32_t i = 0; i < type->n_attributes; i++)
    {
      const struct snap_attribute *a
	= &snapshot_attributes (m->s)[type->first_attribute + i];

      if (a->kind == SNAP_ATTRIBUTE_NONNULL)
	check_nonnull_arguments (m, s, statement,
				 a->mask ? a->mask : UINT64_MAX);
    }
}

/* STATEMENT calls through a pointer that callers may know.  */
static void
note_call (struct memory *m, struct memory_state *s, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  const uint32_t *o = snapshot_operands (m->s) + t->first_operand;
  uint32_t function, argument;
  struct memory_path *p;

  if (t->decl != NONE || t->flags & CALL_IS_INTERNAL
      || call_arguments (t) == 0)
    return;
  function = memory_operand (m, s, o[0], statement, false);
  argument = memory_operand (m, s, o[1], NONE, false);
  if (!memory_is_pointer (&m->values, argument)
      || !memory_is_input (&m->values, function))
    return;
  p = memory_note (m, s, PATH_CALLED, statement,
		   memory_node (&m->values, argument)->a);
  p->event = function;
  p->operand = o[1];
}

/* A function of which nothing is known but its attributes.  */
static void
call_unknown (struct memory *m, struct memory_state *s, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  const uint32_t *o = snapshot_operands (m->s) + t->first_operand;
  bool harmless = (t->flags & (CALL_IS_CONST | CALL_IS_PURE)) != 0;
  bool calls_back = !harmless && is_given_function (m, s, statement);
  uint32_t type = t->type == NONE
		  ? NONE : snapshot_types (m->s)[t->type].element;
  uint32_t value;
  struct location l;

  for (uint32_t i = 0; i < call_arguments (t) && !m->has_left; i++)
    {
      if (operand_kind (o[1 + i]) == OPERAND_MEMORY)
	{
	  /* What a structure holds goes along; a transparent union is one.  */
	  l = memory_locate (m, s, o[1 + i]);
	  memory_use_whole (m, s, &l, o[1 + i], statement);
	  if (!harmless && l.region != 0)
	    memory_escape_contents (m, s, l.region);
	  continue;
	}
      value = memory_operand (m, s, o[1 + i], statement, true);
      if (harmless || m->has_left)
	continue;
      if (!parameter_leads_to_const (m->s, t->type, i)
	  || calls_back || may_keep (m->s, t->type, i))
	{
	  memory_escape (m, s, value);
	  memory_pass_lock_in (m, s, statement, value);
	}
      else if (memory_is_pointer (&m->values, value))
	/* What lies there it may release.  */
	memory_escape_contents (m, s, memory_node (&m->values, value)->a);
    }
  if (t->flags & CALL_IS_NORETURN)
    m->has_left = true;
  if (m->has_left)
    return;
  if (!harmless)
    memory_pass_locks (m, s, statement, false);
  if (m->called == NONE)
    note_call (m, s, statement);
  memory_age (m, s, statement);
  if (!harmless)
    memory_change_escaped (m, s, statement);
  value = memory_as_value (&m->values, memory_fresh (m, statement, 0, type));
  if (memory_is_pointer (&m->values, value)
      && memory_returns_nonnull (m->s, m->called, t))
    {
      struct region_state r
	= memory_region (s, memory_node (&m->values, value)->a);

      r.flags |= REGION_IS_NONNULL;
      memory_set_region (&m->pool, s, &r);
    }
  if (operand_kind (t->lhs) == OPERAND_SSA)
    memory_set_name (&m->pool, s, operand_index (t->lhs), value);
  else if (operand_kind (t->lhs) == OPERAND_MEMORY)
    {
      l = memory_locate (m, s, t->lhs);
      memory_check_access (m, s, &l, statement, true);
      if (!m->has_left)
	memory_store (m, s, &l, value, statement);
    }
}

/* The model of NAME; of a built-in function without one of its own, that of the
   function that it is.  */
static bool
find_model (const char *name, struct model *model)
{
  return model_find (name, model)
	 || model_find (function_plain_name (name), model);
}

/* Room for a model.  One that is used has names that stay.  */
static struct model *
room_for_model (struct memory *m)
{
  if (m->unused_model)
    memset (m->unused_model, 0, sizeof *m->unused_model);
  else
    m->unused_model = scratch_alloc (&m->scratch, 1, sizeof (struct model));
  return m->unused_model;
}

static void
use_model (struct memory *m, struct memory_state *s, uint32_t statement,
	   const char *name, struct memory_forks *forks)
{
  const struct model *model = m->unused_model;

  m->unused_model = NULL;
  memory_call_modelled (m, s, statement, model, name, forks);
}

void
memory_call_back (struct memory *m, struct memory_state *s, uint32_t statement,
		  uint32_t function, uint32_t operand, uint32_t pointer)
{
  const char *name = memory_function_name (m, function);
  struct model *model = scratch_alloc (&m->scratch, 1, sizeof *model);

  if (name && find_model (name, model) && model->n_arguments > 0
      && model->argument[0].does & MODEL_RELEASES)
    memory_release (m, s, statement, operand, pointer,
		    memory_family (m, model->argument[0].family), name);
}

void
memory_call (struct memory *m, struct memory_state *s, uint32_t statement,
	     struct memory_forks *forks)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  const char *name = memory_called (m, s, statement);
  const struct snap_decl *d = m->called == NONE
			      ? NULL : &snapshot_decls (m->s)[m->called];
  struct model *model = room_for_model (m);

  memory_check_called (m, s, statement);
  memory_use_va_lists (m, s, statement);
  if (m->has_left)
    return;
  check_nonnull_attribute (m, s, statement);
  if (m->has_left)
    return;
  if (name)
    memory_expose_arguments (m, s, statement, name);
  if (d && !(t->flags & CALL_IS_INTERNAL))
    {
      if (d->builtin == BUILTIN_UNREACHABLE || d->builtin == BUILTIN_TRAP)
	{
	  m->has_left = true;
	  return;
	}
      if (model_list_find (m->models, name, model))
	{
	  use_model (m, s, statement, name, forks);
	  return;
	}
      /* A body for inlining only, as those of _FORTIFY_SOURCE, calls it by names that
	 nobody knows.  */
      if ((d->flags & (DECL_IS_INLINE | DECL_IS_EXTERNAL))
	  == (DECL_IS_INLINE | DECL_IS_EXTERNAL) && find_model (name, model))
	{
	  use_model (m, s, statement, name, forks);
	  return;
	}
      if (m->callee[m->called])
	{
	  memory_pass_elements (m, s, statement);
	  memory_apply (m, s, statement, m->callee[m->called], forks);
	  return;
	}
      if ((!(d->flags & DECL_IS_STATIC && d->builtin == BUILTIN_NONE)
	   && find_model (name, model))
	  || memory_model_by_attributes (m->s, m->called, t, model))
	{
	  memory_add_attributes (m->s, m->called, t, model);
	  memory_name_deallocators (m->s, m->called, model);
	  use_model (m, s, statement, name, forks);
	  return;
	}
    }
  else if (name && find_model (name, model))
    {
      use_model (m, s, statement, name, forks);
      return;
    }
  call_unknown (m, s, statement);
  if (name && !m->has_left)
    memory_save_frame (m, s, statement, name);
}
