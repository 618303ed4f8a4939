/* points-to-solve.c - what each statement does to the sets of points_to.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/points-to-internal.h"

#include <string.h>

#include "passes/call-pointers.h"
#include "passes/parameter-effects.h"
#include "passes/undefined.h"

/* Rounds over the statements; sets that still grow then are given up.  */
#define MOST_ROUNDS 24
/* Addresses in addresses: finite, but for damaged input.  */
#define MOST_NESTED 8

/* Addresses.  */

static void add_address (struct solver *v, uint32_t to, uint32_t memory,
			 int64_t by, unsigned depth);

/* What the pointer OPERAND leads to, BY bytes further.  */
static void
add_pointer (struct solver *v, uint32_t to, uint32_t operand, int64_t by,
	     unsigned depth)
{
  uint32_t index = operand_index (operand), object;

  switch (operand_kind (operand))
    {
    case OPERAND_SSA:
      set_add_all (v, to, index, by);
      break;
    case OPERAND_ADDRESS:
      if (depth < MOST_NESTED)
	add_address (v, to, index, by, depth + 1);
      else
	set_add (v, to, OUTSIDE, OFFSET_UNKNOWN);
      break;
    case OPERAND_CONSTANT:
      object = v->object_of_constant[index];
      if (object != NONE)
	set_add (v, to, object, by);
      else if (snapshot_constants (v->s)[index].kind != CONSTANT_INTEGER
	       || snapshot_constants (v->s)[index].count != 1
	       || snapshot_limbs (v->s)[snapshot_constants (v->s)[index]
					  .first] != 0)
	set_add (v, to, OUTSIDE, OFFSET_UNKNOWN);
      break;
    case OPERAND_NONE:
      break;
    default:
      set_add (v, to, OUTSIDE, OFFSET_UNKNOWN);
      break;
    }
}

/* The address of MEMORY[MEMORY], BY bytes further.  */
static void
add_address (struct solver *v, uint32_t to, uint32_t memory, int64_t by,
	     unsigned depth)
{
  const struct snap_memory *m = &snapshot_memory (v->s)[memory];
  int64_t bits = m->offset_bits;
  uint32_t index = operand_index (m->base);

  if (m->flags & MEMORY_IS_VARIABLE)
    by = OFFSET_UNKNOWN;
  by = offset_plus (by, bits >= 0 ? bits / 8 : -(-(bits + 1) / 8) - 1);
  if (operand_kind (m->base) == OPERAND_DECL)
    set_add (v, to, v->object_of_decl[index], by);
  else
    add_pointer (v, to, m->base, by, depth);
}

/* Where OPERAND, memory, lies: the set WHICH.  */
static uint32_t
places_of (struct solver *v, uint32_t operand, uint32_t which)
{
  uint32_t set = set_scratch (v, which);

  add_address (v, set, operand_index (operand), 0, 0);
  return set;
}

/* Values.  */

static bool
type_carries (const struct solver *v, uint32_t type)
{
  return type == NONE || v->carries[type];
}

/* What is read at OPERAND, memory, goes into the set TO.  A character may be
   part of a pointer: that is then known to whoever likes.  */
static void
load (struct solver *v, uint32_t operand, uint32_t to)
{
  const struct snap_memory *m
    = &snapshot_memory (v->s)[operand_index (operand)];
  uint32_t set = to;

  if (!type_carries (v, m->type))
    {
      if (m->size_bits != 8)
	return;
      set = set_scratch (v, SET_OF_VALUES);
    }
  cells_load (v, places_of (v, operand, SET_OF_PLACES),
	       m->size_bits == SIZE_UNKNOWN ? SIZE_UNKNOWN
					    : (m->size_bits + 7) / 8, set);
  if (set != to)
    set_escapes (v, set, ESCAPE_EXPOSED);
}

/* The value of OPERAND, BY bytes further, goes into the set TO.  */
static void
add_value (struct solver *v, uint32_t to, uint32_t operand, int64_t by)
{
  if (operand_kind (operand) == OPERAND_MEMORY)
    load (v, operand, to);
  else if (operand_kind (operand) != OPERAND_DECL)
    add_pointer (v, to, operand, by, 0);
}

/* A set with the value of OPERAND: its own, if it is a name.  */
static uint32_t
value_set (struct solver *v, uint32_t operand)
{
  uint32_t set;

  if (operand_kind (operand) == OPERAND_SSA)
    return operand_index (operand);
  set = set_scratch (v, SET_OF_VALUES);
  add_value (v, set, operand, 0);
  return set;
}

