/* uninit-memory.c - whether anything may have written what is read.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/uninit-memory.h"

#include <string.h>

void
definition_walk_init (struct definition_walk *w, struct query_context *cx,
		      const struct snapshot *s)
{
  const struct snap_statement *t = snapshot_statements (s);
  uint64_t room = 1;

  /* A phi is entered at most twice in one walk (definition_walk_run).  */
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    if (t[i].code == STATEMENT_PHI && (t[i].flags & STATEMENT_IS_VIRTUAL))
      room += 2 * (uint64_t) t[i].n_operands;
  w->s = s;
  w->visited = query_alloc (cx, snapshot_n_ssa (s) + 1, sizeof *w->visited);
  w->stack = query_alloc (cx, room, sizeof *w->stack);
  w->stack_size = (uint32_t) room;
  w->walk = 0;
  w->phis_left = WALK_MOST_PHIS;
  w->points_to = NULL;
}

bool
is_deferred_init (const struct snapshot *s, const struct snap_statement *d)
{
  if (d->code == STATEMENT_ASSIGN && d->operation == OPERATION_COPY
      && d->n_operands == 1
      && operand_kind (snapshot_operands (s)[d->first_operand]) == OPERAND_SSA)
    {
      uint32_t from = operand_index (snapshot_operands (s)[d->first_operand]);
      uint32_t definition = snapshot_ssa (s)[from].definition;

      if (definition == NONE)
	return false;
      d = &snapshot_statements (s)[definition];
    }
  return d->code == STATEMENT_CALL && (d->flags & CALL_IS_INTERNAL)
	 && !strcmp (snapshot_string (s, d->text), "DEFERRED_INIT");
}

static bool
is_pointer_to_const (const struct snapshot *s, uint32_t pointee)
{
  return (snapshot_types (s)[pointee].flags & TYPE_IS_CONST) != 0;
}

static bool
is_pointer (const struct snap_type *t)
{
  return (t->kind == SNAP_TYPE_POINTER || t->kind == SNAP_TYPE_REFERENCE)
	 && t->element != NONE;
}

/* Whether CALL is to a built-in function that gets no pointer through which it
   could write: neither by its parameters' types nor, behind them, by its
   arguments'.  */
static bool
is_reading_builtin (const struct snapshot *s,
		    const struct snap_statement *call)
{
  const struct snap_decl *d;
  const struct snap_type *t;
  uint32_t n_arguments = call_arguments (call);
  uint32_t i;

  if (call->decl == NONE)
    return false;
  d = &snapshot_decls (s)[call->decl];
  if (d->builtin == BUILTIN_NONE || d->builtin == BUILTIN_TARGET)
    return false;
  t = &snapshot_types (s)[d->type];
  for (i = 0; i < t->n_parameters; i++)
    {
      uint32_t parameter = snapshot_lists (s)[t->first_parameter + i];
      const struct snap_type *p = &snapshot_types (s)[parameter];

      if (p->kind == SNAP_TYPE_VOID)
	return true;
      if (is_pointer (p) && !is_pointer_to_const (s, p->element))
	return false;
    }
  if (!(t->flags & (TYPE_IS_VARIADIC | TYPE_UNPROTOTYPED)))
    return true;
  if (n_arguments <= i)
    return false;
  for (; i < n_arguments; i++)
    {
      uint32_t pointee;

      operand_type (s, snapshot_operands (s)[call->first_operand + 1 + i],
		    &pointee);
      if (pointee != NONE && !is_pointer_to_const (s, pointee))
	return false;
    }
  return true;
}

/* Whether CALL, which may write the memory as far as aliasing goes, is known
   to leave it as it is.  */
static bool
is_harmless_call (const struct snapshot *s, const struct snap_statement *call)
{
  if ((call->flags & CALL_IS_INTERNAL)
      && !strcmp (snapshot_string (s, call->text), "ASAN_MARK"))
    return true;
  if (call->decl != NONE)
    switch (snapshot_decls (s)[call->decl].builtin)
      {
      case BUILTIN_SANITIZER:
      case BUILTIN_STACK_RESTORE:	/* The end of an array's scope.  */
	return true;
      default:
	break;
      }
  return is_reading_builtin (s, call);
}

/* Look at STATEMENT, which may define R.  Returns whether the path ends.  */
static bool
visit_definition (const struct snapshot *s, uint32_t statement,
		  const struct reference *r, struct walk_result *result)
{
  const struct snap_statement *d = &snapshot_statements (s)[statement];

  if (is_deferred_init (s, d))
    return false;
  if (d->code == STATEMENT_CLOBBER)
    return clobber_kills (s, statement, r);
  if (d->code == STATEMENT_CALL && is_harmless_call (s, d))
    return false;
  result->is_defined = true;
  return true;
}

bool
definition_walk_run (struct definition_walk *w, uint32_t vuse,
		     const struct reference *r, uint32_t limit,
		     struct walk_result *result)
{
  const struct snapshot *s = w->s;
  const struct snap_statement *statements = snapshot_statements (s);
  uint32_t n = 0;
  bool marks = false;

