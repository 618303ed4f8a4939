/* sample.c - one snapshot with some of everything, for tests.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/sample.h"

enum { TYPE_INT, TYPE_FUNCTION, TYPE_RECORD, TYPE_POINTER, TYPE_ARRAY,
       TYPE_CONST_INT, TYPE_VECTOR };
enum { DECL_F, DECL_G, DECL_P, DECL_RES, DECL_V, DECL_L };

static void
add_types (struct builder *b)
{
  struct snap_type t = { .element = NONE, .main_variant = NONE,
			 .align_bits = 32 };
  t.kind = SNAP_TYPE_RECORD;
  t.name = builder_string (b, "record");
  t.size_bits = 320;
  t.flags = TYPE_HAS_BODY;
  builder_add_types (b, &t);
  t.kind = SNAP_TYPE_POINTER;
  t.name = 0;
  t.size_bits = 64;
  t.element = TYPE_RECORD;
  t.flags = TYPE_IS_UNSIGNED | TYPE_IS_RESTRICT;
  builder_add_types (b, &t);
  t.kind = SNAP_TYPE_ARRAY;
  t.size_bits = 320;
  t.elements = 10;
  t.element = TYPE_INT;
  t.flags = 0;
  builder_add_types (b, &t);
  t = *builder_types (b, TYPE_INT);
  t.flags |= TYPE_IS_CONST;
  t.main_variant = TYPE_INT;
  builder_add_types (b, &t);
  t = (struct snap_type) { .kind = SNAP_TYPE_VECTOR, .elements = 4,
			   .size_bits = 128, .element = TYPE_INT,
			   .main_variant = NONE };
  builder_add_types (b, &t);

  uint32_t parameter = TYPE_POINTER;
  struct snap_type *f = builder_types (b, TYPE_FUNCTION);
  f->first_parameter = builder_add_lists (b, &parameter);
  f->n_parameters = 1;
  f->flags |= TYPE_IS_VARIADIC;
  struct snap_field field = { .name = builder_string (b, "field"),
			      .type = TYPE_ARRAY, .record = TYPE_RECORD,
			      .size_bits = 320 };
  builder_add_fields (b, &field);
}

static void
add_decl (struct builder *b, enum snap_decl_kind kind, const char *name,
	  uint32_t type)
{
  struct snap_decl d = { .kind = kind, .name = builder_string (b, name),
			 .type = type, .default_def = NONE, .size_bits = 64 };
  builder_add_decls (b, &d);
}

static void
add_decls (struct cfg *c, struct sample *o)
{
  struct builder *b = &c->builder;
  struct snap_attribute a = { .kind = SNAP_ATTRIBUTE_ACCESS,
			      .mode = ACCESS_READ_ONLY, .argument2 = NONE,
			      .text = builder_string (b, "read_only") };
  o->g = cfg_function (c, "g");
  builder_decls (b, o->g)->first_attribute = builder_add_attributes (b, &a);
  builder_decls (b, o->g)->n_attributes = 1;
  add_decl (b, DECL_PARAMETER, "p", TYPE_POINTER);
  add_decl (b, DECL_RESULT, "", TYPE_INT);
  add_decl (b, DECL_VARIABLE, "v", TYPE_INT);
  add_decl (b, DECL_LABEL, "l", TYPE_INT);
  uint32_t parameter = DECL_P;
  b->header.first_parameter = builder_add_lists (b, &parameter);
  b->header.n_parameters = 1;
  b->header.result = DECL_RES;
}

/* Constants that no statement has, of the rarer kinds.  */
static void
add_constants (struct cfg *c)
{
  struct builder *b = &c->builder;
  uint32_t element = cfg_number (c, -3);
  struct snap_constant k = { .kind = CONSTANT_VECTOR, .type = TYPE_VECTOR,
			     .count = 2 };
  k.first = builder_add_lists (b, &element);
  builder_add_lists (b, &element);
  builder_add_constants (b, &k);
  k = (struct snap_constant) { .kind = CONSTANT_STRING, .type = TYPE_ARRAY,
			       .first = builder_bytes (b, "a\n\"\0z", 5),
			       .count = 5 };
  builder_add_constants (b, &k);
  k = (struct snap_constant) { .kind = CONSTANT_OTHER, .type = TYPE_INT,
			       .first = builder_string (b, "sizeof T") };
  builder_add_constants (b, &k);
}

