/* check-uninit-memory.c - the check early-uninit: what is read from memory.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Loads, and pointers passed to functions that are going to read what they
   point to: because a built-in function has a pointer to const there, or the
   function says so by an attribute.  A pointer to const of any other function
   makes a read likely.  */

#include "passes/early-uninit.h"

#include "passes/expression.h"
#include "passes/undefined-path.h"
#include "passes/undefined.h"

struct access
{
  struct reference reference;
  uint32_t statement;
  uint32_t place;
  uint32_t name;		/* Operand: what is read, as a warning calls it.  */
  bool is_load;
  bool certain;			/* If it is reached at all.  */
  uint32_t modes;		/* UNINIT_* in which GCC looks at it.  */
};

static uint32_t
variable_of (const struct snapshot *s, uint32_t memory)
{
  const struct snap_memory *m = &snapshot_memory (s)[memory];

  return m->n_steps == 0 && operand_kind (m->base) == OPERAND_DECL
	 ? operand_index (m->base) : NONE;
}

/* Whether GCC was told not to warn about what NAME calls.  */
static bool
name_is_silenced (const struct snapshot *s, uint32_t name)
{
  if (operand_kind (name) == OPERAND_MEMORY)
    {
      uint32_t decl = variable_of (s, operand_index (name));

      if (decl != NONE)
	return uninit_is_silenced (s, decl);
      return (snapshot_memory (s)[operand_index (name)].flags
	      & MEMORY_NO_WARNING_UNINIT) != 0;
    }
  return operand_kind (name) == OPERAND_DECL
	 && uninit_is_silenced (s, operand_index (name));
}

bool
uninit_is_out_of_question (const struct snapshot *s, const struct reference *r)
{
  uint32_t decl = reference_decl (r);
  const struct snap_decl *d;

  if (r->size != SIZE_UNKNOWN && r->size == r->max_size)
    {
      int64_t offset = r->offset;

      if (r->size == 0
	  || (r->is_indirect
	      && __builtin_sub_overflow (offset, r->base_offset, &offset))
	  || (offset < 0 && (uint64_t) - (offset + 1) + 1 >= r->size))
	return true;
    }
  if (decl == NONE)
    return false;
  d = &snapshot_decls (s)[decl];
  return (d->kind == DECL_VARIABLE && (d->flags & DECL_IS_REGISTER))
	 || (d->flags & DECL_NO_WARNING_UNINIT)
	 || (r->offset >= 0 && d->size_bits != SIZE_UNKNOWN
	     && d->size_bits <= (uint64_t) r->offset);
}

/* Walk for both modes at once: one may have a limit where the other has none
   or none yet.  Returns the modes in which the walk came to its end.  */
static uint32_t
walk_definitions (struct uninit *u, const struct access *a, uint32_t vuse,
		  struct walk_result *result)
{
  uint32_t modes = a->modes, limit = UINT32_MAX;
  bool ended;

  for (uint32_t mode = 0; mode < UNINIT_MODES; mode++)
    if (modes & 1u << mode)
      {
	uninit_limit (&u->budget[mode]);
	if (limit == UINT32_MAX || u->budget[mode].limit == 0
	    || (limit != 0 && u->budget[mode].limit > limit))
	  limit = u->budget[mode].limit;
      }
  ended = definition_walk_run (&u->walk, vuse, &a->reference, limit, result);
  for (uint32_t mode = 0; mode < UNINIT_MODES; mode++)
    if (modes & 1u << mode)
      {
	struct uninit_budget *budget = &u->budget[mode];

	if (!ended || (budget->limit && result->steps >= budget->limit))
	  {
	    budget->steps += budget->limit;
	    modes &= ~(1u << mode);
	  }
	else
	  budget->steps += result->steps;
      }
  return modes;
}

static bool
is_empty (const struct snapshot *s, uint32_t name)
{
  uint32_t pointee;
  uint32_t type = operand_type (s, name, &pointee);

  if (pointee != NONE)
    type = pointee;
  return type != NONE && (snapshot_types (s)[type].flags & TYPE_IS_EMPTY);
}

/* The attribute `access' of the function type TYPE for its argument ARGUMENT,
   or NULL.  */
static const struct snap_attribute *
access_attribute (const struct snapshot *s, uint32_t type, uint32_t argument)
{
  const struct snap_type *t = &snapshot_types (s)[type];

  for (uint32_t i = 0; i < t->n_attributes; i++)
    {
      const struct snap_attribute *a
	= &snapshot_attributes (s)[t->first_attribute + i];

      if (a->kind == SNAP_ATTRIBUTE_ACCESS && a->argument == argument)
	return a;
    }
  return NULL;
}

