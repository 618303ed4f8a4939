/* value-number.c - what is known of the values of SSA names.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/value-number.h"

#include <string.h>

#include "passes/alias.h"
#include "passes/arithmetic.h"
#include "passes/points-to.h"
#include "passes/returns-constant.h"

/* Slots of the table that are tried before an expression is given up.  */
#define PROBES 16

void
values_init (struct values *v, struct query_context *cx,
	     const struct snapshot *s)
{
  uint32_t size = 16;

  while (size < 2 * (uint64_t) snapshot_n_statements (s) && size < 1u << 30)
    size *= 2;
  v->s = s;
  v->points_to = NULL;
  v->returned = NULL;
  v->steps_left = VALUES_STEPS;
  v->of = query_alloc (cx, snapshot_n_ssa (s) + 1, sizeof *v->of);
  v->table = query_alloc (cx, size, sizeof *v->table);
  v->table_mask = size - 1;
  for (uint32_t i = 0; i < snapshot_n_ssa (s); i++)
    {
      v->of[i].kind = KNOWN_NAME;
      v->of[i].index = i;
    }
}

struct value
values_operand (const struct values *v, uint32_t operand)
{
  struct value value = { KNOWN_NOTHING, 0, 0 };
  uint32_t index = operand_index (operand);
  struct integer_type type;

  switch (operand_kind (operand))
    {
    case OPERAND_SSA:
      return v->of[index];
    case OPERAND_CONSTANT:
      {
	const struct snap_constant *c = &snapshot_constants (v->s)[index];

	if (c->kind == CONSTANT_INTEGER && c->count
	    && integer_type (v->s, c->type, &type))
	  {
	    value.kind = KNOWN_CONSTANT;
	    value.bits
	      = integer_extend (type, snapshot_limbs (v->s)[c->first]);
	  }
	return value;
      }
    case OPERAND_ADDRESS:
      value.kind = KNOWN_ADDRESS;
      value.index = index;
      return value;
    default:
      return value;
    }
}

/* Whether the address of MEMORY is that of an object of this program at a
   constant place: *DECL and *OFFSET.  */
static bool
constant_address (const struct snapshot *s, uint32_t memory, uint32_t *decl,
		  int64_t *offset)
{
  struct reference r = reference_of_memory (s, memory);

  *decl = reference_decl (&r);
  *offset = r.offset;
  return *decl != NONE
	 && !(snapshot_memory (s)[memory].flags & MEMORY_IS_VARIABLE);
}

static bool
values_equal (const struct values *v, const struct value *a,
	      const struct value *b)
{
  uint32_t x, y;
  int64_t at_x, at_y;

  if (a->kind != b->kind)
    return false;
  switch (a->kind)
    {
    case KNOWN_NAME:
      return a->index == b->index;
    case KNOWN_CONSTANT:
      return a->bits == b->bits;
    case KNOWN_ADDRESS:
      return a->index == b->index
	     || (constant_address (v->s, a->index, &x, &at_x)
		 && constant_address (v->s, b->index, &y, &at_y)
		 && x == y && at_x == at_y);
    default:
      return false;
    }
}

/* Comparisons.  */

/* The orders in which OPERATION holds.  */
static uint32_t
orders (uint32_t operation)
{
  switch (operation)
    {
    case OPERATION_LESS:
      return 1;
    case OPERATION_EQUAL:
      return 2;
    case OPERATION_LESS_EQUAL:
      return 3;
    case OPERATION_GREATER:
      return 4;
    case OPERATION_NOT_EQUAL:
      return 5;
    case OPERATION_GREATER_EQUAL:
      return 6;
    default:
      return 0;
    }
}

struct comparison
values_comparison (const struct values *v, uint32_t operation,
		   const uint32_t *o)
{
  struct comparison c;
  struct integer_type type;
  uint32_t pointee;
  uint32_t t = operand_type (v->s, o[0], &pointee);

  c.operation = operation;
  c.holds = orders (operation);
  c.is_exact = (t == NONE && pointee != NONE)
	       || (t != NONE && integer_type (v->s, t, &type));
  c.a = values_operand (v, o[0]);
  c.b = values_operand (v, o[1]);
  return c;
}

