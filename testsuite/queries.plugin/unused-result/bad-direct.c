/* bad-direct.c - calls of functions that ask for their result's use.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

__attribute__ ((warn_unused_result)) int must_use (void);
__attribute__ ((warn_unused_result)) extern void *make (int size);
typedef int asking (int) __attribute__ ((warn_unused_result));

void
direct (void)
{
  must_use ();			/* { dg-warning "ignoring return value of 'must_use' declared with attribute 'warn_unused_result'" } */
  make (3);			/* { dg-warning "ignoring return value of 'make'" } */
  (void) must_use ();		/* { dg-warning "ignoring return value of 'must_use'" } */
}

void
through_pointer (asking *function, int n)
{
  for (int i = 0; i < n; i++)
    function (i);		/* { dg-warning "ignoring return value of function declared with attribute" } */
}

static inline int
nested (int a)
{
  if (a > 3)
    {
      switch (a)
	{
	case 4:
	  must_use ();		/* { dg-warning "ignoring return value of 'must_use'" } */
	  break;
	default:
	  return must_use ();
	}
    }
  return a;
}

int
caller (int a)
{
  return nested (a) + nested (a + 1);
}
