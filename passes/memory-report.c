/* memory-report.c - from what was found to findings with their events.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Asks nothing: memory-told.c has asked.  The words are those of GCC's
   analyzer.  */

#include "passes/memory-mark.h"

#include <string.h>

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
  p->operand = kind == PATH_EDGE ? m->n_followed++ : OPERAND (OPERAND_NONE, 0);
  p->event = kind == PATH_EDGE && m->is_forced;
  if (kind != PATH_EDGE && m->applied_callee != NONE)
    {
      p->is_in_callee = 1;
      p->callee = m->applied_callee;
      p->event = m->applied_entry;
    }
  s->path = p;
  return p;
}

void
memory_note_outcome (struct memory *m, struct memory_state *s,
		     uint32_t statement, enum message message,
		     const char *name)
{
  struct memory_path *p = memory_note (m, s, PATH_OUTCOME, statement, 0);

  p->event = message;
  p->name = name;
}

struct memory_found *
memory_find (struct memory *m, const struct memory_state *s,
	     enum found_kind kind, uint32_t statement, uint32_t operand,
	     uint32_t region)
{
  struct memory_found *f;

  if (statement == NONE || memory_watch_mutes (m, kind))
    return NULL;
  if (m->replay)
    {
      memory_replay_find (m, kind, statement, operand);
      return NULL;
    }
  for (f = m->found; f; f = f->next)
    if (f->kind == kind && f->statement == statement
	&& f->operand == operand
	&& (kind != FOUND_LEAK || f->region == region))
      {
	const struct memory_path *path = s->path;

	memory_add_way (m, &f->ways, path);
	/* The shortest way says it best.  */
	if (s->path && f->path && f->path->length > s->path->length
	    && f->region == region)
	  {
	    path = f->path;
	    f->path = s->path;
	  }
	if (f->n_other < MEMORY_OTHER_PATHS)
	  f->other[f->n_other++] = path;
	return NULL;
      }
  f = scratch_alloc (&m->scratch, 1, sizeof *f);
  f->kind = kind;
  f->statement = statement;
  f->operand = operand;
  f->region = region;
  f->decl = NONE;
  f->path = s->path;
  memory_add_way (m, &f->ways, s->path);
  if (m->applied_callee != NONE)
    {
      f->is_in_callee = 1;
      f->callee = m->applied_callee;
      f->event = m->applied_entry;
    }
  *m->last_found = f;
  m->last_found = &f->next;
  m->n_found++;
  f->text = memory_call_it (m, s, operand,
			    region ? memory_make_pointer (&m->values, region,
							  0) : 0);
  return f;
}

struct memory_found *
memory_find_named (struct memory *m, const struct memory_state *s,
		   enum found_kind kind, uint32_t statement, uint32_t operand,
		   uint32_t region, uint32_t family, const char *name)
{
  struct memory_found *f = memory_find (m, s, kind, statement, operand,
					region);

  if (f)
    {
      f->family = family;
      f->name = name;
    }
  return f;
}

/* Messages: what each kind of finding says, by which function, and why it
   matters.  */

