/* purity.c - the query purity: what a function does besides its result.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   GCC's ipa-pure-const decides it from optimised bodies.  Here what an optimiser
   would leave out is not looked at: statements that nothing needs, and blocks
   that are never executed.  */

#include "passes/all.h"
#include "passes/attribute.h"
#include "passes/effects.h"
#include "passes/necessary.h"
#include "passes/points-to.h"
#include "passes/purity.h"
#include "passes/structure.h"

struct body
{
  struct query_context *cx;
  uint32_t key;
  const struct snapshot *s;
  const struct points_to *points_to;
  uint8_t *is_reached;		/* By block.  */
  uint8_t *is_needed;		/* By statement.  */
  uint8_t *is_fresh;		/* By statement: a call whose result is.  */
  uint8_t *is_cold;		/* By statement: a call of what is cold.  */
  uint32_t is;
};

/* Whose memory OPERAND is.  */
enum owner { OWNER_FRAME, OWNER_CONSTANT, OWNER_OTHERS, OWNER_VOLATILE };

static enum owner
owner_of_decl (const struct snap_decl *d)
{
  if (d->flags & DECL_IS_VOLATILE)
    return OWNER_VOLATILE;
  if (!(d->flags & DECL_IS_GLOBAL))
    return OWNER_FRAME;
  return d->flags & DECL_IS_READONLY ? OWNER_CONSTANT : OWNER_OTHERS;
}

static enum owner
owner_of_object (const struct points_to_object *o)
{
  if (o->kind == OBJECT_VARIABLE)
    return OWNER_FRAME;
  return o->kind == OBJECT_STRING ? OWNER_CONSTANT : OWNER_OTHERS;
}

/* Of all that the pointer NAME may lead to, the worst.  */
static enum owner
owner_of_pointee (const struct body *b, uint32_t name)
{
  const struct points_to *p = b->points_to;
  uint32_t set = points_to_sets (p)[name];
  enum owner worst = set == 0 ? OWNER_OTHERS : OWNER_FRAME;

  for (uint32_t i = points_to_first (p)[set];
       i < points_to_first (p)[set + 1]; i++)
    {
      uint32_t object = points_to_targets (p)[i].object;
      enum owner one = owner_of_object (&points_to_objects (p)[object]);

      if (one > worst)
	worst = one;
    }
  return worst;
}

static enum owner
owner_of (const struct body *b, uint32_t operand)
{
  const struct snapshot *s = b->s;

  while (operand_kind (operand) == OPERAND_ADDRESS
	 || operand_kind (operand) == OPERAND_MEMORY)
    {
      const struct snap_memory *m
	= &snapshot_memory (s)[operand_index (operand)];

      if (m->flags & MEMORY_IS_VOLATILE)
	return OWNER_VOLATILE;
      operand = m->base;
    }
  switch (operand_kind (operand))
    {
    case OPERAND_DECL:
      return owner_of_decl (&snapshot_decls (s)[operand_index (operand)]);
    case OPERAND_CONSTANT:
      return snapshot_constants (s)[operand_index (operand)].kind
	     == CONSTANT_STRING ? OWNER_CONSTANT : OWNER_OTHERS;
    case OPERAND_SSA:
      return owner_of_pointee (b, operand_index (operand));
    default:
      return OWNER_OTHERS;
    }
}

static bool
add_effect (void *data, const struct effect *effect)
{
  struct body *b = data;

  if (effect->kind == EFFECT_LOADS)
    switch (owner_of (b, effect->operand))
      {
      case OWNER_VOLATILE:
	b->is |= PURITY_ACTS;
	break;
      case OWNER_OTHERS:
	b->is |= PURITY_READS;
	break;
      default:
	break;
      }
  else if (effect->kind == EFFECT_STORES && owner_of (b, effect->operand)
					    != OWNER_FRAME)
    b->is |= PURITY_ACTS;
  return true;
}

/* Built-in functions without an attribute that change nothing.  */
static bool
is_harmless (enum builtin builtin)
{
  switch (builtin)
    {
    case BUILTIN_ALLOCA:
    case BUILTIN_ALLOCA_WITH_ALIGN:
    case BUILTIN_ALLOCA_WITH_ALIGN_AND_MAX:
    case BUILTIN_STACK_SAVE:
    case BUILTIN_STACK_RESTORE:
    case BUILTIN_UNREACHABLE:
      return true;
    default:
      return false;
    }
}

