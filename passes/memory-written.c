/* memory-written.c - writes to what cannot be written, by functions elsewhere.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The attribute access says that a function writes behind its argument: that
   must be neither a string literal nor constant, nor a function.  */

#include "passes/memory-mark.h"

#include "passes/alias.h"

static bool
writes (const struct snap_attribute *a)
{
  return a->kind == SNAP_ATTRIBUTE_ACCESS
	 && (a->mode == ACCESS_WRITE_ONLY || a->mode == ACCESS_READ_WRITE);
}

/* The attributes of what the call STATEMENT calls, and how many.  */
static const struct snap_attribute *
attributes (const struct memory *m, uint32_t statement, uint32_t *count)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  const struct snap_type *type;

  *count = 0;
  if (t->code != STATEMENT_CALL || t->type == NONE || t->decl == NONE
      || t->flags & CALL_IS_INTERNAL || m->callee[t->decl])
    return NULL;
  type = &snapshot_types (m->s)[t->type];
  *count = type->n_attributes;
  return snapshot_attributes (m->s) + type->first_attribute;
}

bool
memory_written_is_source (const struct memory *m, uint32_t statement)
{
  uint32_t n;
  const struct snap_attribute *a = attributes (m, statement, &n);

  for (uint32_t i = 0; i < n; i++)
    if (writes (&a[i]))
      return true;
  return false;
}

void
memory_written_before (struct memory *m, struct memory_state *s,
		       uint32_t statement)
{
  uint32_t n;
  const struct snap_attribute *a = attributes (m, statement, &n);

  for (uint32_t i = 0; i < n; i++)
    {
      uint32_t operand;
      struct memory_node v;
      struct location l = { 0 };

      if (!writes (&a[i]))
	continue;
      operand = memory_argument (m, statement, a[i].argument);
      if (operand_kind (operand) == OPERAND_NONE)
	continue;
      v = *memory_node (&m->values,
			memory_operand (m, s, operand, NONE, false));
      if (v.kind != NODE_POINTER)
	continue;
      l.region = v.a;
      l.operand = operand;
      memory_check_write (m, s, &l, statement, &a[i]);
    }
}

void
memory_written_notes (struct memory *m, const struct memory_found *f,
		      struct findings_builder *b)
{
  uint32_t decl = snapshot_statements (m->s)[f->statement].decl;
  char number[16];

  snprintf (number, sizeof number, "%u", f->argument + 1);
  findings_add (b, CHECK_memory, MESSAGE_WRITTEN_BY_ATTRIBUTE,
		PLACE (PLACE_DECL, decl), FINDING_IS_NOTE);
  findings_add_text (b, number);
  findings_add_decl (b, decl);
  findings_add_text (b, snapshot_string (m->s, f->attribute->text));
}
