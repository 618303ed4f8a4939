/* parameter-effects.c - the query parameter_effects: what a function does with
   its arguments.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"

#include <string.h>

#include "passes/alias.h"
#include "passes/effects.h"
#include "passes/necessary.h"
#include "passes/structure.h"
#include "passes/undefined.h"
#include "passes/value-number.h"

/* Phis of phis, of what is returned.  */
#define DEPTH 6
/* A function is small if it has no more statements than that and a call of it
   has arguments.  */
#define SMALL_STATEMENTS 8

struct body
{
  const struct snapshot *s;
  const struct value *of;
  const uint8_t *executable;	/* By edge.  */
  const uint8_t *needed;	/* By statement.  */
  const struct loops *loops;
  const struct parameter_effects **callee;	/* By statement; or NULL.  */
  /* Of the parameter at hand.  */
  uint8_t *is_derived;		/* By name: a pointer made from it.  */
  uint8_t *writes;		/* By block.  */
  uint8_t *clean;		/* By block: its end is reached without a write.  */
  uint32_t *stack;
};

const struct parameter_effects *
parameter_effects_of_call (struct query_context *cx,
			   const struct snapshot *s,
			   const struct snap_statement *call)
{
  const struct snap_decl *d;
  const struct parameter_effects *p;

  if (call->decl == NONE || (call->flags & CALL_IS_INTERNAL))
    return NULL;
  d = &snapshot_decls (s)[call->decl];
  if (fingerprint_is_zero (d->symbol) || d->builtin != BUILTIN_NONE)
    return NULL;
  p = q_parameter_effects (cx, query_key (cx, KEY_FUNCTION, d->symbol,
					  snapshot_string (s, d->name)));
  return p->n_parameters ? p : NULL;
}

uint32_t
parameter_number (const struct snapshot *s, uint32_t operand)
{
  const struct snap_ssa *ssa;

  if (operand_kind (operand) != OPERAND_SSA)
    return NONE;
  ssa = &snapshot_ssa (s)[operand_index (operand)];
  if (!(ssa->flags & SSA_IS_DEFAULT) || ssa->decl == NONE
      || snapshot_decls (s)[ssa->decl].kind != DECL_PARAMETER)
    return NONE;
  for (uint32_t i = 0; i < s->n_parameters; i++)
    if (snapshot_lists (s)[s->first_parameter + i] == ssa->decl)
      return i;
  return NONE;
}

bool
parameter_is_ignored (const struct snapshot *s, uint32_t statement,
		      const struct parameter_effects *p, uint32_t position)
{
  const struct snap_statement *t = &snapshot_statements (s)[statement];
  const uint32_t dropped = DECL_IS_INLINE | DECL_IS_EXTERNAL;
  const struct parameter_effect *e;

  if (t->code != STATEMENT_CALL || position == NONE || position == 0)
    return false;
  e = parameter_effect (p, position - 1);
  return e ? !(e->may & PARAMETER_IS_USED)
	   : t->decl != NONE
	     && (snapshot_decls (s)[t->decl].flags & dropped) == dropped;
}

/* Whether OPERAND is an address of the frame, or may be made from one, or was
   loaded from a variable there.  */
static bool
is_of_interest (const struct snapshot *s, uint32_t operand)
{
  const struct snap_statement *d;
  uint32_t from;

  if (operand_kind (operand) == OPERAND_ADDRESS)
    return true;
  if (operand_kind (operand) != OPERAND_SSA)
    return false;
  d = ssa_definition (s, operand_index (operand));
  while (d && d->code == STATEMENT_ASSIGN
	 && d->operation == OPERATION_POINTER_PLUS
	 && operand_kind (snapshot_operands (s)[d->first_operand])
	    == OPERAND_SSA)
    d = ssa_definition (s, operand_index (snapshot_operands (s)
					  [d->first_operand]));
  if (!d || d->code != STATEMENT_ASSIGN || d->n_operands == 0)
    return d && d->code == STATEMENT_PHI;
  from = snapshot_operands (s)[d->first_operand];
  if (operand_kind (from) == OPERAND_MEMORY)
    return operand_kind (snapshot_memory (s)[operand_index (from)].base)
	   == OPERAND_DECL;
  return operand_kind (from) == OPERAND_ADDRESS
	 || d->operation == OPERATION_COPY
	 || d->operation == OPERATION_CONVERT;
}