/* Whether the call T gets the address of something in the frame.  */
static bool
lends_frame (const struct body *b, const struct snap_statement *t)
{
  for (uint32_t i = 1; i < t->n_operands; i++)
    {
      uint32_t o = snapshot_operands (b->s)[t->first_operand + i];
      enum operand_kind kind = operand_kind (o);

      if ((kind == OPERAND_ADDRESS || kind == OPERAND_SSA)
	  && owner_of (b, o) == OWNER_FRAME)
	return true;
    }
  return false;
}

/* What the call T adds, and what is known of its result.  */
static void
add_call (struct body *b, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (b->s)[statement];
  const struct snap_decl *d
    = t->decl == NONE ? NULL : &snapshot_decls (b->s)[t->decl];
  uint32_t callee = called_outside_ring (b->cx, b->key, b->s, t);
  uint32_t is = callee == NONE ? (uint32_t) PURITY_UNKNOWN
		: q_purity (b->cx, callee)->is;
  bool is_attributed = t->flags & (CALL_IS_CONST | CALL_IS_PURE);

  if (is & PURITY_IS_REPLACEABLE)
    is = PURITY_UNKNOWN;
  b->is_fresh[statement] = t->flags & CALL_IS_MALLOC
			   || is & PURITY_IS_FRESH;
  b->is_cold[statement] = is & PURITY_IS_COLD
			  || (d && declaration_attribute (b->s, t->decl,
							 SNAP_ATTRIBUTE_COLD));
  if (d && is_harmless (d->builtin))
    return;
  /* Then it may be nothing else that it reads.  */
  if (is & PURITY_READS && lends_frame (b, t))
    is |= PURITY_ACTS;
  if (t->flags & CALL_RETURNS_TWICE)
    is = PURITY_UNKNOWN;
  if (t->decl == b->s->decl)
    is = PURITY_MAY_LOOP;
  if (is_attributed)
    {
      is &= ~(uint32_t) PURITY_ACTS;
      if (t->flags & CALL_IS_CONST)
	is &= ~(uint32_t) PURITY_READS;
      if (!(t->flags & CALL_IS_LOOPING))
	is &= ~(uint32_t) PURITY_MAY_LOOP;
    }
  if (t->flags & CALL_IS_NORETURN)
    is |= PURITY_MAY_LOOP;
  b->is |= is & (PURITY_READS | PURITY_ACTS | PURITY_MAY_LOOP);
}

static void
add_statement (struct body *b, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (b->s)[statement];

  if (t->code == STATEMENT_CALL)
    add_call (b, statement);
  if (t->flags & STATEMENT_IS_VOLATILE && t->code != STATEMENT_CLOBBER)
    b->is |= PURITY_ACTS;
  if (t->code == STATEMENT_OPAQUE || t->code == STATEMENT_GOTO
      || (t->code == STATEMENT_ASM && t->flags & ASM_CLOBBERS_MEMORY))
    b->is |= PURITY_ACTS | PURITY_MAY_LOOP;
  if (b->is_needed[statement])
    effects_visit (b->s, statement, add_effect, b);
}

/* Walk from the entry along edges that may be executed and return, into
   IS_REACHED, the blocks; PASSES says whether control gets through a block.
   Returns whether the exit was reached.  */
static bool
walk (struct body *b, const uint8_t *executable, uint8_t *is_reached,
      bool (*passes) (const struct body *b, uint32_t block))
{
  const struct snapshot *s = b->s;
  uint32_t n = snapshot_n_blocks (s), count = 0;
  uint32_t *stack = query_alloc (b->cx, n, sizeof *stack);

  stack[count++] = BLOCK_ENTRY;
  is_reached[BLOCK_ENTRY] = 1;
  while (count)
    {
      uint32_t block = stack[--count];
      const struct snap_block *k = &snapshot_blocks (s)[block];

      if (passes && !passes (b, block))
	continue;
      for (uint32_t i = 0; i < k->n_successors; i++)
	{
	  uint32_t to = snapshot_edges (s)[k->first_successor + i].destination;

	  if (executable[k->first_successor + i] && !is_reached[to])
	    {
	      is_reached[to] = 1;
	      stack[count++] = to;
	    }
	}
    }
  return is_reached[BLOCK_EXIT];
}

/* Whether control may get through BLOCK without a call of what is cold.  */
static bool
is_usual (const struct body *b, uint32_t block)
{
  const struct snap_block *k = &snapshot_blocks (b->s)[block];

  for (uint32_t i = 0; i < k->n_statements; i++)
    if (b->is_cold[k->first_statement + i])
      return false;
  return true;
}

