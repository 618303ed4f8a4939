/* undefined-path.c - whether an undefined value gets to a use on some path.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/path-state.h"

#include <string.h>

#include "passes/observed.h"
#include "passes/path-memory.h"
#include "passes/undefined.h"
#include "passes/uninit-memory.h"
#include "passes/value-number.h"

/* Steps of all searches of a function.  */
#define MOST_STEPS (1u << 17)
/* Statements between two phis of memory.  */
#define MOST_DEFINITIONS 4096

/* Loads into names, by the state of memory that they read.  */
static void
find_loads (struct path_search *p)
{
  const struct snapshot *s = p->s;

  p->first_load = query_alloc (p->cx, (size_t) snapshot_n_ssa (s) + 1,
			       sizeof *p->first_load);
  p->next_load = query_alloc (p->cx, (size_t) snapshot_n_statements (s) + 1,
			      sizeof *p->next_load);
  for (uint32_t i = snapshot_n_statements (s); i-- > 0;)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];

      if (t->code != STATEMENT_ASSIGN || t->n_operands != 1
	  || t->vuse == NONE || operand_kind (t->lhs) != OPERAND_SSA
	  || operand_kind (snapshot_operands (s)[t->first_operand])
	     != OPERAND_MEMORY)
	continue;
      p->next_load[i] = p->first_load[t->vuse];
      p->first_load[t->vuse] = i + 1;
    }
}

/* Blocks with a call that does not come back, as the body of its function
   says.  */
static void
find_ends (struct path_search *p)
{
  const struct snapshot *s = p->s;

  p->ends = query_alloc (p->cx, snapshot_n_blocks (s) + 1, 1);
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];

      if (t->code == STATEMENT_CALL && !call_returns (p->cx, p->key, s, i))
	p->ends[t->block] = 1;
    }
}

void
path_search_init (struct path_search *p, struct query_context *cx,
		  uint32_t key)
{
  const struct value_numbers *numbers;

  memset (p, 0, sizeof *p);
  p->s = q_body (cx, key);
  p->cx = cx;
  p->key = key;
  numbers = q_value_numbers (cx, key);
  p->names.s = p->s;
  p->names.of = value_numbers_of (numbers);
  p->executable = value_numbers_edge (numbers);
  p->predicates = q_predicates (cx, key);
  p->dominators = q_dominators (cx, key);
  p->post_dominators = q_post_dominators (cx, key);
  find_loads (p);
  p->steps_left = MOST_STEPS;
}

/* The ways back.  */

static uint32_t
block_of_value (const struct snapshot *s, const struct value *v)
{
  uint32_t d;

  if (v->kind != KNOWN_NAME && v->kind != KNOWN_CONTENT)
    return NONE;
  d = snapshot_ssa (s)[v->kind == KNOWN_NAME ? v->index : v->bits].definition;
  return d == NONE ? NONE : snapshot_statements (s)[d].block;
}

static const struct snap_statement *
phi_in (const struct snapshot *s, const struct value *v, uint32_t block)
{
  const struct snap_statement *d;

  if (v->kind != KNOWN_NAME)
    return NULL;
  d = ssa_definition (s, v->index);
  return d && d->code == STATEMENT_PHI && d->block == block ? d : NULL;
}

/* The memory whose content V is in the state with which BLOCK begins, where
   several meet in *PHI: V was loaded in BLOCK, or has no name.  NONE: it is
   something else.  */
static uint32_t
memory_behind_phi (const struct snapshot *s, const struct value *v,
		   uint32_t block, const struct snap_statement **phi)
{
  const struct snap_statement *d
    = v->kind == KNOWN_NAME ? ssa_definition (s, v->index) : NULL;
  uint32_t memory, state;

  if (v->kind == KNOWN_CONTENT)
    {
      memory = v->index;
      state = (uint32_t) v->bits;
    }
  else
    {
      if (!d || d->block != block || d->code != STATEMENT_ASSIGN
	  || d->n_operands != 1 || d->vuse == NONE
	  || operand_kind (snapshot_operands (s)[d->first_operand])
	     != OPERAND_MEMORY)
	return NONE;
      memory = operand_index (snapshot_operands (s)[d->first_operand]);
      state = d->vuse;
    }
  *phi = ssa_definition (s, state);
  return *phi && (*phi)->code == STATEMENT_PHI && (*phi)->block == block
	 ? memory : NONE;
}

