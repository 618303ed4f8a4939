/* memory-told.c - the events of what was found, through the functions called.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A path goes from the function at hand into those that it calls, as their
   memory_events say, and back; the finding itself may be in one of them.  */

#include "passes/attribute.h"
#include "passes/memory-events.h"
#include "passes/memory-mark.h"
#include "passes/memory-ring.h"

#include <string.h>

/* Calls in one another that are followed.  */
#define MOST_DEPTH 24
#define MOST_TOLD 160

struct composing
{
  struct memory *m;
  struct memory_found *f;
  struct told_place here;	/* PLACE aside.  */
};

/* A call from HERE.  */
struct told_call
{
  uint32_t place;
  enum path_event_kind kind;	/* Of the event for which it is told.  */
  struct fingerprint symbol;
  const char *name;
  uint32_t entry;
  bool is_last;			/* The finding is in there.  */
  const struct told_call *from;	/* The call around it, or NULL.  */
};

bool
memory_is_file (const struct memory *m, const struct memory_found *f)
{
  return f->family != 0
	 && strncmp (m->families[f->family - 1], "fclose", 6) == 0;
}

bool
memory_is_one_family (const struct memory *m, const struct memory_found *f)
{
  return !strchr (m->families[f->family - 1], '|');
}

bool
memory_is_on_stack (const struct memory *m, uint32_t region)
{
  const struct memory_node *n = memory_node (&m->values, region);

  return n->kind == NODE_ALLOCA
	 || (n->kind == NODE_VARIABLE
	     && snapshot_decls (m->s)[n->a].kind != DECL_LABEL
	     && !(snapshot_decls (m->s)[n->a].flags
		  & (DECL_IS_GLOBAL | DECL_IS_STATIC)));
}

static bool
is_descriptor (const struct memory_found *f)
{
  return f->kind == FOUND_DESCRIPTOR_LEAK || f->kind == FOUND_DOUBLE_CLOSE
	 || f->kind == FOUND_USE_AFTER_CLOSE;
}

static bool
is_lock (const struct memory_found *f)
{
  return f->kind == FOUND_DOUBLE_LOCK || f->kind == FOUND_DOUBLE_UNLOCK
	 || f->kind == FOUND_LOCK_HELD;
}

static bool
is_possible (const struct memory_found *f)
{
  return f->kind == FOUND_POSSIBLE_NULL_ARGUMENT
	 || f->kind == FOUND_POSSIBLE_NULL_STREAM
	 || f->kind == FOUND_POSSIBLE_NULL_DEREFERENCE;
}

static void
tell (struct composing *c, uint32_t place, enum message message,
      const char *a, const char *b, const char *text_c)
{
  struct memory_found *f = c->f;
  struct told_event *e;

  if (f->n_events == MOST_TOLD
      || (message == MESSAGE_EVENT_ENTRY
	  && c->m->s->options & SNAPSHOT_OPTION_NO_ENTRIES))
    return;
  e = &f->events[f->n_events++];
  e->where = c->here;
  e->where.place = place;
  e->message = message;
  e->text[0] = a;
  e->text[1] = b;
  e->text[2] = text_c;
}

static void
tell_allocation (struct composing *c, uint32_t place)
{
  struct memory_found *f = c->f;

  if (is_possible (f))
    tell (c, place, MESSAGE_EVENT_COULD_RETURN_NULL, NULL, NULL, NULL);
  else if (f->kind == FOUND_MISMATCH && !memory_is_one_family (c->m, f))
    tell (c, place, MESSAGE_EVENT_ALLOCATED, NULL, NULL, NULL);
  else if (f->kind == FOUND_MISMATCH)
    tell (c, place, MESSAGE_EVENT_ALLOCATED_EXPECTS,
	  c->m->families[f->family - 1], NULL, NULL);
  else
    tell (c, place,
	  is_lock (f) ? MESSAGE_EVENT_LOCKED
	  : memory_is_file (c->m, f) || is_descriptor (f)
	  ? MESSAGE_EVENT_OPENED : MESSAGE_EVENT_ALLOCATED, NULL, NULL, NULL);
  if (is_possible (f) || f->kind == FOUND_MISMATCH || f->kind == FOUND_LEAK
      || f->kind == FOUND_DESCRIPTOR_LEAK || f->kind == FOUND_DOUBLE_LOCK
      || f->kind == FOUND_LOCK_HELD)
    f->first = f->n_events;
}

