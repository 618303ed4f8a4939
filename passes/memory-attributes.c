/* memory-attributes.c - what attributes say that a function does with memory.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   malloc (DEALLOCATOR, ARGUMENT) on an allocator is known of the deallocator, too,
   whether or not the body at hand mentions the allocator.  */

#include "passes/memory.h"

#include <string.h>

static const struct snap_attribute *
decl_attribute (const struct snapshot *s, uint32_t decl, uint32_t i)
{
  return &snapshot_attributes (s)[snapshot_decls (s)[decl].first_attribute
				  + i];
}

static uint32_t
n_decl_attributes (const struct snapshot *s, uint32_t decl)
{
  return decl == NONE ? 0 : snapshot_decls (s)[decl].n_attributes;
}

/* The attribute KIND of DECL, which T calls, or NULL.  */
static const struct snap_attribute *
call_attribute (const struct snapshot *s, uint32_t decl,
		const struct snap_statement *t, uint32_t kind)
{
  const struct snap_attribute *a = snapshot_attributes (s);
  const struct snap_type *type;

  for (uint32_t i = 0; i < n_decl_attributes (s, decl); i++)
    if (decl_attribute (s, decl, i)->kind == kind)
      return decl_attribute (s, decl, i);
  if (t->type == NONE)
    return NULL;
  type = &snapshot_types (s)[t->type];
  for (uint32_t i = 0; i < type->n_attributes; i++)
    if (a[type->first_attribute + i].kind == kind)
      return &a[type->first_attribute + i];
  return NULL;
}

bool
memory_returns_nonnull (const struct snapshot *s, uint32_t decl,
			const struct snap_statement *t)
{
  return call_attribute (s, decl, t, SNAP_ATTRIBUTE_RETURNS_NONNULL) != NULL;
}

/* The result is new, if the attribute malloc names a deallocator.  */
static bool
add_result (const struct snapshot *s, uint32_t decl,
	    const struct snap_statement *t, struct model *model)
{
  const struct snap_attribute *a
    = call_attribute (s, decl, t, SNAP_ATTRIBUTE_MALLOC);
  const char *name;

  if (!a)
    return false;
  name = snapshot_string (s, a->text);
  if (*name == '\0' || strlen (name) >= MODEL_NAME)
    return false;
  model->flags |= MODEL_RESULT_IS_NEW | MODEL_RESULT_IS_FILLED;
  if (!memory_returns_nonnull (s, decl, t))
    model->flags |= MODEL_RESULT_MAY_BE_NULL;
  memcpy (model->family, name, strlen (name) + 1);
  return true;
}

/* The arguments that some allocator names DECL as a deallocator of.  */
static bool
add_released (const struct snapshot *s, uint32_t decl, struct model *model)
{
  bool any = false;

  for (uint32_t i = 0; i < n_decl_attributes (s, decl); i++)
    {
      const struct snap_attribute *a = decl_attribute (s, decl, i);
      const char *name = snapshot_string (s, snapshot_decls (s)[decl].name);

      if (a->kind != SNAP_ATTRIBUTE_RELEASES
	  || a->argument >= MODEL_ARGUMENTS || strlen (name) >= MODEL_NAME)
	continue;
      model->argument[a->argument].does = MODEL_RELEASES;
      memcpy (model->argument[a->argument].family, name, strlen (name) + 1);
      any = true;
    }
  return any;
}

bool
memory_model_by_attributes (const struct snapshot *s, uint32_t decl,
			    const struct snap_statement *t,
			    struct model *model)
{
  bool any;

  memset (model, 0, sizeof *model);
  model->flags = MODEL_CHANGES_OTHERS;
  for (uint32_t i = 0; i < MODEL_ARGUMENTS; i++)
    model->argument[i].does = MODEL_KEEPS;
  model->n_arguments = MODEL_ARGUMENTS;
  model->rest.does = MODEL_KEEPS;
  any = add_result (s, decl, t, model);
  return add_released (s, decl, model) || any;
}

void
memory_add_attributes (const struct snapshot *s, uint32_t decl,
		       const struct snap_statement *t, struct model *model)
{
  struct model by_attributes;
  bool releases = false;

  if ((!call_attribute (s, decl, t, SNAP_ATTRIBUTE_MALLOC)
       && !call_attribute (s, decl, t, SNAP_ATTRIBUTE_RELEASES))
      || !memory_model_by_attributes (s, decl, t, &by_attributes))
    return;
  for (uint32_t i = 0; i < model->n_arguments; i++)
    if (by_attributes.argument[i].does == MODEL_RELEASES
	&& model->argument[i].does == MODEL_KEEPS)
      {
	model->argument[i] = by_attributes.argument[i];
	releases = true;
      }
  /* Else a row that says nothing of the result knows why: iconv_open returns
     -1.  */
  if (releases && by_attributes.flags & MODEL_RESULT_IS_NEW
      && !(model->flags & MODEL_RESULT_IS_NEW))
    {
      model->flags |= by_attributes.flags;
      memcpy (model->family, by_attributes.family, sizeof model->family);
    }
}

void
memory_name_deallocators (const struct snapshot *s, uint32_t decl,
			  struct model *model)
{
  char names[MODEL_NAME] = "";
  size_t size = 0;
  unsigned n = 0;

  /* The last one was written first.  */
  for (uint32_t i = n_decl_attributes (s, decl); i-- > 0;)
    {
      const struct snap_attribute *a = decl_attribute (s, decl, i);
      const char *name = snapshot_string (s, a->text);

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
