/* validate.c - whether bytes are a snapshot.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/validate.h"

bool
validator_fail (struct validator *v, uint32_t where, const char *message)
{
  v->message = message;
  v->where = where;
  return false;
}

static const struct
{
  uint32_t width, align;
} section_form[SECTIONS] = {
#define SECTION(NAME, field, TYPE) { sizeof (TYPE), 8 },
#include "passes/sections.def"
};

static bool
validate_sections (struct validator *v, size_t size)
{
  const struct snapshot *s = v->s;
  REQUIRE (v, size >= sizeof *s, 0, "too short for a header");
  REQUIRE (v, s->magic == SNAPSHOT_MAGIC, 0, "no snapshot's magic");
  REQUIRE (v, s->version == SNAPSHOT_VERSION, 0, "another format version");
  REQUIRE (v, s->size == size, 0, "size is not that of the bytes");
  uint64_t end = sizeof *s;
  for (uint32_t i = 0; i < SECTIONS; i++)
    {
      const struct snap_section *section = &s->sections[i];
      REQUIRE (v, section->offset % section_form[i].align == 0, i,
	       "section is not aligned");
      REQUIRE (v, section->offset >= end, i, "sections overlap");
      end = section->offset + (uint64_t) section->count * section_form[i].width;
      REQUIRE (v, end <= size, i, "section is out of bounds");
      REQUIRE (v, i == SECTION_TEXT
	       || section->count < 1u << OPERAND_INDEX_BITS, i,
	       "section is too long for operands");
    }
  uint32_t n_text = snapshot_n_text (s);
  const char *text = snapshot_text (s);
  REQUIRE (v, n_text > 0 && text[0] == 0, 0, "text does not start with \"\"");
  REQUIRE (v, text[n_text - 1] == 0, n_text - 1, "text is not ended");
  return true;
}

bool
operand_in_range (const struct snapshot *s, uint32_t operand)
{
  uint32_t index = operand_index (operand);
  switch (operand_kind (operand))
    {
    case OPERAND_NONE:
      return index == 0;
    case OPERAND_SSA:
      return index < snapshot_n_ssa (s);
    case OPERAND_CONSTANT:
      return index < snapshot_n_constants (s);
    case OPERAND_MEMORY:
    case OPERAND_ADDRESS:
      return index < snapshot_n_memory (s);
    case OPERAND_DECL:
      return index < snapshot_n_decls (s);
    case OPERAND_OPAQUE:
      return index < snapshot_n_text (s);
    }
  return false;
}

/* Entries of LISTS belong to one owner each, so that reading all lists is
   linear.  The count is enough for that.  */
static bool
claim_list (struct validator *v, uint32_t first, uint32_t count,
	    uint32_t where)
{
  uint32_t n = snapshot_n_lists (v->s);
  REQUIRE (v, in_table (first, count, n), where, "list is out of range");
  v->list_entries += count;
  REQUIRE (v, v->list_entries <= n, where, "lists are shared");
  return true;
}

static bool
validate_header (struct validator *v)
{
  const struct snapshot *s = v->s;
  const struct snap_decl *decls = snapshot_decls (s);
  uint32_t n_decls = snapshot_n_decls (s);
  REQUIRE (v, s->decl < n_decls && decls[s->decl].kind == DECL_FUNCTION,
	   s->decl, "function has no declaration");
  if (!claim_list (v, s->first_parameter, s->n_parameters, 0))
    return false;
  for (uint32_t i = 0; i < s->n_parameters; i++)
    {
      uint32_t decl = snapshot_lists (s)[s->first_parameter + i];
      REQUIRE (v, decl < n_decls && decls[decl].kind == DECL_PARAMETER, i,
	       "parameter is not one");
    }
  REQUIRE (v, s->result == NONE
	   || (s->result < n_decls && decls[s->result].kind == DECL_RESULT),
	   s->result, "result is not one");
  return true;
}

