/* memory-access.c - reading and writing memory.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory-element.h"
#include "passes/memory.h"

#include <string.h>

/* Bits behind the base at which the index STEP lies, added to *OFFSET.  */
static void
add_index (struct memory *m, struct memory_state *s,
	   const struct snap_step *step, int64_t *offset)
{
  uint32_t value = memory_operand (m, s, step->index, NONE, false);
  uint64_t size = step->type == NONE
		  ? SIZE_UNKNOWN : snapshot_types (m->s)[step->type].size_bits;
  struct integer index;
  struct range r;
  int64_t product;

  if (!memory_is_integer (&m->values, value, &index)
      && memory_range (m, s, value, NONE, &r) && range_is_single (&r))
    index = r.part[0].low;
  else if (!memory_is_integer (&m->values, value, &index))
    {
      *offset = OFFSET_UNKNOWN;
      return;
    }
  if (index.size < 0 || index.size > 1 || index.limb > INT32_MAX
      || size > INT32_MAX
      || __builtin_mul_overflow ((int64_t) index.limb, (int64_t) size,
				 &product)
      || __builtin_add_overflow (*offset, product, offset))
    *offset = OFFSET_UNKNOWN;
}

/* Where the steps of MEMORY go, in bits behind its base.  */
static int64_t
offset_of_steps (struct memory *m, struct memory_state *s,
		 const struct snap_memory *memory)
{
  int64_t offset = 0;

  /* Of what has no size, as a flexible array, GCC does not tell where it is.  */
  if (!(memory->flags & MEMORY_IS_VARIABLE)
      && (memory->size_bits != SIZE_UNKNOWN || memory->n_steps == 0))
    return memory->max_size_bits == memory->size_bits
	   || memory->max_size_bits == SIZE_UNKNOWN
	   ? memory->offset_bits : OFFSET_UNKNOWN;
  for (uint32_t i = 0; i < memory->n_steps && offset != OFFSET_UNKNOWN; i++)
    {
      const struct snap_step *step
	= &snapshot_steps (m->s)[memory->first_step + i];

      switch (step->kind)
	{
	case STEP_DEREFERENCE:
	  offset += 8 * (step->offset % (INT64_MAX / 16));
	  break;
	case STEP_FIELD:
	  {
	    uint64_t field = snapshot_fields (m->s)[step->index].offset_bits;

	    offset = field > INT32_MAX ? OFFSET_UNKNOWN
				       : offset + (int64_t) field;
	  }
	  break;
	case STEP_INDEX:
	  add_index (m, s, step, &offset);
	  break;
	case STEP_VIEW:
	  break;
	default:
	  offset = OFFSET_UNKNOWN;
	  break;
	}
    }
  return offset;
}

uint32_t
memory_of_decl (struct memory *m, uint32_t decl)
{
  return memory_make (&m->values,
		      snapshot_decls (m->s)[decl].kind == DECL_FUNCTION
		      ? NODE_FUNCTION : NODE_VARIABLE, NONE, decl, 0, 0);
}

static int64_t
add_offsets (int64_t a, int64_t b)
{
  int64_t sum;

  return a == OFFSET_UNKNOWN || b == OFFSET_UNKNOWN
	 || __builtin_add_overflow (a, b, &sum) ? OFFSET_UNKNOWN : sum;
}

void
memory_bound (struct location *l)
{
  if (l->offset < -MEMORY_MOST_BITS || l->offset > MEMORY_MOST_BITS)
    l->offset = OFFSET_UNKNOWN;
  if (l->size > (uint64_t) MEMORY_MOST_BITS)
    l->size = SIZE_UNKNOWN;
}