/* Whether A is the address of something, which is not null.  */
static bool
is_nonnull (const struct values *v, const struct value *a)
{
  uint32_t decl;
  int64_t offset;

  return a->kind == KNOWN_ADDRESS
	 && constant_address (v->s, a->index, &decl, &offset)
	 && !(snapshot_decls (v->s)[decl].flags & DECL_IS_WEAK);
}

static enum truth
truth_of (bool is_true)
{
  return is_true ? TRUTH_TRUE : TRUTH_FALSE;
}

enum truth
values_compare (const struct values *v, uint32_t operation,
		const uint32_t *o)
{
  struct comparison c = values_comparison (v, operation, o);
  struct integer_type type = { 0, true, true };
  uint32_t pointee, t = operand_type (v->s, o[0], &pointee);

  if (!c.holds || !c.is_exact)
    return TRUTH_UNKNOWN;
  if (values_equal (v, &c.a, &c.b))
    return truth_of (c.holds & 2);
  if (t != NONE && !integer_type (v->s, t, &type))
    return TRUTH_UNKNOWN;
  if (c.a.kind == KNOWN_CONSTANT && c.b.kind == KNOWN_CONSTANT)
    {
      bool less = type.is_unsigned
		  ? c.a.bits < c.b.bits
		  : (int64_t) c.a.bits < (int64_t) c.b.bits;

      return truth_of (c.holds & (c.a.bits == c.b.bits ? 2 : less ? 1 : 4));
    }
  /* Nothing is less than an unsigned zero.  */
  if (type.is_unsigned && c.b.kind == KNOWN_CONSTANT && c.b.bits == 0)
    {
      if (is_nonnull (v, &c.a))
	return truth_of (c.holds & 4);
      if ((c.holds & 6) == 6)
	return TRUTH_TRUE;
      if (!(c.holds & 6))
	return TRUTH_FALSE;
    }
  return TRUTH_UNKNOWN;
}

static uint32_t
swapped (uint32_t holds)
{
  return (holds & 2) | (holds & 1) << 2 | holds >> 2;
}

static bool
same (const struct value *a, const struct value *b)
{
  return a->kind == b->kind && a->kind != KNOWN_NOTHING
	 && a->index == b->index && a->bits == b->bits;
}

enum truth
comparison_implies (const struct comparison *known, bool is_true,
		    const struct comparison *asked)
{
  uint32_t possible = is_true ? known->holds : 7 & ~known->holds;
  uint32_t holds = asked->holds;

  if (!known->holds || !asked->holds)
    return TRUTH_UNKNOWN;
  if (same (&known->a, &asked->b) && same (&known->b, &asked->a)
      && !same (&known->a, &asked->a))
    holds = swapped (holds);
  else if (!same (&known->a, &asked->a) || !same (&known->b, &asked->b))
    return TRUTH_UNKNOWN;
  /* Floating point may be unordered, too.  */
  if (!known->is_exact || !asked->is_exact)
    return holds == known->holds ? truth_of (is_true) : TRUTH_UNKNOWN;
  if (!(possible & ~holds))
    return TRUTH_TRUE;
  if (!(possible & holds))
    return TRUTH_FALSE;
  return TRUTH_UNKNOWN;
}

bool
values_in_case (const struct values *v, struct value value, uint32_t low,
		uint32_t high)
{
  struct value a = values_operand (v, low), b = a;
  struct integer_type type;
  uint32_t pointee, t = operand_type (v->s, low, &pointee);

  if (operand_kind (high) != OPERAND_NONE)
    b = values_operand (v, high);
  if (a.kind != KNOWN_CONSTANT || b.kind != KNOWN_CONSTANT || t == NONE
      || !integer_type (v->s, t, &type))
    return false;
  if (type.is_unsigned)
    return a.bits <= value.bits && value.bits <= b.bits;
  return (int64_t) a.bits <= (int64_t) value.bits
	 && (int64_t) value.bits <= (int64_t) b.bits;
}

/* Expressions that were computed before.  */

