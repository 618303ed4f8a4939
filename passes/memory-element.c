/* memory-element.c - what elements hold whose index is not one number.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory-element.h"
#include "passes/memory.h"

#include "passes/undefined.h"

#define PLACE_BITS 64

/* A sum on the way: what is constant, in bits, and the rest; 0: none.  Operations
   nest only so deep (MEMORY_DEPTH), so what is added to the pointer itself stands
   there in bytes, as it is: no other part of a rest is without a product that has
   no type.  */
struct sum
{
  int64_t bits;
  uint32_t rest;
};

/* Add VALUE, FACTOR times.  */
static bool
add_product (struct memory *m, struct sum *x, uint32_t value, int64_t factor)
{
  struct memory_node n = *memory_node (&m->values, value);
  int64_t product;

  if (value == 0 || n.kind == NODE_POINTER)
    return false;
  if (n.kind == NODE_INTEGER)
    return !n.a && !__builtin_mul_overflow (n.number, factor, &product)
	   && !__builtin_add_overflow (x->bits, product, &x->bits);
  value = memory_make_operation (&m->values, OPERATION_MULTIPLY, NONE, value,
				 memory_make_small (&m->values, factor));
  if (value != 0 && x->rest != 0)
    value = memory_make_operation (&m->values, OPERATION_PLUS, NONE, x->rest,
				   value);
  x->rest = value;
  return value != 0;
}

/* Add where pointer BASE goes in REGION.  What it was computed from is as it was
   then: its definition comes before each use, and theirs before it.  */
static bool
add_base (struct memory *m, struct memory_state *s, uint32_t base,
	  uint32_t region, struct sum *x)
{
  const struct snap_statement *d;
  struct memory_node n;

  if (operand_kind (base) == OPERAND_DECL)
    return true;
  if (operand_kind (base) != OPERAND_SSA)
    return false;
  d = ssa_definition (m->s, operand_index (base));
  if (d && d->code == STATEMENT_ASSIGN
      && d->operation == OPERATION_POINTER_PLUS)
    {
      const uint32_t *o = snapshot_operands (m->s) + d->first_operand;

      x->rest = memory_operand (m, s, o[1], NONE, false);
      if (x->rest == 0 || memory_is_pointer (&m->values, x->rest))
	return false;
      base = o[0];
    }
  n = *memory_node (&m->values, memory_operand (m, s, base, NONE, false));
  return n.kind == NODE_POINTER && n.a == region && n.number != OFFSET_UNKNOWN
	 && !__builtin_add_overflow (x->bits, 8 * n.number, &x->bits);
}

static bool
add_step (struct memory *m, struct memory_state *s,
	  const struct snap_step *step, struct sum *x)
{
  uint64_t size;

  switch (step->kind)
    {
    case STEP_DEREFERENCE:
      return step->offset > INT32_MIN && step->offset < INT32_MAX
	     && !__builtin_add_overflow (x->bits, 8 * step->offset, &x->bits);
    case STEP_FIELD:
      size = snapshot_fields (m->s)[step->index].offset_bits;
      return size < INT32_MAX
	     && !__builtin_add_overflow (x->bits, (int64_t) size, &x->bits);
    case STEP_INDEX:
      size = step->type == NONE
	     ? SIZE_UNKNOWN : snapshot_types (m->s)[step->type].size_bits;
      return size < INT32_MAX
	     && add_product (m, x, memory_operand (m, s, step->index, NONE,
						   false), (int64_t) size);
    case STEP_VIEW:
      return true;
    default:
      return false;
    }
}

/* The sum that says where L is in its region; 0 if it is not known, or L is no
   element.  */