/* Report with what NAME calls as the argument.  */
static bool
report_name (struct uninit *u, bool certain, uint32_t modes,
	     struct uninit_subject subject, bool closes, uint32_t name,
	     uint32_t place)
{
  uint32_t decl = NONE;
  struct buffer text;

  if (operand_kind (name) == OPERAND_MEMORY)
    decl = variable_of (u->s, operand_index (name));
  else if (operand_kind (name) == OPERAND_DECL)
    decl = operand_index (name);
  if (decl != NONE)
    {
      if (!uninit_report (u, certain ? MESSAGE_UNINITIALIZED
			     : MESSAGE_MAYBE_UNINITIALIZED,
			  modes, subject, closes, place))
	return false;
      findings_add_decl (&u->b, decl);
      return true;
    }
  if (!uninit_report (u, certain ? MESSAGE_UNINITIALIZED_EXPRESSION
			 : MESSAGE_MAYBE_UNINITIALIZED_EXPRESSION,
		      modes, subject, closes, place))
    return false;
  buffer_init (&text);
  if (u->check == CHECK_uninit)
    operand_text_folded (u->s, name, &text);
  else
    operand_text (u->s, name, &text);
  buffer_add_zero (&text, 1);
  findings_add_text (&u->b, text.bytes);
  buffer_release (&text);
  return true;
}

/* What a parameter points to is read although the function is declared not to
   read it: so it may not be initialized.  */
static void
check_parameter (struct uninit *u, const struct access *a, uint32_t decl,
		 uint32_t name, uint32_t modes)
{
  const struct snapshot *s = u->s;
  const struct snap_attribute *attribute;
  struct uninit_subject subject = { 1 + decl, 0, decl };
  uint32_t number = 0;

  if (uninit_is_silenced (s, decl))
    return;
  while (number < s->n_parameters
	 && snapshot_lists (s)[s->first_parameter + number] != decl)
    number++;
  attribute = access_attribute (s, snapshot_decls (s)[s->decl].type, number);
  if (!attribute || (attribute->mode != ACCESS_NONE
		     && attribute->mode != ACCESS_WRITE_ONLY))
    return;
  if (!report_name (u, false, modes, subject, true, name,
		    a->place))
    return;
  findings_add (&u->b, u->check, MESSAGE_ACCESSING_ARGUMENT,
		PLACE (PLACE_DECL, decl), FINDING_IS_NOTE);
  findings_add_number (&u->b, attribute->argument + 1);
  findings_add_text (&u->b, snapshot_string (s, attribute->text));
}

/* What the warning about A is about, once its NAME is known.  */
static struct uninit_subject
subject_of (const struct snapshot *s, const struct access *a, uint32_t name,
	    bool is_late)
{
  struct uninit_subject subject = { 0, 0, NONE };
  uint32_t base = reference_decl (&a->reference);

  if (operand_kind (name) == OPERAND_DECL)
    subject.decl = operand_index (name);
  else if (operand_kind (name) == OPERAND_MEMORY)
    {
      subject.decl = variable_of (s, operand_index (name));
      if (subject.decl == NONE)
	subject.group = uninit_groups (s).memory + operand_index (name);
      if (subject.decl == NONE && is_late && base != NONE)
	subject.group = uninit_groups (s).memory
			+ uninit_first_of_part (s, &a->reference,
					 operand_index (name));
    }
  if (subject.decl != NONE)
    subject.group = 1 + subject.decl;
  /* The early check may have named it by the access.  */
  if (subject.decl != NONE && is_late && a->is_load
      && operand_kind (a->name) == OPERAND_MEMORY)
    subject.group2 = uninit_groups (s).memory + operand_index (a->name);
  if (base != NONE && base != subject.decl)
    subject.group2 = 1 + base;
  return subject;
}

/* Whether others than this function's statements may give R, of the variable DECL or
   NONE, its value.  */
static bool
is_volatile (const struct snapshot *s, const struct reference *r,
	     uint32_t decl)
{
  return r->is_volatile
	 || (decl != NONE && snapshot_decls (s)[decl].flags & DECL_IS_VOLATILE);
}

/* A reads what is written on some ways only: look for one without.  */
static bool
check_ways (struct uninit *u, const struct access *a, uint32_t *decl)
{
  const struct snap_statement *t = &snapshot_statements (u->s)[a->statement];
  struct path_origin origin;
  uint32_t name = uninit_name_of_load (u, a->statement, &a->reference, a->name);

  *decl = reference_decl (&a->reference);
  if (!uninit_is_scalar (u, &a->reference) || uninit_is_silenced (u->s, *decl)
      || is_volatile (u->s, &a->reference, *decl)
      || !path_to_memory (u->paths, &a->reference, t->vuse, a->statement,
			  &origin))
    return false;
  return report_name (u, a->certain && !origin.by_phi, UNINIT_O0,
		      subject_of (u->s, a, name, true), true, name, a->place);
}

