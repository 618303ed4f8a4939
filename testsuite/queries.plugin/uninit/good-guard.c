/* Guards that tell that there is a value.  */
/* { dg-do compile } */
/* { dg-options "-Wall -Wextra" } */

void other (void);
void use (int);

void
bounds (int n, int m)
{
  int x;

  if (n > 10)
    x = m;
  other ();
  if (n > 12)
    use (x);
}

void
both_of_two (int n, int l, int m)
{
  int x;

  if (n && l)
    x = m;
  other ();
  if (l)
    if (n)
      use (x);
}

void
one_of_two (int n, int l, int m)
{
  int x;

  if (n || l)
    x = m;
  other ();
  if (n)
    use (x);
  if (l)
    use (x);
}

void
flag (int n, int m)
{
  int flag = 0;
  int x;

  if (n)
    {
      x = m;
      flag = 1;
    }
  other ();
  if (flag)
    use (x);
}

void
late (int n, int m)
{
  int error = -1;
  int x;

  if (n > 5)
    goto out;
  x = m;
  error = 0;
 out:
  other ();
  if (error == 0)
    use (x);
}

int
cases (int n)
{
  int x;

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
  switch (n)
    {
    case 1:
    case 4:
      return x;
    }
  return 0;
}

int
rounds (void)
{
  int x;

  for (int i = 0; i < 10; i++)
    x = i;
  return x;
}

void
bits (unsigned n, int m)
{
  int x;

  if (n & 3)
    x = m;
  other ();
  if (n & 1)
    use (x);
}
