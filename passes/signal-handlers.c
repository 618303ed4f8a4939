/* signal-handlers.c - which functions run inside a signal handler.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"
#include "passes/alias.h"
#include "passes/structure.h"

#include <string.h>

/* Registrations.  */

static bool
is_named (const struct snapshot *s, uint32_t text, const char *name)
{
  return strcmp (snapshot_string (s, text), name) == 0;
}

/* Whether OPERAND is the field of a structure for sigaction that says what is called.  */
static bool
is_action (const struct snapshot *s, uint32_t operand)
{
  const struct snap_memory *memory;
  const struct snap_step *last;
  uint32_t name;

  if (operand_kind (operand) != OPERAND_MEMORY)
    return false;
  memory = &snapshot_memory (s)[operand_index (operand)];
  if (memory->n_steps == 0)
    return false;
  last = &snapshot_steps (s)[memory->first_step + memory->n_steps - 1];
  if (last->kind != STEP_FIELD)
    return false;
  name = snapshot_fields (s)[last->index].name;
  return is_named (s, name, "sa_handler") || is_named (s, name, "sa_sigaction");
}

/* The declaration of the function that T registers: a call of signal, or an
   assignment of what sigaction is given.  NONE if it is none or nobody knows.  */
static uint32_t
registered (const struct snapshot *s, const struct snap_statement *t)
{
  const uint32_t *o = snapshot_operands (s) + t->first_operand;

  if (t->code == STATEMENT_ASSIGN && t->n_operands == 1
      && is_action (s, t->lhs))
    return called_declaration (s, o[0]);
  if (t->code != STATEMENT_CALL || t->decl == NONE
      || t->flags & CALL_IS_INTERNAL || call_arguments (t) != 2
      || !is_named (s, snapshot_decls (s)[t->decl].name, "signal"))
    return NONE;
  return called_declaration (s, o[2]);
}

static bool
knows_signal (const struct snapshot *s)
{
  for (uint32_t i = 0; i < snapshot_n_decls (s); i++)
    if (snapshot_decls (s)[i].kind == DECL_FUNCTION
	&& (is_named (s, snapshot_decls (s)[i].name, "signal")
	    || is_named (s, snapshot_decls (s)[i].name, "sigaction")))
      return true;
  return false;
}

void
provide_signal_registrations (struct query_context *cx, uint32_t key,
			      struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  struct signal_registrations head = { 0, 0 };
  size_t at = buffer_add (out, &head, sizeof head);

  for (uint32_t i = 0; knows_signal (s) && i < snapshot_n_statements (s); i++)
    {
      uint32_t decl = registered (s, &snapshot_statements (s)[i]);
      struct signal_registration r = { .statement = i };

      if (decl == NONE || snapshot_decls (s)[decl].kind != DECL_FUNCTION)
	continue;
      r.handler = snapshot_decls (s)[decl].symbol;
      buffer_add (out, &r, sizeof r);
      head.count++;
    }
  *(struct signal_registrations *) buffer_at (out, at) = head;
}

bool
signal_registrations_verify (const void *bytes, size_t size)
{
  const struct signal_registrations *r = bytes;

  return size >= sizeof *r
	 && size == sizeof *r
		    + (uint64_t) r->count * sizeof (struct signal_registration);
}

void
signal_registrations_print (FILE *file, const struct snapshot *body,
			    const struct signal_registrations *r,
			    unsigned flags)
{
  (void) body;
  (void) flags;
  for (uint32_t i = 0; i < r->count; i++)
    fprintf (file, "a handler in statement %u\n",
	     signal_registrations_array (r)[i].statement);
}

/* The reach.  */

struct reaching
{
  struct query_context *cx;
  const struct function_list *functions;
  struct signal_step *steps;
  uint32_t *position;		/* By step: of its function.  */
  uint32_t count;
  uint8_t *is_reached;		/* By position of the function.  */
};

static uint32_t
key_at (const struct reaching *r, uint32_t position)
{
  return function_list_keys (r->functions)[position];
}

/* The position of the function SYMBOL, or NONE.  */
static uint32_t
position_of (const struct reaching *r, struct fingerprint symbol)
{
  for (uint32_t p = 0; p < r->functions->count; p++)
    if (fingerprint_equal (query_key_identity (r->cx, KEY_FUNCTION,
					       key_at (r, p)), symbol))
      return p;
  return NONE;
}

static void
add_step (struct reaching *r, uint32_t position, uint32_t before,
	  uint32_t statement)
{
  struct signal_step *step = &r->steps[r->count];

  r->position[r->count++] = position;
  step->function = query_key_identity (r->cx, KEY_FUNCTION,
				       key_at (r, position));
  step->before = before;
  step->statement = statement;
}

/* Those that register, and the handlers.  */
static uint32_t
add_handlers (struct reaching *r)
{
  uint32_t n, count = r->functions->count;

  for (uint32_t p = 0; p < count; p++)
    if (q_signal_registrations (r->cx, key_at (r, p))->count)
      add_step (r, p, NONE, NONE);
  n = r->count;
  for (uint32_t i = 0; i < n; i++)
    {
      const struct signal_registrations *g
	= q_signal_registrations (r->cx, key_at (r, r->position[i]));

      for (uint32_t j = 0; j < g->count; j++)
	{
	  const struct signal_registration *one
	    = &signal_registrations_array (g)[j];
	  uint32_t p = position_of (r, one->handler);

	  if (p == NONE || r->is_reached[p])
	    continue;
	  r->is_reached[p] = 1;
	  add_step (r, p, i, one->statement);
	}
    }
  return n;
}

