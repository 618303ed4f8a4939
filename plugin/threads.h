/* threads.h - how many threads to use.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Under GNU make the jobserver decides: each thread beyond GCC's own needs a
   token, which is taken if there is one at once and given back when the
   threads are done, also if the process ends early by exit.  A jobserver that
   is named but out of reach (make closes its pipe to commands that are no make
   themselves) means that other jobs have the other processors: one thread.
   Without make: the processors, at most THREADS_AUTO_MOST.

   GCC's thread only.  */

#ifndef PLUGIN_THREADS_H
#define PLUGIN_THREADS_H

#define THREADS_AUTO_MOST 4

/* WANTED threads, 0: auto.  At least 1.  */
unsigned threads_acquire (unsigned wanted);

/* No more than one thread runs now.  Safe to call twice.  */
void threads_give_back (void);

#endif