/* What happens at PLACE of the function at hand.  */
static void
tell_event (struct composing *c, enum path_event_kind kind, uint32_t place,
	    enum message message, const char *const text[2])
{
  struct memory_found *f = c->f;
  bool is_va_list = memory_check_of ((enum found_kind) f->kind)
		    == CHECK_va_list;

  switch (kind)
    {
    case EVENT_IN_WORDS:
      tell (c, place, message, text[0], text[1], NULL);
      break;
    case EVENT_ALLOCATES:
      if (is_va_list)
	tell (c, place, MESSAGE_EVENT_VA_LIST_STARTED, NULL, NULL, NULL);
      else
	tell_allocation (c, place);
      break;
    case EVENT_RELEASES:
      if (is_va_list)
	{
	  tell (c, place, MESSAGE_EVENT_VA_LIST_ENDED, NULL, NULL, NULL);
	  break;
	}
      if (f->kind == FOUND_DOUBLE_RELEASE || f->kind == FOUND_DOUBLE_CLOSE
	  || f->kind == FOUND_DOUBLE_UNLOCK)
	tell (c, place, MESSAGE_EVENT_FIRST_RELEASE,
	      function_plain_name (text[0] ? text[0]
				   : f->name ? f->name : "free"), NULL, NULL);
      else
	tell (c, place, is_lock (f) ? MESSAGE_EVENT_UNLOCKED
	      : is_descriptor (f) ? MESSAGE_EVENT_CLOSED
					  : MESSAGE_EVENT_FREED,
	      NULL, NULL, NULL);
      f->first = f->n_events;
      break;
    case EVENT_ACQUIRES:
      tell (c, place, MESSAGE_EVENT_ACQUIRED, NULL, NULL, NULL);
      f->first = f->n_events;
      break;
    case EVENT_LEAVES:
      tell (c, place, MESSAGE_EVENT_FRAME_LEFT, NULL, NULL, NULL);
      f->first = f->n_events;
      break;
    default:
      break;
    }
}

static const char *
symbol_text (struct composing *c, struct fingerprint symbol)
{
  char *text = scratch_alloc (&c->m->scratch, FINGERPRINT_TEXT_SIZE, 1);

  fingerprint_print (text, symbol);
  return text;
}

/* Whether CALL is what a call around it is, so that there is nothing new in it.  */
static bool
goes_round (const struct told_call *call)
{
  for (const struct told_call *c = call->from; c; c = c->from)
    if (c->entry == call->entry && fingerprint_equal (c->symbol, call->symbol))
      return true;
  return false;
}

/* Into the function, and back unless the finding is there.  False: it does not
   tell.  */
