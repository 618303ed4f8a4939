/* memory-signal.c - calls that a signal handler must not make.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   GCC's -Wanalyzer-unsafe-call-within-signal-handler.  The finding is where the
   call is, however deep in the handler that may be.  */

#include "passes/memory-signal.h"

#include "passes/all.h"

#include <string.h>

/* Those that GCC's analyzer names; sorted by name.  */
static const char *const unsafe[]
  = { "exit", "fprintf", "free", "malloc", "printf", "snprintf", "sprintf",
      "vfprintf", "vprintf", "vsnprintf", "vsprintf" };

/* What the call T calls, if that is unsafe; else NULL.  */
static const char *
unsafe_call (const struct snapshot *s, const struct snap_statement *t)
{
  const char *name;

  if (t->code != STATEMENT_CALL || t->decl == NONE
      || t->flags & CALL_IS_INTERNAL)
    return NULL;
  name = function_plain_name (snapshot_string (s, snapshot_decls (s)[t->decl]
						.name));
  for (unsigned i = 0; i < sizeof unsafe / sizeof *unsafe; i++)
    if (strcmp (unsafe[i], name) == 0)
      return unsafe[i];
  return NULL;
}

const struct signal_reach *
memory_signal_context (struct query_context *cx, uint32_t key)
{
  const struct snapshot *s = q_body (cx, key);

  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    if (unsafe_call (s, &snapshot_statements (s)[i]))
      return q_signal_context (cx, key);
  return NULL;
}

static void
add_event (struct findings_builder *b, enum message message, uint32_t place,
	   struct fingerprint function, uint32_t depth)
{
  char symbol[FINGERPRINT_TEXT_SIZE];

  findings_add (b, CHECK_memory, message, place,
		FINDING_IS_NOTE | FINDING_IS_EVENT
		| (message == MESSAGE_EVENT_LATER_ON ? FINDING_NOWHERE : 0));
  fingerprint_print (symbol, function);
  findings_add_group (b, depth, 0, NONE);
  findings_add_function (b, symbol);
}

/* The way from the registration to the function, and its last STATEMENT.  */
static void
add_way (struct findings_builder *b, const struct signal_reach *way)
{
  const struct signal_step *steps = signal_reach_steps (way);
  const char *text = signal_reach_text (way);

  add_event (b, MESSAGE_EVENT_ENTRY, PLACE (PLACE_FUNCTION, 0),
	     steps[0].function, 0);
  findings_add_text (b, text + steps[0].name);
  add_event (b, MESSAGE_EVENT_REGISTERING,
	     PLACE (PLACE_STATEMENT, steps[1].statement), steps[0].function,
	     0);
  findings_add_text (b, text + steps[1].name);
  add_event (b, MESSAGE_EVENT_LATER_ON,
	     PLACE (PLACE_STATEMENT, steps[1].statement), steps[0].function,
	     0);
  for (uint32_t i = 1; i < way->count; i++)
    {
      if (i > 1)
	{
	  add_event (b, MESSAGE_EVENT_CALLING,
		     PLACE (PLACE_STATEMENT, steps[i].statement),
		     steps[i - 1].function, i - 1);
	  findings_add_text (b, text + steps[i].name);
	  findings_add_text (b, text + steps[i - 1].name);
	}
      add_event (b, MESSAGE_EVENT_ENTRY, PLACE (PLACE_FUNCTION, 0),
		 steps[i].function, i);
      findings_add_text (b, text + steps[i].name);
    }
}

void
memory_signal_report (const struct snapshot *s,
		      const struct signal_reach *way,
		      struct findings_builder *b)
{
  if (!way || way->count < 2)
    return;
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];
      const char *name = unsafe_call (s, t);
      uint32_t place = PLACE (PLACE_STATEMENT, i);

      if (!name)
	continue;
      findings_add (b, CHECK_memory, MESSAGE_UNSAFE_IN_HANDLER, place, 0);
      findings_add_cwe (b, 479);
      findings_add_decl (b, t->decl);
      add_way (b, way);
      add_event (b, MESSAGE_UNSAFE_IN_HANDLER, place,
		 signal_reach_steps (way)[way->count - 1].function,
		 way->count - 1);
      findings_add_decl (b, t->decl);
      if (strcmp (name, "exit") != 0)
	continue;
      findings_add (b, CHECK_memory, MESSAGE_SAFE_ALTERNATIVE, place,
		    FINDING_IS_NOTE);
      findings_add_text (b, "_exit");
      findings_add_decl (b, t->decl);
    }
}
