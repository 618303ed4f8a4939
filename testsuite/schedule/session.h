/* session.h - one session of the engine, as a program says.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   One at a time; what it left when a schedule ended it in the middle is lost.
   The outcome is a text: reports, values, numbers, the records saved.  */

#ifndef SCHEDULE_SESSION_H
#define SCHEDULE_SESSION_H

#include "queries/buffer.h"
#include "testsuite/schedule/programs.h"

/* Make P the one that session_run runs, and its records if it has any.  */
void session_prepare (const struct program *p);

/* Run it with THREADS threads; the outcome is appended to OUT.  */
void session_run (unsigned threads, struct buffer *out);

/* Who waits for what in the engine of a program that did not end.  */
void session_describe_waits (struct buffer *text);

void session_release (void);

#endif