static uint32_t
sum_of (struct memory *m, struct memory_state *s, const struct location *l)
{
  struct sum x = { 0, 0 };
  const struct snap_memory *memory;

  if (l->region == 0 || operand_kind (l->memory) != OPERAND_MEMORY
      || l->size == 0 || l->size > PLACE_BITS)
    return 0;
  memory = &snapshot_memory (m->s)[operand_index (l->memory)];
  if (!add_base (m, s, memory->base, l->region, &x))
    return 0;
  for (uint32_t i = 0; i < memory->n_steps; i++)
    if (!add_step (m, s, &snapshot_steps (m->s)[memory->first_step + i], &x))
      return 0;
  return x.rest == 0 || x.bits == 0 ? x.rest
	 : memory_make_operation (&m->values, OPERATION_PLUS, NONE, x.rest,
				  memory_make_small (&m->values, x.bits));
}

static int64_t
place_of (uint32_t sum)
{
  return ELEMENT_FIRST + (int64_t) sum * PLACE_BITS;
}

/* The first element of REGION in S, as an index of its bindings.  */
static uint32_t
first_element (const struct memory_state *s, uint32_t region)
{
  return memory_find_binding (s, region, ELEMENT_FIRST);
}

static bool
is_element_of (const struct memory_state *s, uint32_t i, uint32_t region)
{
  uint32_t n;
  const struct binding *b = memory_bindings (s, &n);

  return i < n && b[i].region == region && memory_is_element (&b[i]);
}

/* Forget B, which others may have.  */
static void
give_up (struct memory *m, struct memory_state *s, struct binding b)
{
  memory_clear_bits (&m->pool, s, &m->values, b.region, b.offset, b.size);
  memory_escape (m, s, b.value);
}

static struct binding
binding_at (const struct memory_state *s, uint32_t i)
{
  uint32_t n;

  return memory_bindings (s, &n)[i];
}

uint32_t
memory_load_element (struct memory *m, struct memory_state *s,
		     const struct location *l)
{
  uint32_t n, i, sum;
  const struct binding *b;

  if (!m->has_elements || (sum = sum_of (m, s, l)) == 0)
    return 0;
  i = memory_find_binding (s, l->region, place_of (sum));
  b = memory_bindings (s, &n);
  return i < n && b[i].region == l->region && b[i].offset == place_of (sum)
	 && b[i].size == l->size ? b[i].value : 0;
}

bool
memory_bind_element (struct memory *m, struct memory_state *s,
		     const struct location *l, uint32_t value)
{
  uint32_t sum = sum_of (m, s, l);

  if (sum == 0)
    return false;
  memory_bind (&m->pool, s, &m->values, l->region, place_of (sum), l->size,
	       value);
  m->has_elements = true;
  return true;
}

void
memory_clear_element (struct memory *m, struct memory_state *s,
		      const struct location *l)
{
  uint32_t sum = m->has_elements ? sum_of (m, s, l) : 0;
  uint32_t n, i;
  const struct binding *b;

  if (sum == 0)
    return;
  i = memory_find_binding (s, l->region, place_of (sum));
  b = memory_bindings (s, &n);
  /* Of another size it is written in part.  */
  if (i < n && b[i].region == l->region && b[i].offset == place_of (sum)
      && b[i].size == l->size)
    memory_clear_bits (&m->pool, s, &m->values, l->region, place_of (sum),
		       PLACE_BITS);
}

void
memory_read_elements (struct memory *m, struct memory_state *s,
		      uint32_t region)
{
  for (uint32_t i = m->has_elements ? first_element (s, region) : UINT32_MAX;
       is_element_of (s, i, region); i++)
    memory_escape (m, s, binding_at (s, i).value);
}

void
memory_pass_elements (struct memory *m, struct memory_state *s,
		      uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  uint32_t n;

  if (!m->has_elements)
    return;
  for (uint32_t i = 0; i < call_arguments (t); i++)
    {
      uint32_t o = snapshot_operands (m->s)[t->first_operand + 1 + i];
      const struct memory_node *p;

      if (operand_kind (o) == OPERAND_MEMORY)
	continue;
      p = memory_node (&m->values, memory_operand (m, s, o, NONE, false));
      if (p->kind == NODE_POINTER)
	memory_read_elements (m, s, p->a);
    }
  /* What is not a variable may be reached by way of others.  */
  memory_bindings (s, &n);
  for (uint32_t i = 0; i < n; i++)
    {
      struct binding b = binding_at (s, i);

      if (memory_is_element (&b)
	  && (memory_kind (&m->values, b.region) != NODE_VARIABLE
	      || memory_is_input (&m->values, b.region)))
	memory_escape (m, s, b.value);
    }
}

