/* emit-unit.cc - the findings of a unit, as GCC's diagnostics.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "plugin/gcc-adapter.h"
#include "diagnostic.h"
#include "diagnostic-path.h"

#include "passes/same-fault.h"
#include "plugin/emit-internal.h"
#include "plugin/message.h"

struct shown_list
{
  struct shown *items;
  uint32_t count, capacity;
};

static void
add_shown (void *data, const struct shown *shown)
{
  struct shown_list *list = (struct shown_list *) data;
  if (list->count == list->capacity)
    {
      list->capacity = list->capacity ? 2 * list->capacity : 64;
      list->items = XRESIZEVEC (struct shown, list->items, list->capacity);
    }
  list->items[list->count] = *shown;
  list->items[list->count++].place = expand_location (shown->location);
}

static int
compare_shown (const void *a, const void *b)
{
  const struct shown *x = (const struct shown *) a;
  const struct shown *y = (const struct shown *) b;
  int c = strcmp (x->place.file ? x->place.file : "",
		  y->place.file ? y->place.file : "");
  if (c == 0)
    c = compare_numbers (x->place.line, y->place.line);
  if (c == 0)
    c = compare_numbers (x->place.column, y->place.column);
  if (c == 0)
    c = compare_numbers (findings_array (x->findings)[x->index].check,
			 findings_array (y->findings)[y->index].check);
  if (c == 0)
    c = compare_numbers (x->ordinal, y->ordinal);
  if (c == 0)
    c = compare_numbers (x->index, y->index);
  return c;
}

/* Add the events of a finding to PATH; whether it has any.  */

static bool
add_events (const struct emission *e, const struct shown *shown,
	    simple_diagnostic_path *path)
{
  const struct findings *findings = shown->findings;
  bool any = false;
  for (uint32_t i = shown->index + 1; i < findings->n_findings; i++)
    {
      const struct finding *event = &findings_array (findings)[i];
      if (!is_note (event))
	break;
      if (!(event->flags & FINDING_IS_EVENT)
	  || !message_fits (shown->function, findings, event))
	continue;
      struct captured *in
	= emit_function_of (e, shown->function, findings, event);
      if (!in)
	continue;
      message_show (shown->function, findings, event, emit_locate (in, event),
		    path, in);
      any = true;
    }
  return any;
}

/* Show a finding and its notes.  */

static bool
show (const struct emission *e, const struct shown *shown)
{
  const struct findings *findings = shown->findings;
  const struct finding *f = &findings_array (findings)[shown->index];
  auto_diagnostic_group group;
  current_function_decl = captured_function_decl (shown->shown_in);
  /* A printer of its own: GCC's has the prefix of what it said last.  */
  pretty_printer *printer = global_dc->printer->clone ();
  pp_set_prefix (printer, NULL);
  simple_diagnostic_path path (printer);
  bool has_path = add_events (e, shown, &path);
  bool shows = message_show (shown->function, findings, f, shown->location,
			     has_path ? &path : NULL, shown->shown_in);
  delete printer;
  if (!shows)
    return false;
  current_function_decl = captured_function_decl (shown->function);
  for (uint32_t i = shown->index + 1; i < findings->n_findings; i++)
    {
      const struct finding *note = &findings_array (findings)[i];
      if (!is_note (note))
	break;
      struct shown at = *shown;
      at.shown_in = shown->function;
      at.location = emit_locate (shown->function, note);
      if (note->flags & FINDING_IN_CALLEE)
	emit_locate_in_callee (e, note, &at);
      if (!(note->flags & FINDING_IS_EVENT)
	  && message_fits (shown->function, findings, note))
	message_show (shown->function, findings, note, at.location, NULL,
		      at.shown_in);
    }
  return true;
}

/* Whether B says what A has said at the same place, one of them because of another
   way to come there from its own function.  */

static bool
is_same_fault (const struct shown *a, const struct shown *b)
{
  const struct finding *x = &findings_array (a->findings)[a->index];
  const struct finding *y = &findings_array (b->findings)[b->index];
  return (x->flags | y->flags) & FINDING_IN_FUNCTION
	 && x->check == y->check && x->message == y->message
	 && a->location == b->location && a->shown_in == b->shown_in;
}

static bool
is_on_line_of (const struct shown *x, const struct shown *y)
{
  return x->place.file && y->place.file && x->place.line == y->place.line
	 && strcmp (x->place.file, y->place.file) == 0;
}

/* Whether the path of X, which ends in another function, comes by where Y is.  */

static bool
comes_by (const struct emission *e, const struct shown *x,
	  const struct shown *y)
{
  const struct findings *findings = x->findings;
  for (uint32_t i = x->index + 1; i < findings->n_findings; i++)
    {
      const struct finding *event = &findings_array (findings)[i];
      if (!is_note (event))
	break;
      struct captured *in
	= emit_function_of (e, x->function, findings, event);
      if (event->flags & FINDING_IS_EVENT && in == y->shown_in
	  && emit_locate (in, event) == y->location)
	return true;
    }
  return false;
}

/* Whether what item I of LIST says is said by another check as well: on its line,
   or, of what happens in a callee, where the caller calls.  LIST is sorted by file
   and line.  */

static bool
is_said_otherwise (const struct emission *e, const struct shown_list *list,
		   uint32_t i)
{
  const struct shown *of = &list->items[i];
  const struct finding *f = &findings_array (of->findings)[of->index];
  check_set others = same_fault_checks (f);
  if (others == 0)
    return false;
  for (uint32_t j = 0; j < list->count; j++)
    {
      const struct shown *other = &list->items[j];
      uint32_t check = findings_array (other->findings)[other->index].check;
      if (!(others & CHECK_BIT (check)))
	continue;
      if (other->shown_in == of->shown_in && is_on_line_of (other, of))
	return true;
      if (f->flags & FINDING_IN_FUNCTION && other->ordinal == of->ordinal
	  && comes_by (e, of, other))
	return true;
    }
  return false;
}

uint32_t
emit_unit (const struct emission *e)
{
  struct shown_list list = {};
  for (uint32_t i = 0; i < e->n_functions; i++)
    emit_each_shown (e, i, add_shown, &list);
  if (list.count > 1)
    qsort (list.items, list.count, sizeof *list.items, compare_shown);

  uint32_t n_shown = 0;
  tree function = current_function_decl;
  for (uint32_t i = 0; i < list.count; i++)
    if ((i == 0 || !is_same_fault (&list.items[i - 1], &list.items[i]))
	&& (e->repeats || !is_said_otherwise (e, &list, i)))
      n_shown += show (e, &list.items[i]);
  current_function_decl = function;
  free (list.items);
  return n_shown;
}
