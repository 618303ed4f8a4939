/* invocation.c - what was typed, by the tables.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Options may stand anywhere, before the command, too; -- ends them.  A long
   one may be cut short as long as it can be no other.  */

#include "tools/command.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "tools/nearest.h"

#define EVERY UINT32_MAX
#define FOR(ID) (UINT32_C (1) << COMMAND_##ID)

const struct command_row command_rows[COMMANDS] =
{
#define COMMAND(ID, NAME, OPERANDS, LEAST, MOST, SUMMARY, TEXT)	\
  { NAME, OPERANDS, LEAST, MOST, SUMMARY, TEXT, command_##ID },
#include "tools/commands.def"
};

const struct option_row option_rows[OPTIONS] =
{
#define OPTION(ID, NAME, LETTER, METAVARIABLE, COMMANDS, HELP)	\
  { NAME, LETTER, METAVARIABLE, COMMANDS, HELP },
#include "tools/options.def"
};

static void
print_message (const char *format, va_list arguments)
{
  fflush (stdout);
  fprintf (stderr, "queries: ");
  vfprintf (stderr, format, arguments);
  fprintf (stderr, "\n");
}

void
complain (const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  print_message (format, arguments);
  va_end (arguments);
}

enum status
usage_error (const struct invocation *i, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  print_message (format, arguments);
  va_end (arguments);
  if (i->command < COMMANDS && command_rows[i->command].summary)
    fprintf (stderr, "Try 'queries help %s'.\n",
	     command_rows[i->command].name);
  else
    fprintf (stderr, "Try 'queries help'.\n");
  return STATUS_USAGE;
}

enum command_id
command_find (const char *name)
{
  struct nearest n;
  nearest_init (&n, name);
  for (unsigned c = 0; c < COMMANDS; c++)
    {
      if (strcmp (name, command_rows[c].name) == 0)
	return c;
      if (command_rows[c].summary)
	nearest_try (&n, command_rows[c].name);
    }
  if (n.name)
    complain ("there is no command '%s'; did you mean '%s'?", name, n.name);
  else
    complain ("there is no command '%s'", name);
  return COMMANDS;
}

/* Options and settings under one number: settings come behind.  */

enum { NAMES = OPTIONS + SETTINGS, AMBIGUOUS = NAMES, UNKNOWN };

static const char *
name_of (unsigned n)
{
  return n < OPTIONS ? option_rows[n].name
		     : setting_key ((enum setting_id) (n - OPTIONS));
}

static bool
takes_value (unsigned n)
{
  return n >= OPTIONS || *option_rows[n].metavariable;
}

/* The option whose name begins with the SIZE bytes at TEXT.  */
static unsigned
find_name (const char *text, size_t size)
{
  unsigned found = UNKNOWN;
  for (unsigned n = 0; n < NAMES; n++)
    if (strncmp (name_of (n), text, size) == 0)
      {
	if (!name_of (n)[size])
	  return n;
	found = found == UNKNOWN ? n : AMBIGUOUS;
      }
  return found;
}

static bool
unknown_option (const struct invocation *i, const char *text, unsigned found)
{
  size_t size = strcspn (text, "=");
  char name[64];
  struct nearest n;
  snprintf (name, sizeof name, "%.*s", (int) size, text);
  if (found == AMBIGUOUS)
    {
      usage_error (i, "option '--%s' can be more than one", name);
      return false;
    }
  nearest_init (&n, name);
  for (unsigned k = 0; k < NAMES; k++)
    nearest_try (&n, name_of (k));
  if (n.name)
    usage_error (i, "there is no option '--%s'; did you mean '--%s'?", name,
		 n.name);
  else
    usage_error (i, "there is no option '--%s'", name);
  return false;
}

static bool
set_value (struct invocation *i, unsigned n, const char *value)
{
  const char *message;
  if (n < OPTIONS)
    {
      i->options[n] = value;
      return true;
    }
  if (settings_set (&i->settings, (enum setting_id) (n - OPTIONS), value,
		    &message))
    return true;
  usage_error (i, "--%s: %s", name_of (n), message);
  return false;
}

/* TEXT is what is behind --, *NEXT the arguments behind it.  */
static bool
read_long (struct invocation *i, const char *text, char ***next)
{
  size_t size = strcspn (text, "=");
  const char *value = text[size] ? text + size + 1 : NULL;
  unsigned n = find_name (text, size);
  if (n >= NAMES)
    return unknown_option (i, text, n);
  if (!takes_value (n))
    {
      if (!value)
	return set_value (i, n, "");
      usage_error (i, "option '--%s' takes no value", name_of (n));
      return false;
    }
  if (!value)
    value = **next ? *(*next)++ : NULL;
  if (value)
    return set_value (i, n, value);
  usage_error (i, "option '--%s' needs a value", name_of (n));
  return false;
}

/* TEXT is what is behind -: letters, none of which takes a value.  */
static bool
read_letters (struct invocation *i, const char *text)
{
  for (; *text; text++)
    {
      unsigned n = 0;
      while (n < OPTIONS && option_rows[n].letter != *text)
	n++;
      if (n == OPTIONS)
	{
	  usage_error (i, "there is no option '-%c'", *text);
	  return false;
	}
      i->options[n] = "";
    }
  return true;
}

static bool
read_operand (struct invocation *i, const char *text)
{
  if (i->command == COMMANDS)
    {
      i->command = command_find (text);
      if (i->command == COMMANDS)
	fprintf (stderr, "Try 'queries help'.\n");
      return i->command != COMMANDS;
    }
  if (i->n_operands == command_rows[i->command].most)
    {
      usage_error (i, "too many operands for '%s': '%s'",
		   command_rows[i->command].name, text);
      return false;
    }
  i->operands[i->n_operands++] = text;
  return true;
}

static bool
read_arguments (struct invocation *i, char **arguments)
{
  bool fine = true, only_operands = false;
  while (fine && *arguments)
    {
      const char *text = *arguments++;
      if (only_operands || *text != '-' || !text[1])
	fine = read_operand (i, text);
      else if (strcmp (text, "--") == 0)
	only_operands = true;
      else if (text[1] == 'W' && i->command == COMMAND_explain)
	fine = read_operand (i, text);	/* An option of GCC.  */
      else if (text[1] == '-')
	fine = read_long (i, text + 2, &arguments);
      else
	fine = read_letters (i, text + 1);
    }
  return fine;
}

/* The place of the option's value among WORDS, which end with NULL; the first
   if it was not given, -1 after a message if it is none of them.  */
static int
choose (const struct invocation *i, enum option_id option,
	const char *const *words)
{
  const char *value = i->options[option];
  struct nearest n;
  if (!value)
    return 0;
  nearest_init (&n, value);
  for (int w = 0; words[w]; w++)
    {
      if (strcmp (words[w], value) == 0)
	return w;
      nearest_try (&n, words[w]);
    }
  if (n.name)
    usage_error (i, "--%s takes %s, not '%s'; did you mean '%s'?",
		 option_rows[option].name, option_rows[option].metavariable,
		 value, n.name);
  else
    usage_error (i, "--%s takes %s, not '%s'", option_rows[option].name,
		 option_rows[option].metavariable, value);
  return -1;
}

static bool
wants_color (int choice)
{
  const char *none = getenv ("NO_COLOR"), *term = getenv ("TERM");
  if (choice > 0)
    return choice == 1;
  return !(none && *none) && isatty (STDOUT_FILENO)
	 && !(term && strcmp (term, "dumb") == 0);
}

static bool
take_common (struct invocation *i)
{
  static const char *const formats[] = { "text", "json", "tab", NULL };
  static const char *const colors[] = { "auto", "always", "never", NULL };
  int format = choose (i, OPTION_format, formats);
  int color = format < 0 ? -1 : choose (i, OPTION_color, colors);
  if (color < 0)
    return false;
  i->format = (enum format) format;
  i->color = wants_color (color);
  i->verbose = i->options[OPTION_verbose] != NULL;
  i->quiet = i->options[OPTION_quiet] != NULL;
  return true;
}

/* Whether the command takes the options, and has its operands.  */
static bool
check (struct invocation *i)
{
  const struct command_row *row = &command_rows[i->command];
  for (unsigned n = 0; n < OPTIONS; n++)
    if (i->options[n] && !(option_rows[n].commands >> i->command & 1))
      {
	usage_error (i, "'%s' has no option '--%s'", row->name,
		     option_rows[n].name);
	return false;
      }
  if (i->n_operands < row->least)
    {
      usage_error (i, "'%s' needs %s", row->name, row->operands);
      return false;
    }
  return true;
}

static void
note_complaint (void *data, const char *place, const char *text)
{
  struct invocation *i = data;
  i->n_complaints++;
  /* That one has a way of its own to tell.  */
  if (i->command != COMMAND_doctor)
    complain ("%s: %s", place, text);
}

bool
invocation_read (struct invocation *i, int argc, char **argv,
		 enum status *status)
{
  memset (i, 0, sizeof *i);
  i->command = COMMANDS;
  settings_init (&i->settings);
  *status = STATUS_USAGE;
  if (argc < 1 || !read_arguments (i, argv + 1) || !take_common (i))
    return false;
  if (i->options[OPTION_version])
    {
      printf ("queries (libqueries) %s\n", QUERIES_VERSION);
      *status = STATUS_CLEAN;
      return false;
    }
  if (i->options[OPTION_help])
    {
      if (i->command == COMMANDS)
	print_help ();
      else
	print_command_help (i->command);
      *status = STATUS_CLEAN;
      return false;
    }
  if (i->command == COMMANDS)
    {
      usage_error (i, "what shall be done?");
      return false;
    }
  if (!check (i))
    return false;
  settings_load (&i->settings, NULL, note_complaint, i);
  return true;
}

void
invocation_release (struct invocation *i)
{
  settings_release (&i->settings);
}

bool
option_age (enum option_id option, const char *age, uint64_t *seconds)
{
  /* Read as the setting of that kind is.  */
  struct settings s;
  const char *message;
  settings_init (&s);
  bool fine = settings_set (&s, SETTING_MAX_AGE, age, &message);
  *seconds = s.settings[SETTING_MAX_AGE].number;
  if (!fine)
    complain ("--%s: %s", option_rows[option].name, message);
  settings_release (&s);
  return fine;
}
