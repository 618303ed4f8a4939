/* gcc-adapter.cc - what differs between the versions of GCC.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "plugin/gcc-adapter.h"
#include "diagnostic.h"

static bool (*muted_by) (int option, location_t location);
static int (*is_enabled) (int option, unsigned lang_mask, void *options);
/* Of what GCC is about to ask is_enabled.  */
static location_t warned_at;

static int
is_enabled_and_heard (int option, unsigned lang_mask, void *options)
{
  location_t location = warned_at;
  warned_at = UNKNOWN_LOCATION;
  return is_enabled (option, lang_mask, options)
	 && !muted_by (option, location);
}

#if BUILDING_GCC_MAJOR >= 12

static void (*set_locations) (diagnostic_context *, diagnostic_info *);

/* GCC calls this first, and then asks whether the option is enabled.  */

static void
note_location (diagnostic_context *context, diagnostic_info *diagnostic)
{
  warned_at = diagnostic_location (diagnostic);
  if (set_locations)
    set_locations (context, diagnostic);
}

static void
hook_locations (void)
{
  set_locations = global_dc->set_locations_cb;
  global_dc->set_locations_cb = note_location;
}

/* GCC 11 lacks these.  There the plugin says so itself, rather than the loader
   of a missing symbol.  */
#define LATER_GCC __attribute__ ((weak))
LATER_GCC bool warning_suppressed_p (const_tree, opt_code);
LATER_GCC bool warning_suppressed_p (const gimple *, opt_code);
LATER_GCC void suppress_warning (tree, opt_code, bool);
LATER_GCC void suppress_warning (gimple *, opt_code, bool);
LATER_GCC bool warning_enabled_at (location_t, int);

bool
adapter_no_warning (const_tree t, int option)
{
  /* The bit is enough for nearly all.  */
  return t->base.nowarning_flag
	 && warning_suppressed_p (t, (enum opt_code) option);
}

bool
adapter_no_warning (const gimple *statement, int option)
{
  return statement->no_warning
	 && warning_suppressed_p (statement, (enum opt_code) option);
}

void
adapter_suppress_warning (tree t, int option)
{
  suppress_warning (t, (enum opt_code) option);
}

void
adapter_set_no_warning (gimple *statement, int option, bool no_warning)
{
  suppress_warning (statement, (enum opt_code) option, no_warning);
}

bool
adapter_is_deferred_init (const gimple *statement)
{
  return gimple_call_internal_p (statement, IFN_DEFERRED_INIT);
}

bool
adapter_warning_enabled (location_t location, int option)
{
  return warning_enabled_at (location, option);
}

#else

static void
hook_locations (void)
{
}

bool
adapter_no_warning (const_tree t, int)
{
  return TREE_NO_WARNING (t);
}

bool
adapter_no_warning (const gimple *statement, int)
{
  return gimple_no_warning_p (statement);
}

void
adapter_suppress_warning (tree t, int)
{
  TREE_NO_WARNING (t) = 1;
}

void
adapter_set_no_warning (gimple *statement, int, bool no_warning)
{
  gimple_set_no_warning (statement, no_warning);
}

bool
adapter_is_deferred_init (const gimple *)
{
  return false;
}

/* What the pragmas before LOCATION say of OPTION.  The history of pragmas is
   a list of changes; a pop refers to the change before the push it ends.  */

static diagnostic_t
kind_by_pragmas (location_t location, int option)
{
  const diagnostic_classification_change_t *changes
    = global_dc->classification_history;
  int i = global_dc->n_classification_history - 1;
  while (i >= 0)
    {
      const diagnostic_classification_change_t *change = &changes[i--];
      if (!linemap_location_before_p (line_table, change->location, location))
	continue;
      if (change->kind == DK_POP)
	i = change->option - 1;
      else if (change->option == 0 || change->option == option)
	return change->kind;
    }
  return DK_UNSPECIFIED;
}

bool
adapter_warning_enabled (location_t location, int option)
{
  if (!diagnostic_report_warnings_p (global_dc, location))
    return false;
  if (option == 0)
    return true;
  if (!global_dc->option_enabled (option, global_dc->lang_mask,
				  global_dc->option_state))
    return false;
  diagnostic_t kind = kind_by_pragmas (location, option);
  if (kind == DK_UNSPECIFIED)
    kind = global_dc->classify_diagnostic[option];
  return kind != DK_IGNORED;
}

#endif

void
adapter_mute (bool (*is_muted) (int option, location_t location))
{
  muted_by = is_muted;
  is_enabled = global_dc->option_enabled;
  global_dc->option_enabled = is_enabled_and_heard;
  hook_locations ();
}
