/* reports.h - what the engine reports, told when GCC's thread has time.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A broken invariant, or a remembered value that proves wrong, costs findings,
   never a compile: it is told on stderr and is no diagnostic of GCC's, so that
   -Werror does not see it.  So are files of numbers and graphs that cannot be
   written.  */

#ifndef PLUGIN_REPORTS_H
#define PLUGIN_REPORTS_H

/* Keep TEXT, which has no final newline.  Any thread.  For engine_config.  */
void reports_add (void *data, const char *text);

/* Print what was kept, and forget it.  */
void reports_show (void);

/* Print that WHAT could not be written to FILE; errno says why.  */
void reports_cannot_write (const char *what, const char *file);

#endif
