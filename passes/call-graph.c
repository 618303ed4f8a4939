/* call-graph.c - the queries call_targets, call_graph and call_sccs.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"
#include "passes/effects.h"
#include "passes/snapshot-print.h"
#include "passes/structure.h"

/* Copies of a function's address that a call is seen through.  */
#define COPIES_MOST 8

/* A table from symbols to numbers: open addressing, at most half full.  It is
   only ever asked, never walked, so that its order shows nowhere.  */
struct symbols
{
  const struct fingerprint **symbol;
  uint32_t *number;
  uint32_t mask;
};

static void
symbols_init (struct symbols *t, const struct scratch *m, uint32_t most)
{
  size_t size = 4;
  while (size < 2 * (size_t) most)
    size *= 2;
  t->symbol = scratch_alloc (m, size, sizeof *t->symbol);
  t->number = scratch_numbers (m, size);
  t->mask = (uint32_t) (size - 1);
}

/* The slot where SYMBOL is, or belongs.  */
static uint32_t
symbols_slot (const struct symbols *t, const struct fingerprint *symbol)
{
  uint32_t i = (uint32_t) symbol->low & t->mask;
  while (t->symbol[i] && !fingerprint_equal (*t->symbol[i], *symbol))
    i = (i + 1) & t->mask;
  return i;
}

/* The number that SYMBOL has; NUMBER from now on if it had none.  */
static uint32_t
symbols_add (struct symbols *t, const struct fingerprint *symbol,
	     uint32_t number)
{
  uint32_t i = symbols_slot (t, symbol);
  if (!t->symbol[i])
    {
      t->symbol[i] = symbol;
      t->number[i] = number;
    }
  return t->number[i];
}

static uint32_t
symbols_find (const struct symbols *t, const struct fingerprint *symbol)
{
  uint32_t i = symbols_slot (t, symbol);
  return t->symbol[i] ? t->number[i] : NONE;
}

/* What one body calls.  */

struct collector
{
  const struct snapshot *s;
  struct symbols seen;
  uint8_t *flags;		/* By number.  */
  const struct fingerprint **symbol;	/* By number.  */
  uint32_t count, n_indirect;
};

static void
collect (struct collector *c, uint32_t decl, uint32_t flags)
{
  const struct snap_decl *d = &snapshot_decls (c->s)[decl];
  if (d->kind != DECL_FUNCTION || fingerprint_is_zero (d->symbol))
    return;
  uint32_t number = symbols_add (&c->seen, &d->symbol, c->count);
  if (number == c->count)
    c->symbol[c->count++] = &d->symbol;
  c->flags[number] |= flags;
}

/* A function's address is taken, also inside of a longer path.  */
static void
collect_address (struct collector *c, uint32_t operand)
{
  while (operand_kind (operand) == OPERAND_ADDRESS
	 || operand_kind (operand) == OPERAND_MEMORY)
    operand = snapshot_memory (c->s)[operand_index (operand)].base;
  if (operand_kind (operand) == OPERAND_DECL)
    collect (c, operand_index (operand), CALL_TARGET_ADDRESS);
}

uint32_t
called_declaration (const struct snapshot *body, uint32_t operand)
{
  /* A name that is a copy, and nothing else, of what it is called for.  */
  for (unsigned i = 0; i < COPIES_MOST; i++)
    {
      uint32_t d = snapshot_definition (body, operand);

      if (d == NONE || !statement_is_copy (&snapshot_statements (body)[d]))
	break;
      operand = snapshot_operands (body)[snapshot_statements (body)[d]
					   .first_operand];
    }
  if (operand_kind (operand) == OPERAND_ADDRESS)
    {
      const struct snap_memory *m
	= &snapshot_memory (body)[operand_index (operand)];
      if (m->n_steps > 0)
	return NONE;
      operand = m->base;
    }
  return operand_kind (operand) == OPERAND_DECL
	 && snapshot_decls (body)[operand_index (operand)].kind == DECL_FUNCTION
	 ? operand_index (operand) : NONE;
}

static bool
collect_effect (void *data, const struct effect *effect)
{
  struct collector *c = data;
  if (effect->kind == EFFECT_ADDRESS)
    collect_address (c, effect->operand);
  else if (effect->kind == EFFECT_CALLS
	   && operand_kind (effect->operand) != OPERAND_NONE)
    {
      uint32_t decl = called_declaration (c->s, effect->operand);
      if (decl != NONE)
	collect (c, decl, CALL_TARGET_CALLED);
      else
	c->n_indirect++;
    }
  return true;
}

void
call_targets_compute (const struct snapshot *s, const struct scratch *m,
		      struct buffer *out)
{
  uint32_t n_decls = snapshot_n_decls (s);
  struct collector c = { .s = s };
  symbols_init (&c.seen, m, n_decls);
  c.flags = scratch_alloc (m, n_decls, 1);
  c.symbol = scratch_alloc (m, n_decls, sizeof *c.symbol);
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    effects_visit (s, i, collect_effect, &c);

  struct call_targets header
    = { c.count, c.n_indirect, snapshot_decls (s)[s->decl].symbol };
  buffer_add (out, &header, sizeof header);
  for (uint32_t i = 0; i < c.count; i++)
    {
      struct call_target target = { *c.symbol[i], c.flags[i], 0 };
      buffer_add (out, &target, sizeof target);
    }
}

/* The graph.  */

