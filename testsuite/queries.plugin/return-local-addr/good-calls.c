/* Calls that give back something else.  */
/* { dg-do compile } */

int global;
void use (void *);
int *unknown (int *);

static inline int *
other (int *p)
{
  use (p);
  return &global;
}

static inline int *
second (int *p, int *q)
{
  use (p);
  return q;
}

int *
not_the_argument (void)
{
  int a[4];
  int *p = other (a);
  return p;
}

int *
the_other_argument (int *q)
{
  int a[4];
  int *p = second (a, q);
  return p;
}

int *
not_known (void)
{
  int a[4];
  int *p = unknown (a);
  return p;
}
