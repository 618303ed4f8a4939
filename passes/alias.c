/* alias.c - what a statement may do to an object in memory.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/alias.h"

#include <string.h>

/* Sums of offsets and sizes that come from anywhere.  */
__extension__ typedef __int128 wide;

/* Addresses of addresses: how deep to follow them.  */
#define DEPTH 8

bool
constant_value (const struct snapshot *s, uint32_t operand, int64_t *value)
{
  const struct snap_constant *c;
  const uint64_t *limbs;

  if (operand_kind (operand) != OPERAND_CONSTANT)
    return false;
  c = &snapshot_constants (s)[operand_index (operand)];
  if (c->kind != CONSTANT_INTEGER || c->count == 0)
    return false;
  limbs = snapshot_limbs (s) + c->first;
  if ((snapshot_types (s)[c->type].flags & TYPE_IS_UNSIGNED)
      && limbs[0] > INT64_MAX
      && snapshot_types (s)[c->type].precision != 64)
    return false;
  for (uint32_t i = 1; i < c->count; i++)
    if (limbs[i] != -(limbs[0] >> 63))
      return false;
  *value = (int64_t) limbs[0];
  return true;
}

uint32_t
operand_type (const struct snapshot *s, uint32_t operand, uint32_t *pointee)
{
  uint32_t index = operand_index (operand), type = NONE;

  *pointee = NONE;
  switch (operand_kind (operand))
    {
    case OPERAND_SSA:
      type = snapshot_ssa (s)[index].type;
      break;
    case OPERAND_CONSTANT:
      type = snapshot_constants (s)[index].type;
      break;
    case OPERAND_MEMORY:
      type = snapshot_memory (s)[index].type;
      break;
    case OPERAND_ADDRESS:
      *pointee = snapshot_memory (s)[index].type;
      return NONE;
    case OPERAND_DECL:
      type = snapshot_decls (s)[index].type;
      break;
    default:
      break;
    }
  if (type != NONE
      && (snapshot_types (s)[type].kind == SNAP_TYPE_POINTER
	  || snapshot_types (s)[type].kind == SNAP_TYPE_REFERENCE))
    *pointee = snapshot_types (s)[type].element;
  return type;
}

struct reference
reference_of_memory (const struct snapshot *s, uint32_t index)
{
  const struct snap_memory *m = &snapshot_memory (s)[index];
  struct reference r;
  bool dereferences = m->n_steps
		      && snapshot_steps (s)[m->first_step].kind
			 == STEP_DEREFERENCE;

  memset (&r, 0, sizeof r);
  r.memory = index;
  r.base = m->base;
  r.is_volatile = (m->flags & MEMORY_IS_VOLATILE) != 0;
  r.offset = m->offset_bits;
  r.size = m->size_bits;
  r.max_size = m->max_size_bits;
  for (unsigned i = 0; operand_kind (r.base) == OPERAND_ADDRESS; i++)
    {
      const struct snap_memory *inner
	= &snapshot_memory (s)[operand_index (r.base)];
      int64_t sum;

      /* The object of which this is a part; where in it, if that is known.  */
      if (inner->flags & MEMORY_IS_VARIABLE)
	r.max_size = SIZE_UNKNOWN, r.offset = 0;
      else if (__builtin_add_overflow (r.offset, inner->offset_bits, &sum))
	r.max_size = SIZE_UNKNOWN;
      else
	r.offset = sum;
      dereferences = inner->n_steps
		     && snapshot_steps (s)[inner->first_step].kind
			== STEP_DEREFERENCE;
      m = inner;
      r.base = i < DEPTH ? inner->base : OPERAND (OPERAND_NONE, 0);
    }
  if (dereferences
      && (operand_kind (r.base) == OPERAND_SSA
	  || operand_kind (r.base) == OPERAND_CONSTANT))
    {
      r.is_indirect = true;
      r.base_offset = 8 * (snapshot_steps (s)[m->first_step].offset
			   % (INT64_MAX / 8));
    }
  return r;
}

/* The definition of the SSA name OPERAND if it is an ASSIGN by OPERATION with
   N operands; NULL if not.  */
static const struct snap_statement *
assigned_by (const struct snapshot *s, uint32_t operand,
	     enum operation operation, uint32_t n)
{
  const struct snap_statement *d;
  uint32_t definition;

  if (operand_kind (operand) != OPERAND_SSA)
    return NULL;
  definition = snapshot_ssa (s)[operand_index (operand)].definition;
  if (definition == NONE)
    return NULL;
  d = &snapshot_statements (s)[definition];
  return d->code == STATEMENT_ASSIGN && d->operation == operation
	 && d->n_operands == n ? d : NULL;
}

