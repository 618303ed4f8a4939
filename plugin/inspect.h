/* inspect.h - the arguments trace, query-graph and why.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   GCC's thread only.  Include after GCC's headers.  */

#ifndef PLUGIN_INSPECT_H
#define PLUGIN_INSPECT_H

#include "passes/unit.h"
#include "plugin/options.h"

/* Write what O asks for; what cannot be written is told on stderr.  The trace
   has what happened until now; of an engine that has failed there is nothing
   else.  After unit_join.  */
void inspect_write (const struct options *o, struct unit *unit);

#endif
