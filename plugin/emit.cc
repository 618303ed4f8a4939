/* emit.cc - from findings to GCC's diagnostics.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "plugin/gcc-adapter.h"
#include "diagnostic.h"

#include "plugin/emit-internal.h"
#include "plugin/message.h"
#include "plugin/older-options.h"

/* Groups of one function that are closed.  */
struct closed_groups
{
  struct { uint32_t space, group; } *items;
  uint32_t count, capacity;
};

static bool
is_closed (const struct closed_groups *closed, uint32_t space, uint32_t group)
{
  if (group != 0)
    for (uint32_t i = 0; i < closed->count; i++)
      if (closed->items[i].space == space && closed->items[i].group == group)
	return true;
  return false;
}

static void
close_group (struct closed_groups *closed, uint32_t space, uint32_t group)
{
  if (group == 0 || is_closed (closed, space, group))
    return;
  if (closed->count == closed->capacity)
    {
      closed->capacity = closed->capacity ? 2 * closed->capacity : 16;
      closed->items = (decltype (closed->items))
	xrealloc (closed->items, closed->capacity * sizeof *closed->items);
    }
  closed->items[closed->count].space = space;
  closed->items[closed->count].group = group;
  closed->count++;
}

/* Whether PLACE is one of S.  */

static bool
place_exists (const struct snapshot *s, uint32_t place)
{
  uint32_t index = place_index (place);
  switch (place_kind (place))
    {
    case PLACE_FUNCTION:
    case PLACE_END:
    case PLACE_PROMISE:
      return true;
    case PLACE_STATEMENT:
      return index < snapshot_n_statements (s);
    case PLACE_OPERAND:
      return index < snapshot_n_operands (s);
    case PLACE_EDGE:
      return index < snapshot_n_edges (s);
    case PLACE_DECL:
      return index < snapshot_n_decls (s);
    case PLACE_LOWERED:
      return index < snapshot_n_lowered (s);
    case PLACE_KINDS:
      break;
    }
  return false;
}

/* The function of E that the call at PLACE in C calls, or NULL.  */

static struct captured *
find_callee (const struct emission *e, const struct captured *c,
	     uint32_t place)
{
  const struct snapshot *s = captured_snapshot (c);
  if (place_kind (place) != PLACE_STATEMENT || !place_exists (s, place))
    return NULL;
  uint32_t decl = snapshot_statements (s)[place_index (place)].decl;
  if (decl == NONE)
    return NULL;
  struct fingerprint symbol = snapshot_decls (s)[decl].symbol;
  for (uint32_t i = 0; i < e->n_functions; i++)
    {
      const struct snapshot *other = captured_snapshot (e->functions[i]);
      if (fingerprint_equal (snapshot_decls (other)[other->decl].symbol,
			     symbol))
	return e->functions[i];
    }
  return NULL;
}

location_t
emit_locate (const struct captured *c, const struct finding *f)
{
  const struct snapshot *s = captured_snapshot (c);
  const uint32_t places[] = { f->place, f->place2,
			      f->flags & FINDING_IN_CALLEE ? NONE : f->place3,
			      PLACE (PLACE_FUNCTION, 0) };
  location_t location = UNKNOWN_LOCATION;
  for (unsigned i = 0; i < ARRAY_SIZE (places)
		       && location == UNKNOWN_LOCATION; i++)
    if (places[i] != NONE && place_exists (s, places[i]))
      location = captured_location (c, places[i]);
  if (f->flags & FINDING_AT_SPELLING)
    location = linemap_resolve_location (line_table, location,
					 LRK_SPELLING_LOCATION, NULL);
  if (f->flags & FINDING_OUT_OF_SYSTEM)
    location = expansion_point_location_if_in_system_header (location);
  return location;
}

struct captured *
emit_function_of (const struct emission *e, struct captured *c,
		  const struct findings *findings, const struct finding *f)
{
  if (!(f->flags & FINDING_IN_FUNCTION))
    return c;
  const char *symbol = findings_text (findings) + f->subject;
  for (uint32_t i = 0; i < e->n_functions; i++)
    {
      const struct snapshot *s = captured_snapshot (e->functions[i]);
      char text[FINGERPRINT_TEXT_SIZE];
      fingerprint_print (text, snapshot_decls (s)[s->decl].symbol);
      if (strcmp (text, symbol) == 0)
	return e->functions[i];
    }
  return NULL;
}

