/* memory-report.c - from what was found to findings with their events.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Of a path are shown: what happened to the region that the finding is about,
   and the branches without which control would not have come to the next of
   these events.  The words and their order are those of GCC's analyzer.  */

#include "passes/memory.h"

#include <string.h>

#include "passes/expression.h"

/* Steps of a path that are looked at, from its end.  */
#define MOST_STEPS 512
#define MOST_EVENTS 64

struct memory_path *
memory_note (struct memory *m, struct memory_state *s, enum path_kind kind,
	     uint32_t where, uint32_t region)
{
  struct memory_path *p = scratch_alloc (&m->scratch, 1, sizeof *p);

  p->before = s->path;
  p->kind = (uint8_t) kind;
  p->where = where;
  p->region = region;
  p->length = s->path && s->path->length < UINT16_MAX
	      ? s->path->length + 1 : 1;
  s->path = p;
  return p;
}

struct memory_found *
memory_find (struct memory *m, const struct memory_state *s,
	     enum found_kind kind, uint32_t statement, uint32_t operand,
	     uint32_t region)
{
  struct memory_found *f;

  if (statement == NONE)
    return NULL;
  for (f = m->found; f; f = f->next)
    if (f->kind == kind && f->statement == statement
	&& f->operand == operand
	&& (kind != FOUND_LEAK || f->region == region))
      {
	/* The shortest way says it best.  */
	if (s->path && f->path && f->path->length > s->path->length
	    && f->region == region)
	  f->path = s->path;
	return NULL;
      }
  f = scratch_alloc (&m->scratch, 1, sizeof *f);
  f->kind = kind;
  f->statement = statement;
  f->operand = operand;
  f->region = region;
  f->decl = NONE;
  f->path = s->path;
  *m->last_found = f;
  m->last_found = &f->next;
  m->n_found++;
  f->text = memory_call_it (m, s, operand,
			    region ? memory_make_pointer (&m->values, region,
							  0) : 0);
  return f;
}

/* Events.  */

struct event
{
  enum message message;
  uint32_t place;
  const char *text[2];
  uint32_t number;
  bool has_number;
};

struct telling
{
  struct memory *m;
  const struct memory_found *f;
  struct event events[MOST_EVENTS];
  uint32_t n_events;
  uint32_t first;		/* The event that the last one names, from 1; 0:
				   none.  */
  const struct memory_path **steps;	/* First first.  */
  uint32_t n_steps;
  uint32_t *stack;
  uint8_t *seen;
};

static void
add_event (struct telling *t, enum message message, uint32_t place,
	   const char *text, const char *text2)
{
  struct event *e;

  if (t->n_events == MOST_EVENTS)
    return;
  e = &t->events[t->n_events++];
  memset (e, 0, sizeof *e);
  e->message = message;
  e->place = place;
  e->text[0] = text;
  e->text[1] = text2;
}

/* A built-in function under the name of the one that it is.  */
static const char *
plain_name (const char *name)
{
  return strncmp (name, "__builtin_", 10) == 0 ? name + 10 : name;
}

static bool
is_about (const struct telling *t, const struct memory_path *p)
{
  if (p->kind == PATH_EDGE || p->region == 0 || p->region != t->f->region)
    return false;
  switch (t->f->kind)
    {
    case FOUND_UNINITIALIZED:
    case FOUND_WRITE_TO_CONST:
    case FOUND_WRITE_TO_STRING:
    case FOUND_NOT_ON_HEAP:
      return false;
    default:
      return true;
    }
}

/* Whether control can come from FROM to TO.  */
static bool
can_reach (struct telling *t, uint32_t from, uint32_t to)
{
  const struct snapshot *s = t->m->s;
  uint32_t n = 0;

  memset (t->seen, 0, snapshot_n_blocks (s));
  t->stack[n++] = from;
  t->seen[from] = 1;
  while (n)
    {
      uint32_t block = t->stack[--n];
      const struct snap_block *b = &snapshot_blocks (s)[block];

      if (block == to)
	return true;
      for (uint32_t i = 0; i < b->n_successors; i++)
	{
	  uint32_t next = snapshot_edges (s)[b->first_successor + i]
			  .destination;

	  if (!t->seen[next])
	    {
	      t->seen[next] = 1;
	      t->stack[n++] = next;
	    }
	}
    }
  return false;
}

/* The block of the next event behind step I.  */
static uint32_t
next_target (const struct telling *t, uint32_t i)
{
  for (i++; i < t->n_steps; i++)
    if (is_about (t, t->steps[i]) && t->steps[i]->where != NONE)
      return snapshot_statements (t->m->s)[t->steps[i]->where].block;
  return snapshot_statements (t->m->s)[t->f->statement].block;
}

