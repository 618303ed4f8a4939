/* typed.c - statements over values of any type, for tests.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/typed.h"

#define NO_OPERAND OPERAND (OPERAND_NONE, 0)

uint32_t
typed_integer (struct cfg *c, uint32_t bits, uint32_t flags)
{
  struct snap_type t
    = { .kind = bits == 1 ? SNAP_TYPE_BOOLEAN : SNAP_TYPE_INTEGER,
	.size_bits = (bits + 7) / 8 * 8, .precision = bits,
	.flags = (uint16_t) flags, .element = NONE, .main_variant = NONE };

  return builder_add_types (&c->builder, &t);
}

uint32_t
typed_pointer (struct cfg *c, uint32_t to)
{
  struct snap_type t = { .kind = SNAP_TYPE_POINTER, .size_bits = 64,
			 .precision = 64, .align_bits = 64,
			 .flags = TYPE_IS_UNSIGNED | TYPE_WRAPS,
			 .element = to, .main_variant = NONE };

  return builder_add_types (&c->builder, &t);
}

uint32_t
typed_variable (struct cfg *c, enum snap_decl_kind kind, const char *name,
		uint32_t type, uint32_t flags)
{
  struct snap_decl d = { .kind = kind, .type = type, .flags = flags,
			 .default_def = NONE, .size_bits = 64 };

  d.name = builder_string (&c->builder, name);
  return builder_add_decls (&c->builder, &d);
}

uint32_t
typed_entry (struct cfg *c, uint32_t variable)
{
  uint32_t name = typed_name (c, builder_decls (&c->builder, variable)->type,
			      variable);

  builder_ssa (&c->builder, operand_index (name))->flags = SSA_IS_DEFAULT;
  builder_decls (&c->builder, variable)->default_def = operand_index (name);
  return name;
}

uint32_t
typed_parameter (struct cfg *c, const char *name, uint32_t type,
		 uint32_t flags)
{
  struct snapshot *header = &c->builder.header;
  uint32_t decl = typed_variable (c, DECL_PARAMETER, name, type, flags);
  uint32_t at = builder_add_lists (&c->builder, &decl);

  if (header->n_parameters++ == 0)
    header->first_parameter = at;
  return typed_entry (c, decl);
}

uint32_t
typed_name (struct cfg *c, uint32_t type, uint32_t variable)
{
  uint32_t name = cfg_name (c, 0);
  struct snap_ssa *ssa = builder_ssa (&c->builder, operand_index (name));

  ssa->type = type;
  ssa->decl = variable;
  return name;
}

uint32_t
typed_number (struct cfg *c, uint32_t type, int64_t value)
{
  const struct snap_type *t = builder_types (&c->builder, type);
  struct snap_constant constant = { .kind = CONSTANT_INTEGER, .type = type };
  uint64_t limb = (uint64_t) value, above = value < 0 ? UINT64_MAX : 0;

  constant.count = (t->precision + 63) / 64;
  constant.first = builder_add_limbs (&c->builder, &limb);
  for (uint32_t i = 1; i < constant.count; i++)
    builder_add_limbs (&c->builder, &above);
  return OPERAND (OPERAND_CONSTANT,
		  builder_add_constants (&c->builder, &constant));
}

void
typed_assign (struct cfg *c, uint32_t block, uint32_t lhs, enum operation op,
	      uint32_t a, uint32_t b)
{
  static const int arity[OPERATIONS] = {
#define OPERATION(NAME, text, ARITY, tree_code) ARITY,
#include "passes/operation.def"
  };
  uint32_t o[2] = { a, b };
  struct snap_statement *t
    = cfg_statement (c, block, STATEMENT_ASSIGN, op, lhs, o,
		     (uint32_t) arity[op]);

  t->flags = STATEMENT_HAS_PLACE;
  if (operand_kind (lhs) == OPERAND_SSA)
    t->type = builder_ssa (&c->builder, operand_index (lhs))->type;
}

void
typed_phi (struct cfg *c, uint32_t block, uint32_t lhs, uint32_t a, uint32_t b)
{
  uint32_t o[2] = { a, b };

  cfg_statement (c, block, STATEMENT_PHI, OPERATION_COPY, lhs, o, 2);
}

struct snap_statement *
typed_call (struct cfg *c, uint32_t block, uint32_t lhs, const char *callee,
	    uint32_t argument)
{
  uint32_t decl = cfg_function (c, callee);
  uint32_t o[2] = { OPERAND (OPERAND_DECL, decl), argument };
  struct snap_statement *t
    = cfg_statement (c, block, STATEMENT_CALL, OPERATION_COPY, lhs, o,
		     1 + (argument != NO_OPERAND));

  t->decl = decl;
  t->flags = STATEMENT_HAS_PLACE;
  return t;
}

void
typed_return (struct cfg *c, uint32_t block, uint32_t value)
{
  cfg_statement (c, block, STATEMENT_RETURN, OPERATION_COPY, NO_OPERAND,
		 &value, 1)->flags = STATEMENT_HAS_PLACE;
}

uint32_t
typed_pointee (struct cfg *c, uint32_t pointer, uint32_t type)
{
  struct snap_step step = { .kind = STEP_DEREFERENCE, .type = type,
			    .index = NONE };
  struct snap_memory m = { .base = pointer, .type = type, .n_steps = 1,
			   .size_bits = 32, .max_size_bits = 32 };

  m.first_step = builder_add_steps (&c->builder, &step);
  return OPERAND (OPERAND_MEMORY, builder_add_memory (&c->builder, &m));
}

void
typed_branch (struct cfg *c, uint32_t block, enum operation op, uint32_t a,
	      uint32_t b, uint32_t if_true, uint32_t if_false)
{
  uint32_t o[2] = { a, b };

  cfg_edge (c, block, if_true, EDGE_IS_TRUE);
  cfg_edge (c, block, if_false, EDGE_IS_FALSE);
  cfg_statement (c, block, STATEMENT_COND, op, NO_OPERAND, o, 2)->flags
    = STATEMENT_HAS_PLACE;
}
