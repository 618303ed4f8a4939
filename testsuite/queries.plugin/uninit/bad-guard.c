/* Guards that do not tell whether there is a value.  */
/* { dg-do compile } */
/* { dg-options "-Wall -Wextra" } */

void other (void);
void use (int);

void
bounds (int n, int m)
{
  int x;		/* { dg-message "'x' was declared here" } */

  if (n > 10)
    x = m;
  other ();
  if (n > 8)
    use (x);		/* { dg-warning "'x' may be used uninitialized" } */
}

void
one_of_two (int n, int l, int m)
{
  int x;		/* { dg-message "'x' was declared here" } */

  if (n && l)
    x = m;
  other ();
  if (n || l)
    use (x);		/* { dg-warning "'x' may be used uninitialized" } */
}

void
wrong_flag (int n, int m)
{
  int flag = 0;
  int x;		/* { dg-message "'x' was declared here" } */

  if (n)
    {
      x = m;
      flag = 1;
    }
  other ();
  if (!flag)
    use (x);		/* { dg-warning "'x' may be used uninitialized" } */
}

int
cases (int n)
{
  int x;		/* { dg-message "'x' was declared here" } */

  switch (n)
    {
    case 1:
      x = 4;
      break;
    case 3 ... 8:
      x = 5;
      break;
    }
  other ();
  return x;		/* { dg-warning "'x' may be used uninitialized" } */
}
