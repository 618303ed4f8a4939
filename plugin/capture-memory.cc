/* capture-memory.cc - references: a base and an access path.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "plugin/capture-internal.h"

/* Longer access paths end in an opaque base.  */
#define LONGEST_PATH 512

bool
capture_is_memory (tree t)
{
  while (handled_component_p (t))
    t = TREE_OPERAND (t, 0);
  return DECL_P (t) || TREE_CODE (t) == MEM_REF
	 || TREE_CODE (t) == TARGET_MEM_REF || TREE_CODE (t) == STRING_CST
	 || TREE_CODE (t) == CONSTRUCTOR;
}

static uint32_t
reference_flags (tree t)
{
  uint32_t flags = 0;
  if (TREE_THIS_VOLATILE (t))
    flags |= MEMORY_IS_VOLATILE;
  if (adapter_no_warning (t, OPT_Wuninitialized))
    flags |= MEMORY_NO_WARNING_UNINIT;
  return flags;
}

/* The step that T makes from its operand 0.  *VARIABLE is set if an index is
   not a constant.  */
static void
fill_step (struct capture *c, tree t, struct snap_step *s, bool *variable)
{
  memset (s, 0, sizeof *s);
  s->type = capture_type (c, TREE_TYPE (t));
  s->flags = reference_flags (t);
  s->index = NONE;
  switch (TREE_CODE (t))
    {
    case MEM_REF:
      {
	s->kind = STEP_DEREFERENCE;
	offset_int o = wi::sext (wi::to_offset (TREE_OPERAND (t, 1)),
				 TYPE_PRECISION (TREE_TYPE
						 (TREE_OPERAND (t, 1))));
	if (wi::fits_shwi_p (o))
	  s->offset = o.to_shwi ();
	break;
      }
    case COMPONENT_REF:
      s->kind = STEP_FIELD;
      s->index = capture_field (c, TREE_OPERAND (t, 1));
      if (TREE_OPERAND (t, 2))
	*variable = true;
      break;
    case ARRAY_REF:
    case ARRAY_RANGE_REF:
      s->kind = TREE_CODE (t) == ARRAY_REF ? STEP_INDEX : STEP_RANGE;
      s->index = capture_operand (c, TREE_OPERAND (t, 1));
      if (TREE_CODE (TREE_OPERAND (t, 1)) != INTEGER_CST)
	*variable = true;
      break;
    case BIT_FIELD_REF:
      s->kind = STEP_BITS;
      if (tree_fits_shwi_p (TREE_OPERAND (t, 2)))
	s->offset = tree_to_shwi (TREE_OPERAND (t, 2));
      if (tree_fits_uhwi_p (TREE_OPERAND (t, 1)))
	s->index = (uint32_t) tree_to_uhwi (TREE_OPERAND (t, 1));
      break;
    case REALPART_EXPR:
      s->kind = STEP_REAL;
      break;
    case IMAGPART_EXPR:
      s->kind = STEP_IMAGINARY;
      break;
    case VIEW_CONVERT_EXPR:
      s->kind = STEP_VIEW;
      break;
    default:
      s->kind = STEP_OTHER;
      break;
    }
}

static void
fill_extent (tree t, struct snap_memory *m)
{
  HOST_WIDE_INT offset = 0, size = -1;
  bool reversed = false;
  poly_int64 poly_offset, poly_size, poly_max_size;
  tree base = get_ref_base_and_extent (t, &poly_offset, &poly_size,
				       &poly_max_size, &reversed);
  m->size_bits = m->max_size_bits = SIZE_UNKNOWN;
  if (poly_offset.is_constant (&offset))
    m->offset_bits = offset;
  if (poly_size.is_constant (&size) && size >= 0)
    m->size_bits = (uint64_t) size;
  if (poly_max_size.is_constant (&size) && size >= 0)
    m->max_size_bits = (uint64_t) size;
  /* GCC leaves the constant in *(pointer + constant) to the base; here the
     base is the pointer.  */
  if (TREE_CODE (base) == MEM_REF && m->size_bits != SIZE_UNKNOWN)
    {
      poly_offset_int bits = (mem_ref_offset (base) << LOG2_BITS_PER_UNIT)
			     + m->offset_bits;
      if (!bits.is_constant () || !wi::fits_shwi_p (bits.coeffs[0]))
	m->max_size_bits = SIZE_UNKNOWN;
      else
	m->offset_bits = bits.coeffs[0].to_shwi ();
    }
  if (reversed)
    m->flags |= MEMORY_IS_REVERSED;
}