static bool
is_comparison (const struct snap_statement *t)
{
  switch (t->operation)
    {
    case OPERATION_POINTER_DIFFERENCE:
    case OPERATION_TRUTH_AND:
    case OPERATION_TRUTH_OR:
    case OPERATION_TRUTH_XOR:
    case OPERATION_TRUTH_NOT:
      return true;
    default:
      return t->operation >= OPERATION_LESS
	     && t->operation <= OPERATION_LESS_GREATER;
    }
}

/* An integer that was narrow, or arithmetic made it, becomes a pointer.  */
static bool
makes_pointer_of_integer (const struct solver *v,
			  const struct snap_statement *t, uint32_t operand)
{
  const struct snap_type *types = snapshot_types (v->s);
  uint32_t to = snapshot_ssa (v->s)[operand_index (t->lhs)].type, from;

  if (operand_kind (operand) != OPERAND_SSA || to == NONE
      || (types[to].kind != SNAP_TYPE_POINTER
	  && types[to].kind != SNAP_TYPE_REFERENCE))
    return false;
  from = snapshot_ssa (v->s)[operand_index (operand)].type;
  return from != NONE && types[from].kind != SNAP_TYPE_POINTER
	 && types[from].kind != SNAP_TYPE_REFERENCE;
}

static void
assign_name (struct solver *v, const struct snap_statement *t)
{
  const uint32_t *o = snapshot_operands (v->s) + t->first_operand;
  uint32_t to = operand_index (t->lhs), first = 0, last = t->n_operands;
  int64_t by = OFFSET_UNKNOWN, bytes;

  if (is_comparison (t))
    return;
  if (!type_carries (v, snapshot_ssa (v->s)[to].type))
    {
      for (uint32_t i = 0; i < t->n_operands; i++)
	set_escapes (v, value_set (v, o[i]), ESCAPE_EXPOSED);
      return;
    }
  switch (t->operation)
    {
    case OPERATION_COPY:
    case OPERATION_CONVERT:
    case OPERATION_VIEW_CONVERT:
    case OPERATION_PAREN:
      by = 0;
      if (last == 1 && makes_pointer_of_integer (v, t, o[0]))
	set_add (v, to, OUTSIDE, OFFSET_UNKNOWN);
      break;
    case OPERATION_POINTER_PLUS:
      if (last == 2 && constant_value (v->s, o[1], &bytes))
	by = bytes;
      last = 1;
      break;
    case OPERATION_CONDITIONAL:
      first = last == 4 ? 2 : 0;
      by = 0;
      break;
    case OPERATION_MINIMUM:
    case OPERATION_MAXIMUM:
    case OPERATION_REFERENCE_CAST:
    case OPERATION_COMPLEX:
    case OPERATION_CONSTRUCT:
      by = 0;
      break;
    case OPERATION_OTHER:
      set_add (v, to, OUTSIDE, OFFSET_UNKNOWN);
      break;
    default:
      break;
    }
  for (uint32_t i = first; i < last; i++)
    /* A number is an address only where it is made one.  */
    if (operand_kind (o[i]) != OPERAND_CONSTANT
	|| t->operation == OPERATION_POINTER_PLUS || by == 0)
      add_value (v, to, o[i], by);
}

/* The operands of T are written to T's memory.  */
static void
assign_memory (struct solver *v, const struct snap_statement *t)
{
  const uint32_t *o = snapshot_operands (v->s) + t->first_operand;
  const struct snap_memory *m
    = &snapshot_memory (v->s)[operand_index (t->lhs)];
  uint32_t places = places_of (v, t->lhs, SET_OF_PLACES), set;

  if (t->n_operands == 1 && operand_kind (o[0]) == OPERAND_MEMORY)
    {
      cells_copy (v, places, places_of (v, o[0], SET_OF_SOURCES),
		   m->size_bits == SIZE_UNKNOWN ? SIZE_UNKNOWN
						: (m->size_bits + 7) / 8);
      return;
    }
  if (t->n_operands > 1)
    {
      /* Elements of a constructor: anywhere.  */
      set = set_scratch (v, SET_OF_SOURCES);
      set_add_all (v, set, places, OFFSET_UNKNOWN);
      places = set;
    }
  else if (!type_carries (v, m->type))
    {
      /* Characters may come to be a pointer.  */
      if (m->size_bits != 8)
	return;
      set = set_scratch (v, SET_OF_VALUES);
      set_add (v, set, OUTSIDE, OFFSET_UNKNOWN);
      cells_store (v, places, set);
      return;
    }
  for (uint32_t i = 0; i < t->n_operands; i++)
    if (operand_kind (o[i]) == OPERAND_SSA
	|| operand_kind (o[i]) == OPERAND_ADDRESS
	|| operand_kind (o[i]) == OPERAND_OPAQUE)
      cells_store (v, places, value_set (v, o[i]));
}

