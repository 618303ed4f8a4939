/* bad-nested.c - a condition in one that rules it out.  own-checks
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

extern void use (int);

void
apart (int x)
{
  if (x > 5)			/* { dg-message "as .x > 5. is true" } */
    {
      use (1);
      if (x < 3)		/* { dg-warning "x <= 2. is never true here" } */
	use (2);
    }
}

/* One finding for all that is behind.  */
void
deep (unsigned x, int y)
{
  if (x == 4)			/* { dg-message "as .x == 4. is true" } */
    {
      use (1);
      if (x == 5)		/* { dg-warning "x == 5. is never true here" } */
	{
	  if (x == 6)
	    use (y);
	  use (2);
	}
    }
}

void
last (int *a, int n)
{
  for (int i = 0; i < n; i++)	/* { dg-message "is true" } */
    {
      use (a[i]);
      if (i == n)		/* { dg-warning "is never true here" } */
	use (-1);
    }
}