static uint32_t
base_operand (struct capture *c, tree base)
{
  switch (TREE_CODE (base))
    {
    case VAR_DECL:
    case PARM_DECL:
    case RESULT_DECL:
    case CONST_DECL:
    case FUNCTION_DECL:
    case LABEL_DECL:
      return OPERAND (OPERAND_DECL, capture_decl (c, base));
    case SSA_NAME:
    case ADDR_EXPR:
      return capture_operand (c, base);
    default:
      if (CONSTANT_CLASS_P (base))
	return OPERAND (OPERAND_CONSTANT, capture_constant (c, base));
      return capture_opaque (c, get_tree_code_name (TREE_CODE (base)));
    }
}

/* A plain variable: all references to it are one.  */
static uint32_t
memory_of_decl (struct capture *c, tree decl)
{
  uint32_t index = capture_decl (c, decl);
  uint32_t *known = (uint32_t *) buffer_at (&c->decl_memory,
					    index * sizeof *known);
  if (*known != NONE)
    return *known;
  struct snap_memory m;
  memset (&m, 0, sizeof m);
  m.base = OPERAND (OPERAND_DECL, index);
  m.type = capture_type (c, TREE_TYPE (decl));
  m.first_step = builder_n_steps (&c->builder);
  m.size_bits = m.max_size_bits = SIZE_UNKNOWN;
  if (TREE_CODE (decl) != FUNCTION_DECL && TREE_CODE (decl) != LABEL_DECL)
    {
      if (TREE_THIS_VOLATILE (decl))
	m.flags |= MEMORY_IS_VOLATILE;
      if (!VOID_TYPE_P (TREE_TYPE (decl)))
	fill_extent (decl, &m);
    }
  uint32_t memory = builder_add_memory (&c->builder, &m);
  known = (uint32_t *) buffer_at (&c->decl_memory, index * sizeof *known);
  return *known = memory;
}

uint32_t
capture_memory (struct capture *c, tree t)
{
  if (DECL_P (t))
    return memory_of_decl (c, t);

  tree path[LONGEST_PATH];
  unsigned n = 0;
  tree base = t;
  bool indirect = false;
  while (n < LONGEST_PATH - 1 && handled_component_p (base))
    {
      path[n++] = base;
      base = TREE_OPERAND (base, 0);
    }
  if (TREE_CODE (base) == MEM_REF)
    {
      path[n++] = base;
      base = TREE_OPERAND (base, 0);
      indirect = true;
    }

  struct snap_memory m;
  memset (&m, 0, sizeof m);
  m.type = capture_type (c, TREE_TYPE (t));
  m.flags = reference_flags (t);
  m.base = base_operand (c, base);
  if (indirect && operand_kind (m.base) == OPERAND_DECL)
    m.base = capture_opaque (c, "mem_ref");
  if (TREE_CODE (base) == TARGET_MEM_REF)
    m.flags |= MEMORY_IS_TARGET;

  struct snap_step steps[LONGEST_PATH];
  bool variable = false;
  for (unsigned i = 0; i < n; i++)
    fill_step (c, path[n - 1 - i], &steps[i], &variable);
  if (variable)
    m.flags |= MEMORY_IS_VARIABLE;
  if (n && steps[n - 1].kind == STEP_FIELD
      && DECL_BIT_FIELD (TREE_OPERAND (t, 1)))
    m.flags |= MEMORY_IS_BIT_FIELD;
  m.first_step = builder_n_steps (&c->builder);
  m.n_steps = n;
  if (n)
    buffer_add (&c->builder.sections[SECTION_STEPS], steps,
		n * sizeof *steps);
  fill_extent (t, &m);
  return builder_add_memory (&c->builder, &m);
}
