/* model.c - reading the models of library functions.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/model.h"

#include <stddef.h>
#include <string.h>

struct row
{
  const char *name, *result, *arguments;
};

static const struct row rows[] = {
#define MODEL(NAME, RESULT, ARGUMENTS) { NAME, RESULT, ARGUMENTS },
#include "passes/models.def"
};

struct word
{
  const char *text;
  uint32_t flag;
  bool takes_name, takes_number;
};

static const struct word result_words[] = {
  { "never", MODEL_NEVER_RETURNS, false, false },
  { "unwinds", MODEL_UNWINDS, false, false },
  { "new", MODEL_RESULT_IS_NEW, true, false },
  { "maybe-null", MODEL_RESULT_MAY_BE_NULL, false, false },
  { "nonnull", MODEL_RESULT_IS_NONNULL, false, false },
  { "cleared", MODEL_RESULT_IS_CLEARED, false, false },
  { "filled", MODEL_RESULT_IS_FILLED, false, false },
  { "on-stack", MODEL_IS_ON_STACK, false, false },
  { "argument", MODEL_RESULT_IS_ARGUMENT, false, true },
  { "inside", MODEL_RESULT_IS_INSIDE, false, true },
  { "changes", MODEL_CHANGES_OTHERS, false, false },
  { "opens", MODEL_RESULT_IS_OPENED, true, false },
  { "or-negative", MODEL_FAILS_NEGATIVE, false, false },
  { "checked", MODEL_RESULT_IS_CHECKED, false, false },
  { NULL, 0, false, false }
};

static const struct word argument_words[] = {
  { "reads", MODEL_READS, false, false },
  { "writes", MODEL_WRITES, false, false },
  { "clears", MODEL_CLEARS, false, false },
  { "copies", MODEL_COPIES, false, false },
  { "releases", MODEL_RELEASES, true, false },
  { "resizes", MODEL_RESIZES, true, false },
  { "nonnull", MODEL_NONNULL, false, false },
  { "keeps", MODEL_KEEPS, false, false },
  { "size", MODEL_IS_SIZE, false, false },
  { "limit", MODEL_IS_LIMIT, false, false },
  { "makes", MODEL_MAKES, true, false },
  { "descriptor", MODEL_IS_DESCRIPTOR, false, false },
  { "closes", MODEL_CLOSES, true, false },
  { "locks", MODEL_LOCKS, true, false },
  { "shares", MODEL_SHARES, true, false },
  { "tries", MODEL_TRIES, true, false },
  { "unlocks", MODEL_UNLOCKS, true, false },
  { "once", MODEL_ONCE, false, false },
  { "stream", MODEL_IS_STREAM, false, false },
  { "-", 0, false, false },
  { NULL, 0, false, false }
};

/* The word at *TEXT, which is moved behind it; its length, 0 at the end.  A
   comma is a word.  */
static size_t
next_word (const char **text, const char **word)
{
  size_t length;

  *text += strspn (*text, " \t");
  *word = *text;
  length = **text == ',' ? 1 : strcspn (*text, " \t,");
  *text += length;
  return length;
}

static bool
is_word (const char *word, size_t length, const char *text)
{
  return strlen (text) == length && memcmp (word, text, length) == 0;
}

static const struct word *
find_word (const struct word *words, const char *word, size_t length)
{
  for (; words->text; words++)
    if (is_word (word, length, words->text))
      return words;
  return NULL;
}

static const char *
read_name (const char **text, char *name)
{
  const char *word;
  size_t length = next_word (text, &word);

  if (length == 0 || *word == ',')
    return "the name of a function is missing";
  if (length >= MODEL_NAME)
    return "the name of a function is too long";
  memcpy (name, word, length);
  name[length] = '\0';
  return NULL;
}

static const char *
read_number (const char **text, uint32_t *number)
{
  const char *word;
  size_t length = next_word (text, &word);

  if (length != 1 || *word < '1' || *word > '0' + MODEL_ARGUMENTS)
    return "the number of an argument is missing";
  *number = (uint32_t) (*word - '1');
  return NULL;
}

static const char *
read_result (const char *text, struct model *m, const char **where)
{
  const char *word, *wrong = NULL;
  size_t length;

  while (!wrong && (length = next_word (&text, &word)) > 0)
    {
      const struct word *w = find_word (result_words, word, length);

      *where = word;
      if (!w)
	return "no such word about a result";
      m->flags |= w->flag;
      if (w->takes_name)
	wrong = read_name (&text, m->family);
      else if (w->takes_number)
	wrong = read_number (&text, &m->result_argument);
    }
  return wrong;
}

static const char *
read_arguments (const char *text, struct model *m, const char **where)
{
  struct model_argument *a = &m->argument[0];
  const char *word, *wrong = NULL;
  size_t length;

  if (text[strspn (text, " \t")] == '\0')
    return NULL;
  m->n_arguments = 1;
  while (!wrong && (length = next_word (&text, &word)) > 0)
    {
      const struct word *w;

      *where = word;
      if (*word == ',')
	{
	  if (a == &m->rest || m->n_arguments == MODEL_ARGUMENTS)
	    return "too many arguments";
	  a = &m->argument[m->n_arguments++];
	  continue;
	}
      if (is_word (word, length, "..."))
	{
	  if (a->does)
	    return "\"...\" comes first in its place";
	  m->n_arguments--;
	  a = &m->rest;
	  continue;
	}
      w = find_word (argument_words, word, length);
      if (!w)
	return "no such word about an argument";
      a->does |= w->flag;
      if (w->takes_name)
	wrong = read_name (&text, a->family);
    }
  return wrong;
}

const char *
model_parse (const char *name, const char *result, const char *arguments,
	     struct model *m, const char **where)
{
  const char *wrong;

  memset (m, 0, sizeof *m);
  m->name = name;
  *where = name;
  wrong = read_result (result, m, where);
  return wrong ? wrong : read_arguments (arguments, m, where);
}

bool
model_find (const char *name, struct model *m)
{
  size_t low = 0, high = sizeof rows / sizeof *rows;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;
      int c = strcmp (rows[middle].name, name);
      const char *where;

      if (c == 0)
	return !model_parse (rows[middle].name, rows[middle].result,
			     rows[middle].arguments, m, &where);
      if (c < 0)
	low = middle + 1;
      else
	high = middle;
    }
  return false;
}