struct location
memory_locate (struct memory *m, struct memory_state *s, uint32_t operand)
{
  const struct snap_memory *memory
    = &snapshot_memory (m->s)[operand_index (operand)];
  struct location l
    = { 0, 0, OPERAND (OPERAND_NONE, 0), offset_of_steps (m, s, memory),
	memory->size_bits, memory->type, operand };
  const struct memory_node *n;
  struct location inner;

  switch (operand_kind (memory->base))
    {
    case OPERAND_DECL:
      l.region = memory_of_decl (m, operand_index (memory->base));
      break;
    case OPERAND_CONSTANT:
      if (snapshot_constants (m->s)[operand_index (memory->base)].kind
	  == CONSTANT_STRING)
	{
	  l.region = memory_make (&m->values, NODE_STRING, NONE,
				  operand_index (memory->base), 0, 0);
	  break;
	}
      /* Fall through.  */
    case OPERAND_SSA:
      l.operand = memory->base;
      l.pointer = memory_operand (m, s, memory->base, NONE, false);
      n = memory_node (&m->values, l.pointer);
      if (n->kind != NODE_POINTER)
	break;
      l.region = n->a;
      l.offset = n->number == OFFSET_UNKNOWN
		 ? OFFSET_UNKNOWN : add_offsets (l.offset, 8 * n->number);
      break;
    case OPERAND_ADDRESS:
      inner = memory_locate (m, s, memory->base);
      l.region = inner.region;
      l.pointer = inner.pointer;
      l.operand = inner.operand;
      l.offset = add_offsets (l.offset, inner.offset);
      break;
    default:
      break;
    }
  memory_bound (&l);
  return l;
}

/* The character of the literal CONSTANT that L is; 0: not known.  */
static uint32_t
character_of (struct memory *m, uint32_t constant, const struct location *l)
{
  const struct snap_constant *c;
  struct integer_type type;
  unsigned char byte;

  if (constant == NONE || l->size != 8 || l->offset == OFFSET_UNKNOWN
      || l->offset < 0 || l->offset % 8
      || !integer_type (m->s, l->type, &type))
    return 0;
  c = &snapshot_constants (m->s)[constant];
  if ((uint64_t) l->offset / 8 >= c->count)
    return 0;
  byte = (unsigned char) snapshot_string (m->s, c->first)[l->offset / 8];
  return memory_make_small (&m->values,
			    type.is_unsigned ? byte : (signed char) byte);
}

/* What REGION held when it came to be.  */
static uint32_t
value_at_first (struct memory *m, struct memory_state *s,
		const struct location *l)
{
  struct region_state r = memory_region (s, l->region);
  const struct memory_node *n = memory_node (&m->values, l->region);
  uint32_t epoch = memory_epoch_of (m, s, l);

  if (r.flags & (REGION_IS_OPEN | REGION_IS_FILLED)
      || memory_is_outside (m, s, l))
    return 0;
  switch (n->kind)
    {
    case NODE_STRING:
      return character_of (m, n->a, l);
    case NODE_VARIABLE:
      {
	const struct snap_decl *d = &snapshot_decls (m->s)[n->a];

	if (d->kind == DECL_PARAMETER)
	  {
	    /* Nobody else can change it.  */
	    if (!(r.flags & REGION_HAS_ESCAPED))
	      epoch = 0;
	    break;
	  }
	if (memory_is_constant (m, l->region))
	  epoch = 0;
	if (d->flags & (DECL_IS_GLOBAL | DECL_IS_STATIC))
	  break;
	if (d->kind != DECL_VARIABLE
	    || d->flags & (DECL_IS_VOLATILE | DECL_IS_REGISTER
			   | DECL_NO_WARNING_UNINIT))
	  return 0;
	return memory_make (&m->values, NODE_UNINITIALIZED, NONE, l->region, 0,
			    0);
      }
    case NODE_HEAP:
    case NODE_ALLOCA:
      if (r.flags & REGION_IS_CLEARED)
	return memory_make_small (&m->values, 0);
      return memory_make (&m->values, NODE_UNINITIALIZED, NONE, l->region, 0,
			  0);
    case NODE_POINTEE:
      break;
    default:
      return 0;
    }
  if (l->offset == OFFSET_UNKNOWN)
    return 0;
  return memory_make (&m->values, NODE_INITIAL, l->type, l->region, epoch,
		      l->offset);
}

/* The value of a zero or an address is the same however it is looked at.  */
static uint32_t
value_of_binding (struct memory *m, const struct binding *b,
		  const struct location *l)
{
  if (b->value == 0 || memory_is_zero (&m->values, b->value)
      || memory_kind (&m->values, b->value) == NODE_UNINITIALIZED)
    return b->value;
  return b->offset == l->offset && b->size == l->size ? b->value : 0;
}

