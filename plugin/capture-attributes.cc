/* capture-attributes.cc - the attributes that checks ask for.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "plugin/capture-internal.h"

static void
clear_attribute (struct snap_attribute *a, enum snap_attribute_kind kind)
{
  memset (a, 0, sizeof *a);
  a->kind = kind;
  a->argument = a->argument2 = NONE;
}

static void
add_attribute (struct capture *c, const struct snap_attribute *a)
{
  builder_add_attributes (&c->builder, a);
}

/* The position that T, counted from 1, gives; NONE if it gives none.  */
static uint32_t
position (const_tree t)
{
  if (!t || !tree_fits_uhwi_p (t))
    return NONE;
  unsigned HOST_WIDE_INT n = tree_to_uhwi (t);
  return n == 0 || n > UINT16_MAX ? NONE : (uint32_t) (n - 1);
}

static tree
argument (const_tree attribute, int which)
{
  tree t = TREE_VALUE (attribute);
  while (t && which-- > 0)
    t = TREE_CHAIN (t);
  return t && TREE_CODE (t) == TREE_LIST ? TREE_VALUE (t) : NULL_TREE;
}

/* All "nonnull" of LIST as one, as GCC joins them: one without arguments
   speaks of all pointers; a method's object counts in any case.  */
static void
add_nonnull (struct capture *c, tree list, const_tree type)
{
  struct snap_attribute a;
  clear_attribute (&a, SNAP_ATTRIBUTE_NONNULL);
  bool all = false, any = false;
  if (type && TREE_CODE (type) == METHOD_TYPE)
    {
      a.mask = 1;
      any = true;
    }
  for (tree t = list; !all && (t = lookup_attribute ("nonnull", t));
       t = TREE_CHAIN (t))
    {
      any = true;
      all = !TREE_VALUE (t);
      for (tree p = TREE_VALUE (t); p; p = TREE_CHAIN (p))
	{
	  uint32_t n = position (TREE_VALUE (p));
	  if (n != NONE)
	    a.mask |= (uint64_t) 1 << MIN (n, 63);
	}
    }
  if (all)
    a.mask = 0;
  if (any && (all || a.mask))
    add_attribute (c, &a);
}

static uint32_t
string_or_identifier (struct capture *c, const_tree t)
{
  if (!t)
    return 0;
  if (TREE_CODE (t) == IDENTIFIER_NODE)
    return builder_string (&c->builder, IDENTIFIER_POINTER (t));
  if (TREE_CODE (t) == STRING_CST)
    return builder_string (&c->builder, TREE_STRING_POINTER (t));
  if (TREE_CODE (t) == FUNCTION_DECL)
    return builder_string (&c->builder,
			   capture_symbol (c, CONST_CAST_TREE (t)));
  return 0;
}

/* Attributes that are one entry for each time they are given.  */
static const struct { const char *name; enum snap_attribute_kind kind; }
simple_attributes[] = {
  { "*dealloc", SNAP_ATTRIBUTE_RELEASES },
  { "alloc_align", SNAP_ATTRIBUTE_ALLOC_ALIGN },
  { "alloc_size", SNAP_ATTRIBUTE_ALLOC_SIZE },
  { "cleanup", SNAP_ATTRIBUTE_CLEANUP },
  { "cold", SNAP_ATTRIBUTE_COLD },
  { "format", SNAP_ATTRIBUTE_FORMAT },
  { "format_arg", SNAP_ATTRIBUTE_FORMAT_ARG },
  { "malloc", SNAP_ATTRIBUTE_MALLOC },
  { "naked", SNAP_ATTRIBUTE_NAKED },
  { "no_sanitize", SNAP_ATTRIBUTE_NO_SANITIZE },
  { "noinline", SNAP_ATTRIBUTE_NOINLINE },
  { "nonstring", SNAP_ATTRIBUTE_NONSTRING },
  { "returns_nonnull", SNAP_ATTRIBUTE_RETURNS_NONNULL },
  { "sentinel", SNAP_ATTRIBUTE_SENTINEL },
  { "tainted_args", SNAP_ATTRIBUTE_TAINTED_ARGS },
  { "warn_unused_result", SNAP_ATTRIBUTE_WARN_UNUSED_RESULT }
};

