/* Both sides of && and ||, of which one does not say enough.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -Wno-use-after-free" } */
/* own-checks: GCC has another word for it.  no-steps  */

#include <stdlib.h>

extern void note (void);

void
may_be_null (int n)
{
  char *p = malloc (4);

  if (!p && n != 0)
    return;
  *p = 1;			/* { dg-warning "dereference of NULL 'p'" } */
  free (p);
}

int
one_side_leaks (int is_quiet)
{
  int *q = malloc (sizeof *q);

  if (!q || is_quiet)
    return 1;			/* { dg-warning "leak of 'q'" } */
  free (q);
  return 0;
}

void
freed_by_both (char *p, int a, int b)
{
  if (a && b)
    free (p);
  if (a || b)
    note ();
  if (a)
    free (p);			/* { dg-warning "double-'free' of 'p'" } */
}
