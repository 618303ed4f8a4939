/* ranges-evaluate.c - what a statement makes of the ranges of its operands.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/ranges-internal.h"

static const struct integer_type bit = { 1, true, true };

static void
bits_range (unsigned bits, struct range *r)
{
  range_clear (r);
  if (bits)
    {
      r->count = 1;
      r->part[0].low = integer_of (!(bits & 1));
      r->part[0].high = integer_of (bits >> 1);
    }
}

unsigned
address_nullness (const struct snapshot *s, uint32_t index, unsigned pointer)
{
  const struct snap_memory *m = &snapshot_memory (s)[index];
  switch (operand_kind (m->base))
    {
    case OPERAND_DECL:
      {
	const struct snap_decl *d
	  = &snapshot_decls (s)[operand_index (m->base)];
	if (!(d->flags & DECL_IS_GLOBAL))
	  return NULLNESS_NONNULL;
	return d->flags & DECL_IS_WEAK || !null_is_invalid (s)
	       ? NULLNESS_UNKNOWN : NULLNESS_NONNULL;
      }
    case OPERAND_CONSTANT:
      return snapshot_constants (s)[operand_index (m->base)].kind
	     == CONSTANT_STRING ? NULLNESS_NONNULL : NULLNESS_UNKNOWN;
    case OPERAND_SSA:
      /* Of a field of what a null pointer points to nobody can say.  */
      if (pointer == NULLNESS_NONNULL && null_is_invalid (s)
	  && !(s->options & SNAPSHOT_OPTION_WRAPV_POINTER))
	return NULLNESS_NONNULL;
      if (m->offset_bits == 0 && m->size_bits == m->max_size_bits
	  && !(m->flags & MEMORY_IS_VARIABLE))
	return pointer;
      return pointer == NULLNESS_NEVER ? NULLNESS_NEVER : NULLNESS_UNKNOWN;
    default:
      return NULLNESS_UNKNOWN;
    }
}

/* An operand's type, if its values have ranges.  */
static bool
operand_kind_of (struct solver *v, uint32_t operand, struct integer_type *t,
		 bool *is_pointer)
{
  switch (operand_kind (operand))
    {
    case OPERAND_SSA:
      *t = v->r->type[operand_index (operand)];
      *is_pointer = v->r->kind[operand_index (operand)] == NAME_POINTER;
      return v->r->kind[operand_index (operand)] != NAME_UNTRACKED;
    case OPERAND_CONSTANT:
      {
	const struct snap_constant *c
	  = &snapshot_constants (v->s)[operand_index (operand)];
	return c->kind == CONSTANT_INTEGER
	       && range_type (v->s, c->type, t, is_pointer);
      }
    case OPERAND_ADDRESS:
      *t = bit;
      *is_pointer = true;
      return true;
    default:
      return false;
    }
}

/* The range of OPERAND, whose version is VERSION if it is a name.  May be that of a
   name itself, else it is made in ROOM.  NULL: not known.  */
static const struct range *
operand_range (struct solver *v, uint32_t operand, uint32_t version,
	       struct range *room)
{
  struct integer_type t;
  struct integer value;
  bool is_pointer;
  if (!operand_kind_of (v, operand, &t, &is_pointer))
    return NULL;
  v->steps++;
  if (operand_kind (operand) == OPERAND_SSA)
    return version == NONE ? v->full[operand_index (operand)]
			   : v->value[version];
  if (operand_kind (operand) == OPERAND_ADDRESS)
    bits_range (address_nullness (v->s, operand_index (operand),
				  version == NONE ? NULLNESS_UNKNOWN
				  : range_truth (v->value[version])), room);
  else if (!constant_integer (v->s, v->m, operand, &value))
    return NULL;
  else if (is_pointer)
    bits_range (value.size ? NULLNESS_NONNULL : NULLNESS_NULL, room);
  else
    range_single (integer_reduce (v->m, value, t.precision, t.is_unsigned),
		  room);
  return room;
}