/* Whether some literal of T is about a phi of BLOCK, of values or of memory.  */
static bool
has_phi_of (struct path_search *p, const struct path_state *t,
	    uint32_t block)
{
  const struct snap_statement *phi;

  for (uint32_t i = 0; i < t->count; i++)
    if (phi_in (p->s, &t->literal[i].a, block)
	|| phi_in (p->s, &t->literal[i].b, block)
	|| memory_behind_phi (p->s, &t->literal[i].a, block, &phi) != NONE
	|| memory_behind_phi (p->s, &t->literal[i].b, block, &phi) != NONE)
      return true;
  return false;
}

/* What the memory holds at the end of the predecessor at POSITION whose content
   V is in the state with which BLOCK begins; nothing, if it is not known or V is
   something else.  */
static struct value
value_loaded (struct path_search *p, const struct value *v,
	      uint32_t block, uint32_t position)
{
  const struct snap_statement *phi = NULL;
  uint32_t memory = memory_behind_phi (p->s, v, block, &phi);

  if (memory == NONE || position >= phi->n_operands)
    return (struct value) { KNOWN_NOTHING, 0, 0 };
  return path_value_stored (p, memory,
		       operand_index (snapshot_operands (p->s)
					[phi->first_operand + position]));
}

/* The value of V before BLOCK is entered by the predecessor at POSITION; false
   if that is another one than it will be: V is made in a loop around BLOCK.  */
static bool
value_before (struct path_search *p, struct value *v, uint32_t block,
	      uint32_t position, bool is_back)
{
  const struct snap_statement *phi = phi_in (p->s, v, block);
  struct values values = values_of (p->s, p->names.of);
  struct value loaded;
  uint32_t at;

  if (phi)
    {
      if (position >= phi->n_operands)
	return false;
      *v = values_operand (&values, snapshot_operands (p->s)
				      [phi->first_operand + position]);
      return v->kind != KNOWN_NOTHING;
    }
  loaded = value_loaded (p, v, block, position);
  if (loaded.kind != KNOWN_NOTHING)
    {
      *v = loaded;
      return true;
    }
  at = block_of_value (p->s, v);
  return at == NONE || !is_back || !dominates (p->dominators, block, at);
}

/* Change T's literals from what they are in BLOCK to what they were at the end
   of the predecessor at POSITION.  False if they cannot hold then.  */
static bool
leave_block (struct path_search *p, struct path_state *t, uint32_t block,
	     uint32_t position, bool is_back)
{
  struct path_state old = *t;

  t->count = 0;
  for (uint32_t i = 0; i < old.count; i++)
    {
      struct value a = old.literal[i].a, b = old.literal[i].b;
      struct literal l;

      if (!value_before (p, &a, block, position, is_back)
	  || !value_before (p, &b, block, position, is_back))
	continue;
      switch (literal_with (&p->names, &old.literal[i], a, b, &l))
	{
	case TRUTH_FALSE:
	  return false;
	case TRUTH_UNKNOWN:
	  if (!path_state_assume (p, t, &l))
	    return false;
	  break;
	case TRUTH_TRUE:
	  break;
	}
    }
  return true;
}

/* From T->block to its predecessors.  T->name is the result of PHI there, whose
   arguments are wanted; NULL: it is from further up.  */
