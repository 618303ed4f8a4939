/* memory-secret.c - passwords that are written where others can read them.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   What GCC's analyzer says under -Wanalyzer-exposure-through-output-file: what
   getpass returns must not go to printf and the like.  */

#include "passes/memory-claim.h"
#include "passes/memory-mark.h"
#include "passes/memory-summary.h"

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

const struct memory_wording *
memory_exposed (void)
{
  return &wording;
}

void
memory_expose (struct memory *m, struct memory_state *s, uint32_t statement,
	       uint32_t operand, uint32_t pointer)
{
  struct memory_node n = *memory_node (&m->values, pointer);
  struct memory_found *f;

  if (n.kind != NODE_POINTER)
    return;
  if (memory_marks_of (s, n.a) & MARK_IS_SECRET)
    {
      f = memory_find (m, s, FOUND_WATCHED, statement, operand, n.a);
      if (f)
	f->wording = &wording;
    }
  else if (memory_kind (&m->values, n.a) == NODE_POINTEE)
    memory_claim (m, s, SUMMARY_EXPOSES, statement, operand, n.a, 0, 0);
}

void
memory_expose_arguments (struct memory *m, struct memory_state *s,
			 uint32_t statement, const char *name)
{
  uint32_t i = 1, end
    = call_arguments (&snapshot_statements (m->s)[statement]);

  name = function_plain_name (name);
  if (strcmp (name, "fwrite") == 0)
    {
      i = 0;
      end = end ? 1 : 0;
    }
  else if (strcmp (name, "printf") != 0 && strcmp (name, "fprintf") != 0)
    return;
  for (; i < end; i++)
    {
      uint32_t operand = memory_argument (m, statement, i);

      memory_expose (m, s, statement, operand,
		     memory_operand (m, s, operand, NONE, false));
    }
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
