/* memory-name.c - what the values of the memory analysis are called.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   As GCC's analyzer chooses: a name of the source is taken as it stands; for a
   temporary the best readable variable or part of one that holds the same
   value, and if there is none what it was computed from.  */

#include "passes/memory-element.h"
#include "passes/memory.h"

#include <string.h>

#include "passes/expression.h"

/* Expressions and access paths nest no deeper.  */
#define DEPTH 8

/* How well a name reads: a variable's own best, each step from it worse (GCC's
   readability).  */
enum { READS_NOT, READS_COMPUTED, READS_STEP = 16, READS_VARIABLE = 65536 };

struct naming
{
  struct memory *m;
  const struct memory_state *s;
  struct buffer *out;
  unsigned depth;
};

const char *
memory_keep_text (struct memory *m, struct buffer *b)
{
  char *text = scratch_alloc (&m->scratch, b->size + 1, 1);

  if (b->size)
    memcpy (text, b->bytes, b->size);
  buffer_release (b);
  return text;
}

const char *
memory_integer_text (struct memory *m, struct integer value)
{
  struct buffer b = BUFFER_INIT;

  integer_text (value, &b);
  return memory_keep_text (m, &b);
}

static bool
is_named_ssa (const struct snapshot *s, uint32_t name)
{
  uint32_t decl = snapshot_ssa (s)[name].decl;

  return decl != NONE
	 && !(snapshot_decls (s)[decl].flags & DECL_IS_ARTIFICIAL);
}

/* Expressions: what a temporary was computed from.  */

static bool append_operand (struct naming *n, uint32_t operand, bool inner);

static bool
append_call (struct naming *n, const struct snap_statement *d)
{
  const struct snapshot *s = n->m->s;
  const uint32_t *o = snapshot_operands (s) + d->first_operand;

  if (d->decl == NONE || d->flags & CALL_IS_INTERNAL)
    return false;
  buffer_add_format (n->out, "%s(",
		     snapshot_string (s, snapshot_decls (s)[d->decl].name));
  for (uint32_t i = 0; i < call_arguments (d); i++)
    {
      if (i)
	buffer_add_format (n->out, ", ");
      if (!append_operand (n, o[1 + i], false))
	return false;
    }
  buffer_add_format (n->out, ")");
  return true;
}

static const char *
operator_text (uint32_t operation)
{
  switch (operation)
    {
    case OPERATION_PLUS:
    case OPERATION_POINTER_PLUS:
      return "+";
    case OPERATION_MINUS:
    case OPERATION_POINTER_DIFFERENCE:
      return "-";
    case OPERATION_MULTIPLY:
      return "*";
    case OPERATION_TRUNC_DIVIDE:
      return "/";
    case OPERATION_TRUNC_MODULO:
      return "%";
    case OPERATION_NEGATE:
      return "-";
    case OPERATION_BIT_NOT:
      return "~";
    default:
      return NULL;
    }
}

/* INNER: as an operand of a product.  */
static bool
append_assignment (struct naming *n, const struct snap_statement *d,
		   bool inner)
{
  const uint32_t *o = snapshot_operands (n->m->s) + d->first_operand;
  const char *text = operator_text (d->operation);
  bool is_product = d->operation == OPERATION_MULTIPLY
		    || d->operation == OPERATION_TRUNC_DIVIDE
		    || d->operation == OPERATION_TRUNC_MODULO;
  bool ok;

  if (d->n_operands == 1 && d->operation == OPERATION_COPY)
    return append_operand (n, o[0], inner);
  if (d->n_operands == 1 && d->operation == OPERATION_CONVERT)
    {
      if (d->type != NONE)
	{
	  buffer_add_format (n->out, "(");
	  type_text (n->m->s, d->type, n->out);
	  buffer_add_format (n->out, ")");
	}
      return append_operand (n, o[0], true);
    }
  if (!text || d->n_operands < 1 || d->n_operands > 2)
    return false;
  if (d->n_operands == 1)
    {
      buffer_add_format (n->out, "%s", text);
      return append_operand (n, o[0], true);
    }
  if (inner && !is_product)
    buffer_add_format (n->out, "(");
  ok = append_operand (n, o[0], is_product);
  buffer_add_format (n->out, " %s ", text);
  ok &= append_operand (n, o[1], is_product);
  if (inner && !is_product)
    buffer_add_format (n->out, ")");
  return ok;
}

