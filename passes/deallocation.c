/* deallocation.c - what allocates, what releases, and what fits.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/deallocation.h"

#include <string.h>

#include "passes/alias.h"

static const char *
name_of (const struct snapshot *s, uint32_t decl)
{
  return snapshot_string (s, snapshot_decls (s)[decl].name);
}

static const char *
assembler_name_of (const struct snapshot *s, uint32_t decl)
{
  return snapshot_string (s, snapshot_decls (s)[decl].assembler_name);
}

static bool
begins (const char *text, const char *with)
{
  return strncmp (text, with, strlen (with)) == 0;
}

bool
is_operator_new (const struct snapshot *s, uint32_t decl)
{
  return begins (name_of (s, decl), "operator new");
}

bool
is_operator_delete (const struct snapshot *s, uint32_t decl)
{
  return begins (name_of (s, decl), "operator delete");
}

/* Whether DECL is one of the library's that go with free.  */
static bool
is_of_library (const struct snapshot *s, uint32_t decl)
{
  static const char *const names[]
    = { "aligned_alloc", "calloc", "malloc", "realloc", "strdup", "strndup" };
  const char *name = name_of (s, decl);

  if (snapshot_decls (s)[decl].builtin == BUILTIN_NONE)
    return false;
  name = function_plain_name (name);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcmp (name, names[i]) == 0)
      return true;
  return false;
}

static bool
is_free_or_realloc (const struct snapshot *s, uint32_t decl)
{
  return snapshot_decls (s)[decl].builtin == BUILTIN_FREE
	 || snapshot_decls (s)[decl].builtin == BUILTIN_REALLOC;
}

/* Attribute I of DECL, if it is of KIND; else NULL.  */
static const struct snap_attribute *
attribute_of_kind (const struct snapshot *s, uint32_t decl, uint32_t i,
		   enum snap_attribute_kind kind)
{
  const struct snap_attribute *a
    = &snapshot_attributes (s)[snapshot_decls (s)[decl].first_attribute + i];

  return a->kind == kind ? a : NULL;
}

uint32_t
released_argument (const struct snapshot *s, const struct snap_statement *t)
{
  uint32_t argument = NONE;

  if (t->code != STATEMENT_CALL || t->decl == NONE
      || t->flags & CALL_IS_INTERNAL)
    return NONE;
  if (is_operator_delete (s, t->decl))
    {
      const char *name = assembler_name_of (s, t->decl);

      argument = strcmp (name, "_ZdlPvS_") == 0
		 || strcmp (name, "_ZdaPvS_") == 0 ? NONE : 0;
    }
  else if (snapshot_decls (s)[t->decl].builtin != BUILTIN_NONE)
    argument = is_free_or_realloc (s, t->decl) ? 0 : NONE;
  else
    for (uint32_t i = 0;
	 argument == NONE && i < snapshot_decls (s)[t->decl].n_attributes; i++)
      {
	const struct snap_attribute *a
	  = attribute_of_kind (s, t->decl, i, SNAP_ATTRIBUTE_RELEASES);

	if (a)
	  argument = a->argument;
      }
  return argument != NONE && argument < call_arguments (t) ? argument : NONE;
}

bool
allocates (const struct snapshot *s, uint32_t decl)
{
  if (is_operator_new (s, decl) || is_of_library (s, decl))
    return true;
  for (uint32_t i = 0; i < snapshot_decls (s)[decl].n_attributes; i++)
    {
      const struct snap_attribute *a
	= attribute_of_kind (s, decl, i, SNAP_ATTRIBUTE_MALLOC);

      if (a && *snapshot_string (s, a->text))
	return true;
    }
  return false;
}

/* Whether A and B, operator new and operator delete, are both of arrays or both
   not, and of the same class.  */
static bool
operators_fit (const struct snapshot *s, uint32_t a, uint32_t b)
{
  const char *x = assembler_name_of (s, a), *y = assembler_name_of (s, b);
  size_t i = 0;

  /* _Znwm, _ZN1AnwEm: the same up to the operator.  */
  while (x[i] && x[i] == y[i])
    i++;
  return (begins (x + i, "nw") && begins (y + i, "dl"))
	 || (begins (x + i, "na") && begins (y + i, "da"));
}

/* Whether the attribute malloc of ALLOCATOR names the function called NAME.  */
static bool
names_deallocator (const struct snapshot *s, uint32_t allocator,
		   const char *name)
{
  for (uint32_t i = 0; i < snapshot_decls (s)[allocator].n_attributes; i++)
    {
      const struct snap_attribute *a
	= attribute_of_kind (s, allocator, i, SNAP_ATTRIBUTE_MALLOC);

      if (a && *snapshot_string (s, a->text)
	  && strcmp (snapshot_string (s, a->text), name) == 0)
	return true;
    }
  return false;
}

/* Whether A and B, of which B releases and allocates again, have a deallocator
   in common.  */
static bool
have_common_deallocator (const struct snapshot *s, uint32_t a, uint32_t b)
{
  for (uint32_t i = 0; i < snapshot_decls (s)[b].n_attributes; i++)
    {
      const struct snap_attribute *t
	= attribute_of_kind (s, b, i, SNAP_ATTRIBUTE_MALLOC);

      if (t && *snapshot_string (s, t->text)
	  && names_deallocator (s, a, snapshot_string (s, t->text)))
	return true;
    }
  return false;
}

static bool
names_library (const struct snapshot *s, uint32_t decl)
{
  return names_deallocator (s, decl, "free")
	 || names_deallocator (s, decl, "realloc");
}

bool
deallocation_fits (const struct snapshot *s, uint32_t allocator,
		   uint32_t deallocator)
{
  const struct snap_decl *d = &snapshot_decls (s)[deallocator];
  bool both = d->builtin == BUILTIN_REALLOC;
  bool library_both = both;

  if (is_operator_new (s, allocator))
    {
      if (is_operator_delete (s, deallocator))
	return operators_fit (s, allocator, deallocator);
      if (is_free_or_realloc (s, deallocator))
	return false;
    }
  else if (is_of_library (s, allocator))
    {
      if (is_operator_delete (s, deallocator))
	return false;
      if (is_free_or_realloc (s, deallocator))
	return true;
    }
  if (is_free_or_realloc (s, deallocator)
      && names_deallocator (s, allocator,
			    d->builtin == BUILTIN_FREE ? "free" : "realloc"))
    return true;
  for (uint32_t i = 0; i < d->n_attributes; i++)
    {
      const struct snap_attribute *a
	= attribute_of_kind (s, deallocator, i, SNAP_ATTRIBUTE_RELEASES);

      if (!a)
	continue;
      if (a->text == snapshot_decls (s)[allocator].name)
	return true;
      both |= a->text == d->name;
    }
  if (!both)
    return false;
  return have_common_deallocator (s, allocator, deallocator)
	 || ((is_of_library (s, allocator) || names_library (s, allocator))
	     && (library_both || names_library (s, deallocator)));
}
