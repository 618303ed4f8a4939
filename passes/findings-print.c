/* findings-print.c - findings as text, where there is no GCC to print them.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A value that was verified (findings_verify) may still name declarations or
   types that the snapshot at hand does not have, if somebody mixes a value and
   another function's snapshot; so every index is checked here.  */

#include "passes/all.h"

#include <inttypes.h>
#include <string.h>

#include "passes/expression.h"

/* The part TEXT, without the names of fields, which only GCC has.  */
static void
print_part (FILE *file, const struct snapshot *s, const char *text)
{
  struct finding_part part;

  if (s && finding_part_parse (text, &part)
      && part.decl < snapshot_n_decls (s))
    fprintf (file, "*(%s *)((char *)&%s + %" PRIu64 ")", part.type,
	     snapshot_string (s, snapshot_decls (s)[part.decl].name),
	     part.offset);
  else
    fputc ('?', file);
}

static void
print_argument (FILE *file, const struct snapshot *s,
		const struct findings *f, const struct finding_argument *a)
{
  struct buffer text = BUFFER_INIT;

  switch (a->kind)
    {
    case ARGUMENT_DECL:
      if (s && a->value < snapshot_n_decls (s))
	fprintf (file, "'%s'",
		 snapshot_string (s, snapshot_decls (s)[a->value].name));
      else
	fputs ("'?'", file);
      break;
    case ARGUMENT_TYPE:
      if (s && a->value < snapshot_n_types (s))
	type_text (s, a->value, &text);
      else
	buffer_add_format (&text, "?");
      fprintf (file, "'%.*s'", (int) text.size, text.bytes);
      break;
    case ARGUMENT_TEXT:
      fputs (findings_text (f) + a->value, file);
      break;
    case ARGUMENT_NUMBER:
      fprintf (file, "%u", (unsigned) a->value);
      break;
    case ARGUMENT_PART:
      print_part (file, s, findings_text (f) + a->value);
      break;
    }
  buffer_release (&text);
}

void
finding_print (FILE *file, const struct snapshot *s, const struct findings *f,
	       uint32_t index)
{
  const struct finding *x = &findings_array (f)[index];
  const struct finding_argument *a
    = findings_arguments (f) + x->first_argument;

  for (const char *p = message_format ((enum message) x->message); *p; p++)
    {
      if (*p != '%')
	{
	  fputc (*p, file);
	  continue;
	}
      p++;
      if (*p == '<' || *p == '>')
	fputc ('\'', file);
      else if (*p == 'E' || *p == 'S')
	{
	  fputc ('\'', file);
	  print_argument (file, s, f, a++);
	  fputc ('\'', file);
	}
      else
	print_argument (file, s, f, a++);
    }
}

static void
print_place (FILE *file, uint32_t place)
{
  static const char *const names[PLACE_KINDS]
    = { "function", "end", "statement", "operand", "edge", "decl", "lowered",
	"promise" };

  if (place == NONE)
    return;
  fprintf (file, " %s", names[place_kind (place)]);
  if (place_kind (place) > PLACE_END)
    fprintf (file, " %u", (unsigned) place_index (place));
}

static void
print_flags (FILE *file, const struct finding *x)
{
  static const struct { uint32_t flag; const char *name; } names[]
    = { { FINDING_AT_O0, "at -O0" }, { FINDING_NOT_AT_O0, "not at -O0" },
	{ FINDING_SUPPRESSES, "suppresses" },
	{ FINDING_AT_SPELLING, "at spelling" },
	{ FINDING_OUT_OF_SYSTEM, "out of system" },
	{ FINDING_IN_CALLEE, "in the callee" },
	{ FINDING_IN_FUNCTION, "in another function" } };

  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (x->flags & names[i].flag)
      fprintf (file, ", %s", names[i].name);
  if (x->group)
    fprintf (file, ", group %u", (unsigned) x->group);
  if (x->group2)
    fprintf (file, ", group %u", (unsigned) x->group2);
}

void
findings_print (FILE *file, const struct snapshot *body,
		const struct findings *value, unsigned flags)
{
  fprintf (file, "%u findings%s\n", (unsigned) value->n_findings,
	   value->flags & FINDINGS_INCOMPLETE ? ", incomplete" : "");
  for (uint32_t i = 0; i < value->n_findings; i++)
    {
      const struct finding *x = &findings_array (value)[i];
      const char *option = message_option ((enum message) x->message);

      fputs (x->flags & FINDING_IS_NOTE ? "    note: " : "  ", file);
      finding_print (file, body, value, i);
      if (strcmp (option, "own") == 0)
	fprintf (file, " [libqueries:%s]", check_name ((enum check) x->check));
      else if (strcmp (option, "0") && strcmp (option, "note"))
	fprintf (file, " [%s]", option);
      fputc ('\n', file);
      if (!(flags & DUMP_DETAILS))
	continue;
      fprintf (file, "      %s at", check_name ((enum check) x->check));
      print_place (file, x->place);
      print_place (file, x->place2);
      print_place (file, x->place3);
      print_flags (file, x);
      fputc ('\n', file);
    }
}
