/* path-memory.c - what a piece of memory holds on the way back to what is undefined.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/path-memory.h"

#include "passes/memory-effects.h"
#include "passes/structure.h"
#include "passes/undefined.h"
#include "passes/value-number.h"

/* Statements between the end of a block and a store of what is loaded behind
   it.  */
#define MOST_STORES 16

/* Whether STATEMENT writes R.  */
typedef bool writes_test (struct path_search *p, uint32_t statement,
			  const struct reference *r);

static bool
may_write (struct path_search *p, uint32_t statement,
	   const struct reference *r)
{
  return points_to_may_define (p->points_to, statement, r);
}

/* Whether what call STATEMENT calls is known to write the variable DECL.  */
static bool
callee_writes (struct path_search *p, uint32_t statement, uint32_t decl)
{
  const struct snap_decl *d = &snapshot_decls (p->s)[decl];
  uint32_t callee
    = called_outside_ring (p->cx, p->key, p->s,
			   &snapshot_statements (p->s)[statement]);
  const struct memory_effects *effects
    = callee == NONE ? NULL : q_memory_effects (p->cx, callee);

  for (uint32_t i = 0; effects && i < effects->count; i++)
    {
      const struct memory_effect *e = &memory_effects_array (effects)[i];

      if (e->flags & MEMORY_IS_WRITTEN && !(e->flags & MEMORY_IS_REACHED)
	  && fingerprint_equal (e->symbol, d->symbol))
	return true;
    }
  return false;
}

/* Whether it does, where a call that is not given R, and not known to write it,
   leaves it as it is.  What any function may know by its name it may change.  */
static bool
is_known_to_write (struct path_search *p, uint32_t statement,
		   const struct reference *r)
{
  const struct snap_statement *t = &snapshot_statements (p->s)[statement];
  uint32_t decl = reference_decl (r);

  if (!points_to_may_define (p->points_to, statement, r))
    return false;
  return t->code != STATEMENT_CALL
	 || points_to_is_given (p->points_to, statement, r)
	 || (decl != NONE
	     && (snapshot_decls (p->s)[decl].flags & DECL_IS_PUBLIC
		 || callee_writes (p, statement, decl)));
}

/* States of memory that are to be looked at.  */
struct state_stack
{
  uint32_t name[64];
  uint32_t count;
};

/* Put the arguments of PHI on STACK; false if there is no room.  */
static bool
push_arguments (struct path_search *p, struct state_stack *stack,
		const struct snap_statement *phi)
{
  for (uint32_t i = 0; i < phi->n_operands; i++)
    {
      uint32_t o = snapshot_operands (p->s)[phi->first_operand + i];

      if (operand_kind (o) != OPERAND_SSA
	  || stack->count == sizeof stack->name / sizeof *stack->name)
	return false;
      stack->name[stack->count++] = operand_index (o);
    }
  return true;
}

/* Go up from the state NAME: to a phi, whose arguments go on STACK, or to one
   that dominates BLOCK, which is in *FOUND or goes there.  False if R may be
   written on the way, as WRITES says, or *FOUND is another state.  */
static bool
climb (struct path_search *p, const struct reference *r, writes_test *writes,
       uint32_t name, uint32_t block, struct state_stack *stack,
       uint32_t *found)
{
  while (p->visited[name] != p->walk)
    {
      uint32_t definition = snapshot_ssa (p->s)[name].definition;
      const struct snap_statement *d
	= definition == NONE ? NULL : &snapshot_statements (p->s)[definition];

      if (p->steps_left == 0)
	return false;
      p->steps_left--;
      if (!d || (d->block != block
		 && dominates (p->dominators, d->block, block)))
	{
	  if (*found != NONE && *found != name)
	    return false;
	  *found = name;
	  return true;
	}
      p->visited[name] = p->walk;
      if (d->code == STATEMENT_PHI)
	return push_arguments (p, stack, d);
      if (writes (p, definition, r))
	return false;
      name = d->vuse;
    }
  return true;
}

/* path_common_state, where WRITES says what writes R.  */
static uint32_t
common_state (struct path_search *p, const struct reference *r,
	      writes_test *writes, const struct snap_statement *phi)
{
  struct state_stack stack = { .count = 0 };
  uint32_t found = NONE;

  p->walk++;
  p->visited[operand_index (phi->lhs)] = p->walk;
  if (!push_arguments (p, &stack, phi))
    return NONE;
  while (stack.count)
    if (!climb (p, r, writes, stack.name[--stack.count], phi->block, &stack,
		&found))
      return NONE;
  return found;
}

uint32_t
path_common_state (struct path_search *p, const struct reference *r,
		   const struct snap_statement *phi)
{
  return common_state (p, r, may_write, phi);
}

/* Whether A and B, by MEMORY[X] and MEMORY[Y], are the same object.  */
static bool
same_place (const struct snapshot *s, const struct reference *a, uint32_t x,
	    const struct reference *b, uint32_t y)
{
  return a->base == b->base && a->is_indirect == b->is_indirect
	 && a->offset == b->offset && a->size == b->size
	 && a->size == a->max_size && b->size == b->max_size
	 && a->size != SIZE_UNKNOWN
	 && snapshot_memory (s)[x].type == snapshot_memory (s)[y].type;
}

/* A name that was loaded from R, MEMORY[MEMORY], in the state NAME; or
   nothing.  */