static bool
append_operand (struct naming *n, uint32_t operand, bool inner)
{
  const struct snapshot *s = n->m->s;
  const struct snap_statement *d;
  struct buffer before = BUFFER_INIT;
  bool ok;

  if (operand_kind (operand) != OPERAND_SSA
      || is_named_ssa (s, operand_index (operand)))
    {
      operand_text (s, operand, n->out);
      return true;
    }
  if (snapshot_ssa (s)[operand_index (operand)].definition == NONE)
    return false;
  d = &snapshot_statements (s)
	[snapshot_ssa (s)[operand_index (operand)].definition];
  if (n->depth == DEPTH)
    return false;
  /* A part that has no name of its own is unknown, not the whole.  */
  if (n->out->size)
    buffer_add (&before, n->out->bytes, n->out->size);
  n->depth++;
  ok = d->code == STATEMENT_CALL ? append_call (n, d)
       : d->code == STATEMENT_ASSIGN && append_assignment (n, d, inner);
  n->depth--;
  if (!ok)
    {
      buffer_clear (n->out);
      if (before.size)
	buffer_add (n->out, before.bytes, before.size);
      if (n->depth)
	buffer_add_format (n->out, "<unknown>");
    }
  buffer_release (&before);
  return ok || n->depth;
}

const char *
memory_operand_text (struct memory *m, uint32_t operand)
{
  struct buffer b = BUFFER_INIT;
  struct naming n = { m, NULL, &b, 0 };

  if (!append_operand (&n, operand, false))
    buffer_add_format (&b, "<unknown>");
  return memory_keep_text (m, &b);
}

/* Values: what holds one.  */

/* The field of RECORD, or union, in which bit OFFSET lies, or NULL if the body
   mentions none.  Of several the one that is a pointer.  */
static const struct snap_field *
field_at (const struct snapshot *s, uint32_t record, int64_t offset)
{
  const struct snap_field *found = NULL;
  uint32_t main = snapshot_types (s)[record].main_variant;

  for (uint32_t i = 0; i < snapshot_n_fields (s); i++)
    {
      const struct snap_field *f = &snapshot_fields (s)[i];

      if (f->record != NONE
	  && (f->record == record || f->record == main
	      || snapshot_types (s)[f->record].main_variant == record
	      || (main != NONE
		  && snapshot_types (s)[f->record].main_variant == main))
	  && f->offset_bits != SIZE_UNKNOWN && f->size_bits != SIZE_UNKNOWN
	  && (int64_t) f->offset_bits <= offset
	  && offset < (int64_t) (f->offset_bits + f->size_bits)
	  && (!found || snapshot_types (s)[f->type].kind == SNAP_TYPE_POINTER))
	found = f;
    }
  return found;
}

static uint64_t
pointer_bits (const struct snapshot *s, uint32_t type)
{
  return type == NONE || type >= snapshot_n_types (s)
	 ? SIZE_UNKNOWN : snapshot_types (s)[type].size_bits;
}

/* Append the way from an object of type *IN to its SIZE bits at OFFSET; the number
   of steps, -1 if there is none.  *IN is then their type, or NONE.  */
static int
append_steps (struct naming *n, uint32_t *in, int64_t offset, uint64_t size)
{
  const struct snapshot *s = n->m->s;
  uint32_t type = *in;

  *in = NONE;

  for (int steps = 0; type != NONE && steps < DEPTH; steps++)
    {
      const struct snap_type *t = &snapshot_types (s)[type];
      const struct snap_field *f;
      uint64_t each;

      if (t->kind == SNAP_TYPE_ARRAY && t->element != NONE)
	{
	  each = snapshot_types (s)[t->element].size_bits;
	  if (each == 0 || each == SIZE_UNKNOWN || offset < 0)
	    return -1;
	  buffer_add_format (n->out, "[%lld]",
			     (long long) offset / (long long) each);
	  offset %= (int64_t) each;
	  type = t->element;
	}
      else if (t->kind == SNAP_TYPE_RECORD || t->kind == SNAP_TYPE_UNION)
	{
	  f = field_at (s, type, offset);
	  if (!f || *snapshot_string (s, f->name) == '\0')
	    return -1;
	  buffer_add_format (n->out, ".%s", snapshot_string (s, f->name));
	  offset -= (int64_t) f->offset_bits;
	  type = f->type;
	}
      else
	{
	  if (offset != 0 || t->size_bits != size)
	    return -1;
	  *in = type;
	  return steps;
	}
    }
  return -1;
}

static uint32_t append_value (struct naming *n, uint32_t value);
static uint32_t pointee_type (struct naming *n, uint32_t value);

