/* message.cc - one finding's words, given to GCC.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "plugin/gcc-adapter.h"
#include "diagnostic.h"
#include "diagnostic-metadata.h"
#include "diagnostic-path.h"
#include "gcc-rich-location.h"
#include "intl.h"

#include "plugin/message.h"

/* Arguments that a message may have: one more is a template level more.  */
#define MOST_ARGUMENTS 3

static const int options[MESSAGES] =
{
#define OPT_0 0
#define OPT_note 0
#define OPT_own 0
#define MESSAGE(NAME, OPTION, FORMAT) OPT_##OPTION,
#include "passes/messages.def"
#undef OPT_0
#undef OPT_note
#undef OPT_own
};

int
message_gcc_option (const struct finding *f)
{
  return options[f->message];
}

/* The argument that directive D of a format takes, or -1.  */

static int
directive_argument (char d)
{
  switch (d)
    {
    case 'D':
      return ARGUMENT_DECL;
    case 'T':
      return ARGUMENT_TYPE;
    case 'E':
    case 's':
    case 'S':
    case 'w':
      return ARGUMENT_TEXT;
    case 'u':
      return ARGUMENT_NUMBER;
    default:
      return -1;
    }
}

static bool
argument_exists (const struct captured *c, const struct findings *findings,
		 const struct finding_argument *a)
{
  const struct snapshot *s = captured_snapshot (c);
  switch (a->kind)
    {
    case ARGUMENT_DECL:
      return a->value < snapshot_n_decls (s) && captured_decl (c, a->value);
    case ARGUMENT_TYPE:
      return a->value < snapshot_n_types (s) && captured_type (c, a->value);
    case ARGUMENT_TEXT:
      return a->value < findings->text_size;
    case ARGUMENT_PART:
      {
	struct finding_part part;
	return a->value < findings->text_size
	       && finding_part_parse (findings_text (findings) + a->value,
				      &part)
	       && part.decl < snapshot_n_decls (s)
	       && captured_decl (c, part.decl);
      }
    case ARGUMENT_NUMBER:
      return true;
    default:
      return false;
    }
}

bool
message_fits (const struct captured *c, const struct findings *findings,
	      const struct finding *f)
{
  if (f->message >= MESSAGES
      || f->n_arguments > MOST_ARGUMENTS
      || f->first_argument > findings->n_arguments
      || f->n_arguments > findings->n_arguments - f->first_argument)
    return false;
  const struct finding_argument *a
    = findings_arguments (findings) + f->first_argument;
  unsigned n = 0;
  for (const char *d = message_format ((enum message) f->message);
       (d = strchr (d, '%')); d += 2)
    {
      int kind = directive_argument (d[1]);
      if (kind < 0)
	continue;
      if (n == f->n_arguments
	  || (a[n].kind != (uint32_t) kind
	      && (d[1] != 'E' || a[n].kind != ARGUMENT_PART))
	  || !argument_exists (c, findings, &a[n]))
	return false;
      n++;
    }
  return n == f->n_arguments;
}

/* FORMAT in GCC's directives: a declaration, a type, an expression and some
   texts are quoted.  In memory of malloc's.  */

static char *
gcc_format (const char *format)
{
  char *result = XNEWVEC (char, 2 * strlen (format) + 1), *end = result;
  for (; *format; format++)
    {
      *end++ = *format;
      if (*format != '%')
	continue;
      if (strchr ("DTES", format[1]))
	*end++ = 'q';
      *end++ = *++format == 'S' ? 's' : *format;
      if (*format == 'w')
	*end++ = 'u';
    }
  *end = '\0';
  return result;
}

/* Expressions and wide numbers come as texts, but it is with %qE and %wu that
   GCC's catalogues know the message: make of these in FORMAT, which may have
   numbers for arguments, %qs and %s.  */

static void
expressions_to_texts (char *format)
{
  for (char *d = format; (d = strchr (d, '%')); d++)
    {
      char *letter = d + 1 + strspn (d + 1, "0123456789$");
      if (letter[0] == 'q' && letter[1] == 'E')
	letter[1] = 's';
      if (letter[0] == 'w' && letter[1] == 'u')
	{
	  letter[0] = 's';
	  memmove (letter + 1, letter + 2, strlen (letter + 2) + 1);
	}
      d = *letter ? letter : letter - 1;
    }
}

/* The translated format of message M.  */

static const char *
translated_format (enum message m)
{
  static char *formats[MESSAGES];
  if (!formats[m])
    {
      char *format = gcc_format (message_format (m));
      formats[m] = xstrdup (_(format));
      free (format);
      expressions_to_texts (formats[m]);
    }
  return formats[m];
}

/* Whether message M is of a check that GCC has no option for.  */

static bool
is_own (enum message m)
{
  return strcmp (message_option (m), "own") == 0;
}

/* The check that is speaking, and what GCC would say in brackets.  */
static enum check speaker;
static decltype (diagnostic_context::option_name) gcc_option_name;

/* What stands in brackets behind a warning of our own, and in JSON as its
   option; -Werror does not change it, as none switches it.  */

static char *
own_option_name (diagnostic_context *context, int option, diagnostic_t before,
		 diagnostic_t now)
{
  return option == 0 && before == DK_WARNING
	 ? concat ("libqueries:", check_name (speaker), NULL)
	 : gcc_option_name (context, option, before, now);
}

/* warning_at, of no option, in the name of CHECK.  */

