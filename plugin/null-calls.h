/* null-calls.h - GCC's view of the calls in which null is passed.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Where GCC's post_ipa_warn is about to run: which of our findings it would
   give, too.  GCC's thread only.  Include after GCC's headers.  */

#ifndef PLUGIN_NULL_CALLS_H
#define PLUGIN_NULL_CALLS_H

#include "plugin/emit.h"

/* Confirm those of CALLS, of the body of FUN itself, that are still there with as
   many null arguments as we found; keep GCC silent about them and about their
   copies, which are added to SILENCED.  */
void null_calls_silence (function *fun, vec<struct reported_call> *calls,
			 vec<gimple *> *silenced);

/* The statements are as they were before.  */
void null_calls_restore (const vec<gimple *> &silenced);

#endif