static uint64_t
mix (uint64_t hash, uint64_t x)
{
  return (hash ^ x) * 0x9e3779b97f4a7c15u;
}

static uint64_t
hash_value (uint64_t hash, const struct value *a)
{
  return mix (mix (mix (hash, a->kind), a->index), a->bits);
}

static uint64_t
hash_operand (const struct values *v, uint64_t hash, uint32_t operand)
{
  struct value a;

  if (operand_kind (operand) == OPERAND_MEMORY)
    {
      const struct snap_memory *m
	= &snapshot_memory (v->s)[operand_index (operand)];

      hash = mix (mix (hash, m->type), m->n_steps);
      a = values_operand (v, m->base);
      return hash_value (mix (hash, operand_kind (m->base)), &a);
    }
  a = values_operand (v, operand);
  return hash_value (hash, &a);
}

static bool
same_base (const struct values *v, uint32_t x, uint32_t y)
{
  struct value a = values_operand (v, x), b = values_operand (v, y);

  return operand_kind (x) == operand_kind (y) && (x == y || same (&a, &b));
}

static bool
same_memory (const struct values *v, uint32_t x, uint32_t y)
{
  const struct snap_memory *m = snapshot_memory (v->s);

  if (m[x].type != m[y].type || m[x].n_steps != m[y].n_steps
      || ((m[x].flags | m[y].flags) & MEMORY_IS_VOLATILE)
      || !same_base (v, m[x].base, m[y].base))
    return false;
  for (uint32_t i = 0; i < m[x].n_steps; i++)
    {
      const struct snap_step *a
	= &snapshot_steps (v->s)[m[x].first_step + i];
      const struct snap_step *b
	= &snapshot_steps (v->s)[m[y].first_step + i];

      if (a->kind != b->kind || a->type != b->type || a->offset != b->offset)
	return false;
      if (a->kind == STEP_INDEX || a->kind == STEP_RANGE
	  ? !same_base (v, a->index, b->index) : a->index != b->index)
	return false;
    }
  return true;
}

static bool
same_operand (const struct values *v, uint32_t x, uint32_t y)
{
  struct value a, b;

  if (operand_kind (x) == OPERAND_MEMORY
      || operand_kind (y) == OPERAND_MEMORY)
    return operand_kind (x) == operand_kind (y)
	   && same_memory (v, operand_index (x), operand_index (y));
  a = values_operand (v, x);
  b = values_operand (v, y);
  return same (&a, &b);
}

/* What T reads memory in; NONE if it does not.  */
static uint32_t
memory_state (struct values *v, const struct snap_statement *t)
{
  uint32_t o;

  if (t->vuse == NONE)
    return NONE;
  if (v->points_to && t->code == STATEMENT_ASSIGN && t->n_operands == 1)
    {
      o = snapshot_operands (v->s)[t->first_operand];
      if (operand_kind (o) == OPERAND_MEMORY)
	return values_earlier_state (v, v->of[t->vuse].index, operand_index (o));
    }
  return v->of[t->vuse].index;
}

static bool
same_expression (struct values *v, const struct snap_statement *a,
		 const struct snap_statement *b)
{
  if (a->operation != b->operation || a->type != b->type
      || a->n_operands != b->n_operands || a->first_extra != b->first_extra
      || memory_state (v, a) != memory_state (v, b))
    return false;
  for (uint32_t i = 0; i < a->n_operands; i++)
    if (!same_operand (v, snapshot_operands (v->s)[a->first_operand + i],
		       snapshot_operands (v->s)[b->first_operand + i]))
      return false;
  return true;
}

/* The name that has the value of STATEMENT already, or its own.  */
static struct value
value_computed_before (struct values *v, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (v->s)[statement];
  uint64_t hash = mix (t->operation, memory_state (v, t));

  for (uint32_t i = 0; i < t->n_operands; i++)
    hash = hash_operand (v, hash,
			 snapshot_operands (v->s)[t->first_operand + i]);
  hash ^= hash >> 32;
  for (uint32_t i = 0; i < PROBES; i++)
    {
      uint32_t *slot = &v->table[(hash + i) & v->table_mask];
      const struct snap_statement *before;

      if (!*slot)
	{
	  *slot = statement + 1;
	  break;
	}
      before = &snapshot_statements (v->s)[*slot - 1];
      if (same_expression (v, before, t))
	return v->of[operand_index (before->lhs)];
    }
  return (struct value) { KNOWN_NAME, operand_index (t->lhs), 0 };
}

