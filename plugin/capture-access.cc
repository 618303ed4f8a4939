/* capture-access.cc - the attribute "access", explicit and of array parameters.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "plugin/capture-internal.h"

static enum snap_access
mode_of (const attr_access *access)
{
  switch (access->mode)
    {
    case access_read_only: return ACCESS_READ_ONLY;
    case access_write_only: return ACCESS_WRITE_ONLY;
    case access_read_write: return ACCESS_READ_WRITE;
    case access_deferred: return ACCESS_DEFERRED;
    default: return ACCESS_NONE;
    }
}

static void
add_qualifiers (struct buffer *b, const_tree type)
{
  if (TYPE_ATOMIC (type))
    buffer_add_format (b, "_Atomic ");
  if (TYPE_READONLY (type))
    buffer_add_format (b, "const ");
  if (TYPE_VOLATILE (type))
    buffer_add_format (b, "volatile ");
}

/* Whether TYPE has a name that C code calls it by.  */
static const char *
source_name (struct capture *c, tree type)
{
  return TYPE_NAME (type) ? capture_type_name (c, type) : "";
}

/* TYPE as C spells it in front of a declarator.  */
static void
add_type_text (struct capture *c, struct buffer *b, tree type)
{
  if (TREE_CODE (type) == POINTER_TYPE && !TYPE_NAME (type))
    {
      tree pointee = TREE_TYPE (type);
      if (FUNC_OR_METHOD_TYPE_P (pointee))
	buffer_add_format (b, "function");
      else
	add_type_text (c, b, pointee);
      buffer_add_format (b, b->size && b->bytes[b->size - 1] == '*'
			    ? "*" : " *");
      if (TYPE_READONLY (type))
	buffer_add_format (b, " const");
      if (TYPE_VOLATILE (type))
	buffer_add_format (b, " volatile");
      return;
    }
  add_qualifiers (b, type);
  tree name = TYPE_NAME (type);
  if (name && TREE_CODE (name) == IDENTIFIER_NODE)
    buffer_add_format (b, "%s",
		       TREE_CODE (type) == RECORD_TYPE ? "struct "
		       : TREE_CODE (type) == UNION_TYPE ? "union "
		       : TREE_CODE (type) == ENUMERAL_TYPE ? "enum " : "");
  const char *text = source_name (c, type);
  buffer_add_format (b, "%s", *text ? text : "<anonymous>");
}

/* What stands in the outermost brackets of an array parameter of TYPE, a pointer
   by now: the pointer's qualifiers, and the bound.  */
static void
add_bound_text (struct capture *c, struct buffer *b,
		const attr_access *access, tree type)
{
  size_t start = b->size;
  if (TYPE_READONLY (type))
    buffer_add_format (b, "const ");
  if (TYPE_VOLATILE (type))
    buffer_add_format (b, "volatile ");
  if (TYPE_RESTRICT (type))
    buffer_add_format (b, "restrict ");
  if (access->minsize == HOST_WIDE_INT_M1U)
    {
      tree bound = access->size ? TREE_VALUE (access->size) : NULL_TREE;
      const char *name
	= bound && DECL_P (bound) ? capture_decl_name (c, bound) : "*";
      buffer_add_format (b, "%s%s", access->static_p ? "static " : "",
			 *name ? name : "*");
    }
  else if (access->minsize)
    buffer_add_format (b, "%s%llu", access->static_p ? "static " : "",
		       (unsigned long long) access->minsize);
  else if (b->size > start)
    b->size--;
}

/* The array parameter of TYPE as it was declared.  */
static void
add_array_text (struct capture *c, struct buffer *b,
		const attr_access *access, tree type)
{
  tree element = TREE_TYPE (type);
  tree innermost = strip_array_types (element);
  add_type_text (c, b, innermost);
  buffer_add_format (b, "[");
  add_bound_text (c, b, access, type);
  buffer_add_format (b, "]");
  for (; element != innermost; element = TREE_TYPE (element))
    {
      tree domain = TYPE_DOMAIN (element);
      tree last = domain ? TYPE_MAX_VALUE (domain) : NULL_TREE;
      if (last && tree_fits_uhwi_p (last))
	buffer_add_format (b, "[%llu]",
			   (unsigned long long) tree_to_uhwi (last) + 1);
      else
	buffer_add_format (b, "[]");
    }
}

static void
add_explicit_text (struct buffer *b, const attr_access *access)
{
  static const char *const modes[]
    = { "none", "read_only", "write_only", "read_write" };
  buffer_add_format (b, "access (%s, %u", modes[access->mode],
		     access->ptrarg + 1);
  if (access->sizarg != UINT_MAX)
    buffer_add_format (b, ", %u", access->sizarg + 1);
  buffer_add_format (b, ")");
}

void
capture_access (struct capture *c, tree type,
		void (*add) (struct capture *c,
			     const struct snap_attribute *a))
{
  if (!lookup_attribute ("access", TYPE_ATTRIBUTES (type)))
    return;
  rdwr_map map;
  init_attr_rdwr_indices (&map, TYPE_ATTRIBUTES (type));
  struct buffer text;
  buffer_init (&text);
  uint32_t number = 0;
  for (tree p = TYPE_ARG_TYPES (type); p && p != void_list_node;
       p = TREE_CHAIN (p), number++)
    {
      const attr_access *access = map.get (number);
      if (!access || access->ptrarg != number
	  || !POINTER_TYPE_P (TREE_VALUE (p)))
	continue;
      struct snap_attribute a;
      memset (&a, 0, sizeof a);
      a.kind = SNAP_ATTRIBUTE_ACCESS;
      a.mode = mode_of (access);
      a.argument = number;
      a.argument2 = access->sizarg == UINT_MAX ? NONE : access->sizarg;
      buffer_clear (&text);
      if (a.mode == ACCESS_DEFERRED)
	add_array_text (c, &text, access, TREE_VALUE (p));
      else
	add_explicit_text (&text, access);
      buffer_add_zero (&text, 1);
      a.text = builder_string (&c->builder, text.bytes);
      add (c, &a);
    }
  buffer_release (&text);
}