/* The object at the address of MEMORY[INDEX]; its size is not known.  */
static struct reference
reference_of_address (const struct snapshot *s, uint32_t index)
{
  struct reference r = reference_of_memory (s, index);

  if (snapshot_memory (s)[index].flags & MEMORY_IS_VARIABLE)
    r.offset = r.base_offset;
  r.memory = NONE;
  r.is_volatile = false;
  r.size = r.max_size = SIZE_UNKNOWN;
  return r;
}

struct reference
reference_of_pointer (const struct snapshot *s, uint32_t operand,
		      uint32_t size)
{
  const struct snap_statement *d;
  struct reference r;
  int64_t bytes, extra = 0;
  bool is_variable = false;

  d = assigned_by (s, operand, OPERATION_COPY, 1);
  if (d && operand_kind (snapshot_operands (s)[d->first_operand])
	   == OPERAND_ADDRESS)
    operand = snapshot_operands (s)[d->first_operand];
  else
    {
      d = assigned_by (s, operand, OPERATION_POINTER_PLUS, 2);
      if (d && constant_value (s, snapshot_operands (s)[d->first_operand + 1],
			       &bytes)
	  && bytes >= INT64_MIN / 16 && bytes <= INT64_MAX / 16)
	{
	  operand = snapshot_operands (s)[d->first_operand];
	  extra = 8 * bytes;
	}
    }
  if (operand_kind (operand) == OPERAND_ADDRESS)
    {
      r = reference_of_address (s, operand_index (operand));
      is_variable = (snapshot_memory (s)[operand_index (operand)].flags
		     & MEMORY_IS_VARIABLE) != 0;
    }
  else
    {
      memset (&r, 0, sizeof r);
      r.memory = NONE;
      r.base = operand;
      r.is_indirect = operand_kind (operand) == OPERAND_SSA
		      || operand_kind (operand) == OPERAND_CONSTANT;
      r.size = r.max_size = SIZE_UNKNOWN;
    }
  if (__builtin_add_overflow (r.offset, extra, &r.offset))
    r.offset = 0, is_variable = true;
  if (!is_variable && constant_value (s, size, &bytes)
      && bytes >= 0 && bytes <= INT64_MAX / 8)
    r.size = r.max_size = 8 * (uint64_t) bytes;
  return r;
}

/* Whether [A, A + A_SIZE) and [B, B + B_SIZE) may have a bit in common.  */
static bool
ranges_overlap (int64_t a, uint64_t a_size, int64_t b, uint64_t b_size)
{
  if (a_size == 0 || b_size == 0)
    return false;
  return (a_size == SIZE_UNKNOWN || (wide) a + a_size > b)
	 && (b_size == SIZE_UNKNOWN || (wide) b + b_size > a);
}

static bool
is_exact (const struct reference *r)
{
  return r->size != SIZE_UNKNOWN && r->size == r->max_size;
}

/* Whether two paths from one object part for good: at constant indices that
   differ, or at different fields of a structure.  Array elements before that
   are either the same or do not overlap.  */
static bool
paths_part (const struct snapshot *s, uint32_t a, uint32_t b)
{
  const struct snap_memory *m = snapshot_memory (s);
  uint32_t n = m[a].n_steps < m[b].n_steps ? m[a].n_steps : m[b].n_steps;

  for (uint32_t i = 0; i < n; i++)
    {
      const struct snap_step *x = &snapshot_steps (s)[m[a].first_step + i];
      const struct snap_step *y = &snapshot_steps (s)[m[b].first_step + i];
      int64_t p, q;

      if (x->kind != y->kind)
	return false;
      if (x->kind == STEP_DEREFERENCE)
	{
	  if (x->offset != y->offset || x->type != y->type)
	    return false;
	}
      else if (x->kind == STEP_INDEX)
	{
	  if (x->type != y->type)
	    return false;
	  if (constant_value (s, x->index, &p)
	      && constant_value (s, y->index, &q) && p != q)
	    return true;
	}
      else if (x->kind == STEP_FIELD)
	{
	  const struct snap_field *f = &snapshot_fields (s)[x->index];
	  const struct snap_field *g = &snapshot_fields (s)[y->index];

	  if (x->index == y->index)
	    continue;
	  return f->record == g->record && f->record != NONE
		 && snapshot_types (s)[f->record].kind == SNAP_TYPE_RECORD
		 && !(f->flags & g->flags & FIELD_IS_BIT_FIELD);
	}
      else
	return false;
    }
  return false;
}

/* A and B lie in one object, at offsets from its start.  */
static bool
parts_may_alias (const struct snapshot *s, const struct reference *a,
		 const struct reference *b)
{
  if (!ranges_overlap (a->offset, a->max_size, b->offset, b->max_size))
    return false;
  if (is_exact (a) && is_exact (b))
    return true;
  return a->memory == NONE || b->memory == NONE
	 || !paths_part (s, a->memory, b->memory);
}

