/* capture-callbacks.cc - functions that are stored in a field with an attribute.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A field with the attribute tainted_args says of each function that the
   initializer of a variable puts there that strangers choose its arguments.
   Only asked for -fanalyzer-checker=taint, and of functions whose address is
   taken; each goes through the unit's initializers.  */

#include "plugin/capture-internal.h"

struct callback
{
  tree function;
  tree field;			/* Found; or NULL.  */
};

static tree
look_at_initializer (tree *t, int *, void *data)
{
  struct callback *k = (struct callback *) data;
  unsigned HOST_WIDE_INT i;
  tree field, value;

  if (TREE_CODE (*t) != CONSTRUCTOR)
    return NULL_TREE;
  FOR_EACH_CONSTRUCTOR_ELT (CONSTRUCTOR_ELTS (*t), i, field, value)
    {
      if (!field || TREE_CODE (field) != FIELD_DECL
	  || !lookup_attribute ("tainted_args", DECL_ATTRIBUTES (field)))
	continue;
      STRIP_NOPS (value);
      if (TREE_CODE (value) == ADDR_EXPR
	  && TREE_OPERAND (value, 0) == k->function)
	{
	  k->field = field;
	  return *t;
	}
    }
  return NULL_TREE;
}

/* The structure that FIELD is in, as the language calls it.  */
static uint32_t
capture_structure (struct capture *c, tree field)
{
  struct buffer name = BUFFER_INIT;
  tree type = DECL_CONTEXT (field);
  if (!lang_GNU_CXX ())
    buffer_add_format (&name, TREE_CODE (type) == UNION_TYPE ? "union "
							     : "struct ");
  buffer_add_format (&name, "%s", capture_type_name (c, type));
  buffer_add (&name, "", 1);
  uint32_t text = builder_string (&c->builder, (const char *) name.bytes);
  buffer_release (&name);
  return text;
}

bool
capture_callback (struct capture *c, tree fndecl, struct snap_attribute *a)
{
  struct callback k = { fndecl, NULL_TREE };
  varpool_node *node;

  if (!flag_analyzer_checker || strcmp (flag_analyzer_checker, "taint") != 0
      || !TREE_ADDRESSABLE (fndecl))
    return false;
  FOR_EACH_VARIABLE (node)
    {
      tree initial = DECL_INITIAL (node->decl);
      if (!initial || initial == error_mark_node)
	continue;
      walk_tree_without_duplicates (&initial, look_at_initializer, &k);
      if (!k.field)
	continue;
      memset (a, 0, sizeof *a);
      a->kind = SNAP_ATTRIBUTE_TAINTED_BY_FIELD;
      a->argument = capture_decl (c, k.field);
      a->argument2 = capture_decl (c, node->decl);
      a->text = capture_structure (c, k.field);
      return true;
    }
  return false;
}
