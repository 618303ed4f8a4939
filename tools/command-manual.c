/* command-manual.c - queries manual: the page queries.1, for the Makefile.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   In troff's language, with the macros of man(7).  */

#include <stdio.h>
#include <string.h>

#include "tools/command.h"

/* TEXT, with what troff would take for its own escaped.  */
static void
print_text (const char *text)
{
  bool line_begins = true;
  for (; *text; text++)
    {
      if (line_begins && (*text == '.' || *text == '\''))
	printf ("\\&");
      switch (*text)
	{
	case '\\':
	  printf ("\\e");
	  break;
	case '-':
	  printf ("\\-");
	  break;
	case '`':
	  printf ("\\(oq");
	  break;
	case '\'':
	  printf ("\\(cq");
	  break;
	case '~':
	  printf ("\\(ti");
	  break;
	case '^':
	  printf ("\\(ha");
	  break;
	default:
	  putchar (*text);
	}
      line_begins = *text == '\n';
    }
}

/* Paragraphs, separated by empty lines, with MACRO between them.  */
static void
print_paragraphs (const char *text, const char *macro)
{
  for (;;)
    {
      const char *end = strstr (text, "\n\n");
      char paragraph[2048];
      snprintf (paragraph, sizeof paragraph, "%.*s",
		(int) (end ? end - text : (long) strlen (text)), text);
      print_text (paragraph);
      printf ("\n");
      if (!end)
	return;
      printf ("%s\n", macro);
      text = end + 2;
    }
}

static void
section (const char *title)
{
  printf (".SH \"%s\"\n", title);
}

static void
paragraph (const char *text)
{
  printf (".PP\n");
  print_text (text);
  printf ("\n");
}

static void
item (const char *tag, const char *text)
{
  printf (".TP\n.B \"");
  print_text (tag);
  printf ("\"\n");
  print_text (text);
  printf ("\n");
}

static void
example (const char *text)
{
  printf (".PP\n.RS 4\n.EX\n");
  print_text (text);
  printf ("\n.EE\n.RE\n");
}

static void
print_option (const struct option_row *o)
{
  printf (".TP\n");
  if (o->letter)
    printf ("\\fB\\-%c\\fR, ", o->letter);
  printf ("\\fB\\-\\-");
  print_text (o->name);
  printf ("\\fR");
  if (*o->metavariable)
    {
      printf ("=\\fI");
      print_text (o->metavariable);
      printf ("\\fR");
    }
  printf ("\n");
  print_text (o->help);
  printf ("\n");
}

static void
print_command (enum command_id command)
{
  const struct command_row *row = &command_rows[command];
  printf (".SS \"queries ");
  print_text (row->name);
  printf (" [OPTION]...%s%s\"\n", *row->operands ? " " : "", row->operands);
  print_paragraphs (row->text, ".PP");
  for (unsigned n = 0; n < OPTIONS; n++)
    if (option_rows[n].commands != UINT32_MAX
	&& option_rows[n].commands >> command & 1)
      print_option (&option_rows[n]);
}

static void
print_setting (enum setting_id id)
{
  const char *text = setting_default (id);
  printf (".TP\n\\fB");
  print_text (setting_key (id));
  printf ("\\fR = \\fI");
  print_text (setting_metavariable (id));
  printf ("\\fR\n");
  print_text (setting_help (id));
  printf (". Default: ");
  print_text (*text ? text : id == SETTING_STORE ? "the default folder"
						 : "none");
  printf (".\n\\fB");
  print_text (setting_variable (id));
  printf ("\\fR in the environment, \\fB\\-\\-");
  print_text (setting_key (id));
  printf ("\\fR here, \\fB\\-fplugin\\-arg\\-libqueries\\-");
  print_text (setting_key (id));
  printf ("\\fR in a compile.\n");
}

static void
print_tables (void)
{
  section ("COMMANDS");
  for (unsigned c = 0; c < COMMANDS; c++)
    if (command_rows[c].summary)
      print_command (c);
  section ("OPTIONS");
  paragraph ("Every command has these, and the settings below as options: "
	     "--store=STORE, --max-size=SIZE ...");
  for (unsigned n = 0; n < OPTIONS; n++)
    if (option_rows[n].commands == UINT32_MAX)
      print_option (&option_rows[n]);
  section ("SETTINGS");
  for (unsigned id = 0; id < SETTINGS; id++)
    print_setting (id);
}

static void
print_prose (void)
{
#define SECTION(TITLE) section (TITLE);
#define PARAGRAPH(TEXT) paragraph (TEXT);
#define ITEM(TAG, TEXT) item (TAG, TEXT);
#define EXAMPLE(TEXT) example (TEXT);
#include "tools/manual.def"
}

enum status
command_manual (struct invocation *i)
{
  (void) i;
  printf (".\\\" Made by `queries manual'.\n"
	  ".TH QUERIES 1 \"\" \"libqueries %s\" \"User Commands\"\n",
	  QUERIES_VERSION);
  section ("NAME");
  printf ("queries \\- look after the store in which libqueries remembers"
	  " results\n");
  section ("SYNOPSIS");
  printf (".B queries\n.I COMMAND\n[\\fIOPTION\\fR]... [\\fIOPERAND\\fR]...\n");
  section ("DESCRIPTION");
  paragraph ("libqueries is a plugin of GCC that checks functions while they "
	     "are compiled (gcc -fplugin=queries), and remembers what it found "
	     "in a store: a folder on this machine, and servers that machines "
	     "share. This command shows what the store has done, checks it, "
	     "keeps it small, carries it to other machines, and looks for what "
	     "is wrong. Compiles need none of that.");
  print_tables ();
  print_prose ();
  return STATUS_CLEAN;
}