const struct parameter_effects **
parameter_effects_of_calls (struct query_context *cx,
			    const struct snapshot *s)
{
  const struct parameter_effects **result
    = query_alloc (cx, snapshot_n_statements (s) + 1, sizeof *result);

  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];
      bool any = false;

      for (uint32_t j = 1; t->code == STATEMENT_CALL && j < t->n_operands; j++)
	any |= is_of_interest (s, snapshot_operands (s)
				    [t->first_operand + j]);
      if (any)
	result[i] = parameter_effects_of_call (cx, s, t);
    }
  return result;
}

/* Pointers.  */

static bool
is_derived (const struct body *b, uint32_t operand)
{
  const struct snap_memory *m;

  switch (operand_kind (operand))
    {
    case OPERAND_SSA:
      return b->is_derived[operand_index (operand)];
    case OPERAND_ADDRESS:
      m = &snapshot_memory (b->s)[operand_index (operand)];
      return operand_kind (m->base) == OPERAND_SSA
	     && b->is_derived[operand_index (m->base)];
    default:
      return false;
    }
}

static bool
makes_pointer (const struct snap_statement *t)
{
  if (t->code == STATEMENT_PHI)
    return !(t->flags & STATEMENT_IS_VIRTUAL);
  return t->code == STATEMENT_ASSIGN
	 && (t->operation == OPERATION_COPY || t->operation == OPERATION_CONVERT
	     || t->operation == OPERATION_POINTER_PLUS);
}

static void
find_derived (const struct body *b, uint32_t name)
{
  const struct snapshot *s = b->s;
  bool changed = true;

  memset (b->is_derived, 0, snapshot_n_ssa (s));
  b->is_derived[name] = 1;
  while (changed)
    {
      changed = false;
      for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
	{
	  const struct snap_statement *t = &snapshot_statements (s)[i];

	  if (!makes_pointer (t) || operand_kind (t->lhs) != OPERAND_SSA
	      || b->is_derived[operand_index (t->lhs)])
	    continue;
	  for (uint32_t j = 0; j < t->n_operands; j++)
	    if (is_derived (b, snapshot_operands (s)[t->first_operand + j]))
	      {
		b->is_derived[operand_index (t->lhs)] = 1;
		changed = true;
	      }
	}
    }
}

/* Whether OPERAND is memory behind the pointer.  */
static bool
is_behind (const struct body *b, uint32_t operand)
{
  struct reference r;

  if (operand_kind (operand) != OPERAND_MEMORY)
    return false;
  r = reference_of_memory (b->s, operand_index (operand));
  return operand_kind (r.base) == OPERAND_SSA
	 && b->is_derived[operand_index (r.base)];
}

/* What call INDEX does by the pointers that it gets.  */
static uint32_t
effects_of_call (const struct body *b, uint32_t index)
{
  const struct snap_statement *t = &snapshot_statements (b->s)[index];
  const char *specification = call_specification (b->s, t);
  uint32_t may = 0;

  for (uint32_t i = 0; i < call_arguments (t); i++)
    {
      const struct parameter_effect *e
	= parameter_effect (b->callee[index], i);

      if (!is_derived (b, snapshot_operands (b->s)[t->first_operand + 1 + i]))
	continue;
      if (e)
	{
	  may |= e->may & (PARAMETER_MAY_READ | PARAMETER_MAY_WRITE
			   | PARAMETER_MAY_KEEP | PARAMETER_IS_READ);
	  /* What it leaves, on some way, is not said to be left here.  */
	}
      else if (strlen (specification) >= 4 + 2 * (size_t) i
	       && strchr ("rRxX123456789", specification[2 + 2 * i]))
	may |= PARAMETER_MAY_READ | PARAMETER_IS_READ;
      else if (strlen (specification) >= 4 + 2 * (size_t) i
	       && strchr ("wWoO", specification[2 + 2 * i]))
	may |= PARAMETER_MAY_READ | PARAMETER_MAY_WRITE | PARAMETER_IS_READ;
      else
	may |= PARAMETER_MAY_READ | PARAMETER_MAY_WRITE | PARAMETER_MAY_KEEP
	       | PARAMETER_IS_READ;
    }
  return may;
}

