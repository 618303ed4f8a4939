/* dump.h - the dump-QUERY arguments.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   GCC's thread only.  Include after GCC's headers.  */

#ifndef PLUGIN_DUMP_H
#define PLUGIN_DUMP_H

#include "passes/unit.h"
#include "plugin/options.h"

/* Write all that O asks for.  A file that cannot be written is a warning of
   GCC's.  After unit_join.  */
void dump_write (const struct options *o, struct unit *unit);

#endif
