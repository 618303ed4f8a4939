/* good-step.c - steps that meet their bound, though it may take a wrap.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

extern void use (int);

void
even (unsigned from, unsigned to)
{
  for (unsigned i = 0; i != 12; i += 2)
    use (i);
  for (unsigned i = from; i != 11; i += 2)
    use (i);
  for (unsigned i = 0; i != to; i += 2)
    use (i);
}

/* All numbers modulo 256, in another order.  */
void
cycle (void)
{
  unsigned char i = 7;
  do
    use (i);
  while ((i += 7) != 3);
}

void
thirds (int first)
{
  for (int i = 0; i != 12; i += 3)
    use (i);
  for (int i = first ? 1 : 0; i != 10; i += 3)
    use (i);
}

void
down (void)
{
  for (int i = 5; i != 0; i--)
    use (i);
  for (int i = 0; i < 11; i += 2)
    use (i);
}

/* It wraps where the narrower type does, and so comes to 0.  */

void
narrower (void)
{
  for (long long n = -1; n != 0; n = (unsigned char) (n - 1))
    use ((int) n);
}