/* Comparisons.  */

/* Of pointers, of which is known whether they are null.  */
static unsigned
compare_pointers (uint32_t operation, const struct range *a,
		  const struct range *b)
{
  unsigned x = range_truth (a), y = range_truth (b), equal = 3;
  if (!x || !y)
    return 0;
  if (operation != OPERATION_EQUAL && operation != OPERATION_NOT_EQUAL)
    return 3;
  if (x == NULLNESS_NULL && y == NULLNESS_NULL)
    equal = 2;
  else if ((x & y) == 0)
    equal = 1;
  if (operation == OPERATION_EQUAL || equal == 3)
    return equal;
  return 3 - equal;
}

static unsigned
compare_same (uint32_t operation)
{
  return operation == OPERATION_EQUAL || operation == OPERATION_LESS_EQUAL
	 || operation == OPERATION_GREATER_EQUAL ? 2 : 1;
}

/* As range_truth: what comparing O[0] with O[1] may say.  */
static unsigned
compare_operands (struct solver *v, uint32_t operation, const uint32_t *o,
		  const uint32_t *version)
{
  struct range room[2];
  struct integer_type t[2];
  bool is_pointer[2];
  if (!is_integer_comparison (operation)
      || !operand_kind_of (v, o[0], &t[0], &is_pointer[0])
      || !operand_kind_of (v, o[1], &t[1], &is_pointer[1])
      || is_pointer[0] != is_pointer[1])
    return 3;
  const struct range *a = operand_range (v, o[0], version[0], &room[0]);
  const struct range *b = operand_range (v, o[1], version[1], &room[1]);
  if (!a || !b)
    return 3;
  if (a->count && operand_kind (o[0]) == OPERAND_SSA && o[0] == o[1])
    return compare_same (operation);
  return is_pointer[0] ? compare_pointers (operation, a, b)
		       : range_compare (operation, a, b);
}

unsigned
evaluate_condition (struct solver *v, const struct snap_statement *t)
{
  return compare_operands (v, t->operation,
			   snapshot_operands (v->s) + t->first_operand,
			   v->r->version + t->first_operand);
}

/* Assignments.  */

struct assignment
{
  const struct snap_statement *t;
  const uint32_t *o, *version;
  struct integer_type type;
  bool is_pointer;
  const struct range *full;
};

static void
evaluate_pointer (struct solver *v, const struct assignment *x,
		  struct range *out)
{
  struct range room;
  const struct range *a = operand_range (v, x->o[0], x->version[0], &room);
  struct integer_type from;
  bool is_pointer;
  unsigned bits;
  if (!a || !operand_kind_of (v, x->o[0], &from, &is_pointer))
    {
      range_copy (x->full, out);
      return;
    }
  bits = range_truth (a);
  switch (x->t->operation)
    {
    case OPERATION_COPY:
    case OPERATION_CONVERT:
    case OPERATION_VIEW_CONVERT:
    case OPERATION_PAREN:
      /* Only of a wider integer may the bits that are set be lost.  */
      if (!is_pointer && from.precision > v->s->pointer_bits
	  && bits & NULLNESS_NONNULL)
	bits = NULLNESS_UNKNOWN;
      break;
    case OPERATION_POINTER_PLUS:
      if (bits && (bits != NULLNESS_NONNULL || !null_is_invalid (v->s)
		   || v->s->options & SNAPSHOT_OPTION_WRAPV_POINTER))
	bits = NULLNESS_UNKNOWN;
      break;
    default:
      bits = NULLNESS_UNKNOWN;
    }
  bits_range (bits, out);
}

/* A pointer as an integer.  */
static void
convert_pointer (struct solver *v, const struct assignment *x,
		 const struct range *a, struct range *out)
{
  struct range zero;
  unsigned bits = range_truth (a);
  range_single (integer_of (0), &zero);
  if (!bits)
    range_clear (out);
  else if (bits == NULLNESS_NULL)
    range_copy (&zero, out);
  else if (bits == NULLNESS_NONNULL
	   && x->type.precision >= v->s->pointer_bits)
    range_complement (v->m, x->type, &zero, out);
  else
    range_copy (x->full, out);
}

