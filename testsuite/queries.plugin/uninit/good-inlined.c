/* { dg-do compile } */
/* { dg-options "-Wmaybe-uninitialized" } */

/* A parameter that is not looked at, or that has a value.  */

static int
nothing_of (int value)
{
  return 2;
}

static int
half (int value)
{
  return value / 2;
}

int
caller (int n)
{
  int x;

  if (n > 3)
    x = n;
  return nothing_of (x) + (n > 5 ? half (x) : 0);
}

int rounds;

/* The first round of a loop is not left out: that is in memory.  */
int
into_loop (int n)
{
  int y, z = 0;

  for (rounds = 0; rounds < 2; rounds++)
    {
      y = n;
      while (rounds < 1)
	{
	  z += half (y);
	middle:
	  rounds++;
	}
      if (z > n)
	return z;
    }
  goto middle;
}
