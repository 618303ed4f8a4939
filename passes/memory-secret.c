/* memory-secret.c - passwords that are written where others can read them.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   What GCC's analyzer says under -Wanalyzer-exposure-through-output-file: what
   getpass returns must not go to printf and the like.  */

#include "passes/memory-mark.h"

#include <string.h>

#include "passes/alias.h"

static const struct memory_wording wording
  = { MESSAGE_EXPOSED, MESSAGE_EXPOSED, MESSAGE_EVENT_EXPOSED_FROM, 532 };

bool
memory_secret_is_source (const struct memory *m, uint32_t statement)
{
  const char *name = memory_called_name (m, statement);

  return name && strcmp (name, "getpass") == 0;
}

static void
check_argument (struct memory *m, struct memory_state *s, uint32_t statement,
		uint32_t i)
{
  uint32_t operand = memory_argument (m, statement, i);
  uint32_t value = memory_operand (m, s, operand, NONE, false);
  struct memory_node n = *memory_node (&m->values, value);
  struct memory_found *f;

  if (n.kind != NODE_POINTER
      || !(memory_marks_of (s, n.a) & MARK_IS_SECRET))
    return;
  f = memory_find (m, s, FOUND_WATCHED, statement, operand, n.a);
  if (f)
    f->wording = &wording;
}

void
memory_secret_before (struct memory *m, struct memory_state *s,
		      uint32_t statement)
{
  const char *name = memory_called_name (m, statement);

  if (!name)
    return;
  if (strcmp (name, "fwrite") == 0)
    check_argument (m, s, statement, 0);
  else if (strcmp (name, "printf") == 0 || strcmp (name, "fprintf") == 0)
    for (uint32_t i = 1;
	 i < call_arguments (&snapshot_statements (m->s)[statement]); i++)
      check_argument (m, s, statement, i);
}

void
memory_secret_after (struct memory *m, struct memory_state *s,
		     uint32_t statement)
{
  uint32_t lhs = snapshot_statements (m->s)[statement].lhs;
  struct memory_node n;

  if (!memory_secret_is_source (m, statement)
      || operand_kind (lhs) != OPERAND_SSA)
    return;
  n = *memory_node (&m->values, memory_operand (m, s, lhs, NONE, false));
  if (n.kind != NODE_POINTER)
    return;
  memory_set_marks (&m->scratch, s, n.a, MARK_IS_SECRET);
  memory_note (m, s, PATH_ACQUIRED, statement, n.a);
}
