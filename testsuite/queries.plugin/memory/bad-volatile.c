/* What is volatile is another value at each look.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -Wno-use-after-free" } */
/* own-checks no-steps: GCC says no leak of the second.  */

#include <stdlib.h>

extern volatile int state;
static volatile int stop;

void
request (void)
{
  stop = 1;
}

int
looked_at_twice (void)
{
  char *p = calloc (3, 1);
  int r = 0;

  if (!p)
    return 0;
  if (state)
    free (p);
  if (!state)
    r = p[0]; /* { dg-warning "use after 'free' of 'p'" } */
  return r; /* { dg-warning "leak of 'p'" } */
}

/* It ends some time.  */
void
waited (void)
{
  char *p = calloc (3, 1);

  if (!p)
    return;
  while (!stop) /* { dg-warning "leak of 'p'" } */
    ;
}
