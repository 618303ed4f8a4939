/* memory-effects.c - the query memory_effects.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"
#include "passes/alias.h"
#include "passes/effects.h"
#include "passes/origin.h"
#include "passes/structure.h"

#include <string.h>

/* Effects that one value tells of; the first ones are kept.  */
#define EFFECTS_MOST 64

struct collecting
{
  struct query_context *cx;
  uint32_t key;
  const struct snapshot *s;
  const struct origin *origins;
  uint32_t statement;
  uint32_t always;		/* MEMORY_ALWAYS or 0, of its block.  */
  struct memory_effect *found;
  uint32_t count;
  const char **names;		/* Of FOUND: in bodies and values.  */
};

uint8_t *
returning_blocks (struct query_context *cx, uint32_t key,
		  const struct snapshot *s)
{
  const struct executable_edges *e = q_executable_edges (cx, key);
  uint32_t n = snapshot_n_blocks (s), count = 0;
  uint8_t *returns = query_alloc (cx, n + 1, 1);
  uint8_t *passes = query_alloc (cx, n + 1, 1);
  uint32_t *stack = query_alloc (cx, n + 1, sizeof *stack);

  for (uint32_t b = 0; b < n; b++)
    passes[b] = executable_edges_block (e)[b];
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    if (snapshot_statements (s)[i].code == STATEMENT_CALL
	&& passes[snapshot_statements (s)[i].block]
	&& !call_returns (cx, key, s, i))
      passes[snapshot_statements (s)[i].block] = 0;
  if (n > BLOCK_EXIT && passes[BLOCK_EXIT])
    {
      returns[BLOCK_EXIT] = 1;
      stack[count++] = BLOCK_EXIT;
    }
  while (count)
    {
      const struct snap_block *b = &snapshot_blocks (s)[stack[--count]];

      for (uint32_t i = 0; i < b->n_predecessors; i++)
	{
	  uint32_t edge = snapshot_preds (s)[b->first_predecessor + i];
	  uint32_t from = snapshot_edges (s)[edge].source;

	  if (returns[from] || !passes[from]
	      || !executable_edges_edge (e)[edge])
	    continue;
	  returns[from] = 1;
	  stack[count++] = from;
	}
    }
  return returns;
}

/* Add EFFECT, whose name is NAME, unless one like it is there.  */
static void
add (struct collecting *c, struct memory_effect effect, const char *name)
{
  const uint32_t same = MEMORY_IS_WRITTEN | MEMORY_IS_REACHED;

  effect.statement = c->statement;
  for (uint32_t i = 0; i < c->count; i++)
    if (((c->found[i].flags ^ effect.flags) & same) == 0
	&& c->found[i].parameter == effect.parameter
	&& fingerprint_equal (c->found[i].symbol, effect.symbol))
      {
	c->found[i].flags |= effect.flags & MEMORY_ALWAYS;
	return;
      }
  if (c->count == EFFECTS_MOST)
    return;
  c->names[c->count] = name;
  c->found[c->count++] = effect;
}

static uint32_t
parameter_position (const struct snapshot *s, uint32_t decl)
{
  for (uint32_t i = 0; i < s->n_parameters; i++)
    if (snapshot_lists (s)[s->first_parameter + i] == decl)
      return i;
  return NONE;
}

/* Add what FLAGS say of the object of O.  */
static void
add_origin (struct collecting *c, struct origin o, uint32_t flags)
{
  struct memory_effect effect = { .parameter = NONE, .flags = flags };
  const struct snap_decl *d;

  if (o.kind != ORIGIN_PARAMETER && o.kind != ORIGIN_VARIABLE
      && o.kind != ORIGIN_LOADED)
    return;
  d = &snapshot_decls (c->s)[o.index];
  if (o.kind == ORIGIN_LOADED)
    effect.flags |= MEMORY_IS_REACHED;
  if (d->kind == DECL_PARAMETER && o.kind != ORIGIN_VARIABLE)
    effect.parameter = parameter_position (c->s, o.index);
  else if ((d->flags & DECL_IS_GLOBAL) && d->kind == DECL_VARIABLE)
    {
      effect.symbol = d->symbol;
      effect.declaration = d->flags;
    }
  if (effect.parameter == NONE && fingerprint_is_zero (effect.symbol))
    return;
  add (c, effect, snapshot_string (c->s, d->name));
}

static bool
add_access (void *data, const struct effect *effect)
{
  struct collecting *c = data;

  if (effect->kind == EFFECT_LOADS || effect->kind == EFFECT_STORES)
    add_origin (c, origin_of_memory (c->s, c->origins,
				     operand_index (effect->operand)),
		c->always | (effect->kind == EFFECT_STORES
			     ? MEMORY_IS_WRITTEN : 0));
  return true;
}

static uint32_t
call_argument (const struct snapshot *s, const struct snap_statement *t,
	       uint32_t i)
{
  return snapshot_operands (s)[t->first_operand + 1 + i];
}