/* The type of what lies in REGION, or NONE.  */
static uint32_t
region_type (struct naming *n, uint32_t region)
{
  struct memory_node r = *memory_node (&n->m->values, region);

  return r.kind == NODE_VARIABLE ? snapshot_decls (n->m->s)[r.a].type
	 : r.kind == NODE_POINTEE ? pointee_type (n, r.a) : NONE;
}

/* The type that the pointer VALUE points to, or NONE.  */
static uint32_t
pointee_type (struct naming *n, uint32_t value)
{
  struct memory_node v = *memory_node (&n->m->values, value);
  const struct snapshot *s = n->m->s;
  uint32_t type = v.type;
  struct buffer steps = BUFFER_INIT;
  struct naming inner = { n->m, n->s, &steps, n->depth + 1 };

  if (v.kind == NODE_INITIAL && n->depth < DEPTH)
    {
      type = region_type (&inner, v.a);
      append_steps (&inner, &type, v.number, pointer_bits (s, v.type));
      buffer_release (&steps);
    }
  if (type == NONE || type >= snapshot_n_types (s)
      || snapshot_types (s)[type].kind != SNAP_TYPE_POINTER)
    return NONE;
  return snapshot_types (s)[type].element;
}

/* SIZE bits at OFFSET of REGION; how well that reads.  */
static uint32_t
append_place (struct naming *n, uint32_t region, int64_t offset, uint64_t size)
{
  struct memory_node r = *memory_node (&n->m->values, region);
  const struct snapshot *s = n->m->s;
  uint32_t reads, type;
  int steps;

  if (r.kind == NODE_VARIABLE)
    {
      const struct snap_decl *d = &snapshot_decls (s)[r.a];

      if (*snapshot_string (s, d->name) == '\0'
	  || d->flags & DECL_IS_ARTIFICIAL)
	return READS_NOT;
      buffer_add_format (n->out, "%s", snapshot_string (s, d->name));
      reads = READS_VARIABLE;
      type = d->type;
    }
  else if (r.kind == NODE_POINTEE)
    {
      buffer_add_format (n->out, "*");
      reads = append_value (n, r.a);
      type = pointee_type (n, r.a);
      if (reads <= READS_STEP)
	return READS_NOT;
      reads -= READS_STEP;
    }
  else
    return READS_NOT;
  steps = append_steps (n, &type, offset, size);
  return steps < 0 || reads <= READS_STEP * (uint32_t) steps
	 ? READS_NOT : reads - READS_STEP * (uint32_t) steps;
}

/* What VALUE was on entry, or the address that it is.  */
static uint32_t
append_value (struct naming *n, uint32_t value)
{
  struct memory_node v = *memory_node (&n->m->values, value);
  const struct snapshot *s = n->m->s;
  uint32_t reads = READS_NOT;

  if (n->depth == DEPTH)
    return READS_NOT;
  n->depth++;
  switch (v.kind)
    {
    case NODE_PARAMETER:
      if (v.a < s->n_parameters)
	{
	  uint32_t decl = snapshot_lists (s)[s->first_parameter + v.a];

	  buffer_add_format (n->out, "%s",
			     snapshot_string (s, snapshot_decls (s)[decl]
						 .name));
	  reads = *snapshot_string (s, snapshot_decls (s)[decl].name)
		  ? READS_VARIABLE : READS_NOT;
	}
      break;
    case NODE_INITIAL:
      if (v.type != NONE && v.type < snapshot_n_types (s))
	reads = append_place (n, v.a, v.number,
			      snapshot_types (s)[v.type].size_bits);
      break;
    case NODE_POINTER:
      {
	struct memory_node r = *memory_node (&n->m->values, v.a);

	if (v.number != 0)
	  break;
	if (r.kind == NODE_POINTEE)
	  reads = append_value (n, r.a);
	else if ((r.kind == NODE_VARIABLE || r.kind == NODE_FUNCTION)
		 && r.a != NONE
		 && *snapshot_string (s, snapshot_decls (s)[r.a].name))
	  {
	    buffer_add_format (n->out, "&%s",
			       snapshot_string (s, snapshot_decls (s)[r.a]
						   .name));
	    reads = READS_VARIABLE - READS_STEP / 2;
	  }
      }
      break;
    default:
      break;
    }
  n->depth--;
  return reads;
}

bool
memory_comes_first (const struct snapshot *s, uint32_t a, uint32_t b)
{
  const struct snap_ssa *x = &snapshot_ssa (s)[a], *y = &snapshot_ssa (s)[b];

  /* Names on entry have no statement: NONE plus 1 is 0.  */
  if (x->definition != y->definition)
    return x->definition + 1 < y->definition + 1;
  if (x->definition != NONE || x->decl == NONE || y->decl == NONE)
    return a < b;
  return strcmp (snapshot_string (s, snapshot_decls (s)[x->decl].name),
		 snapshot_string (s, snapshot_decls (s)[y->decl].name)) < 0;
}

