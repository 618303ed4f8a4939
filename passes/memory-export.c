/* memory-export.c - from values and regions of a run to those of its summary.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory-mark.h"
#include "passes/memory-ring.h"
#include "passes/memory-summarize.h"

#include <stdio.h>
#include <string.h>

/* So much of a literal is told.  */
#define MOST_LITERAL 40

uint32_t
summary_add_text (struct summarizing *z, const char *name)
{
  uint32_t size = (uint32_t) strlen (name) + 1;

  for (uint32_t i = 0; i < z->text_size; i += strlen (z->text + i) + 1)
    if (strcmp (z->text + i, name) == 0)
      return i;
  if (z->text_size + size > sizeof z->text)
    {
      z->is_too_large = true;
      return 0;
    }
  memcpy (z->text + z->text_size, name, size);
  z->text_size += size;
  return z->text_size - size;
}

uint32_t
summary_add_node (struct summarizing *z, uint32_t of,
		  enum summary_node_kind kind, uint32_t a, uint32_t b,
		  uint32_t size, int64_t number)
{
  struct summary_node n = { kind, a, b, size, number };

  for (uint32_t i = 0; i < z->n_nodes; i++)
    if (memcmp (&z->nodes[i], &n, sizeof n) == 0 && z->of[i] == of)
      return i;
  if (z->m->ring && !memory_ring_may_add (z, &n))
    return 0;
  if (z->n_nodes == SUMMARY_MOST_NODES)
    {
      z->is_too_large = true;
      return 0;
    }
  z->of[z->n_nodes] = of;
  z->nodes[z->n_nodes] = n;
  return z->n_nodes++;
}

static uint32_t
size_of_type (const struct snapshot *s, uint32_t type)
{
  uint64_t size = type == NONE ? 0 : snapshot_types (s)[type].size_bits;

  return size > INT32_MAX ? 0 : (uint32_t) size;
}

static enum summary_form
form_of_type (const struct snapshot *s, uint32_t type)
{
  struct integer_type t;
  bool is_pointer;

  if (type == NONE || !range_type (s, type, &t, &is_pointer))
    return FORM_UNKNOWN;
  return is_pointer ? FORM_POINTER
	 : t.is_unsigned ? FORM_UNSIGNED : FORM_SIGNED;
}

static uint32_t
export_operation (struct summarizing *z, const struct memory_node *n)
{
  struct integer_type t;
  bool is_pointer;
  uint32_t a, b = 0;

  if (z->n_nodes > SUMMARY_MOST_NODES / 2
      || !range_type (z->m->s, n->type, &t, &is_pointer) || is_pointer)
    return 0;
  a = summary_export (z, n->a);
  if (n->kind == NODE_BINARY)
    b = summary_export (z, n->b);
  if (a == 0 || (n->kind == NODE_BINARY && b == 0))
    return 0;
  return summary_add_node (z, 0,
		   n->kind == NODE_BINARY ? SUMMARY_BINARY : SUMMARY_UNARY, a,
		   b, t.precision, 2 * (int64_t) n->operation + t.is_unsigned);
}

/* The region STRING, by how it begins.  */
static uint32_t
export_literal (struct summarizing *z, const struct memory_node *string)
{
  char begin[MOST_LITERAL + 1];
  const struct snap_constant *c;

  /* It would be taken for unknown.  */
  if (z->disjunct >= MOST_EXACT_DISJUNCTS
      || z->text_size > sizeof z->text / 2)
    return 0;
  if (string->a == NONE)
    return summary_add_node (z, 0, SUMMARY_STRING, 0,
		     summary_add_text (z, z->m->families[string->b - 1]), 0, 0);
  c = &snapshot_constants (z->m->s)[string->a];
  snprintf (begin, sizeof begin, "%.*s",
	    c->count < MOST_LITERAL ? (int) c->count : MOST_LITERAL,
	    snapshot_text (z->m->s) + c->first);
  return summary_add_node (z, 0, SUMMARY_STRING, 0, summary_add_text (z, begin), 0, 0);
}

/* REGION of the frame at hand, or one that is gone.  */
static uint32_t
export_frame (struct summarizing *z, uint32_t region)
{
  const char *name = memory_saved_by (z->m, region);
  uint32_t a;

  for (uint32_t i = 0; i < z->n_nodes; i++)
    if (z->nodes[i].kind == SUMMARY_FRAME && z->of[i] == region)
      return i;
  a = summary_add_node (z, region, SUMMARY_FRAME, 0, z->n_frames++, 0,
		name ? 1 + (int64_t) summary_add_text (z, name) : 0);
  z->regions[a] = region;
  return a;
}

