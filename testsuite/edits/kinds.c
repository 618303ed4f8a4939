/* kinds.c - the kinds of edits there are.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "testsuite/edits/edit.h"

/* Where things are in a source.  */

static bool
is_one_of (const struct source *s, size_t i, const char *const *texts)
{
  for (; *texts; texts++)
    if (token_is (s, i, *texts))
      return true;
  return false;
}

static bool
begins_statement (const struct source *s, size_t i)
{
  static const char *const before[] = { ";", "{", "}", NULL };
  return s->tokens[i].function != NO_FUNCTION && s->tokens[i].parens == 0
    && i > s->functions[s->tokens[i].function].open
    && is_one_of (s, i - 1, before);
}

/* The name that the declaration at I declares first, or NO_TOKEN if it is
   none: words and stars, then a word and what may follow a name.  */
static size_t
declared_name (const struct source *s, size_t i)
{
  static const char *const after[] = { "=", ";", ",", "[", NULL };
  size_t words = 0;
  for (; i < s->n_tokens; i++)
    if (s->tokens[i].kind == TOKEN_WORD)
      words++;
    else if (!token_is (s, i, "*"))
      break;
  return words > 1 && s->tokens[i - 1].kind == TOKEN_WORD
    && is_one_of (s, i, after) ? i - 1 : NO_TOKEN;
}

static const char *const control[] = {
  "if", "else", "for", "while", "do", "switch", "case", "default", "goto",
  "break", "continue", "return", NULL
};

/* An expression with its `;'.  */
static bool
is_simple_statement (const struct source *s, size_t i)
{
  static const char *const declaring[] = {
    "typedef", "struct", "union", "enum", "static", "extern", NULL
  };
  return begins_statement (s, i) && !token_is (s, i, ";")
    && !token_is (s, i, "}") && !is_one_of (s, i, control)
    && !is_one_of (s, i, declaring) && declared_name (s, i) == NO_TOKEN
    && statement_end (s, i) != NO_TOKEN;
}

static bool
is_local (const struct source *s, size_t i)
{
  return begins_statement (s, i) && !is_one_of (s, i, control)
    && declared_name (s, i) != NO_TOKEN;
}

static bool
is_initialized_local (const struct source *s, size_t i)
{
  if (!is_local (s, i) || token_is (s, i, "const"))
    return false;
  size_t name = declared_name (s, i), end = statement_end (s, i);
  if (end == NO_TOKEN || !token_is (s, name + 1, "="))
    return false;
  for (size_t k = name; k < end; k++)
    if (s->tokens[k].parens == 0 && token_is (s, k, ","))
      return false;
  return true;
}

static bool
is_number (const struct source *s, size_t i)
{
  const struct token *t = &s->tokens[i];
  if (t->kind != TOKEN_NUMBER || t->function == NO_FUNCTION)
    return false;
  for (size_t k = t->start; k < t->end; k++)
    if (!isdigit ((unsigned char) s->text[k]))
      return false;
  return t->end - t->start < 10;
}

static const char *const comparisons[]
  = { "<", "<=", ">", ">=", "==", "!=", NULL };

static bool
is_comparison (const struct source *s, size_t i)
{
  return s->tokens[i].function != NO_FUNCTION && is_one_of (s, i, comparisons);
}

static bool
is_return (const struct source *s, size_t i)
{
  return s->tokens[i].function != NO_FUNCTION && token_is (s, i, "return")
    && statement_end (s, i) != NO_TOKEN;
}

static bool
is_condition (const struct source *s, size_t i)
{
  return s->tokens[i].function != NO_FUNCTION && token_is (s, i, "(")
    && (token_is (s, i - 1, "if") || token_is (s, i - 1, "while"))
    && matching_paren (s, i) != NO_TOKEN;
}

static bool
ends_line (const struct source *s, size_t i)
{
  return s->text[s->tokens[i].end] == '\n';
}

static bool
is_body (const struct source *s, size_t i)
{
  uint32_t f = s->tokens[i].function;
  return f != NO_FUNCTION && s->functions[f].open == i;
}