static bool
is_conversion (uint32_t operation)
{
  return operation == OPERATION_COPY || operation == OPERATION_CONVERT
	 || operation == OPERATION_VIEW_CONVERT;
}

static void
evaluate_unary (struct solver *v, const struct assignment *x,
		struct range *out)
{
  struct range room;
  const struct range *a = operand_range (v, x->o[0], x->version[0], &room);
  struct integer_type from;
  bool is_pointer;
  if (!a || !operand_kind_of (v, x->o[0], &from, &is_pointer))
    range_copy (x->full, out);
  else if (is_pointer && is_conversion (x->t->operation))
    convert_pointer (v, x, a, out);
  else if (is_pointer)
    range_copy (x->full, out);
  else
    range_unary (v->m, x->t->operation, x->type, a, out);
}

static void
evaluate_comparison (struct solver *v, const struct assignment *x,
		     struct range *out)
{
  unsigned truth = compare_operands (v, x->t->operation, x->o, x->version);
  range_clear (out);
  if (truth & 1)
    range_add (v->m, out, integer_of (0), integer_of (0));
  if (truth & 2)
    range_add_fitted (v->m, x->type, true, integer_of (1), integer_of (1),
		      out);
}

static void
evaluate_binary (struct solver *v, const struct assignment *x,
		 struct range *out)
{
  struct range room[2];
  struct integer_type t[2];
  bool is_pointer[2];
  if (is_integer_comparison (x->t->operation))
    {
      evaluate_comparison (v, x, out);
      return;
    }
  const struct range *a = operand_range (v, x->o[0], x->version[0], &room[0]);
  const struct range *b = operand_range (v, x->o[1], x->version[1], &room[1]);
  if (!a || !b || !operand_kind_of (v, x->o[0], &t[0], &is_pointer[0])
      || !operand_kind_of (v, x->o[1], &t[1], &is_pointer[1])
      || is_pointer[0] || is_pointer[1])
    range_copy (x->full, out);
  else
    range_binary (v->m, x->t->operation, x->type, a, b, out);
}

/* a CMP b ? c : d */
static void
evaluate_conditional (struct solver *v, const struct assignment *x,
		      struct range *out)
{
  unsigned truth = compare_operands (v, x->t->first_extra, x->o, x->version);
  range_clear (out);
  for (unsigned i = 0; i < 2; i++)
    if (truth >> (1 - i) & 1)
      {
	struct range room;
	const struct range *a
	  = operand_range (v, x->o[2 + i], x->version[2 + i], &room);
	range_unite (v->m, out, a ? a : x->full);
      }
}

static void
evaluate_assignment (struct solver *v, const struct assignment *x,
		     struct range *out)
{
  struct range both;
  if (x->t->operation == OPERATION_CONDITIONAL && x->t->n_operands == 4)
    evaluate_conditional (v, x, out);
  else if (x->is_pointer)
    evaluate_pointer (v, x, out);
  else if (x->t->n_operands == 1)
    evaluate_unary (v, x, out);
  else if (x->t->n_operands == 2)
    evaluate_binary (v, x, out);
  else
    range_copy (x->full, out);
  /* Constants and operands of an odd type.  */
  range_intersect (out, x->full, &both);
  range_finish (v->m, &both);
  range_copy (&both, out);
}