/* What statement INDEX does to the memory.  */
static uint32_t
effects_of_statement (const struct body *b, uint32_t index)
{
  const struct snap_statement *t = &snapshot_statements (b->s)[index];
  const uint32_t *o = snapshot_operands (b->s) + t->first_operand;
  uint32_t may = 0;

  if (is_behind (b, t->lhs))
    may |= PARAMETER_MAY_WRITE;
  for (uint32_t i = 0; i < t->n_operands; i++)
    if (is_behind (b, o[i]))
      may |= PARAMETER_MAY_READ | PARAMETER_IS_READ
	     | (t->code == STATEMENT_ASM ? PARAMETER_MAY_WRITE : 0);
  if (t->code == STATEMENT_CALL)
    return may | effects_of_call (b, index);
  for (uint32_t i = 0; i < t->n_operands; i++)
    if (is_derived (b, o[i]))
      switch (t->code)
	{
	case STATEMENT_PHI:
	case STATEMENT_COND:
	case STATEMENT_SWITCH:
	  break;
	case STATEMENT_ASSIGN:
	  if (operand_kind (t->lhs) == OPERAND_SSA
	      && (makes_pointer (t)
		  || (t->operation >= OPERATION_LESS
		      && t->operation <= OPERATION_NOT_EQUAL)))
	    break;
	  /* Fall through.  */
	default:
	  may |= PARAMETER_MAY_READ | PARAMETER_MAY_WRITE
		 | PARAMETER_MAY_KEEP;
	  break;
	}
  return may;
}

/* Ways without a write.  */

/* Whether OPERAND is a parameter.  */
static bool
is_parameter (const struct snapshot *s, uint32_t operand)
{
  const struct snap_ssa *ssa;

  if (operand_kind (operand) != OPERAND_SSA)
    return false;
  ssa = &snapshot_ssa (s)[operand_index (operand)];
  return (ssa->flags & SSA_IS_DEFAULT) && ssa->decl != NONE
	 && snapshot_decls (s)[ssa->decl].kind == DECL_PARAMETER
	 && ssa->type != NONE
	 && snapshot_types (s)[ssa->type].kind == SNAP_TYPE_POINTER;
}

/* Whether O0 OPERATION O1 is TRUTH only if the pointer, or one that was passed with
   it, is null.  Conditions may be made of others: `!a || !b' is one value, of
   which a branch asks whether it is 0.  */
static bool
needs_null (const struct body *b, uint32_t operation, uint32_t o0,
	    uint32_t o1, bool truth, unsigned depth)
{
  const struct snapshot *s = b->s;
  struct values values = values_of (s, b->of);
  struct value zero = values_operand (&values, o1);
  const struct snap_statement *d;
  uint32_t from, to;
  bool is_or, of_first;

  if ((operation != OPERATION_EQUAL && operation != OPERATION_NOT_EQUAL)
      || zero.kind != KNOWN_CONSTANT || zero.bits != 0 || depth == DEPTH)
    return false;
  if (is_derived (b, o0) || is_parameter (s, o0))
    return (operation == OPERATION_EQUAL) == truth;
  d = operand_kind (o0) == OPERAND_SSA
      ? ssa_definition (s, operand_index (o0)) : NULL;
  if (!d || d->code != STATEMENT_ASSIGN || d->n_operands != 2)
    return false;
  /* O0 is not 0.  */
  truth = (operation == OPERATION_NOT_EQUAL) == truth;
  from = snapshot_operands (s)[d->first_operand];
  to = snapshot_operands (s)[d->first_operand + 1];
  if (d->operation != OPERATION_BIT_OR && d->operation != OPERATION_BIT_AND)
    return needs_null (b, d->operation, from, to, truth, depth + 1);
  is_or = (d->operation == OPERATION_BIT_OR) == truth;
  of_first = needs_null (b, OPERATION_NOT_EQUAL, from, o1, truth, depth + 1);
  return of_first != is_or
	 ? of_first
	 : needs_null (b, OPERATION_NOT_EQUAL, to, o1, truth, depth + 1);
}

/* Whether edge E is taken only if the pointer, or one that was passed with it,
   is null.  Who passes the address of something does not go there.  */
