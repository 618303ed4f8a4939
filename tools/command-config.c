/* command-config.c - queries config: each setting, and where it comes from.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/nearest.h"
#include "tools/report.h"
#include "tools/text.h"

/* What ORIGIN_* are called.  */
static const char *const origin_names[] =
{
  "default", "user", "project", "environment", "argument"
};

/* The value as it may be shown.  */
static const char *
shown_value (const struct settings *s, enum setting_id id, char *text,
	     size_t size)
{
  if (id != SETTING_STORE)
    return s->settings[id].text;
  /* What it comes to, with defaults; nothing of passwords.  */
  size_t n = (size_t) snprintf (text, size, "%s%s",
				s->folder ? s->folder : "none",
				s->servers ? "," : "");
  if (s->servers && n < size)
    text_without_passwords (text + n, size - n, s->servers);
  return text;
}

/* Whether no setting names the store, and the variable that tells where it is then
   does.  */
static bool
is_by_variable (const struct settings *s)
{
  const char *folder = getenv ("QUERIES_DIR");
  return s->settings[SETTING_STORE].origin == ORIGIN_DEFAULT && folder
	 && *folder;
}

static void
show (struct report *r, const struct settings *s, enum setting_id id)
{
  const struct setting *v = &s->settings[id];
  char text[4096], line[4400], place[4096];
  const char *value = shown_value (s, id, text, sizeof text);
  if (id == SETTING_STORE && is_by_variable (s))
    snprintf (place, sizeof place, "environment QUERIES_DIR");
  else
    snprintf (place, sizeof place, "%s%s%s", origin_names[v->origin],
	      v->place ? " " : "", v->place ? v->place : "");
  if (r->format == FORMAT_TEXT)
    {
      snprintf (line, sizeof line, "%s = %s", setting_key (id), value);
      report_note (r, "%-45s # %s", line, place);
      return;
    }
  report_text (r, setting_key (id), NULL, value);
  snprintf (line, sizeof line, "%s.origin", setting_key (id));
  report_text (r, line, NULL, place);
}

static enum status
show_one (struct invocation *i, const char *key)
{
  char text[4096];
  struct nearest n;
  enum setting_id id = settings_find (key);
  if (id != SETTINGS)
    {
      printf ("%s\n", shown_value (&i->settings, id, text, sizeof text));
      return STATUS_CLEAN;
    }
  nearest_init (&n, key);
  for (unsigned k = 0; k < SETTINGS; k++)
    nearest_try (&n, setting_key (k));
  return n.name ? usage_error (i, "there is no setting '%s'; did you mean"
			       " '%s'?", key, n.name)
		: usage_error (i, "there is no setting '%s'", key);
}

enum status
command_config (struct invocation *i)
{
  struct report r;
  if (i->n_operands > 0)
    return show_one (i, i->operands[0]);
  report_begin (&r, i);
  for (unsigned id = 0; id < SETTINGS; id++)
    show (&r, &i->settings, id);
  report_end (&r);
  return i->n_complaints ? STATUS_FINDINGS : STATUS_CLEAN;
}
