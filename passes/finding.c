/* finding.c - putting findings together, and checking them.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/finding.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const struct
{
  const char *option, *format;
} messages[] = {
#define MESSAGE(NAME, OPTION, FORMAT) { #OPTION, FORMAT },
#include "passes/messages.def"
};

static const char *const check_names[] = {
#define CHECK(QUERY, NAME, PASS, GATE, LEVEL, CWE, SUMMARY) NAME,
#include "passes/checks.def"
};

const char *
message_format (enum message m)
{
  return messages[m].format;
}

const char *
message_option (enum message m)
{
  return messages[m].option;
}

const char *
check_name (enum check c)
{
  return check_names[c];
}

void
findings_builder_init (struct findings_builder *b)
{
  buffer_init (&b->findings);
  buffer_init (&b->arguments);
  buffer_init (&b->text);
  b->flags = 0;
}

void
findings_builder_release (struct findings_builder *b)
{
  buffer_release (&b->findings);
  buffer_release (&b->arguments);
  buffer_release (&b->text);
}

void
findings_add (struct findings_builder *b, enum check check,
	      enum message message, uint32_t place, uint32_t flags)
{
  struct finding f;

  memset (&f, 0, sizeof f);
  f.check = (uint16_t) check;
  f.message = (uint16_t) message;
  f.flags = (uint16_t) flags;
  f.first_argument
    = (uint32_t) (b->arguments.size / sizeof (struct finding_argument));
  f.place = place;
  f.place2 = f.place3 = f.subject = NONE;
  buffer_add (&b->findings, &f, sizeof f);
}

static struct finding *
last_finding (struct findings_builder *b)
{
  return buffer_at (&b->findings, b->findings.size - sizeof (struct finding));
}

void
findings_add_fallback (struct findings_builder *b, uint32_t place2,
		       uint32_t place3)
{
  struct finding *f = last_finding (b);

  f->place2 = place2;
  f->place3 = place3;
}

void
findings_add_callee (struct findings_builder *b, uint32_t statement)
{
  struct finding *f = last_finding (b);

  f->flags |= FINDING_IN_CALLEE;
  f->place3 = PLACE (PLACE_STATEMENT, statement);
}

void
findings_add_function (struct findings_builder *b, const char *symbol)
{
  uint32_t text = (uint32_t) buffer_add_string (&b->text, symbol);
  struct finding *f = last_finding (b);

  f->flags |= FINDING_IN_FUNCTION;
  f->subject = text;
}

void
findings_add_group (struct findings_builder *b, uint32_t group,
		    uint32_t group2, uint32_t subject)
{
  struct finding *f = last_finding (b);

  f->group = group;
  f->group2 = group2;
  f->subject = subject;
}

void
findings_add_cwe (struct findings_builder *b, uint32_t cwe)
{
  last_finding (b)->cwe = cwe;
}

static void
add_argument (struct findings_builder *b, enum argument_kind kind,
	      uint32_t value)
{
  struct finding_argument a = { kind, value };

  buffer_add (&b->arguments, &a, sizeof a);
  last_finding (b)->n_arguments++;
}

void
findings_add_decl (struct findings_builder *b, uint32_t decl)
{
  add_argument (b, ARGUMENT_DECL, decl);
}

void
findings_add_type (struct findings_builder *b, uint32_t type)
{
  add_argument (b, ARGUMENT_TYPE, type);
}

void
findings_add_number (struct findings_builder *b, uint32_t number)
{
  add_argument (b, ARGUMENT_NUMBER, number);
}

void
findings_add_text (struct findings_builder *b, const char *text)
{
  add_argument (b, ARGUMENT_TEXT,
		(uint32_t) buffer_add_string (&b->text, text));
}

void
findings_add_part (struct findings_builder *b,
		   const struct finding_part *part)
{
  add_argument (b, ARGUMENT_PART, (uint32_t) b->text.size);
  buffer_add_format (&b->text, "%u %" PRIu64 " %s", (unsigned) part->decl,
		     part->offset, part->type);
  buffer_add_zero (&b->text, 1);
}

bool
finding_part_parse (const char *text, struct finding_part *part)
{
  int length = 0;

  if (sscanf (text, "%" SCNu32 " %" SCNu64 " %n", &part->decl, &part->offset,
	      &length) != 2)
    return false;
  part->type = text + length;
  return true;
}

static bool
is_in_text (const struct finding_argument *a)
{
  return a->kind == ARGUMENT_TEXT || a->kind == ARGUMENT_PART;
}

static void
append_one (struct findings_builder *b, const struct findings *f, uint32_t i)
{
  const struct finding *from = &findings_array (f)[i];
  const struct finding_argument *arguments
    = findings_arguments (f) + from->first_argument;

  findings_add (b, (enum check) from->check, (enum message) from->message,
		from->place, from->flags);
  findings_add_fallback (b, from->place2, from->place3);
  findings_add_group (b, from->group, from->group2, from->subject);
  findings_add_cwe (b, from->cwe);
  if (from->flags & FINDING_IN_FUNCTION)
    findings_add_function (b, findings_text (f) + from->subject);
  for (uint32_t j = 0; j < from->n_arguments; j++)
    if (is_in_text (&arguments[j]))
      add_argument (b, (enum argument_kind) arguments[j].kind,
		    (uint32_t) buffer_add_string (&b->text,
						  findings_text (f)
						  + arguments[j].value));
    else
      add_argument (b, (enum argument_kind) arguments[j].kind,
		    arguments[j].value);
}

void
findings_append (struct findings_builder *b, const struct findings *f,
		 bool (*keep) (const struct finding *finding))
{
  const struct finding *array = findings_array (f);
  bool kept = true;

  b->flags |= f->flags;
  for (uint32_t i = 0; i < f->n_findings; i++)
    {
      /* A note goes where its finding goes.  */
      if (!(array[i].flags & FINDING_IS_NOTE))
	kept = !keep || keep (&array[i]);
      if (kept)
	append_one (b, f, i);
    }
}

