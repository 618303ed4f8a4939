/* message.h - one finding's words, given to GCC.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Formats are GCC's own where GCC has the message, so its translations fit.
   GCC's thread only.  Include after GCC's headers.  */

#ifndef PLUGIN_MESSAGE_H
#define PLUGIN_MESSAGE_H

#include "passes/finding.h"
#include "plugin/capture.h"

/* The option (OPT_W...) that switches F; 0: none.  */
int message_gcc_option (const struct finding *f);

/* Whether F, one of FINDINGS, has a message and arguments of the number and
   kinds that this asks for, all of them in the snapshot of C.  */
bool message_fits (const struct captured *c, const struct findings *findings,
		   const struct finding *f);

/* Show F, which fits, at LOCATION, which is in function IN: a warning with the steps of PATH, if that is
   not NULL, or a note; or add it to PATH, if it is a step.  Returns whether GCC
   has shown it.  */
bool message_show (const struct captured *c, const struct findings *findings,
		   const struct finding *f, location_t location,
		   class simple_diagnostic_path *path,
		   const struct captured *in);

#endif