static bool
is_for_null (const struct body *b, uint32_t e)
{
  const struct snapshot *s = b->s;
  const struct snap_edge *edge = &snapshot_edges (s)[e];
  const struct snap_block *block = &snapshot_blocks (s)[edge->source];
  const struct snap_statement *t;

  if (!block->n_statements)
    return false;
  t = &snapshot_statements (s)[block->first_statement
			       + block->n_statements - 1];
  return t->code == STATEMENT_COND && t->n_operands == 2
	 && edge->flags & (EDGE_IS_TRUE | EDGE_IS_FALSE)
	 && needs_null (b, t->operation, snapshot_operands (s)[t->first_operand],
			snapshot_operands (s)[t->first_operand + 1],
			edge->flags & EDGE_IS_TRUE, 0);
}

static void
find_clean_blocks (const struct body *b)
{
  const struct snapshot *s = b->s;
  uint32_t n = 0;

  memset (b->clean, 0, snapshot_n_blocks (s));
  b->clean[BLOCK_ENTRY] = 1;
  b->stack[n++] = BLOCK_ENTRY;
  while (n)
    {
      const struct snap_block *block = &snapshot_blocks (s)[b->stack[--n]];

      for (uint32_t i = 0; i < block->n_successors; i++)
	{
	  uint32_t e = block->first_successor + i;
	  uint32_t to = snapshot_edges (s)[e].destination;

	  if (!b->executable[e] || b->clean[to] || b->writes[to]
	      || is_for_null (b, e))
	    continue;
	  b->clean[to] = 1;
	  b->stack[n++] = to;
	}
    }
}

/* Add what VALUE may be where no write came before; false if that is not a few
   constants.  */
static bool
add_returned (const struct body *b, const struct value *value,
	      unsigned depth, struct parameter_effect *e)
{
  const struct snapshot *s = b->s;
  struct values values = values_of (s, b->of);
  const struct snap_statement *d;
  const struct snap_block *block;

  if (value->kind == KNOWN_CONSTANT)
    {
      for (uint32_t i = 0; i < e->n_returned; i++)
	if (e->returned[i] == (int64_t) value->bits)
	  return true;
      if (e->n_returned == RETURNED_VALUES)
	return false;
      e->returned[e->n_returned++] = (int64_t) value->bits;
      return true;
    }
  d = value->kind == KNOWN_NAME ? ssa_definition (s, value->index) : NULL;
  if (!d || d->code != STATEMENT_PHI || depth == DEPTH)
    return false;
  block = &snapshot_blocks (s)[d->block];
  for (uint32_t i = 0; i < block->n_predecessors && i < d->n_operands; i++)
    {
      uint32_t edge = snapshot_preds (s)[block->first_predecessor + i];
      struct value argument;

      if (!b->executable[edge]
	  || !b->clean[snapshot_edges (s)[edge].source])
	continue;
      argument = values_operand (&values, snapshot_operands (s)
					    [d->first_operand + i]);
      if (!add_returned (b, &argument, depth + 1, e))
	return false;
    }
  return true;
}

static void
find_returned (const struct body *b, struct parameter_effect *e)
{
  const struct snapshot *s = b->s;
  struct values values = values_of (s, b->of);
  bool known = true;

  for (uint32_t i = 0; i < snapshot_n_statements (s) && known; i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];
      struct value value;

      if (t->code != STATEMENT_RETURN || !b->clean[t->block])
	continue;
      if (t->n_operands == 0)
	known = false;
      else
	{
	  value = values_operand (&values,
				  snapshot_operands (s)[t->first_operand]);
	  known = add_returned (b, &value, 0, e);
	}
    }
  if (known)
    e->may |= PARAMETER_RETURNS_KNOWN;
  else
    e->n_returned = 0;
}

/* BLOCK writes; so does, it is taken, the loop around it: who fills something
   in a loop does not mean it to run no round.  */
static void
add_write (const struct body *b, uint32_t block)
{
  uint32_t loop = loops_innermost (b->loops)[block];

  b->writes[block] = 1;
  for (; loop != NONE; loop = loops_array (b->loops)[loop].parent)
    b->writes[loops_array (b->loops)[loop].header] = 1;
}

static void
find_memory_effects (const struct body *b, uint32_t name,
		     struct parameter_effect *e)
{
  const struct snapshot *s = b->s;

