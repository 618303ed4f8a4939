/* command-evict.c - queries evict: a part of the folder, removed.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <fnmatch.h>
#include <string.h>
#include <time.h>

#include "passes/body-block.h"
#include "tools/collect.h"
#include "tools/logs.h"

struct evicting
{
  bool all;
  uint64_t oldest;		/* Stamps before that leave.  */
  struct keys keys;		/* These leave, unless KEPT has them.  */
  struct keys kept;
};

static bool
leaves (void *data, const struct store_entry *entry)
{
  const struct evicting *e = data;
  return e->all || entry->stamp < e->oldest
	 || (keys_have (&e->keys, &entry->key)
	     && !keys_have (&e->kept, &entry->key));
}

static void
add_function (struct keys *keys, const struct log_function *f)
{
  keys_add (keys, f->record);
  keys_add (keys, body_block_key (f->print));
}

/* As the shell matches names, of which a path's last part is one, too.  */
static bool
matches_unit (const struct unit_log *l, const char *pattern)
{
  const char *source = log_source (l), *slash = strrchr (source, '/');
  return fnmatch (pattern, source, 0) == 0
	 || (slash && fnmatch (pattern, slash + 1, 0) == 0);
}

/* All of a unit that matches; what other units have, too, stays.  */
static void
note_unit (struct evicting *e, const struct logged *l, bool leaving)
{
  struct keys *keys = leaving ? &e->keys : &e->kept;
  for (uint32_t n = 0; n < l->log->n_functions; n++)
    add_function (keys, &unit_log_functions (l->log)[n]);
  for (uint32_t n = 0; leaving && n < l->log->n_retired; n++)
    {
      keys_add (keys, unit_log_retired (l->log)[n].record);
      keys_add (keys, body_block_key (unit_log_retired (l->log)[n].print));
    }
  keys_add (keys, l->log->record);
  keys_add (keys, l->key);
}

static void
note_units (struct evicting *e, const struct logs *logs, const char *pattern)
{
  for (size_t n = 0; n < logs->count; n++)
    note_unit (e, &logs->items[n],
	       matches_unit (logs->items[n].log, pattern));
}

static void
note_functions (struct evicting *e, const struct logs *logs, const char *name)
{
  for (size_t n = 0; n < logs->count; n++)
    {
      const struct unit_log *l = logs->items[n].log;
      for (uint32_t k = 0; k < l->n_functions; k++)
	{
	  const struct log_function *f = &unit_log_functions (l)[k];
	  if (strcmp (unit_log_text (l, f->name), name) == 0)
	    add_function (&e->keys, f);
	}
    }
}

/* What the logs say of --unit and --function.  False: there is nothing to do,
   and *STATUS.  */
static bool
note_named (struct invocation *i, struct evicting *e, enum status *status)
{
  const char *unit = i->options[OPTION_unit];
  const char *function = i->options[OPTION_function];
  struct logs logs;
  if (!unit && !function)
    return true;
  struct store *s = folder_open_existing (i, STATUS_CLEAN, status);
  if (!s)
    return false;
  logs_load (&logs, s);
  store_close (s);
  if (unit)
    note_units (e, &logs, unit);
  if (function)
    note_functions (e, &logs, function);
  logs_release (&logs);
  keys_sort (&e->keys);
  keys_sort (&e->kept);
  if (e->keys.count == 0 && !i->quiet)
    complain ("nothing that is remembered is called that");
  return true;
}

/* Likewise.  */
static bool
read_options (struct invocation *i, struct evicting *e, enum status *status)
{
  const char *age = i->options[OPTION_older_than];
  uint64_t seconds, now = (uint64_t) time (NULL);
  e->all = i->options[OPTION_all] != NULL;
  if (age)
    {
      *status = STATUS_USAGE;
      if (!option_age (OPTION_older_than, age, &seconds))
	return false;
      e->oldest = seconds < now ? (now - seconds) / STORE_STAMP_SECONDS : 0;
    }
  if (!age && !e->all && !i->options[OPTION_unit]
      && !i->options[OPTION_function])
    {
      *status = usage_error (i, "what shall be removed? (--unit, --function,"
			     " --older-than or --all)");
      return false;
    }
  return note_named (i, e, status);
}

enum status
command_evict (struct invocation *i)
{
  struct evicting e = { 0 };
  struct store_collecting how = {
    .leaves = leaves, .data = &e, .without_limits = true
  };
  enum status status;
  if (read_options (i, &e, &status))
    status = collect (i, &how, "removing");
  keys_release (&e.keys);
  keys_release (&e.kept);
  return status;
}