static void
fill_simple (struct capture *c, const_tree t, struct snap_attribute *a)
{
  switch (a->kind)
    {
    case SNAP_ATTRIBUTE_ALLOC_SIZE:
      a->argument2 = position (argument (t, 1));
      /* Fall through.  */
    case SNAP_ATTRIBUTE_ALLOC_ALIGN:
    case SNAP_ATTRIBUTE_FORMAT_ARG:
      a->argument = position (argument (t, 0));
      break;
    case SNAP_ATTRIBUTE_FORMAT:
      a->text = string_or_identifier (c, argument (t, 0));
      a->argument = position (argument (t, 1));
      a->argument2 = position (argument (t, 2));
      break;
    case SNAP_ATTRIBUTE_MALLOC:
      a->text = string_or_identifier (c, argument (t, 0));
      if (argument (t, 0))
	a->argument = argument (t, 1) ? position (argument (t, 1)) : 0;
      break;
    case SNAP_ATTRIBUTE_RELEASES:
      /* Of a function that is built in, its declaration.  */
      {
	tree name = argument (t, 0);
	if (name && TREE_CODE (name) == FUNCTION_DECL)
	  name = DECL_NAME (name);
	a->text = string_or_identifier (c, name);
	a->argument = argument (t, 1) ? position (argument (t, 1)) : 0;
	break;
      }
    case SNAP_ATTRIBUTE_CLEANUP:
      a->text = string_or_identifier (c, argument (t, 0));
      break;
    case SNAP_ATTRIBUTE_SENTINEL:
      {
	tree n = argument (t, 0);
	a->argument = n && tree_fits_uhwi_p (n) ? tree_to_uhwi (n) : 0;
	break;
      }
    case SNAP_ATTRIBUTE_NO_SANITIZE:
      if (TREE_VALUE (t) && tree_fits_uhwi_p (TREE_VALUE (t)))
	a->mask = tree_to_uhwi (TREE_VALUE (t));
      break;
    default:
      break;
    }
}

static void
add_simple (struct capture *c, tree list)
{
  for (tree t = list; t; t = TREE_CHAIN (t))
    {
      const char *name = IDENTIFIER_POINTER (get_attribute_name (t));
      for (unsigned i = 0; i < ARRAY_SIZE (simple_attributes); i++)
	if (name[0] == simple_attributes[i].name[0]
	    && strcmp (name, simple_attributes[i].name) == 0)
	  {
	    struct snap_attribute a;
	    clear_attribute (&a, simple_attributes[i].kind);
	    fill_simple (c, t, &a);
	    add_attribute (c, &a);
	    break;
	  }
    }
}

/* What GCC knows of the arguments: of a type as the front end says, of a
   built-in function as GCC's own table says.  */
static void
add_fn_spec (struct capture *c, tree list, tree decl)
{
  struct snap_attribute a;
  clear_attribute (&a, SNAP_ATTRIBUTE_FN_SPEC);
  tree t = list ? lookup_attribute ("fn spec", list) : NULL_TREE;
  if (t)
    a.text = string_or_identifier (c, argument (t, 0));
  else if (decl && fndecl_built_in_p (decl, BUILT_IN_NORMAL))
    {
      attr_fnspec spec = builtin_fnspec (decl);
      if (spec.known_p ())
	a.text = builder_string (&c->builder, spec.get_str ());
    }
  if (a.text)
    add_attribute (c, &a);
}

void
capture_attributes (struct capture *c, tree list, tree type, tree decl,
		    uint32_t *first, uint32_t *count)
{
  *first = builder_n_attributes (&c->builder);
  if (list || type)
    add_nonnull (c, list, type);
  if (list)
    {
      if (type)
	capture_access (c, type, add_attribute);
      add_simple (c, list);
    }
  if (list || decl)
    add_fn_spec (c, list, decl);
  *count = builder_n_attributes (&c->builder) - *first;
}