static bool
validate_types (struct validator *v)
{
  const struct snapshot *s = v->s;
  const struct snap_type *types = snapshot_types (s);
  uint32_t n = snapshot_n_types (s);
  for (uint32_t i = 0; i < n; i++)
    {
      const struct snap_type *t = &types[i];
      REQUIRE (v, t->kind < SNAP_TYPE_KINDS, i, "unknown kind of type");
      REQUIRE (v, t->name < snapshot_n_text (s), i,
	       "type's name is out of range");
      REQUIRE (v, below_or_none (t->element, n), i,
	       "type's element is out of range");
      REQUIRE (v, below_or_none (t->main_variant, n)
	       && (t->main_variant == NONE
		   || types[t->main_variant].main_variant == NONE), i,
	       "type's main variant is not one");
      REQUIRE (v, in_table (t->first_attribute, t->n_attributes,
			    snapshot_n_attributes (s)), i,
	       "type's attributes are out of range");
      if (!claim_list (v, t->first_parameter, t->n_parameters, i))
	return false;
      for (uint32_t p = 0; p < t->n_parameters; p++)
	REQUIRE (v, snapshot_lists (s)[t->first_parameter + p] < n, i,
		 "type's parameter is out of range");
    }
  return true;
}

/* Whether following NEXT from any of N nodes comes to an end.  */
static bool
chains_end (struct validator *v, uint32_t n, const uint32_t *next,
	    const char *message)
{
  enum { NEW, OPEN, DONE };
  uint8_t *state = scratch_alloc (&v->scratch, n, 1);
  for (uint32_t i = 0; i < n; i++)
    {
      uint32_t j = i;
      for (; j != NONE && state[j] == NEW; j = next[j])
	state[j] = OPEN;
      REQUIRE (v, j == NONE || state[j] == DONE, i, message);
      for (j = i; j != NONE && state[j] == OPEN; j = next[j])
	state[j] = DONE;
    }
  return true;
}

static bool
validate_type_chains (struct validator *v)
{
  uint32_t n = snapshot_n_types (v->s);
  uint32_t *next = scratch_numbers (&v->scratch, n);
  for (uint32_t i = 0; i < n; i++)
    next[i] = snapshot_types (v->s)[i].element;
  return chains_end (v, n, next, "type is an element of itself");
}

static bool
validate_fields (struct validator *v)
{
  const struct snapshot *s = v->s;
  uint32_t n_types = snapshot_n_types (s);
  for (uint32_t i = 0; i < snapshot_n_fields (s); i++)
    {
      const struct snap_field *f = &snapshot_fields (s)[i];
      REQUIRE (v, f->name < snapshot_n_text (s), i,
	       "field's name is out of range");
      REQUIRE (v, f->type < n_types && f->record < n_types, i,
	       "field's type is out of range");
      enum snap_type_kind kind = snapshot_types (s)[f->record].kind;
      REQUIRE (v, kind == SNAP_TYPE_RECORD || kind == SNAP_TYPE_UNION, i,
	       "field is not of a record");
    }
  return true;
}

static bool
validate_decls (struct validator *v)
{
  const struct snapshot *s = v->s;
  uint32_t n_text = snapshot_n_text (s);
  for (uint32_t i = 0; i < snapshot_n_decls (s); i++)
    {
      const struct snap_decl *d = &snapshot_decls (s)[i];
      REQUIRE (v, d->kind < SNAP_DECL_KINDS, i,
	       "unknown kind of declaration");
      REQUIRE (v, d->builtin < BUILTINS, i, "unknown built-in");
      REQUIRE (v, d->name < n_text && d->assembler_name < n_text
	       && d->scope < n_text, i,
	       "declaration's name is out of range");
      REQUIRE (v, d->type < snapshot_n_types (s), i,
	       "declaration's type is out of range");
      REQUIRE (v, in_table (d->first_attribute, d->n_attributes,
			    snapshot_n_attributes (s)), i,
	       "declaration's attributes are out of range");
      REQUIRE (v, below_or_none (d->default_def, snapshot_n_ssa (s)), i,
	       "declaration's default definition is out of range");
      if (d->default_def == NONE)
	continue;
      const struct snap_ssa *ssa = &snapshot_ssa (s)[d->default_def];
      REQUIRE (v, ssa->flags & SSA_IS_DEFAULT && ssa->decl == i, i,
	       "declaration's default definition is not its own");
    }
  return true;
}