static bool
tell_call (struct composing *c, const struct told_call *call)
{
  struct memory_found *f = c->f;
  struct told_place caller = c->here;
  const struct memory_events *all;
  const uint32_t *first;

  if (caller.depth == MOST_DEPTH || goes_round (call))
    return false;
  all = memory_events_of (c->m, call->symbol, call->name);
  first = memory_events_first (all);
  if (call->entry >= all->n_entries
      || first[call->entry] == first[call->entry + 1])
    return false;
  if (call->is_last && f->kind == FOUND_DOUBLE_RELEASE)
    tell (c, call->place, MESSAGE_EVENT_PASSING_FREED, f->text, call->name,
	  caller.function);
  else if (call->is_last && f->wording == memory_exposed ())
    tell (c, call->place, MESSAGE_EVENT_PASSING_SENSITIVE, f->text,
	  call->name, caller.function);
  else
    tell (c, call->place, MESSAGE_EVENT_CALLING, call->name, caller.function,
	  NULL);
  c->here.symbol = symbol_text (c, call->symbol);
  c->here.function = call->name;
  c->here.depth++;
  tell (c, PLACE (PLACE_FUNCTION, 0), MESSAGE_EVENT_ENTRY, call->name, NULL,
	NULL);
  for (uint32_t i = first[call->entry]; i < first[call->entry + 1]; i++)
    {
      const struct summary_event *e = &memory_events_array (all)[i];
      const char *text[2];
      bool is_last = call->is_last && i + 1 == first[call->entry + 1];

      for (unsigned j = 0; j < 2; j++)
	text[j] = e->text[j] == NONE
		  ? NULL : memory_events_text (all) + e->text[j];
      /* Where the words for it are, if no function called has any.  */
      if (is_last)
	{
	  f->where = c->here;
	  f->where.place = e->place;
	  f->text = text[1] ? text[1] : f->text;
	  f->name = text[0] && is_descriptor (f) ? text[0] : f->name;
	}
      if (!fingerprint_is_zero (e->symbol))
	{
	  struct told_call inner
	    = { e->place, (enum path_event_kind) e->kind, e->symbol,
		memory_events_text (all) + e->callee, e->entry, is_last,
		call };

	  if (tell_call (c, &inner))
	    continue;
	}
      if (!is_last)
	tell_event (c, (enum path_event_kind) e->kind, e->place,
		    (enum message) e->message, text);
    }
  c->here = caller;
  if (call->is_last)
    return true;
  tell (c, call->place,
	is_possible (f) && call->kind == EVENT_ALLOCATES
	? MESSAGE_EVENT_POSSIBLE_RETURN_OF_NULL
	: call->kind == EVENT_ACQUIRES ? MESSAGE_EVENT_RETURNING_SENSITIVE
	: MESSAGE_EVENT_RETURNING,
	caller.function, call->name, NULL);
  return true;
}

/* Where the region came to be, for what is about memory itself.  */
static void
tell_region (struct composing *c)
{
  const struct memory_node *n = memory_node (&c->m->values, c->f->region);

  if (c->f->region == 0
      || (c->f->kind != FOUND_UNINITIALIZED && c->f->kind != FOUND_NOT_ON_HEAP))
    return;
  if (memory_is_on_stack (c->m, c->f->region) && n->kind == NODE_VARIABLE)
    tell (c, PLACE (PLACE_DECL, n->a), MESSAGE_EVENT_ON_STACK, NULL, NULL,
	  NULL);
  else if (n->kind == NODE_VARIABLE
	   && snapshot_decls (c->m->s)[n->a].kind != DECL_LABEL)
    tell (c, PLACE (PLACE_DECL, n->a), MESSAGE_EVENT_CREATED, NULL, NULL,
	  NULL);
  else if (n->kind == NODE_HEAP)
    tell (c, PLACE (PLACE_STATEMENT, n->a), MESSAGE_EVENT_ON_HEAP, NULL, NULL,
	  NULL);
  else if (n->kind == NODE_ALLOCA)
    tell (c, PLACE (PLACE_STATEMENT, n->a), MESSAGE_EVENT_ON_STACK, NULL, NULL,
	  NULL);
}

/* The assignment of zero that made the pointer null.  */
static void
tell_null (struct composing *c)
{
  const struct snapshot *s = c->m->s;
  uint32_t operand = c->f->operand, definition;
  const struct snap_statement *d;

  if ((c->f->kind != FOUND_NULL_DEREFERENCE
       && c->f->kind != FOUND_NULL_ARGUMENT && c->f->kind != FOUND_NULL_STREAM)
      || c->f->region != 0 || operand_kind (operand) != OPERAND_SSA)
    return;
  definition = snapshot_ssa (s)[operand_index (operand)].definition;
  if (definition == NONE || snapshot_ssa (s)[operand_index (operand)].decl
			    == NONE)
    return;
  d = &snapshot_statements (s)[definition];
  if (d->code == STATEMENT_ASSIGN && d->operation == OPERATION_COPY
      && d->flags & STATEMENT_HAS_PLACE && d->n_operands == 1
      && operand_kind (snapshot_operands (s)[d->first_operand])
	 == OPERAND_CONSTANT)
    tell (c, PLACE (PLACE_STATEMENT, definition), MESSAGE_EVENT_IS_NULL,
	  c->f->text, NULL, NULL);
}

