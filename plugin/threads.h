/* threads.h - how many threads to use.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Without make: the processors, at most THREADS_AUTO_MOST.  Under GNU make as
   many are made, and its job server decides which of them work: each beyond
   GCC's own needs a token.  A job server that is named but out of reach (make
   closes its pipe to commands that are no make themselves) means that other
   jobs have the other processors: one thread.

   GCC's thread only.  */

#ifndef PLUGIN_THREADS_H
#define PLUGIN_THREADS_H

struct jobserver;

#define THREADS_AUTO_MOST 4

/* WANTED threads, 0: auto.  At least 1.  *JOBSERVER is who gives tokens, or
   NULL where none are needed; it lives until threads_give_back.  */
unsigned threads_acquire (unsigned wanted, struct jobserver **jobserver);

/* The engine that asked for tokens is gone.  Safe to call twice.  */
void threads_give_back (void);

#endif
