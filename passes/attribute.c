/* attribute.c - what a function's declaration promises.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/attribute.h"

static const struct snap_attribute *
find (const struct snapshot *s, uint32_t first, uint32_t count,
      enum snap_attribute_kind kind)
{
  for (uint32_t i = 0; i < count; i++)
    if (snapshot_attributes (s)[first + i].kind == kind)
      return &snapshot_attributes (s)[first + i];
  return NULL;
}

const struct snap_attribute *
type_attribute (const struct snapshot *s, uint32_t type,
		enum snap_attribute_kind kind)
{
  const struct snap_type *t;

  if (type == NONE)
    return NULL;
  t = &snapshot_types (s)[type];
  return find (s, t->first_attribute, t->n_attributes, kind);
}

const struct snap_attribute *
declaration_attribute (const struct snapshot *s, uint32_t decl,
		       enum snap_attribute_kind kind)
{
  const struct snap_decl *d = &snapshot_decls (s)[decl];
  const struct snap_attribute *a
    = find (s, d->first_attribute, d->n_attributes, kind);

  return a ? a : type_attribute (s, d->type, kind);
}

bool
keeps_own_promises (const struct snapshot *s)
{
  return !(s->flags & SNAPSHOT_IS_LOWERED_ONLY)
	 && snapshot_decls (s)[s->decl].builtin == BUILTIN_NONE;
}
