/* check-pure-body.c - const and pure functions that are neither.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   GCC believes the attributes and drops or joins calls.  A finding needs an
   effect that somebody else can see: a cache that only this function reads is
   no matter, nor is what happens on ways that end the program.  Of one function
   the first finding is enough: its attribute is wrong.  */

#include "passes/all.h"
#include "passes/attribute.h"

#include <string.h>

/* Functions of the C library whose effect is what they are called for.  */
static const char *const output[]
  = { "fprintf", "fputc", "fputs", "fwrite", "perror", "printf", "putc",
      "putchar", "puts", "rand", "random", "srand", "srandom", "vfprintf",
      "vprintf", "write" };

struct promise
{
  struct query_context *cx;
  uint32_t key;
  const struct snapshot *s;
  const char *attribute;
  struct fingerprint self;
};

/* Who else than the function has the symbol: SYMBOL_*, all together.  */
static uint32_t
used_by_others (const struct promise *p, const struct memory_effect *e)
{
  uint32_t symbol = query_key (p->cx, KEY_SYMBOL, e->symbol, "");
  const struct symbol_users *u = q_symbol_users (p->cx, symbol);
  uint32_t access = 0;

  for (uint32_t i = 0; i < u->count; i++)
    if (!fingerprint_equal (symbol_users_array (u)[i].function, p->self))
      access |= symbol_users_array (u)[i].access;
  return access;
}

/* Whether the function, or one that it calls, changes the variable of E: then
   it looks after it.  */
static bool
is_looked_after (const struct promise *p, const struct memory_effect *e)
{
  uint32_t symbol = query_key (p->cx, KEY_SYMBOL, e->symbol, "");
  const struct symbol_users *u = q_symbol_users (p->cx, symbol);
  const struct call_targets *targets = q_call_targets (p->cx, p->key);

  for (uint32_t i = 0; i < u->count; i++)
    {
      const struct symbol_user *user = &symbol_users_array (u)[i];

      if (!(user->access & (SYMBOL_IS_WRITTEN | SYMBOL_HAS_ADDRESS_TAKEN)))
	continue;
      if (fingerprint_equal (user->function, p->self))
	return true;
      for (uint32_t j = 0; j < targets->count; j++)
	if (fingerprint_equal (user->function,
			       call_targets_array (targets)[j].symbol))
	  return true;
    }
  return false;
}

/* Whether a write of E can be seen.  A variable that only this function reads
   is its own.  */
static bool
is_seen (const struct promise *p, const struct memory_effect *e)
{
  if (e->parameter != NONE || (e->declaration & DECL_IS_PUBLIC))
    return true;
  return used_by_others (p, e)
	 & (SYMBOL_IS_READ | SYMBOL_HAS_ADDRESS_TAKEN | SYMBOL_HAS_UNKNOWN_USE);
}

/* Whether what E reads may be another value next time.  */
static bool
may_change (const struct promise *p, const struct memory_effect *e)
{
  if (e->parameter != NONE || (e->flags & MEMORY_IS_REACHED)
      || (e->declaration & (DECL_IS_READONLY | DECL_IS_THREAD_LOCAL
			    | DECL_IS_REGISTER | DECL_IS_ARTIFICIAL)))
    return false;
  if (is_looked_after (p, e))
    return false;
  return (e->declaration & DECL_IS_PUBLIC)
	 || (used_by_others (p, e)
	     & (SYMBOL_IS_WRITTEN | SYMBOL_HAS_ADDRESS_TAKEN
		| SYMBOL_HAS_UNKNOWN_USE));
}

/* The first call of a function that is for its effects, or NONE.  */
static uint32_t
find_output (const struct promise *p, const uint8_t *returns)
{
  const struct snapshot *s = p->s;

  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];
      const struct snap_decl *d;

      if (t->code != STATEMENT_CALL || t->decl == NONE || !returns[t->block])
	continue;
      d = &snapshot_decls (s)[t->decl];
      for (size_t j = 0; j < sizeof output / sizeof *output; j++)
	if ((d->flags & DECL_IS_EXTERNAL) && !(d->flags & DECL_IS_WEAK)
	    && !d->scope
	    && strcmp (snapshot_string (s, d->assembler_name), output[j]) == 0)
	  return i;
    }
  return NONE;
}

