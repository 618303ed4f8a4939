/* check-alloc-size.c - allocators that give less than they promise.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The attribute alloc_size promises that the object has as many bytes as a
   parameter says, or as the product of two.  What another allocator was asked
   for, and how far behind its start the result points, is followed through
   copies and constants.  Too little is: a size to which a promised parameter
   adds nothing, as the function never looks at it; and a size that is the
   parameter's and some bytes, of which more lie before the result.  A parameter
   that is looked at may have been found to be small.  */

#include "passes/all.h"
#include "passes/alias.h"
#include "passes/arithmetic.h"
#include "passes/attribute.h"
#include "passes/origin.h"

/* Copies and additions that one value is followed through.  */
#define STEPS 16

/* BASE and OFFSET bytes.  BASE: an SSA operand, or the NONE-operand for a
   constant.  */
struct sum
{
  uint32_t base;
  int64_t offset;
};

struct size_check
{
  struct query_context *cx;
  const struct snapshot *s;
  const uint8_t *returns;	/* By block.  */
  const uint8_t *edges;		/* Executable ones.  */
  uint32_t promised[2];		/* DECLS: parameters, or NONE.  */
  bool ignored[2];
  enum message message;		/* MESSAGES: none yet.  */
  uint32_t call;		/* What allocates.  */
  uint32_t decl, other;		/* Arguments, or NONE.  */
  uint32_t bytes;
};

/* Whether T gives its operand on without loss: not to a narrower integer.  */
static bool
is_wide_copy (const struct snapshot *s, const struct snap_statement *t)
{
  uint32_t operand = snapshot_operands (s)[t->first_operand], pointee;
  struct integer_type from, to;
  bool pointer;

  return statement_is_copy (t) && operand_kind (operand) == OPERAND_SSA
	 && integer_form (s, operand_type (s, operand, &pointee), &from,
			  &pointer)
	 && integer_form (s, operand_type (s, t->lhs, &pointee), &to, &pointer)
	 && to.precision >= from.precision;
}

/* What OPERAND is the sum of.  */
static struct sum
sum_of (const struct snapshot *s, uint32_t operand)
{
  struct sum sum = { operand, 0 };
  int64_t value;

  for (unsigned i = 0; i < STEPS; i++)
    {
      uint32_t d = snapshot_definition (s, sum.base);
      const struct snap_statement *t;
      const uint32_t *o;

      if (constant_value (s, sum.base, &value)
	  && value > INT32_MIN && value < INT32_MAX)
	return (struct sum) { OPERAND (OPERAND_NONE, 0), sum.offset + value };
      if (d == NONE)
	break;
      t = &snapshot_statements (s)[d];
      o = snapshot_operands (s) + t->first_operand;
      if (t->code != STATEMENT_ASSIGN)
	break;
      if (is_wide_copy (s, t)
	  || (t->operation == OPERATION_COPY
	      && operand_kind (o[0]) == OPERAND_CONSTANT))
	sum.base = o[0];
      else if ((t->operation == OPERATION_PLUS
		|| t->operation == OPERATION_POINTER_PLUS)
	       && constant_value (s, o[1], &value)
	       && value > INT32_MIN && value < INT32_MAX)
	{
	  sum.base = o[0];
	  sum.offset += value;
	}
      else
	break;
    }
  return sum;
}

/* The parameter whose value on entry OPERAND is; else NONE.  */
static uint32_t
parameter_of (const struct snapshot *s, uint32_t operand)
{
  const struct snap_ssa *n;

  if (operand_kind (operand) != OPERAND_SSA)
    return NONE;
  n = &snapshot_ssa (s)[operand_index (operand)];
  return n->flags & SSA_IS_DEFAULT && n->decl != NONE
	 && snapshot_decls (s)[n->decl].kind == DECL_PARAMETER
	 ? n->decl : NONE;
}

/* How many bytes the allocation T gets.  False if that cannot be seen.  */
static bool
allocated_size (const struct snapshot *s, const struct snap_statement *t,
		struct sum *size)
{
  const struct snap_attribute *a
    = t->code == STATEMENT_CALL
      ? type_attribute (s, t->type, SNAP_ATTRIBUTE_ALLOC_SIZE) : NULL;
  const uint32_t *arguments = snapshot_operands (s) + t->first_operand + 1;
  int64_t count = 1;

  if (!a || a->argument >= call_arguments (t)
      || (a->argument2 != NONE && a->argument2 >= call_arguments (t)))
    return false;
  *size = sum_of (s, arguments[a->argument]);
  if (a->argument2 == NONE)
    return true;
  if (constant_value (s, arguments[a->argument], &count) && count == 1)
    *size = sum_of (s, arguments[a->argument2]);
  else
    return constant_value (s, arguments[a->argument2], &count) && count == 1;
  return true;
}

static void
find (struct size_check *k, enum message message, uint32_t decl)
{
  k->message = message;
  k->decl = decl;
}