/* What STATEMENT finds at L, of which nothing is known.  Calls load from several
   places: each has a number of its own.  */
#define NO_EPOCH 0x7fffffffu

static uint32_t
loaded_value (struct memory *m, const struct location *l, uint32_t statement)
{
  uint32_t place = memory_make (&m->values, NODE_INITIAL, l->type, l->region,
				NO_EPOCH, l->offset);

  return memory_as_value (&m->values,
			  memory_fresh (m, statement, MEMORY_FIRST_LOADED + place,
					l->type));
}

uint32_t
memory_place_loaded (const struct memory *m, uint32_t value)
{
  const struct memory_node *n = memory_node (&m->values, value);

  return n->kind == NODE_RESULT && n->b >= MEMORY_FIRST_LOADED
	 && n->b < MEMORY_FIRST_CHECKED ? n->b - MEMORY_FIRST_LOADED : 0;
}

/* What lies at L, of which it is not known where in its region that is.  */
static uint32_t
load_somewhere (struct memory *m, struct memory_state *s,
		const struct location *l, uint32_t statement)
{
  uint32_t value = memory_load_element (m, s, l);

  if (value != 0)
    return memory_as_value (&m->values, value);
  memory_read_elements (m, s, l->region);
  value = loaded_value (m, l, statement);
  if (value != 0)
    memory_bind_element (m, s, l, value);
  return value;
}

/* Whether L, which is loaded, has parts of pointers, or more than one.  What is
   loaded may be put together again elsewhere, so they escape; and they stay where
   they are.  */
static bool
escape_parts_of_pointers (struct memory *m, struct memory_state *s,
		       const struct location *l)
{
  uint32_t n, first = memory_find_binding (s, l->region, l->offset);
  bool any = false;

  for (uint32_t i = first;; i++)
    {
      const struct binding *b = memory_bindings (s, &n);

      if (i >= n || b[i].region != l->region
	  || b[i].offset >= l->offset + (int64_t) l->size)
	return any;
      if (!memory_is_pointer (&m->values, b[i].value))
	continue;
      any = true;
      memory_escape (m, s, b[i].value);
    }
}

/* Whether what lies at L is another value at each look.  A variable of the function's
   own is volatile for longjmp, and nobody else writes to it.  */
static bool
is_volatile (const struct memory *m, const struct location *l)
{
  const struct memory_node *n = memory_node (&m->values, l->region);
  uint32_t flags = n->kind == NODE_VARIABLE
		   ? snapshot_decls (m->s)[n->a].flags : DECL_IS_GLOBAL;

  return flags & DECL_IS_GLOBAL
	 && (flags & DECL_IS_VOLATILE
	     || (operand_kind (l->memory) == OPERAND_MEMORY
		 && snapshot_memory (m->s)[operand_index (l->memory)].flags
		    & MEMORY_IS_VOLATILE));
}

uint32_t
memory_load (struct memory *m, struct memory_state *s,
	     const struct location *l, uint32_t statement)
{
  uint32_t n, i, value;
  const struct binding *b;

  if (is_volatile (m, l))
    {
      if (statement == NONE)
	return 0;
      memory_age (m, s, statement);
      return loaded_value (m, l, statement);
    }
  if (l->region == 0 || l->size == SIZE_UNKNOWN || l->offset == OFFSET_UNKNOWN)
    return load_somewhere (m, s, l, statement);
  memory_read_elements (m, s, l->region);
  b = memory_bindings (s, &n);
  i = memory_find_binding (s, l->region, l->offset);
  if (i < n && b[i].region == l->region
      && b[i].offset < l->offset + (int64_t) l->size)
    {
      if (b[i].offset <= l->offset
	  && b[i].offset + (int64_t) b[i].size
	     >= l->offset + (int64_t) l->size)
	value = value_of_binding (m, &b[i], l);
      else
	value = 0;
    }
  else
    value = value_at_first (m, s, l);
  if (value == 0)
    {
      value = loaded_value (m, l, statement);
      if (value != 0 && !escape_parts_of_pointers (m, s, l))
	memory_bind (&m->pool, s, &m->values, l->region, l->offset, l->size,
		     value);
      return value;
    }
  return memory_as_value (&m->values, value);
}