void
emit_locate_in_callee (const struct emission *e, const struct finding *f,
		  struct shown *shown)
{
  struct captured *callee = find_callee (e, shown->function, f->place);
  if (!callee || f->place3 == NONE
      || !place_exists (captured_snapshot (callee), f->place3))
    return;
  location_t location = captured_location (callee, f->place3);
  if (location == UNKNOWN_LOCATION)
    return;
  if (f->flags & FINDING_AT_SPELLING)
    location = linemap_resolve_location (line_table, location,
					 LRK_SPELLING_LOCATION, NULL);
  shown->location = location;
  shown->shown_in = callee;
}

/* What a finding of FINDING_AS_WRITTEN and its notes are about, as the source has
   it: of all places so far.  */
struct written_text
{
  char *text;			/* Of the first place; of malloc's.  */
  size_t size;
  bool differs, has_capitals;
};

/* The size of what is in parentheses, of the SIZE bytes at TEXT, which begin with
   one; 0: it does not end there.  */

static size_t
size_in_parentheses (const char *text, size_t size)
{
  unsigned depth = 0;
  for (size_t i = 0; i < size; i++)
    {
      depth += text[i] == '(';
      depth -= text[i] == ')';
      if (depth == 0)
	return i + 1;
    }
  return 0;
}

/* The source of what lies at LOCATION, if that is outside of macros and in one
   line.  Of a condition GCC may know the parenthesis only; of one side of && and ||,
   which the front end may have joined, the whole or the operator: that is not
   enough.  *TEXT is GCC's, until it reads another line.  */

static bool
source_text (location_t location, const char **text, size_t *size)
{
  if (location == UNKNOWN_LOCATION || from_macro_expansion_at (location))
    return false;
  source_range range = get_range_from_loc (line_table, location);
  expanded_location start = expand_location (range.m_start);
  expanded_location end = expand_location (range.m_finish);
  if (!start.file || start.file != end.file || start.line != end.line
      || start.column < 1 || end.column < start.column)
    return false;
  char_span line = location_get_source_line (start.file, start.line);
  if (!line || line.length () < (size_t) end.column)
    return false;
  *text = line.get_buffer () + start.column - 1;
  *size = end.column - start.column + 1;
  if (*size > 1)
    return !memmem (*text, *size, "&&", 2) && !memmem (*text, *size, "||", 2);
  if (**text == '(')
    *size = size_in_parentheses (*text, line.length () - start.column + 1);
  return *size > 1;
}

/* Whether one of the SIZE bytes' words is in capitals, as constants are.  */

static bool
has_capitals (const char *text, size_t size)
{
  for (size_t i = 0; i < size; )
    {
      size_t begin = i;
      bool any_lower = false;
      for (; i < size && (ISALNUM (text[i]) || text[i] == '_'); i++)
	any_lower |= ISLOWER (text[i]);
      if (i - begin > 1 && !any_lower && ISUPPER (text[begin]))
	return true;
      i += i == begin;
    }
  return false;
}

/* Where the place of F itself is, if anywhere.  */

static location_t
locate_exactly (const struct captured *c, const struct finding *f)
{
  return place_exists (captured_snapshot (c), f->place)
	 ? captured_location (c, f->place) : UNKNOWN_LOCATION;
}

/* Add what F, with FINDING_AS_WRITTEN, is about to W.  False if it is not in the
   source.  */

static bool
add_written (const struct captured *c, const struct finding *f,
	     struct written_text *w)
{
  const char *text;
  size_t size;
  if (!source_text (locate_exactly (c, f), &text, &size))
    return false;
  w->has_capitals |= has_capitals (text, size);
  if (!w->text)
    {
      w->text = xstrndup (text, size);
      w->size = size;
    }
  else if (w->size != size || memcmp (w->text, text, size) != 0)
    w->differs = true;
  return true;
}

/* Whether finding INDEX and its notes, as far as they ask for it, are written so
   in the source.  */

static bool
is_as_written (const struct captured *c, const struct findings *findings,
	       uint32_t index)
{
  const struct finding *f = &findings_array (findings)[index];
  struct written_text w = {};
  bool all = true;
  for (uint32_t i = index; i < findings->n_findings
			   && (i == index || is_note (f)); f++, i++)
    if (f->flags & FINDING_AS_WRITTEN)
      all = all && add_written (c, f, &w);
  free (w.text);
  return all && (!w.differs || !w.has_capitals);
}