bool
memory_is_global (const struct memory *m, uint32_t region)
{
  const struct memory_node *n = memory_node (&m->values, region);

  return n->kind == NODE_VARIABLE
	 && snapshot_decls (m->s)[n->a].flags & DECL_IS_GLOBAL;
}

/* The memory of a parameter, as it was on entry.  */
static uint32_t
export_argument (struct summarizing *z, uint32_t region)
{
  const struct snapshot *s = z->m->s;
  struct memory_node n = *memory_node (&z->m->values, region);

  for (uint32_t i = 0; n.kind == NODE_VARIABLE && i < s->n_parameters; i++)
    if (snapshot_lists (s)[s->first_parameter + i] == n.a)
      return summary_add_node (z, 0, SUMMARY_ARGUMENT, 0, i, 0, 0);
  return 0;
}

/* REGION, which came to be here.  */
static uint32_t
export_new (struct summarizing *z, uint32_t region)
{
  uint32_t a;

  if (z->m->ring)
    return memory_ring_export_new (z, region);
  for (uint32_t i = 0; i < z->n_nodes; i++)
    if (z->nodes[i].kind == SUMMARY_HEAP && z->of[i] == region)
      return i;
  a = summary_add_node (z, region, SUMMARY_HEAP, 0, z->n_new++, 0, 0);
  z->regions[a] = region;
  return a;
}

uint32_t
summary_export (struct summarizing *z, uint32_t node)
{
  struct memory_node n = *memory_node (&z->m->values, node);
  const char *name;
  uint32_t a;

  switch (n.kind)
    {
    case NODE_INTEGER:
      return summary_add_node (z, 0, SUMMARY_INTEGER, 0, n.a, 0, n.number);
    case NODE_PARAMETER:
      return summary_add_node (z, 0, SUMMARY_PARAMETER, 0, n.a, 0, 0);
    case NODE_INITIAL:
      a = n.b != 0 ? 0 : memory_kind (&z->m->values, n.a) == NODE_VARIABLE
			 ? export_argument (z, n.a) : summary_export (z, n.a);
      return a ? summary_add_node (z, 0, SUMMARY_INITIAL, a,
			   form_of_type (z->m->s, n.type),
			   size_of_type (z->m->s, n.type), n.number) : 0;
    case NODE_POINTEE:
      /* A secret is as if it were made here; who releases it nobody knows.  */
      if (memory_marks_of (z->state, node) & MARK_IS_SECRET
	  && memory_kind (&z->m->values, n.a) == NODE_RESULT)
	return export_new (z, node);
      a = summary_export (z, n.a);
      /* A pointer by way of integers is not followed by callers.  */
      if (z->nodes[a].kind == SUMMARY_UNARY
	  || z->nodes[a].kind == SUMMARY_BINARY)
	return 0;
      if (z->m->ring && memory_ring_is_far (z, a))
	return 0;
      a = a ? summary_add_node (z, 0, SUMMARY_POINTEE, a, 0, 0, 0) : 0;
      if (a && z->regions[a] == 0)
	z->regions[a] = node;
      return a;
    case NODE_POINTER:
      name = memory_function_name (z->m, node);
      if (name)
	return summary_add_node (z, 0, SUMMARY_FUNCTION, 0, summary_add_text (z, name), 0,
			 (int64_t) memory_nonnull_arguments (z->m, node));
      a = summary_export (z, n.a);
      return a ? summary_add_node (z, 0, SUMMARY_POINTER, a, 0, 0, n.number) : 0;
    case NODE_HEAP:
      return export_new (z, node);
    case NODE_UNARY:
    case NODE_BINARY:
      return export_operation (z, &n);
    case NODE_STRING:
      return export_literal (z, &n);
    case NODE_VARIABLE:
      if (memory_is_global (z->m, node)
	  || snapshot_decls (z->m->s)[n.a].kind == DECL_LABEL)
	return 0;
      return export_frame (z, node);
    case NODE_ALLOCA:
    case NODE_STALE:
      return export_frame (z, node);
    default:
      return 0;
    }
}
