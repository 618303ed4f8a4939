/* call-component.c - the queries call_component and calls_between.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/all.h"
#include "passes/snapshot-print.h"
#include "passes/structure.h"

/* The function's position, or NONE.  */
static uint32_t
position_of (const struct function_list *functions, uint32_t key)
{
  const uint32_t *keys = function_list_keys (functions);
  uint32_t low = 0, high = functions->count;
  while (low < high)
    {
      uint32_t middle = low + (high - low) / 2;
      if (keys[middle] == key)
	return middle;
      if (keys[middle] < key)
	low = middle + 1;
      else
	high = middle;
    }
  return NONE;
}

void
provide_call_component (struct query_context *cx, uint32_t key,
			struct buffer *out)
{
  struct call_component header
    = { query_key_identity (cx, KEY_FUNCTION, key), 0, 1 };
  const struct function_list *functions = q_functions (cx, 0);
  uint32_t position = position_of (functions, key);
  if (position == NONE)
    {
      buffer_add (out, &header, sizeof header);
      buffer_add (out, &header.leader, sizeof header.leader);
      return;
    }
  const struct call_sccs *s = fitting_call_sccs (cx, functions);
  const uint32_t *keys = function_list_keys (functions);
  uint32_t component = call_sccs_component (s)[position];
  uint32_t first = call_sccs_first (s)[component];
  uint32_t end = call_sccs_first (s)[component + 1];
  uint32_t leader = call_sccs_order (s)[first];
  header.leader = query_key_identity (cx, KEY_FUNCTION, keys[leader]);
  header.recursive = call_sccs_recursive (s)[component];
  header.count = leader == position ? end - first : 0;
  buffer_add (out, &header, sizeof header);
  for (uint32_t i = first; i < first + header.count; i++)
    {
      struct fingerprint member
	= query_key_identity (cx, KEY_FUNCTION, keys[call_sccs_order (s)[i]]);
      buffer_add (out, &member, sizeof member);
    }
}

uint32_t
called_outside_ring (struct query_context *cx, uint32_t key,
		     const struct snapshot *s, const struct snap_statement *t)
{
  const struct snap_decl *d;
  uint32_t callee;

  if (t->decl == NONE || t->decl == s->decl)
    return NONE;
  d = &snapshot_decls (s)[t->decl];
  if (d->kind != DECL_FUNCTION || fingerprint_is_zero (d->symbol))
    return NONE;
  callee = query_key (cx, KEY_FUNCTION, d->symbol,
		      snapshot_string (s, d->name));
  return fingerprint_equal (q_call_component (cx, key)->leader,
			    q_call_component (cx, callee)->leader)
	 ? NONE : callee;
}

bool
call_component_verify (const void *bytes, size_t size)
{
  const struct call_component *c = bytes;
  static const uint32_t width[] = { sizeof (struct fingerprint) };
  if (size < sizeof *c)
    return false;
  uint64_t count[] = { c->count };
  return value_has_size (size, sizeof *c, count, width, 1);
}

void
call_component_print (FILE *file, const struct snapshot *body,
		      const struct call_component *c, unsigned flags)
{
  char text[FINGERPRINT_TEXT_SIZE];
  (void) body;
  (void) flags;
  fingerprint_print (text, c->leader);
  fprintf (file, "leader %s%s\n", text, c->recursive ? ", recursive" : "");
  for (uint32_t i = 0; i < c->count; i++)
    {
      fingerprint_print (text, call_component_members (c)[i]);
      fprintf (file, "  %s\n", text);
    }
}

/* Whether statement T of S calls SYMBOL directly.  */
static bool
calls (const struct snapshot *s, const struct snap_statement *t,
       struct fingerprint symbol)
{
  if (t->code != STATEMENT_CALL || t->n_operands == 0)
    return false;
  uint32_t decl
    = called_declaration (s, snapshot_operands (s)[t->first_operand]);
  return decl != NONE
	 && fingerprint_equal (snapshot_decls (s)[decl].symbol, symbol);
}

void
provide_calls_between (struct query_context *cx, uint32_t key,
		       struct buffer *out)
{
  uint32_t caller = query_key_part (cx, KEY_FUNCTION_FUNCTION, key, 0);
  uint32_t callee = query_key_part (cx, KEY_FUNCTION_FUNCTION, key, 1);
  struct fingerprint symbol = query_key_identity (cx, KEY_FUNCTION, callee);
  struct call_sites header = { 0 };
  const struct snapshot *s = NULL;
  if (query_key_is_local (cx, KEY_FUNCTION, caller))
    {
      s = q_body (cx, caller);
      header.known = 1;
    }
  size_t at = buffer_add (out, &header, sizeof header);
  for (uint32_t i = 0; s && i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];
      if (!calls (s, t, symbol))
	continue;
      struct call_site site
	= { .statement = i, .n_arguments = t->n_operands - 1 - t->n_extra };
      if (operand_kind (t->lhs) != OPERAND_NONE)
	site.flags |= CALL_SITE_HAS_RESULT;
      if (t->flags & CALL_IS_TAIL)
	site.flags |= CALL_SITE_IS_TAIL;
      buffer_add (out, &site, sizeof site);
      header.count++;
    }
  *(struct call_sites *) buffer_at (out, at) = header;
}

bool
call_sites_verify (const void *bytes, size_t size)
{
  const struct call_sites *c = bytes;
  static const uint32_t width[] = { sizeof (struct call_site) };
  if (size < sizeof *c)
    return false;
  uint64_t count[] = { c->count };
  return value_has_size (size, sizeof *c, count, width, 1);
}

void
call_sites_print (FILE *file, const struct snapshot *body,
		  const struct call_sites *c, unsigned flags)
{
  (void) flags;
  for (uint32_t i = 0; i < c->count; i++)
    {
      const struct call_site *site = &call_sites_array (c)[i];
      fprintf (file, "%u arguments%s%s: ", site->n_arguments,
	       site->flags & CALL_SITE_HAS_RESULT ? ", result" : "",
	       site->flags & CALL_SITE_IS_TAIL ? ", tail" : "");
      if (body && site->statement < snapshot_n_statements (body))
	statement_print (file, body, site->statement);
      putc ('\n', file);
    }
}
