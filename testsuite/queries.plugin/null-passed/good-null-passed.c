/* Null passed to functions that look first, or may not get that far.  */
/* { dg-do compile } */
/* { dg-options "-Wall" } */

struct list
{
  struct list *next;
  int value;
};

void use (int);

static __attribute__ ((noinline)) int
first (struct list *l)
{
  return l ? l->value : 0;
}

/* `use' may never come back.  */
static __attribute__ ((noinline)) void
set (int n, int *to)
{
  use (n);
  *to = n;
}

/* An address is no access.  */
static __attribute__ ((noinline)) struct list **
place (struct list *l)
{
  return &l->next;
}

/* The parameter is another pointer by then.  */
static __attribute__ ((noinline)) int
other (struct list *l, struct list *m)
{
  l = m;
  return l->value;
}

/* Another function may take its place.  */
__attribute__ ((weak)) int
weak (int *p)
{
  return *p;
}

int
all (int n, struct list *l)
{
  set (n, 0);
  use (place (0) != 0);
  if (sizeof (long) < 2)
    use (other (l, 0));
  return first (0) + other (0, l) + weak (0);
}