  find_derived (b, name);
  memset (b->writes, 0, snapshot_n_blocks (s));
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      uint32_t may = effects_of_statement (b, i);

      e->may |= may;
      if (may & PARAMETER_MAY_WRITE)
	add_write (b, snapshot_statements (s)[i].block);
    }
  find_clean_blocks (b);
  if (!b->clean[BLOCK_EXIT])
    return;
  e->may |= PARAMETER_MAY_LEAVE;
  find_returned (b, e);
}

/* Uses of values.  */

struct use
{
  const struct body *b;
  uint32_t statement;
  uint8_t *is_used;		/* By name.  */
  uint32_t *first;		/* By name: 1 + the statement; 0: none.  */
};

/* Whether a compiler that optimises is going to have the body of S in the place
   of calls.  */
static bool
is_small (const struct snapshot *s)
{
  const struct snap_decl *d = &snapshot_decls (s)[s->decl];
  uint32_t n = 0;

  for (uint32_t i = 0; i < d->n_attributes; i++)
    if (snapshot_attributes (s)[d->first_attribute + i].kind
	== SNAP_ATTRIBUTE_NOINLINE)
      return false;
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    switch (snapshot_statements (s)[i].code)
      {
      case STATEMENT_PHI:
      case STATEMENT_LABEL:
      case STATEMENT_NOP:
      case STATEMENT_PREDICT:
      case STATEMENT_CLOBBER:
      case STATEMENT_RETURN:
	break;
      default:
	n++;
	break;
      }
  return n <= SMALL_STATEMENTS + s->n_parameters;
}

static bool
note_use (void *data, const struct effect *effect)
{
  struct use *u = data;
  const struct parameter_effect *e = NULL;

  if (effect->kind != EFFECT_USES)
    return true;
  if (snapshot_statements (u->b->s)[u->statement].code == STATEMENT_CALL
      && effect->position != NONE && effect->position > 0)
    e = parameter_effect (u->b->callee[u->statement], effect->position - 1);
  if (!e || (e->may & PARAMETER_IS_USED))
    {
      uint32_t name = operand_index (effect->operand);

      u->is_used[name] = 1;
      if (u->first && !u->first[name]
	  && snapshot_statements (u->b->s)[u->statement].code
	     != STATEMENT_PHI)
	u->first[name] = u->statement + 1;
    }
  return true;
}

static struct parameter_effect
effect_of (const struct body *b, uint32_t decl, const struct use *use)
{
  const struct snap_decl *d = &snapshot_decls (b->s)[decl];
  struct parameter_effect e;

  memset (&e, 0, sizeof e);
  e.read_at = NONE;
  /* One that lies in memory is not followed.  */
  if ((d->flags & (DECL_IS_ADDRESSABLE | DECL_IS_VOLATILE
		   | DECL_IS_BY_REFERENCE))
      || (d->default_def == NONE && d->type != NONE
	  && (snapshot_types (b->s)[d->type].kind == SNAP_TYPE_RECORD
	      || snapshot_types (b->s)[d->type].kind == SNAP_TYPE_UNION
	      || snapshot_types (b->s)[d->type].kind == SNAP_TYPE_COMPLEX)))
    e.may = PARAMETER_EFFECTS & ~PARAMETER_RETURNS_KNOWN;
  else if (d->default_def == NONE)
    e.may = PARAMETER_MAY_LEAVE;
  else
    {
      if (use->is_used[d->default_def])
	e.may = PARAMETER_IS_USED;
      if (use->first && use->first[d->default_def])
	e.read_at = use->first[d->default_def] - 1;
      find_memory_effects (b, d->default_def, &e);
    }
  return e;
}

static bool
is_followed (struct query_context *cx, uint32_t key, const struct snapshot *s)
{
  return snapshot_n_blocks (s) > BLOCK_EXIT + 1
	 && !(snapshot_decls (s)[s->decl].flags
	      & (DECL_IS_WEAK | DECL_IS_REPLACEABLE))
	 && s->n_parameters > 0
	 && !q_call_component (cx, key)->recursive;
}