/* The region whose events tell why F is so.  */
static uint32_t
region_told (const struct memory_found *f)
{
  switch (f->kind)
    {
    case FOUND_UNINITIALIZED:
    case FOUND_WRITE_TO_CONST:
    case FOUND_WRITE_TO_STRING:
    case FOUND_NOT_ON_HEAP:
      return 0;
    default:
      return f->region;
    }
}

static struct told_call
call_of (const struct composing *c, uint32_t place, enum path_event_kind kind,
	 uint32_t callee, uint32_t entry)
{
  const struct snap_decl *d = &snapshot_decls (c->m->s)[callee];
  struct told_call call
    = { place, kind, d->symbol, snapshot_string (c->m->s, d->name), entry,
	false, NULL };

  return call;
}

/* Why the arguments of the function at hand are what they are.  */
static void
tell_origin (struct composing *c)
{
  const struct snapshot *s = c->m->s;
  const struct snap_attribute *a;
  const char *field;

  if (c->f->origin != MESSAGE_EVENT_TAINTED_CALLBACK)
    {
      tell (c, PLACE (PLACE_FUNCTION, 0), (enum message) c->f->origin,
	    c->here.function, NULL, NULL);
      return;
    }
  a = declaration_attribute (s, s->decl, SNAP_ATTRIBUTE_TAINTED_BY_FIELD);
  field = snapshot_string (s, snapshot_decls (s)[a->argument].name);
  tell (c, PLACE (PLACE_DECL, a->argument), MESSAGE_EVENT_TAINTED_FIELD, field,
	snapshot_string (s, a->text), NULL);
  tell (c, PLACE (PLACE_DECL, a->argument2), MESSAGE_EVENT_TAINTED_CALLBACK,
	c->here.function, field, NULL);
}

static void
tell_found (struct memory *m, struct memory_found *f)
{
  const struct snap_decl *d = &snapshot_decls (m->s)[m->s->decl];
  struct composing c = { m, f, { NULL, snapshot_string (m->s, d->name), 0,
				 0 } };
  struct path_event events[MOST_PATH_EVENTS];
  uint32_t n;
  bool any = f->is_in_callee;

  memory_find_branches (m, f);
  n = memory_steps (m, f->path, region_told (f), f->statement, events);
  m->branches = NULL;
  f->events = scratch_alloc (&m->scratch, MOST_TOLD, sizeof *f->events);
  f->where = c.here;
  f->where.place = memory_place (m, f->statement);
  for (uint32_t i = 0; i < n; i++)
    any |= events[i].callee != NONE;
  if (any)
    tell (&c, PLACE (PLACE_FUNCTION, 0), MESSAGE_EVENT_ENTRY, c.here.function,
	  NULL, NULL);
  if (f->origin)
    tell_origin (&c);
  tell_region (&c);
  tell_null (&c);
  for (uint32_t i = 0; i < n; i++)
    {
      struct told_call call;

      if (events[i].callee != NONE)
	{
	  call = call_of (&c, events[i].place, events[i].kind,
			  events[i].callee, events[i].entry);
	  if (tell_call (&c, &call))
	    continue;
	}
      tell_event (&c, events[i].kind, events[i].place, events[i].message,
		  events[i].text);
    }
  if (f->is_in_callee)
    {
      struct told_call call = call_of (&c, f->where.place, EVENT_USES,
				       f->callee, f->event);

      call.is_last = true;
      tell_call (&c, &call);
    }
}

void
memory_tell_found (struct memory *m)
{
  for (struct memory_found *f = m->found; f; f = f->next)
    tell_found (m, f);
}