static bool
validate_attributes (struct validator *v)
{
  const struct snapshot *s = v->s;
  for (uint32_t i = 0; i < snapshot_n_attributes (s); i++)
    {
      const struct snap_attribute *a = &snapshot_attributes (s)[i];
      REQUIRE (v, a->kind < SNAP_ATTRIBUTE_KINDS && a->mode <= ACCESS_DEFERRED,
	       i, "unknown kind of attribute");
      REQUIRE (v, a->text < snapshot_n_text (s), i,
	       "attribute's text is out of range");
      REQUIRE (v, a->kind != SNAP_ATTRIBUTE_HOLDS_FUNCTION
		  || ((a->argument == NONE
		       || a->argument < snapshot_n_fields (s))
		      && (a->argument2 == NONE
			  || a->argument2 < snapshot_n_decls (s))),
	       i, "attribute's field or function is out of range");
    }
  return true;
}

/* Elements are scalars: constants do not nest any deeper.  */
static bool
validate_elements (struct validator *v, uint32_t index)
{
  const struct snapshot *s = v->s;
  const struct snap_constant *c = &snapshot_constants (s)[index];
  if (!claim_list (v, c->first, c->count, index))
    return false;
  REQUIRE (v, c->kind != CONSTANT_COMPLEX || c->count == 2, index,
	   "complex constant has not two parts");
  for (uint32_t i = 0; i < c->count; i++)
    {
      uint32_t operand = snapshot_lists (s)[c->first + i];
      REQUIRE (v, operand_kind (operand) == OPERAND_CONSTANT
	       && operand_in_range (s, operand), index,
	       "constant's element is not a constant");
      const struct snap_constant *e
	= &snapshot_constants (s)[operand_index (operand)];
      REQUIRE (v, e->kind != CONSTANT_COMPLEX && e->kind != CONSTANT_VECTOR,
	       index, "constant's element is not a scalar");
    }
  return true;
}

static bool
validate_constants (struct validator *v)
{
  const struct snapshot *s = v->s;
  for (uint32_t i = 0; i < snapshot_n_constants (s); i++)
    {
      const struct snap_constant *c = &snapshot_constants (s)[i];
      REQUIRE (v, c->kind <= CONSTANT_OTHER, i, "unknown kind of constant");
      REQUIRE (v, c->type < snapshot_n_types (s), i,
	       "constant's type is out of range");
      if (c->kind == CONSTANT_INTEGER || c->kind == CONSTANT_REAL)
	REQUIRE (v, c->count > 0
		 && in_table (c->first, c->count, snapshot_n_limbs (s)), i,
		 "constant's value is out of range");
      else if (c->kind == CONSTANT_STRING)
	REQUIRE (v, in_table (c->first, c->count, snapshot_n_text (s)), i,
		 "constant's string is out of range");
      else if (c->kind == CONSTANT_OTHER)
	REQUIRE (v, c->first < snapshot_n_text (s), i,
		 "constant's text is out of range");
      else if (!validate_elements (v, i))
	return false;
    }
  return true;
}

static bool
validate_ssa_table (struct validator *v)
{
  const struct snapshot *s = v->s;
  for (uint32_t i = 0; i < snapshot_n_ssa (s); i++)
    {
      const struct snap_ssa *n = &snapshot_ssa (s)[i];
      REQUIRE (v, n->flags & SSA_IS_VIRTUAL ? n->type == NONE
	       : n->type < snapshot_n_types (s), i,
	       "SSA name's type is out of range");
      REQUIRE (v, below_or_none (n->decl, snapshot_n_decls (s)), i,
	       "SSA name's variable is out of range");
      if (n->flags & SSA_IS_DEFAULT)
	{
	  REQUIRE (v, n->definition == NONE, i,
		   "default definition is defined");
	  REQUIRE (v, n->decl == NONE || n->flags & SSA_IS_VIRTUAL
		   || snapshot_decls (s)[n->decl].default_def == i, i,
		   "variable has another default definition");
	}
      else
	REQUIRE (v, n->definition < snapshot_n_statements (s), i,
		 "SSA name has no definition");
    }
  return true;
}

