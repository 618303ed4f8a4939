/* good-bound.c - counters that come to their bound, or are meant to wrap.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

static int a[400], small[256];
extern int printf (const char *, ...);
extern void use (int);
extern int more (void);
extern volatile int port;

void
narrow (void)
{
  unsigned char i;
  for (i = 0; i < 200; i++)
    a[i] = 0;
  for (i = 1; i != 0; i++)
    a[i] = 0;
}

void
down (unsigned n)
{
  unsigned i;
  for (i = n; i > 0; i--)
    printf ("%d\n", a[i]);
  for (i = n; i-- > 0; )
    printf ("%d\n", a[i]);
  for (i = n - 1; i < n; i--)
    printf ("%d\n", a[i]);
  for (i = n; i + 1 > 0; i--)
    use (i);
}

void
by_variable (int m)
{
  int n = 255;
  unsigned char i;
  for (i = 0; i < n; i++)
    use (a[i]);
  for (i = 0; i < m; i++)
    use (a[i]);
}

/* Another way out.  */
void
by_range (int n)
{
  short i;
  if (n < 40000)
    return;
  for (i = 0; i < n; i++)
    if (!more ())
      break;
}

void
to_zero (unsigned low)
{
  unsigned i;
  for (i = 10; i >= low; i--)
    use (i);
}

/* Rings, for ever.  */
void
ring (void)
{
  unsigned char i = 0;
  for (;;)
    port = small[i++];
}

void
task (const int *command)
{
  unsigned i = 0;
  for (;;)
    use (command[i++]);
}

void
count (void)
{
  unsigned i = 0;
  for (;;)
    {
      i++;
      a[0] = i;
    }
}

void
masked (void)
{
  unsigned i = 0;
  for (;;)
    a[i++ & 127]++;
}
