/* capture-types.cc - types and fields.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "plugin/capture-internal.h"

static uint32_t capture_type_as (struct capture *c, tree type, bool shallow);

static enum snap_type_kind
kind_of (const_tree type)
{
  switch (TREE_CODE (type))
    {
    case VOID_TYPE: return SNAP_TYPE_VOID;
    case BOOLEAN_TYPE: return SNAP_TYPE_BOOLEAN;
    case INTEGER_TYPE: return SNAP_TYPE_INTEGER;
    case ENUMERAL_TYPE: return SNAP_TYPE_ENUM;
    case REAL_TYPE: return SNAP_TYPE_REAL;
    case FIXED_POINT_TYPE: return SNAP_TYPE_FIXED;
    case COMPLEX_TYPE: return SNAP_TYPE_COMPLEX;
    case VECTOR_TYPE: return SNAP_TYPE_VECTOR;
    case POINTER_TYPE: return SNAP_TYPE_POINTER;
    case REFERENCE_TYPE: return SNAP_TYPE_REFERENCE;
    case NULLPTR_TYPE: return SNAP_TYPE_NULLPTR;
    case OFFSET_TYPE: return SNAP_TYPE_OFFSET;
    case ARRAY_TYPE: return SNAP_TYPE_ARRAY;
    case RECORD_TYPE: return SNAP_TYPE_RECORD;
    case UNION_TYPE: case QUAL_UNION_TYPE: return SNAP_TYPE_UNION;
    case FUNCTION_TYPE: return SNAP_TYPE_FUNCTION;
    case METHOD_TYPE: return SNAP_TYPE_METHOD;
    default: return SNAP_TYPE_OTHER;
    }
}

static uint16_t
qualifier_flags (const_tree type)
{
  uint16_t flags = 0;
  if (TYPE_READONLY (type))
    flags |= TYPE_IS_CONST;
  if (TYPE_VOLATILE (type))
    flags |= TYPE_IS_VOLATILE;
  if (POINTER_TYPE_P (type) && TYPE_RESTRICT (type))
    flags |= TYPE_IS_RESTRICT;
  if (TYPE_ATOMIC (type))
    flags |= TYPE_IS_ATOMIC;
  return flags;
}

static uint16_t
scalar_flags (const_tree type)
{
  uint16_t flags = 0;
  bool integral = ANY_INTEGRAL_TYPE_P (type);
  if ((integral || POINTER_TYPE_P (type)) && TYPE_UNSIGNED (type))
    flags |= TYPE_IS_UNSIGNED;
  if (integral && TYPE_OVERFLOW_WRAPS (type))
    flags |= TYPE_WRAPS;
  return flags;
}

static uint64_t
size_or_unknown (const_tree size)
{
  return size && tree_fits_uhwi_p (size) ? tree_to_uhwi (size) : SIZE_UNKNOWN;
}

static uint64_t
array_elements (const_tree type)
{
  tree domain = TYPE_DOMAIN (type);
  if (!domain || !TYPE_MAX_VALUE (domain)
      || TREE_CODE (TYPE_MAX_VALUE (domain)) != INTEGER_CST
      || !TYPE_MIN_VALUE (domain)
      || TREE_CODE (TYPE_MIN_VALUE (domain)) != INTEGER_CST)
    return SIZE_UNKNOWN;
  /* An array of no elements ends at -1 in an unsigned type.  */
  if (TYPE_SIZE (type) && integer_zerop (TYPE_SIZE (type))
      && TYPE_SIZE (TREE_TYPE (type))
      && !integer_zerop (TYPE_SIZE (TREE_TYPE (type))))
    return 0;
  offset_int n = wi::to_offset (TYPE_MAX_VALUE (domain))
		 - wi::to_offset (TYPE_MIN_VALUE (domain)) + 1;
  return wi::fits_uhwi_p (n) ? n.to_uhwi () : SIZE_UNKNOWN;
}

/* The parameter list goes to LISTS without the void that ends it.  */
static void
capture_parameters (struct capture *c, tree type, struct snap_type *t)
{
  size_t mark = scratch_mark (c);
  for (tree p = TYPE_ARG_TYPES (type); p && p != void_list_node;
       p = TREE_CHAIN (p))
    scratch_push (c, capture_type_as (c, TREE_VALUE (p), true));
  scratch_to_lists (c, mark, &t->first_parameter, &t->n_parameters);
  if (stdarg_p (type))
    t->flags |= TYPE_IS_VARIADIC;
  if (!prototype_p (type))
    t->flags |= TYPE_UNPROTOTYPED;
  capture_attributes (c, TYPE_ATTRIBUTES (type), type, NULL_TREE,
		      &t->first_attribute, &t->n_attributes);
}

/* What a record is, where more is asked than its name.  */
static void
complete_record (tree type, struct snap_type *t)
{
  if (!COMPLETE_OR_VOID_TYPE_P (type))
    return;
  t->size_bits = size_or_unknown (TYPE_SIZE (type));
  t->align_bits = TYPE_ALIGN (type);
  t->flags |= TYPE_HAS_BODY;
  if (RECORD_OR_UNION_TYPE_P (type) && TYPE_PACKED (type))
    t->flags |= TYPE_IS_PACKED;
}