/* Calls.  */

/* The set of argument I of T; NONE if it is no pointer.  */
static uint32_t
argument_set (struct solver *v, const struct snap_statement *t, uint32_t i,
	      uint32_t which)
{
  uint32_t o = snapshot_operands (v->s)[t->first_operand + 1 + i], set;

  if (i >= call_arguments (t))
    return NONE;
  if (operand_kind (o) == OPERAND_SSA)
    return operand_index (o);
  if (operand_kind (o) != OPERAND_ADDRESS)
    return NONE;
  set = set_scratch (v, which);
  add_value (v, set, o, 0);
  return set;
}

/* Give what T returns, BY bytes into its argument I.  */
static void
return_argument (struct solver *v, const struct snap_statement *t, uint32_t i,
		 int64_t by)
{
  if (operand_kind (t->lhs) == OPERAND_SSA && i < call_arguments (t)
      && type_carries (v, snapshot_ssa (v->s)[operand_index (t->lhs)].type))
    add_value (v, operand_index (t->lhs),
	       snapshot_operands (v->s)[t->first_operand + 1 + i], by);
}

static void
return_object (struct solver *v, const struct snap_statement *t,
	       uint32_t object)
{
  if (operand_kind (t->lhs) == OPERAND_SSA)
    set_add (v, operand_index (t->lhs), object, object == OUTSIDE
						? OFFSET_UNKNOWN : 0);
}

static void
copy_by_call (struct solver *v, const struct snap_statement *t)
{
  uint32_t to = argument_set (v, t, 0, SET_OF_PLACES);
  uint32_t from = argument_set (v, t, 1, SET_OF_SOURCES);
  int64_t bytes;
  uint64_t size = SIZE_UNKNOWN;

  if (call_arguments (t) > 2
      && constant_value (v->s, snapshot_operands (v->s)[t->first_operand + 3],
			 &bytes) && bytes >= 0)
    size = (uint64_t) bytes;
  if (to != NONE && from != NONE)
    cells_copy (v, to, from, size);
}

/* Calls of functions that are known for what they do to pointers.  False if T
   is none.  */
static bool
known_call (struct solver *v, uint32_t index)
{
  const struct snap_statement *t = &snapshot_statements (v->s)[index];
  uint32_t object = v->object_of_statement[index], from, to;

  if (t->decl == NONE)
    return false;
  switch (snapshot_decls (v->s)[t->decl].builtin)
    {
    case BUILTIN_REALLOC:
      from = argument_set (v, t, 0, SET_OF_SOURCES);
      to = set_scratch (v, SET_OF_PLACES);
      set_add (v, to, object, 0);
      if (from != NONE)
	cells_copy (v, to, from, SIZE_UNKNOWN);
      return_object (v, t, object);
      return true;
    case BUILTIN_ALLOCA:
    case BUILTIN_ALLOCA_WITH_ALIGN:
    case BUILTIN_ALLOCA_WITH_ALIGN_AND_MAX:
    case BUILTIN_MALLOC:
    case BUILTIN_CALLOC:
    case BUILTIN_STRDUP:
      return_object (v, t, object);
      return true;
    case BUILTIN_MEMCPY:
    case BUILTIN_MEMMOVE:
      copy_by_call (v, t);
      return_argument (v, t, 0, 0);
      return true;
    case BUILTIN_MEMPCPY:
      copy_by_call (v, t);
      return_argument (v, t, 0, OFFSET_UNKNOWN);
      return true;
    case BUILTIN_MEMSET:
    case BUILTIN_STRCPY:
    case BUILTIN_STRNCPY:
    case BUILTIN_STRCAT:
    case BUILTIN_STRNCAT:
    case BUILTIN_EXPECT:
    case BUILTIN_ASSUME_ALIGNED:
      return_argument (v, t, 0, 0);
      return true;
    case BUILTIN_FREE:
    case BUILTIN_STRLEN:
    case BUILTIN_STRCMP:
    case BUILTIN_MEMCMP:
    case BUILTIN_STACK_SAVE:
    case BUILTIN_STACK_RESTORE:
    case BUILTIN_OBJECT_SIZE:
    case BUILTIN_CONSTANT_P:
    case BUILTIN_UNREACHABLE:
    case BUILTIN_CLEAR_PADDING:
    case BUILTIN_PREFETCH:
      return true;
    default:
      return false;
    }
}

