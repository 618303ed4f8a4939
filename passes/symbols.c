/* symbols.c - the queries symbol_index, symbols, symbol_declaration and
   symbol_users: who in the unit does what with which declaration.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"
#include "passes/structure.h"

#include <stdlib.h>

/* Flags that promise something of a function or variable.  */
#define PROMISES (DECL_IS_NORETURN | DECL_IS_PURE | DECL_IS_CONST	\
		  | DECL_IS_NOTHROW | DECL_IS_LEAF | DECL_IS_MALLOC	\
		  | DECL_IS_READONLY)

uint32_t
symbol_find (const struct symbol *symbols, uint32_t count,
	     struct fingerprint symbol)
{
  uint32_t low = 0, high = count;
  while (low < high)
    {
      uint32_t middle = low + (high - low) / 2;
      int c = fingerprint_compare (&symbols[middle].symbol, &symbol);
      if (c == 0)
	return middle;
      if (c < 0)
	low = middle + 1;
      else
	high = middle;
    }
  return NONE;
}

/* One body's mention of one symbol.  */
struct mention
{
  const struct symbol *symbol;
  uint32_t position;		/* Of the body, in FUNCTIONS.  */
};

static int
compare_mentions (const void *a, const void *b)
{
  const struct mention *x = a, *y = b;
  int c = fingerprint_compare (&x->symbol->symbol, &y->symbol->symbol);
  return c ? c : x->position < y->position ? -1 : x->position > y->position;
}

/* All that the index is made of.  */
struct unit_bodies
{
  const struct function_list *functions;
  const struct body_symbols **bodies;	/* By position.  */
  struct fingerprint *identities;	/* Of their keys.  */
  struct mention *mentions;		/* By symbol, then position.  */
  uint32_t n_mentions;
};

static void
ask_bodies (struct query_context *cx, struct unit_bodies *u)
{
  struct scratch m = scratch_of_query (cx);
  uint32_t n = u->functions->count;
  uint64_t count = 0;
  u->bodies = scratch_alloc (&m, n, sizeof *u->bodies);
  u->identities = scratch_alloc (&m, n, sizeof *u->identities);
  for (uint32_t p = 0; p < n; p++)
    {
      uint32_t key = function_list_keys (u->functions)[p];
      u->bodies[p] = q_body_symbols (cx, key);
      u->identities[p] = query_key_identity (cx, KEY_FUNCTION, key);
      count += u->bodies[p]->count;
    }
  u->mentions = scratch_alloc (&m, count, sizeof *u->mentions);
  for (uint32_t p = 0; p < n; p++)
    for (uint32_t i = 0; i < u->bodies[p]->count; i++)
      u->mentions[u->n_mentions++]
	= (struct mention) { &body_symbols_array (u->bodies[p])[i], p };
  qsort (u->mentions, u->n_mentions, sizeof *u->mentions, compare_mentions);
}

void
symbol_merge (struct symbol *into, const struct symbol *other)
{
  uint32_t promised = into->flags & other->flags & PROMISES;
  into->flags = ((into->flags | other->flags) & ~(uint32_t) PROMISES)
		| promised;
  into->access |= other->access;
  if (into->size_bits != other->size_bits)
    into->size_bits = SIZE_UNKNOWN;
  if (into->builtin != other->builtin)
    into->builtin = BUILTIN_NONE;
  if (into->kind != other->kind)
    into->kind = DECL_OTHER;
}

/* Whether mention I is of another symbol than the one before.  */
static bool
is_first (const struct unit_bodies *u, uint32_t i)
{
  return i == 0 || !fingerprint_equal (u->mentions[i].symbol->symbol,
				       u->mentions[i - 1].symbol->symbol);
}

static const char *
name_of_mention (const struct unit_bodies *u, const struct mention *m)
{
  return body_symbols_text (u->bodies[m->position]) + m->symbol->name;
}

/* The functions' names, each once and whether or not it uses anything; where
   each is goes to NAME.  */
static void
add_function_names (const struct unit_bodies *u, struct buffer *text,
		    uint32_t *name)
{
  for (uint32_t p = 0; p < u->functions->count; p++)
    name[p] = (uint32_t) buffer_add_string (text,
					    body_symbols_text (u->bodies[p])
					    + u->bodies[p]->name);
}

static void
write_index (const struct unit_bodies *u, const struct scratch *m,
	     struct buffer *out)
{
  struct symbol_index header = { .n_users = u->n_mentions };
  for (uint32_t i = 0; i < u->n_mentions; i++)
    header.count += is_first (u, i);
  struct symbol *symbols = scratch_alloc (m, header.count, sizeof *symbols);
  uint32_t *first = scratch_numbers (m, (size_t) header.count + 1);
  uint32_t *name = scratch_numbers (m, u->functions->count);
  struct symbol_user *users
    = scratch_alloc (m, u->n_mentions, sizeof *users);
  struct buffer text = BUFFER_INIT;
  buffer_add_zero (&text, 1);
  add_function_names (u, &text, name);

