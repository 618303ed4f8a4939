/* memory-apply-values.c - what a callee's summary speaks of, in its caller.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory-apply.h"

#include <string.h>

uint32_t
memory_move_pointer (struct applying *a, uint32_t pointer, int64_t bytes)
{
  struct memory_node n = *memory_node (&a->m->values, pointer);
  int64_t sum;

  if (n.kind != NODE_POINTER)
    return bytes == 0 ? pointer : 0;
  if (bytes == OFFSET_UNKNOWN || n.number == OFFSET_UNKNOWN
      || __builtin_add_overflow (n.number, bytes, &sum))
    sum = OFFSET_UNKNOWN;
  return memory_make_pointer (&a->m->values, n.a, sum);
}

struct location
memory_behind (struct applying *a, uint32_t pointer, int64_t bits, uint64_t size,
	uint32_t type)
{
  struct memory_node n = *memory_node (&a->m->values, pointer);
  struct location l
    = { 0, pointer, OPERAND (OPERAND_NONE, 0), OFFSET_UNKNOWN, size, type,
	OPERAND (OPERAND_NONE, 0) };
  int64_t sum;

  if (n.kind != NODE_POINTER)
    return l;
  l.region = n.a;
  if (n.number != OFFSET_UNKNOWN
      && !__builtin_add_overflow (8 * n.number, bits, &sum))
    l.offset = sum;
  memory_bound (&l);
  return l;
}

uint32_t
memory_passed_value (struct applying *a, uint32_t i, bool use)
{
  const struct snapshot *s = a->m->s;
  uint32_t type;
  struct location l;

  if (i >= a->n_arguments)
    return 0;
  type = memory_operand_type (s, a->operands[i]);
  if (operand_kind (a->operands[i]) != OPERAND_MEMORY || type == NONE
      || (snapshot_types (s)[type].kind != SNAP_TYPE_RECORD
	  && snapshot_types (s)[type].kind != SNAP_TYPE_UNION))
    return memory_operand (a->m, a->s, a->operands[i], a->statement, use);
  l = memory_locate (a->m, a->s, a->operands[i]);
  memory_check_access (a->m, a->s, &l, a->statement, false);
  return 0;
}

/* A type of integers with BITS bits that the body mentions, or NONE.  */
static uint32_t
find_integer_type (struct memory *m, uint32_t bits, bool is_unsigned)
{
  uint32_t *known;
  struct integer_type t;
  bool is_pointer;

  if (bits > 64)
    return NONE;
  known = &m->integer_types[is_unsigned][bits];
  if (*known == 0)
    {
      *known = 1;
      for (uint32_t i = snapshot_n_types (m->s); i-- > 0;)
	if (range_type (m->s, i, &t, &is_pointer) && !is_pointer
	    && t.precision == bits && t.is_unsigned == is_unsigned)
	  *known = 2 + i;
    }
  return *known == 1 ? NONE : *known - 2;
}

/* What operation node N comes to if X and Y, its operands, are numbers; 0 if they
   are not.  */
static uint32_t
operate_on_numbers (struct applying *a, const struct summary_node *n,
		    uint32_t x, uint32_t y)
{
  const struct scratch *scratch = &a->m->scratch;
  struct integer_type t = { n->size, n->number & 1, false };
  uint32_t operation = (uint32_t) (n->number / 2);
  struct range p, q, r;

  if (t.precision == 0 || t.precision > 64
      || !memory_range (a->m, a->s, x, NONE, &p) || !range_is_single (&p))
    return 0;
  if (n->kind == SUMMARY_UNARY && operation == OPERATION_CONVERT)
    range_convert (scratch, t, &p, &r);
  else if (n->kind == SUMMARY_UNARY
	   ? !range_unary (scratch, operation, t, &p, &r)
	   : !memory_range (a->m, a->s, y, NONE, &q) || !range_is_single (&q)
	     || !range_binary (scratch, operation, t, &p, &q, &r))
    return 0;
  return range_is_single (&r)
	 ? memory_make_integer (&a->m->values, r.part[0].low) : 0;
}

/* What operation node I comes to here.  */
static uint32_t
operate (struct applying *a, uint32_t i)
{
  const struct summary_node *n = &memory_summary_nodes (a->summary)[i];
  uint32_t x = a->value[n->a], y = a->value[n->b];
  uint32_t type = find_integer_type (a->m, n->size, n->number & 1);
  uint32_t operation = (uint32_t) (n->number / 2);

  if (x == 0 || (n->kind == SUMMARY_BINARY && y == 0))
    return 0;
  /* The body need not mention the type.  What a comparison comes to has room in any.  */
  if (type == NONE && is_integer_comparison (operation)
      && a->t->type != NONE)
    type = snapshot_types (a->m->s)[a->t->type].element;
  if (type == NONE)
    return operate_on_numbers (a, n, x, y);
  return memory_operate (a->m, a->s, operation, type, x,
			 n->kind == SUMMARY_BINARY ? y : NONE);
}

