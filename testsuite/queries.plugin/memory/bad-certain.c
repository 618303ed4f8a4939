/* What is so on every way, however many there are.  */
/* { dg-do compile } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdlib.h>

extern int next (int);
extern char *other (int);
extern void take (const char *);

#define STEP(N) { char *s = other (N); if (s) take (s); }

void
many_ways (void)
{
  char *p = malloc (3);

  STEP (1) STEP (2) STEP (3) STEP (4) STEP (5) STEP (6) STEP (7) STEP (8)
  STEP (9) STEP (10) STEP (11) STEP (12) STEP (13) STEP (14) STEP (15)
  free (p);
  STEP (16)
  free (p); /* { dg-warning "double-.free. of .p." } */
}

int
after_loop (int n)
{
  int sum = 0, *p = NULL;

  for (int i = 0; i < n; i++)
    sum += next (i);
  return sum + *p; /* { dg-warning "dereference of NULL .p." } */
}

/* One of the two ways is taken by a parameter, so it is known.  */
static void
release_if (int *p, int yes)
{
  if (yes)
    free (p);
}

void
not_released (void)
{
  int *p = malloc (sizeof *p);

  release_if (p, 0);
} /* { dg-warning "leak of .p." } */

/* A callee that never looks further.  */
static int
read_first (const int *p)
{
  return p[0];
}

int
not_released_either (void)
{
  int *p = calloc (3, sizeof *p);

  if (!p)
    return 0;
  return read_first (p); /* { dg-warning "leak of .p." } */
}