void
memory_change_elements (struct memory *m, struct memory_state *s,
			uint32_t region)
{
  uint32_t i = m->has_elements ? first_element (s, region) : UINT32_MAX;

  while (is_element_of (s, i, region))
    give_up (m, s, binding_at (s, i));
}

void
memory_drop_elements (struct memory *m, struct memory_state *s,
		      uint32_t region)
{
  if (m->has_elements)
    memory_clear_bits (&m->pool, s, &m->values, region, ELEMENT_FIRST,
		       (uint64_t) (ELEMENT_END - ELEMENT_FIRST));
}

/* Whether NODE is of what ways that met in BLOCK made one.  */
static bool
is_merged (const struct memory *m, uint32_t node, uint32_t block)
{
  const struct memory_node *n = memory_node (&m->values, node);

  switch (n->kind)
    {
    case NODE_MERGED:
      return n->a == block;
    case NODE_INITIAL:
      return n->b == EPOCH_MERGED + block || is_merged (m, n->a, block);
    case NODE_BINARY:
      return is_merged (m, n->a, block) || is_merged (m, n->b, block);
    case NODE_POINTER:
    case NODE_POINTEE:
    case NODE_UNARY:
      return is_merged (m, n->a, block);
    default:
      return false;
    }
}

bool
memory_merge_elements (struct memory *m, struct memory_state *s,
		       uint32_t block)
{
  uint32_t n;
  bool changed = false;

  if (!m->has_elements)
    return false;
  memory_bindings (s, &n);
  for (uint32_t i = n; i-- > 0;)
    {
      struct binding b = binding_at (s, i);

      if (memory_is_element (&b)
	  && is_merged (m, memory_element_sum (&b), block))
	{
	  give_up (m, s, b);
	  changed = true;
	}
    }
  return changed;
}

void
memory_move_elements (struct memory *m, struct memory_state *s,
		      const struct replacement *r)
{
  struct memory_state before;
  uint32_t n;
  const struct binding *b;

  if (!m->has_elements)
    return;
  memory_state_copy (&before, s);
  b = memory_bindings (&before, &n);
  /* First away with what moves, as another one may come to its place.  */
  for (uint32_t i = 0; i < n; i++)
    if (memory_is_element (&b[i])
	&& memory_substitute (&m->values, memory_element_sum (&b[i]), r)
	   != memory_element_sum (&b[i]))
      memory_clear_bits (&m->pool, s, &m->values, b[i].region, b[i].offset,
			 b[i].size);
  for (uint32_t i = 0; i < n; i++)
    {
      uint32_t old = memory_element_sum (&b[i]), sum;

      if (!memory_is_element (&b[i])
	  || (sum = memory_substitute (&m->values, old, r)) == old)
	continue;
      if (sum == 0)
	memory_escape (m, s, b[i].value);
      else
	memory_bind (&m->pool, s, &m->values, b[i].region, place_of (sum),
		     b[i].size, b[i].value);
    }
  memory_state_release (&m->pool, &before);
}

uint32_t
memory_element_operand (struct memory *m, const struct memory_state *s,
			const struct binding *b)
{
  struct memory_state here;
  uint32_t found = NONE;

  memory_state_copy (&here, s);
  for (uint32_t i = 0; i < snapshot_n_memory (m->s) && found == NONE; i++)
    if (snapshot_memory (m->s)[i].flags & MEMORY_IS_VARIABLE)
      {
	struct location l = memory_locate (m, &here, OPERAND (OPERAND_MEMORY, i));

	if (l.region == b->region && l.offset == OFFSET_UNKNOWN
	    && sum_of (m, &here, &l) == memory_element_sum (b))
	  found = OPERAND (OPERAND_MEMORY, i);
      }
  memory_state_release (&m->pool, &here);
  return found;
}