static uint32_t
add_memory (struct builder *b, uint32_t base, const struct snap_step *steps,
	    uint32_t n_steps)
{
  struct snap_memory m = { .base = base, .type = TYPE_INT,
			   .first_step = builder_n_steps (b),
			   .n_steps = n_steps, .size_bits = 32,
			   .max_size_bits = 32 };
  for (uint32_t i = 0; i < n_steps; i++)
    builder_add_steps (b, &steps[i]);
  return builder_add_memory (b, &m);
}

static void
add_values (struct cfg *c, struct sample *o)
{
  struct builder *b = &c->builder;
  o->pointer = cfg_name (c, SSA_IS_DEFAULT);
  builder_ssa (b, 0)->decl = DECL_P;
  builder_ssa (b, 0)->type = TYPE_POINTER;
  builder_decls (b, DECL_P)->default_def = 0;
  o->index = cfg_name (c, SSA_IS_DEFAULT);
  o->number = cfg_number (c, 7);
  cfg_name (c, SSA_IS_DEFAULT | SSA_IS_ABNORMAL);
  o->x = cfg_name (c, 0);
  o->y = cfg_name (c, 0);
  o->memory_in = cfg_name (c, SSA_IS_DEFAULT | SSA_IS_VIRTUAL);
  o->memory_called = cfg_name (c, SSA_IS_VIRTUAL);
  o->out = cfg_name (c, 0);
  o->z = cfg_name (c, 0);
  o->memory_phi = cfg_name (c, SSA_IS_VIRTUAL);
  o->memory_asm = cfg_name (c, SSA_IS_VIRTUAL);
  o->w = cfg_name (c, 0);

  struct snap_step deref = { .kind = STEP_DEREFERENCE, .type = TYPE_RECORD };
  struct snap_step path[] = { deref, { .kind = STEP_FIELD,
				       .type = TYPE_ARRAY },
			      { .kind = STEP_INDEX, .index = o->index } };
  uint32_t v = OPERAND (OPERAND_DECL, DECL_V);
  o->field = OPERAND (OPERAND_MEMORY, add_memory (b, o->pointer, path, 3));
  o->star = OPERAND (OPERAND_MEMORY, add_memory (b, o->pointer, path, 1));
  uint32_t memory = add_memory (b, v, NULL, 0);
  o->v = OPERAND (OPERAND_MEMORY, memory);
  o->address_v = OPERAND (OPERAND_ADDRESS, memory);
  memory = add_memory (b, OPERAND (OPERAND_DECL, DECL_G), NULL, 0);
  o->address_g = OPERAND (OPERAND_ADDRESS, memory);
  deref.offset = 4;
  struct snap_step view[] = { deref, { .kind = STEP_VIEW },
			      { .kind = STEP_BITS, .index = 8 },
			      { .kind = STEP_REAL }, { .kind = STEP_OTHER } };
  o->based = OPERAND (OPERAND_MEMORY,
		      add_memory (b, o->address_v, view, 5));
}

#define STATEMENT_OF(c, block, code, operation, lhs, ...)		\
  cfg_statement (c, block, STATEMENT_##code, OPERATION_##operation, lhs, \
		 (const uint32_t[]) { __VA_ARGS__ },			\
		 sizeof ((const uint32_t[]) { __VA_ARGS__ })		\
		 / sizeof (uint32_t))

