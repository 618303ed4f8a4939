/* The same forms, and nothing of the frame is returned.  */
/* { dg-do compile } */

struct pair { int first, second[4]; };

int global;
void use (void *);
char *strchr (const char *, int);

int *
whole (void)
{
  static int a[4];
  int *p = a;
  use (p);
  return p;
}

int *
part (struct pair *a, int i)
{
  int *p = &a->second[i];
  use (p);
  return p;
}

int *
before (int which)
{
  int a[1];
  int *p = a;
  use (p);
  p = &global;
  if (which)
    p = 0;
  return p;
}

/* An integer is not followed, as in GCC.  */
unsigned long
number (void)
{
  int a[4];
  int *p = a;
  use (p);
  return (unsigned long) p;
}

char *
inside (char *a)
{
  use (a);
  return strchr (a, 'x');
}

int *
never (void)
{
  int a[1];
  int *p = &global;
  if (sizeof (int) == 1)
    p = a;
  use (a);
  return p;
}

/* A local stands in for what there is none of, and is not given back.  */
int *
stand_in (int *p)
{
  int a;
  if (!p)
    p = &a;
  use (p);
  if (p == &a)
    p = 0;
  return p;
}