static void
body_init (struct body *b, struct query_context *cx, uint32_t key)
{
  const struct value_numbers *numbers = q_value_numbers (cx, key);
  const struct snapshot *s = b->s;
  struct scratch scratch = scratch_of_query (cx);

  b->of = value_numbers_of (numbers);
  b->executable = value_numbers_edge (numbers);
  b->loops = q_loops (cx, key);
  b->callee = query_alloc (cx, snapshot_n_statements (s) + 1,
			   sizeof *b->callee);
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    if (snapshot_statements (s)[i].code == STATEMENT_CALL)
      b->callee[i]
	= parameter_effects_of_call (cx, s, &snapshot_statements (s)[i]);
  b->needed = necessary_statements (s, b->callee, &scratch);
  b->is_derived = query_alloc (cx, snapshot_n_ssa (s) + 1, 1);
  b->writes = query_alloc (cx, snapshot_n_blocks (s) + 1, 1);
  b->clean = query_alloc (cx, snapshot_n_blocks (s) + 1, 1);
  b->stack = query_alloc (cx, snapshot_n_blocks (s) + 1, sizeof *b->stack);
}

void
provide_parameter_effects (struct query_context *cx, uint32_t key,
			   struct buffer *out)
{
  struct parameter_effects head = { 0, 0 };
  struct body b;
  struct use use = { .b = &b };

  memset (&b, 0, sizeof b);
  b.s = q_body (cx, key);
  if (!is_followed (cx, key, b.s))
    {
      buffer_add (out, &head, sizeof head);
      return;
    }
  body_init (&b, cx, key);
  use.is_used = query_alloc (cx, snapshot_n_ssa (b.s) + 1, 1);
  if (is_small (b.s))
    use.first = query_alloc (cx, snapshot_n_ssa (b.s) + 1, sizeof *use.first);
  for (use.statement = 0; use.statement < snapshot_n_statements (b.s);
       use.statement++)
    if (b.needed[use.statement])
      effects_visit (b.s, use.statement, note_use, &use);
  head.n_parameters = b.s->n_parameters;
  buffer_add (out, &head, sizeof head);
  for (uint32_t i = 0; i < head.n_parameters; i++)
    {
      uint32_t decl = snapshot_lists (b.s)[b.s->first_parameter + i];
      struct parameter_effect e = effect_of (&b, decl, &use);

      buffer_add (out, &e, sizeof e);
    }
}

void
provide_parameter_effects_external (struct query_context *cx, uint32_t key,
				    struct buffer *out)
{
  struct parameter_effects head = { 0, 0 };

  (void) cx;
  (void) key;
  buffer_add (out, &head, sizeof head);
}

bool
parameter_effects_verify (const void *bytes, size_t size)
{
  const struct parameter_effects *p = bytes;

  if (size < sizeof *p
      || size != sizeof *p + (uint64_t) p->n_parameters
			     * sizeof (struct parameter_effect))
    return false;
  for (uint32_t i = 0; i < p->n_parameters; i++)
    if (parameter_effects_array (p)[i].may > PARAMETER_EFFECTS
	|| parameter_effects_array (p)[i].n_returned > RETURNED_VALUES)
      return false;
  return true;
}

void
parameter_effects_print (FILE *file, const struct snapshot *body,
			 const struct parameter_effects *p, unsigned flags)
{
  static const char *const words[]
    = { "used", "read", "written", "left", "kept" };

  (void) body;
  (void) flags;
  if (p->n_parameters == 0)
    fprintf (file, "not known\n");
  for (uint32_t i = 0; i < p->n_parameters; i++)
    {
      const struct parameter_effect *e = &parameter_effects_array (p)[i];

      fprintf (file, "%u:", (unsigned) i + 1);
      for (unsigned j = 0; j < sizeof words / sizeof *words; j++)
	if (e->may >> j & 1)
	  fprintf (file, " %s", words[j]);
      if ((e->may & PARAMETER_MAY_READ) && !(e->may & PARAMETER_IS_READ))
	fprintf (file, "; no read is seen");
      if (e->may & PARAMETER_RETURNS_KNOWN)
	fprintf (file, "; if left, returns");
      for (uint32_t j = 0; j < e->n_returned; j++)
	fprintf (file, " %lld", (long long) e->returned[j]);
      if (e->read_at != NONE)
	fprintf (file, "; read first by statement %u", (unsigned) e->read_at);
      fputc ('\n', file);
    }
}
