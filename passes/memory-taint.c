/* memory-taint.c - values that a stranger has chosen.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   GCC's -Wanalyzer-tainted-*, which its analyzer gives if it is asked for its
   checker "taint".  Sources are fread and the parameters of functions with the
   attribute tainted_args.  A value that was compared is bounded on that side,
   with what does not matter; what a range says counts, too.  An unsigned value
   is not negative.  */

#include "passes/memory-element.h"
#include "passes/memory-mark.h"

#include <string.h>

#include "passes/alias.h"
#include "passes/attribute.h"
#include "passes/undefined.h"

/* What a tainted value lacks.  */
enum bounds { LACKS_BOTH, LACKS_LOWER, LACKS_UPPER, LACKS_NOTHING };

/* By what it is used for and what it lacks; the second row of each is for a value
   that has no name.  */
#define ROW(NAME, CWE)							\
  { { MESSAGE_##NAME, MESSAGE_##NAME, MESSAGE_##NAME, CWE },		\
    { MESSAGE_##NAME##_LOWER, MESSAGE_##NAME##_LOWER,			\
      MESSAGE_##NAME##_LOWER, CWE },					\
    { MESSAGE_##NAME##_UPPER, MESSAGE_##NAME##_UPPER,			\
      MESSAGE_##NAME##_UPPER, CWE } }

enum use { USE_INDEX, USE_OFFSET, USE_OFFSET_UNNAMED, USE_SIZE,
	   USE_ALLOCATION, USE_ALLOCATION_UNNAMED, USE_DIVISOR,
	   USE_DIVISOR_UNNAMED };

static const struct memory_wording wordings[][LACKS_NOTHING] = {
  [USE_INDEX] = ROW (TAINTED_INDEX, 129),
  [USE_OFFSET] = ROW (TAINTED_OFFSET, 823),
  [USE_OFFSET_UNNAMED] = ROW (TAINTED_OFFSET_UNNAMED, 823),
  [USE_SIZE] = ROW (TAINTED_SIZE, 129),
  [USE_ALLOCATION] = ROW (TAINTED_ALLOCATION, 789),
  [USE_ALLOCATION_UNNAMED] = ROW (TAINTED_ALLOCATION_UNNAMED, 789)
};

static const struct memory_wording divisor_wordings[] = {
  { MESSAGE_TAINTED_DIVISOR, MESSAGE_TAINTED_DIVISOR,
    MESSAGE_TAINTED_DIVISOR, 369 },
  { MESSAGE_TAINTED_DIVISOR_UNNAMED, MESSAGE_TAINTED_DIVISOR_UNNAMED,
    MESSAGE_TAINTED_DIVISOR_UNNAMED, 369 }
};

/* Arguments that are sizes.  */
static const struct
{
  const char *name;
  uint32_t argument;
  bool allocates, on_stack;
} sizes[] = {
  { "alloca", 0, true, true },
  { "alloca_with_align", 0, true, true },
  { "calloc", 0, true, false },
  { "calloc", 1, true, false },
  { "malloc", 0, true, false },
  { "memcpy", 2, false, false },
  { "memmove", 2, false, false },
  { "memset", 2, false, false },
  { "realloc", 1, true, false }
};

bool
memory_taint_is_on (const struct memory *m)
{
  return (m->s->options & SNAPSHOT_OPTION_TAINT) != 0;
}

static bool
is_tainted_callback (const struct snapshot *s)
{
  return declaration_attribute (s, s->decl, SNAP_ATTRIBUTE_TAINTED_BY_FIELD)
	 != NULL;
}

static bool
has_tainted_arguments (const struct snapshot *s)
{
  return declaration_attribute (s, s->decl, SNAP_ATTRIBUTE_TAINTED_ARGS)
	 || is_tainted_callback (s);
}

/* STATEMENT; NONE: the function itself.  */
bool
memory_taint_is_source (const struct memory *m, uint32_t statement)
{
  const char *name;

  if (statement == NONE)
    return has_tainted_arguments (m->s);
  name = memory_called_name (m, statement);
  return name && strcmp (name, "fread") == 0
	 && operand_kind (memory_argument (m, statement, 3)) != OPERAND_NONE;
}

static void
add_marks (struct memory *m, struct memory_state *s, uint32_t node,
	   uint32_t flags)
{
  memory_set_marks (&m->scratch, s, node, memory_marks_of (s, node) | flags);
}

/* All parameters, and what those that are pointers point to.  */
void
memory_taint_entry (struct memory *m, struct memory_state *s)
{
  if (!has_tainted_arguments (m->s))
    return;
  for (uint32_t i = 0; i < m->s->n_parameters; i++)
    {
      uint32_t decl = snapshot_lists (m->s)[m->s->first_parameter + i];
      uint32_t type = snapshot_decls (m->s)[decl].type;
      uint32_t node = memory_make (&m->values, NODE_PARAMETER, type, i, 0, 0);
      uint32_t value = memory_as_value (&m->values, node);

      add_marks (m, s, memory_make (&m->values, NODE_VARIABLE, NONE, decl, 0,
				    0), MARK_HOLDS_TAINTED);
      if (memory_is_pointer (&m->values, value))
	add_marks (m, s, memory_node (&m->values, value)->a,
		   MARK_HOLDS_TAINTED);
      else
	add_marks (m, s, node, MARK_IS_TAINTED);
    }
}

/* Of two operands.  */
static uint32_t
combine (uint32_t a, uint32_t b)
{
  if (!(a & MARK_IS_TAINTED))
    return b & MARK_IS_TAINTED ? b : 0;
  return b & MARK_IS_TAINTED ? a & b : a;
}

static uint32_t
bounds_of_range (struct memory *m, const struct memory_state *s,
		 uint32_t value)
{
  const struct range *known = memory_known_range (s, value);
  uint32_t type = memory_node (&m->values, value)->type, flags = 0;
  struct integer_type t;
  bool is_pointer;
  struct range all;

  if (!known || known->count == 0 || type == NONE
      || !range_type (m->s, type, &t, &is_pointer) || is_pointer)
    return 0;
  range_full (&m->scratch, t, &all);
  if (integer_compare (known->part[0].low, all.part[0].low) > 0)
    flags |= MARK_HAS_LOWER;
  if (integer_compare (known->part[known->count - 1].high, all.part[0].high)
      < 0)
    flags |= MARK_HAS_UPPER;
  return flags;
}

/* MARK_IS_TAINTED and the bounds that VALUE has, or 0.  */
static uint32_t
taint_of (struct memory *m, const struct memory_state *s, uint32_t value)
{
  struct memory_node n = *memory_node (&m->values, value);
  uint32_t flags = memory_marks_of (s, value);

  switch (n.kind)
    {
    case NODE_INITIAL:
      if (memory_marks_of (s, n.a) & MARK_HOLDS_TAINTED)
	flags |= MARK_IS_TAINTED;
      break;
    case NODE_UNARY:
      if (n.operation == OPERATION_CONVERT)
	flags |= taint_of (m, s, n.a);
      break;
    case NODE_BINARY:
      switch (n.operation)
	{
	case OPERATION_PLUS:
	case OPERATION_MINUS:
	case OPERATION_MULTIPLY:
	case OPERATION_TRUNC_DIVIDE:
	  flags |= combine (taint_of (m, s, n.a), taint_of (m, s, n.b));
	  break;
	default:
	  break;
	}
      break;
    default:
      break;
    }
  return flags & MARK_IS_TAINTED ? flags | bounds_of_range (m, s, value) : 0;
}

/* What VALUE, used as a TYPE, lacks.  */
static enum bounds
bounds_of (struct memory *m, const struct memory_state *s, uint32_t value,
	   uint32_t type)
{
  uint32_t flags = taint_of (m, s, value);

  if (!(flags & MARK_IS_TAINTED))
    return LACKS_NOTHING;
  if (type != NONE && snapshot_types (m->s)[type].flags & TYPE_IS_UNSIGNED)
    flags |= MARK_HAS_LOWER;
  if (flags & MARK_HAS_UPPER)
    return flags & MARK_HAS_LOWER ? LACKS_NOTHING : LACKS_LOWER;
  return flags & MARK_HAS_LOWER ? LACKS_UPPER : LACKS_BOTH;
}

/* What OPERAND was before it was converted.  */
static uint32_t
before_conversion (const struct snapshot *s, uint32_t operand)
{
  for (unsigned i = 0; i < 8 && operand_kind (operand) == OPERAND_SSA; i++)
    {
      const struct snap_statement *d
	= ssa_definition (s, operand_index (operand));

      if (!d || d->code != STATEMENT_ASSIGN
	  || d->operation != OPERATION_CONVERT
	  || operand_kind (snapshot_operands (s)[d->first_operand])
	     != OPERAND_SSA)
	break;
      operand = snapshot_operands (s)[d->first_operand];
    }
  return operand;
}

static struct memory_found *
found (struct memory *m, const struct memory_state *s, enum use use,
       bool may_be_unnamed, enum bounds bounds, uint32_t statement,
       uint32_t operand)
{
  struct memory_found *f
    = memory_find (m, s, FOUND_WATCHED, statement,
		   before_conversion (m->s, operand), 0);

  if (!f)
    return NULL;
  if (may_be_unnamed && strstr (f->text, "<unknown>"))
    use++;
  f->wording = use >= USE_DIVISOR ? &divisor_wordings[use - USE_DIVISOR]
				  : &wordings[use][bounds];
  if (is_tainted_callback (m->s))
    f->origin = MESSAGE_EVENT_TAINTED_CALLBACK;
  else if (has_tainted_arguments (m->s))
    f->origin = MESSAGE_EVENT_TAINTED_ARGS;
  return f;
}

static uint32_t
value_of (struct memory *m, struct memory_state *s, uint32_t operand)
{
  return operand_kind (operand) == OPERAND_SSA
	 ? memory_operand (m, s, operand, NONE, false) : 0;
}

/* How many bits the unsigned value has that OPERAND was before it was converted; 0 if
   it is signed, or nobody knows.  */
static unsigned
bits_of (const struct snapshot *s, uint32_t operand)
{
  struct integer_type type;

  return integer_type (s, memory_operand_type (s, before_conversion (s, operand)),
		       &type)
	 && type.is_unsigned ? type.precision : 0;
}

/* Whether each value that the index in step I of MEMORY can have is one of the
   array, as one of 256 elements has of bytes.  */
static bool
is_always_inside (const struct snapshot *s, const struct snap_memory *memory,
		  uint32_t i)
{
  const struct snap_step *steps = snapshot_steps (s) + memory->first_step;
  unsigned bits = bits_of (s, steps[i].index);
  uint32_t array = i > 0 ? steps[i - 1].type
		   : operand_kind (memory->base) == OPERAND_DECL
		   ? snapshot_decls (s)[operand_index (memory->base)].type
		   : NONE;

  return bits > 0 && bits <= 16 && array != NONE
	 && snapshot_types (s)[array].kind == SNAP_TYPE_ARRAY
	 && snapshot_types (s)[array].elements != SIZE_UNKNOWN
	 && snapshot_types (s)[array].elements >= UINT64_C (1) << bits;
}

/* An access by OPERAND, memory: indices, and what was added to the pointer.  */
static void
check_memory (struct memory *m, struct memory_state *s, uint32_t statement,
	      uint32_t operand)
{
  const struct snap_memory *memory
    = &snapshot_memory (m->s)[operand_index (operand)];
  const struct snap_statement *d;
  enum bounds lacks;
  uint32_t o;

  for (uint32_t i = 0; i < memory->n_steps; i++)
    {
      const struct snap_step *step
	= &snapshot_steps (m->s)[memory->first_step + i];

      if (step->kind != STEP_INDEX || is_always_inside (m->s, memory, i))
	continue;
      lacks = bounds_of (m, s, value_of (m, s, step->index),
			 memory_operand_type (m->s, step->index));
      if (lacks != LACKS_NOTHING)
	found (m, s, USE_INDEX, false, lacks, statement, step->index);
    }
  if (operand_kind (memory->base) != OPERAND_SSA)
    return;
  d = ssa_definition (m->s, operand_index (memory->base));
  if (!d || d->code != STATEMENT_ASSIGN
      || d->operation != OPERATION_POINTER_PLUS)
    return;
  o = snapshot_operands (m->s)[d->first_operand + 1];
  lacks = bounds_of (m, s, value_of (m, s, o),
		     memory_operand_type (m->s, before_conversion (m->s, o)));
  if (lacks != LACKS_NOTHING)
    found (m, s, USE_OFFSET, true, lacks, statement, o);
}

static void
check_divisor (struct memory *m, struct memory_state *s, uint32_t statement,
	       uint32_t operand)
{
  uint32_t value = value_of (m, s, operand);
  uint32_t type = memory_operand_type (m->s, operand);

  if (taint_of (m, s, value) & MARK_IS_TAINTED
      && memory_decide (m, s, OPERATION_EQUAL, type, value,
			memory_make_small (&m->values, 0)) & 2)
    {
      found (m, s, USE_DIVISOR, true, LACKS_BOTH, statement, operand);
      memory_set_marks (&m->scratch, s, value, 0);
    }
}

static void
check_size (struct memory *m, struct memory_state *s, uint32_t statement,
	    uint32_t argument, enum use use, uint32_t decl, uint32_t note)
{
  uint32_t operand = memory_argument (m, statement, argument);
  enum bounds lacks = bounds_of (m, s, value_of (m, s, operand),
				 memory_operand_type (m->s, operand));
  struct memory_found *f;

  /* So much that is none too large.  */
  if (use == USE_ALLOCATION && bits_of (m->s, operand) > 0
      && bits_of (m->s, operand) <= 16)
    return;
  if (lacks == LACKS_NOTHING)
    return;
  f = found (m, s, use, use == USE_ALLOCATION, lacks, statement, operand);
  if (!f)
    return;
  f->note = note;
  f->decl = decl;
  f->argument = argument;
}

/* The attribute access of a function whose body is elsewhere.  */
static void
check_access_attribute (struct memory *m, struct memory_state *s,
			uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  const struct snap_type *type;

  if (t->type == NONE || m->callee[t->decl])
    return;
  type = &snapshot_types (m->s)[t->type];
  for (uint32_t i = 0; i < type->n_attributes; i++)
    {
      const struct snap_attribute *a
	= &snapshot_attributes (m->s)[type->first_attribute + i];

      if (a->kind == SNAP_ATTRIBUTE_ACCESS && a->argument2 != NONE)
	check_size (m, s, statement, a->argument2, USE_SIZE, t->decl,
		    MESSAGE_SIZE_BY_ATTRIBUTE);
    }
}

static void
check_call (struct memory *m, struct memory_state *s, uint32_t statement)
{
  const char *name = memory_called_name (m, statement);

  if (!name)
    return;
  for (unsigned i = 0; i < sizeof sizes / sizeof *sizes; i++)
    if (strcmp (sizes[i].name, name) == 0)
      check_size (m, s, statement, sizes[i].argument,
		  sizes[i].allocates ? USE_ALLOCATION : USE_SIZE, NONE,
		  !sizes[i].allocates ? 0
		  : sizes[i].on_stack ? MESSAGE_ALLOCATED_ON_STACK
		  : MESSAGE_ALLOCATED_ON_HEAP);
  check_access_attribute (m, s, statement);
}

void
memory_taint_before (struct memory *m, struct memory_state *s,
		     uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  const uint32_t *o = snapshot_operands (m->s) + t->first_operand;

  for (uint32_t i = 0; i < t->n_operands; i++)
    if (operand_kind (o[i]) == OPERAND_MEMORY)
      check_memory (m, s, statement, o[i]);
  if (operand_kind (t->lhs) == OPERAND_MEMORY)
    check_memory (m, s, statement, t->lhs);
  if (t->code == STATEMENT_CALL)
    check_call (m, s, statement);
  else if (t->code == STATEMENT_ASSIGN && t->n_operands == 2
	   && t->operation >= OPERATION_TRUNC_DIVIDE
	   && t->operation <= OPERATION_ROUND_MODULO)
    check_divisor (m, s, statement, o[1]);
}

/* What others changed is no longer a stranger's alone.  */
static void
forget_escaped (struct memory *m, struct memory_state *s)
{
  for (const struct memory_mark *k = s->marks; k; k = k->next)
    if (k->flags & MARK_HOLDS_TAINTED
	&& memory_region (s, k->node).flags & REGION_HAS_ESCAPED)
      memory_set_marks (&m->scratch, s, k->node,
			  k->flags & ~(uint32_t) MARK_HOLDS_TAINTED);
}

void
memory_taint_after (struct memory *m, struct memory_state *s,
		    uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  struct memory_node n;
  uint32_t o, value;

  if (memory_taint_is_source (m, statement))
    {
      n = *memory_node (&m->values,
			memory_operand (m, s, memory_argument (m, statement,
							       0),
					NONE, false));
      if (n.kind == NODE_POINTER)
	add_marks (m, s, n.a, MARK_HOLDS_TAINTED);
      return;
    }
  if (!s->marks)
    return;
  if (t->code == STATEMENT_CALL
      && !(t->flags & (CALL_IS_CONST | CALL_IS_PURE)))
    forget_escaped (m, s);
  if (t->code != STATEMENT_ASSIGN || t->n_operands != 1
      || operand_kind (t->lhs) != OPERAND_SSA)
    return;
  /* A load that came up with a value of its own.  */
  o = snapshot_operands (m->s)[t->first_operand];
  if (operand_kind (o) != OPERAND_MEMORY)
    return;
  value = memory_operand (m, s, t->lhs, NONE, false);
  n = *memory_node (&m->values, value);
  if (n.kind == NODE_RESULT && n.a == statement
      && memory_marks_of (s, memory_locate (m, s, o).region)
	 & MARK_HOLDS_TAINTED)
    add_marks (m, s, value, MARK_IS_TAINTED);
}

bool
memory_taint_was_checked (const struct memory_state *s, const struct binding *b)
{
  return memory_marks_of (s, b->region) & MARK_HOLDS_TAINTED
	 && (memory_marks_of (s, b->value) & (MARK_HAS_LOWER | MARK_HAS_UPPER)
	     || memory_known_range (s, b->value));
}

bool
memory_taint_fills (struct memory *m, const struct memory_state *s,
		    uint32_t region)
{
  bool any = false;
  uint32_t n;
  const struct binding *b = memory_bindings (s, &n);

  for (uint32_t i = memory_find_binding (s, region, INT64_MIN / 4);
       i < n && b[i].region == region; i++)
    {
      uint32_t flags = taint_of (m, s, b[i].value);

      if (memory_kind (&m->values, b[i].value) == NODE_INTEGER)
	continue;
      if (memory_is_element (&b[i])
	  || !(flags & MARK_IS_TAINTED)
	  || flags & (MARK_HAS_LOWER | MARK_HAS_UPPER))
	return false;
      any = true;
    }
  return any;
}

void
memory_taint_notes (struct memory *m, const struct memory_found *f,
		    struct findings_builder *b)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[f->statement];
  uint32_t place = PLACE (PLACE_STATEMENT, f->statement);
  char number[16];

  if (f->note == 0)
    return;
  if (f->note != MESSAGE_SIZE_BY_ATTRIBUTE)
    {
      findings_add (b, CHECK_memory, f->note, place, FINDING_IS_NOTE);
      return;
    }
  for (uint32_t i = 0; i < snapshot_types (m->s)[t->type].n_attributes; i++)
    {
      const struct snap_attribute *a
	= &snapshot_attributes (m->s)[snapshot_types (m->s)[t->type]
				      .first_attribute + i];

      if (a->kind != SNAP_ATTRIBUTE_ACCESS || a->argument2 != f->argument)
	continue;
      snprintf (number, sizeof number, "%u", f->argument + 1);
      findings_add (b, CHECK_memory, f->note, PLACE (PLACE_DECL, f->decl),
		    FINDING_IS_NOTE);
      findings_add_text (b, number);
      findings_add_decl (b, f->decl);
      findings_add_text (b, snapshot_string (m->s, a->text));
      break;
    }
}