static void
add_predecessors (struct path_search *p, const struct path_state *t,
		  const struct snap_statement *phi)
{
  const struct snapshot *s = p->s;
  const struct snap_block *b = &snapshot_blocks (s)[t->block];
  uint32_t n_ways = 0;

  for (uint32_t i = 0; i < b->n_predecessors; i++)
    n_ways += p->executable[snapshot_preds (s)[b->first_predecessor + i]];
  for (uint32_t i = 0; i < b->n_predecessors; i++)
    {
      uint32_t e = snapshot_preds (s)[b->first_predecessor + i];
      uint32_t source = snapshot_edges (s)[e].source;
      struct path_state next = *t;
      struct predicate c;

      /* What longjmp brings back is another matter.  */
      if (!p->executable[e] || p->ends[source]
	  || (snapshot_edges (s)[e].flags & EDGE_IS_ABNORMAL))
	continue;
      next.block = source;
      if (phi)
	{
	  uint32_t o;

	  if (i >= phi->n_operands)
	    continue;
	  o = snapshot_operands (s)[phi->first_operand + i];
	  if (operand_kind (o) != OPERAND_SSA)
	    continue;
	  next.name = operand_index (o);
	  if (n_ways > 1)
	    {
	      if (next.argument == NONE)
		next.argument = phi->first_operand + i;
	      next.by_phi = true;
	    }
	}
      if (!leave_block (p, &next, t->block, i,
			dominates (p->dominators, t->block, source)))
	continue;
      predicates_of_edge (p->predicates, e, &c);
      for (uint32_t j = 0; j < c.count; j++)
	{
	  struct path_state way = next;

	  if (path_state_assume_chain (p, &way, &c.chain[j]))
	    path_state_add (p, &way);
	}
    }
}

/* From T->block to its immediate dominator.  */
static void
add_dominator (struct path_search *p, const struct path_state *t)
{
  uint32_t up = dominators_immediate (p->dominators)[t->block];
  struct predicate c;

  predicates_of_block (p->predicates, t->block, &c);
  for (uint32_t j = 0; j < c.count; j++)
    {
      struct path_state next = *t;

      next.block = up;
      if (path_state_assume_chain (p, &next, &c.chain[j]))
	path_state_add (p, &next);
    }
}

bool
path_hands_on (const struct snapshot *s, const struct snap_statement *t)
{
  if (t->code != STATEMENT_ASSIGN || operand_kind (t->lhs) != OPERAND_SSA)
    return false;
  if (t->operation == OPERATION_COMPLEX)
    return true;
  if (complex_part_of (s, t) != NONE)
    return true;
  return t->operation == OPERATION_COPY && t->n_operands == 1
	 && operand_kind (snapshot_operands (s)[t->first_operand])
	    == OPERAND_SSA;
}

/* The defining COMPLEX of the complex name NAME, or NULL.  */
static const struct snap_statement *
complex_of (const struct snapshot *s, uint32_t name)
{
  const struct snap_statement *d = ssa_definition (s, name);

  while (d && path_hands_on (s, d) && d->operation == OPERATION_COPY
	 && complex_part_of (s, d) == NONE)
    d = ssa_definition (s, operand_index (snapshot_operands (s)
						     [d->first_operand]));
  return d && d->code == STATEMENT_ASSIGN
	 && d->operation == OPERATION_COMPLEX && d->n_operands == 2 ? d : NULL;
}

static bool
is_imaginary_part (const struct snapshot *s, const struct snap_statement *t)
{
  uint32_t o = snapshot_operands (s)[t->first_operand];

  if (operand_kind (o) != OPERAND_MEMORY)
    return t->operation == OPERATION_IMAGINARY_PART;
  return snapshot_steps (s)[snapshot_memory (s)[operand_index (o)].first_step]
	   .kind == STEP_IMAGINARY;
}

/* The name whose value T, which hands on one, has; NONE: it is a constant's.
   For a COMPLEX that is its first part.  */
static uint32_t
handed_on (const struct snapshot *s, const struct snap_statement *t)
{
  uint32_t whole = complex_part_of (s, t), o;
  const struct snap_statement *d;

  if (t->operation == OPERATION_COMPLEX || whole == NONE)
    o = snapshot_operands (s)[t->first_operand];
  else
    {
      d = complex_of (s, whole);
      if (!d)
	return whole;
      o = snapshot_operands (s)[d->first_operand + is_imaginary_part (s, t)];
    }
  return operand_kind (o) == OPERAND_SSA ? operand_index (o) : NONE;
}

/* What defines T->name, seen through what hands it on; T->name becomes the last
   one.  NULL: nothing, or it is undefined.  */
