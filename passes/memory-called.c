/* memory-called.c - which function a call reaches.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   By its name; or through a pointer whose value the path knows.  Summaries are
   there for those functions that the body itself shows to be called, since the
   call graph has an edge for these and so a ring of calls is seen; of any other
   function there may be a model.  */

#include "passes/memory.h"

#include <string.h>

#include "passes/calls.h"

struct snap_statement
memory_direct_call (const struct snapshot *s, const struct snap_statement *t)
{
  struct snap_statement direct = *t;

  if (t->code == STATEMENT_CALL && t->decl == NONE && t->n_operands > 0
      && !(t->flags & CALL_IS_INTERNAL))
    direct.decl = called_declaration (s, snapshot_operands (s)
					   [t->first_operand]);
  return direct;
}

const char *
memory_called (struct memory *m, struct memory_state *s, uint32_t statement)
{
  const struct snap_statement t
    = memory_direct_call (m->s, &snapshot_statements (m->s)[statement]);
  struct memory_node n, r;

  m->called = t.decl;
  if (t.decl == NONE && t.n_operands > 0 && !(t.flags & CALL_IS_INTERNAL)
      && operand_kind (snapshot_operands (m->s)[t.first_operand])
	 == OPERAND_SSA)
    {
      n = *memory_node (&m->values,
			memory_operand (m, s, snapshot_operands (m->s)
						[t.first_operand],
					statement, true));
      r = *memory_node (&m->values, n.kind == NODE_POINTER ? n.a : 0);
      if (r.kind == NODE_FUNCTION && r.a == NONE)
	return m->families[r.b - 1];
      if (r.kind == NODE_FUNCTION)
	m->called = r.a;
    }
  return m->called == NONE
	 ? NULL : snapshot_string (m->s, snapshot_decls (m->s)[m->called].name);
}

const char *
memory_function_name (const struct memory *m, uint32_t value)
{
  struct memory_node n = *memory_node (&m->values, value);
  struct memory_node r
    = *memory_node (&m->values, n.kind == NODE_POINTER ? n.a : 0);
  const struct snap_decl *d;

  if (r.kind != NODE_FUNCTION || n.number != 0)
    return NULL;
  if (r.a == NONE)
    return m->families[r.b - 1];
  d = &snapshot_decls (m->s)[r.a];
  return d->flags & DECL_IS_STATIC || d->flags & DECL_IS_WEAK
	 ? NULL : snapshot_string (m->s, d->name);
}

/* Those that the attribute nonnull of the function TYPE names.  */
static uint64_t
nonnull_of_type (const struct snapshot *s, uint32_t type)
{
  const struct snap_type *t;
  uint64_t all = 0;

  if (type == NONE)
    return 0;
  t = &snapshot_types (s)[type];
  for (uint32_t i = 0; i < t->n_attributes; i++)
    {
      const struct snap_attribute *a
	= &snapshot_attributes (s)[t->first_attribute + i];

      if (a->kind == SNAP_ATTRIBUTE_NONNULL)
	all |= a->mask ? a->mask : UINT64_MAX;
    }
  return all;
}

uint64_t
memory_nonnull_arguments (const struct memory *m, uint32_t value)
{
  const struct memory_node *n = memory_node (&m->values, value);
  const struct memory_node *r
    = memory_node (&m->values, n->kind == NODE_POINTER ? n->a : 0);

  if (r->kind != NODE_FUNCTION)
    return 0;
  return r->a == NONE
	 ? (uint64_t) r->number
	 : nonnull_of_type (m->s, snapshot_decls (m->s)[r->a].type);
}

uint32_t
memory_named_function (struct memory *m, const char *name, uint64_t nonnull)
{
  uint32_t decl = NONE;

  for (uint32_t i = 0; i < snapshot_n_decls (m->s) && decl == NONE; i++)
    {
      const struct snap_decl *d = &snapshot_decls (m->s)[i];

      if (d->kind == DECL_FUNCTION && !(d->flags & DECL_IS_STATIC)
	  && strcmp (snapshot_string (m->s, d->name), name) == 0)
	decl = i;
    }
  return memory_make_pointer (&m->values,
			      memory_make (&m->values, NODE_FUNCTION, NONE,
					   decl,
					   decl == NONE
					   ? memory_family (m, name) : 0,
					   decl == NONE ? (int64_t) nonnull : 0),
			      0);
}
