/* capture-operands.cc - SSA names, constants, operands.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "plugin/capture-internal.h"

uint32_t
capture_ssa (struct capture *c, tree name)
{
  uint32_t version = SSA_NAME_VERSION (name);
  if (c->ssa[version] != NONE)
    return c->ssa[version];
  struct snap_ssa s;
  memset (&s, 0, sizeof s);
  s.definition = NONE;
  if (virtual_operand_p (name))
    {
      s.type = s.decl = NONE;
      s.flags = SSA_IS_VIRTUAL;
    }
  else
    {
      tree variable = SSA_NAME_VAR (name);
      s.type = capture_type (c, TREE_TYPE (name));
      s.decl = variable ? capture_decl (c, variable) : NONE;
    }
  if (SSA_NAME_IS_DEFAULT_DEF (name))
    s.flags |= SSA_IS_DEFAULT;
  if (SSA_NAME_OCCURS_IN_ABNORMAL_PHI (name))
    s.flags |= SSA_IS_ABNORMAL;
  uint32_t index = builder_add_ssa (&c->builder, &s);
  c->ssa[version] = index;
  if (s.flags & SSA_IS_DEFAULT && s.decl != NONE)
    builder_decls (&c->builder, s.decl)->default_def = index;
  return index;
}

static void
fill_integer (struct capture *c, tree t, struct snap_constant *k)
{
  wide_int value = wi::to_wide (t);
  unsigned precision = value.get_precision ();
  k->first = builder_n_limbs (&c->builder);
  k->count = (precision + 63) / 64;
  for (uint32_t i = 0; i < k->count; i++)
    {
      uint64_t limb = (uint64_t) value.elt (i);
      unsigned rest = precision - i * 64;
      if (TYPE_UNSIGNED (TREE_TYPE (t)) && rest < 64)
	limb &= ((uint64_t) 1 << rest) - 1;
      builder_add_limbs (&c->builder, &limb);
    }
}

/* The target's image comes in words of 32 bits.  */
static void
fill_real (struct capture *c, const_tree t, struct snap_constant *k)
{
  scalar_float_mode mode = SCALAR_FLOAT_TYPE_MODE (TREE_TYPE (t));
  long image[8];
  memset (image, 0, sizeof image);
  real_to_target (image, TREE_REAL_CST_PTR (t), mode);
  unsigned words = CEIL (GET_MODE_BITSIZE (mode), 32);
  if (words > ARRAY_SIZE (image))
    words = ARRAY_SIZE (image);
  k->first = builder_n_limbs (&c->builder);
  k->count = (words + 1) / 2;
  for (unsigned i = 0; i < k->count; i++)
    {
      unsigned low = 2 * i, high = 2 * i + 1;
      if (FLOAT_WORDS_BIG_ENDIAN)
	{
	  low = words - 1 - low;
	  high = words - 1 - high;
	}
      uint64_t limb = (uint32_t) image[low];
      if (high < words)
	limb |= (uint64_t) (uint32_t) image[high] << 32;
      builder_add_limbs (&c->builder, &limb);
    }
}

static void
fill_parts (struct capture *c, tree t, struct snap_constant *k)
{
  size_t mark = scratch_mark (c);
  if (TREE_CODE (t) == COMPLEX_CST)
    {
      scratch_push (c, capture_operand (c, TREE_REALPART (t)));
      scratch_push (c, capture_operand (c, TREE_IMAGPART (t)));
    }
  else
    for (unsigned i = 0; i < vector_cst_encoded_nelts (t); i++)
      scratch_push (c, capture_operand (c, VECTOR_CST_ENCODED_ELT (t, i)));
  scratch_to_lists (c, mark, &k->first, &k->count);
}

uint32_t
capture_constant (struct capture *c, tree t)
{
  uint32_t index = tree_table_get (&c->constants, t);
  if (index != NONE)
    return index;
  struct snap_constant k;
  memset (&k, 0, sizeof k);
  k.type = capture_type (c, TREE_TYPE (t));
  if (TREE_OVERFLOW (t))
    k.flags |= CONSTANT_OVERFLOWED;
  switch (TREE_CODE (t))
    {
    case INTEGER_CST:
      k.kind = CONSTANT_INTEGER;
      fill_integer (c, t, &k);
      break;
    case REAL_CST:
      k.kind = CONSTANT_REAL;
      fill_real (c, t, &k);
      break;
    case STRING_CST:
      k.kind = CONSTANT_STRING;
      k.count = (uint32_t) TREE_STRING_LENGTH (t);
      k.first = builder_bytes (&c->builder, TREE_STRING_POINTER (t), k.count);
      break;
    case COMPLEX_CST:
    case VECTOR_CST:
      k.kind = TREE_CODE (t) == COMPLEX_CST ? CONSTANT_COMPLEX
	       : CONSTANT_VECTOR;
      fill_parts (c, t, &k);
      break;
    default:
      k.kind = CONSTANT_OTHER;
      k.first = builder_string (&c->builder,
				get_tree_code_name (TREE_CODE (t)));
      break;
    }
  index = builder_add_constants (&c->builder, &k);
  tree_table_add (&c->constants, t, index);
  return index;
}

uint32_t
capture_opaque (struct capture *c, const char *what)
{
  return OPERAND (OPERAND_OPAQUE, builder_string (&c->builder, what));
}

uint32_t
capture_operand (struct capture *c, tree t)
{
  if (!t)
    return OPERAND (OPERAND_NONE, 0);
  switch (TREE_CODE (t))
    {
    case SSA_NAME:
      return OPERAND (OPERAND_SSA, capture_ssa (c, t));
    case ADDR_EXPR:
      return OPERAND (OPERAND_ADDRESS,
		      capture_memory (c, TREE_OPERAND (t, 0)));
    case WITH_SIZE_EXPR:
      return capture_operand (c, TREE_OPERAND (t, 0));
    case FUNCTION_DECL:
    case LABEL_DECL:
      return OPERAND (OPERAND_DECL, capture_decl (c, t));
    case VAR_DECL:
    case PARM_DECL:
    case RESULT_DECL:
    case CONST_DECL:
      return OPERAND (OPERAND_MEMORY, capture_memory (c, t));
    default:
      if (CONSTANT_CLASS_P (t))
	return OPERAND (OPERAND_CONSTANT, capture_constant (c, t));
      if ((handled_component_p (t) || TREE_CODE (t) == MEM_REF
	   || TREE_CODE (t) == TARGET_MEM_REF)
	  && capture_is_memory (t))
	return OPERAND (OPERAND_MEMORY, capture_memory (c, t));
      return capture_opaque (c, get_tree_code_name (TREE_CODE (t)));
    }
}