static const struct snap_statement *
definition_of (struct path_search *p, struct path_state *t)
{
  const struct snapshot *s = p->s;

  for (;;)
    {
      const struct snap_statement *d = ssa_definition (s, t->name);
      uint32_t from;

      if (ssa_is_undefined (s, t->name, false))
	return NULL;
      if (!d || !path_hands_on (s, d))
	return d;
      if (d->operation == OPERATION_COMPLEX && d->n_operands == 2)
	{
	  uint32_t o = snapshot_operands (s)[d->first_operand + 1];
	  struct path_state other = *t;

	  other.name = operand_index (o);
	  if (operand_kind (o) == OPERAND_SSA)
	    path_state_add (p, &other);
	}
      from = handed_on (s, d);
      if (from == NONE)
	return d;
      t->name = from;
    }
}

/* Memory.  */

/* By which argument call INDEX gets at the object of R; NONE if by none, or by
   several.  */
static uint32_t
argument_of (struct path_search *p, uint32_t index,
	     const struct reference *r)
{
  const struct snap_statement *t = &snapshot_statements (p->s)[index];
  uint32_t object = points_to_object_of (p->points_to, r), found = NONE;

  for (uint32_t i = 0; object != NONE && i < call_arguments (t); i++)
    if (points_to_may_be (p->points_to,
			  snapshot_operands (p->s)[t->first_operand + 1 + i],
			  object))
      {
	if (found != NONE)
	  return NONE;
	found = i;
      }
  return found;
}

/* What call INDEX does to R if it may as well leave it as it is; else NULL.  */
static const struct parameter_effect *
effect_on (struct path_search *p, uint32_t index, const struct reference *r)
{
  const struct parameter_effect *e
    = parameter_effect (p->callee[index], argument_of (p, index, r));

  return e && (e->may & PARAMETER_MAY_LEAVE) ? e : NULL;
}

/* Whether something is assumed in T of the value of OPERAND.  */
static bool
is_asked (struct path_search *p, const struct path_state *t,
	  uint32_t operand)
{
  struct values values = values_of (p->s, p->names.of);
  struct value v = values_operand (&values, operand);

  for (uint32_t i = 0; i < t->count; i++)
    {
      const struct literal *l = &t->literal[i];

      if ((l->a.kind == KNOWN_NAME && l->a.index == v.index)
	  || (l->b.kind == KNOWN_NAME && l->b.index == v.index))
	return true;
    }
  return false;
}

/* Call INDEX, which writes R or not: go on before it as if it had not.  Where
   the use comes whatever happens, and the function is nobody else's, that is a
   way.  Else whoever wrote this may know by what the call returns: then that is
   assumed; or by other means, and that is no way.  */
static void
add_unwritten (struct path_search *p, const struct snap_statement *call,
	       const struct reference *r, const struct path_state *t)
{
  uint32_t index = (uint32_t) (call - snapshot_statements (p->s));
  const struct parameter_effect *e
    = effect_on (p, index, r);
  struct path_state next = *t;
  struct literal l;

  next.name = call->vuse;
  next.by_phi = true;
  if (!(snapshot_decls (p->s)[call->decl].flags & DECL_IS_PUBLIC)
      && dominates (p->post_dominators, p->use, call->block)
      && t->block == call->block && t->count == 0)
    path_state_add (p, &next);
  if (!(e->may & PARAMETER_RETURNS_KNOWN)
      || operand_kind (call->lhs) != OPERAND_SSA
      || !is_asked (p, t, call->lhs)
      || literal_of_truth (&p->names, call->lhs, &l) != TRUTH_UNKNOWN
      || l.holds == ORDERS_ALL)
    return;
  for (uint32_t i = 0; i < e->n_returned; i++)
    {
      struct literal equal = l;
      struct value b = { KNOWN_CONSTANT, 0, (uint64_t) e->returned[i] };
      struct path_state way = next;

      equal.holds = ORDER_EQUAL;
      if (literal_with (&p->names, &equal, l.a, b, &equal) != TRUTH_FALSE
	  && path_state_assume (p, &way, &equal))
	path_state_add (p, &way);
    }
}

/* Follow the state of memory T->name up to where R may have been written, or
   states of memory meet.  Returns whether R may still be as it was before: *D
   is NULL before all, or the phi, or a call that may have left R.  */