static bool
validate_step (struct validator *v, const struct snap_memory *m,
	       uint32_t number)
{
  const struct snapshot *s = v->s;
  uint32_t index = m->first_step + number;
  const struct snap_step *step = &snapshot_steps (s)[index];
  REQUIRE (v, step->kind <= STEP_OTHER, index, "unknown kind of step");
  REQUIRE (v, step->type < snapshot_n_types (s), index,
	   "step's type is out of range");
  if (step->kind == STEP_DEREFERENCE)
    REQUIRE (v, number == 0 && operand_kind (m->base) != OPERAND_DECL, index,
	     "dereference of what is no pointer");
  else if (step->kind == STEP_FIELD)
    REQUIRE (v, step->index < snapshot_n_fields (s), index,
	     "step's field is out of range");
  else if (step->kind == STEP_INDEX || step->kind == STEP_RANGE)
    {
      enum operand_kind kind = operand_kind (step->index);
      REQUIRE (v, operand_in_range (s, step->index)
	       && (kind == OPERAND_SSA || kind == OPERAND_CONSTANT
		   || kind == OPERAND_OPAQUE), index,
	       "step's index is not a value");
    }
  return true;
}

/* Steps lie memory by memory, so that reading them all is linear.  */
static bool
validate_memory (struct validator *v)
{
  const struct snapshot *s = v->s;
  uint32_t n = snapshot_n_memory (s), steps = 0;
  uint32_t *next = scratch_numbers (&v->scratch, n);
  for (uint32_t i = 0; i < n; i++)
    {
      const struct snap_memory *m = &snapshot_memory (s)[i];
      enum operand_kind kind = operand_kind (m->base);
      REQUIRE (v, operand_in_range (s, m->base) && kind != OPERAND_NONE
	       && kind != OPERAND_MEMORY, i, "memory has no base");
      REQUIRE (v, m->type < snapshot_n_types (s), i,
	       "memory's type is out of range");
      REQUIRE (v, in_table (m->first_step, m->n_steps, snapshot_n_steps (s)),
	       i, "memory's steps are out of range");
      REQUIRE (v, m->n_steps == 0 || m->first_step == steps, i,
	       "memory's steps are not in order");
      steps += m->n_steps;
      for (uint32_t j = 0; j < m->n_steps; j++)
	if (!validate_step (v, m, j))
	  return false;
      REQUIRE (v, (kind != OPERAND_SSA && kind != OPERAND_ADDRESS)
	       || m->n_steps > 0, i, "pointer is not dereferenced");
      REQUIRE (v, kind != OPERAND_ADDRESS
	       || snapshot_steps (s)[m->first_step].kind == STEP_DEREFERENCE,
	       i, "address is not dereferenced");
      next[i] = kind == OPERAND_ADDRESS ? operand_index (m->base) : NONE;
    }
  return chains_end (v, n, next, "memory lies at its own address");
}

static bool
validate_lowered (struct validator *v)
{
  const struct snapshot *s = v->s;
  for (uint32_t i = 0; i < snapshot_n_lowered (s); i++)
    {
      const struct snap_lowered *l = &snapshot_lowered (s)[i];
      REQUIRE (v, l->kind <= LOWERED_FALLS_OFF, i,
	       "unknown fact from lowering");
      REQUIRE (v, below_or_none (l->decl, snapshot_n_decls (s)), i,
	       "fact's declaration is out of range");
    }
  return true;
}

static bool
validate (struct validator *v, size_t size)
{
  return validate_sections (v, size) && validate_header (v)
	 && validate_types (v) && validate_type_chains (v)
	 && validate_fields (v) && validate_decls (v)
	 && validate_attributes (v) && validate_constants (v)
	 && validate_ssa_table (v) && validate_memory (v)
	 && validate_lowered (v) && validate_code (v);
}

const char *
snapshot_validate (const void *bytes, size_t size, uint32_t *where)
{
  struct arena arena;
  struct validator v = { .s = bytes };
  arena_init (&arena, "validator");
  v.scratch = scratch_of_arena (&arena);
  if ((uintptr_t) bytes % 8 != 0)
    validator_fail (&v, 0, "bytes are not aligned");
  else
    validate (&v, size);
  arena_release (&arena);
  if (where)
    *where = v.where;
  return v.message;
}