static void
fill_type (struct capture *c, tree type, struct snap_type *t, bool shallow)
{
  tree element = TREE_TYPE (type);
  t->kind = kind_of (type);
  t->name = builder_string (&c->builder, capture_type_name (c, type));
  t->flags = qualifier_flags (type) | scalar_flags (type);
  if (INTEGRAL_TYPE_P (type) || POINTER_TYPE_P (type)
      || SCALAR_FLOAT_TYPE_P (type))
    t->precision = TYPE_PRECISION (type);
  switch (TREE_CODE (type))
    {
    case RECORD_TYPE:
    case UNION_TYPE:
    case QUAL_UNION_TYPE:
      if (is_empty_type (type))
	t->flags |= TYPE_IS_EMPTY;
      if (!shallow)
	complete_record (type, t);
      break;
    case ARRAY_TYPE:
      t->size_bits = size_or_unknown (TYPE_SIZE (type));
      t->align_bits = TYPE_ALIGN (type);
      t->elements = array_elements (type);
      if (t->elements == 0 || !TYPE_DOMAIN (type) || is_empty_type (element))
	t->flags |= TYPE_IS_EMPTY;
      t->element = capture_type_as (c, element, shallow);
      break;
    case FUNCTION_TYPE:
    case METHOD_TYPE:
      t->element = capture_type_as (c, element, true);
      capture_parameters (c, type, t);
      break;
    case POINTER_TYPE:
    case REFERENCE_TYPE:
    case OFFSET_TYPE:
    case COMPLEX_TYPE:
      t->element = capture_type_as (c, element, true);
      t->size_bits = size_or_unknown (TYPE_SIZE (type));
      t->align_bits = TYPE_ALIGN (type);
      break;
    case VECTOR_TYPE:
      {
	unsigned HOST_WIDE_INT lanes;
	if (TYPE_VECTOR_SUBPARTS (type).is_constant (&lanes))
	  t->elements = lanes;
	t->element = capture_type_as (c, element, false);
      }
      /* Fall through.  */
    default:
      t->size_bits = size_or_unknown (TYPE_SIZE (type));
      t->align_bits = TYPE_ALIGN (type);
      if (TREE_CODE (type) == ENUMERAL_TYPE && COMPLETE_TYPE_P (type))
	t->flags |= TYPE_HAS_BODY;
      break;
    }
}

/* The entry is there before its parts are, so that a type that contains itself
   ends.  */
static uint32_t
add_type (struct capture *c, tree type, bool shallow)
{
  struct snap_type t;
  memset (&t, 0, sizeof t);
  t.kind = SNAP_TYPE_OTHER;
  t.element = t.main_variant = NONE;
  t.size_bits = t.elements = SIZE_UNKNOWN;
  uint32_t index = builder_add_types (&c->builder, &t);
  buffer_add (&c->type_trees, &type, sizeof type);
  tree_table_add (&c->types, type, index);

  fill_type (c, type, &t, shallow);
  tree main_variant = TYPE_MAIN_VARIANT (type);
  if (main_variant != type)
    t.main_variant = capture_type_as (c, main_variant, shallow);
  *builder_types (&c->builder, index) = t;
  return index;
}

static uint32_t
capture_type_as (struct capture *c, tree type, bool shallow)
{
  if (!type || !TYPE_P (type))
    return NONE;
  uint32_t index = tree_table_get (&c->types, type);
  if (index == NONE)
    return add_type (c, type, shallow);
  if (shallow)
    return index;
  if (RECORD_OR_UNION_TYPE_P (type))
    {
      struct snap_type *t = builder_types (&c->builder, index);
      if (!(t->flags & TYPE_HAS_BODY))
	{
	  complete_record (type, t);
	  if (t->main_variant != NONE)
	    capture_type_as (c, TYPE_MAIN_VARIANT (type), false);
	}
    }
  else if (TREE_CODE (type) == ARRAY_TYPE)
    capture_type_as (c, TREE_TYPE (type), false);
  return index;
}

uint32_t
capture_type (struct capture *c, tree type)
{
  return capture_type_as (c, type, false);
}

uint32_t
capture_field (struct capture *c, tree field)
{
  uint32_t index = tree_table_get (&c->fields, field);
  if (index != NONE)
    return index;
  struct snap_field f;
  memset (&f, 0, sizeof f);
  f.name = builder_string (&c->builder, capture_decl_name (c, field));
  f.type = capture_type (c, TREE_TYPE (field));
  f.record = capture_type (c, DECL_CONTEXT (field));
  if (DECL_BIT_FIELD (field))
    f.flags |= FIELD_IS_BIT_FIELD;
  if (TREE_THIS_VOLATILE (field))
    f.flags |= FIELD_IS_VOLATILE;
  if (DECL_ARTIFICIAL (field))
    f.flags |= FIELD_IS_ARTIFICIAL;
  if (adapter_no_warning (field, OPT_Wuninitialized))
    f.flags |= FIELD_NO_WARNING_UNINIT;
  tree next = DECL_CHAIN (field);
  while (next && TREE_CODE (next) != FIELD_DECL)
    next = DECL_CHAIN (next);
  if (!next)
    f.flags |= FIELD_IS_LAST;
  f.size_bits = size_or_unknown (DECL_SIZE (field));
  f.offset_bits = SIZE_UNKNOWN;
  uint64_t bytes = size_or_unknown (DECL_FIELD_OFFSET (field));
  uint64_t bits = size_or_unknown (DECL_FIELD_BIT_OFFSET (field));
  if (bytes < SIZE_UNKNOWN / 16 && bits < SIZE_UNKNOWN / 2)
    f.offset_bits = bytes * BITS_PER_UNIT + bits;
  index = builder_add_fields (&c->builder, &f);
  tree_table_add (&c->fields, field, index);
  return index;
}