static bool
skip_to_definition (struct path_search *p, const struct reference *r,
		    struct path_state *t, const struct snap_statement **d)
{
  for (uint32_t i = 0; i < MOST_DEFINITIONS && p->steps_left; i++)
    {
      uint32_t definition = snapshot_ssa (p->s)[t->name].definition;

      *d = NULL;
      if (definition == NONE)
	return true;
      *d = &snapshot_statements (p->s)[definition];
      if ((*d)->code == STATEMENT_PHI)
	return true;
      p->steps_left--;
      if (points_to_may_define (p->points_to, definition, r))
	{
	  if (is_deferred_init (p->s, *d)
	      || ((*d)->code == STATEMENT_CLOBBER
		  && clobber_kills (p->s, definition, r)))
	    {
	      *d = NULL;
	      return true;
	    }
	  return (*d)->code == STATEMENT_CALL && effect_on (p, definition, r);
	}
      t->name = (*d)->vuse;
    }
  p->gave_up = true;
  return false;
}

/* The search.  */

/* Look at state T; true if it is a way from what is undefined.  */
static bool
visit (struct path_search *p, const struct reference *r, struct path_state *t)
{
  const struct snap_statement *d;

  if (r)
    {
      if (!skip_to_definition (p, r, t, &d))
	return false;
      while (d && d->code == STATEMENT_PHI)
	{
	  uint32_t common = path_common_state (p, r, d);

	  if (common == NONE)
	    break;
	  t->name = common;
	  if (!skip_to_definition (p, r, t, &d))
	    return false;
	}
    }
  else
    {
      d = definition_of (p, t);
      if (d ? d->code != STATEMENT_PHI
	    : !ssa_is_undefined (p->s, t->name, false))
	return false;
    }
  if (d && d->block == t->block)
    {
      if (d->code == STATEMENT_PHI)
	add_predecessors (p, t, d);
      else
	add_unwritten (p, d, r, t);
      return false;
    }
  if (t->block == BLOCK_ENTRY
      || dominators_immediate (p->dominators)[t->block] == NONE
      || (!d && t->count == 0))
    return !d;
  if (has_phi_of (p, t, t->block))
    add_predecessors (p, t, NULL);
  else
    add_dominator (p, t);
  return false;
}

/* Where a search for NAME, read at STATEMENT, begins: what is compared matters
   only if the other sides of an `&' or `|' let it.  */
static void
add_first (struct path_search *p, uint32_t name, uint32_t statement)
{
  struct path_state first;
  struct predicate c;

  memset (&first, 0, sizeof first);
  first.name = name;
  first.block = p->use;
  first.argument = NONE;
  if (!p->users)
    p->users = observed_users (p->cx, p->s);
  observed_when (&p->names, p->users, OPERAND (OPERAND_SSA, name), statement,
		 &c);
  for (uint32_t i = 0; i < c.count; i++)
    {
      struct path_state way = first;

      if (path_state_assume_chain (p, &way, &c.chain[i]))
	path_state_add (p, &way);
    }
}

static bool
search (struct path_search *p, const struct reference *r, uint32_t name,
	uint32_t statement, struct path_origin *origin)
{
  /* Most functions have nothing to search for.  */
  if (!p->ends)
    find_ends (p);
  p->use = snapshot_statements (p->s)[statement].block;
  path_states_clear (p);
  add_first (p, name, statement);
  for (uint32_t i = 0; i < p->n_states; i++)
    {
      struct path_state t = p->states[i];

      if (p->steps_left == 0)
	{
	  p->gave_up = true;
	  return false;
	}
      p->steps_left--;
      if (visit (p, r, &t))
	{
	  origin->name = r ? NONE : t.name;
	  origin->argument = t.argument;
	  origin->by_phi = t.by_phi;
	  return true;
	}
    }
  return false;
}

bool
path_to_name (struct path_search *p, uint32_t name, uint32_t statement,
	      struct path_origin *origin)
{
  return search (p, NULL, name, statement, origin);
}

bool
path_to_memory (struct path_search *p, const struct reference *r,
		uint32_t vuse, uint32_t statement, struct path_origin *origin)
{
  return search (p, r, vuse, statement, origin);
}