  uint32_t n = 0;
  for (uint32_t i = 0; i < u->n_mentions; i++)
    {
      const struct mention *mention = &u->mentions[i];
      users[i] = (struct symbol_user) { u->identities[mention->position],
					mention->symbol->access,
					name[mention->position] };
      if (!is_first (u, i))
	{
	  symbol_merge (&symbols[n - 1], mention->symbol);
	  continue;
	}
      symbols[n] = *mention->symbol;
      symbols[n].name
	= (uint32_t) buffer_add_string (&text, name_of_mention (u, mention));
      first[n++] = i;
    }
  first[n] = u->n_mentions;
  header.text_size = (uint32_t) text.size;
  buffer_add (out, &header, sizeof header);
  buffer_add (out, symbols, n * sizeof *symbols);
  buffer_add (out, users, u->n_mentions * sizeof *users);
  buffer_add (out, first, ((size_t) n + 1) * sizeof *first);
  buffer_add (out, text.bytes, text.size);
  buffer_release (&text);
}

void
provide_symbol_index (struct query_context *cx, uint32_t key,
		      struct buffer *out)
{
  struct scratch m = scratch_of_query (cx);
  struct unit_bodies u = { .functions = q_functions (cx, key) };
  ask_bodies (cx, &u);
  write_index (&u, &m, out);
}

bool
symbol_index_verify (const void *bytes, size_t size)
{
  const struct symbol_index *x = bytes;
  static const uint32_t width[]
    = { sizeof (struct symbol), sizeof (struct symbol_user), 4, 1 };
  if (size < sizeof *x)
    return false;
  uint64_t count[] = { x->count, x->n_users, (uint64_t) x->count + 1,
		       x->text_size };
  if (!value_has_size (size, sizeof *x, count, width, 4)
      || x->text_size == 0 || symbol_index_text (x)[x->text_size - 1] != '\0')
    return false;
  const uint32_t *first = symbol_index_first (x);
  if (first[0] != 0 || first[x->count] != x->n_users)
    return false;
  for (uint32_t i = 0; i < x->count; i++)
    if (first[i] > first[i + 1]
	|| symbol_index_array (x)[i].name >= x->text_size
	|| symbol_index_array (x)[i].kind >= SNAP_DECL_KINDS)
      return false;
  for (uint32_t i = 0; i < x->n_users; i++)
    if (symbol_index_users (x)[i].name >= x->text_size)
      return false;
  return true;
}

void
provide_symbols (struct query_context *cx, uint32_t key, struct buffer *out)
{
  struct scratch m = scratch_of_query (cx);
  const struct symbol_index *x = q_symbol_index (cx, key);
  struct symbol_list header = { .count = x->count };
  struct listed_symbol *listed
    = scratch_alloc (&m, x->count, sizeof *listed);
  struct buffer text = BUFFER_INIT;
  buffer_add_zero (&text, 1);
  for (uint32_t i = 0; i < x->count; i++)
    {
      const struct symbol *s = &symbol_index_array (x)[i];
      listed[i] = (struct listed_symbol)
	{ s->symbol, s->kind,
	  (uint32_t) buffer_add_string (&text,
					symbol_index_text (x) + s->name) };
    }
  header.text_size = (uint32_t) text.size;
  buffer_add (out, &header, sizeof header);
  buffer_add (out, listed, x->count * sizeof *listed);
  buffer_add (out, text.bytes, text.size);
  buffer_release (&text);
}

void
provide_symbol_declaration (struct query_context *cx, uint32_t key,
			    struct buffer *out)
{
  const struct symbol_index *x = q_symbol_index (cx, 0);
  uint32_t at = symbol_find (symbol_index_array (x), x->count,
			     query_key_identity (cx, KEY_SYMBOL, key));
  struct symbol_declaration value = { 0 };
  if (at != NONE)
    {
      const struct symbol *s = &symbol_index_array (x)[at];
      value = (struct symbol_declaration)
	{ .known = 1, .flags = s->flags, .size_bits = s->size_bits,
	  .kind = s->kind, .builtin = s->builtin };
    }
  buffer_add (out, &value, sizeof value);
}

void
provide_symbol_users (struct query_context *cx, uint32_t key,
		      struct buffer *out)
{
  struct scratch m = scratch_of_query (cx);
  const struct symbol_index *x = q_symbol_index (cx, 0);
  uint32_t at = symbol_find (symbol_index_array (x), x->count,
			     query_key_identity (cx, KEY_SYMBOL, key));
  struct symbol_users header = { 0 };
  const struct symbol_user *from = symbol_index_users (x);
  if (at != NONE)
    {
      from += symbol_index_first (x)[at];
      header.count = symbol_index_first (x)[at + 1]
		     - symbol_index_first (x)[at];
      header.access = symbol_index_array (x)[at].access;
    }
  struct symbol_user *users
    = scratch_alloc (&m, header.count, sizeof *users);
  struct buffer text = BUFFER_INIT;
  buffer_add_zero (&text, 1);
  for (uint32_t i = 0; i < header.count; i++)
    {
      users[i] = from[i];
      users[i].name
	= (uint32_t) buffer_add_string (&text,
					symbol_index_text (x) + from[i].name);
    }
  header.text_size = (uint32_t) text.size;
  buffer_add (out, &header, sizeof header);
  buffer_add (out, users, header.count * sizeof *users);
  buffer_add (out, text.bytes, text.size);
  buffer_release (&text);
}
