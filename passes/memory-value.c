/* memory-value.c - the table of values and regions.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory-value.h"

#include <string.h>

#define FIRST_CAPACITY 64

static bool
is_pointer_type (const struct snapshot *s, uint32_t type)
{
  return type != NONE
	 && (snapshot_types (s)[type].kind == SNAP_TYPE_POINTER
	     || snapshot_types (s)[type].kind == SNAP_TYPE_REFERENCE);
}

void
memory_values_init (struct memory_values *v, const struct snapshot *s,
		    const struct scratch *scratch)
{
  v->s = s;
  v->scratch = scratch;
  v->capacity = FIRST_CAPACITY;
  v->nodes = scratch_alloc (scratch, v->capacity, sizeof *v->nodes);
  v->n_slots = 2 * FIRST_CAPACITY;
  v->slots = scratch_numbers (scratch, v->n_slots);
  v->count = 0;
  v->pointer_type = NONE;
  for (uint32_t i = 0; i < snapshot_n_types (s); i++)
    if (v->pointer_type == NONE
	&& snapshot_types (s)[i].kind == SNAP_TYPE_POINTER)
      v->pointer_type = i;
  memory_make (v, NODE_UNKNOWN, NONE, NONE, NONE, 0);
}

static uint32_t
hash_node (const struct memory_node *n)
{
  uint64_t h = n->kind * UINT64_C (0x9e3779b97f4a7c15);

  h = (h ^ n->operation ^ (uint64_t) n->type << 8) * UINT64_C (0xff51afd7ed558ccd);
  h = (h ^ h >> 31 ^ n->a) * UINT64_C (0xc4ceb9fe1a85ec53);
  h = (h ^ h >> 29 ^ n->b) * UINT64_C (0x9e3779b97f4a7c15);
  h = (h ^ h >> 32 ^ (uint64_t) n->number) * UINT64_C (0xff51afd7ed558ccd);
  return (uint32_t) (h >> 32);
}

static bool
same_node (const struct memory_node *x, const struct memory_node *y)
{
  return x->kind == y->kind && x->operation == y->operation
	 && x->type == y->type && x->a == y->a && x->b == y->b
	 && x->number == y->number;
}

static void
insert_slot (struct memory_values *v, uint32_t number)
{
  uint32_t i = hash_node (&v->nodes[number]) & (v->n_slots - 1);

  while (v->slots[i])
    i = (i + 1) & (v->n_slots - 1);
  v->slots[i] = number + 1;
}

static void
grow (struct memory_values *v)
{
  struct memory_node *nodes
    = scratch_alloc (v->scratch, 2 * v->capacity, sizeof *nodes);

  memcpy (nodes, v->nodes, v->count * sizeof *nodes);
  v->nodes = nodes;
  v->capacity *= 2;
  v->n_slots *= 2;
  v->slots = scratch_numbers (v->scratch, v->n_slots);
  for (uint32_t i = 0; i < v->count; i++)
    insert_slot (v, i);
}

/* Which statements N may be from.  */
static uint32_t
find_made_at (const struct memory_values *v, const struct memory_node *n)
{
  switch (n->kind)
    {
    case NODE_RESULT:
    case NODE_HEAP:
    case NODE_ALLOCA:
      return MADE_AT (n->a);
    case NODE_INITIAL:
      return v->nodes[n->a].made_at
	     | (n->b == 0 ? 0 : MADE_AT (n->b - 1));
    case NODE_POINTER:
    case NODE_POINTEE:
    case NODE_UNARY:
      return v->nodes[n->a].made_at;
    case NODE_BINARY:
      return v->nodes[n->a].made_at | v->nodes[n->b].made_at;
    default:
      return 0;
    }
}

static uint8_t
count_loads (const struct memory_values *v, const struct memory_node *n)
{
  switch (n->kind)
    {
    case NODE_INITIAL:
      return (uint8_t) (v->nodes[n->a].loads + 1);
    case NODE_POINTER:
    case NODE_POINTEE:
    case NODE_UNARY:
      return v->nodes[n->a].loads;
    case NODE_BINARY:
      return v->nodes[n->a].loads > v->nodes[n->b].loads
	     ? v->nodes[n->a].loads : v->nodes[n->b].loads;
    default:
      return 0;
    }
}

static uint32_t
intern (struct memory_values *v, const struct memory_node *n)
{
  uint32_t i = hash_node (n) & (v->n_slots - 1);
  uint8_t loads = count_loads (v, n);

  if (loads > MEMORY_LOADS)
    return 0;

  for (; v->slots[i]; i = (i + 1) & (v->n_slots - 1))
    if (same_node (&v->nodes[v->slots[i] - 1], n))
      return v->slots[i] - 1;
  if (v->count == v->capacity)
    grow (v);
  v->nodes[v->count] = *n;
  v->nodes[v->count].made_at = find_made_at (v, n);
  v->nodes[v->count].loads = loads;
  insert_slot (v, v->count);
  return v->count++;
}

uint32_t
memory_make (struct memory_values *v, enum memory_node_kind kind,
	     uint32_t type, uint32_t a, uint32_t b, int64_t number)
{
  struct memory_node n = { (uint8_t) kind, 0, 0, 0, type, a, b, 0, number };

  if (kind == NODE_INITIAL && v->pointer_type != NONE
      && is_pointer_type (v->s, type))
    n.type = v->pointer_type;
  return intern (v, &n);
}

