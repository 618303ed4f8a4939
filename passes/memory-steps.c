/* memory-steps.c - the events of a path that have to do with a region.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Of a path are shown: what happened to the region, and the branches that had
   to be taken: without which no way leads to the finding (memory-branches.c) or,
   in a function that is called, to the next of these events.  The words of the
   branches and their order are those of GCC's analyzer.  */

#include "passes/memory-mark.h"
#include "passes/memory-summary.h"

#include <string.h>

#include "passes/expression.h"

/* Steps of a path that are looked at, from its end.  */
#define MOST_STEPS 512

struct telling
{
  struct memory *m;
  uint32_t region, statement;
  struct path_event *events;
  uint32_t n_events;
  const struct memory_path **steps;	/* First first.  */
  uint32_t n_steps;
  uint32_t *stack;
  uint8_t *seen;
};

static struct path_event *
add_event (struct telling *t, enum path_event_kind kind, enum message message,
	   uint32_t place, const char *text, const char *text2)
{
  struct path_event *e;

  if (t->n_events == MOST_PATH_EVENTS)
    t->n_events--;
  e = &t->events[t->n_events++];
  memset (e, 0, sizeof *e);
  e->kind = kind;
  e->message = message;
  e->place = place;
  e->text[0] = text;
  e->text[1] = text2;
  e->callee = NONE;
  return e;
}

