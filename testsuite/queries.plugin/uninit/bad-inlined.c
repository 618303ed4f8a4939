/* { dg-do compile } */
/* { dg-options "-Wmaybe-uninitialized" } */
/* own-checks: GCC shows it with "inlined from". */

/* What is passed to a function so small that it is put in the place of the call
   is said to be uninitialized where it is read.  */

static int
half (int value)
{
  return value / 2;	/* { dg-warning "'x' may be used uninitialized" } */
}

int
caller (int n)
{
  int x;		/* { dg-message "declared here" } */

  if (n > 3)
    x = n;
  return half (x);	/* { dg-message "passed to 'half' here" } */
}

/* Not of one that stays a function: there, at the call.  */
__attribute__ ((noinline)) static int
third (int value)
{
  return value / 3;
}

int
other_caller (int n)
{
  int y;		/* { dg-message "declared here" } */

  if (n > 3)
    y = n;
  return third (y);	/* { dg-warning "'y' may be used uninitialized" } */
}
