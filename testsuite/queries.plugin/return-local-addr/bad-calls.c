/* Calls that give back their argument are seen through, three deep.  */
/* { dg-do compile } */

void use (void *);

static inline int *
same (int *p)
{
  return p;
}

static inline int *
next (int *p)
{
  return same (p) + 1;
}

static inline int *
first_of (int unused, int *p)
{
  (void) unused;
  return next (p);
}

int *
through_three (void)
{
  int a[4];			/* { dg-message "declared here" } */
  use (a);
  int *p = first_of (0, a);
  return p;			/* { dg-warning "returns address of local variable" } */
}