/* What GCC knows of a function's arguments: they are read or written.  */
static void
add_specified (struct collecting *c, const struct snap_statement *t)
{
  const char *specification = call_specification (c->s, t);
  size_t size = strlen (specification);

  for (uint32_t i = 0; i < call_arguments (t); i++)
    {
      char how = size >= 4 + 2 * (size_t) i ? specification[2 + 2 * i] : '.';
      struct origin o = origin_of_operand (c->s, c->origins,
					   call_argument (c->s, t, i));

      if (strchr ("oO", how))
	add_origin (c, o, c->always | MEMORY_IS_WRITTEN);
      else if (strchr ("rR", how))
	add_origin (c, o, c->always);
    }
}

/* What the function of this unit that T calls always does.  */
static void
add_called (struct collecting *c, const struct snap_statement *t)
{
  uint32_t callee = called_outside_ring (c->cx, c->key, c->s, t);
  const struct memory_effects *e;

  if (callee == NONE)
    return;
  e = q_memory_effects (c->cx, callee);
  for (uint32_t i = 0; i < e->count; i++)
    {
      struct memory_effect effect = memory_effects_array (e)[i];
      uint32_t flags = c->always | MEMORY_IN_CALL
		       | (effect.flags & (MEMORY_IS_WRITTEN
					  | MEMORY_IS_REACHED));

      if (!(effect.flags & MEMORY_ALWAYS))
	continue;
      effect.flags = flags;
      if (effect.parameter == NONE)
	add (c, effect, memory_effects_text (e) + effect.name);
      else if (effect.parameter < call_arguments (t))
	add_origin (c, origin_of_operand (c->s, c->origins,
					  call_argument (c->s, t,
							 effect.parameter)),
		    flags);
    }
}

static void
collect (struct collecting *c)
{
  const struct snapshot *s = c->s;
  const uint8_t *returns = returning_blocks (c->cx, c->key, s);
  const struct dominators *d = q_dominators (c->cx, c->key);

  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];

      if (!returns[t->block])
	continue;
      c->statement = i;
      c->always = dominates (d, t->block, BLOCK_EXIT) ? MEMORY_ALWAYS : 0;
      effects_visit (s, i, add_access, c);
      if (t->code != STATEMENT_CALL || (t->flags & CALL_IS_INTERNAL))
	continue;
      add_specified (c, t);
      add_called (c, t);
    }
}

static void
write_effects (const struct collecting *c, struct buffer *out)
{
  struct memory_effects head = { c->count, 0 };
  struct buffer text = BUFFER_INIT;

  for (uint32_t i = 0; i < c->count; i++)
    c->found[i].name = (uint32_t) buffer_add_string (&text, c->names[i]);
  head.text_size = (uint32_t) text.size;
  buffer_add (out, &head, sizeof head);
  buffer_add (out, c->found, c->count * sizeof *c->found);
  buffer_add (out, text.bytes, text.size);
  buffer_release (&text);
}

void
provide_memory_effects (struct query_context *cx, uint32_t key,
			struct buffer *out)
{
  struct collecting c = { .cx = cx, .key = key, .s = q_body (cx, key) };
  struct scratch m = scratch_of_query (cx);

  if (!(c.s->flags & SNAPSHOT_IS_LOWERED_ONLY)
      && !(snapshot_decls (c.s)[c.s->decl].flags
	   & (DECL_IS_REPLACEABLE | DECL_IS_WEAK)))
    {
      c.origins = origins_compute (c.s, &m);
      c.found = query_alloc (cx, EFFECTS_MOST, sizeof *c.found);
      c.names = query_alloc (cx, EFFECTS_MOST, sizeof *c.names);
      collect (&c);
    }
  write_effects (&c, out);
}

/* Of another unit's functions nothing is certain.  */
void
provide_memory_effects_external (struct query_context *cx, uint32_t key,
				 struct buffer *out)
{
  struct memory_effects head = { 0, 0 };

  (void) cx;
  (void) key;
  buffer_add (out, &head, sizeof head);
}

bool
memory_effects_verify (const void *bytes, size_t size)
{
  const struct memory_effects *e = bytes;
  static const uint32_t width[] = { sizeof (struct memory_effect), 1 };

  if (size < sizeof *e)
    return false;
  uint64_t count[] = { e->count, e->text_size };
  if (!value_has_size (size, sizeof *e, count, width, 2)
      || (e->text_size && memory_effects_text (e)[e->text_size - 1] != '\0'))
    return false;
  for (uint32_t i = 0; i < e->count; i++)
    if (memory_effects_array (e)[i].name >= e->text_size
	|| memory_effects_array (e)[i].flags > MEMORY_EFFECTS)
      return false;
  return true;
}

void
memory_effects_print (FILE *file, const struct snapshot *body,
		      const struct memory_effects *e, unsigned flags)
{
  (void) body;
  (void) flags;
  for (uint32_t i = 0; i < e->count; i++)
    {
      const struct memory_effect *x = &memory_effects_array (e)[i];

      fprintf (file, "%s %s%s%s%s, statement %u\n",
	       x->flags & MEMORY_IS_WRITTEN ? "writes" : "reads",
	       x->flags & MEMORY_IS_REACHED ? "what is reached through "
	       : x->parameter != NONE ? "what is behind " : "",
	       memory_effects_text (e) + x->name,
	       x->flags & MEMORY_IN_CALL ? ", in a call" : "",
	       x->flags & MEMORY_ALWAYS ? ", always" : "",
	       x->statement);
    }
}
