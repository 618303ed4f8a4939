/* body-symbols.c - the queries body_symbols and symbol_access: what one body
   does with declarations.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"
#include "passes/snapshot-print.h"
#include "passes/structure.h"

#include <stdio.h>
#include <stdlib.h>

/* The declaration at the root of an operand's path; NONE: a pointer's, or a
   constant's.  */
static uint32_t
root_of (const struct snapshot *s, uint32_t operand)
{
  while (operand_kind (operand) == OPERAND_ADDRESS
	 || operand_kind (operand) == OPERAND_MEMORY)
    operand = snapshot_memory (s)[operand_index (operand)].base;
  return operand_kind (operand) == OPERAND_DECL ? operand_index (operand)
	 : NONE;
}

uint32_t
effect_declaration (const struct snapshot *body, const struct effect *effect,
		    uint32_t *access)
{
  switch (effect->kind)
    {
    case EFFECT_LOADS:
      *access = SYMBOL_IS_READ;
      break;
    case EFFECT_STORES:
    case EFFECT_CLOBBERS:
      *access = SYMBOL_IS_WRITTEN;
      break;
    case EFFECT_ADDRESS:
      *access = SYMBOL_HAS_ADDRESS_TAKEN;
      break;
    case EFFECT_CALLS:
      *access = SYMBOL_IS_CALLED;
      break;
    default:
      return NONE;
    }
  return root_of (body, effect->operand);
}

void
symbol_access_text (char *text, uint32_t access)
{
  static const char *const words[]
    = { "read", "written", "address taken", "called", "unknown" };
  size_t at = 0;
  text[0] = '\0';
  for (unsigned i = 0; i < sizeof words / sizeof *words; i++)
    if (access >> i & 1)
      at += (size_t) snprintf (text + at, SYMBOL_ACCESS_TEXT - at, "%s%s",
			       at ? ", " : "", words[i]);
}

/* What a body does with each of its declarations.  */
struct collector
{
  const struct snapshot *s;
  uint32_t *access;		/* By DECLS.  */
};

static bool
collect (void *data, const struct effect *effect)
{
  struct collector *c = data;
  uint32_t access, decl = effect_declaration (c->s, effect, &access);
  if (decl != NONE)
    c->access[decl] |= access;
  return true;
}

static int
compare_symbols (const void *a, const void *b)
{
  const struct symbol *x = a, *y = b;
  int c = fingerprint_compare (&x->symbol, &y->symbol);
  return c ? c : x->name < y->name ? -1 : x->name > y->name;
}

/* Whether DECL of S is a symbol that the body mentions; its own is in DECLS
   in any case.  */
static bool
is_mentioned (const struct snapshot *s, uint32_t decl, uint32_t access)
{
  return !fingerprint_is_zero (snapshot_decls (s)[decl].symbol)
	 && (decl != s->decl || access != 0);
}

static struct symbol
symbol_of (const struct snapshot *s, uint32_t decl, uint32_t access)
{
  const struct snap_decl *d = &snapshot_decls (s)[decl];
  struct symbol symbol
    = { .symbol = d->symbol, .size_bits = d->size_bits, .flags = d->flags,
	.access = access ? access : SYMBOL_HAS_UNKNOWN_USE,
	.builtin = d->builtin, .kind = d->kind };
  return symbol;
}

/* Declarations of one symbol become one.  Returns how many are left.  */
static uint32_t
merge_equal (struct symbol *symbols, uint32_t count)
{
  uint32_t n = 0;
  for (uint32_t i = 0; i < count; i++)
    if (n > 0
	&& fingerprint_equal (symbols[n - 1].symbol, symbols[i].symbol))
      symbol_merge (&symbols[n - 1], &symbols[i]);
    else
      symbols[n++] = symbols[i];
  return n;
}

static void
write_symbols (const struct snapshot *s, const uint32_t *access,
	       const struct scratch *m, struct buffer *out)
{
  uint32_t n = snapshot_n_decls (s);
  struct body_symbols header = { 0 };
  struct symbol *symbols = scratch_alloc (m, n, sizeof *symbols);
  for (uint32_t d = 0; d < n; d++)
    if (is_mentioned (s, d, access[d]))
      {
	symbols[header.count] = symbol_of (s, d, access[d]);
	/* Until they are sorted and named.  */
	symbols[header.count++].name = d;
      }
  qsort (symbols, header.count, sizeof *symbols, compare_symbols);
  header.count = merge_equal (symbols, header.count);
  size_t at = buffer_add (out, &header, sizeof header);
  buffer_add (out, symbols, header.count * sizeof *symbols);
  size_t text = out->size;
  buffer_add_string (out, snapshot_name (s));
  for (uint32_t i = 0; i < header.count; i++)
    {
      const struct snap_decl *d = &snapshot_decls (s)[symbols[i].name];
      size_t name = buffer_add_string (out, snapshot_string (s, d->name));
      struct body_symbols *value = buffer_at (out, at);
      ((struct symbol *) (value + 1))[i].name = (uint32_t) (name - text);
    }
  ((struct body_symbols *) buffer_at (out, at))->text_size
    = (uint32_t) (out->size - text);
}