/* What may be written through argument I of T is what comes from outside, and
   if the function is of the library, may be what the other arguments are.  */
static void
write_argument (struct solver *v, const struct snap_statement *t,
		uint32_t places)
{
  uint32_t set = set_scratch (v, SET_OF_VALUES);
  uint32_t anywhere;

  set_add (v, set, OUTSIDE, OFFSET_UNKNOWN);
  for (uint32_t i = 0; call_is_of_library (v->s, t) && i < call_arguments (t);
       i++)
    {
      uint32_t other = argument_set (v, t, i, SET_OF_PLACES);

      if (other != NONE)
	set_add_all (v, set, other, OFFSET_UNKNOWN);
    }
  anywhere = set_scratch (v, SET_OF_PLACES);
  set_add_all (v, anywhere, places, OFFSET_UNKNOWN);
  cells_store (v, anywhere, set);
}

/* T gets its argument I.  */
static void
pass_argument (struct solver *v, uint32_t index, uint32_t i)
{
  const struct snap_statement *t = &snapshot_statements (v->s)[index];
  uint32_t o = snapshot_operands (v->s)[t->first_operand + 1 + i];
  bool is_static_chain = i >= call_arguments (t);
  const struct parameter_effect *e
    = is_static_chain ? NULL : parameter_effect (v->callee[index], i);
  uint32_t set;

  if (operand_kind (o) == OPERAND_MEMORY)
    {
      /* By value.  */
      contents_escape (v, places_of (v, o, SET_OF_PLACES), ESCAPE_PASSED);
      return;
    }
  if (operand_kind (o) != OPERAND_SSA && operand_kind (o) != OPERAND_ADDRESS)
    return;
  set = set_scratch (v, SET_OF_SOURCES);
  add_value (v, set, o, 0);
  if (is_static_chain || call_may_keep (v->s, t, i, e))
    set_escapes (v, set, ESCAPE_PASSED);
  if (is_static_chain || call_may_follow (v->s, t, i, e))
    contents_escape (v, set, ESCAPE_PASSED);
  if (is_static_chain || call_may_write (v->s, t, i, e))
    write_argument (v, t, set);
}

static void
call (struct solver *v, uint32_t index)
{
  const struct snap_statement *t = &snapshot_statements (v->s)[index];
  uint32_t returned, set;

  if (known_call (v, index))
    return;
  for (uint32_t i = 0; i + 1 < t->n_operands; i++)
    pass_argument (v, index, i);
  if (operand_kind (t->lhs) == OPERAND_MEMORY)
    {
      set = set_scratch (v, SET_OF_VALUES);
      set_add (v, set, OUTSIDE, OFFSET_UNKNOWN);
      cells_store (v, places_of (v, t->lhs, SET_OF_PLACES), set);
      return;
    }
  if (operand_kind (t->lhs) != OPERAND_SSA
      || !type_carries (v, snapshot_ssa (v->s)[operand_index (t->lhs)].type))
    return;
  if (v->object_of_statement[index] != NONE)
    {
      return_object (v, t, v->object_of_statement[index]);
      return;
    }
  returned = call_returned_argument (v->s, t);
  if (returned != NONE)
    {
      return_argument (v, t, returned, 0);
      return;
    }
  return_object (v, t, OUTSIDE);
  /* strchr and its like.  */
  for (uint32_t i = 0; call_is_of_library (v->s, t) && i < call_arguments (t);
       i++)
    if (argument_set (v, t, i, SET_OF_VALUES) != NONE
	&& !call_may_keep (v->s, t, i, NULL))
      return_argument (v, t, i, OFFSET_UNKNOWN);
}

/* Statements.  */

static void
statement_unknown (struct solver *v, const struct snap_statement *t)
{
  const uint32_t *o = snapshot_operands (v->s) + t->first_operand;
  uint32_t set, places;

  for (uint32_t i = 0; i < t->n_operands; i++)
    {
      if (operand_kind (o[i]) == OPERAND_MEMORY)
	{
	  set = set_scratch (v, SET_OF_VALUES);
	  set_add (v, set, OUTSIDE, OFFSET_UNKNOWN);
	  places = places_of (v, o[i], SET_OF_PLACES);
	  contents_escape (v, places, ESCAPE_EXPOSED);
	  cells_store (v, places, set);
	}
      else
	{
	  set = value_set (v, o[i]);
	  set_escapes (v, set, ESCAPE_EXPOSED);
	  contents_escape (v, set, ESCAPE_EXPOSED);
	}
    }
}