static struct value
value_read (const struct path_search *p, const struct reference *r,
	    uint32_t memory, uint32_t name)
{
  struct values values = values_of (p->s, p->names.of);

  for (uint32_t i = p->first_load[name]; i; i = p->next_load[i - 1])
    {
      const struct snap_statement *t = &snapshot_statements (p->s)[i - 1];
      uint32_t o = operand_index (snapshot_operands (p->s)
				    [t->first_operand]);
      struct reference other = reference_of_memory (p->s, o);

      other = points_to_fold (p->points_to, &other);
      if (same_place (p->s, r, memory, &other, o))
	return values_operand (&values, t->lhs);
    }
  return (struct value) { KNOWN_NOTHING, 0, 0 };
}

/* Whether D, which changes the state of memory, stores R, MEMORY[MEMORY], as it is:
   then what it stores is in *V.  */
static bool
is_store_of (struct path_search *p, const struct reference *r,
	     uint32_t memory, const struct snap_statement *d,
	     struct value *v)
{
  struct values values = values_of (p->s, p->names.of);
  struct reference lhs;

  if (d->code != STATEMENT_ASSIGN || d->n_operands != 1
      || operand_kind (d->lhs) != OPERAND_MEMORY)
    return false;
  lhs = reference_of_memory (p->s, operand_index (d->lhs));
  lhs = points_to_fold (p->points_to, &lhs);
  if (!same_place (p->s, r, memory, &lhs, operand_index (d->lhs)))
    return false;
  *v = values_operand (&values, snapshot_operands (p->s)[d->first_operand]);
  return true;
}

/* path_value_stored of R, MEMORY[MEMORY]; what has been loaded in the state NAME
   itself counts if IS_READ.  */
static struct value
stored (struct path_search *p, const struct reference *r, uint32_t memory,
	uint32_t name, bool is_read)
{
  struct value unknown = { KNOWN_NOTHING, 0, 0 };

  for (unsigned i = 0; i < MOST_STORES; i++)
    {
      const struct snap_statement *d = ssa_definition (p->s, name);
      struct value v = i || is_read ? value_read (p, r, memory, name)
				    : unknown;
      uint32_t common;

      if (v.kind != KNOWN_NOTHING || !d)
	return v;
      if (d->code == STATEMENT_PHI)
	{
	  common = common_state (p, r, is_known_to_write, d);
	  if (common == NONE)
	    return (struct value) { KNOWN_CONTENT, memory, name };
	  name = common;
	  continue;
	}
      if (is_store_of (p, r, memory, d, &v))
	return v;
      if (is_known_to_write (p, (uint32_t) (d - snapshot_statements (p->s)),
			     r))
	return unknown;
      name = d->vuse;
    }
  return unknown;
}

struct value
path_value_stored (struct path_search *p, uint32_t memory, uint32_t name)
{
  struct reference r = reference_of_memory (p->s, memory);

  if (!p->points_to || r.is_volatile)
    return (struct value) { KNOWN_NOTHING, 0, 0 };
  r = points_to_fold (p->points_to, &r);
  return stored (p, &r, memory, name, true);
}

/* The load that defines V, or NULL.  */
static const struct snap_statement *
load_of (const struct path_search *p, const struct value *v)
{
  const struct snap_statement *d
    = v->kind == KNOWN_NAME ? ssa_definition (p->s, v->index) : NULL;

  return d && d->code == STATEMENT_ASSIGN && d->n_operands == 1
	 && d->vuse != NONE
	 && operand_kind (snapshot_operands (p->s)[d->first_operand])
	    == OPERAND_MEMORY ? d : NULL;
}

/* What the name V was before LOAD got it again; V, if nothing is known of it.  */
static struct value
loaded_before (struct path_search *p, struct value v,
	       const struct snap_statement *load)
{
  uint32_t memory
    = operand_index (snapshot_operands (p->s)[load->first_operand]);
  struct reference r = reference_of_memory (p->s, memory);
  struct value before;

  if (r.is_volatile)
    return v;
  r = points_to_fold (p->points_to, &r);
  before = stored (p, &r, memory, load->vuse, false);
  /* What several states make of it is found out when it is asked for.  */
  return before.kind == KNOWN_NOTHING
	 || (before.kind == KNOWN_CONTENT && before.bits == load->vuse)
	 ? v : before;
}

/* As path_value_before, without a load further up.  */
static struct value
value_before (struct path_search *p, struct value v)
{
  const struct snap_statement *load = load_of (p, &v);

  if (load && p->before[v.index].kind == KNOWN_NOTHING)
    p->before[v.index] = loaded_before (p, v, load);
  return load ? p->before[v.index] : v;
}

struct value
path_value_before (struct path_search *p, struct value v)
{
  struct value first = v, before;

  if (!p->points_to || !load_of (p, &v))
    return v;
  if (!p->before)
    p->before = query_alloc (p->cx, (size_t) snapshot_n_ssa (p->s) + 1,
			     sizeof *p->before);
  /* A function may load one thing as often as it is long: no recursion, and what
     was found is noted all the way.  */
  while (before = value_before (p, first),
	 before.kind == KNOWN_NAME && before.index != first.index)
    first = before;
  while (v.kind == KNOWN_NAME && v.index != first.index)
    {
      struct value next = p->before[v.index];

      p->before[v.index] = before;
      v = next;
    }
  return before;
}
