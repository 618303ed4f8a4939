/* bad-bound.c - the counter's type ends before the bound.  own-checks
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

static int a[400];
extern int printf (const char *, ...);
extern void use (int);

/* The front end leaves no condition of these.  */
void
narrow (void)
{
  unsigned char i;		/* { dg-message "unsigned char. ranges from 0 to 255" } */
  for (i = 0; i < 300; i++)	/* { dg-warning "loop counter .i. wraps" } */
    a[i] = 0;
}

void
down (unsigned n)
{
  unsigned i;			/* { dg-message "ranges from 0 to 4294967295" } */
  for (i = n; i >= 0; i--)	/* { dg-warning "nothing ends the loop" } */
    printf ("%d\n", a[i]);
}

void
down_pointer (int *p, unsigned long n)
{
  unsigned long i;		/* { dg-message "ranges from 0" } */
  for (i = n - 1; i >= 0; --i)	/* { dg-warning "loop counter .i. wraps" } */
    p[i] = 0;
}

/* Here it is still there.  */
void
by_variable (void)
{
  int n = 300;
  unsigned char i;		/* { dg-message "ranges from 0 to 255" } */
  for (i = 0; i < n; i++)	/* { dg-warning "wraps before the loop ends" } */
    use (a[i]);
}

void
by_range (int n)
{
  short i;			/* { dg-message "ranges from -32768 to 32767" } */
  if (n < 40000)
    return;
  for (i = 0; i < n; i++)	/* { dg-warning "wraps before the loop ends" } */
    use (i);
}

void
to_zero (void)
{
  unsigned low = 0, i;		/* { dg-message "ranges from 0" } */
  for (i = 10; i >= low; i--)	/* { dg-warning "wraps before the loop ends" } */
    use (i);
}

/* The sign is lost in the comparison.  */
void
signs (void)
{
  unsigned low = 0;
  int i;			/* { dg-message "ranges from -2147483648" } */
  for (i = 10; i >= low; i--)	/* { dg-warning "overflows before the loop ends" } */
    use (i);
}

void
wrong_way (int n)
{
  int i;			/* { dg-message "ranges from -2147483648" } */
  for (i = 0; i < 10; i--)	/* { dg-warning "overflows before the loop ends" } */
    use (i);
}