static const struct memory_wording wordings[] = {
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
  [FOUND_NULL_STREAM] = { MESSAGE_NULL_STREAM, MESSAGE_EVENT_NULL_ARGUMENT,
			  MESSAGE_EVENT_NULL_ARGUMENT, 476 },
  [FOUND_POSSIBLE_NULL_STREAM]
    = { MESSAGE_POSSIBLE_NULL_STREAM, MESSAGE_EVENT_ARGUMENT_COULD_BE_NULL,
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
			  MESSAGE_EVENT_LARGE_SHIFT, 0 },
  [FOUND_DIVISION_BY_ZERO] = { MESSAGE_DIVISION_BY_ZERO_OF,
			       MESSAGE_EVENT_DIVISION, MESSAGE_EVENT_DIVISION,
			       369 },
  [FOUND_SIGNED_OVERFLOW] = { MESSAGE_SIGNED_OVERFLOW, MESSAGE_EVENT_OVERFLOW,
			      MESSAGE_EVENT_OVERFLOW, 190 },
  [FOUND_OUT_OF_BOUNDS_READ]
    = { MESSAGE_OUT_OF_BOUNDS_READ, MESSAGE_EVENT_OUT_OF_BOUNDS,
	MESSAGE_EVENT_OUT_OF_BOUNDS, 125 },
  [FOUND_OUT_OF_BOUNDS_WRITE]
    = { MESSAGE_OUT_OF_BOUNDS_WRITE, MESSAGE_EVENT_OUT_OF_BOUNDS,
	MESSAGE_EVENT_OUT_OF_BOUNDS, 787 },
  [FOUND_NULL_CALL] = { MESSAGE_NULL_CALL, MESSAGE_EVENT_NULL_CALL,
			MESSAGE_EVENT_NULL_CALL, 476 },
  [FOUND_MOVED_POINTER] = { MESSAGE_MOVED_POINTER, MESSAGE_EVENT_CALL,
			    MESSAGE_EVENT_CALL, 761 },
  [FOUND_DESCRIPTOR_LEAK] = { MESSAGE_DESCRIPTOR_LEAK, MESSAGE_EVENT_LEAKS,
			      MESSAGE_EVENT_OPENED_LEAKS, 775 },
  [FOUND_DOUBLE_CLOSE] = { MESSAGE_DOUBLE_CLOSE, MESSAGE_EVENT_SECOND_RELEASE,
			   MESSAGE_EVENT_SECOND_RELEASE_FROM, 1341 },
  [FOUND_USE_AFTER_CLOSE]
    = { MESSAGE_USE_AFTER_CLOSE, MESSAGE_EVENT_USE_OF_CLOSED,
	MESSAGE_EVENT_USE_OF_CLOSED_FROM, 910 },
  [FOUND_VA_LIST_STARTED]
    = { MESSAGE_VA_LIST_STARTED, MESSAGE_EVENT_VA_LIST_USED,
	MESSAGE_EVENT_VA_LIST_USED, 0 },
  [FOUND_VA_LIST_ENDED]
    = { MESSAGE_VA_LIST_ENDED, MESSAGE_EVENT_VA_LIST_USED,
	MESSAGE_EVENT_VA_LIST_USED, 0 },
  [FOUND_VA_LIST_NOT_STARTED]
    = { MESSAGE_VA_LIST_NOT_STARTED, MESSAGE_EVENT_VA_LIST_USED,
	MESSAGE_EVENT_VA_LIST_USED, 0 },
  [FOUND_VA_LIST_NOT_ENDED]
    = { MESSAGE_VA_LIST_NOT_ENDED, MESSAGE_EVENT_VA_LIST_LEFT,
	MESSAGE_EVENT_VA_LIST_LEFT, 0 },
  [FOUND_LOST_REALLOC] = { MESSAGE_LOST_REALLOC, MESSAGE_EVENT_OVERWRITTEN,
			   MESSAGE_EVENT_OVERWRITTEN, 401 },
  [FOUND_DOUBLE_LOCK] = { MESSAGE_DOUBLE_LOCK, MESSAGE_EVENT_LOCKED_AGAIN,
			  MESSAGE_EVENT_LOCKED_AGAIN_FROM, 764 },
  [FOUND_DOUBLE_UNLOCK]
    = { MESSAGE_DOUBLE_UNLOCK, MESSAGE_EVENT_SECOND_RELEASE,
	MESSAGE_EVENT_SECOND_RELEASE_FROM, 765 },
  [FOUND_LOCK_HELD] = { MESSAGE_LOCK_HELD, MESSAGE_EVENT_STILL_HELD,
			MESSAGE_EVENT_STILL_HELD_FROM, 667 },
  [FOUND_UNCHECKED_RESULT] = { MESSAGE_UNCHECKED_RESULT,
			       MESSAGE_EVENT_MAY_FAIL, MESSAGE_EVENT_MAY_FAIL,
			       252 },
  [FOUND_STALE_SETJMP] = { MESSAGE_STALE_SETJMP, MESSAGE_STALE_SETJMP,
			   MESSAGE_EVENT_STALE_SETJMP_FROM, 0 }
};

static struct memory_wording
wording_of (const struct memory *m, const struct memory_found *f)
{
  struct memory_wording w = f->wording ? *f->wording : wordings[f->kind];

  if (f->kind == FOUND_LEAK && memory_is_file (m, f))
    {
      w.message = MESSAGE_FILE_LEAK;
      w.last_from = MESSAGE_EVENT_OPENED_LEAKS;
      w.cwe = 775;
    }
  if (f->kind == FOUND_DOUBLE_RELEASE && memory_is_file (m, f))
    {
      w.message = MESSAGE_DOUBLE_FCLOSE;
      w.cwe = 1341;
    }
  if (f->kind == FOUND_NULL_ARGUMENT
      && operand_kind (f->operand) == OPERAND_CONSTANT)
    {
      w.message = MESSAGE_USE_OF_NULL_CONSTANT;
      w.last = w.last_from = MESSAGE_EVENT_NULL_CONSTANT_ARGUMENT;
    }
  if (f->kind == FOUND_NULL_STREAM
      && operand_kind (f->operand) == OPERAND_CONSTANT)
    {
      w.message = MESSAGE_NULL_CONSTANT_STREAM;
      w.last = w.last_from = MESSAGE_EVENT_NULL_CONSTANT_ARGUMENT;
    }
  if (f->kind == FOUND_DIVISION_BY_ZERO && strcmp (f->text, "<unknown>") == 0)
    w.message = MESSAGE_DIVISION_BY_ZERO;
  if (f->kind == FOUND_MISMATCH && !memory_is_one_family (m, f))
    {
      w.message = MESSAGE_MISMATCHED_ALLOCATION;
      w.last_from = MESSAGE_EVENT_DEALLOCATED_ALLOCATED;
    }
  if (f->kind == FOUND_NOT_ON_HEAP && memory_is_on_stack (m, f->region))
    w.message = MESSAGE_FREE_OF_STACK;
  return w;
}