static void
evaluate_call (struct solver *v, const struct assignment *x,
	       struct range *out)
{
  const struct snap_statement *t = x->t;
  uint16_t builtin
    = t->decl == NONE ? BUILTIN_NONE : snapshot_decls (v->s)[t->decl].builtin;
  struct range room;
  const struct range *a;
  range_copy (x->full, out);
  if (builtin == BUILTIN_EXPECT && t->n_operands > 1)
    {
      a = operand_range (v, x->o[1], x->version[1], &room);
      if (a)
	range_intersect (x->full, a, out);
    }
  else if (x->is_pointer
	   && ((builtin >= BUILTIN_ALLOCA
		&& builtin <= BUILTIN_ALLOCA_WITH_ALIGN_AND_MAX)
	       || (null_is_invalid (v->s)
		   && call_attribute (v->s, t,
				      SNAP_ATTRIBUTE_RETURNS_NONNULL))))
    bits_range (NULLNESS_NONNULL, out);
}

static void
evaluate_phi (struct solver *v, const struct assignment *x,
	      struct range *out)
{
  const struct snap_block *b = &snapshot_blocks (v->s)[x->t->block];
  range_clear (out);
  for (uint32_t i = 0; i < x->t->n_operands; i++)
    {
      struct range room;
      if (!v->edge[snapshot_preds (v->s)[b->first_predecessor + i]])
	continue;
      const struct range *a
	= operand_range (v, x->o[i], x->version[i], &room);
      range_unite (v->m, out, a ? a : x->full);
      if (!a)
	return;
    }
}

/* A value on entry.  */
static void
evaluate_default (struct solver *v, uint32_t name, struct range *out)
{
  uint32_t decl = snapshot_ssa (v->s)[name].decl;
  range_copy (v->full[name], out);
  if (v->r->kind[name] == NAME_POINTER && decl != NONE
      && null_is_invalid (v->s)
      && snapshot_decls (v->s)[decl].flags
	 & (DECL_IS_NONNULL_PARAMETER | DECL_IS_BY_REFERENCE))
    bits_range (NULLNESS_NONNULL, out);
}

static void
evaluate_name (struct solver *v, uint32_t name, struct range *out)
{
  const struct snap_ssa *ssa = &snapshot_ssa (v->s)[name];
  if (ssa->definition == NONE)
    {
      evaluate_default (v, name, out);
      return;
    }
  const struct snap_statement *t
    = &snapshot_statements (v->s)[ssa->definition];
  struct assignment x
    = { .t = t, .o = snapshot_operands (v->s) + t->first_operand,
	.version = v->r->version + t->first_operand,
	.type = v->r->type[name],
	.is_pointer = v->r->kind[name] == NAME_POINTER,
	.full = v->full[name] };
  if (v->r->same_as[name])
    {
      x.o = &v->r->same_as[name];
      x.version = &v->r->same_version[name];
      evaluate_assignment (v, &x, out);
    }
  else if (t->lhs != OPERAND (OPERAND_SSA, name))
    range_copy (x.full, out);
  else if (t->code == STATEMENT_ASSIGN)
    evaluate_assignment (v, &x, out);
  else if (t->code == STATEMENT_PHI)
    evaluate_phi (v, &x, out);
  else if (t->code == STATEMENT_CALL)
    evaluate_call (v, &x, out);
  else
    range_copy (x.full, out);
  if (x.is_pointer && null_is_invalid (v->s)
      && snapshot_types (v->s)[ssa->type].kind == SNAP_TYPE_REFERENCE)
    range_intersect (out, ((const struct range *const *)
			   v->r->sets.bytes)[1], out);
}

/* Refinements.  */

/* The set that the comparison with OTHER confines the name to.  */
static void
compared (struct solver *v, const struct refinement *x,
	  const struct range *other, struct range *out)
{
  unsigned bits;
  if (v->r->kind[x->name] != NAME_POINTER)
    {
      range_compared (v->m, x->operation, v->r->type[x->name], other, out);
      return;
    }
  bits = range_truth (other);
  if (bits && x->operation == OPERATION_NOT_EQUAL)
    bits = bits == NULLNESS_NULL ? NULLNESS_NONNULL : NULLNESS_UNKNOWN;
  else if (bits && x->operation == OPERATION_GREATER)
    bits = NULLNESS_NONNULL;
  else if (bits && x->operation != OPERATION_EQUAL)
    bits = NULLNESS_UNKNOWN;
  bits_range (bits, out);
}