/* Look at A; true if a warning was added, whose notes follow.  *DECL is the
   variable that is read, if it is one.  */
static bool
check_access (struct uninit *u, const struct access *a, uint32_t *decl)
{
  const struct snapshot *s = u->s;
  const struct snap_statement *t = &snapshot_statements (s)[a->statement];
  struct walk_result result;
  struct origin origin;
  uint32_t name = a->name, modes;
  bool is_late_load = u->check == CHECK_uninit && a->is_load;

  if (is_late_load)
    name = uninit_name_of_load (u, a->statement, &a->reference, a->name);
  *decl = reference_decl (&a->reference);
  if (name_is_silenced (s, name) || uninit_is_out_of_question (s, &a->reference)
      || t->vuse == NONE
      || (a->is_load && operand_kind (t->lhs) == OPERAND_SSA
	  && u->is_inserted_into[operand_index (t->lhs)]))
    return false;
  modes = walk_definitions (u, a, t->vuse, &result);
  if (modes && result.is_defined)
    return u->check == CHECK_uninit && check_ways (u, a, decl);
  if (!modes)
    return false;

  if (result.reaches_entry)
    {
      origin = reference_origin (&u->walk, &a->reference);
      *decl = origin.kind == ORIGIN_DECL ? origin.index : NONE;
      if (operand_kind (origin.name) != OPERAND_NONE)
	name = origin.name;
      /* Of a variable's part the variable is named, but of a structure's the
	 field; and what is read at once is what it is.  */
      if (is_late_load && origin.kind == ORIGIN_DECL
	  && reference_decl (&a->reference) == NONE)
	name = OPERAND (OPERAND_DECL, origin.index);
      else if (is_late_load)
	name = uninit_name_of_load (u, a->statement, &a->reference, a->name);
      else if (u->check == CHECK_uninit && origin.kind == ORIGIN_DECL
	       && operand_kind (name) == OPERAND_SSA)
	name = OPERAND (OPERAND_DECL, origin.index);
      else if (origin.kind == ORIGIN_DECL
	  && (operand_kind (name) == OPERAND_ADDRESS
	      || operand_kind (name) == OPERAND_MEMORY))
	{
	  const struct snap_memory *m
	    = &snapshot_memory (s)[operand_index (name)];

	  if (operand_kind (name) == OPERAND_ADDRESS || !m->n_steps
	      || snapshot_steps (s)[m->first_step + m->n_steps - 1].kind
		 != STEP_FIELD)
	    name = OPERAND (OPERAND_DECL, origin.index);
	}
      if (!origin.is_allocated)
	{
	  uint32_t var = origin.kind == ORIGIN_POINTER
			 ? snapshot_ssa (s)[origin.index].decl : NONE;

	  if (var != NONE && snapshot_decls (s)[var].kind == DECL_PARAMETER)
	    check_parameter (u, a, var, name, modes);
	  if (*decl == NONE
	      || snapshot_decls (s)[*decl].kind != DECL_VARIABLE
	      || (snapshot_decls (s)[*decl].flags & DECL_IS_GLOBAL))
	    return false;
	}
    }
  if (operand_kind (name) == OPERAND_ADDRESS)
    name = OPERAND (OPERAND_MEMORY, operand_index (name));
  if (name_is_silenced (s, name) || is_empty (s, name))
    return false;
  return report_name (u, a->certain, a->certain ? modes : modes & UNINIT_O0,
		      subject_of (s, a, name,
				   u->check == CHECK_uninit), a->certain && a->is_load, name,
		      a->place);
}

static void
add_declared_here (struct uninit *u, const struct access *a, uint32_t decl)
{
  struct buffer text;

  if (decl == NONE)
    return;
  if (a->is_load && uninit_is_scalar (u, &a->reference))
    {
      findings_add (&u->b, u->check, MESSAGE_NAMED_WAS_DECLARED_HERE,
		    PLACE (PLACE_DECL, decl), FINDING_IS_NOTE);
      buffer_init (&text);
      operand_text_folded (u->s, uninit_name_of_load (u, a->statement, &a->reference, a->name), &text);
      buffer_add_zero (&text, 1);
      findings_add_text (&u->b, text.bytes);
      buffer_release (&text);
      return;
    }
  findings_add (&u->b, u->check, MESSAGE_DECLARED_HERE,
		PLACE (PLACE_DECL, decl), FINDING_IS_NOTE);
  findings_add_decl (&u->b, decl);
}

