/* Both sides of && and ||, which GCC computes before it asks if it optimises.  */
/* { dg-do compile } */
/* { dg-options "-Wall" } */

#include <stdlib.h>
#include <string.h>

extern void stop (void) __attribute__ ((noreturn));

static void *
allocate (size_t n)
{
  void *p = malloc (n);

  if (!p && n != 0)
    stop ();
  return p;
}

void *
allocate_cleared (size_t n)
{
  void *p = allocate (n);

  memset (p, 0, n);
  return p;
}

int
either (int *p, int is_quiet)
{
  int *q = malloc (sizeof *q);

  if (!q || is_quiet)
    {
      if (is_quiet)
	free (q);
      return 1;
    }
  *q = *p;
  free (q);
  return 0;
}

void
one_of_three (char *p, int a, int b)
{
  int was_freed = 0;

  if (p && a && b)
    {
      free (p);
      was_freed = 1;
    }
  if (!was_freed)
    free (p);
}
