/* replace.h - own passes in the places of GCC's.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A pass is taken out of GCC's lists and another one put there that has its
   number, its flags, its gate and its successors, so that dumps, switches and
   all that comes behind are as before.  What GCC's pass does to the code, the
   new one still does.

     warn_unused_result     notes facts; the findings are a query's
     warn_function_return   notes facts; noreturn functions that return are
			    changed as GCC would
     nonnullcmp             nothing
     early_uninit           nothing
     uninit                 goes with early_uninit: GCC's own, after it was told
			    of which variables we warn
     infinite_recursion     nothing, but that GCC's own looks at functions that
			    inlining has changed (not in GCC 11)
     warn_function_noreturn nothing, but that GCC's own looks at functions of
			    which we do not warn
     local-pure-const       goes with warn_function_noreturn: GCC's own, which
			    does not suggest noreturn where we do
     local_pure_const       the same pass: GCC's own.  What it or any other pass
			    (the IPA pass pure-const, those that estimate
			    frequencies) would suggest of pure, const, malloc and
			    cold is not heard where we do
     walloca                its first instance nothing, but that GCC's own runs,
			    unheard, for functions in which it computes ranges;
			    its second instance GCC's own, not heard where we
			    have said what a size may be (in GCC 11 both are its
			    own where sizes are not constants)
     isolate-paths          GCC's own, which does not warn of what the checks do
			    that are in its place
     waccess                GCC's own, likewise
     post_ipa_warn          nothing, but that GCC's own looks at calls of which
			    we have nothing to say

   Functions that appear after session_capture are left to GCC's passes.

   Called once, by plugin_init.  Include after GCC's headers.  */

#ifndef PLUGIN_REPLACE_H
#define PLUGIN_REPLACE_H

#include "passes/finding.h"

/* Replace the passes of the checks WANTED.  Returns those that were found.  */
check_set replace_passes (check_set wanted);

#endif