/* Whether one of the SIZE bytes' words at TEXT is NAME.  */

static bool
mentions (const char *text, size_t size, const char *name)
{
  size_t length = strlen (name);
  for (size_t i = 0; i < size; )
    {
      size_t begin = i;
      while (i < size && (ISALNUM (text[i]) || text[i] == '_'))
	i++;
      if (i - begin == length && memcmp (text + begin, name, length) == 0)
	return true;
      i += i == begin;
    }
  return false;
}

/* Whether the lines between finding INDEX and its first note are there and do not
   mention its variable.  */

static bool
is_not_mentioned (const struct captured *c, const struct findings *findings,
		  uint32_t index)
{
  const struct finding *f = &findings_array (findings)[index];
  if (!(f->flags & FINDING_UNLESS_MENTIONED))
    return true;
  if (index + 1 == findings->n_findings || !is_note (f + 1))
    return false;
  location_t locations[2]
    = { locate_exactly (c, f), locate_exactly (c, f + 1) };
  if (from_macro_expansion_at (locations[0])
      || from_macro_expansion_at (locations[1]))
    return false;
  expanded_location from = expand_location (locations[0]);
  expanded_location to = expand_location (locations[1]);
  tree decl = captured_decl (c, findings_arguments (findings)
				[f->first_argument].value);
  if (!from.file || from.file != to.file || from.line > to.line
      || !DECL_P (decl) || !DECL_NAME (decl))
    return false;
  for (int line = from.line + 1; line < to.line; line++)
    {
      char_span text = location_get_source_line (from.file, line);
      if (!text || mentions (text.get_buffer (), text.length (),
			     IDENTIFIER_POINTER (DECL_NAME (decl))))
	return false;
    }
  return true;
}

/* Whether the option of F has the level that F wants.  */

static bool
has_level (const struct finding *f)
{
  int wanted = f->flags & FINDING_AT_LEVEL_3 ? 3
	       : f->flags & FINDING_AT_LEVEL_2 ? 2 : 1;
  switch (f->check)
    {
    case CHECK_use_after_free:
      return warn_use_after_free >= wanted;
    case CHECK_dangling_pointer:
      return warn_dangling_pointer >= wanted;
    default:
      return true;
    }
}

/* Whether GCC would show F, which is no note, at LOCATION, with the groups
   CLOSED by what it showed before; if so F closes its own.  */

static bool
will_show (const struct captured *c, const struct findings *findings,
	   const struct finding *f, location_t location,
	   struct closed_groups *closed)
{
  uint32_t space = finding_group_space (f->check);
  if (!message_fits (c, findings, f)
      || !has_level (f)
      || is_closed (closed, space, f->group)
      || is_closed (closed, space, f->group2)
      || !adapter_warning_enabled (location, message_gcc_option (f))
      || !is_as_written (c, findings,
			 (uint32_t) (f - findings_array (findings)))
      || !is_not_mentioned (c, findings,
			    (uint32_t) (f - findings_array (findings))))
    return false;
  if (f->flags & FINDING_SUPPRESSES)
    close_group (closed, space, f->group);
  return true;
}

int
confirmed_compare (const void *a, const void *b)
{
  const struct confirmed *x = (const struct confirmed *) a;
  const struct confirmed *y = (const struct confirmed *) b;
  return compare_numbers (x->ordinal != y->ordinal ? x->ordinal : x->index,
			  x->ordinal != y->ordinal ? y->ordinal : y->index);
}

/* Whether E lets F, INDEX of the findings of function ORDINAL, be shown.  */

static bool
is_allowed (const struct emission *e, uint32_t ordinal,
	    const struct finding *f, uint32_t index)
{
  if (f->check >= CHECKS || !(e->allowed[ordinal] & CHECK_BIT (f->check)))
    return false;
  struct confirmed key = { ordinal, index };
  return !(e->confirm & CHECK_BIT (f->check))
	 || (e->n_confirmed > 0
	     && bsearch (&key, e->confirmed, e->n_confirmed, sizeof key,
			 confirmed_compare));
}

