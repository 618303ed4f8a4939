/* fibre.h - C stacks that one thread goes between.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   What the cooperative back end of queries/sync.h uses for threads: to hand
   over costs 20 ns, by a semaphore of real threads 2,000 at best.  A jmp_buf
   of the program's own works as ever, as long as it is used on the fibre that
   filled it.

   A fibre may be left for good: its stack serves the next one, what its frames
   held on the heap is lost.  All in one thread.  */

#ifndef SCHEDULE_FIBRE_H
#define SCHEDULE_FIBRE_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <ucontext.h>

#define FIBRE_STACK_SIZE ((size_t) 1 << 20)

struct fibre
{
  void (*run) (void *data);	/* Must not return.  */
  void *data;
  char *stack;			/* NULL: the thread's own.  */
  bool entered;
  jmp_buf where;
  ucontext_t context;		/* For the first entry.  */
  void *sanitizer;		/* What AddressSanitizer keeps of it.  */
};

/* The fibre that the caller is on already.  */
void fibre_init_own (struct fibre *f);

/* One that will begin with RUN (DATA).  F is zero or was used before.  */
void fibre_init (struct fibre *f, void (*run) (void *data), void *data);
void fibre_release (struct fibre *f);

/* Go from FROM, where the caller is, to TO.  LEAVE: nobody comes back.  */
void fibre_switch (struct fibre *from, struct fibre *to, bool leave);

#endif