uint32_t
memory_make_operation (struct memory_values *v, uint32_t operation,
		       uint32_t type, uint32_t a, uint32_t b)
{
  struct memory_node n
    = { b == NONE ? NODE_UNARY : NODE_BINARY, (uint8_t) operation, 0, 0, type,
	a, b, 0, 0 };

  n.depth = v->nodes[a].depth;
  if (b != NONE && v->nodes[b].depth > n.depth)
    n.depth = v->nodes[b].depth;
  n.depth++;
  return n.depth > MEMORY_DEPTH ? 0 : intern (v, &n);
}

uint32_t
memory_make_integer (struct memory_values *v, struct integer value)
{
  bool large = value.limb > INT64_MAX;

  if (value.size < -1 || value.size > 1
      || (large && value.size < 0 && value.limb != (uint64_t) INT64_MAX + 1))
    return 0;
  if (value.size < 0)
    return memory_make (v, NODE_INTEGER, NONE, 0, 0, (int64_t) -value.limb);
  return memory_make (v, NODE_INTEGER, NONE, large, 0, (int64_t) value.limb);
}

uint32_t
memory_make_small (struct memory_values *v, int64_t value)
{
  return memory_make (v, NODE_INTEGER, NONE, 0, 0, value);
}

uint32_t
memory_make_pointer (struct memory_values *v, uint32_t region, int64_t offset)
{
  if (offset < -MEMORY_MOST_BYTES || offset > MEMORY_MOST_BYTES)
    offset = OFFSET_UNKNOWN;
  return memory_make (v, NODE_POINTER, NONE, region, 0, offset);
}

uint32_t
memory_as_value (struct memory_values *v, uint32_t node)
{
  if (node == 0 || !is_pointer_type (v->s, v->nodes[node].type))
    return node;
  return memory_make_pointer (v, memory_make (v, NODE_POINTEE, NONE, node, 0,
					      0), 0);
}

bool
memory_is_integer (const struct memory_values *v, uint32_t node,
		   struct integer *value)
{
  const struct memory_node *n = &v->nodes[node];

  if (n->kind != NODE_INTEGER)
    return false;
  *value = n->a ? integer_of_unsigned ((uint64_t) n->number)
		: integer_of (n->number);
  return true;
}

bool
memory_is_object (const struct memory_values *v, uint32_t region)
{
  switch (memory_kind (v, region))
    {
    case NODE_VARIABLE:
    case NODE_ALLOCA:
    case NODE_STRING:
    case NODE_FUNCTION:
    case NODE_STALE:
      return true;
    default:
      return false;
    }
}

bool
memory_is_input (const struct memory_values *v, uint32_t node)
{
  for (;;)
    {
      const struct memory_node *n = &v->nodes[node];

      switch (n->kind)
	{
	case NODE_PARAMETER:
	  return true;
	case NODE_VARIABLE:
	  return (snapshot_decls (v->s)[n->a].flags & DECL_IS_GLOBAL) != 0;
	case NODE_INITIAL:
	  if (n->b != 0)
	    return false;
	  break;
	case NODE_POINTEE:
	case NODE_POINTER:
	  break;
	default:
	  return false;
	}
      node = n->a;
    }
}

uint32_t
memory_substitute (struct memory_values *v, uint32_t node,
		   const struct replacement *r)
{
  struct memory_node n = v->nodes[node];
  uint32_t a, b, other;

  if (!(n.made_at & r->made_at))
    return node;
  other = r->node (r->data, node);
  if (other != node)
    return other;
  switch (n.kind)
    {
    case NODE_POINTER:
      a = memory_substitute (v, n.a, r);
      if (a == n.a)
	return node;
      return a == 0 ? 0 : memory_make_pointer (v, a, n.number);
    case NODE_POINTEE:
    case NODE_INITIAL:
    case NODE_UNARY:
      a = memory_substitute (v, n.a, r);
      if (a == n.a)
	return node;
      if (a == 0)
	return 0;
      if (n.kind == NODE_UNARY)
	return memory_make_operation (v, n.operation, n.type, a, NONE);
      return memory_make (v, (enum memory_node_kind) n.kind, n.type, a, n.b,
			  n.number);
    case NODE_BINARY:
      a = memory_substitute (v, n.a, r);
      b = memory_substitute (v, n.b, r);
      if (a == n.a && b == n.b)
	return node;
      return a == 0 || b == 0
	     ? 0 : memory_make_operation (v, n.operation, n.type, a, b);
    default:
      return node;
    }
}

bool
memory_mentions (const struct memory_values *v, uint32_t node, uint32_t region)
{
  const struct memory_node *n = &v->nodes[node];

  if (node == region)
    return true;
  switch (n->kind)
    {
    case NODE_POINTER:
    case NODE_POINTEE:
    case NODE_INITIAL:
    case NODE_UNARY:
      return memory_mentions (v, n->a, region);
    case NODE_BINARY:
      return memory_mentions (v, n->a, region)
	     || memory_mentions (v, n->b, region);
    default:
      return false;
    }
}
