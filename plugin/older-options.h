/* older-options.h - what silences a finding of the check memory beside its option.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   GCC's thread only.  Include after GCC's headers.  */

#ifndef PLUGIN_OLDER_OPTIONS_H
#define PLUGIN_OLDER_OPTIONS_H

#include "passes/finding.h"

/* Whether somebody has switched off, by the command line or by a pragma for
   LOCATION, an option of another check that says the same as F (same-fault.h).  That
   the option was never on is no such thing.  */
bool older_option_is_off (const struct finding *f, location_t location);

#endif
