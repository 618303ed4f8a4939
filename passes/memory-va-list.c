/* memory-va-list.c - what has become of lists of arguments.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory.h"

#include <string.h>

/* Whether TYPE is va_list, as targets have it: a structure, or an array of one.  */
static bool
is_va_list (const struct snapshot *s, uint32_t type)
{
  const struct snap_type *t;
  const char *name;

  if (type != NONE && snapshot_types (s)[type].kind == SNAP_TYPE_ARRAY)
    type = snapshot_types (s)[type].element;
  if (type == NONE)
    return false;
  t = &snapshot_types (s)[type];
  name = snapshot_string (s, t->name);
  return t->kind == SNAP_TYPE_RECORD
	 && (strcmp (name, "__va_list_tag") == 0
	     || strcmp (name, "__va_list") == 0);
}

static uint32_t
main_variant (const struct snapshot *s, uint32_t type)
{
  return type == NONE || snapshot_types (s)[type].main_variant == NONE
	 ? type : snapshot_types (s)[type].main_variant;
}

/* The field of the structure TYPE that is a va_list and lies BYTES behind its
   beginning; NONE if there is none.  */
static uint32_t
list_at (const struct snapshot *s, uint32_t type, int64_t bytes)
{
  for (uint32_t i = 0; i < snapshot_n_fields (s); i++)
    {
      const struct snap_field *f = &snapshot_fields (s)[i];

      if (f->offset_bits == 8 * (uint64_t) bytes
	  && main_variant (s, f->record) == main_variant (s, type)
	  && is_va_list (s, f->type))
	return i;
    }
  return NONE;
}

/* A va_list that is a variable of the function, or a field of one; FIELD is NONE
   of a variable.  */
struct own_list
{
  uint32_t decl, field;
};

/* Whether VALUE is the address of one.  */
static bool
is_own_list (struct memory *m, uint32_t value, struct own_list *list)
{
  const struct memory_node *n = memory_node (&m->values, value);
  const struct snap_decl *d;

  if (n->kind != NODE_POINTER || n->number < 0
      || n->number > INT32_MAX
      || memory_kind (&m->values, n->a) != NODE_VARIABLE)
    return false;
  list->decl = memory_node (&m->values, n->a)->a;
  d = &snapshot_decls (m->s)[list->decl];
  if (d->kind != DECL_VARIABLE || d->flags & (DECL_IS_GLOBAL | DECL_IS_STATIC))
    return false;
  list->field = NONE;
  if (n->number == 0 && is_va_list (m->s, d->type))
    return true;
  list->field = list_at (m->s, d->type, n->number);
  return list->field != NONE;
}

static const char *
name_of_list (struct memory *m, const struct own_list *list)
{
  const char *name
    = snapshot_string (m->s, snapshot_decls (m->s)[list->decl].name);
  struct buffer text = BUFFER_INIT;

  if (list->field == NONE)
    return name;
  buffer_add_format (&text, "%s.%s", name,
		     snapshot_string (m->s, snapshot_fields (m->s)
					      [list->field].name));
  return memory_keep_text (m, &text);
}

static void
found (struct memory *m, struct memory_state *s, enum found_kind kind,
       uint32_t statement, uint32_t value, const char *name)
{
  struct memory_found *f
    = memory_find (m, s, kind, statement, OPERAND (OPERAND_NONE, 0), value);
  struct own_list list;

  if (!f || !is_own_list (m, value, &list))
    return;
  f->text = name_of_list (m, &list);
  f->name = name;
}

static void
become (struct memory *m, struct memory_state *s, uint32_t statement,
	uint32_t value, enum resource resource, const char *name)
{
  struct region_state r = memory_region (s, value);

  r.region = value;
  r.resource = (uint8_t) resource;
  memory_set_region (&m->pool, s, &r);
  memory_note (m, s, resource == RESOURCE_HELD ? PATH_ALLOCATED
					       : PATH_RELEASED,
	       statement, value)->name = name;
}

static void
start (struct memory *m, struct memory_state *s, uint32_t statement,
       uint32_t value, const char *name)
{
  if (memory_region (s, value).resource == RESOURCE_HELD)
    found (m, s, FOUND_VA_LIST_STARTED, statement, value, name);
  become (m, s, statement, value, RESOURCE_HELD, name);
}