/* Whether any pointer may point to the declaration.  */
static bool
decl_may_be_pointed_to (const struct snap_decl *d)
{
  const uint32_t shared = DECL_IS_PUBLIC | DECL_IS_EXTERNAL;

  if (d->kind == DECL_CONSTANT)
    return false;
  return (d->flags & (shared | DECL_IS_ADDRESSABLE))
	 && !((d->flags & (shared | DECL_IS_STATIC))
	      && (d->flags & DECL_IS_READONLY));
}

static bool
is_variable (const struct snap_decl *d)
{
  return d->kind == DECL_VARIABLE || d->kind == DECL_PARAMETER
	 || d->kind == DECL_RESULT;
}

static bool
indirect_may_alias_decl (const struct snapshot *s, const struct reference *r,
			 const struct reference *of_decl)
{
  const struct snap_decl *d
    = &snapshot_decls (s)[operand_index (of_decl->base)];

  /* A pointer does not point before its object.  */
  if (!ranges_overlap (r->offset, SIZE_UNKNOWN, of_decl->offset,
		       of_decl->max_size))
    return false;
  if (r->size != SIZE_UNKNOWN && d->size_bits != SIZE_UNKNOWN
      && d->size_bits < r->size)
    return false;
  if (operand_kind (r->base) != OPERAND_SSA || !is_variable (d))
    return true;
  return decl_may_be_pointed_to (d);
}

static bool
is_no_object (const struct reference *r)
{
  return !r->is_indirect && (operand_kind (r->base) == OPERAND_SSA
			     || operand_kind (r->base) == OPERAND_CONSTANT);
}

bool
references_may_alias (const struct snapshot *s, const struct reference *a,
		      const struct reference *b)
{
  uint32_t x = reference_decl (a), y = reference_decl (b);

  if (is_no_object (a) || is_no_object (b))
    return false;
  if (a->is_volatile && b->is_volatile)
    return true;
  if (x != NONE && y != NONE)
    {
      const struct snap_decl *d = snapshot_decls (s);

      if (x == y)
	return parts_may_alias (s, a, b);
      /* Symbols may be aliases of each other.  */
      return (d[x].flags & DECL_IS_GLOBAL) && (d[y].flags & DECL_IS_GLOBAL);
    }
  if (x != NONE && b->is_indirect)
    return indirect_may_alias_decl (s, b, a);
  if (y != NONE && a->is_indirect)
    return indirect_may_alias_decl (s, a, b);
  if (a->is_indirect && b->is_indirect && a->base == b->base)
    return parts_may_alias (s, a, b);
  return true;
}

/* Calls.  */

const char *
call_specification (const struct snapshot *s,
		    const struct snap_statement *call)
{
  /* Internal functions that GCC describes by a specification.  */
  static const struct { const char *name, *specification; } internal[]
    = { { "UBSAN_NULL", ". R . " }, { "UBSAN_VPTR", ". R R . . " },
	{ "UBSAN_PTR", ". R . " }, { "HWASAN_ALLOCA_UNPOISON", ". R " } };
  const struct snap_attribute *a = snapshot_attributes (s);

  if (call->flags & CALL_IS_INTERNAL)
    {
      const char *name = snapshot_string (s, call->text);

      for (size_t i = 0; i < sizeof internal / sizeof *internal; i++)
	if (!strcmp (name, internal[i].name))
	  return internal[i].specification;
      return "";
    }
  if (call->type != NONE)
    {
      const struct snap_type *t = &snapshot_types (s)[call->type];

      for (uint32_t i = 0; i < t->n_attributes; i++)
	if (a[t->first_attribute + i].kind == SNAP_ATTRIBUTE_FN_SPEC)
	  return snapshot_string (s, a[t->first_attribute + i].text);
    }
  if (call->decl != NONE)
    {
      const struct snap_decl *d = &snapshot_decls (s)[call->decl];

      for (uint32_t i = 0; i < d->n_attributes; i++)
	if (a[d->first_attribute + i].kind == SNAP_ATTRIBUTE_FN_SPEC)
	  return snapshot_string (s, a[d->first_attribute + i].text);
    }
  return "";
}

/* The two characters of SPECIFICATION for argument I: what is done to it, and
   how much of it; NULL if it has none.  */
static const char *
argument_specification (const char *specification, uint32_t i)
{
  size_t at = 2 + 2 * (size_t) i;

  return strlen (specification) >= at + 2 ? specification + at : NULL;
}

bool
specification_uses (const char *specification, uint32_t i)
{
  const char *a = argument_specification (specification, i);

  return !a || (a[0] != 'x' && a[0] != 'X');
}

/* What the callee writes through argument I of CALL at most; false if
   nothing.  */
