/* What functions of the unit leave unwritten.  */
/* { dg-do compile } */
/* { dg-options "-Wall -Wextra" } */
/* own-checks: GCC has to inline for it.  */

void use (int);
int read_number (void);

static __attribute__ ((noinline)) int
get (int n, int *x)
{
  if (n < 0)
    return -1;
  *x = read_number ();
  return 0;
}

void
wrong_result (int n)
{
  int x;		/* { dg-message "'x' was declared here" } */

  if (get (n, &x) != 0)
    use (x);		/* { dg-warning "'x' may be used uninitialized" } */
}

static __attribute__ ((noinline)) void
nothing (int *x)
{
  use (x != 0);
}

void
never_written (void)
{
  int x;		/* { dg-message "'x' was declared here" } */

  nothing (&x);
  use (x);		/* { dg-warning "'x' is used uninitialized" } */
}

static int
failure_or_not (int n)
{
  return n ? -1 : 0;
}

int
load (int *out)
{
  int result = 0;
  int size;		/* { dg-message "'size' was declared here" } */

  if (read_number ())
    {
      result = failure_or_not (read_number ());
      goto cleanup;
    }
  size = read_number ();

 cleanup:
  if (!result)
    *out = size;	/* { dg-warning "'size' may be used uninitialized" } */
  return result;
}

/* Not only a null pointer makes it leave.  */
static __attribute__ ((noinline)) int
put_some (int n, int *number, int *size)
{
  if (number == 0 || n == 0)
    return -1;
  *number = n;
  *size = 4;
  return 0;
}

int
some (int n)
{
  int number, size;	/* { dg-message "'number' was declared here" } */

  put_some (n, &number, &size);
  return number;	/* { dg-warning "'number' may be used uninitialized" } */
}