template <typename... A>
static bool
own_warning_at (location_t location, enum check check, const char *format,
		A... arguments)
{
  speaker = check;
  gcc_option_name = global_dc->option_name;
  global_dc->option_name = own_option_name;
  bool shown = warning_at (location, 0, format, arguments...);
  global_dc->option_name = gcc_option_name;
  return shown;
}

template <typename... A>
static bool
own_warning_meta (rich_location *location, const diagnostic_metadata &metadata,
		  enum check check, const char *format, A... arguments)
{
  speaker = check;
  gcc_option_name = global_dc->option_name;
  global_dc->option_name = own_option_name;
  bool shown = warning_meta (location, metadata, 0, format, arguments...);
  global_dc->option_name = gcc_option_name;
  return shown;
}

/* A message on its way.  */
struct sending
{
  const struct captured *captured;
  const struct findings *findings;
  const struct finding *finding;
  location_t location;
  simple_diagnostic_path *path;	/* Of the finding, or where the event goes.  */
  tree function;		/* That the event is in.  */

  template <typename... A> bool show (A... arguments);
};

template <typename... A>
bool
sending::show (A... arguments)
{
  const char *format = translated_format ((enum message) finding->message);
  if (finding->flags & FINDING_IS_EVENT)
    {
      bool nowhere = finding->flags & FINDING_NOWHERE;
      path->add_event (nowhere ? UNKNOWN_LOCATION : location,
		       nowhere ? NULL_TREE : function,
		       1 + (int) finding->group, format, arguments...);
      return true;
    }
  if (finding->flags & FINDING_IS_NOTE)
    {
      inform (location, format, arguments...);
      return true;
    }
  bool own = is_own ((enum message) finding->message);
  if (own && !path)
    return own_warning_at (location, (enum check) finding->check, format,
			   arguments...);
  if (!path)
    return warning_at (location, options[finding->message], format,
		       arguments...);
  gcc_rich_location where (location);
  diagnostic_metadata metadata;
  if (finding->cwe)
    metadata.add_cwe (finding->cwe);
  where.set_path (path);
  if (own)
    return own_warning_meta (&where, metadata, (enum check) finding->check,
			     format, arguments...);
  return warning_meta (&where, metadata, options[finding->message], format,
		       arguments...);
}

static bool
has_name (const_tree type, const char *name)
{
  return type && TYPE_NAME (type) && TREE_CODE (TYPE_NAME (type)) == TYPE_DECL
	 && DECL_NAME (TYPE_NAME (type))
	 && strcmp (IDENTIFIER_POINTER (DECL_NAME (TYPE_NAME (type))), name) == 0;
}

/* The type of numbers that NAME is; NULL if there is none.  */

static tree
number_type (const char *name)
{
  tree others[] = { boolean_type_node, float_type_node, double_type_node,
		    long_double_type_node };
  for (tree type : integer_types)
    if (has_name (type, name))
      return type;
  for (tree type : others)
    if (has_name (type, name))
      return type;
  return NULL_TREE;
}

/* What GCC calls the part TEXT: as an access to memory of that type, it is printed by
   the names of fields and elements where it is one of these.  In memory of
   malloc's.  */

static char *
part_text (const struct captured *c, const char *text)
{
  struct finding_part part;
  finding_part_parse (text, &part);
  tree expression = captured_decl (c, part.decl);
  tree type = number_type (part.type);
  if (type)
    {
      tree pointer = build_pointer_type (type);
      expression = build2 (MEM_REF, type, build_fold_addr_expr (expression),
			   build_int_cst (pointer, part.offset));
    }
  pretty_printer *printer = global_dc->printer->clone ();
  pp_set_prefix (printer, NULL);
  /* GCC's printer asks for it, and the text is to be the same at each level.  */
  int strict = flag_strict_aliasing;
  flag_strict_aliasing = 1;
  /* No literal: the compiler would check it by the rules of printf.  */
  static char format[] = "%E";
  pp_printf (printer, format, expression);
  flag_strict_aliasing = strict;
  char *result = xstrdup (pp_formatted_text (printer));
  delete printer;
  return result;
}

/* Turns what lies in memory into C's typed arguments, one level for each.  */
template <unsigned LEFT>
struct sender
{
  template <typename... A>
  static bool
  send (struct sending *m, A... done)
  {
    if (m->finding->n_arguments == sizeof... (done))
      return m->show (done...);
    const struct finding_argument *a
      = &findings_arguments (m->findings)[m->finding->first_argument
					  + sizeof... (done)];
    typedef sender<LEFT - 1> next;
    switch (a->kind)
      {
      case ARGUMENT_DECL:
	return next::send (m, done..., captured_decl (m->captured, a->value));
      case ARGUMENT_TYPE:
	return next::send (m, done..., captured_type (m->captured, a->value));
      case ARGUMENT_TEXT:
	return next::send (m, done...,
			   identifier_to_locale (findings_text (m->findings)
						 + a->value));
      case ARGUMENT_PART:
	{
	  char *text = part_text (m->captured,
				  findings_text (m->findings) + a->value);
	  bool shown = next::send (m, done..., (const char *) text);
	  free (text);
	  return shown;
	}
      default:
	return next::send (m, done..., (unsigned) a->value);
      }
  }
};

template <>
struct sender<0>
{
  template <typename... A>
  static bool
  send (struct sending *m, A... done)
  {
    return m->show (done...);
  }
};

bool
message_show (const struct captured *c, const struct findings *findings,
	      const struct finding *f, location_t location,
	      simple_diagnostic_path *path, const struct captured *in)
{
  struct sending m = { c, findings, f, location, path,
		       captured_function_decl (in) };
  return sender<MOST_ARGUMENTS>::send (&m);
}