static bool
written_argument (const struct snapshot *s, const struct snap_statement *call,
		  const char *specification, uint32_t i,
		  struct reference *written)
{
  const uint32_t *operands
    = snapshot_operands (s) + call->first_operand;
  uint32_t pointee, size = OPERAND (OPERAND_NONE, 0);
  const char *a = argument_specification (specification, i);

  operand_type (s, operands[1 + i], &pointee);
  if (pointee == NONE)
    return false;
  if (a)
    {
      if (strchr ("rRxX123456789", a[0]))
	return false;
      if (a[1] >= '1' && a[1] <= '9'
	  && (uint32_t) (a[1] - '1') < call_arguments (call))
	size = operands[1 + (a[1] - '1')];
    }
  *written = reference_of_pointer (s, operands[1 + i], size);
  if (a && a[1] == 't' && call->type != NONE
      && i < snapshot_types (s)[call->type].n_parameters)
    {
      const struct snap_type *t = snapshot_types (s);
      uint32_t parameter
	= snapshot_lists (s)[t[call->type].first_parameter + i];

      if (t[parameter].element != NONE)
	written->size = written->max_size
	  = t[t[parameter].element].size_bits;
    }
  return true;
}

/* Whether the callee may write to R by what its specification says: 1 and 0,
   or -1 if that says nothing.  */
static int
specified_write (const struct snapshot *s, const struct snap_statement *call,
		 const struct reference *r)
{
  const char *specification = call_specification (s, call);

  if (strlen (specification) < 2 || !strchr ("cCpP", specification[1]))
    return -1;
  for (uint32_t i = 0; i < call_arguments (call); i++)
    {
      struct reference written;

      if (written_argument (s, call, specification, i, &written)
	  && references_may_alias (s, &written, r))
	return 1;
    }
  return 0;
}

/* Checks of the sanitizers: they read memory, and report.  */
static bool
is_sanitizer_check (const char *name)
{
  static const char *const names[]
    = { "UBSAN_NULL", "UBSAN_BOUNDS", "UBSAN_VPTR", "UBSAN_OBJECT_SIZE",
	"UBSAN_PTR", "ASAN_CHECK" };

  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (!strcmp (name, names[i]))
      return true;
  return false;
}

static bool
call_may_define (const struct snapshot *s, const struct snap_statement *call,
		 const struct reference *r)
{
  uint32_t decl = reference_decl (r);

  if (operand_kind (call->lhs) == OPERAND_MEMORY)
    {
      struct reference lhs
	= reference_of_memory (s, operand_index (call->lhs));

      if (references_may_alias (s, r, &lhs))
	return true;
    }
  if (call->flags & (CALL_IS_PURE | CALL_IS_CONST))
    return false;
  if ((call->flags & CALL_IS_INTERNAL)
      && is_sanitizer_check (snapshot_string (s, call->text)))
    return false;
  if (is_no_object (r))
    return false;
  if (r->is_volatile)
    return true;
  if (decl != NONE)
    {
      const struct snap_decl *d = &snapshot_decls (s)[decl];

      if (!decl_may_be_pointed_to (d)
	  && ((d->flags & DECL_IS_READONLY) || !(d->flags & DECL_IS_GLOBAL)))
	return false;
    }
  return specified_write (s, call, r) != 0;
}

bool
statement_may_define (const struct snapshot *s, uint32_t statement,
		      const struct reference *r)
{
  const struct snap_statement *t = &snapshot_statements (s)[statement];

  switch (t->code)
    {
    case STATEMENT_CALL:
      return call_may_define (s, t, r);
    case STATEMENT_ASSIGN:
    case STATEMENT_CLOBBER:
      if (operand_kind (t->lhs) == OPERAND_MEMORY)
	{
	  struct reference lhs
	    = reference_of_memory (s, operand_index (t->lhs));

	  return references_may_alias (s, r, &lhs);
	}
      return false;
    case STATEMENT_ASM:
    case STATEMENT_OPAQUE:
      return true;
    default:
      return false;
    }
}

bool
clobber_kills (const struct snapshot *s, uint32_t statement,
	       const struct reference *r)
{
  const struct snap_statement *t = &snapshot_statements (s)[statement];
  const struct snap_memory *m;
  struct reference dead;

  if (operand_kind (t->lhs) != OPERAND_MEMORY)
    return false;
  m = &snapshot_memory (s)[operand_index (t->lhs)];
  dead = reference_of_memory (s, operand_index (t->lhs));
  if (dead.base != r->base || dead.is_indirect != r->is_indirect)
    return false;
  /* The whole variable ends, wherever in it R may be.  */
  if (r->memory != NONE && m->n_steps == 0 && reference_decl (&dead) != NONE)
    return true;
  return is_exact (&dead) && r->max_size != SIZE_UNKNOWN
	 && r->offset >= dead.offset
	 && (wide) r->offset + r->max_size <= (wide) dead.offset + dead.size;
}