/* The whole structure OPERAND, which lies at L, is copied by STATEMENT: no part of
   it may have a value.  */
void
memory_use_whole (struct memory *m, struct memory_state *s,
		  const struct location *l, uint32_t operand,
		  uint32_t statement)
{
  uint32_t n, i;
  const struct binding *b = memory_bindings (s, &n);
  int64_t end;

  if (l->region == 0 || l->offset == OFFSET_UNKNOWN
      || l->size == SIZE_UNKNOWN || l->size == 0 || l->size > INT32_MAX
      || (l->type != NONE
	  && snapshot_types (m->s)[l->type].flags & TYPE_IS_EMPTY))
    return;
  end = l->offset + (int64_t) l->size;
  i = memory_find_binding (s, l->region, l->offset);
  if (i < n && b[i].region == l->region && b[i].offset < end
      ? (b[i].offset <= l->offset
	 && b[i].offset + (int64_t) b[i].size >= end
	 && memory_kind (&m->values, b[i].value) == NODE_UNINITIALIZED)
      : memory_kind (&m->values, value_at_first (m, s, l))
	== NODE_UNINITIALIZED)
    memory_operand (m, s, operand, statement, true);
}

static bool
holds_nothing (const struct memory_state *s, uint32_t region)
{
  uint32_t n, i = memory_find_binding (s, region, INT64_MIN / 4);
  const struct binding *b = memory_bindings (s, &n);

  return i == n || b[i].region != region;
}

bool
memory_is_forgotten (const struct memory *m, const struct memory_state *s,
		     const struct region_state *r)
{
  return r->flags & REGION_IS_OPEN
	 && (r->flags & REGION_WAS_WRITTEN
	     || memory_kind (&m->values, r->region) != NODE_POINTEE)
	 && holds_nothing (s, r->region);
}

/* Nothing is known of what REGION holds.  */
static void
open_region (struct memory *m, struct memory_state *s, uint32_t region)
{
  struct region_state r = memory_region (s, region);
  bool is_empty = holds_nothing (s, region);

  if (r.flags & REGION_IS_OPEN && is_empty)
    return;
  if (!is_empty)
    {
      memory_escape_contents (m, s, region);
      r = memory_region (s, region);
      memory_clear_contents (m, s, region);
    }
  r.flags |= REGION_IS_OPEN;
  memory_set_region (&m->pool, s, &r);
}

/* Whether the access at L, whose place depends on an index, is to an array that is
   part of a structure; then sets *ARRAY to all of it.  The rest of the structure an
   index does not get at.  */
static bool
find_array (struct memory *m, const struct location *l, struct location *array)
{
  const struct snap_memory *memory;
  bool in_structure = false;
  int64_t base = 0;

  if (operand_kind (l->memory) != OPERAND_MEMORY)
    return false;
  memory = &snapshot_memory (m->s)[operand_index (l->memory)];
  for (uint32_t i = 0; i < memory->n_steps; i++)
    in_structure |= snapshot_steps (m->s)[memory->first_step + i].kind
		    == STEP_FIELD;
  if (!in_structure || memory->max_size_bits == 0
      || memory->max_size_bits > INT32_MAX)
    return false;
  if (operand_kind (memory->base) == OPERAND_SSA)
    {
      const struct memory_node *n = memory_node (&m->values, l->pointer);

      if (n->kind != NODE_POINTER || n->number == OFFSET_UNKNOWN)
	return false;
      base = 8 * n->number;
    }
  else if (operand_kind (memory->base) != OPERAND_DECL)
    return false;
  *array = *l;
  array->offset = add_offsets (base, memory->offset_bits);
  array->size = memory->max_size_bits;
  memory_bound (array);
  return array->offset != OFFSET_UNKNOWN && array->size != SIZE_UNKNOWN;
}