/* The result points BEHIND bytes behind the start of SIZE bytes.  */
static void
compare (struct size_check *k, struct sum size, int64_t behind)
{
  uint32_t parameter = parameter_of (k->s, size.base);

  for (unsigned i = 0; i < 2; i++)
    if (k->promised[i] != NONE && k->ignored[i] && behind >= 0)
      {
	if (operand_kind (size.base) == OPERAND_NONE && size.offset >= behind)
	  {
	    find (k, MESSAGE_ALLOC_SIZE_SMALLER, k->promised[i]);
	    k->bytes = (uint32_t) (size.offset - behind);
	  }
	else if (parameter != NONE && size.offset == behind)
	  {
	    find (k, MESSAGE_ALLOC_SIZE_OTHER, k->promised[i]);
	    k->other = parameter;
	  }
	return;
      }
  if (k->promised[1] == NONE && parameter == k->promised[0]
      && parameter != NONE && behind >= 0 && size.offset < behind
      && behind - size.offset < INT32_MAX)
    {
      find (k, MESSAGE_ALLOC_SIZE_LESS, parameter);
      k->bytes = (uint32_t) (behind - size.offset);
    }
}

/* OPERAND is returned.  */
static void
look_at_value (struct size_check *k, uint32_t operand)
{
  struct sum result = sum_of (k->s, operand), size;
  uint32_t call = snapshot_definition (k->s, result.base);

  if (k->message != MESSAGES || call == NONE
      || !allocated_size (k->s, &snapshot_statements (k->s)[call], &size))
    return;
  compare (k, size, result.offset);
  k->call = call;
}

/* What statement I returns, or each value of the phi that it returns.  */
static void
look_at_return (struct size_check *k, uint32_t i)
{
  const struct snapshot *s = k->s;
  const struct snap_statement *t = &snapshot_statements (s)[i];
  const struct snap_block *b;
  uint32_t phi;

  if (t->code != STATEMENT_RETURN || t->n_operands == 0
      || !k->returns[t->block])
    return;
  phi = copied_phi (s, snapshot_operands (s)[t->first_operand]);
  if (phi == NONE)
    {
      look_at_value (k, snapshot_operands (s)[t->first_operand]);
      return;
    }
  t = &snapshot_statements (s)[phi];
  b = &snapshot_blocks (s)[t->block];
  for (uint32_t j = 0; j < t->n_operands; j++)
    {
      uint32_t edge = snapshot_preds (s)[b->first_predecessor + j];

      if (k->edges[edge] && k->returns[snapshot_edges (s)[edge].source])
	look_at_value (k, snapshot_operands (s)[t->first_operand + j]);
    }
}

/* What the function promises.  False if it is nothing that can be seen.  */
static bool
read_promise (struct size_check *k)
{
  const struct snapshot *s = k->s;
  const struct snap_attribute *a
    = declaration_attribute (s, s->decl, SNAP_ATTRIBUTE_ALLOC_SIZE);
  const uint32_t *parameters = snapshot_lists (s) + s->first_parameter;

  if (!keeps_own_promises (s) || !a)
    return false;
  for (unsigned i = 0; i < 2; i++)
    {
      uint32_t number = i ? a->argument2 : a->argument;
      const struct snap_decl *d;

      k->promised[i] = number < s->n_parameters ? parameters[number] : NONE;
      if (k->promised[i] == NONE)
	continue;
      d = &snapshot_decls (s)[k->promised[i]];
      k->ignored[i] = d->default_def == NONE
		      && !(d->flags & DECL_IS_ADDRESSABLE);
    }
  return k->promised[0] != NONE;
}

static void
report (const struct size_check *k, struct findings_builder *b)
{
  findings_add (b, CHECK_alloc_size, k->message,
		PLACE (PLACE_STATEMENT, k->call), 0);
  if (k->message == MESSAGE_ALLOC_SIZE_OTHER)
    findings_add_decl (b, k->other);
  else
    findings_add_number (b, k->bytes);
  findings_add_decl (b, k->decl);
  findings_add (b, CHECK_alloc_size, MESSAGE_DECLARED_HERE,
		PLACE (PLACE_PROMISE, 0), FINDING_IS_NOTE);
  findings_add_fallback (b, PLACE (PLACE_DECL, k->s->decl), NONE);
  findings_add_decl (b, k->s->decl);
}

void
provide_alloc_size (struct query_context *cx, uint32_t key,
		    struct buffer *out)
{
  struct size_check k = { .cx = cx, .s = q_body (cx, key),
			  .message = MESSAGES };
  struct findings_builder b;

  if (read_promise (&k))
    {
      k.edges = executable_edges_edge (q_executable_edges (cx, key));
      k.returns = returning_blocks (cx, key, k.s);
      for (uint32_t i = 0; i < snapshot_n_statements (k.s); i++)
	look_at_return (&k, i);
    }
  findings_builder_init (&b);
  if (k.message != MESSAGES)
    report (&k, &b);
  findings_finish (&b, out);
  findings_builder_release (&b);
}
