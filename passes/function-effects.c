/* function-effects.c - the query function_effects: what a call may do.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Recursion is data: the leader of a ring of calls answers for all of it, and
   asks only about functions outside of it, so no query asks for itself.  */

#include "passes/all.h"
#include "passes/effects.h"

#include <stdlib.h>

/* What flags of a declaration leave open; those of a call statement say the
   same under other names.  */
static uint32_t
may_by_declaration (uint32_t flags)
{
  uint32_t may = CALL_MAY_DO_ANYTHING;
  bool pure = flags & (DECL_IS_PURE | DECL_IS_CONST);
  if (pure)
    may &= ~(uint32_t) (CALL_MAY_WRITE | CALL_MAY_CALL);
  if (flags & DECL_IS_CONST)
    may &= ~(uint32_t) CALL_MAY_READ;
  if (pure && !(flags & DECL_IS_LOOPING))
    may &= ~(uint32_t) CALL_MAY_NOT_RETURN;
  if (flags & DECL_IS_NORETURN)
    may = (may | CALL_MAY_NOT_RETURN) & ~(uint32_t) CALL_MAY_RETURN;
  if (flags & DECL_IS_LEAF)
    may &= ~(uint32_t) CALL_MAY_CALL;
  if (flags & DECL_IS_NOTHROW)
    may &= ~(uint32_t) CALL_MAY_THROW;
  if (!(flags & DECL_RETURNS_TWICE))
    may &= ~(uint32_t) CALL_MAY_RETURN_TWICE;
  return may;
}

static uint32_t
declaration_flags (uint32_t call_flags)
{
  static const struct { uint32_t call, decl; } same[] = {
    { CALL_IS_CONST, DECL_IS_CONST }, { CALL_IS_PURE, DECL_IS_PURE },
    { CALL_IS_LOOPING, DECL_IS_LOOPING },
    { CALL_IS_NORETURN, DECL_IS_NORETURN },
    { CALL_IS_NOTHROW, DECL_IS_NOTHROW }, { CALL_IS_LEAF, DECL_IS_LEAF },
    { CALL_RETURNS_TWICE, DECL_RETURNS_TWICE }
  };
  uint32_t flags = 0;
  for (unsigned i = 0; i < sizeof same / sizeof *same; i++)
    if (call_flags & same[i].call)
      flags |= same[i].decl;
  return flags;
}

/* What a body does by itself.  */
struct own
{
  const struct snapshot *s;
  uint32_t may;
};

/* Whether the caller can see the memory of OPERAND.  */
static bool
is_visible (const struct snapshot *s, uint32_t operand)
{
  while (operand_kind (operand) == OPERAND_ADDRESS
	 || operand_kind (operand) == OPERAND_MEMORY)
    {
      const struct snap_memory *m
	= &snapshot_memory (s)[operand_index (operand)];
      if (m->flags & MEMORY_IS_VOLATILE)
	return true;
      operand = m->base;
    }
  if (operand_kind (operand) == OPERAND_CONSTANT)
    return false;
  return operand_kind (operand) != OPERAND_DECL
	 || snapshot_decls (s)[operand_index (operand)].flags & DECL_IS_GLOBAL;
}

static bool
add_effect (void *data, const struct effect *effect)
{
  struct own *o = data;
  switch (effect->kind)
    {
    case EFFECT_LOADS:
      if (is_visible (o->s, effect->operand))
	o->may |= CALL_MAY_READ;
      break;
    case EFFECT_STORES:
    case EFFECT_CLOBBERS:
      if (is_visible (o->s, effect->operand))
	o->may |= CALL_MAY_WRITE;
      break;
    default:
      break;
    }
  return true;
}

/* A ring of calls: identities of its members, ascending.  */
struct ring
{
  struct fingerprint *members;
  uint32_t count;
};

static int
compare_members (const void *a, const void *b)
{
  return fingerprint_compare (a, b);
}

static bool
ring_contains (const struct ring *r, struct fingerprint symbol)
{
  return bsearch (&symbol, r->members, r->count, sizeof symbol,
		  compare_members) != NULL;
}

/* What the call T adds: what its own flags leave open, and of a function
   that is known what that one may do.  */
static uint32_t
may_by_call (struct query_context *cx, const struct snapshot *s,
	     const struct snap_statement *t, const struct ring *ring)
{
  uint32_t may = may_by_declaration (declaration_flags (t->flags));
  uint32_t decl = NONE;
  if (!(t->flags & CALL_IS_INTERNAL) && t->n_operands > 0)
    decl = called_declaration (s, snapshot_operands (s)[t->first_operand]);
  else
    may &= ~(uint32_t) CALL_MAY_CALL;
  if (decl == NONE)
    return may;
  const struct snap_decl *d = &snapshot_decls (s)[decl];
  if (fingerprint_is_zero (d->symbol))
    return may;
  if (ring_contains (ring, d->symbol))
    return 0;
  uint32_t callee = query_key (cx, KEY_FUNCTION, d->symbol,
			       snapshot_string (s, d->name));
  return may & q_function_effects (cx, callee)->may;
}