void
emit_each_shown (const struct emission *e, uint32_t ordinal,
		 void (*each) (void *data, const struct shown *shown),
		 void *data)
{
  const struct findings *findings
    = unit_demand_findings (e->unit, QUERY_ID_check_function, ordinal);
  if (!findings || findings->n_findings == 0)
    return;
  struct closed_groups closed = {};
  struct shown shown = {};
  shown.function = e->functions[ordinal];
  shown.findings = findings;
  shown.ordinal = ordinal;
  for (uint32_t i = 0; i < findings->n_findings; i++)
    {
      const struct finding *f = &findings_array (findings)[i];
      if (is_note (f) || !is_allowed (e, ordinal, f, i))
	continue;
      shown.index = i;
      shown.shown_in = emit_function_of (e, shown.function, findings, f);
      if (!shown.shown_in)
	continue;
      shown.location = emit_locate (shown.shown_in, f);
      if (f->flags & FINDING_IN_CALLEE)
	emit_locate_in_callee (e, f, &shown);
      if (!e->repeats && older_option_is_off (f, shown.location))
	continue;
      if (will_show (shown.function, findings, f, shown.location, &closed))
	each (data, &shown);
    }
  free (closed.items);
}

/* What is asked for, and whether it was found.  */
struct wanted
{
  enum check check;
  int option;
  bool is_found;
};

static void
note_wanted (void *data, const struct shown *shown)
{
  struct wanted *w = (struct wanted *) data;
  const struct finding *f = &findings_array (shown->findings)[shown->index];
  w->is_found |= f->check == w->check
		 && (w->option == 0 || message_gcc_option (f) == w->option);
}

bool
emit_will_warn (const struct emission *e, uint32_t ordinal, enum check check,
		int option)
{
  struct wanted wanted = { check, option, false };
  emit_each_shown (e, ordinal, note_wanted, &wanted);
  return wanted.is_found;
}

struct call_listing
{
  enum check check;
  vec<struct reported_call> *calls;
};

static void
list_call (void *data, const struct shown *shown)
{
  struct call_listing *listing = (struct call_listing *) data;
  const struct finding *f = &findings_array (shown->findings)[shown->index];
  const struct snapshot *s = captured_snapshot (shown->function);
  if (f->check != listing->check || place_kind (f->place) != PLACE_STATEMENT)
    return;
  uint32_t decl = snapshot_statements (s)[place_index (f->place)].decl;
  tree callee = decl == NONE ? NULL_TREE
		: captured_decl (shown->function, decl);
  if (!listing->calls->is_empty ())
    {
      struct reported_call *last = &listing->calls->last ();
      if (last->location == shown->location && last->callee == callee)
	{
	  last->last = shown->index;
	  last->count++;
	  return;
	}
    }
  struct reported_call call
    = { shown->location, callee, shown->index, shown->index, 1, f->flags,
	false };
  listing->calls->safe_push (call);
}

void
emit_reported_calls (const struct emission *e, uint32_t ordinal,
		     enum check check, vec<struct reported_call> *calls)
{
  struct call_listing listing = { check, calls };
  emit_each_shown (e, ordinal, list_call, &listing);
}

/* What mark_warned has done.  */
struct marking
{
  bool any;			/* Some variable was told.  */
  struct read_places *reads;
};

static void
add_read (struct read_places *reads, location_t location)
{
  if (reads->count == reads->capacity)
    {
      reads->capacity = reads->capacity ? 2 * reads->capacity : 16;
      reads->items = XRESIZEVEC (location_t, reads->items, reads->capacity);
    }
  reads->items[reads->count++] = location;
}

static void
mark_warned (void *data, const struct shown *shown)
{
  struct marking *m = (struct marking *) data;
  const struct finding *f = &findings_array (shown->findings)[shown->index];
  const struct snapshot *s = captured_snapshot (shown->function);
  if (!(f->flags & FINDING_SUPPRESSES))
    return;
  if (f->subject == NONE)
    {
      add_read (m->reads, shown->location);
      return;
    }
  tree decl = f->subject < snapshot_n_decls (s)
	      ? captured_decl (shown->function, f->subject) : NULL_TREE;
  if (!decl)
    return;
  adapter_suppress_warning (decl, message_gcc_option (f));
  /* What was inlined elsewhere knows its origin only.  */
  if (DECL_ORIGIN (decl) != decl)
    adapter_suppress_warning (DECL_ORIGIN (decl), message_gcc_option (f));
  m->any = true;
}

bool
emit_mark_warned (const struct emission *e, uint32_t ordinal,
		  struct read_places *reads)
{
  struct marking m = { false, reads };
  emit_each_shown (e, ordinal, mark_warned, &m);
  return m.any;
}