/* Statements.  */

/* What the statement before stored to just what T loads; false if it did
   not.  */
static bool
value_stored (struct values *v, const struct snap_statement *t,
	      uint32_t memory, struct value *value)
{
  uint32_t name, definition;
  const struct snap_statement *d;

  if (t->vuse == NONE)
    return false;
  name = memory_state (v, t);
  definition = snapshot_ssa (v->s)[name].definition;
  if (definition == NONE)
    return false;
  d = &snapshot_statements (v->s)[definition];
  if (d->code != STATEMENT_ASSIGN || d->operation != OPERATION_COPY
      || d->n_operands != 1 || operand_kind (d->lhs) != OPERAND_MEMORY
      || !same_memory (v, operand_index (d->lhs), memory))
    return false;
  *value = values_operand (v, snapshot_operands (v->s)[d->first_operand]);
  return value->kind != KNOWN_NOTHING;
}

/* The value of ?: if its condition is known; false if not.  */
static bool
value_chosen (const struct values *v, const struct snap_statement *t,
	      struct value *value)
{
  const uint32_t *o = snapshot_operands (v->s) + t->first_operand;
  enum truth truth = values_compare (v, t->first_extra, o);

  if (truth == TRUTH_UNKNOWN)
    return false;
  *value = values_operand (v, o[truth == TRUTH_TRUE ? 2 : 3]);
  return value->kind != KNOWN_NOTHING;
}

/* What is known of T's value from its operands; false if nothing is.  */
static bool
value_folded (const struct values *v, const struct snap_statement *t,
	      struct value *value)
{
  const uint32_t *o = snapshot_operands (v->s) + t->first_operand;
  struct integer_type type, from;
  struct value a, b;
  enum truth truth;
  uint32_t pointee, from_type;

  if (t->operation == OPERATION_CONDITIONAL && t->n_operands == 4)
    return value_chosen (v, t, value);
  if (t->type == NONE || t->n_operands < 1 || t->n_operands > 2
      || !integer_type (v->s, t->type, &type))
    return false;
  value->index = 0;
  if (orders (t->operation) && t->n_operands == 2)
    {
      truth = values_compare (v, t->operation, o);
      value->kind = KNOWN_CONSTANT;
      value->bits = integer_extend (type, truth == TRUTH_TRUE);
      return truth != TRUTH_UNKNOWN;
    }
  from_type = operand_type (v->s, o[0], &pointee);
  a = values_operand (v, o[0]);
  if (from_type == NONE || !integer_type (v->s, from_type, &from))
    return false;
  value->kind = KNOWN_CONSTANT;
  if (t->n_operands == 1)
    return a.kind == KNOWN_CONSTANT
	   && integer_unary (t->operation, type, a.bits, &value->bits);
  b = values_operand (v, o[1]);
  if (a.kind == KNOWN_CONSTANT && b.kind == KNOWN_CONSTANT)
    return integer_binary (t->operation, type, a.bits, b.bits, &value->bits);
  value->bits = 0;
  switch (t->operation)
    {
    case OPERATION_MINUS:
    case OPERATION_BIT_XOR:
      return values_equal (v, &a, &b);
    case OPERATION_MULTIPLY:
    case OPERATION_BIT_AND:
    case OPERATION_TRUTH_AND:
      return (a.kind == KNOWN_CONSTANT && a.bits == 0)
	     || (b.kind == KNOWN_CONSTANT && b.bits == 0);
    default:
      return false;
    }
}

bool
is_expectation (const struct snapshot *s, const struct snap_statement *t)
{
  return t->code == STATEMENT_CALL && t->decl != NONE && t->n_operands >= 2
	 && operand_kind (t->lhs) == OPERAND_SSA
	 && snapshot_decls (s)[t->decl].builtin == BUILTIN_EXPECT;
}