/* Whether EDGE, step I, had to be taken.  */
static bool
is_significant (struct telling *t, uint32_t i)
{
  const struct snapshot *s = t->m->s;
  uint32_t edge = t->steps[i]->where, target = next_target (t, i);
  const struct snap_block *b
    = &snapshot_blocks (s)[snapshot_edges (s)[edge].source];
  bool any = false;

  for (uint32_t j = 0; j < b->n_successors; j++)
    if (b->first_successor + j != edge)
      {
	any = true;
	if (can_reach (t, snapshot_edges (s)[b->first_successor + j]
			  .destination, target))
	  return false;
      }
  return any;
}

static bool
has_name (const struct snapshot *s, uint32_t operand)
{
  return operand_kind (operand) == OPERAND_CONSTANT
	 || (operand_kind (operand) == OPERAND_SSA
	     && snapshot_ssa (s)[operand_index (operand)].decl != NONE);
}

/* The branch as GCC words it.  */
static void
tell_condition (struct telling *t, const struct snap_statement *c,
		uint32_t place, bool is_true)
{
  static const char *const words[]
    = { "<", "<=", ">", ">=", "==", "!=" };
  const struct snapshot *s = t->m->s;
  const uint32_t *o = snapshot_operands (s) + c->first_operand;
  uint32_t operation = is_true || !is_integer_comparison (c->operation)
		       ? c->operation : comparison_inverse (c->operation);
  uint32_t type = memory_operand_type (s, o[0]);
  const char *branch = is_true ? "true" : "false";
  struct buffer b = BUFFER_INIT;

  if (!has_name (s, o[0]) || !has_name (s, o[1])
      || !is_integer_comparison (operation))
    add_event (t, MESSAGE_EVENT_BRANCH, place, branch, NULL);
  else if (type != NONE && snapshot_types (s)[type].kind == SNAP_TYPE_POINTER
	   && integer_has_limbs (s, o[1], 0))
    add_event (t, operation == OPERATION_EQUAL ? MESSAGE_EVENT_BRANCH_NULL
					       : MESSAGE_EVENT_BRANCH_NONNULL,
	       place, branch, memory_operand_text (t->m, o[0]));
  else
    {
      operand_text (s, o[0], &b);
      buffer_add_format (&b, " %s ", words[operation - OPERATION_LESS]);
      operand_text (s, o[1], &b);
      add_event (t, MESSAGE_EVENT_BRANCH_WHEN, place, branch,
		 memory_keep_text (t->m, &b));
    }
}

static void
tell_case (struct telling *t, const struct snap_statement *c, uint32_t edge,
	   uint32_t place)
{
  const struct snapshot *s = t->m->s;
  const struct snap_case *cases = snapshot_cases (s) + c->first_extra;
  struct buffer b = BUFFER_INIT;

  for (uint32_t i = 0; i < c->n_extra; i++)
    {
      if (cases[i].edge != edge)
	continue;
      if (operand_kind (cases[i].low) == OPERAND_NONE)
	buffer_add_format (&b, "default:");
      else
	{
	  buffer_add_format (&b, "case ");
	  operand_text (s, cases[i].low, &b);
	  buffer_add_format (&b, ":");
	}
      break;
    }
  add_event (t, MESSAGE_EVENT_BRANCH, place, memory_keep_text (t->m, &b), NULL);
}

static void
tell_edge (struct telling *t, uint32_t edge)
{
  const struct snapshot *s = t->m->s;
  const struct snap_block *from
    = &snapshot_blocks (s)[snapshot_edges (s)[edge].source];
  const struct snap_block *to
    = &snapshot_blocks (s)[snapshot_edges (s)[edge].destination];
  uint32_t last = from->first_statement + from->n_statements - 1;
  const struct snap_statement *c;
  uint32_t place = PLACE (PLACE_EDGE, edge);

  if (from->n_statements == 0)
    return;
  c = &snapshot_statements (s)[last];
  if (c->code == STATEMENT_COND)
    tell_condition (t, c, PLACE (PLACE_STATEMENT, last),
		    (snapshot_edges (s)[edge].flags & EDGE_IS_TRUE) != 0);
  else if (c->code == STATEMENT_SWITCH)
    tell_case (t, c, edge, PLACE (PLACE_STATEMENT, last));
  else
    return;
  for (uint32_t i = to->n_phis; i < to->n_statements; i++)
    if (snapshot_statements (s)[to->first_statement + i].flags
	& STATEMENT_HAS_PLACE)
      {
	place = PLACE (PLACE_STATEMENT, to->first_statement + i);
	break;
      }
  add_event (t, MESSAGE_EVENT_TO_HERE, place, NULL, NULL);
}