/* Transposing twice sorts every row, without comparing.  */
void
call_graph_compute (uint32_t n_functions,
		    const struct call_targets *const *targets,
		    const struct scratch *m, struct buffer *out)
{
  struct symbols positions;
  uint64_t most = 0;
  symbols_init (&positions, m, n_functions);
  for (uint32_t p = 0; p < n_functions; p++)
    {
      symbols_add (&positions, &targets[p]->self, p);
      most += targets[p]->count;
    }
  uint32_t *caller = scratch_numbers (m, most);
  uint32_t *callee = scratch_numbers (m, most);
  uint32_t n_edges = 0;
  for (uint32_t p = 0; p < n_functions; p++)
    for (uint32_t i = 0; i < targets[p]->count; i++)
      {
	const struct call_target *t = &call_targets_array (targets[p])[i];
	uint32_t to = symbols_find (&positions, &t->symbol);
	if (to == NONE || !(t->flags & CALL_TARGET_CALLED))
	  continue;
	caller[n_edges] = p;
	callee[n_edges++] = to;
      }
  struct graph g = graph_make (m, n_functions, n_edges, callee, caller);
  struct graph sorted = graph_transpose (m, &g);

  struct call_graph header = { n_functions, n_edges };
  buffer_add (out, &header, sizeof header);
  buffer_add (out, sorted.first, ((size_t) n_functions + 1) * 4);
  buffer_add (out, sorted.target, (size_t) n_edges * 4);
}

bool
call_targets_verify (const void *bytes, size_t size)
{
  const struct call_targets *c = bytes;
  static const uint32_t width[] = { sizeof (struct call_target) };
  if (size < sizeof *c)
    return false;
  uint64_t count[] = { c->count };
  return value_has_size (size, sizeof *c, count, width, 1);
}

bool
call_graph_verify (const void *bytes, size_t size)
{
  const struct call_graph *g = bytes;
  static const uint32_t width[] = { 4, 4 };
  if (size < sizeof *g)
    return false;
  uint64_t count[] = { (uint64_t) g->n_functions + 1, g->n_edges };
  if (!value_has_size (size, sizeof *g, count, width, 2))
    return false;
  const uint32_t *first = call_graph_first (g);
  if (first[0] != 0 || first[g->n_functions] != g->n_edges)
    return false;
  for (uint32_t i = 0; i < g->n_functions; i++)
    if (first[i] > first[i + 1])
      return false;
  for (uint32_t i = 0; i < g->n_functions; i++)
    if (!numbers_ascend (call_graph_callees (g) + first[i],
			 first[i + 1] - first[i]))
      return false;
  return numbers_below (call_graph_callees (g), g->n_edges, g->n_functions,
			false);
}

/* SYMBOL as a number and, if BODY has one, by name.  */
static void
symbol_print (FILE *file, const struct snapshot *body,
	      struct fingerprint symbol)
{
  char text[FINGERPRINT_TEXT_SIZE];
  fingerprint_print (text, symbol);
  fputs (text, file);
  for (uint32_t d = 0; d < snapshot_n_decls (body); d++)
    if (fingerprint_equal (snapshot_decls (body)[d].symbol, symbol))
      {
	putc (' ', file);
	decl_name_print (file, body, d);
	return;
      }
}

void
call_targets_print (FILE *file, const struct snapshot *body,
		    const struct call_targets *c, unsigned flags)
{
  const struct call_target *t = call_targets_array (c);
  if (flags & DUMP_GRAPH)
    {
      fputs ("digraph call_targets {\n  self [label=\"", file);
      symbol_print (file, body, c->self);
      fputs ("\"];\n", file);
      for (uint32_t i = 0; i < c->count; i++)
	{
	  fprintf (file, "  t%u [label=\"", i);
	  symbol_print (file, body, t[i].symbol);
	  fprintf (file, "\"];\n  self -> t%u%s;\n", i,
		   t[i].flags & CALL_TARGET_CALLED ? "" : " [style=dashed]");
	}
      fputs ("}\n", file);
      return;
    }
  for (uint32_t i = 0; i < c->count; i++)
    {
      symbol_print (file, body, t[i].symbol);
      fprintf (file, "%s%s\n", t[i].flags & CALL_TARGET_CALLED ? " called" : "",
	       t[i].flags & CALL_TARGET_ADDRESS ? " address taken" : "");
    }
  fprintf (file, "%u indirect\n", c->n_indirect);
}

void
call_graph_print (FILE *file, const struct snapshot *body,
		  const struct call_graph *g, unsigned flags)
{
  const uint32_t *first = call_graph_first (g);
  (void) body;
  if (flags & DUMP_GRAPH)
    fprintf (file, "digraph call_graph {\n");
  for (uint32_t p = 0; p < g->n_functions; p++)
    {
      fprintf (file, flags & DUMP_GRAPH ? "  %u;\n" : "%u:", p);
      for (uint32_t i = first[p]; i < first[p + 1]; i++)
	if (flags & DUMP_GRAPH)
	  fprintf (file, "  %u -> %u;\n", p, call_graph_callees (g)[i]);
	else
	  fprintf (file, " %u", call_graph_callees (g)[i]);
      if (!(flags & DUMP_GRAPH))
	putc ('\n', file);
    }
  if (flags & DUMP_GRAPH)
    fprintf (file, "}\n");
}

void
provide_call_targets (struct query_context *cx, uint32_t key,
		      struct buffer *out)
{
  struct scratch m = scratch_of_query (cx);
  call_targets_compute (q_body (cx, key), &m, out);
}

void
provide_call_graph (struct query_context *cx, uint32_t key,
		    struct buffer *out)
{
  struct scratch m = scratch_of_query (cx);
  const struct function_list *functions = q_functions (cx, key);
  const struct call_targets **targets
    = scratch_alloc (&m, functions->count, sizeof *targets);
  for (uint32_t p = 0; p < functions->count; p++)
    targets[p] = q_call_targets (cx, function_list_keys (functions)[p]);
  call_graph_compute (functions->count, targets, &m, out);
}
