/* gcc-adapter.h - GCC's headers, and what differs between its versions.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The one place that knows which GCC this is: no other file asks.  GCC's
   thread only.  */

#ifndef PLUGIN_GCC_ADAPTER_H
#define PLUGIN_GCC_ADAPTER_H

#include "gcc-plugin.h"
#include "bversion.h"
#include "backend.h"
#include "target.h"
#include "tree.h"
#include "gimple.h"
#include "tree-pass.h"
#include "ssa.h"
#include "cfghooks.h"
#include "cgraph.h"
#include "gimple-pretty-print.h"
#include "diagnostic-core.h"
#include "fold-const.h"
#include "calls.h"
#include "attribs.h"
#include "attr-fnspec.h"
#include "internal-fn.h"
#include "gimple-iterator.h"
#include "gimple-walk.h"
#include "gimple-ssa.h"
#include "tree-cfg.h"
#include "tree-eh.h"
#include "tree-dfa.h"
#include "tree-ssa.h"
#include "tree-nested.h"
#include "tree-vector-builder.h"
#include "stringpool.h"
#include "langhooks.h"
#include "options.h"
#include "real.h"
#include "dfp.h"
#include "print-tree.h"

/* Options that came with GCC 12.  */
#if BUILDING_GCC_MAJOR < 12
# define OPT_Winfinite_recursion 0
# define warn_infinite_recursion 0
# define OPT_Wanalyzer_tainted_allocation_size 0
# define OPT_Wanalyzer_tainted_divisor 0
# define OPT_Wanalyzer_tainted_offset 0
# define OPT_Wanalyzer_tainted_size 0
# define OPT_Wanalyzer_use_of_uninitialized_value 0
# define OPT_Wuse_after_free 0
# define OPT_Wdangling_pointer_ 0
# define warn_use_after_free 0
# define warn_dangling_pointer 0
/* Replaced on request only: GCC 11 has no option for some of what it says.  */
# define ADAPTER_NOT_BY_DEFAULT CHECK_BIT (CHECK_memory)
#else
# define ADAPTER_NOT_BY_DEFAULT 0
#endif

/* Whether GCC is told not to warn of OPTION (OPT_W...) at T or STATEMENT.
   GCC 11 has one bit for all options.  */
bool adapter_no_warning (const_tree t, int option);
bool adapter_no_warning (const gimple *statement, int option);

/* Tell it so.  */
void adapter_suppress_warning (tree t, int option);
/* Tell it so, or no longer.  */
void adapter_set_no_warning (gimple *statement, int option, bool no_warning);

/* Whether STATEMENT gives an automatic variable its value for
   -ftrivial-auto-var-init; argument 2 is then the variable's name.  */
bool adapter_is_deferred_init (const gimple *statement);

/* From now on GCC does not warn where IS_MUTED says so; it is told the option
   and the place, with GCC 11 UNKNOWN_LOCATION.  For once.  */
void adapter_mute (bool (*is_muted) (int option, location_t location));

/* Whether IS_MUTED is told the place.  */
#define adapter_mutes_places (BUILDING_GCC_MAJOR >= 12)

/* Whether a warning of OPTION, 0: of none, would be shown at LOCATION: by
   options, pragmas and system headers.  */
bool adapter_warning_enabled (location_t location, int option);

#endif