void
values_visit (struct values *v, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (v->s)[statement];
  struct value value = { KNOWN_NOTHING, 0, 0 };
  uint32_t o;

  if (v->points_to && is_expectation (v->s, t))
    {
      value = values_operand (v, snapshot_operands (v->s)
				   [t->first_operand + 1]);
      if (value.kind != KNOWN_NOTHING)
	v->of[operand_index (t->lhs)] = value;
      return;
    }
  if (t->code == STATEMENT_CALL && v->returned && v->returned[statement])
    {
      v->of[operand_index (t->lhs)]
	= (struct value) { KNOWN_CONSTANT, 0, v->returned[statement]->bits };
      return;
    }
  if (t->code != STATEMENT_ASSIGN || operand_kind (t->lhs) != OPERAND_SSA
      || t->n_operands == 0 || (t->flags & STATEMENT_IS_VOLATILE)
      || (snapshot_ssa (v->s)[operand_index (t->lhs)].flags
	  & SSA_IS_ABNORMAL))
    return;
  o = snapshot_operands (v->s)[t->first_operand];
  if (t->operation == OPERATION_COPY && t->n_operands == 1)
    {
      if (operand_kind (o) == OPERAND_MEMORY)
	{
	  if (!value_stored (v, t, operand_index (o), &value))
	    value = value_computed_before (v, statement);
	}
      else
	value = values_operand (v, o);
      if (value.kind != KNOWN_NOTHING)
	v->of[operand_index (t->lhs)] = value;
      return;
    }
  if (!value_folded (v, t, &value))
    {
      if (t->operation == OPERATION_OTHER)
	return;
      value = value_computed_before (v, statement);
    }
  v->of[operand_index (t->lhs)] = value;
}

/* Phis.  */

void
phi_value_init (struct phi_value *p)
{
  memset (p, 0, sizeof *p);
  p->undefined = NONE;
}

/* Whether NAME is a variable's value before it has any.  */
static bool
is_undefined (const struct snapshot *s, uint32_t name)
{
  const struct snap_ssa *ssa = &snapshot_ssa (s)[name];
  const struct snap_decl *d;

  if (!(ssa->flags & SSA_IS_DEFAULT) || (ssa->flags & SSA_IS_VIRTUAL))
    return false;
  if (ssa->decl == NONE)
    return true;
  d = &snapshot_decls (s)[ssa->decl];
  return d->kind != DECL_PARAMETER
	 && !(d->kind == DECL_RESULT && (d->flags & DECL_IS_BY_REFERENCE))
	 && !(d->flags & DECL_IS_REGISTER);
}

void
phi_value_add (const struct values *v, struct phi_value *p, uint32_t lhs,
	       uint32_t operand, bool is_known)
{
  struct value value = values_operand (v, operand);

  if (operand == lhs)
    return;
  p->count++;
  if (operand_kind (operand) == OPERAND_SSA && !is_known)
    value = (struct value) { KNOWN_NAME, operand_index (operand), 0 };
  if (value.kind == KNOWN_NAME && is_undefined (v->s, value.index))
    p->undefined = value.index;
  else if (value.kind == KNOWN_NOTHING)
    p->differs = true;
  else if (p->same.kind == KNOWN_NOTHING)
    p->same = value;
  else if (!values_equal (v, &p->same, &value))
    p->differs = true;
}

void
phi_value_finish (struct values *v, const struct phi_value *p, uint32_t lhs)
{
  uint32_t name = operand_index (lhs);
  struct value undefined = { KNOWN_NAME, p->undefined, 0 };

  if (p->differs || (snapshot_ssa (v->s)[name].flags & SSA_IS_ABNORMAL))
    return;
  if (p->undefined == NONE)
    {
      if (p->same.kind != KNOWN_NOTHING)
	v->of[name] = p->same;
    }
  else if (p->count <= 1 || p->same.kind == KNOWN_NOTHING)
    v->of[name] = undefined;
  /* A value that may be undefined is a constant's, but no other name's.  */
  else if (p->same.kind != KNOWN_NAME)
    v->of[name] = p->same;
}
