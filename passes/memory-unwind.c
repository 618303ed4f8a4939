/* memory-unwind.c - calls that leave the function by longjmp.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Unless the function itself has called setjmp, its frame goes, and with it what
   only its variables refer to.  So do those of its callers, up to the one that
   has: a summary says which ways end like that.

   What setjmp fills holds a pointer to a region that stands for the frame, as if
   it were one of its variables.  When the function has returned that is a pointer
   into a frame that is gone, for its callers, and longjmp has nowhere to go.  */

#include "passes/memory.h"

#include <string.h>

#include "passes/alias.h"

/* NODE_ALLOCA of a call of setjmp: which.  */
#define SAVED_FRAME 1

/* The name as users know it, not a header's.  */
static const char *
name_of_call (const struct memory *m, uint32_t decl)
{
  const char *name
    = function_plain_name (snapshot_string (m->s, snapshot_decls (m->s)[decl]
						    .name));

  while (*name == '_')
    name++;
  return name;
}

/* The location of the buffer that STATEMENT is given.  */
static struct location
buffer_of (struct memory *m, struct memory_state *s, uint32_t statement)
{
  const struct snap_statement *t = &snapshot_statements (m->s)[statement];
  struct location l
    = { 0, 0, OPERAND (OPERAND_NONE, 0), OFFSET_UNKNOWN, m->s->pointer_bits,
	m->values.pointer_type, OPERAND (OPERAND_NONE, 0) };
  struct memory_node n;

  if (call_arguments (t) == 0)
    return l;
  l.pointer = memory_operand (m, s, snapshot_operands (m->s)
				      [t->first_operand + 1], NONE, false);
  n = *memory_node (&m->values, l.pointer);
  if (n.kind == NODE_POINTER && n.number != OFFSET_UNKNOWN)
    {
      l.region = n.a;
      l.offset = 8 * n.number;
    }
  return l;
}

void
memory_save_frame (struct memory *m, struct memory_state *s,
		   uint32_t statement, const char *name)
{
  struct location l;
  uint32_t frame;

  if (!(snapshot_statements (m->s)[statement].flags & CALL_RETURNS_TWICE)
      || snapshot_statements (m->s)[statement].decl == NONE
      || !strstr (name, "setjmp"))
    return;
  l = buffer_of (m, s, statement);
  if (l.region == 0)
    return;
  frame = memory_make (&m->values, NODE_ALLOCA, NONE, statement, SAVED_FRAME,
		       0);
  memory_bind (&m->pool, s, &m->values, l.region, l.offset, l.size,
	       memory_make_pointer (&m->values, frame, 0));
  memory_note (m, s, PATH_SAVED, statement, frame)->name
    = name_of_call (m, m->called);
}

const char *
memory_saved_by (const struct memory *m, uint32_t region)
{
  const struct memory_node *n = memory_node (&m->values, region);

  if (n->kind == NODE_STALE)
    return n->number == 0 ? NULL : m->families[n->number - 1];
  return n->kind == NODE_ALLOCA && n->b == SAVED_FRAME
	 ? name_of_call (m, snapshot_statements (m->s)[n->a].decl) : NULL;
}

/* Whether STATEMENT, which calls longjmp, jumps to a frame that is gone; tells
   it.  */
static bool
jumps_to_stale (struct memory *m, struct memory_state *s, uint32_t statement)
{
  struct location l = buffer_of (m, s, statement);
  struct memory_node n = *memory_node (&m->values, 0);
  struct memory_found *f;

  if (l.region != 0)
    n = *memory_node (&m->values, memory_load (m, s, &l, statement));
  if (n.kind != NODE_POINTER || memory_kind (&m->values, n.a) != NODE_STALE
      || !memory_saved_by (m, n.a))
    return false;
  f = memory_find (m, s, FOUND_STALE_SETJMP, statement,
		   OPERAND (OPERAND_NONE, 0), n.a);
  if (f)
    {
      f->name = name_of_call (m, m->called);
      f->family = memory_family (m, memory_saved_by (m, n.a));
    }
  return true;
}

static bool
calls_setjmp (const struct snapshot *s)
{
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    if (snapshot_statements (s)[i].code == STATEMENT_CALL
	&& snapshot_statements (s)[i].flags & CALL_RETURNS_TWICE)
      return true;
  return false;
}

void
memory_unwind (struct memory *m, struct memory_state *s, uint32_t statement)
{
  struct memory_exit *x;

  m->has_left = true;
  if ((m->applied_callee == NONE && m->called != NONE
       && jumps_to_stale (m, s, statement))
      || calls_setjmp (m->s))
    return;
  memory_check_leaks (m, s, s, statement, 0);
  x = memory_leave (m, s, statement);
  if (!x)
    return;
  x->unwinds = true;
  x->callee = m->applied_callee;
  x->entry = m->applied_entry;
}