void
findings_append_of (struct findings_builder *b, const struct findings *f,
		    enum check check)
{
  b->flags |= f->flags;
  for (uint32_t i = 0; i < f->n_findings; i++)
    if (findings_array (f)[i].check == check)
      append_one (b, f, i);
}

void
findings_finish (struct findings_builder *b, struct buffer *out)
{
  struct findings head;

  buffer_align (&b->text, 4);
  head.n_findings = (uint32_t) (b->findings.size / sizeof (struct finding));
  head.n_arguments
    = (uint32_t) (b->arguments.size / sizeof (struct finding_argument));
  head.text_size = (uint32_t) b->text.size;
  head.flags = b->flags;
  buffer_reserve (out, sizeof head + b->findings.size + b->arguments.size
		       + b->text.size);
  buffer_add (out, &head, sizeof head);
  if (head.n_findings)
    buffer_add (out, b->findings.bytes, b->findings.size);
  if (head.n_arguments)
    buffer_add (out, b->arguments.bytes, b->arguments.size);
  if (head.text_size)
    buffer_add (out, b->text.bytes, b->text.size);
  buffer_clear (&b->findings);
  buffer_clear (&b->arguments);
  buffer_clear (&b->text);
  b->flags = 0;
}

/* Whether the arguments ARRAY[0..COUNT-1] are what FORMAT asks for.  */
static bool
arguments_fit (const char *format, const struct finding_argument *array,
	       uint32_t count)
{
  uint32_t n = 0;

  for (const char *p = format; *p; p++)
    {
      uint32_t kind;

      if (*p != '%')
	continue;
      switch (*++p)
	{
	case '<':
	case '>':
	  continue;
	case 'D':
	  kind = ARGUMENT_DECL;
	  break;
	case 'T':
	  kind = ARGUMENT_TYPE;
	  break;
	case 'u':
	  kind = ARGUMENT_NUMBER;
	  break;
	default:
	  kind = ARGUMENT_TEXT;
	  break;
	}
      if (n == count
	  || (array[n].kind != kind
	      && (*p != 'E' || array[n].kind != ARGUMENT_PART)))
	return false;
      n++;
    }
  return n == count;
}

/* Whether A, of F, is there as far as F itself tells.  */
static bool
is_in_bounds (const struct findings *f, const struct finding_argument *a)
{
  struct finding_part part;

  return !is_in_text (a)
	 || (a->value < f->text_size
	     && (a->kind != ARGUMENT_PART
		 || finding_part_parse (findings_text (f) + a->value, &part)));
}

static bool
finding_verify (const struct findings *f, const struct finding *x)
{
  const struct finding_argument *a = findings_arguments (f);

  if (x->check >= CHECKS || x->message >= MESSAGES
      || place_kind (x->place) >= PLACE_KINDS
      || (x->place2 != NONE && place_kind (x->place2) >= PLACE_KINDS)
      || (x->place3 != NONE && place_kind (x->place3) >= PLACE_KINDS)
      || (x->flags & FINDING_IN_FUNCTION && x->subject >= f->text_size)
      || x->first_argument > f->n_arguments
      || x->n_arguments > f->n_arguments - x->first_argument)
    return false;
  for (uint32_t i = 0; i < x->n_arguments; i++)
    if (!is_in_bounds (f, &a[x->first_argument + i]))
      return false;
  return arguments_fit (message_format ((enum message) x->message),
			a + x->first_argument, x->n_arguments);
}

bool
findings_verify (const void *bytes, size_t size)
{
  const struct findings *f = bytes;
  uint64_t need = sizeof *f;

  if (size < sizeof *f)
    return false;
  need += (uint64_t) f->n_findings * sizeof (struct finding);
  need += (uint64_t) f->n_arguments * sizeof (struct finding_argument);
  need += f->text_size;
  if (need != size || (f->flags & ~(uint32_t) FINDINGS_INCOMPLETE)
      || (f->text_size && findings_text (f)[f->text_size - 1] != '\0'))
    return false;
  /* What is a note has a finding before it.  */
  if (f->n_findings && (findings_array (f)->flags & FINDING_IS_NOTE))
    return false;
  for (uint32_t i = 0; i < f->n_findings; i++)
    if (!finding_verify (f, &findings_array (f)[i]))
      return false;
  return true;
}