static void
add_notes (const struct promise *p, const struct memory_effect *e,
	   struct findings_builder *b)
{
  if (e && (e->flags & MEMORY_IN_CALL))
    findings_add (b, CHECK_pure_body, MESSAGE_BY_THIS_CALL,
		  PLACE (PLACE_STATEMENT, e->statement), FINDING_IS_NOTE);
  findings_add (b, CHECK_pure_body, MESSAGE_DECLARED_HERE,
		PLACE (PLACE_PROMISE, 0), FINDING_IS_NOTE);
  findings_add_fallback (b, PLACE (PLACE_DECL, p->s->decl), NONE);
  findings_add_decl (b, p->s->decl);
}

static void
report_effect (const struct promise *p, const struct memory_effects *all,
	       const struct memory_effect *e, struct findings_builder *b)
{
  bool writes = e->flags & MEMORY_IS_WRITTEN;

  findings_add (b, CHECK_pure_body,
		!writes ? MESSAGE_CONST_READS
		: e->parameter != NONE || (e->flags & MEMORY_IS_REACHED)
		? MESSAGE_PURE_WRITES_REACHED : MESSAGE_PURE_WRITES,
		PLACE (PLACE_STATEMENT, e->statement), 0);
  if (writes)
    findings_add_text (b, p->attribute);
  findings_add_text (b, memory_effects_text (all) + e->name);
  add_notes (p, e, b);
}

static void
report_output (const struct promise *p, uint32_t statement,
	       struct findings_builder *b)
{
  findings_add (b, CHECK_pure_body, MESSAGE_PURE_CALLS,
		PLACE (PLACE_STATEMENT, statement), 0);
  findings_add_text (b, p->attribute);
  findings_add_decl (b, snapshot_statements (p->s)[statement].decl);
  add_notes (p, NULL, b);
}

/* The first effect that breaks the promise, writes before reads; or NULL.  */
static const struct memory_effect *
find_effect (const struct promise *p, const struct memory_effects *all,
	     bool is_const)
{
  for (uint32_t i = 0; i < all->count; i++)
    {
      const struct memory_effect *e = &memory_effects_array (all)[i];

      if ((e->flags & MEMORY_IS_WRITTEN) && is_seen (p, e))
	return e;
    }
  for (uint32_t i = 0; is_const && i < all->count; i++)
    {
      const struct memory_effect *e = &memory_effects_array (all)[i];

      if (!(e->flags & MEMORY_IS_WRITTEN) && may_change (p, e))
	return e;
    }
  return NULL;
}

void
provide_pure_body (struct query_context *cx, uint32_t key, struct buffer *out)
{
  struct promise p = { .cx = cx, .key = key, .s = q_body (cx, key) };
  const struct snap_decl *d = &snapshot_decls (p.s)[p.s->decl];
  const struct memory_effects *all = NULL;
  const struct memory_effect *e = NULL;
  uint32_t statement = NONE;
  struct findings_builder b;

  if (keeps_own_promises (p.s) && (d->flags & (DECL_IS_CONST | DECL_IS_PURE)))
    {
      p.attribute = d->flags & DECL_IS_CONST ? "const" : "pure";
      p.self = query_key_identity (cx, KEY_FUNCTION, key);
      all = q_memory_effects (cx, key);
      e = find_effect (&p, all, d->flags & DECL_IS_CONST);
      if (!e)
	statement = find_output (&p, returning_blocks (cx, key, p.s));
    }
  findings_builder_init (&b);
  if (e)
    report_effect (&p, all, e, &b);
  else if (statement != NONE)
    report_output (&p, statement, &b);
  findings_finish (&b, out);
  findings_builder_release (&b);
}