static void
return_value (struct solver *v, const struct snap_statement *t)
{
  uint32_t o;

  if (t->n_operands == 0)
    return;
  o = snapshot_operands (v->s)[t->first_operand];
  if (operand_kind (o) == OPERAND_MEMORY)
    contents_escape (v, places_of (v, o, SET_OF_PLACES), ESCAPE_RETURNED);
  else
    set_escapes (v, value_set (v, o), ESCAPE_RETURNED);
}

static void
visit_statement (struct solver *v, uint32_t index)
{
  const struct snap_statement *t = &snapshot_statements (v->s)[index];
  const uint32_t *o = snapshot_operands (v->s) + t->first_operand;

  v->statement = index;
  switch (t->code)
    {
    case STATEMENT_PHI:
      if (!(t->flags & STATEMENT_IS_VIRTUAL)
	  && operand_kind (t->lhs) == OPERAND_SSA
	  && type_carries (v, snapshot_ssa (v->s)[operand_index (t->lhs)]
				.type))
	for (uint32_t i = 0; i < t->n_operands; i++)
	  add_value (v, operand_index (t->lhs), o[i], 0);
      break;
    case STATEMENT_ASSIGN:
      if (operand_kind (t->lhs) == OPERAND_SSA)
	assign_name (v, t);
      else if (operand_kind (t->lhs) == OPERAND_MEMORY)
	assign_memory (v, t);
      else
	statement_unknown (v, t);
      break;
    case STATEMENT_CALL:
      call (v, index);
      break;
    case STATEMENT_RETURN:
      return_value (v, t);
      break;
    case STATEMENT_COND:
    case STATEMENT_SWITCH:
    case STATEMENT_GOTO:
    case STATEMENT_CLOBBER:
    case STATEMENT_LABEL:
    case STATEMENT_NOP:
    case STATEMENT_PREDICT:
      break;
    default:
      statement_unknown (v, t);
      break;
    }
}

/* What names are that no statement defines, or one that is not looked into.  */
static void
first_values (struct solver *v)
{
  const struct snapshot *s = v->s;

  for (uint32_t i = 0; i < snapshot_n_ssa (s); i++)
    {
      const struct snap_ssa *ssa = &snapshot_ssa (s)[i];
      uint32_t code = ssa->definition == NONE
		      ? STATEMENT_NOP
		      : snapshot_statements (s)[ssa->definition].code;

      if ((ssa->flags & SSA_IS_VIRTUAL) || !type_carries (v, ssa->type))
	continue;
      if (v->object_of_name[i] != NONE)
	set_add (v, i, v->object_of_name[i], 0);
      else if (ssa->definition == NONE
	       ? !ssa_is_undefined (s, i, false)
	       : code != STATEMENT_PHI && code != STATEMENT_ASSIGN
		 && code != STATEMENT_CALL)
	set_add (v, i, OUTSIDE, OFFSET_UNKNOWN);
    }
}

/* All that is possible, after too many rounds.  */
static void
give_up (struct solver *v)
{
  v->is_coarse = true;
  for (uint32_t i = 0; i < v->n_objects; i++)
    object_escapes (v, i, ESCAPE_EXPOSED);
  for (uint32_t i = 0; i < v->n_sets; i++)
    if (v->sets[i].count
	|| (i < snapshot_n_ssa (v->s)
	    && !(snapshot_ssa (v->s)[i].flags & SSA_IS_VIRTUAL)
	    && type_carries (v, snapshot_ssa (v->s)[i].type)))
      {
	v->sets[i].count = 0;
	v->sets[i].is_coarse = false;
	set_add (v, i, OUTSIDE, OFFSET_UNKNOWN);
	v->sets[i].is_coarse = true;
      }
}

void
solve_points_to (struct solver *v)
{
  solver_init (v);
  first_values (v);
  v->changed = true;
  for (v->round = 0; v->changed && v->round < MOST_ROUNDS; v->round++)
    {
      v->changed = false;
      for (uint32_t i = 0; i < snapshot_n_statements (v->s); i++)
	visit_statement (v, i);
      close_escapes (v);
    }
  if (v->changed)
    give_up (v);
}

void
note_escapes (struct solver *v, struct buffer *escapes)
{
  v->escapes = escapes;
  for (uint32_t i = 0; i < snapshot_n_statements (v->s); i++)
    visit_statement (v, i);
  v->escapes = NULL;
}