static bool
refined_by_comparison (struct solver *v, const struct refinement *x,
		       struct range *out)
{
  struct range room;
  const struct range *other = &room;
  bool is_pointer;
  struct integer_type t;
  if (x->a == 0)
    range_single (integer_of (0), &room);
  else if (!operand_kind_of (v, x->a, &t, &is_pointer)
	   || is_pointer != (v->r->kind[x->name] == NAME_POINTER)
	   || !(other = operand_range (v, x->a, x->b, &room)))
    return false;
  compared (v, x, other, out);
  return true;
}

static bool
refined_by_result (struct solver *v, const struct refinement *x,
		   struct range *out)
{
  const struct snap_statement *t = &snapshot_statements (v->s)[x->b];
  const uint32_t *o = snapshot_operands (v->s) + t->first_operand;
  const struct range *result = v->value[x->a], *other = NULL;
  struct range room;
  v->steps++;
  if (t->code == STATEMENT_CALL || v->r->kind[x->name] == NAME_POINTER)
    {
      range_copy (result, out);
      return true;
    }
  if (t->n_operands == 2)
    {
      uint32_t i = !x->operand;
      other = operand_range (v, o[i], v->r->version[t->first_operand + i],
			     &room);
      if (!other)
	return false;
    }
  return range_inverse (v->m, t->operation,
			v->r->type[operand_index (t->lhs)], x->operand,
			v->r->type[x->name], result, other, out);
}

/* The statement of the name, with more known of one operand.  */
static void
refined_by_operand (struct solver *v, const struct refinement *x,
		    struct range *out)
{
  const struct snap_statement *t = &snapshot_statements (v->s)[x->b];
  uint32_t version[2] = { NONE, NONE };
  struct assignment a
    = { .t = t, .o = snapshot_operands (v->s) + t->first_operand,
	.version = version, .type = v->r->type[x->name],
	.is_pointer = v->r->kind[x->name] == NAME_POINTER,
	.full = v->full[x->name] };
  version[x->operand] = x->a;
  evaluate_assignment (v, &a, out);
}

static void
evaluate_refinement (struct solver *v, const struct refinement *x,
		     struct range *out)
{
  const struct range *parent = v->value[x->parent];
  struct range set;
  bool known;
  v->steps++;
  switch (x->kind)
    {
    case REFINED_BY_SET:
      range_intersect (parent, ((const struct range *const *)
				v->r->sets.bytes)[x->a], out);
      range_finish (v->m, out);
      return;
    case REFINED_BY_JOIN:
      {
	const uint32_t *versions = (const uint32_t *) v->r->joins.bytes + x->a;
	const struct snap_block *b
	  = &snapshot_blocks (v->s)[operand_index (x->place)];
	range_clear (&set);
	for (uint32_t i = 0; i < b->n_predecessors; i++)
	  if (v->edge[snapshot_preds (v->s)[b->first_predecessor + i]])
	    {
	      v->steps++;
	      range_unite (v->m, &set, v->value[versions[i]]);
	    }
	known = true;
	break;
      }
    case REFINED_BY_OPERAND:
      refined_by_operand (v, x, &set);
      known = true;
      break;
    case REFINED_BY_COMPARISON:
      known = refined_by_comparison (v, x, &set);
      break;
    default:
      known = refined_by_result (v, x, &set);
      break;
    }
  if (known)
    range_intersect (parent, &set, out);
  else
    range_copy (parent, out);
  range_finish (v->m, out);
}

void
evaluate_version (struct solver *v, uint32_t version, struct range *out)
{
  if (version < v->n_ssa)
    evaluate_name (v, version, out);
  else
    evaluate_refinement (v, &refinements_array (v->r)[version - v->n_ssa],
			 out);
}