void
provide_body_symbols (struct query_context *cx, uint32_t key,
		      struct buffer *out)
{
  struct scratch m = scratch_of_query (cx);
  const struct snapshot *s = q_body (cx, key);
  struct collector c = { .s = s };
  c.access = scratch_numbers (&m, snapshot_n_decls (s));
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    effects_visit (s, i, collect, &c);
  write_symbols (s, c.access, &m, out);
}

bool
body_symbols_verify (const void *bytes, size_t size)
{
  const struct body_symbols *b = bytes;
  static const uint32_t width[] = { sizeof (struct symbol), 1 };
  if (size < sizeof *b)
    return false;
  uint64_t count[] = { b->count, b->text_size };
  if (!value_has_size (size, sizeof *b, count, width, 2)
      || b->text_size == 0 || b->name >= b->text_size
      || body_symbols_text (b)[b->text_size - 1] != '\0')
    return false;
  for (uint32_t i = 0; i < b->count; i++)
    if (body_symbols_array (b)[i].name >= b->text_size
	|| body_symbols_array (b)[i].kind >= SNAP_DECL_KINDS)
      return false;
  return true;
}

void
body_symbols_print (FILE *file, const struct snapshot *body,
		    const struct body_symbols *b, unsigned flags)
{
  char access[SYMBOL_ACCESS_TEXT];
  (void) body;
  if (flags & DUMP_GRAPH)
    fprintf (file, "digraph body_symbols {\n");
  for (uint32_t i = 0; i < b->count; i++)
    {
      const struct symbol *s = &body_symbols_array (b)[i];
      symbol_access_text (access, s->access);
      fprintf (file, flags & DUMP_GRAPH
	       ? "  \"%s\" -> \"%s\" [label=\"%s\"];\n" : "%.0s%s: %s\n",
	       body_symbols_text (b) + b->name,
	       body_symbols_text (b) + s->name, access);
    }
  if (flags & DUMP_GRAPH)
    fprintf (file, "}\n");
}

/* One symbol's uses, statement by statement.  */
struct finder
{
  const struct snapshot *s;
  struct fingerprint symbol;
  uint32_t access;		/* Of the statement at hand.  */
};

static bool
find (void *data, const struct effect *effect)
{
  struct finder *f = data;
  uint32_t access, decl = effect_declaration (f->s, effect, &access);
  if (decl != NONE
      && fingerprint_equal (snapshot_decls (f->s)[decl].symbol, f->symbol))
    f->access |= access;
  return true;
}

/* Whether the body mentions the symbol in whatever way.  */
static bool
mentions (const struct finder *f)
{
  for (uint32_t d = 0; d < snapshot_n_decls (f->s); d++)
    if (d != f->s->decl
	&& fingerprint_equal (snapshot_decls (f->s)[d].symbol, f->symbol))
      return true;
  return false;
}

void
provide_symbol_access (struct query_context *cx, uint32_t key,
		       struct buffer *out)
{
  uint32_t function = query_key_part (cx, KEY_FUNCTION_SYMBOL, key, 0);
  uint32_t symbol = query_key_part (cx, KEY_FUNCTION_SYMBOL, key, 1);
  struct symbol_access header = { SYMBOL_HAS_UNKNOWN_USE, 0 };
  if (!query_key_is_local (cx, KEY_FUNCTION, function))
    {
      buffer_add (out, &header, sizeof header);
      return;
    }
  struct finder f
    = { q_body (cx, function), query_key_identity (cx, KEY_SYMBOL, symbol),
	0 };
  header.access = 0;
  size_t at = buffer_add (out, &header, sizeof header);
  for (uint32_t i = 0; i < snapshot_n_statements (f.s); i++)
    {
      f.access = 0;
      effects_visit (f.s, i, find, &f);
      struct symbol_use use = { i, f.access };
      if (!f.access)
	continue;
      buffer_add (out, &use, sizeof use);
      header.access |= f.access;
      header.count++;
    }
  if (!header.access && mentions (&f))
    header.access = SYMBOL_HAS_UNKNOWN_USE;
  *(struct symbol_access *) buffer_at (out, at) = header;
}

bool
symbol_access_verify (const void *bytes, size_t size)
{
  const struct symbol_access *a = bytes;
  static const uint32_t width[] = { sizeof (struct symbol_use) };
  if (size < sizeof *a)
    return false;
  uint64_t count[] = { a->count };
  return value_has_size (size, sizeof *a, count, width, 1);
}

void
symbol_access_print (FILE *file, const struct snapshot *body,
		     const struct symbol_access *a, unsigned flags)
{
  char text[SYMBOL_ACCESS_TEXT];
  (void) flags;
  symbol_access_text (text, a->access);
  fprintf (file, "%s\n", a->access ? text : "not mentioned");
  for (uint32_t i = 0; i < a->count; i++)
    {
      const struct symbol_use *use = &symbol_access_array (a)[i];
      symbol_access_text (text, use->access);
      fprintf (file, "%s: ", text);
      /* A stored value may be of any body.  */
      if (body && use->statement < snapshot_n_statements (body))
	statement_print (file, body, use->statement);
      putc ('\n', file);
    }
}