/* What A reads if its pointer, a phi, is the argument O: a variable of just the
   type that is loaded.  False if that is not so.  */
static bool
reference_by_argument (struct uninit *u, const struct access *a, uint32_t o,
		       struct reference *r)
{
  const struct snap_type *types = snapshot_types (u->s);
  uint32_t type = snapshot_memory (u->s)[operand_index (a->name)].type, own;

  if (operand_kind (o) != OPERAND_SSA)
    return false;
  *r = a->reference;
  r->base = o;
  *r = points_to_fold (u->walk.points_to, r);
  if (reference_decl (r) == NONE || r->offset != 0)
    return false;
  own = snapshot_decls (u->s)[reference_decl (r)].type;
  if (types[type].main_variant != NONE)
    type = types[type].main_variant;
  if (types[own].main_variant != NONE)
    own = types[own].main_variant;
  return type == own;
}

/* A loads by a phi of pointers, all of them addresses of variables: of those
   that nothing has written, say so where the address is taken.  That is where
   GCC moves the load.  */
static void
check_load_by_phi (struct uninit *u, const struct access *a)
{
  const struct snapshot *s = u->s;
  const struct snap_statement *phi
    = ssa_definition (s, operand_index (a->reference.base));
  struct access one = *a;

  if (!phi || phi->code != STATEMENT_PHI)
    return;
  for (uint32_t i = 0; i < phi->n_operands; i++)
    if (!reference_by_argument (u, a, snapshot_operands (s)
					[phi->first_operand + i],
				&one.reference))
      return;
  one.certain = false;
  for (uint32_t i = 0; i < phi->n_operands; i++)
    {
      uint32_t decl;

      reference_by_argument (u, a, snapshot_operands (s)
				     [phi->first_operand + i],
			     &one.reference);
      one.place = PLACE (PLACE_OPERAND, phi->first_operand + i);
      if (check_access (u, &one, &decl))
	{
	  findings_add_fallback (&u->b, a->place, NONE);
	  add_declared_here (u, &one, decl);
	}
    }
}

static void
check_load (struct uninit *u, uint32_t index)
{
  const struct snapshot *s = u->s;
  const struct snap_statement *t = &snapshot_statements (s)[index];
  struct access a;
  uint32_t decl;

  a.place = uninit_place_of_read (u, index);
  if (a.place == NONE || t->n_operands != 1)
    return;
  a.name = snapshot_operands (s)[t->first_operand];
  if (operand_kind (a.name) != OPERAND_MEMORY)
    return;
  a.reference = reference_of_memory (s, operand_index (a.name));
  if (u->walk.points_to)
    a.reference = points_to_fold (u->walk.points_to, &a.reference);
  if (!a.reference.is_indirect && reference_decl (&a.reference) == NONE)
    return;
  a.statement = index;
  a.is_load = true;
  a.certain = u->always_executed;
  a.modes = u->modes_here;
  if (check_access (u, &a, &decl))
    add_declared_here (u, &a, decl);
  else if (u->walk.points_to && a.reference.is_indirect
	   && operand_kind (a.reference.base) == OPERAND_SSA)
    check_load_by_phi (u, &a);
}

/* By which argument the callee gets at it.  */
static void
add_argument_note (struct uninit *u, uint32_t index, uint32_t argument,
		   uint32_t type, const struct snap_attribute *attribute)
{
  const struct snapshot *s = u->s;
  const struct snap_statement *t = &snapshot_statements (s)[index];
  bool is_access = attribute && attribute->mode != ACCESS_DEFERRED;
  bool is_array = attribute && !is_access
		  && *snapshot_string (s, attribute->text);
  enum message message;

  if (is_access)
    message = t->decl != NONE ? MESSAGE_IN_CALL_WITH_ATTRIBUTE
			      : MESSAGE_IN_INDIRECT_CALL_WITH_ATTRIBUTE;
  else if (is_array)
    message = t->decl != NONE ? MESSAGE_BY_ARRAY_ARGUMENT
			      : MESSAGE_BY_ARRAY_ARGUMENT_INDIRECT;
  else
    message = t->decl != NONE ? MESSAGE_BY_ARGUMENT
			      : MESSAGE_BY_ARGUMENT_INDIRECT;
  findings_add (&u->b, u->check, message,
		t->decl != NONE ? PLACE (PLACE_DECL, t->decl)
				: PLACE (PLACE_STATEMENT, index),
		FINDING_IS_NOTE);
  if (!is_access)
    {
      findings_add_number (&u->b, argument + 1);
      if (is_array)
	findings_add_text (&u->b, snapshot_string (s, attribute->text));
      else
	findings_add_type (&u->b, type);
    }
  if (t->decl != NONE)
    findings_add_decl (&u->b, t->decl);
  else
    findings_add_type (&u->b, t->type);
  if (is_access)
    findings_add_text (&u->b, snapshot_string (s, attribute->text));
}

