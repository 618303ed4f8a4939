/* sync.c - threads that keep out of GCC's way.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/sync.h"

#include <signal.h>

/* Virtual memory only: pages are taken as they are touched.  */
#define STACK_SIZE (16u << 20)

bool
thread_start (struct thread *t, void *(*run) (void *), void *data)
{
  pthread_attr_t attributes;
  sigset_t all, before;
  if (pthread_attr_init (&attributes) != 0)
    return false;
  pthread_attr_setstacksize (&attributes, STACK_SIZE);
  sigfillset (&all);
  /* A crash is the thread's own, and GCC's handler tells of it.  */
  sigdelset (&all, SIGSEGV);
  sigdelset (&all, SIGBUS);
  sigdelset (&all, SIGFPE);
  sigdelset (&all, SIGILL);
  sigdelset (&all, SIGABRT);
  pthread_sigmask (SIG_SETMASK, &all, &before);
  bool started = pthread_create (&t->t, &attributes, run, data) == 0;
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  pthread_attr_destroy (&attributes);
  return started;
}
