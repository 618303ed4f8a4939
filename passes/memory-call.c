/* memory-call.c - what calls do.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory.h"

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

/* Whether parameter I of the function type TYPE is a pointer to const.  */
static bool
is_const_parameter (const struct snapshot *s, uint32_t type, uint32_t i)
{
  const struct snap_type *t;
  uint32_t p;

  if (type == NONE)
    return false;
  t = &snapshot_types (s)[type];
  if (i >= t->n_parameters)
    return false;
  p = snapshot_lists (s)[t->first_parameter + i];
  if (p == NONE || snapshot_types (s)[p].kind != SNAP_TYPE_POINTER)
    return false;
  p = snapshot_types (s)[p].element;
  return p != NONE && snapshot_types (s)[p].flags & TYPE_IS_CONST;
}

static void
check_nonnull_attribute (struct memory *m, struct memory_state *s,
			 uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  const struct snap_type *type;

  if (t->type == NONE || t->flags & CALL_IS_INTERNAL)
    return;
  type = &snapshot_types (m->s)[t->type];
  for (uint32_t i = 0; i < type->n_attributes; i++)
    {
      const struct snap_attribute *a
	= &snapshot_attributes (m->s)[type->first_attribute + i];

      if (a->kind != SNAP_ATTRIBUTE_NONNULL)
	continue;
      for (uint32_t j = 0; j < call_arguments (t) && !m->has_left; j++)
	if (a->mask == 0 || a->mask >> (j < 63 ? j : 63) & 1)
	  {
	    uint32_t o = snapshot_operands (m->s)[t->first_operand + 1 + j];
	    uint32_t o_type = memory_operand_type (m->s, o);

	    if (o_type != NONE
		&& snapshot_types (m->s)[o_type].kind != SNAP_TYPE_POINTER)
	      continue;
	    memory_check_nonnull (m, s, statement, j,
				  memory_operand (m, s, o, statement, true));
	  }
    }
}

/* The attribute KIND of what T calls, or NULL.  */
static const struct snap_attribute *
call_attribute (const struct snapshot *s, const struct snap_statement *t,
		uint32_t kind)
{
  const struct snap_attribute *a = snapshot_attributes (s);
  const struct snap_decl *d;
  const struct snap_type *type;

  if (t->decl != NONE)
    {
      d = &snapshot_decls (s)[t->decl];
      for (uint32_t i = 0; i < d->n_attributes; i++)
	if (a[d->first_attribute + i].kind == kind)
	  return &a[d->first_attribute + i];
    }
  if (t->type == NONE)
    return NULL;
  type = &snapshot_types (s)[t->type];
  for (uint32_t i = 0; i < type->n_attributes; i++)
    if (a[type->first_attribute + i].kind == kind)
      return &a[type->first_attribute + i];
  return NULL;
}

/* A function of which nothing is known but its attributes.  */
static void
call_unknown (struct memory *m, struct memory_state *s, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  const uint32_t *o = snapshot_operands (m->s) + t->first_operand;
  bool harmless = (t->flags & (CALL_IS_CONST | CALL_IS_PURE)) != 0;
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
	  if (!harmless && l.region != 0)
	    memory_escape_contents (m, s, l.region);
	  continue;
	}
      value = memory_operand (m, s, o[1 + i], statement, true);
      if (!harmless && !m->has_left
	  && !is_const_parameter (m->s, t->type, i))
	memory_escape (m, s, value);
    }
  if (t->flags & CALL_IS_NORETURN)
    m->has_left = true;
  if (m->has_left)
    return;
  memory_age (m, s, statement);
  if (!harmless)
    memory_change_escaped (m, s, statement);
  value = memory_as_value (&m->values, memory_fresh (m, statement, 0, type));
  if (memory_is_pointer (&m->values, value)
      && call_attribute (m->s, t, SNAP_ATTRIBUTE_RETURNS_NONNULL))
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

/* The model that attributes make of the function: what malloc (DEALLOCATOR)
   says.  */
static bool
model_by_attributes (const struct snapshot *s, const struct snap_statement *t,
		     struct model *model)
{
  const struct snap_attribute *a
    = call_attribute (s, t, SNAP_ATTRIBUTE_MALLOC);
  const char *name;

