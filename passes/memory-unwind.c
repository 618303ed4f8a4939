/* memory-unwind.c - calls that leave the function by longjmp.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Unless the function itself has called setjmp, its frame goes, and with it what
   only its variables refer to.  So do those of its callers, up to the one that
   has: a summary says which ways end like that.  */

#include "passes/memory.h"

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
  if (calls_setjmp (m->s))
    return;
  memory_check_leaks (m, s, s, statement, 0);
  x = memory_leave (m, s, statement);
  if (!x)
    return;
  x->unwinds = true;
  x->callee = m->applied_callee;
  x->entry = m->applied_entry;
}
