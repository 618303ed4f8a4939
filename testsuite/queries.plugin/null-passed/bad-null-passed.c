/* Null passed to functions that dereference it whatever happens.  */
/* { dg-do compile } */
/* { dg-options "-Wall" } */
/* own-checks: GCC has none of this.  */

struct list
{
  struct list *next;
  int value;
};

void use (int);

static __attribute__ ((noinline)) int
first (struct list *l)	/* { dg-message "'first' declared here" } */
{
  return l->value;
}

static __attribute__ ((const)) int
twice (int n)
{
  return 2 * n;
}

/* What is done first comes back.  */
static void
set (int n, int *to)	/* { dg-message "'set' declared here" } */
{
  int m = twice (n);

  *to = m;
  use (m);
}

int
all (int n)
{
  int *nothing = 0;

  set (n, nothing);	/* { dg-warning "argument 2 is null, which 'set' dereferences" } */
  return first (0);	/* { dg-warning "argument 1 is null, which 'first' dereferences" } */
}