/* A pointer to what is passed by value as parameter I.  */
static uint32_t
address_of_argument (struct applying *a, uint32_t i)
{
  struct location l;

  if (i >= a->n_arguments
      || operand_kind (a->operands[i]) != OPERAND_MEMORY)
    return 0;
  l = memory_locate (a->m, a->s, a->operands[i]);
  return l.region == 0
	 ? 0 : memory_make_pointer (&a->m->values, l.region,
				    l.offset == OFFSET_UNKNOWN || l.offset % 8
				    ? OFFSET_UNKNOWN : l.offset / 8);
}

/* A pointer to the variable whose symbol is TEXT; 0 if the body does not mention
   it.  */
static uint32_t
address_of_global (struct applying *a, const char *text)
{
  const struct snapshot *s = a->m->s;
  char symbol[FINGERPRINT_TEXT_SIZE];

  for (uint32_t i = 0; i < snapshot_n_decls (s); i++)
    if (snapshot_decls (s)[i].kind == DECL_VARIABLE
	&& snapshot_decls (s)[i].flags & DECL_IS_GLOBAL)
      {
	fingerprint_print (symbol, snapshot_decls (s)[i].symbol);
	if (strcmp (symbol, text) == 0)
	  return memory_make_pointer (&a->m->values,
				      memory_make (&a->m->values,
						   NODE_VARIABLE, NONE, i, 0,
						   0), 0);
      }
  return 0;
}

/* A pointer to REGION, of kind KIND.  */
static uint32_t
address_of (struct applying *a, enum memory_node_kind kind, uint32_t x,
	    uint32_t y, int64_t number)
{
  return memory_make_pointer (&a->m->values,
			      memory_make (&a->m->values, kind, NONE, x, y,
					   number), 0);
}

/* The type of node I, which lay in memory; NONE if the body does not mention it.  */
static uint32_t
type_of_initial (struct applying *a, uint32_t i)
{
  const struct summary_node *n = &memory_summary_nodes (a->summary)[i];

  if (a->ways->is_pointed_through[i] || n->b == FORM_POINTER)
    return a->m->values.pointer_type;
  return n->b == FORM_UNKNOWN
	 ? NONE : find_integer_type (a->m, n->size, n->b == FORM_UNSIGNED);
}

void
memory_find_values (struct applying *a)
{
  const struct summary_node *n = memory_summary_nodes (a->summary);
  const char *text = memory_summary_text (a->summary);
  struct memory *m = a->m;

  for (uint32_t i = 0; i < a->summary->n_nodes; i++)
    switch (n[i].kind)
      {
      case SUMMARY_INTEGER:
	a->value[i] = memory_make (&m->values, NODE_INTEGER, NONE, n[i].b, 0,
				   n[i].number);
	break;
      case SUMMARY_PARAMETER:
	a->value[i] = memory_passed_value (a, n[i].b, true);
	break;
      case SUMMARY_INITIAL:
	{
	  struct location l
	    = memory_behind (a, a->value[n[i].a], n[i].number, n[i].size,
			     type_of_initial (a, i));

	  a->value[i] = l.region && l.offset != OFFSET_UNKNOWN
			&& memory_region (a->s, l.region).resource
			   != RESOURCE_RELEASED && n[i].size
			? memory_load (m, a->s, &l, a->statement) : 0;
	  if (memory_kind (&m->values, a->value[i]) == NODE_UNINITIALIZED)
	    a->value[i] = 0;
	}
	break;
      case SUMMARY_POINTEE:
	a->value[i] = a->value[n[i].a];
	break;
      case SUMMARY_HEAP:
	a->value[i] = address_of (a, NODE_HEAP, a->statement, n[i].b + 1, 0);
	break;
      case SUMMARY_POINTER:
	a->value[i] = memory_move_pointer (a, a->value[n[i].a], n[i].number);
	break;
      case SUMMARY_FUNCTION:
	a->value[i] = memory_named_function (m, text + n[i].b,
					     (uint64_t) n[i].number);
	break;
      case SUMMARY_UNARY:
      case SUMMARY_BINARY:
	a->value[i] = operate (a, i);
	break;
      case SUMMARY_STRING:
	a->value[i] = address_of (a, NODE_STRING, NONE,
				  memory_family (m, text + n[i].b), 0);
	break;
      case SUMMARY_ARGUMENT:
	a->value[i] = address_of_argument (a, n[i].b);
	break;
      case SUMMARY_FRAME:
	a->value[i] = address_of (a, NODE_STALE, a->statement, n[i].b,
				  n[i].number == 0 ? 0
				  : memory_family (m, text + n[i].number - 1));
	break;
      case SUMMARY_GLOBAL:
	a->value[i] = address_of_global (a, text + n[i].b);
	break;
      default:
	a->value[i] = 0;
	break;
      }
}

uint32_t
memory_passed_operand (const struct applying *a, uint32_t node)
{
  const struct summary_node *n = memory_summary_nodes (a->summary);

  if (n[node].kind == SUMMARY_POINTEE
      && n[n[node].a].kind == SUMMARY_PARAMETER
      && n[n[node].a].b < a->n_arguments)
    return a->operands[n[n[node].a].b];
  return OPERAND (OPERAND_NONE, 0);
}