static void
add_callees (struct reaching *r, uint32_t first)
{
  const struct call_graph *graph = q_call_graph (r->cx, 0);

  for (uint32_t i = first; i < r->count; i++)
    {
      uint32_t p = r->position[i];

      for (uint32_t j = call_graph_first (graph)[p];
	   j < call_graph_first (graph)[p + 1]; j++)
	{
	  uint32_t callee = call_graph_callees (graph)[j];
	  const struct call_sites *sites;

	  if (callee >= r->functions->count || r->is_reached[callee])
	    continue;
	  sites = q_calls_between (r->cx,
				   query_key_pair (r->cx,
						   KEY_FUNCTION_FUNCTION,
						   key_at (r, p),
						   key_at (r, callee)));
	  if (sites->count == 0)
	    continue;
	  r->is_reached[callee] = 1;
	  add_step (r, callee, i, call_sites_array (sites)[0].statement);
	}
    }
}

static void
write_steps (struct signal_step *steps, const char *const *names,
	     uint32_t count, uint32_t n_registering, struct buffer *out)
{
  struct signal_reach head = { count, n_registering, 0, 0 };
  struct buffer text;

  buffer_init (&text);
  for (uint32_t i = 0; i < count; i++)
    steps[i].name = (uint32_t) buffer_add_string (&text, names[i]);
  buffer_align (&text, 8);
  head.text_size = (uint32_t) text.size;
  buffer_add (out, &head, sizeof head);
  if (count)
    buffer_add (out, steps, count * sizeof *steps);
  if (text.size)
    buffer_add (out, text.bytes, text.size);
  buffer_release (&text);
}

void
provide_signal_reach (struct query_context *cx, uint32_t key,
		      struct buffer *out)
{
  struct reaching r = { .cx = cx, .functions = q_functions (cx, key) };
  uint32_t n = r.functions->count, n_registering;
  const char **names;

  r.steps = query_alloc (cx, 2 * (size_t) n + 1, sizeof *r.steps);
  r.position = query_alloc (cx, 2 * (size_t) n + 1, sizeof *r.position);
  r.is_reached = query_alloc (cx, (size_t) n + 1, 1);
  n_registering = add_handlers (&r);
  if (n_registering < r.count)
    add_callees (&r, n_registering);
  names = query_alloc (cx, (size_t) r.count + 1, sizeof *names);
  for (uint32_t i = 0; i < r.count; i++)
    {
      const struct snapshot *s = q_body (cx, key_at (&r, r.position[i]));

      names[i] = snapshot_string (s, snapshot_decls (s)[s->decl].name);
    }
  write_steps (r.steps, names, r.count, n_registering, out);
}

/* The way to one function, its registration first.  */
void
provide_signal_context (struct query_context *cx, uint32_t key,
			struct buffer *out)
{
  const struct signal_reach *r = q_signal_reach (cx, 0);
  const struct signal_step *steps = signal_reach_steps (r);
  struct fingerprint self = query_key_identity (cx, KEY_FUNCTION, key);
  uint32_t n = 0, at = NONE;
  struct signal_step *way;
  const char **names;

  for (uint32_t i = r->n_registering; at == NONE && i < r->count; i++)
    if (fingerprint_equal (steps[i].function, self))
      at = i;
  for (uint32_t i = at; i != NONE; i = steps[i].before)
    n++;
  way = query_alloc (cx, n + 1, sizeof *way);
  names = query_alloc (cx, n + 1, sizeof *names);
  for (uint32_t i = at, j = n; i != NONE; i = steps[i].before)
    {
      way[--j] = steps[i];
      way[j].before = j;
      names[j] = signal_reach_text (r) + steps[i].name;
    }
  write_steps (way, names, n, n ? 1 : 0, out);
}

bool
signal_reach_verify (const void *bytes, size_t size)
{
  const struct signal_reach *r = bytes;
  const char *text;

  if (size < sizeof *r || r->n_registering > r->count
      || size != sizeof *r + (uint64_t) r->count * sizeof (struct signal_step)
		 + r->text_size)
    return false;
  text = signal_reach_text (r);
  for (uint32_t i = 0; i < r->count; i++)
    {
      const struct signal_step *step = &signal_reach_steps (r)[i];

      if (step->name >= r->text_size
	  || (step->before != NONE && step->before > i))
	return false;
    }
  return r->text_size == 0 || text[r->text_size - 1] == '\0';
}

void
signal_reach_print (FILE *file, const struct snapshot *body,
		    const struct signal_reach *r, unsigned flags)
{
  (void) body;
  (void) flags;
  for (uint32_t i = 0; i < r->count; i++)
    fprintf (file, "%s %s\n",
	     signal_reach_text (r) + signal_reach_steps (r)[i].name,
	     i < r->n_registering ? "registers" : "runs in a handler");
}
