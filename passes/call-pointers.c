/* call-pointers.c - what a call does with the pointers that it gets.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/call-pointers.h"

#include <string.h>

#include "passes/alias.h"
#include "passes/parameter-effects.h"

/* What CALL's specification says of argument I; NUL if nothing.  */
static char
specified (const struct snapshot *s, const struct snap_statement *call,
	   uint32_t i)
{
  const char *specification = call_specification (s, call);

  return strlen (specification) >= 4 + 2 * (size_t) i
	 ? specification[2 + 2 * i] : 0;
}

/* GCC's built-in functions that hand pointers on to other threads.  */
static bool
is_atomic (const struct snapshot *s, const struct snap_decl *d)
{
  const char *name = snapshot_string (s, d->name);

  return !strncmp (name, "__atomic", 8) || !strncmp (name, "__sync", 6);
}

bool
call_is_of_library (const struct snapshot *s,
		    const struct snap_statement *call)
{
  const struct snap_decl *d;

  if (call->decl == NONE)
    return false;
  d = &snapshot_decls (s)[call->decl];
  return d->builtin != BUILTIN_NONE && d->builtin != BUILTIN_TARGET
	 && d->type != NONE && !is_atomic (s, d);
}

bool
call_may_keep (const struct snapshot *s, const struct snap_statement *call,
	       uint32_t i, const struct parameter_effect *e)
{
  const struct snap_type *types = snapshot_types (s), *t;
  char word = specified (s, call, i);
  uint32_t parameter;

  if (e)
    return (e->may & PARAMETER_MAY_KEEP) != 0;
  if (word && strchr ("rRwWoOxX123456789", word))
    return false;
  if (!call_is_of_library (s, call))
    return true;
  t = &types[snapshot_decls (s)[call->decl].type];
  if (i >= t->n_parameters)
    return !(t->flags & TYPE_IS_VARIADIC);
  parameter = snapshot_lists (s)[t->first_parameter + i];
  return types[parameter].element == NONE
	 || !(types[types[parameter].element].flags & TYPE_IS_CONST);
}

bool
parameter_leads_to_const (const struct snapshot *s, uint32_t type,
			  uint32_t i)
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

bool
call_may_write (const struct snapshot *s, const struct snap_statement *call,
		uint32_t i, const struct parameter_effect *e)
{
  const struct snap_type *types = snapshot_types (s);
  char word = specified (s, call, i);

  if (e)
    return (e->may & PARAMETER_MAY_WRITE) != 0;
  if (word)
    return !strchr ("rRxX123456789", word);
  if (call_may_keep (s, call, i, NULL) || call->decl == NONE
      || snapshot_decls (s)[call->decl].type == NONE)
    return true;
  /* A library function, by a pointer to const; not what follows an ellipsis.  */
  return i >= types[snapshot_decls (s)[call->decl].type].n_parameters;
}

bool
call_may_follow (const struct snapshot *s, const struct snap_statement *call,
		 uint32_t i, const struct parameter_effect *e)
{
  if (e)
    return (e->may & (PARAMETER_MAY_READ | PARAMETER_MAY_KEEP)) != 0;
  if (specified (s, call, i) && strchr ("xX", specified (s, call, i)))
    return false;
  return !call_is_of_library (s, call) || call_may_keep (s, call, i, NULL);
}

uint32_t
call_returned_argument (const struct snapshot *s,
			const struct snap_statement *call)
{
  const char *specification = call_specification (s, call);

  if (*specification < '1' || *specification > '9'
      || (uint32_t) (*specification - '1') >= call_arguments (call))
    return NONE;
  return (uint32_t) (*specification - '1');
}