  memset (result, 0, sizeof *result);
  w->walk++;
  w->stack[n++] = vuse;
  while (n)
    {
      uint32_t name = w->stack[--n];

      while (name != NONE)
	{
	  uint32_t definition = snapshot_ssa (s)[name].definition;
	  const struct snap_statement *d;

	  /* As long as there was no phi, no name can come twice: so GCC keeps
	     no record until then, and sees the first phi of a loop twice.  */
	  if (marks && w->visited[name] == w->walk)
	    break;
	  if (marks)
	    w->visited[name] = w->walk;
	  if (definition == NONE)
	    {
	      result->reaches_entry = true;
	      break;
	    }
	  d = &statements[definition];
	  if (d->code == STATEMENT_PHI)
	    {
	      marks = true;
	      if (w->phis_left == 0)
		return false;
	      w->phis_left--;
	      for (uint32_t i = d->n_operands; i-- > 0;)
		{
		  uint32_t o = snapshot_operands (s)[d->first_operand + i];

		  if (operand_kind (o) == OPERAND_SSA && n < w->stack_size)
		    w->stack[n++] = operand_index (o);
		}
	      break;
	    }
	  if (++result->steps == limit)
	    return false;
	  if ((w->points_to
	       ? points_to_may_define (w->points_to, definition, r)
	       : statement_may_define (s, definition, r))
	      && visit_definition (s, definition, r, result))
	    break;
	  name = d->vuse;
	}
    }
  return true;
}

/* What the address of MEMORY[INDEX] says about where it lies; true if the
   pointer in *ORIGIN has to be followed further.  */
static bool
follow_address (const struct definition_walk *w, uint32_t index,
		struct origin *origin)
{
  const struct snapshot *s = w->s;
  const struct snap_memory *m = &snapshot_memory (s)[index];
  uint32_t last
    = m->n_steps ? snapshot_steps (s)[m->first_step + m->n_steps - 1].kind
		 : STEP_OTHER;
  struct reference r = reference_of_memory (s, index);
  uint32_t decl = reference_decl (&r);

  if (m->n_steps == 0 && operand_kind (m->base) == OPERAND_DECL)
    origin->name = m->base;
  else if (last == STEP_FIELD)
    origin->name = OPERAND (OPERAND_MEMORY, index);
  if (decl != NONE)
    {
      origin->kind = ORIGIN_DECL;
      origin->index = decl;
      return false;
    }
  if ((w->points_to || (m->n_steps == 1 && last == STEP_DEREFERENCE))
      && operand_kind (m->base) == OPERAND_SSA)
    {
      origin->kind = ORIGIN_POINTER;
      origin->index = operand_index (m->base);
      return true;
    }
  origin->kind = ORIGIN_OTHER;
  return false;
}

/* One step back from the pointer in *ORIGIN; true if there may be more.  */
static bool
follow_pointer (const struct definition_walk *w, struct origin *origin)
{
  const struct snapshot *s = w->s;
  uint32_t definition = snapshot_ssa (s)[origin->index].definition;
  const struct snap_statement *d;
  uint32_t from;

  if (definition == NONE)
    return false;
  d = &snapshot_statements (s)[definition];
  if (d->code == STATEMENT_CALL && d->decl != NONE)
    switch (snapshot_decls (s)[d->decl].builtin)
      {
      case BUILTIN_ALLOCA:
      case BUILTIN_ALLOCA_WITH_ALIGN:
      case BUILTIN_MALLOC:
	origin->is_allocated = true;
	return false;
      default:
	return false;
      }
  if (d->code != STATEMENT_ASSIGN || d->n_operands == 0)
    return false;
  from = snapshot_operands (s)[d->first_operand];
  if (d->operation == OPERATION_POINTER_PLUS)
    switch (operand_kind (from))
      {
      case OPERAND_SSA:
	origin->index = operand_index (from);
	return true;
      case OPERAND_ADDRESS:
	return follow_address (w, operand_index (from), origin);
      default:
	origin->kind = ORIGIN_OTHER;
	return false;
      }
  if (w->points_to && operand_kind (from) == OPERAND_SSA
      && (d->operation == OPERATION_COPY || d->operation == OPERATION_CONVERT))
    {
      origin->index = operand_index (from);
      return true;
    }
  if (d->operation == OPERATION_COPY && operand_kind (from) == OPERAND_ADDRESS)
    return follow_address (w, operand_index (from), origin);
  return false;
}

struct origin
reference_origin (const struct definition_walk *w, const struct reference *r)
{
  struct origin origin;

  memset (&origin, 0, sizeof origin);
  origin.kind = ORIGIN_OTHER;
  if (reference_decl (r) != NONE)
    {
      origin.kind = ORIGIN_DECL;
      origin.index = reference_decl (r);
    }
  else if (r->is_indirect && operand_kind (r->base) == OPERAND_SSA)
    {
      origin.kind = ORIGIN_POINTER;
      origin.index = operand_index (r->base);
      /* No phi is followed, so each step goes to a name that dominates.  */
      for (uint32_t i = 0; i < snapshot_n_ssa (w->s); i++)
	if (!follow_pointer (w, &origin))
	  break;
    }
  return origin;
}