/* Two functions in a row, with no #if that only one of them is in.  */
static bool
is_body_before_another (const struct source *s, size_t i)
{
  uint32_t f = s->tokens[i].function;
  if (!is_body (s, i) || f + 1 == s->n_functions)
    return false;
  for (size_t k = s->functions[f].head; k < s->functions[f + 1].close; k++)
    if (s->tokens[k].kind == TOKEN_DIRECTIVE)
      return false;
  return true;
}

/* X = F (...);  */
static bool
is_call_with_result (const struct source *s, size_t i)
{
  return is_simple_statement (s, i) && s->tokens[i].kind == TOKEN_WORD
    && token_is (s, i + 1, "=") && s->tokens[i + 2].kind == TOKEN_WORD
    && token_is (s, i + 3, "(")
    && token_is (s, statement_end (s, i) - 1, ")");
}

static bool
is_structure (const struct source *s, size_t i)
{
  return i > 1 && s->tokens[i].function == NO_FUNCTION && token_is (s, i, "{")
    && (token_is (s, i - 1, "struct") || token_is (s, i - 2, "struct"));
}

/* #define NAME NUMBER: where the number is.  */
static size_t
defined_number (const struct source *s, size_t i)
{
  int before = 0, after = 0;
  if (s->tokens[i].kind != TOKEN_DIRECTIVE)
    return NO_TOKEN;
  const char *text = s->text + s->tokens[i].start;
  sscanf (text, "#%*[ \t]define%*[ \t]%*[A-Za-z0-9_]%*[ \t]%n%*9[0-9]%n",
	  &before, &after);
  if (after == 0)
    sscanf (text, "#define%*[ \t]%*[A-Za-z0-9_]%*[ \t]%n%*9[0-9]%n", &before,
	    &after);
  if (after == 0 || text[after] != '\n')
    return NO_TOKEN;
  return (size_t) before;
}

static bool
is_defined_number (const struct source *s, size_t i)
{
  return defined_number (s, i) != NO_TOKEN;
}

static bool
is_endif (const struct source *s, size_t i)
{
  return s->tokens[i].kind == TOKEN_DIRECTIVE
    && strncmp (s->text + s->tokens[i].start, "#endif", 6) == 0;
}

static bool
is_added_function (const struct source *s, size_t i)
{
  return s->tokens[i].kind == TOKEN_WORD && token_is (s, i + 1, "(")
    && strncmp (s->text + s->tokens[i].start, "queries_edit_", 13) == 0;
}

/* Parts of edits.  */

/* Tokens FROM to TO as they are written: arguments for %.*s.  */
static int
length (const struct source *s, size_t from, size_t to)
{
  return (int) (s->tokens[to].end - s->tokens[from].start);
}

static const char *
text (const struct source *s, size_t from)
{
  return s->text + s->tokens[from].start;
}

static void
insert_after (struct edit *e, size_t token, const char *what)
{
  size_t end = e->source->tokens[token].end;
  edit_change (e, end, end, "%s", what);
}

static unsigned long
other_number (struct edit *e, const char *digits)
{
  unsigned long n = strtoul (digits, NULL, 10);
  switch (edit_random (e, 6))
    {
    case 0: return n + 1;
    case 1: return n > 0 ? n - 1 : 1;
    case 2: return n > 0 ? 0 : 1;
    case 3: return 2 * n + 2;
    case 4: return n + 256;
    default: return edit_random (e, 100);
    }
}

/* The kinds.  */

static bool
make_insert (struct edit *e)
{
  const struct source *s = e->source;
  size_t from = edit_pick (e, is_simple_statement);
  if (from == NO_TOKEN)
    return false;
  e->function = s->tokens[from].function;
  size_t end = statement_end (s, edit_pick (e, is_simple_statement));
  edit_change (e, s->tokens[end].end, s->tokens[end].end, "\n  %.*s",
	       length (s, from, statement_end (s, from)), text (s, from));
  return true;
}

static bool
make_delete (struct edit *e)
{
  const struct source *s = e->source;
  size_t at = edit_pick (e, is_simple_statement);
  if (at == NO_TOKEN)
    return false;
  edit_change (e, s->tokens[at].start, s->tokens[statement_end (s, at)].end,
	       ";");
  return true;
}