struct best_name
{
  struct buffer text;
  uint32_t reads;
  uint32_t name;		/* SSA, or NONE: it is no name's.  */
};

/* TEXT, which reads that well, and is NAME's or, if that is NONE, another's.  */
static void
offer (struct best_name *best, const struct snapshot *s, struct buffer *text,
       uint32_t reads, uint32_t name)
{
  if (reads > best->reads
      || (reads == best->reads && reads != READS_NOT && name != NONE
	  && best->name != NONE && memory_comes_first (s, name, best->name)))
    {
      struct buffer swap = best->text;

      best->text = *text;
      best->reads = reads;
      best->name = name;
      *text = swap;
    }
  buffer_clear (text);
}

/* The element that B is of.  */
static uint32_t
append_element (struct naming *n, const struct binding *b)
{
  uint32_t operand = memory_element_operand (n->m, n->s, b);

  return operand != NONE && append_operand (n, operand, false)
	 ? READS_VARIABLE - READS_STEP : READS_NOT;
}

/* The variable that VALUE, a pointer to what a statement allocated and that nothing
   holds any more, was given to first: that is its name still to who reads the
   source.  */
static uint32_t
append_first_holder (struct naming *n, uint32_t value)
{
  const struct snapshot *s = n->m->s;
  struct memory_node pointer = *memory_node (&n->m->values, value), heap;
  uint32_t made;

  if (pointer.kind != NODE_POINTER || pointer.number != 0)
    return READS_NOT;
  heap = *memory_node (&n->m->values, pointer.a);
  if (heap.kind != NODE_HEAP || heap.b != 0)
    return READS_NOT;
  made = snapshot_statements (s)[heap.a].lhs;
  for (uint32_t i = heap.a; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];
      bool is_copy = t->code == STATEMENT_ASSIGN && t->n_operands == 1
		     && (t->operation == OPERATION_COPY
			 || t->operation == OPERATION_CONVERT)
		     && snapshot_operands (s)[t->first_operand] == made;

      if ((i == heap.a || is_copy) && operand_kind (t->lhs) == OPERAND_SSA
	  && is_named_ssa (s, operand_index (t->lhs)))
	{
	  operand_text (s, t->lhs, n->out);
	  return READS_COMPUTED;
	}
    }
  return READS_NOT;
}

/* The best of what holds VALUE.  */
static void
find_name (struct memory *m, const struct memory_state *s, uint32_t value,
	   struct best_name *best)
{
  struct buffer text = BUFFER_INIT;
  struct naming n = { m, s, &text, 0 };
  uint32_t count;
  const struct name_value *names = memory_names (s, &count);
  const struct binding *b;

  for (uint32_t i = 0; i < count; i++)
    if (names[i].value == value)
      {
	bool is_named = is_named_ssa (m->s, names[i].name);

	if (append_operand (&n, OPERAND (OPERAND_SSA, names[i].name), false))
	  offer (best, m->s, &text,
		 is_named ? READS_VARIABLE - 1 : READS_COMPUTED,
		 names[i].name);
	buffer_clear (&text);
      }
  b = memory_bindings (s, &count);
  for (uint32_t i = 0; i < count; i++)
    if (b[i].value == value)
      offer (best, m->s, &text,
	     memory_is_element (&b[i])
	     ? append_element (&n, &b[i])
	     : append_place (&n, b[i].region, b[i].offset, b[i].size), NONE);
  offer (best, m->s, &text, append_value (&n, value), NONE);
  if (best->reads == READS_NOT)
    offer (best, m->s, &text, append_first_holder (&n, value), NONE);
  buffer_release (&text);
}

const char *
memory_call_it (struct memory *m, const struct memory_state *s,
		uint32_t operand, uint32_t value)
{
  struct best_name best = { BUFFER_INIT, READS_NOT, NONE };
  bool is_ssa = operand_kind (operand) == OPERAND_SSA;

  if (operand_kind (operand) != OPERAND_NONE
      && !(is_ssa && !is_named_ssa (m->s, operand_index (operand))))
    return memory_operand_text (m, operand);
  if (value != 0)
    find_name (m, s, value, &best);
  if (best.reads > READS_COMPUTED || !is_ssa)
    {
      if (best.reads == READS_NOT)
	buffer_add_format (&best.text, "<unknown>");
      return memory_keep_text (m, &best.text);
    }
  buffer_release (&best.text);
  return memory_operand_text (m, operand);
}
