/* symbols-print.c - symbols in dumps, and whether stored ones are whole.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"
#include "passes/structure.h"

static const char *const kinds[SNAP_DECL_KINDS] = {
  [DECL_VARIABLE] = "variable", [DECL_PARAMETER] = "parameter",
  [DECL_RESULT] = "result", [DECL_FUNCTION] = "function",
  [DECL_LABEL] = "label", [DECL_CONSTANT] = "constant",
  [DECL_OTHER] = "symbol"
};

bool
symbol_list_verify (const void *bytes, size_t size)
{
  const struct symbol_list *l = bytes;
  static const uint32_t width[] = { sizeof (struct listed_symbol), 1 };
  if (size < sizeof *l)
    return false;
  uint64_t count[] = { l->count, l->text_size };
  if (!value_has_size (size, sizeof *l, count, width, 2)
      || l->text_size == 0 || symbol_list_text (l)[l->text_size - 1] != '\0')
    return false;
  for (uint32_t i = 0; i < l->count; i++)
    if (symbol_list_array (l)[i].name >= l->text_size
	|| symbol_list_array (l)[i].kind >= SNAP_DECL_KINDS)
      return false;
  return true;
}

bool
symbol_declaration_verify (const void *bytes, size_t size)
{
  const struct symbol_declaration *d = bytes;
  return size == sizeof *d && d->kind < SNAP_DECL_KINDS;
}

bool
symbol_users_verify (const void *bytes, size_t size)
{
  const struct symbol_users *u = bytes;
  static const uint32_t width[] = { sizeof (struct symbol_user), 1 };
  if (size < sizeof *u)
    return false;
  uint64_t count[] = { u->count, u->text_size };
  if (!value_has_size (size, sizeof *u, count, width, 2)
      || u->text_size == 0
      || symbol_users_text (u)[u->text_size - 1] != '\0')
    return false;
  for (uint32_t i = 0; i < u->count; i++)
    if (symbol_users_array (u)[i].name >= u->text_size)
      return false;
  return true;
}

void
symbol_index_print (FILE *file, const struct snapshot *body,
		    const struct symbol_index *x, unsigned flags)
{
  char access[SYMBOL_ACCESS_TEXT];
  const char *text = symbol_index_text (x);
  (void) body;
  if (flags & DUMP_GRAPH)
    fprintf (file, "digraph symbol_index {\n");
  for (uint32_t i = 0; i < x->count; i++)
    {
      const struct symbol *s = &symbol_index_array (x)[i];
      if (!(flags & DUMP_GRAPH))
	fprintf (file, "%s %s\n", kinds[s->kind], text + s->name);
      for (uint32_t j = symbol_index_first (x)[i];
	   j < symbol_index_first (x)[i + 1]; j++)
	{
	  const struct symbol_user *user = &symbol_index_users (x)[j];
	  symbol_access_text (access, user->access);
	  fprintf (file, flags & DUMP_GRAPH
		   ? "  \"%2$s\" -> \"%1$s\" [label=\"%3$s\"];\n"
		   : "%1$.0s  by %2$s: %3$s\n",
		   text + s->name, text + user->name, access);
	}
    }
  if (flags & DUMP_GRAPH)
    fprintf (file, "}\n");
}

void
symbol_list_print (FILE *file, const struct snapshot *body,
		   const struct symbol_list *l, unsigned flags)
{
  (void) body;
  (void) flags;
  for (uint32_t i = 0; i < l->count; i++)
    fprintf (file, "%s %s\n", kinds[symbol_list_array (l)[i].kind],
	     symbol_list_text (l) + symbol_list_array (l)[i].name);
}

void
symbol_declaration_print (FILE *file, const struct snapshot *body,
			  const struct symbol_declaration *d, unsigned flags)
{
  static const struct { uint32_t flag; const char *text; } words[] = {
    { DECL_IS_PUBLIC, "public" }, { DECL_IS_EXTERNAL, "external" },
    { DECL_IS_WEAK, "weak" }, { DECL_IS_COMDAT, "comdat" },
    { DECL_IS_VOLATILE, "volatile" }, { DECL_IS_READONLY, "readonly" },
    { DECL_IS_THREAD_LOCAL, "thread-local" },
    { DECL_IS_NORETURN, "noreturn" }, { DECL_IS_PURE, "pure" },
    { DECL_IS_CONST, "const" }, { DECL_IS_LOOPING, "looping" },
    { DECL_IS_NOTHROW, "nothrow" }, { DECL_IS_LEAF, "leaf" },
    { DECL_IS_MALLOC, "malloc" }, { DECL_RETURNS_TWICE, "returns twice" }
  };
  (void) body;
  (void) flags;
  if (!d->known)
    {
      fprintf (file, "not mentioned\n");
      return;
    }
  fputs (kinds[d->kind], file);
  for (unsigned i = 0; i < sizeof words / sizeof *words; i++)
    if (d->flags & words[i].flag)
      fprintf (file, " %s", words[i].text);
  if (d->size_bits != SIZE_UNKNOWN)
    fprintf (file, ", %llu bits", (unsigned long long) d->size_bits);
  putc ('\n', file);
}

void
symbol_users_print (FILE *file, const struct snapshot *body,
		    const struct symbol_users *u, unsigned flags)
{
  char access[SYMBOL_ACCESS_TEXT];
  (void) body;
  (void) flags;
  for (uint32_t i = 0; i < u->count; i++)
    {
      symbol_access_text (access, symbol_users_array (u)[i].access);
      fprintf (file, "%s: %s\n",
	       symbol_users_text (u) + symbol_users_array (u)[i].name,
	       access);
    }
}
