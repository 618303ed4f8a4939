/* help.cc - the text of the help argument, from the tables.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "gcc-plugin.h"

#include "plugin/options.h"
#include "queries/buffer.h"

/* Where descriptions begin, and where lines end.  */
#define COLUMN 30
#define WIDTH 79

/* TEXT behind what is on the line already, broken between words.  */

static void
add_wrapped (struct buffer *b, size_t column, const char *text)
{
  if (column >= COLUMN)
    {
      buffer_add_format (b, "\n");
      column = 0;
    }
  buffer_add_format (b, "%*s", (int) (COLUMN - column), "");
  column = COLUMN;
  while (*text)
    {
      size_t size = strcspn (text, " ");
      if (column > COLUMN && column + 1 + size > WIDTH)
	{
	  buffer_add_format (b, "\n%*s", COLUMN, "");
	  column = COLUMN;
	}
      const char *space = column > COLUMN ? " " : "";
      buffer_add_format (b, "%s%.*s", space, (int) size, text);
      column += strlen (space) + size;
      text += size;
      text += strspn (text, " ");
    }
  buffer_add_format (b, "\n");
}

/* A line about KEY with its value, in the form of help.  */

static void
add_key (struct buffer *b, const char *key, const char *value_format,
	 const char *metavariable, const char *help)
{
  size_t start = b->size;
  buffer_add_format (b, "  %s", key);
  if (*metavariable)
    buffer_add_format (b, value_format, metavariable);
  add_wrapped (b, b->size - start, help);
}

static void
add_check (struct buffer *b, const char *name, const char *when,
	   const char *pass, const char *summary)
{
  size_t start = b->size;
  buffer_add_format (b, "  %s%s", name, when);
  size_t column = b->size - start;
  add_wrapped (b, column, summary);
  if (strcmp (pass, "none") != 0)
    buffer_add_format (b, "%*sin place of GCC's pass %s\n", COLUMN, "", pass);
}

/* NAME of a query, as users spell it.  */

static void
add_query (struct buffer *b, const char *name, const char *description)
{
  char key[64], help[128];
  snprintf (key, sizeof key, "dump-%s", name);
  for (char *c = key; *c; c++)
    if (*c == '_')
      *c = '-';
  size_t start = b->size;
  buffer_add_format (b, "  %s", key);
  snprintf (help, sizeof help, description, "...");
  add_wrapped (b, b->size - start, help);
}

char *
options_help (const char *base)
{
  struct buffer b = BUFFER_INIT;
  buffer_add_format (&b, "Arguments, each as -fplugin-arg-%s-KEY[=VALUE]:\n",
		     base);
#define NONE_FORMAT "%s"
#define OPTIONAL_FORMAT "[=%s]"
#define REQUIRED_FORMAT "=%s"
#define OPTION(ID, KEY, VALUE, METAVARIABLE, HELP)	\
  add_key (&b, KEY, VALUE##_FORMAT, METAVARIABLE, HELP);
#include "plugin/options.def"
#define SETTING(ID, KEY, VARIABLE, KIND, DEFAULT, METAVARIABLE, HELP)	\
  add_key (&b, KEY, REQUIRED_FORMAT, METAVARIABLE, HELP);
#include "queries/settings.def"

  buffer_add_format (&b, "\nThe checks:\n");
#define CERTAIN ""
#define LIKELY " (off)"
#define WITH_MEMORY " (with memory)"
#define CHECK(QUERY, NAME, PASS, GATE, LEVEL, CWE, SUMMARY)	\
  add_check (&b, NAME, LEVEL, PASS, SUMMARY);
#include "passes/checks.def"

  buffer_add_format (&b, "\nWhat a query says of each function, by "
		     "dump-QUERY[-details][-graph][=WHERE].\n"
		     "WHERE is stdout, stderr or a file; else the dump lies "
		     "beside the output as GCC's do.\n");
#define QUERY(NAME, CATEGORY, KEY, VALUE, FLAGS, VERSION, DESCRIPTION, ...) \
  add_query (&b, #NAME, DESCRIPTION);
#include "queries/queries.def"

  buffer_add_format (&b, "\nEnvironment, where no argument says otherwise:\n"
		     "  QUERIES_DIR, QUERIES_CONFIG, QUERIES_DISABLE");
#define SETTING(ID, KEY, VARIABLE, KIND, DEFAULT, METAVARIABLE, HELP)	\
  buffer_add_format (&b, "%s" VARIABLE, SETTING_##ID % 3 ? ", " : ",\n  ");
#include "queries/settings.def"
  buffer_add_format (&b, "\n");
  char *text = xstrndup (b.bytes, b.size);
  buffer_release (&b);
  return text;
}