static bool
is_file (const struct telling *t)
{
  return t->f->family != 0
	 && strcmp (t->m->families[t->f->family - 1], "fclose") == 0;
}

/* What was assumed on the way along the edge that comes next.  */
static void
tell_assumption (struct telling *t, uint32_t i)
{
  const struct snapshot *s = t->m->s;
  bool null = t->steps[i]->kind == PATH_ASSUMED_NULL;

  for (uint32_t j = i + 1; j < t->n_steps; j++)
    {
      const struct snap_block *b;
      uint32_t last;

      if (t->steps[j]->kind != PATH_EDGE)
	continue;
      b = &snapshot_blocks (s)[snapshot_edges (s)[t->steps[j]->where].source];
      last = b->first_statement + b->n_statements - 1;
      if (b->n_statements == 0
	  || snapshot_statements (s)[last].code != STATEMENT_COND)
	return;
      add_event (t, null ? MESSAGE_EVENT_ASSUMING_NULL
			 : MESSAGE_EVENT_ASSUMING_NONNULL,
		 PLACE (PLACE_STATEMENT, last),
		 memory_operand_text (t->m, snapshot_operands (s)
					[snapshot_statements (s)[last]
					 .first_operand]), NULL);
      return;
    }
}

static void
tell_step (struct telling *t, uint32_t i)
{
  const struct memory_path *p = t->steps[i];
  uint32_t place = PLACE (PLACE_STATEMENT, p->where);
  bool possible = t->f->kind == FOUND_POSSIBLE_NULL_ARGUMENT
		  || t->f->kind == FOUND_POSSIBLE_NULL_DEREFERENCE;

  if (p->kind == PATH_EDGE)
    {
      if (is_significant (t, i))
	tell_edge (t, p->where);
      return;
    }
  if (!is_about (t, p))
    return;
  switch (p->kind)
    {
    case PATH_ALLOCATED:
      if (possible)
	{
	  add_event (t, MESSAGE_EVENT_COULD_RETURN_NULL, place, NULL, NULL);
	  t->first = t->n_events;
	}
      else if (t->f->kind == FOUND_MISMATCH)
	{
	  add_event (t, MESSAGE_EVENT_ALLOCATED_EXPECTS, place,
		     t->m->families[t->f->family - 1], NULL);
	  t->first = t->n_events;
	}
      else
	{
	  add_event (t, is_file (t) ? MESSAGE_EVENT_OPENED
				    : MESSAGE_EVENT_ALLOCATED, place, NULL,
		     NULL);
	  if (t->f->kind == FOUND_LEAK)
	    t->first = t->n_events;
	}
      break;
    case PATH_RELEASED:
      if (t->f->kind == FOUND_DOUBLE_RELEASE)
	add_event (t, MESSAGE_EVENT_FIRST_RELEASE, place,
		   plain_name (p->name), NULL);
      else
	add_event (t, MESSAGE_EVENT_FREED, place, NULL, NULL);
      t->first = t->n_events;
      break;
    case PATH_ASSUMED_NULL:
    case PATH_ASSUMED_NONNULL:
      tell_assumption (t, i);
      break;
    default:
      break;
    }
}

/* Where the region came to be, for what is about memory itself.  */
static void
tell_region (struct telling *t)
{
  const struct memory_node *n = memory_node (&t->m->values, t->f->region);

  if (t->f->region == 0
      || (t->f->kind != FOUND_UNINITIALIZED && t->f->kind != FOUND_NOT_ON_HEAP))
    return;
  if (n->kind == NODE_VARIABLE
      && !(snapshot_decls (t->m->s)[n->a].flags
	   & (DECL_IS_GLOBAL | DECL_IS_STATIC)))
    add_event (t, MESSAGE_EVENT_ON_STACK, PLACE (PLACE_DECL, n->a), NULL,
	       NULL);
  else if (n->kind == NODE_HEAP)
    add_event (t, MESSAGE_EVENT_ON_HEAP, PLACE (PLACE_STATEMENT, n->a), NULL,
	       NULL);
  else if (n->kind == NODE_ALLOCA)
    add_event (t, MESSAGE_EVENT_ON_STACK, PLACE (PLACE_STATEMENT, n->a), NULL,
	       NULL);
}

static void
collect_steps (struct telling *t)
{
  const struct memory_path *p = t->f->path;
  uint32_t n = 0;

  for (; p && n < MOST_STEPS; p = p->before)
    t->steps[MOST_STEPS - ++n] = p;
  t->steps += MOST_STEPS - n;
  t->n_steps = n;
}

