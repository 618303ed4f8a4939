/* command-completion.c - queries completion: for bash, from the tables.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The Makefile installs what this prints.  */

#include <stdio.h>
#include <string.h>

#include "tools/command.h"

static bool
has_value (const char *metavariable)
{
  return *metavariable != '\0';
}

/* Words of alternatives (auto|always|never) or, of other metavariables, none.
   Those are in lower case.  */
static void
print_values (const char *option, const char *metavariable)
{
  if (strcmp (metavariable, "FILE") == 0 || strcmp (metavariable, "STORE") == 0)
    printf ("    --%s) COMPREPLY=($(compgen -f -- \"$value\")); return ;;\n",
	    option);
  else if (strchr (metavariable, '|'))
    {
      printf ("    --%s) COMPREPLY=($(compgen -W \"", option);
      for (const char *p = metavariable; *p; p++)
	putchar (*p == '|' ? ' ' : *p);
      printf ("\" -- \"$value\")); return ;;\n");
    }
}

static void
print_options_of (enum command_id command)
{
  for (unsigned n = 0; n < OPTIONS; n++)
    if (option_rows[n].commands >> command & 1)
      printf (" --%s%s", option_rows[n].name,
	      has_value (option_rows[n].metavariable) ? "=" : "");
}

static void
print_commands (void)
{
  const char *space = "";
  for (unsigned c = 0; c < COMMANDS; c++)
    if (command_rows[c].summary)
      {
	printf ("%s%s", space, command_rows[c].name);
	space = " ";
      }
}

/* What is between the names of the commands is what is typed for them.  */
static void
print_operands (void)
{
  printf ("  case $command in\n");
  for (unsigned c = 0; c < COMMANDS; c++)
    {
      const struct command_row *row = &command_rows[c];
      if (!row->summary || row->most == 0)
	continue;
      printf ("    %s) ", row->name);
      if (strcmp (row->operands, "[COMMAND]") == 0)
	{
	  printf ("COMPREPLY=($(compgen -W \"");
	  print_commands ();
	  printf ("\" -- \"$word\"))");
	}
      else if (strcmp (row->operands, "[KEY]") == 0)
	{
	  printf ("COMPREPLY=($(compgen -W \"");
	  for (unsigned id = 0; id < SETTINGS; id++)
	    printf ("%s%s", id ? " " : "", setting_key (id));
	  printf ("\" -- \"$word\"))");
	}
      else
	printf ("COMPREPLY=($(compgen -f -- \"$word\"))");
      printf (" ;;\n");
    }
  printf ("  esac\n");
}

enum status
command_completion (struct invocation *i)
{
  (void) i;
  printf ("# bash completion of queries, made by `queries completion'.\n\n"
	  "_queries ()\n{\n"
	  "  local word=${COMP_WORDS[COMP_CWORD]} value option options"
	  " command= index\n"
	  "  local common=\"");
  for (unsigned id = 0; id < SETTINGS; id++)
    printf (" --%s=", setting_key (id));
  printf ("\"\n"
	  "  COMPREPLY=()\n"
	  "  # Bash takes --option=value apart.\n"
	  "  value=$word option=${COMP_WORDS[COMP_CWORD-1]}\n"
	  "  if [[ $word == = ]]; then\n"
	  "    value=\n"
	  "  elif [[ $option == = && COMP_CWORD -ge 2 ]]; then\n"
	  "    option=${COMP_WORDS[COMP_CWORD-2]}\n"
	  "  fi\n"
	  "  case $option in\n");
  for (unsigned n = 0; n < OPTIONS; n++)
    print_values (option_rows[n].name, option_rows[n].metavariable);
  for (unsigned id = 0; id < SETTINGS; id++)
    print_values (setting_key (id), setting_metavariable (id));
  printf ("  esac\n"
	  "  for ((index = 1; index < COMP_CWORD; index++)); do\n"
	  "    case ${COMP_WORDS[index]} in\n");
  for (unsigned c = 0; c < COMMANDS; c++)
    if (command_rows[c].summary)
      {
	printf ("      %s) command=%s options=\"", command_rows[c].name,
		command_rows[c].name);
	print_options_of (c);
	printf ("\"; break ;;\n");
      }
  printf ("    esac\n"
	  "  done\n"
	  "  if [[ $word == -* ]]; then\n"
	  "    COMPREPLY=($(compgen -W \"${options:-");
  print_options_of (COMMAND_help);
  printf ("} $common\" -- \"$word\"))\n"
	  "    [[ ${COMPREPLY-} != *= ]] || compopt -o nospace 2> /dev/null\n"
	  "    return\n"
	  "  fi\n"
	  "  if [[ -z $command ]]; then\n"
	  "    COMPREPLY=($(compgen -W \"");
  print_commands ();
  printf ("\" -- \"$word\"))\n"
	  "    return\n"
	  "  fi\n");
  print_operands ();
  printf ("}\n\ncomplete -F _queries queries\n");
  return STATUS_CLEAN;
}
