/* Null passed to nonnull functions by calls that do not see that.  */
/* { dg-do compile } */
/* { dg-options "-Wall" } */
/* own-checks: GCC has none of this.  */

int length (const char *);
typedef int (*measure) (const char *);

int
early (void)
{
  return length (0);	/* { dg-warning "argument 1 is null, which 'length' is declared not to get" } */
}

__attribute__ ((nonnull)) int
length (const char *s)	/* { dg-message "'length' declared here" } */
{
  return s[0] != 0;
}

int
indirect (void)
{
  measure m = length;
  return m (0);		/* { dg-warning "argument 1 is null, which 'length' is declared not to get" } */
}

static __attribute__ ((noinline)) int
first (const int *p)	/* { dg-message "'first' declared here" } */
{
  return *p;
}

int
by_pointer (void)
{
  int (*f) (const int *) = first;
  return f (0);		/* { dg-warning "argument 1 is null, which 'first' dereferences" } */
}