/* What the statements of S do, without what calls of ring members do.  */
static uint32_t
may_by_body (struct query_context *cx, const struct snapshot *s,
	     const struct ring *ring)
{
  struct own o = { s, 0 };
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];
      effects_visit (s, i, add_effect, &o);
      if (t->code == STATEMENT_CALL)
	o.may |= may_by_call (cx, s, t, ring);
      else if (t->code == STATEMENT_ASM
	       && (t->flags & (ASM_CLOBBERS_MEMORY | STATEMENT_IS_VOLATILE)))
	o.may |= CALL_MAY_DO_ANYTHING & ~CALL_MAY_RETURN_TWICE;
      else if (t->code == STATEMENT_OPAQUE)
	o.may |= CALL_MAY_DO_ANYTHING;
    }
  if (!(s->options & SNAPSHOT_OPTION_EXCEPTIONS))
    o.may &= ~(uint32_t) CALL_MAY_THROW;
  /* That of a callee is not the caller's.  */
  return o.may & ~(uint32_t) (CALL_MAY_RETURN | CALL_MAY_RETURN_TWICE);
}

static bool
is_replaceable (const struct snapshot *s)
{
  return snapshot_decls (s)[s->decl].flags & DECL_IS_WEAK
	 || s->flags & SNAPSHOT_IS_LOWERED_ONLY;
}

/* What member KEY of RING does.  */
static uint32_t
may_by_member (struct query_context *cx, uint32_t key,
	       const struct ring *ring)
{
  const struct snapshot *s = q_body (cx, key);
  if (is_replaceable (s))
    return may_by_declaration (snapshot_decls (s)[s->decl].flags);
  uint32_t may = may_by_body (cx, s, ring);
  return q_cfg_order (cx, key)->n_back_edges > 0
	 ? may | CALL_MAY_NOT_RETURN : may;
}

void
provide_component_effects (struct query_context *cx, uint32_t key,
			   struct buffer *out)
{
  struct function_effects value = { 0, 1 };
  const struct call_component *c = q_call_component (cx, key);
  struct ring ring = { .count = c->count };
  ring.members = query_alloc (cx, c->count, sizeof *ring.members);
  for (uint32_t i = 0; i < c->count; i++)
    ring.members[i] = call_component_members (c)[i];
  qsort (ring.members, ring.count, sizeof *ring.members, compare_members);
  if (c->recursive)
    value.may |= CALL_MAY_NOT_RETURN;
  for (uint32_t i = 0; i < c->count; i++)
    value.may |= may_by_member (cx, query_key (cx, KEY_FUNCTION,
					       call_component_members (c)[i],
					       ""), &ring);
  value.may &= ~(uint32_t) (CALL_MAY_RETURN | CALL_MAY_RETURN_TWICE);
  buffer_add (out, &value, sizeof value);
}

void
provide_function_effects (struct query_context *cx, uint32_t key,
			  struct buffer *out)
{
  struct function_effects value = { 0, 1 };
  const struct snapshot *s = q_body (cx, key);
  if (is_replaceable (s))
    {
      value.may = may_by_declaration (snapshot_decls (s)[s->decl].flags);
      value.from_body = 0;
      buffer_add (out, &value, sizeof value);
      return;
    }
  uint32_t leader = query_key (cx, KEY_FUNCTION,
			       q_call_component (cx, key)->leader, "");
  value.may = q_component_effects (cx, leader)->may;
  /* Whatever the others of the ring do, this one reaches its end or not.  */
  const struct cfg_order *order = q_cfg_order (cx, key);
  if (order->n_blocks > BLOCK_EXIT
      && cfg_order_positions (order)[BLOCK_EXIT] != NONE)
    value.may |= CALL_MAY_RETURN;
  else
    value.may |= CALL_MAY_NOT_RETURN;
  buffer_add (out, &value, sizeof value);
}

void
provide_function_effects_external (struct query_context *cx, uint32_t key,
				   struct buffer *out)
{
  uint32_t symbol
    = query_key (cx, KEY_SYMBOL, query_key_identity (cx, KEY_FUNCTION, key),
		 query_key_name (cx, KEY_FUNCTION, key));
  const struct symbol_declaration *d = q_symbol_declaration (cx, symbol);
  struct function_effects value = { CALL_MAY_DO_ANYTHING, 0 };
  if (d->known && d->kind == DECL_FUNCTION)
    value.may = may_by_declaration (d->flags);
  buffer_add (out, &value, sizeof value);
}

bool
function_effects_verify (const void *bytes, size_t size)
{
  const struct function_effects *e = bytes;
  return size == sizeof *e && e->may <= CALL_MAY_DO_ANYTHING;
}

void
function_effects_print (FILE *file, const struct snapshot *body,
			const struct function_effects *e, unsigned flags)
{
  static const char *const words[]
    = { "return", "not return", "read", "write", "call", "throw",
	"return twice" };
  (void) body;
  (void) flags;
  fprintf (file, "may");
  for (unsigned i = 0; i < sizeof words / sizeof *words; i++)
    if (e->may >> i & 1)
      fprintf (file, " %s,", words[i]);
  fprintf (file, " by its %s\n", e->from_body ? "body" : "declaration");
}
