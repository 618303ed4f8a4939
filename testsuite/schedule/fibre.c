/* fibre.c - C stacks that one thread goes between.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A fibre is entered through makecontext and swapcontext, which set signal
   masks by a system call; from then on by _setjmp and _longjmp, which do not.
   The C library's check of longjmp is off: it takes another stack for an
   error.  */

#undef _FORTIFY_SOURCE

#include "testsuite/schedule/fibre.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

/* AddressSanitizer wants to know which stack is in use.  */
#ifdef __SANITIZE_ADDRESS__
# include <sanitizer/asan_interface.h>
# include <sanitizer/common_interface_defs.h>
#endif

/* The fibre that is being entered.  */
static struct fibre *entering;
#ifdef __SANITIZE_ADDRESS__
static const void *own_bottom;
static size_t own_size;
#endif

static void
arrived (struct fibre *f)
{
#ifdef __SANITIZE_ADDRESS__
  const void *bottom;
  size_t size;
  __sanitizer_finish_switch_fiber (f->sanitizer, &bottom, &size);
  if (!own_bottom)
    {
      own_bottom = bottom;
      own_size = size;
    }
#else
  (void) f;
#endif
}

static void
enter (void)
{
  struct fibre *f = entering;
  arrived (f);
  f->run (f->data);
  abort ();
}

void
fibre_init_own (struct fibre *f)
{
  f->stack = NULL;
  f->entered = true;
}

void
fibre_init (struct fibre *f, void (*run) (void *data), void *data)
{
  if (!f->stack)
    {
      void *stack = mmap (NULL, FIBRE_STACK_SIZE, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
      if (stack == MAP_FAILED)
	abort ();
      f->stack = stack;
    }
#ifdef __SANITIZE_ADDRESS__
  __asan_unpoison_memory_region (f->stack, FIBRE_STACK_SIZE);
#endif
  f->sanitizer = NULL;
  f->run = run;
  f->data = data;
  f->entered = false;
  if (getcontext (&f->context) != 0)
    abort ();
  f->context.uc_stack.ss_sp = f->stack;
  f->context.uc_stack.ss_size = FIBRE_STACK_SIZE;
  f->context.uc_link = NULL;
  makecontext (&f->context, enter, 0);
}

void
fibre_release (struct fibre *f)
{
  if (f->stack)
    munmap (f->stack, FIBRE_STACK_SIZE);
  f->stack = NULL;
}

static void
announce (struct fibre *from, struct fibre *to, bool leave)
{
#ifdef __SANITIZE_ADDRESS__
  __sanitizer_start_switch_fiber (leave ? NULL : &from->sanitizer,
				  to->stack ? to->stack : own_bottom,
				  to->stack ? FIBRE_STACK_SIZE : own_size);
#else
  (void) from, (void) to, (void) leave;
#endif
}

void
fibre_switch (struct fibre *from, struct fibre *to, bool leave)
{
  bool first = !to->entered;
  to->entered = true;
  entering = to;
  announce (from, to, leave);
  if (_setjmp (from->where) == 0)
    {
      if (!first)
	_longjmp (to->where, 1);
      swapcontext (&from->context, &to->context);
    }
  arrived (from);
}
