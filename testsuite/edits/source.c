/* source.c - a C file as tokens, for edits at random.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "testsuite/edits/source.h"

static void *
more (void *old, size_t count, size_t size)
{
  /* Doubled whenever COUNT is a power of two.  */
  if (count & (count - 1))
    return old;
  void *new = realloc (old, (count ? 2 * count : 1) * size);
  if (!new)
    abort ();
  return new;
}

static bool
read_text (struct source *s, const char *name)
{
  FILE *file = fopen (name, "rb");
  size_t got, space = 0;
  if (!file)
    return false;
  do
    {
      space += 65536;
      s->text = realloc (s->text, space + 1);
      if (!s->text)
	abort ();
      got = fread (s->text + s->size, 1, space - s->size, file);
      s->size += got;
    }
  while (s->size == space);
  s->text[s->size] = 0;
  bool fine = !ferror (file);
  fclose (file);
  return fine;
}

/* Lexing.  Each returns where what begins at AT ends.  */

static size_t
skip_block_comment (const struct source *s, size_t at)
{
  const char *end = strstr (s->text + at + 2, "*/");
  return end ? (size_t) (end - s->text) + 2 : s->size;
}

static size_t
skip_line (const struct source *s, size_t at)
{
  while (at < s->size && s->text[at] != '\n')
    {
      if (s->text[at] == '\\' && at + 1 < s->size)
	at++;
      at++;
    }
  return at < s->size ? at : s->size;
}

static size_t
skip_literal (const struct source *s, size_t at)
{
  char quote = s->text[at++];
  while (at < s->size && s->text[at] != quote && s->text[at] != '\n')
    {
      if (s->text[at] == '\\' && at + 1 < s->size)
	at++;
      at++;
    }
  return at < s->size ? at + 1 : s->size;
}

/* A comment in it may have more lines than the directive.  */
static size_t
skip_directive (const struct source *s, size_t at)
{
  while (at < s->size && s->text[at] != '\n')
    if (s->text[at] == '/' && s->text[at + 1] == '*')
      at = skip_block_comment (s, at);
    else
      at += s->text[at] == '\\' && at + 1 < s->size ? 2 : 1;
  return at;
}

static size_t
skip_word (const struct source *s, size_t at)
{
  while (isalnum ((unsigned char) s->text[at]) || s->text[at] == '_')
    at++;
  return at;
}

static size_t
skip_number (const struct source *s, size_t at)
{
  for (;; at++)
    {
      char c = s->text[at];
      bool sign = (c == '+' || c == '-') && strchr ("eEpP", s->text[at - 1]);
      if (!isalnum ((unsigned char) c) && c != '.' && !sign)
	return at;
    }
}

static size_t
skip_mark (const struct source *s, size_t at)
{
  static const char *const marks[] = {
    "<<=", ">>=", "...", "<<", ">>", "<=", ">=", "==", "!=", "->", "++", "--",
    "&&", "||", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^="
  };
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
    if (strncmp (s->text + at, marks[i], strlen (marks[i])) == 0)
      return at + strlen (marks[i]);
  return at + 1;
}

static void
add_token (struct source *s, enum token_kind kind, size_t start, size_t end)
{
  s->tokens = more (s->tokens, s->n_tokens, sizeof *s->tokens);
  s->tokens[s->n_tokens++] = (struct token) { .kind = kind, .start = start,
    .end = end, .function = NO_FUNCTION };
}

static void
find_tokens (struct source *s)
{
  bool first = true;	/* Nothing but white space on this line yet.  */
  for (size_t at = 0; at < s->size; )
    {
      size_t start = at;
      unsigned char c = (unsigned char) s->text[at];
      if (c == '\n')
	first = true;
      if (isspace (c))
	{
	  at++;
	  continue;
	}
      if (c == '/' && s->text[at + 1] == '*')
	at = skip_block_comment (s, at);
      else if (c == '/' && s->text[at + 1] == '/')
	at = skip_line (s, at);
      else if (c == '#' && first)
	add_token (s, TOKEN_DIRECTIVE, start, at = skip_directive (s, at));
      else if (isalpha (c) || c == '_')
	add_token (s, TOKEN_WORD, start, at = skip_word (s, at));
      else if (isdigit (c))
	add_token (s, TOKEN_NUMBER, start, at = skip_number (s, at));
      else if (c == '"' || c == '\'')
	add_token (s, TOKEN_LITERAL, start, at = skip_literal (s, at));
      else
	add_token (s, TOKEN_MARK, start, at = skip_mark (s, at));
      first = false;
    }
}

/* Functions.  */

static bool
in_first_column (const struct source *s, size_t i)
{
  size_t start = s->tokens[i].start;
  return start == 0 || s->text[start - 1] == '\n';
}