/* Messages: what each kind of finding says, by which function, and why it
   matters.  */

struct wording
{
  enum message message, last, last_from;
  uint32_t cwe;
};

static const struct wording wordings[] = {
  [FOUND_DOUBLE_RELEASE] = { MESSAGE_DOUBLE_FREE, MESSAGE_EVENT_SECOND_RELEASE,
			     MESSAGE_EVENT_SECOND_RELEASE_FROM, 415 },
  [FOUND_USE_AFTER_RELEASE] = { MESSAGE_USE_AFTER_FREE, MESSAGE_EVENT_USE,
				MESSAGE_EVENT_USE_FROM, 416 },
  [FOUND_LEAK] = { MESSAGE_LEAK, MESSAGE_EVENT_LEAKS,
		   MESSAGE_EVENT_LEAKS_FROM, 401 },
  [FOUND_NULL_DEREFERENCE] = { MESSAGE_NULL_DEREFERENCE,
			       MESSAGE_NULL_DEREFERENCE_HERE,
			       MESSAGE_NULL_DEREFERENCE_HERE, 476 },
  [FOUND_POSSIBLE_NULL_DEREFERENCE]
    = { MESSAGE_POSSIBLE_NULL_DEREFERENCE, MESSAGE_EVENT_COULD_BE_NULL,
	MESSAGE_EVENT_COULD_BE_NULL_FROM, 690 },
  [FOUND_NULL_ARGUMENT] = { MESSAGE_USE_OF_NULL, MESSAGE_EVENT_NULL_ARGUMENT,
			    MESSAGE_EVENT_NULL_ARGUMENT, 476 },
  [FOUND_POSSIBLE_NULL_ARGUMENT]
    = { MESSAGE_USE_OF_POSSIBLE_NULL, MESSAGE_EVENT_ARGUMENT_COULD_BE_NULL,
	MESSAGE_EVENT_ARGUMENT_COULD_BE_NULL_FROM, 690 },
  [FOUND_NOT_ON_HEAP] = { MESSAGE_FREE_OF_NON_HEAP, MESSAGE_EVENT_CALL,
			  MESSAGE_EVENT_CALL, 590 },
  [FOUND_MISMATCH] = { MESSAGE_MISMATCHING_DEALLOCATION,
		       MESSAGE_EVENT_DEALLOCATED,
		       MESSAGE_EVENT_DEALLOCATED_FROM, 762 },
  [FOUND_UNINITIALIZED] = { MESSAGE_USE_OF_UNINITIALIZED,
			    MESSAGE_EVENT_UNINITIALIZED,
			    MESSAGE_EVENT_UNINITIALIZED, 457 },
  [FOUND_STALE_FRAME] = { MESSAGE_STALE_FRAME, MESSAGE_EVENT_STALE_FRAME,
			  MESSAGE_EVENT_STALE_FRAME, 0 },
  [FOUND_WRITE_TO_CONST] = { MESSAGE_WRITE_TO_CONST,
			     MESSAGE_EVENT_WRITE_TO_CONST,
			     MESSAGE_EVENT_WRITE_TO_CONST, 0 },
  [FOUND_WRITE_TO_STRING] = { MESSAGE_WRITE_TO_STRING,
			      MESSAGE_EVENT_WRITE_TO_STRING,
			      MESSAGE_EVENT_WRITE_TO_STRING, 0 },
  [FOUND_NEGATIVE_SHIFT] = { MESSAGE_NEGATIVE_SHIFT,
			     MESSAGE_EVENT_NEGATIVE_SHIFT,
			     MESSAGE_EVENT_NEGATIVE_SHIFT, 0 },
  [FOUND_LARGE_SHIFT] = { MESSAGE_LARGE_SHIFT, MESSAGE_EVENT_LARGE_SHIFT,
			  MESSAGE_EVENT_LARGE_SHIFT, 0 }
};

static struct wording
wording_of (const struct telling *t)
{
  struct wording w = wordings[t->f->kind];

  if (t->f->kind == FOUND_LEAK && is_file (t))
    {
      w.message = MESSAGE_FILE_LEAK;
      w.cwe = 775;
    }
  if (t->f->kind == FOUND_DOUBLE_RELEASE && is_file (t))
    {
      w.message = MESSAGE_DOUBLE_FCLOSE;
      w.cwe = 1341;
    }
  if (t->f->kind == FOUND_NULL_ARGUMENT
      && operand_kind (t->f->operand) == OPERAND_CONSTANT)
    {
      w.message = MESSAGE_USE_OF_NULL_CONSTANT;
      w.last = w.last_from = MESSAGE_EVENT_NULL_CONSTANT_ARGUMENT;
    }
  if (t->f->kind == FOUND_NOT_ON_HEAP)
    {
      uint32_t kind = memory_kind (&t->m->values, t->f->region);
      const struct memory_node *n = memory_node (&t->m->values, t->f->region);

      if (kind == NODE_ALLOCA
	  || (kind == NODE_VARIABLE
	      && !(snapshot_decls (t->m->s)[n->a].flags
		   & (DECL_IS_GLOBAL | DECL_IS_STATIC))))
	w.message = MESSAGE_FREE_OF_STACK;
    }
  return w;
}