  if (!a)
    return false;
  name = snapshot_string (s, a->text);
  if (*name == '\0' || strlen (name) >= MODEL_NAME)
    return false;
  memset (model, 0, sizeof *model);
  model->flags = MODEL_RESULT_IS_NEW | MODEL_RESULT_IS_FILLED
		 | MODEL_CHANGES_OTHERS;
  if (!call_attribute (s, t, SNAP_ATTRIBUTE_RETURNS_NONNULL))
    model->flags |= MODEL_RESULT_MAY_BE_NULL;
  memcpy (model->family, name, strlen (name) + 1);
  for (uint32_t i = 0; i < MODEL_ARGUMENTS; i++)
    model->argument[i].does = MODEL_KEEPS;
  model->n_arguments = MODEL_ARGUMENTS;
  model->rest.does = MODEL_KEEPS;
  return true;
}

/* Several deallocators that attributes name are one family, their names with a bar
   between them.  */
static void
name_deallocators (struct memory *m, const struct snap_statement *t,
		   struct model *model)
{
  const struct snap_decl *d = &snapshot_decls (m->s)[t->decl];
  char names[MODEL_NAME] = "";
  size_t size = 0;
  unsigned n = 0;

  /* The last one was written first.  */
  for (uint32_t i = d->n_attributes; i-- > 0;)
    {
      const struct snap_attribute *a
	= &snapshot_attributes (m->s)[d->first_attribute + i];
      const char *name = snapshot_string (m->s, a->text);

      if (a->kind != SNAP_ATTRIBUTE_MALLOC || *name == '\0')
	continue;
      if (size + strlen (name) + 2 > sizeof names)
	return;
      if (n++)
	names[size++] = '|';
      memcpy (names + size, name, strlen (name) + 1);
      size += strlen (name);
    }
  if (n > 1)
    memcpy (model->family, names, size + 1);
}

/* Whether some function declared here names NAME as what releases its
   result.  */
static bool
is_deallocator (const struct snapshot *s, const char *name)
{
  for (uint32_t i = 0; i < snapshot_n_attributes (s); i++)
    {
      const struct snap_attribute *a = &snapshot_attributes (s)[i];

      if (a->kind == SNAP_ATTRIBUTE_MALLOC
	  && strcmp (snapshot_string (s, a->text), name) == 0)
	return true;
    }
  return false;
}

/* The model of NAME; of a built-in function without one of its own, that of the
   function that it is.  */
static bool
find_model (const char *name, struct model *model)
{
  return model_find (name, model)
	 || (strncmp (name, "__builtin_", 10) == 0
	     && model_find (name + 10, model));
}

void
memory_call (struct memory *m, struct memory_state *s, uint32_t statement,
	     struct memory_forks *forks)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  const struct snap_decl *d = t->decl == NONE
			      ? NULL : &snapshot_decls (m->s)[t->decl];
  struct model *model = scratch_alloc (&m->scratch, 1, sizeof *model);
  const char *name;

  memory_check_called (m, s, statement);
  memory_use_va_lists (m, s, statement);
  if (m->has_left)
    return;
  check_nonnull_attribute (m, s, statement);
  if (m->has_left)
    return;
  if (d && !(t->flags & CALL_IS_INTERNAL))
    {
      if (d->builtin == BUILTIN_UNREACHABLE || d->builtin == BUILTIN_TRAP)
	{
	  m->has_left = true;
	  return;
	}
      name = snapshot_string (m->s, d->name);
      if (model_list_find (m->models, name, model))
	{
	  memory_call_modelled (m, s, statement, model, name, forks);
	  return;
	}
      if (m->callee[t->decl])
	{
	  memory_apply (m, s, statement, m->callee[t->decl], forks);
	  return;
	}
      if ((!(d->flags & DECL_IS_STATIC && d->builtin == BUILTIN_NONE)
	   && find_model (name, model))
	  || model_by_attributes (m->s, t, model))
	{
	  name_deallocators (m, t, model);
	  memory_call_modelled (m, s, statement, model, name, forks);
	  return;
	}
      if (is_deallocator (m->s, name) && call_arguments (t) > 0)
	{
	  memset (model, 0, sizeof *model);
	  model->flags = MODEL_CHANGES_OTHERS;
	  model->n_arguments = 1;
	  model->argument[0].does = MODEL_RELEASES;
	  if (strlen (name) < MODEL_NAME)
	    {
	      memcpy (model->argument[0].family, name, strlen (name) + 1);
	      memory_call_modelled (m, s, statement, model, name, forks);
	      return;
	    }
	}
    }
  call_unknown (m, s, statement);
}
