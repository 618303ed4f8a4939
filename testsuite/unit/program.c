/* program.c - units of several small functions, for tests.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/program.h"

#include <check.h>
#include <stdlib.h>

#define NO_OPERAND OPERAND (OPERAND_NONE, 0)

void
program_init (struct program *p)
{
  arena_init (&p->arena, "test");
  cfg_init (&p->cfg);
  buffer_init (&p->bodies);
  buffer_init (&p->files);
}

void
program_release (struct program *p)
{
  arena_release (&p->arena);
  cfg_release (&p->cfg);
  buffer_release (&p->bodies);
  buffer_release (&p->files);
}

void
program_begin (struct program *p, const char *name)
{
  cfg_clear_as (&p->cfg, name);
  cfg_parse (&p->cfg, "0>2>1");
}

const struct snapshot *
program_end (struct program *p, const char *file)
{
  const struct snapshot *s = cfg_finish (&p->cfg, &p->arena);
  uint32_t where = 0;
  const char *wrong = snapshot_validate (s, s->size, &where);

  ck_assert_msg (!wrong, "%s at %u", wrong, (unsigned) where);
  buffer_add (&p->bodies, &s, sizeof s);
  buffer_add (&p->files, &file, sizeof file);
  return s;
}

void
program_add_caller (struct program *p, const char *name, const char *callee)
{
  program_begin (p, name);
  if (callee)
    program_call (p, callee, DECL_IS_NOTHROW, CALL_IS_NOTHROW);
  program_end (p, NULL);
}

uint32_t
program_variable (struct program *p, const char *name, uint32_t type)
{
  struct builder *b = &p->cfg.builder;
  uint32_t text = builder_string (b, name);
  struct snap_decl decl
    = { .kind = DECL_VARIABLE, .name = text, .assembler_name = text,
	.flags = DECL_IS_GLOBAL | DECL_IS_STATIC | DECL_IS_PUBLIC,
	.type = type, .default_def = NONE, .size_bits = 32,
	.symbol = builder_symbol (name, "") };
  return builder_add_decls (b, &decl);
}

uint32_t
program_record (struct program *p, const char *tag, uint64_t size_bits)
{
  struct snap_type type
    = { .kind = SNAP_TYPE_RECORD, .size_bits = size_bits,
	.elements = SIZE_UNKNOWN, .element = NONE, .main_variant = NONE };
  type.name = builder_string (&p->cfg.builder, tag);
  if (size_bits != SIZE_UNKNOWN)
    {
      type.flags = TYPE_HAS_BODY;
      type.align_bits = 32;
    }
  return builder_add_types (&p->cfg.builder, &type);
}

uint32_t
program_array (struct program *p, uint32_t element, uint64_t elements)
{
  struct snap_type type
    = { .kind = SNAP_TYPE_ARRAY, .elements = elements, .element = element,
	.main_variant = NONE, .align_bits = 32,
	.size_bits = elements == SIZE_UNKNOWN ? SIZE_UNKNOWN
					      : 32 * elements };
  return builder_add_types (&p->cfg.builder, &type);
}

uint32_t
program_field (struct program *p, uint32_t record, const char *name,
	       uint32_t type, uint64_t offset_bits, uint64_t size_bits)
{
  struct snap_field field
    = { .type = type, .record = record, .offset_bits = offset_bits,
	.size_bits = size_bits };
  field.name = builder_string (&p->cfg.builder, name);
  return builder_add_fields (&p->cfg.builder, &field);
}

static uint32_t
memory_of (struct program *p, uint32_t variable)
{
  struct snap_memory memory
    = { .base = OPERAND (OPERAND_DECL, variable), .size_bits = 32,
	.max_size_bits = 32 };
  return builder_add_memory (&p->cfg.builder, &memory);
}

/* LHS = OPERAND in block 2.  */
static void
assign (struct program *p, uint32_t lhs, uint32_t operand)
{
  cfg_statement (&p->cfg, 2, STATEMENT_ASSIGN, OPERATION_COPY, lhs, &operand,
		 1)->type = 0;
}

void
program_read (struct program *p, uint32_t variable)
{
  assign (p, cfg_name (&p->cfg, 0),
	  OPERAND (OPERAND_MEMORY, memory_of (p, variable)));
}

void
program_write (struct program *p, uint32_t variable)
{
  assign (p, OPERAND (OPERAND_MEMORY, memory_of (p, variable)),
	  cfg_number (&p->cfg, 1));
}

void
program_address (struct program *p, uint32_t variable)
{
  assign (p, cfg_name (&p->cfg, 0),
	  OPERAND (OPERAND_ADDRESS, memory_of (p, variable)));
}

void
program_call (struct program *p, const char *callee, uint32_t decl_flags,
	      uint32_t call_flags)
{
  uint32_t decl = cfg_function (&p->cfg, callee);
  builder_decls (&p->cfg.builder, decl)->flags |= decl_flags;
  uint32_t operand = OPERAND (OPERAND_DECL, decl);
  struct snap_statement *t
    = cfg_statement (&p->cfg, 2, STATEMENT_CALL, OPERATION_COPY, NO_OPERAND,
		     &operand, 1);
  t->flags = call_flags;
  t->decl = decl;
}

struct unit *
program_unit (const struct program *p, const struct unit_config *config)
{
  const struct snapshot *const *bodies = buffer_at (&p->bodies, 0);
  const char *const *files = buffer_at (&p->files, 0);
  struct unit *u = unit_new (config);
  for (size_t i = 0; i < p->bodies.size / sizeof *bodies; i++)
    unit_set_file (u, unit_add_body (u, bodies[i]), files[i]);
  return u;
}

char *
program_dump (struct unit *u, enum query_id query, unsigned flags)
{
  char *text = NULL;
  size_t size;
  FILE *file = open_memstream (&text, &size);
  ck_assert_ptr_nonnull (file);
  unit_dump (u, query, file, flags);
  fclose (file);
  return text;
}
