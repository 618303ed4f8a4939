/* capture-tables.cc - functions in constant tables.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A constant with pointers to functions, of which one is of another type than
   its place: who is called through it is then a fact that checks want.  Where
   all types fit, as in nearly all tables, nothing is captured.  */

#include "plugin/capture-internal.h"
#include "varasm.h"

/* Of larger tables nothing is said.  */
enum { ENTRIES = 64, DEPTH = 8 };

struct table_entry
{
  tree field;			/* FIELD_DECL, or NULL: of an array.  */
  tree function;		/* NULL: some other value but null.  */
  unsigned HOST_WIDE_INT offset_bits;
};

struct table
{
  struct table_entry entries[ENTRIES];
  unsigned count;
  bool is_complete, has_misfit;
};

static bool
is_function_pointer (const_tree type)
{
  return TREE_CODE (type) == POINTER_TYPE
	 && TREE_CODE (TREE_TYPE (type)) == FUNCTION_TYPE;
}

/* Whether values of A and B are passed alike, as far as a first look can tell:
   signature.h has the last word.  */

static bool
is_passed_alike (const_tree a, const_tree b)
{
  if (TYPE_MAIN_VARIANT (a) == TYPE_MAIN_VARIANT (b))
    return true;
  return ((POINTER_TYPE_P (a) || INTEGRAL_TYPE_P (a))
	  && (POINTER_TYPE_P (b) || INTEGRAL_TYPE_P (b))
	  && TYPE_SIZE (a) && TYPE_SIZE (b)
	  && tree_int_cst_equal (TYPE_SIZE (a), TYPE_SIZE (b)));
}

static bool
is_called_alike (const_tree a, const_tree b)
{
  if (TYPE_MAIN_VARIANT (a) == TYPE_MAIN_VARIANT (b))
    return true;
  if (!is_passed_alike (TREE_TYPE (a), TREE_TYPE (b)))
    return false;
  const_tree x = TYPE_ARG_TYPES (a), y = TYPE_ARG_TYPES (b);
  for (; x && y; x = TREE_CHAIN (x), y = TREE_CHAIN (y))
    if (!is_passed_alike (TREE_VALUE (x), TREE_VALUE (y)))
      return false;
  return !x && !y;
}

/* VALUE is in FIELD at OFFSET_BITS, a place of TYPE.  */

static void
add_entry (struct table *t, tree field, const_tree type, tree value,
	   unsigned HOST_WIDE_INT offset_bits)
{
  STRIP_NOPS (value);
  if (integer_zerop (value))
    return;
  tree function = TREE_CODE (value) == ADDR_EXPR
		  && TREE_CODE (TREE_OPERAND (value, 0)) == FUNCTION_DECL
		  ? TREE_OPERAND (value, 0) : NULL_TREE;
  if (t->count == ENTRIES)
    {
      t->is_complete = false;
      return;
    }
  t->entries[t->count++] = { field, function, offset_bits };
  t->has_misfit |= function
		   && !is_called_alike (TREE_TYPE (function), TREE_TYPE (type));
}

static void read_value (struct table *t, tree field, tree type, tree value,
			unsigned HOST_WIDE_INT offset_bits, unsigned depth);

static void
read_constructor (struct table *t, tree type, tree value,
		  unsigned HOST_WIDE_INT offset_bits, unsigned depth)
{
  unsigned HOST_WIDE_INT i;
  tree index, element;
  FOR_EACH_CONSTRUCTOR_ELT (CONSTRUCTOR_ELTS (value), i, index, element)
    if (TREE_CODE (type) == ARRAY_TYPE)
      {
	tree size = TYPE_SIZE (TREE_TYPE (type));
	tree low = index && TREE_CODE (index) == RANGE_EXPR
		   ? TREE_OPERAND (index, 0) : index;
	unsigned HOST_WIDE_INT at
	  = low && tree_fits_uhwi_p (low) ? tree_to_uhwi (low) : i;
	if (!size || !tree_fits_uhwi_p (size))
	  t->is_complete = false;
	else
	  read_value (t, NULL_TREE, TREE_TYPE (type), element,
		      offset_bits + at * tree_to_uhwi (size), depth + 1);
      }
    else if (index && TREE_CODE (index) == FIELD_DECL
	     && tree_fits_uhwi_p (bit_position (index)))
      read_value (t, index, TREE_TYPE (index), element,
		  offset_bits + tree_to_uhwi (bit_position (index)), depth + 1);
    else
      t->is_complete = false;
}

static void
read_value (struct table *t, tree field, tree type, tree value,
	    unsigned HOST_WIDE_INT offset_bits, unsigned depth)
{
  if (!t->is_complete)
    return;
  if (is_function_pointer (type))
    add_entry (t, field, type, value, offset_bits);
  else if (TREE_CODE (value) == CONSTRUCTOR && depth < DEPTH)
    read_constructor (t, type, value, offset_bits, depth);
  else
    t->is_complete &= TREE_CODE (value) != CONSTRUCTOR;
}

/* Whether there may be a pointer to a function in TYPE.  */

static bool
holds_functions (const_tree type, unsigned depth)
{
  if (TREE_CODE (type) == ARRAY_TYPE)
    return depth < DEPTH && holds_functions (TREE_TYPE (type), depth + 1);
  if (TREE_CODE (type) == RECORD_TYPE && depth < DEPTH)
    for (tree f = TYPE_FIELDS (type); f; f = DECL_CHAIN (f))
      if (TREE_CODE (f) == FIELD_DECL
	  && holds_functions (TREE_TYPE (f), depth + 1))
	return true;
  return is_function_pointer (type);
}

uint32_t
capture_table (struct capture *c, tree decl, struct buffer *attributes)
{
  tree initial = DECL_INITIAL (decl);
  struct table t;
  if (!TREE_READONLY (decl) || !TREE_STATIC (decl) || DECL_EXTERNAL (decl)
      || TREE_THIS_VOLATILE (decl) || lang_GNU_CXX ()
      || !initial || initial == error_mark_node
      || !holds_functions (TREE_TYPE (decl), 0)
      || !decl_binds_to_current_def_p (decl))
    return 0;
  t.count = 0;
  t.is_complete = true;
  t.has_misfit = false;
  read_value (&t, NULL_TREE, TREE_TYPE (decl), initial, 0, 0);
  if (!t.is_complete || !t.has_misfit)
    return 0;
  for (unsigned i = 0; i < t.count; i++)
    {
      const struct table_entry *e = &t.entries[i];
      struct snap_attribute a;
      memset (&a, 0, sizeof a);
      a.kind = SNAP_ATTRIBUTE_HOLDS_FUNCTION;
      a.argument = e->field ? capture_field (c, e->field) : NONE;
      a.argument2 = e->function ? capture_decl (c, e->function) : NONE;
      a.mask = e->offset_bits;
      buffer_add (attributes, &a, sizeof a);
    }
  return t.count;
}
