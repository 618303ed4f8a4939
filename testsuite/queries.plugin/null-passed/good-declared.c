/* Null passed where it may be, or where GCC says so itself.  */
/* { dg-do compile } */
/* { dg-options "-Wall" } */

int length (int, const char *);
typedef int (*measure) (int, const char *);

int
early (const char *s)
{
  return length (0, s);
}

__attribute__ ((nonnull (2))) int
length (int n, const char *s)	/* { dg-message "in a call to function 'length' declared 'nonnull'" } */
{
  return s != (const char *) (long) n;
}

int
late (void)
{
  return length (1, 0);	/* { dg-warning "argument 2 null where non-null expected" } */
}

/* Nobody knows which.  */
int
indirect (measure other, int which)
{
  measure m = which ? length : other;
  return m (0, 0);
}