/* Whether argument ARGUMENT, of pointer type TYPE, is read by the callee; how
   surely, goes to A.  */
static bool
is_read_argument (struct uninit *u, uint32_t type,
		  const struct snap_attribute *attribute, bool is_builtin,
		  struct access *a)
{
  const struct snap_type *types = snapshot_types (u->s);
  bool is_const
    = (types[types[type].element].flags & TYPE_IS_CONST) != 0;

  if (!attribute)
    {
      a->certain = u->always_executed && is_builtin;
      return is_const;
    }
  if (attribute->mode == ACCESS_NONE || attribute->mode == ACCESS_WRITE_ONLY
      || (attribute->mode == ACCESS_DEFERRED && !is_const))
    return false;
  a->certain = u->always_executed && attribute->mode == ACCESS_READ_ONLY;
  return true;
}

static void
check_argument (struct uninit *u, uint32_t index, uint32_t argument,
		bool is_builtin)
{
  const struct snapshot *s = u->s;
  const struct snap_statement *t = &snapshot_statements (s)[index];
  const uint32_t *o = snapshot_operands (s) + t->first_operand;
  const struct snap_type *types = snapshot_types (s);
  uint32_t type
    = snapshot_lists (s)[types[t->type].first_parameter + argument];
  const struct snap_attribute *attribute
    = access_attribute (s, t->type, argument);
  uint32_t size = OPERAND (OPERAND_NONE, 0), pointee, decl;
  struct access a;

  if ((types[type].kind != SNAP_TYPE_POINTER
       && types[type].kind != SNAP_TYPE_REFERENCE)
      || types[type].element == NONE)
    return;
  if (u->callee && parameter_effect (u->callee[index], argument)
      && !(parameter_effect (u->callee[index], argument)->may
	   & PARAMETER_IS_READ))
    return;
  if (!is_read_argument (u, type, attribute, is_builtin, &a)
      || !specification_uses (call_specification (s, t), argument))
    return;
  a.name = o[1 + argument];
  operand_type (s, a.name, &pointee);
  if (pointee == NONE)
    return;
  if (attribute && attribute->argument2 < call_arguments (t))
    size = o[1 + attribute->argument2];
  a.reference = reference_of_pointer (s, a.name, size);
  if (operand_kind (a.reference.base) == OPERAND_OPAQUE
      || operand_kind (a.reference.base) == OPERAND_NONE)
    return;
  if (u->walk.points_to)
    a.reference = points_to_fold (u->walk.points_to, &a.reference);
  a.statement = index;
  a.place = PLACE (PLACE_STATEMENT, index);
  a.is_load = false;
  a.modes = UNINIT_O0;
  if (!check_access (u, &a, &decl))
    return;
  add_argument_note (u, index, argument, type, attribute);
  add_declared_here (u, &a, decl);
}

static void
check_call (struct uninit *u, uint32_t index)
{
  const struct snapshot *s = u->s;
  const struct snap_statement *t = &snapshot_statements (s)[index];
  bool is_builtin = false;

  if (!(u->modes_here & UNINIT_O0) || t->type == NONE
      || (t->flags & (CALL_IS_CONST | CALL_IS_INTERNAL)))
    return;
  if (t->decl != NONE)
    switch (snapshot_decls (s)[t->decl].builtin)
      {
      case BUILTIN_MEMCPY:
      case BUILTIN_MEMMOVE:
	return;
      case BUILTIN_NONE:
      case BUILTIN_TARGET:
	break;
      default:
	is_builtin = true;
	break;
      }
  for (uint32_t i = 0; i < snapshot_types (s)[t->type].n_parameters
		       && i < call_arguments (t); i++)
    check_argument (u, index, i, is_builtin);
}

void
uninit_check_memory (struct uninit *u, uint32_t index)
{
  switch (snapshot_statements (u->s)[index].code)
    {
    case STATEMENT_CALL:
      check_call (u, index);
      break;
    case STATEMENT_ASSIGN:
      check_load (u, index);
      break;
    default:
      break;
    }
}