/* Whether control may end in BLOCK before it gets to such a call: nothing says
   that this is rare.  */
static bool
may_end_before (const struct body *b, uint32_t block)
{
  const struct snap_block *k = &snapshot_blocks (b->s)[block];

  for (uint32_t i = k->first_statement;
       i < k->first_statement + k->n_statements && !b->is_cold[i]; i++)
    {
      const struct snap_statement *t = &snapshot_statements (b->s)[i];

      if (t->code == STATEMENT_ASM
	  || (t->code == STATEMENT_CALL
	      && (!(t->flags & (CALL_IS_CONST | CALL_IS_PURE))
		  || t->flags & CALL_IS_LOOPING)))
	return true;
    }
  return false;
}

/* Whether every way leads to a call of what is cold.  Where there are loops,
   control may stay.  */
static bool
is_cold (struct body *b, const uint8_t *executable)
{
  uint8_t *before = query_alloc (b->cx, snapshot_n_blocks (b->s), 1);

  if (walk (b, executable, before, is_usual))
    return false;
  for (uint32_t i = 0; i < snapshot_n_blocks (b->s); i++)
    if (before[i] && may_end_before (b, i))
      return false;
  return q_loops (b->cx, b->key)->n_loops == 0;
}

static void
add_statements (struct body *b)
{
  const struct snapshot *s = b->s;
  struct scratch scratch = scratch_of_query (b->cx);

  b->points_to = q_points_to (b->cx, b->key);
  b->is_needed = necessary_statements (s, NULL, &scratch);
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    if (b->is_reached[snapshot_statements (s)[i].block])
      add_statement (b, i);
}

static void
add_body (struct body *b)
{
  const struct snapshot *s = b->s;
  const uint8_t *executable
    = value_numbers_edge (q_value_numbers (b->cx, b->key));
  struct scratch scratch = scratch_of_query (b->cx);
  uint32_t n = snapshot_n_statements (s) + 1;

  b->is_reached = query_alloc (b->cx, snapshot_n_blocks (s), 1);
  b->is_fresh = query_alloc (b->cx, n, 1);
  b->is_cold = query_alloc (b->cx, n, 1);
  if (!walk (b, executable, b->is_reached, NULL))
    b->is |= PURITY_MAY_LOOP;
  add_statements (b);
  if (!(b->is & PURITY_MAY_LOOP)
      && !loops_are_finite (s, q_loops (b->cx, b->key),
			    q_dominators (b->cx, b->key), &scratch))
    b->is |= PURITY_MAY_LOOP;
  if (returns_fresh (b->cx, s, b->is_fresh))
    b->is |= PURITY_IS_FRESH;
  if (is_cold (b, executable))
    b->is |= PURITY_IS_COLD;
}

void
provide_purity (struct query_context *cx, uint32_t key, struct buffer *out)
{
  struct body b = { .cx = cx, .key = key, .s = q_body (cx, key) };
  struct purity value = { PURITY_UNKNOWN, 0 };

  if (!(b.s->flags & SNAPSHOT_IS_LOWERED_ONLY))
    {
      if (snapshot_decls (b.s)[b.s->decl].flags
	  & (DECL_IS_REPLACEABLE | DECL_IS_WEAK))
	b.is |= PURITY_IS_REPLACEABLE;
      add_body (&b);
      value.is = b.is;
    }
  buffer_add (out, &value, sizeof value);
}

void
provide_purity_external (struct query_context *cx, uint32_t key,
			 struct buffer *out)
{
  struct purity value = { PURITY_UNKNOWN, 0 };

  (void) cx;
  (void) key;
  buffer_add (out, &value, sizeof value);
}

bool
purity_verify (const void *bytes, size_t size)
{
  const struct purity *p = bytes;

  return size == sizeof *p && p->is <= PURITY_ALL && p->reserved == 0;
}

void
purity_print (FILE *file, const struct snapshot *body,
	      const struct purity *p, unsigned flags)
{
  (void) body;
  (void) flags;
  fputs (p->is & PURITY_ACTS ? "acts"
	 : p->is & PURITY_READS ? "pure" : "const", file);
  if (p->is & PURITY_MAY_LOOP)
    fputs (", may loop", file);
  if (p->is & PURITY_IS_REPLACEABLE)
    fputs (", replaceable", file);
  if (p->is & PURITY_IS_FRESH)
    fputs (", fresh", file);
  if (p->is & PURITY_IS_COLD)
    fputs (", cold", file);
  putc ('\n', file);
}