/* The directives of a format tell which arguments it wants: a function's name
   for %s and %S, what it is about for %E, a number for %u.  */
static void
add_arguments (struct findings_builder *b, struct memory *m,
	       const struct memory_found *f, enum message message)
{
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
							     : f->first);
	break;
      case 'w':
	snprintf (number, sizeof number, "%u", f->argument + 1);
	findings_add_text (b, number);
	break;
      case 's':
      case 'S':
	if (f->name && (names++ == 0 || (f->kind != FOUND_MISMATCH
					 && f->kind != FOUND_STALE_SETJMP)))
	  findings_add_text (b, function_plain_name (f->name));
	else
	  findings_add_text (b, f->family ? m->families[f->family - 1]
					  : "free");
	break;
      default:
	break;
      }
}

static void
add_event (struct findings_builder *b, enum check check,
	   const struct told_place *where, enum message message)
{
  findings_add (b, check, message, where->place,
		FINDING_IS_NOTE | FINDING_IS_EVENT);
  findings_add_group (b, where->depth, 0, NONE);
  if (where->symbol)
    findings_add_function (b, where->symbol);
}

static void
report_one (struct findings_builder *b, struct memory *m,
	    const struct memory_found *f)
{
  struct memory_wording w = wording_of (m, f);
  enum check check = memory_check_of (f->kind);
  const struct told_place *where = &f->where;

  /* va_start and its kin are macros of a header, and so is the NULL of `return'.  */
  findings_add (b, check, w.message, where->place,
		check == CHECK_va_list || check == CHECK_missing_unlock
		|| check == CHECK_descriptor_leak ? FINDING_OUT_OF_SYSTEM : 0);
  if (where->symbol)
    findings_add_function (b, where->symbol);
  findings_add_cwe (b, w.cwe);
  if (w.message == MESSAGE_MISMATCHED_ALLOCATION)
    {
      findings_add_text (b, function_plain_name (f->name));
      findings_add_text (b, f->text);
    }
  else if (f->kind == FOUND_MISMATCH)
    {
      /* %E, then what was expected, then what came.  */
      findings_add_text (b, f->text);
      findings_add_text (b, m->families[f->family - 1]);
      findings_add_text (b, function_plain_name (f->name));
    }
  else
    add_arguments (b, m, f, w.message);
  for (uint32_t i = 0; i < f->n_events; i++)
    {
      add_event (b, check, &f->events[i].where, f->events[i].message);
      for (unsigned j = 0; j < 3; j++)
	if (f->events[i].text[j])
	  findings_add_text (b, f->events[i].text[j]);
    }
  w.last = f->first ? w.last_from : w.last;
  add_event (b, check, where, w.last);
  add_arguments (b, m, f, w.last);
  if ((f->kind == FOUND_NULL_ARGUMENT || f->kind == FOUND_NULL_STREAM
       || f->kind == FOUND_POSSIBLE_NULL_ARGUMENT
       || f->kind == FOUND_POSSIBLE_NULL_STREAM) && f->decl != NONE)
    {
      char number[16];

      snprintf (number, sizeof number, "%u", f->argument + 1);
      findings_add (b, check, MESSAGE_ARGUMENT_MUST_BE_NONNULL,
		    PLACE (PLACE_DECL, f->decl), FINDING_IS_NOTE);
      findings_add_text (b, number);
      findings_add_decl (b, f->decl);
    }
  if (f->kind == FOUND_WRITE_TO_CONST && f->decl != NONE)
    findings_add (b, check, MESSAGE_OBJECT_DECLARED_HERE,
		  PLACE (PLACE_DECL, f->decl), FINDING_IS_NOTE);
  memory_watch_notes (m, f, b);
}

void
memory_report (struct memory *m, struct findings_builder *b)
{
  for (const struct memory_found *f = m->found; f; f = f->next)
    if (memory_is_shown (m, f))
      report_one (b, m, f);
}