static bool
is_about (const struct telling *t, const struct memory_path *p)
{
  return p->kind != PATH_EDGE && p->region != 0 && p->region == t->region;
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
  return snapshot_statements (t->m->s)[t->statement].block;
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

/* Whether EDGE, step I, is to be told.  */
static bool
is_shown (struct telling *t, uint32_t i)
{
  const struct memory *m = t->m;

  if (m->s->options & (SNAPSHOT_OPTION_NO_BRANCHES
		       | SNAPSHOT_OPTION_ALL_BRANCHES))
    return (m->s->options & SNAPSHOT_OPTION_ALL_BRANCHES) != 0;
  return m->branches ? memory_branch_is_needed (m, t->steps[i])
		     : is_significant (t, i);
}

static bool
has_name (const struct snapshot *s, uint32_t operand)
{
  return operand_kind (operand) == OPERAND_CONSTANT
	 || (operand_kind (operand) == OPERAND_SSA
	     && snapshot_ssa (s)[operand_index (operand)].decl != NONE);
}

/* Whether O is what a comparison of two strings has returned.  */
static bool
is_string_comparison (const struct snapshot *s, uint32_t o)
{
  const struct snap_statement *d;
  uint32_t definition = operand_kind (o) == OPERAND_SSA
			? snapshot_ssa (s)[operand_index (o)].definition
			: NONE;

  if (definition == NONE)
    return false;
  d = &snapshot_statements (s)[definition];
  return d->code == STATEMENT_CALL && d->decl != NONE
	 && !(d->flags & CALL_IS_INTERNAL)
	 && strcmp (function_plain_name (snapshot_string
				       (s, snapshot_decls (s)[d->decl].name)),
		    "strcmp") == 0;
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

  if (is_string_comparison (s, o[0]) && !has_name (s, o[0])
      && integer_has_limbs (s, o[1], 0)
      && (operation == OPERATION_EQUAL || operation == OPERATION_NOT_EQUAL))
    add_event (t, EVENT_IN_WORDS,
	       operation == OPERATION_EQUAL ? MESSAGE_EVENT_BRANCH_EQUAL
					    : MESSAGE_EVENT_BRANCH_UNEQUAL,
	       place, branch, NULL);
  else if (!has_name (s, o[0]) || !has_name (s, o[1])
	   || !is_integer_comparison (operation))
    add_event (t, EVENT_IN_WORDS, MESSAGE_EVENT_BRANCH, place, branch, NULL);
  else if (type != NONE && snapshot_types (s)[type].kind == SNAP_TYPE_POINTER
	   && integer_has_limbs (s, o[1], 0))
    add_event (t, EVENT_IN_WORDS, operation == OPERATION_EQUAL ? MESSAGE_EVENT_BRANCH_NULL
					       : MESSAGE_EVENT_BRANCH_NONNULL,
	       place, branch, memory_operand_text (t->m, o[0]));
  else
    {
      operand_text (s, o[0], &b);
      buffer_add_format (&b, " %s ", words[operation - OPERATION_LESS]);
      operand_text (s, o[1], &b);
      add_event (t, EVENT_IN_WORDS, MESSAGE_EVENT_BRANCH_WHEN, place, branch,
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
  add_event (t, EVENT_IN_WORDS, MESSAGE_EVENT_BRANCH, place, memory_keep_text (t->m, &b), NULL);
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
  add_event (t, EVENT_IN_WORDS, MESSAGE_EVENT_TO_HERE, place, NULL, NULL);
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
      add_event (t, EVENT_IN_WORDS, null ? MESSAGE_EVENT_ASSUMING_NULL
			 : MESSAGE_EVENT_ASSUMING_NONNULL,
		 PLACE (PLACE_STATEMENT, last),
		 memory_operand_text (t->m, snapshot_operands (s)
					[snapshot_statements (s)[last]
					 .first_operand]), NULL);
      return;
    }
}

static bool
is_of_descriptor (const struct memory_path *p)
{
  return (p->claim.kind == SUMMARY_USES_OPEN
	  || p->claim.kind == SUMMARY_CLOSES)
	 && operand_kind (p->operand) != OPERAND_NONE;
}

static void
tell_step (struct telling *t, uint32_t i)
{
  const struct memory_path *p = t->steps[i];
  uint32_t place = PLACE (PLACE_STATEMENT, p->where);
  struct path_event *e = NULL;

  if (p->kind == PATH_EDGE)
    {
      if (is_shown (t, i))
	tell_edge (t, p->where);
      return;
    }
  if (p->kind == PATH_OUTCOME)
    {
      add_event (t, EVENT_IN_WORDS, (enum message) p->event, place, p->name,
		 NULL);
      return;
    }
  if (!is_about (t, p))
    return;
  switch (p->kind)
    {
    case PATH_ALLOCATED:
      e = add_event (t, EVENT_ALLOCATES, 0, place, NULL, NULL);
      break;
    case PATH_RELEASED:
      e = add_event (t, EVENT_RELEASES, 0, place, p->name,
		     memory_operand_text (t->m, p->operand));
      break;
    case PATH_ACQUIRED:
      e = add_event (t, EVENT_ACQUIRES, 0, place, NULL, NULL);
      break;
    case PATH_SAVED:
      e = add_event (t, EVENT_IN_WORDS, MESSAGE_EVENT_SETJMP, place, p->name,
		     NULL);
      break;
    case PATH_CALLED:
      if (i + 1 == t->n_steps)
	e = add_event (t, EVENT_RELEASES, 0, place, NULL,
		       memory_operand_text (t->m, p->operand));
      break;
    case PATH_CLAIMED:
      if (i + 1 == t->n_steps && is_of_descriptor (p))
	{
	  e = add_event (t, EVENT_USES, 0, place,
			 p->is_in_callee
			 ? NULL : memory_called_name (t->m, p->where),
			 memory_operand_text (t->m, p->operand));
	  break;
	}
      /* Fall through.  */
    case PATH_USED:
      /* It matters only if it is what the path is for.  */
      if (i + 1 == t->n_steps)
	e = add_event (t, EVENT_USES, 0, place, NULL,
		       operand_kind (p->operand) == OPERAND_NONE
		       ? NULL : memory_operand_text (t->m, p->operand));
      break;
    case PATH_ASSUMED_NULL:
    case PATH_ASSUMED_NONNULL:
      tell_assumption (t, i);
      break;
    default:
      break;
    }
  if (e && p->is_in_callee)
    {
      e->callee = p->callee;
      e->entry = p->event;
    }
}

static void
collect_steps (struct telling *t, const struct memory_path *p)
{
  uint32_t n = 0;

  for (; p && n < MOST_STEPS; p = p->before)
    t->steps[MOST_STEPS - ++n] = p;
  t->steps += MOST_STEPS - n;
  t->n_steps = n;
}

uint32_t
memory_steps (struct memory *m, const struct memory_path *path,
	      uint32_t region, uint32_t statement, struct path_event *events)
{
  struct telling t = { m, region, statement, events, 0, NULL, 0, NULL, NULL };

  t.steps = scratch_alloc (&m->scratch, MOST_STEPS, sizeof *t.steps);
  t.stack = scratch_numbers (&m->scratch, snapshot_n_blocks (m->s) + 1);
  t.seen = scratch_alloc (&m->scratch, snapshot_n_blocks (m->s) + 1, 1);
  collect_steps (&t, path);
  for (uint32_t i = 0; i < t.n_steps; i++)
    tell_step (&t, i);
  return t.n_events;
}