static bool
make_duplicate (struct edit *e)
{
  const struct source *s = e->source;
  size_t at = edit_pick (e, is_simple_statement);
  if (at == NO_TOKEN)
    return false;
  size_t end = statement_end (s, at);
  edit_change (e, s->tokens[end].end, s->tokens[end].end, " %.*s",
	       length (s, at, end), text (s, at));
  return true;
}

static bool
make_constant (struct edit *e)
{
  const struct source *s = e->source;
  size_t at = edit_pick (e, is_number);
  if (at == NO_TOKEN)
    return false;
  edit_change (e, s->tokens[at].start, s->tokens[at].end, "%lu",
	       other_number (e, text (s, at)));
  return true;
}

static bool
make_compare (struct edit *e)
{
  const struct source *s = e->source;
  size_t at = edit_pick (e, is_comparison), other;
  if (at == NO_TOKEN)
    return false;
  do
    other = edit_random (e, 6);
  while (token_is (s, at, comparisons[other]));
  edit_change (e, s->tokens[at].start, s->tokens[at].end, "%s",
	       comparisons[other]);
  return true;
}

static bool
make_negate (struct edit *e)
{
  const struct source *s = e->source;
  size_t at = edit_pick (e, is_condition);
  if (at == NO_TOKEN)
    return false;
  insert_after (e, at, "!(");
  insert_after (e, matching_paren (s, at), ")");
  return true;
}

static bool
make_swap (struct edit *e)
{
  const struct source *s = e->source;
  size_t at = edit_pick (e, is_body_before_another);
  if (at == NO_TOKEN)
    return false;
  const struct function *f = &s->functions[s->tokens[at].function];
  for (int i = 0; i < 2; i++)
    edit_change (e, s->tokens[f[i].head].start, s->tokens[f[i].close].end,
		 "%.*s", length (s, f[1 - i].head, f[1 - i].close),
		 text (s, f[1 - i].head));
  return true;
}

static bool
make_rename (struct edit *e)
{
  const struct source *s = e->source;
  size_t at = edit_pick (e, is_local);
  if (at == NO_TOKEN)
    return false;
  const struct function *f = &s->functions[s->tokens[at].function];
  size_t name = declared_name (s, at);
  for (size_t i = f->open; i < f->close; i++)
    if (token_same (s, i, name) && !token_is (s, i - 1, ".")
	&& !token_is (s, i - 1, "->"))
      edit_change (e, s->tokens[i].end, s->tokens[i].end, "_%" PRIu64,
		   e->seed);
  return true;
}

static bool
make_uninitialize (struct edit *e)
{
  const struct source *s = e->source;
  size_t at = edit_pick (e, is_initialized_local);
  if (at == NO_TOKEN)
    return false;
  edit_change (e, s->tokens[declared_name (s, at)].end,
	       s->tokens[statement_end (s, at)].start, "%s", "");
  return true;
}

static bool
make_return (struct edit *e)
{
  const struct source *s = e->source;
  size_t at = edit_pick (e, is_return);
  if (at == NO_TOKEN)
    return false;
  edit_change (e, s->tokens[at].start, s->tokens[statement_end (s, at)].end,
	       ";");
  return true;
}

/* The result of a call, or of one that says that it must not be ignored.  */
static bool
make_ignore (struct edit *e)
{
  const struct source *s = e->source;
  size_t at = edit_pick (e, is_call_with_result);
  if (at != NO_TOKEN && edit_random (e, 2) == 0)
    {
      edit_change (e, s->tokens[at].start, s->tokens[at + 2].start, "%s", "");
      return true;
    }
  at = edit_pick (e, is_simple_statement);
  if (at == NO_TOKEN)
    return false;
  insert_after (e, statement_end (s, at), "\n  { extern int queries_must_use"
		" (void) __attribute__ ((warn_unused_result));"
		" queries_must_use (); }");
  return true;
}

static bool
make_read (struct edit *e)
{
  const struct source *s = e->source;
  size_t at = edit_pick (e, is_simple_statement);
  if (at == NO_TOKEN)
    return false;
  size_t end = s->tokens[statement_end (s, at)].end;
  edit_change (e, end, end, "\n  { int queries_a; volatile int queries_b = %d;"
	       " queries_b += queries_a; }", (int) edit_random (e, 100));
  return true;
}

