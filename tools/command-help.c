/* command-help.c - queries help: from the tables.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdio.h>
#include <string.h>

#include "tools/command.h"
#include "tools/text.h"

/* Where descriptions begin.  */
#define COLUMN 30

static void
print_option (const char *name, char letter, const char *metavariable,
	      const char *help)
{
  char text[80];
  int n = letter ? snprintf (text, sizeof text, "  -%c, --%s", letter, name)
		 : snprintf (text, sizeof text, "      --%s", name);
  if (*metavariable)
    snprintf (text + n, sizeof text - (size_t) n, "=%s", metavariable);
  fputs (text, stdout);
  text_wrap (stdout, (unsigned) strlen (text), COLUMN, help);
}

/* The options that are WANTED's alone, or if OTHERS those of every command.  */
static void
print_options (enum command_id wanted, bool others)
{
  for (unsigned n = 0; n < OPTIONS; n++)
    {
      const struct option_row *o = &option_rows[n];
      bool every = o->commands == UINT32_MAX;
      if (every == others && (others || o->commands >> wanted & 1))
	print_option (o->name, o->letter, o->metavariable, o->help);
    }
}

static void
print_settings (void)
{
  printf ("\nSettings (`queries config' shows them):\n");
  for (unsigned id = 0; id < SETTINGS; id++)
    print_option (setting_key (id), 0, setting_metavariable (id),
		  setting_help (id));
}

static void
print_exit_status (void)
{
  printf ("\nExit status: 0 all is well, 1 something was found, 2 wrong usage,"
	  " 3 an error.\n");
}

void
print_help (void)
{
  printf ("Usage: queries COMMAND [OPTION]... [OPERAND]...\n"
	  "Look after the store in which libqueries remembers results.\n\n"
	  "Commands:\n");
  for (unsigned c = 0; c < COMMANDS; c++)
    {
      const struct command_row *row = &command_rows[c];
      char text[80];
      if (!row->summary)
	continue;
      snprintf (text, sizeof text, "  %s%s%s", row->name,
		*row->operands ? " " : "", row->operands);
      fputs (text, stdout);
      text_wrap (stdout, (unsigned) strlen (text), COLUMN, row->summary);
    }
  printf ("\nOptions of every command:\n");
  print_options (COMMANDS, true);
  print_settings ();
  print_exit_status ();
}

void
print_command_help (enum command_id command)
{
  const struct command_row *row = &command_rows[command];
  printf ("Usage: queries %s [OPTION]...%s%s\n\n", row->name,
	  *row->operands ? " " : "", row->operands);
  text_wrap (stdout, 0, 0, row->text);
  printf ("\nOptions:\n");
  print_options (command, false);
  print_options (command, true);
  printf ("\nSettings are options, too: `queries help' lists them.\n");
  print_exit_status ();
}

enum status
command_help (struct invocation *i)
{
  if (i->n_operands == 0)
    {
      print_help ();
      return STATUS_CLEAN;
    }
  enum command_id command = command_find (i->operands[0]);
  if (command == COMMANDS)
    return STATUS_USAGE;
  print_command_help (command);
  return STATUS_CLEAN;
}