/* The directives of a format tell which arguments it wants: a function's name
   for %s and %S, what it is about for %E, a number for %u.  */
static void
add_arguments (struct findings_builder *b, struct telling *t,
	       enum message message)
{
  const struct memory_found *f = t->f;
  unsigned names = 0;
  char number[16];

  for (const char *p = message_format (message); (p = strchr (p, '%')); p += 2)
    switch (p[1])
      {
      case 'E':
	findings_add_text (b, f->text);
	break;
      case 'D':
	findings_add_decl (b, f->decl);
	break;
      case 'u':
	findings_add_number (b, f->kind == FOUND_LARGE_SHIFT ? f->argument
							     : t->first);
	break;
      case 'w':
	snprintf (number, sizeof number, "%u", f->argument + 1);
	findings_add_text (b, number);
	break;
      case 's':
      case 'S':
	if (f->name && (names++ == 0 || f->kind != FOUND_MISMATCH))
	  findings_add_text (b, plain_name (f->name));
	else
	  findings_add_text (b, f->family ? t->m->families[f->family - 1]
					  : "free");
	break;
      default:
	break;
      }
}

static void
report_one (struct findings_builder *b, struct telling *t)
{
  struct wording w = wording_of (t);
  uint32_t place = PLACE (PLACE_STATEMENT, t->f->statement);

  tell_region (t);
  for (uint32_t i = 0; i < t->n_steps; i++)
    tell_step (t, i);
  findings_add (b, CHECK_memory, w.message, place, 0);
  findings_add_cwe (b, w.cwe);
  if (t->f->kind == FOUND_MISMATCH)
    {
      /* %E, then what was expected, then what came.  */
      findings_add_text (b, t->f->text);
      findings_add_text (b, t->m->families[t->f->family - 1]);
      findings_add_text (b, plain_name (t->f->name));
    }
  else
    add_arguments (b, t, w.message);
  for (uint32_t i = 0; i < t->n_events; i++)
    {
      const struct event *e = &t->events[i];

      findings_add (b, CHECK_memory, e->message, e->place,
		    FINDING_IS_NOTE | FINDING_IS_EVENT);
      for (unsigned j = 0; j < 2; j++)
	if (e->text[j])
	  findings_add_text (b, e->text[j]);
    }
  w.last = t->first ? w.last_from : w.last;
  findings_add (b, CHECK_memory, w.last, place,
		FINDING_IS_NOTE | FINDING_IS_EVENT);
  add_arguments (b, t, w.last);
  if ((t->f->kind == FOUND_NULL_ARGUMENT
       || t->f->kind == FOUND_POSSIBLE_NULL_ARGUMENT) && t->f->decl != NONE)
    {
      char number[16];

      snprintf (number, sizeof number, "%u", t->f->argument + 1);
      findings_add (b, CHECK_memory, MESSAGE_ARGUMENT_MUST_BE_NONNULL,
		    PLACE (PLACE_DECL, t->f->decl), FINDING_IS_NOTE);
      findings_add_text (b, number);
      findings_add_decl (b, t->f->decl);
    }
  if (t->f->kind == FOUND_WRITE_TO_CONST && t->f->decl != NONE)
    findings_add (b, CHECK_memory, MESSAGE_OBJECT_DECLARED_HERE,
		  PLACE (PLACE_DECL, t->f->decl), FINDING_IS_NOTE);
}

void
memory_report (struct memory *m, struct findings_builder *b)
{
  for (const struct memory_found *f = m->found; f; f = f->next)
    {
      struct telling *t = scratch_alloc (&m->scratch, 1, sizeof *t);

      t->m = m;
      t->f = f;
      t->steps = scratch_alloc (&m->scratch, MOST_STEPS, sizeof *t->steps);
      t->stack = scratch_numbers (&m->scratch, snapshot_n_blocks (m->s) + 1);
      t->seen = scratch_alloc (&m->scratch, snapshot_n_blocks (m->s) + 1, 1);
      collect_steps (t);
      report_one (b, t);
    }
}
