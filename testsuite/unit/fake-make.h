/* fake-make.h - a pipe that plays make's job server.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   One at a time.  What goes wrong fails the test.  */

#ifndef UNIT_FAKE_MAKE_H
#define UNIT_FAKE_MAKE_H

#include <stddef.h>

#include "queries/jobserver.h"

/* The pipe's ends, and the variable that names them.  */
extern int make_reader, make_writer;
extern char makeflags[200];

/* A pipe with the bytes TOKENS[0..COUNT-1].  */
void make_begins (const char *tokens, size_t count);

/* One more.  */
void make_gives (const char *token);

/* How many tokens lie in the pipe.  Nobody else may take any meanwhile.  */
int make_has (void);

/* The pipe holds the bytes TOKENS[0..COUNT-1], in whatever order, and nobody
   has set a flag on it.  It is closed.  */
void make_ends (const char *tokens, size_t count);

/* A client, which has no tokens yet.  */
struct jobserver *make_open (void);

#endif
