/* command.h - the command `queries': what its parts know of one another.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   queries.c	main
   invocation.c	what was typed, by the tables commands.def and options.def
   command-*.c	one command each, command_NAME

   One thread.  Out of memory ends the process with a message.  */

#ifndef TOOLS_COMMAND_H
#define TOOLS_COMMAND_H

#include <stdbool.h>

#include "queries/settings.h"

enum command_id
{
#define COMMAND(ID, NAME, OPERANDS, LEAST, MOST, SUMMARY, TEXT) COMMAND_##ID,
#include "tools/commands.def"
  COMMANDS
};

enum option_id
{
#define OPTION(ID, NAME, LETTER, METAVARIABLE, COMMANDS, HELP) OPTION_##ID,
#include "tools/options.def"
  OPTIONS
};

/* The exit status.  */
enum status
{
  STATUS_CLEAN,			/* All is well.  */
  STATUS_FINDINGS,		/* Something was found that should not be.  */
  STATUS_USAGE,			/* Typed or configured in a wrong way.  */
  STATUS_ERROR			/* The store, a file: something failed.  */
};

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_TAB };

struct invocation
{
  enum command_id command;
  /* NULL: not given; "": given, and has no value.  */
  const char *options[OPTIONS];
  const char *operands[2];
  unsigned n_operands;
  enum format format;
  bool color, verbose, quiet;
  struct settings settings;
  unsigned n_complaints;	/* About the configuration.  */
};

struct command_row
{
  const char *name, *operands;
  unsigned least, most;
  const char *summary, *text;
  enum status (*run) (struct invocation *i);
};

struct option_row
{
  const char *name;
  char letter;
  const char *metavariable;
  uint32_t commands;		/* Bits of enum command_id.  */
  const char *help;
};

extern const struct command_row command_rows[COMMANDS];
extern const struct option_row option_rows[OPTIONS];

#define COMMAND(ID, NAME, OPERANDS, LEAST, MOST, SUMMARY, TEXT)	\
  enum status command_##ID (struct invocation *i);
#include "tools/commands.def"

/* Read the command line, and then the configuration.  False: go no further,
   and exit with *STATUS.  */
bool invocation_read (struct invocation *i, int argc, char **argv,
		      enum status *status);
void invocation_release (struct invocation *i);

/* COMMANDS if there is none called NAME; then a message said so.  */
enum command_id command_find (const char *name);

/* The time that AGE, an option's value, stands for, in seconds.  False, after a
   message, if it is none.  */
bool option_age (enum option_id option, const char *age, uint64_t *seconds);

/* "queries: " and a line on stderr.  */
void complain (const char *format, ...)
  __attribute__ ((format (printf, 1, 2)));
/* The same, "Try ...", and STATUS_USAGE.  */
enum status usage_error (const struct invocation *i, const char *format, ...)
  __attribute__ ((format (printf, 2, 3)));

/* Help on stdout.  */
void print_help (void);
void print_command_help (enum command_id command);

#endif