/* It must be started, and not ended.  False if it is not.  */
static bool
use (struct memory *m, struct memory_state *s, uint32_t statement,
     uint32_t value, const char *name)
{
  struct region_state r = memory_region (s, value);

  if (r.resource == RESOURCE_RELEASED)
    found (m, s, FOUND_VA_LIST_ENDED, statement, value, name);
  else if (r.resource == RESOURCE_NONE && !(r.flags & REGION_IS_OPEN))
    found (m, s, FOUND_VA_LIST_NOT_STARTED, statement, value, name);
  return r.resource == RESOURCE_HELD;
}

/* VALUE is passed to a function that may do with it what it likes.  */
static void
pass (struct memory *m, struct memory_state *s, uint32_t statement,
      uint32_t value, const char *name)
{
  struct region_state r = memory_region (s, value);
  struct model model;

  if (r.resource == RESOURCE_RELEASED)
    found (m, s, FOUND_VA_LIST_ENDED, statement, value, name);
  else if (r.resource == RESOURCE_NONE && !(r.flags & REGION_IS_OPEN)
	   && model_find (name, &model))
    found (m, s, FOUND_VA_LIST_NOT_STARTED, statement, value, name);
  else if (r.resource != RESOURCE_HELD)
    {
      r.region = value;
      r.flags |= REGION_IS_OPEN;
      memory_set_region (&m->pool, s, &r);
    }
}

static uint32_t
argument (struct memory *m, struct memory_state *s, uint32_t statement,
	  uint32_t i)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  uint32_t o = snapshot_operands (m->s)[t->first_operand + 1 + i];
  struct own_list list;
  uint32_t value;

  /* What is no address is no list, and may be one that nobody may read.  */
  if (operand_kind (o) != OPERAND_SSA && operand_kind (o) != OPERAND_ADDRESS)
    return 0;
  value = memory_operand (m, s, o, NONE, false);
  return is_own_list (m, value, &list) ? value : 0;
}

static bool
is_va_arg (const struct snapshot *s, const struct snap_statement *t)
{
  return t->flags & CALL_IS_INTERNAL
	 && strcmp (snapshot_string (s, t->text), "VA_ARG") == 0;
}

void
memory_use_va_lists (struct memory *m, struct memory_state *s,
		     uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  const struct snap_decl *d = t->decl == NONE
			      ? NULL : &snapshot_decls (m->s)[t->decl];
  uint32_t n = call_arguments (t), value = n ? argument (m, s, statement, 0)
					     : 0;
  uint32_t from;

  switch (d ? d->builtin : BUILTIN_NONE)
    {
    case BUILTIN_VA_START:
      if (value)
	start (m, s, statement, value, "va_start");
      return;
    case BUILTIN_VA_COPY:
      from = n > 1 ? argument (m, s, statement, 1) : 0;
      if (from)
	use (m, s, statement, from, "va_copy");
      if (value)
	start (m, s, statement, value, "va_copy");
      return;
    case BUILTIN_VA_END:
      if (value && use (m, s, statement, value, "va_end"))
	become (m, s, statement, value, RESOURCE_RELEASED, "va_end");
      return;
    default:
      break;
    }
  if (is_va_arg (m->s, t))
    {
      if (value)
	use (m, s, statement, value, "va_arg");
      return;
    }
  for (uint32_t i = 0; i < n; i++)
    {
      value = argument (m, s, statement, i);
      if (value)
	pass (m, s, statement, value,
	      d ? snapshot_string (m->s, d->name) : "call");
    }
}

void
memory_check_va_lists (struct memory *m, struct memory_state *s,
		       uint32_t statement)
{
  struct own_list list;
  uint32_t n;
  const struct region_state *r = memory_regions (s, &n);

  for (uint32_t i = 0; i < n; i++)
    if (r[i].resource == RESOURCE_HELD
	&& is_own_list (m, r[i].region, &list))
      found (m, s, FOUND_VA_LIST_NOT_ENDED,
	     memory_place_of_loss (m, s, statement), r[i].region, "va_end");
}
