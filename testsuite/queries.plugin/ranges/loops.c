/* loops.c - counters.  */

extern void use (int);

void
upward (void)
{
  for (int i = 0; i < 10; i++)
    use (i);
}
/* ranges upward i_1: [0, 10]; bb 3: [0, 9]; bb 5: [10] */

void
until (void)
{
  for (int i = 0; i != 12; i++)
    use (i);
}
/* ranges until i_1: [0, 12]; bb 3: [0, 11]; bb 5: [12] */

void
downward (unsigned n)
{
  if (n > 50)
    return;
  while (n-- > 0)
    use (n);
}
/* The last time round it wraps.  */
/* ranges downward n_2: [0, 49] [4294967295]; bb 5: [0, 49]; on 6->7: [4294967295] */

void
bounded (int n)
{
  for (int i = 0; i < n; i++)
    use (i);
}
/* ranges bounded i_1: [0, 2147483647]; bb 3: [0, 2147483646] */

void
nested (void)
{
  for (int i = 0; i < 8; i++)
    for (int j = i; j < 16; j++)
      use (i + j);
}
/* ranges nested _3: [0, 22] */

/* Never more than it was asked for.  */
int
collatz (int n)
{
  int steps = 0;
  while (n > 1 && steps < 100)
    {
      n = n % 2 ? 3 * n + 1 : n / 2;
      steps++;
    }
  return steps;
}
/* ranges collatz steps_10: [0, 100]; bb 3: [0, 99]; on 8->9: [100] */