/* Nothing is known of what lies at ARRAY.  */
static void
open_array (struct memory *m, struct memory_state *s,
	    const struct location *array)
{
  int64_t end = array->offset + (int64_t) array->size;
  uint32_t n;

  memory_change_elements (m, s, array->region);
  for (uint32_t i = memory_find_binding (s, array->region, array->offset);; i++)
    {
      const struct binding *b = memory_bindings (s, &n);

      if (i >= n || b[i].region != array->region || b[i].offset >= end)
	break;
      memory_escape (m, s, b[i].value);
    }
  memory_bind (&m->pool, s, &m->values, array->region, array->offset,
	       array->size, 0);
}

void
memory_store (struct memory *m, struct memory_state *s,
	      const struct location *l, uint32_t value, uint32_t statement)
{
  struct region_state r;

  if (l->region == 0)
    {
      memory_escape (m, s, value);
      return;
    }
  r = memory_region (s, l->region);
  if (memory_kind (&m->values, l->region) == NODE_POINTEE
      && !(r.flags & REGION_WAS_WRITTEN))
    {
      r.flags |= REGION_WAS_WRITTEN;
      memory_set_region (&m->pool, s, &r);
    }
  if (l->offset == OFFSET_UNKNOWN || l->size == SIZE_UNKNOWN)
    {
      struct location array;

      memory_clear_element (m, s, l);
      if (find_array (m, l, &array))
	open_array (m, s, &array);
      else
	open_region (m, s, l->region);
      if (!memory_bind_element (m, s, l, value)
	  || r.flags & REGION_HAS_ESCAPED)
	memory_escape (m, s, value);
      return;
    }
  memory_change_elements (m, s, l->region);
  memory_overwrite (m, s, l, value, statement);
  memory_bind (&m->pool, s, &m->values, l->region, l->offset, l->size, value);
  memory_note_write (m, s, l);
  /* What others can see has got out.  */
  if (r.flags & REGION_HAS_ESCAPED)
    memory_escape (m, s, value);
}

/* Whether a structure is copied that the caller has filled: pointers in it, of which
   nothing is known here, come to lie in another place.  */
static bool
is_partly_unknown (const struct memory *m, const struct memory_state *s,
		   const struct location *from, uint64_t size)
{
  uint32_t n, i;
  const struct binding *b = memory_bindings (s, &n);

  if (memory_kind (&m->values, from->region) != NODE_POINTEE
      || from->type == NONE
      || (snapshot_types (m->s)[from->type].kind != SNAP_TYPE_RECORD
	  && snapshot_types (m->s)[from->type].kind != SNAP_TYPE_UNION))
    return false;
  i = memory_find_binding (s, from->region, from->offset);
  return i == n || b[i].region != from->region
	 || b[i].offset > from->offset || b[i].size < size;
}

void
memory_copy_bits (struct memory *m, struct memory_state *s,
		  const struct location *to, const struct location *from,
		  uint64_t size, uint32_t statement)
{
  struct memory_state before;
  struct location whole = *to;
  uint32_t n, i;
  const struct binding *b;

  if (to->region == 0 || to->offset == OFFSET_UNKNOWN || size == SIZE_UNKNOWN
      || size > INT32_MAX)
    {
      memory_read_elements (m, s, from->region);
      if (to->region != 0)
	open_region (m, s, to->region);
      return;
    }
  if (from->region != 0 && is_partly_unknown (m, s, from, size))
    memory_escape (m, s, memory_make_pointer (&m->values, from->region, 0));
  memory_read_elements (m, s, from->region);
  memory_state_copy (&before, s);
  whole.size = size;
  memory_store (m, s, &whole, 0, statement);
  b = memory_bindings (&before, &n);
  if (from->region != 0 && from->offset != OFFSET_UNKNOWN)
    for (i = memory_find_binding (&before, from->region, from->offset);
	 i < n && b[i].region == from->region
	 && b[i].offset < from->offset + (int64_t) size; i++)
      {
	struct location part = *to;

	if (b[i].offset < from->offset
	    || b[i].offset + (int64_t) b[i].size
	       > from->offset + (int64_t) size)
	  continue;
	part.offset += b[i].offset - from->offset;
	part.size = b[i].size;
	memory_store (m, s, &part, b[i].value, statement);
      }
  memory_state_release (&m->pool, &before);
}