static void
add_function (struct source *s, size_t head, size_t open, size_t close)
{
  s->functions = more (s->functions, s->n_functions, sizeof *s->functions);
  for (size_t i = open; i <= close; i++)
    s->tokens[i].function = (uint32_t) s->n_functions;
  s->functions[s->n_functions++]
    = (struct function) { .head = head, .open = open, .close = close };
}

/* Whether the `{' at I opens a body: after the parameters or, in the oldest
   style, their declarations.  */
static bool
opens_body (const struct source *s, size_t i)
{
  return token_is (s, i - 1, ")")
    || (token_is (s, i - 1, ";") && in_first_column (s, i));
}

/* Whether the `;' at I, in no braces, is inside a definition of the oldest
   style, which HEAD begins: a word follows the parameters.  */
static bool
declares_parameter (const struct source *s, size_t head, size_t i)
{
  for (size_t k = head; k + 1 < i; k++)
    if (s->tokens[k].parens == 1 && token_is (s, k, ")"))
      return s->tokens[k + 1].kind == TOKEN_WORD
	&& !token_is (s, k + 1, "__attribute__");
  return false;
}

static void
find_functions (struct source *s)
{
  size_t head = 0, open = NO_TOKEN, depth = 0;
  uint32_t parens = 0;
  for (size_t i = 0; i < s->n_tokens; i++)
    {
      s->tokens[i].parens = parens;
      bool outside = depth == 0;
      if (s->tokens[i].kind == TOKEN_DIRECTIVE && outside)
	head = i + 1;
      else if (token_is (s, i, "("))
	parens++;
      else if (token_is (s, i, ")") && parens > 0)
	parens--;
      else if (token_is (s, i, ";") && outside
	       && !declares_parameter (s, head, i))
	head = i + 1;
      else if (token_is (s, i, "{"))
	{
	  /* Of `extern "C" {' the inside is outside.  */
	  if (i > 0 && s->tokens[i - 1].kind == TOKEN_LITERAL && outside)
	    head = i + 1;
	  else if (depth++ == 0)
	    open = i > 0 && opens_body (s, i) ? i : NO_TOKEN;
	  parens = 0;
	}
      else if (token_is (s, i, "}") && !outside)
	{
	  /* Where both sides of an #if open a brace, the column tells.  */
	  depth = in_first_column (s, i) ? 0 : depth - 1;
	  parens = 0;
	  if (depth > 0)
	    continue;
	  if (open != NO_TOKEN)
	    {
	      add_function (s, head, open, i);
	      head = i + 1;
	    }
	  open = NO_TOKEN;
	}
    }
}

bool
source_init (struct source *s, const char *file)
{
  *s = (struct source) { .text = NULL };
  if (!read_text (s, file))
    return false;
  find_tokens (s);
  find_functions (s);
  return true;
}

void
source_release (struct source *s)
{
  free (s->text);
  free (s->tokens);
  free (s->functions);
}

/* Asking.  */

bool
token_is (const struct source *s, size_t i, const char *text)
{
  if (i >= s->n_tokens)
    return false;
  const struct token *t = &s->tokens[i];
  return strlen (text) == t->end - t->start
    && memcmp (text, s->text + t->start, t->end - t->start) == 0;
}

bool
token_same (const struct source *s, size_t i, size_t j)
{
  const struct token *a = &s->tokens[i], *b = &s->tokens[j];
  return a->end - a->start == b->end - b->start
    && memcmp (s->text + a->start, s->text + b->start, a->end - a->start) == 0;
}

size_t
token_line (const struct source *s, size_t i)
{
  size_t line = 1;
  for (size_t at = 0; at < s->tokens[i].start; at++)
    line += s->text[at] == '\n';
  return line;
}

size_t
statement_end (const struct source *s, size_t i)
{
  for (size_t k = i; k < s->n_tokens; k++)
    if (s->tokens[k].kind == TOKEN_DIRECTIVE
	|| token_is (s, k, "{") || token_is (s, k, "}"))
      break;
    else if (s->tokens[k].parens == s->tokens[i].parens
	     && token_is (s, k, ";"))
      return k;
  return NO_TOKEN;
}

size_t
matching_paren (const struct source *s, size_t i)
{
  for (size_t k = i + 1; k < s->n_tokens; k++)
    if (s->tokens[k].kind == TOKEN_DIRECTIVE
	|| token_is (s, k, "{") || token_is (s, k, "}"))
      break;
    else if (s->tokens[k].parens == s->tokens[i].parens + 1
	     && token_is (s, k, ")"))
      return k;
  return NO_TOKEN;
}
