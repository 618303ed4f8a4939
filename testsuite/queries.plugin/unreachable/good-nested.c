/* good-nested.c - conditions that may be true, or are careful.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

extern void use (int);
extern void stop (void) __attribute__ ((noreturn));

void
apart (int x, int y)
{
  if (x > 5)
    {
      use (1);
      if (x < 8)
	use (2);
      x -= y;
      if (x < 3)
	use (3);
    }
}

/* Asked again, to get away.  */
int
careful (int *p)
{
  if (p)
    {
      use (*p);
      if (!p)
	return -1;
      use (2);
    }
  return 0;
}

int
careful_loop (int *a, int n)
{
  for (int i = 0; i < n; i++)
    {
      use (a[i]);
      if (i >= n)
	break;
    }
  return 0;
}

#ifdef DEBUG
enum { debug = 1 };
#else
enum { debug = 0 };
#endif

int
constants (int x)
{
  int level = 2;
  if (debug)
    use (1);
  if (sizeof (x) == 8)
    use (2);
  if (level > 3)
    use (3);
  if (x == 1)
    {
      use (x);
      if (x != 1)
	stop ();
    }
  return 0;
}

extern int shared;

int
locked (void)
{
  if (!shared)
    {
      use (0);
      if (shared)
	return 1;
    }
  return 0;
}