/* A call of a function that another edit added: chains and rings come.  */
static bool
make_call (struct edit *e)
{
  const struct source *s = e->source;
  size_t name = edit_pick (e, is_added_function);
  if (name == NO_TOKEN)
    return false;
  size_t at = edit_pick (e, is_simple_statement);
  size_t end = s->tokens[statement_end (s, at)].end;
  edit_change (e, end, end, "\n  { extern int %.*s (int); (void) %.*s (%d); }",
	       length (s, name, name), text (s, name),
	       length (s, name, name), text (s, name),
	       (int) edit_random (e, 100));
  return true;
}

static bool
add_inline (struct edit *e)
{
  const struct source *s = e->source;
  for (size_t i = s->n_tokens; i-- > 0; )
    if (is_endif (s, i))
      {
	e->at = i;
	edit_change (e, s->tokens[i].start, s->tokens[i].start,
		     "static inline int queries_inline_%" PRIu64 " (int n)\n"
		     "{\n  int x;\n  return n > %d ? n : x;\n}\n",
		     e->seed, (int) edit_random (e, 100));
	return true;
      }
  return false;
}

static bool
make_function (struct edit *e)
{
  static const char *const bodies[] = {
    "  int x;\n  if (n > 3)\n    x = n;\n  return x + n;\n",
    "  int x;\n  return x;\n",
    "  if (n > 7)\n    return n;\n",
    "  while (n-- > 0)\n    n += n & 3;\n  return n;\n",
    "  int table[4];\n  return table[n & 3];\n"
  };
  const struct source *s = e->source;
  if (e->header)
    return add_inline (e);
  size_t at = edit_pick (e, is_body);
  if (at == NO_TOKEN)
    return false;
  size_t end = s->tokens[s->functions[s->tokens[at].function].close].end;
  edit_change (e, end, end, "\n\nint\nqueries_edit_%" PRIu64 " (int n)\n"
	       "{\n  volatile int done = n;\n  done++;\n%s}\n", e->seed,
	       bodies[edit_random (e, sizeof bodies / sizeof *bodies)]);
  return true;
}

static bool
make_field (struct edit *e)
{
  size_t at = edit_pick (e, is_structure);
  if (at == NO_TOKEN)
    return false;
  size_t end = e->source->tokens[at].end;
  edit_change (e, end, end, " int queries_field_%" PRIu64 ";", e->seed);
  return true;
}

static bool
make_define (struct edit *e)
{
  const struct source *s = e->source;
  size_t at = edit_pick (e, is_defined_number);
  if (at == NO_TOKEN)
    return false;
  size_t start = s->tokens[at].start + defined_number (s, at);
  edit_change (e, start, s->tokens[at].end, "%lu",
	       other_number (e, s->text + start));
  return true;
}

static bool
make_comment (struct edit *e)
{
  size_t at = edit_pick (e, ends_line);
  if (at == NO_TOKEN)
    return false;
  size_t end = e->source->tokens[at].end + 1;
  edit_change (e, end, end, "/* Edit %" PRIu64 ".  */\n", e->seed);
  return true;
}

static bool
make_blank (struct edit *e)
{
  size_t at = edit_pick (e, ends_line);
  if (at == NO_TOKEN)
    return false;
  insert_after (e, at, "\n");
  return true;
}

const struct edit_kind edit_kinds[] = {
  { "insert", make_insert, 8, false },
  { "delete", make_delete, 8, false },
  { "duplicate", make_duplicate, 6, false },
  { "constant", make_constant, 8, true },
  { "compare", make_compare, 8, true },
  { "negate", make_negate, 5, true },
  { "swap", make_swap, 7, false },
  { "rename", make_rename, 7, false },
  { "uninitialize", make_uninitialize, 8, false },
  { "return", make_return, 6, false },
  { "ignore", make_ignore, 5, false },
  { "read", make_read, 4, false },
  { "function", make_function, 7, true },
  { "call", make_call, 5, false },
  { "field", make_field, 2, true },
  { "define", make_define, 2, true },
  { "comment", make_comment, 2, true },
  { "blank", make_blank, 2, true }
};

const size_t n_edit_kinds = sizeof edit_kinds / sizeof *edit_kinds;
