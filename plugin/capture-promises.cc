/* capture-promises.cc - where functions were first declared with attributes.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A declaration's place is that of the last one that the front end has seen, mostly
   the definition; who is told that a body breaks an attribute wants to see where it
   was given.  Declarations may go and others come at their addresses, so they are
   known by number.  */

#include "plugin/capture-internal.h"

static struct tree_table places;	/* By number.  */

static const void *
key_of (const_tree fndecl)
{
  return (const void *) (((uintptr_t) DECL_UID (fndecl) + 1) * 8);
}

/* Whether FNDECL has an attribute that checks hold its body against.  */

static bool
has_promise (tree fndecl)
{
  static const char *const names[]
    = { "access", "alloc_size", "naked", "nonnull", "returns_nonnull" };
  if (TREE_READONLY (fndecl) || DECL_PURE_P (fndecl)
      || DECL_IS_MALLOC (fndecl))
    return true;
  for (unsigned i = 0; i < ARRAY_SIZE (names); i++)
    if (lookup_attribute (names[i], DECL_ATTRIBUTES (fndecl))
	|| lookup_attribute (names[i], TYPE_ATTRIBUTES (TREE_TYPE (fndecl))))
      return true;
  return false;
}

void
capture_promise (tree fndecl)
{
  location_t place = DECL_SOURCE_LOCATION (fndecl);
  if (in_system_header_at (place)
      || tree_table_get (&places, key_of (fndecl)) != UINT32_MAX
      || !has_promise (fndecl))
    return;
  tree_table_add (&places, key_of (fndecl), place);
}

location_t
capture_promise_location (const_tree fndecl)
{
  uint32_t place = tree_table_get (&places, key_of (fndecl));
  return place == UINT32_MAX ? UNKNOWN_LOCATION : (location_t) place;
}

void
capture_promises_release (void)
{
  tree_table_release (&places);
}