static void
add_statements (struct cfg *c, const struct sample *o)
{
  struct snap_statement *t;
  uint32_t g = OPERAND (OPERAND_DECL, DECL_G);
  STATEMENT_OF (c, 2, ASSIGN, COPY, o->field, o->number);
  t = STATEMENT_OF (c, 2, ASSIGN, COPY, o->x, o->star);
  t->type = TYPE_INT;
  t->vuse = operand_index (o->memory_in);
  t = STATEMENT_OF (c, 2, CALL, COPY, o->y, g, o->address_v, o->x, o->based);
  t->type = TYPE_FUNCTION;
  t->decl = DECL_G;
  t->vuse = operand_index (o->memory_in);
  t->vdef = operand_index (o->memory_called);
  STATEMENT_OF (c, 2, COND, LESS, 0, o->y, o->number);

  cfg_statement (c, 3, STATEMENT_LABEL, OPERATION_COPY, 0, NULL, 0)->decl
    = DECL_L;
  t = STATEMENT_OF (c, 3, ASM, COPY, 0, o->out, o->v, o->x, o->star);
  t->n_extra = 2;
  t->text = builder_string (&c->builder, "nop\n");
  t->flags = ASM_CLOBBERS_MEMORY | STATEMENT_IS_VOLATILE;
  t->vuse = operand_index (o->memory_called);
  t->vdef = operand_index (o->memory_asm);
  t = STATEMENT_OF (c, 3, SWITCH, COPY, 0, o->out);
  t->n_extra = 2;
  struct snap_case cases[] = { { 0, 0, 2 }, { o->number, o->number, 3 } };
  builder_add_cases (&c->builder, &cases[0]);
  builder_add_cases (&c->builder, &cases[1]);

  STATEMENT_OF (c, 4, PHI, COPY, o->z, o->y, o->address_v);
  t = STATEMENT_OF (c, 4, PHI, COPY, o->memory_phi, o->memory_called,
		    o->memory_asm);
  t->flags = STATEMENT_IS_VIRTUAL;
  cfg_statement (c, 4, STATEMENT_CLOBBER, OPERATION_COPY, o->v, NULL, 0);
  t = STATEMENT_OF (c, 4, ASSIGN, CONDITIONAL, o->w, o->z, o->number, o->x,
		    o->number);
  t->first_extra = OPERATION_LESS;
  t = STATEMENT_OF (c, 4, OPAQUE, COPY, 0, o->v, o->address_g);
  t->text = builder_string (&c->builder, "omp");
  t = STATEMENT_OF (c, 4, CALL, COPY, 0, 0);
  t->flags = CALL_IS_INTERNAL;
  t->text = builder_string (&c->builder, "FENCE");
  STATEMENT_OF (c, 4, RETURN, COPY, 0, o->w);
}

const struct snapshot *
sample_snapshot (struct arena *arena, struct sample *operands)
{
  struct cfg c;
  struct snap_lowered lowered = { .kind = LOWERED_IGNORED_RESULT,
				  .decl = DECL_G, .flags = LOWERED_HAS_PLACE };
  cfg_init (&c);
  cfg_edge (&c, BLOCK_ENTRY, 2, EDGE_IS_FALLTHRU);
  cfg_edge (&c, 2, 3, EDGE_IS_TRUE);
  cfg_edge (&c, 2, 4, EDGE_IS_FALSE);
  cfg_edge (&c, 3, 5, 0);
  cfg_edge (&c, 3, 4, 0);
  cfg_edge (&c, 4, BLOCK_EXIT, EDGE_IS_FALLTHRU);
  add_types (&c.builder);
  add_decls (&c, operands);
  add_constants (&c);
  add_values (&c, operands);
  add_statements (&c, operands);
  c.builder.header.options = SNAPSHOT_OPTION_WRAPV;
  builder_add_lowered (&c.builder, &lowered);
  /* The edges of block 3 are 3 and 4 after sorting.  */
  builder_cases (&c.builder, 0)->edge = 3;
  builder_cases (&c.builder, 1)->edge = 4;
  const struct snapshot *s = cfg_finish (&c, arena);
  cfg_release (&c);
  return s;
}
