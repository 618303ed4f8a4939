/* source.h - a C file as tokens, for edits at random.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   No parser: the preprocessor has not run, both sides of an #if are seen, and
   a guess may be wrong.  What an edit makes of a wrong guess does at worst not
   compile.  */

#ifndef TESTSUITE_EDITS_SOURCE_H
#define TESTSUITE_EDITS_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum token_kind
{
  TOKEN_WORD,
  TOKEN_NUMBER,
  TOKEN_LITERAL,	/* A string or a character.  */
  TOKEN_MARK,
  TOKEN_DIRECTIVE	/* All of it, with continued lines.  */
};

#define NO_FUNCTION UINT32_MAX
#define NO_TOKEN SIZE_MAX

struct token
{
  enum token_kind kind;
  uint32_t function;	/* Whose body it is in, or NO_FUNCTION.  */
  uint32_t parens;	/* How many parentheses are open before it.  */
  size_t start, end;	/* In the text.  */
};

/* Tokens: of a definition, from its first word to its last brace.  */
struct function
{
  size_t head, open, close;
};

struct source
{
  char *text;			/* With a 0 behind it.  */
  size_t size;
  struct token *tokens;
  size_t n_tokens;
  struct function *functions;
  size_t n_functions;
};

/* Reads FILE; false with errno set if that fails.  Memory that is not there
   ends the program, here and below.  */
bool source_init (struct source *s, const char *file);
void source_release (struct source *s);

/* False also where token I is not there.  */
bool token_is (const struct source *s, size_t i, const char *text);
bool token_same (const struct source *s, size_t i, size_t j);

/* The line that token I begins on.  */
size_t token_line (const struct source *s, size_t i);

/* The `;' that ends what begins at token I, with no brace and no directive
   before it; NO_TOKEN if there is none.  */
size_t statement_end (const struct source *s, size_t i);

/* The `)' to the `(' at token I, or NO_TOKEN.  */
size_t matching_paren (const struct source *s, size_t i);

#endif
