/* conditions.c - what branches say of integers.  */

extern void use (long);
extern void fail (void) __attribute__ ((noreturn));

int
both (int n)
{
  if (n > 3 && n < 10)
    return n + 1;
  return 0;
}
/* ranges both n_0(D): any; bb 3: [4, 2147483647]; bb 4: [4, 9]; bb 5: [-2147483648, 3] [10, 2147483647]; on 2->5: [-2147483648, 3]; on 3->5: [10, 2147483647] */
/* ranges both _1: [5, 10] */

void
either (unsigned u)
{
  if (u == 3 || u == 5)
    use (u);
}
/* ranges either _1: [3] [5] */

/* Two flags.  */
int
folded (int n)
{
  _Bool inside = (n >= 2) & (n <= 7);
  if (inside)
    return n * 2;
  return 0;
}
/* ranges folded n_1(D): any; bb 3: [2, 7] */
/* ranges folded _6: [4, 14] */

int
asserted (int n, int m)
{
  if (n < 0)
    fail ();
  if (m == n && m < 100)
    return n;
  return n;
}
/* ranges asserted n_0(D): any; bb 3: [-2147483648, -1]; bb 4: [0, 2147483647]; bb 6: [0, 99]; on 5->7: [100, 2147483647] */
/* ranges asserted m_3(D): any; bb 5: [0, 2147483647]; bb 6: [0, 99]; on 5->7: [100, 2147483647] */

int
chosen (int n)
{
  switch (n)
    {
    case 1:
    case 2:
    case 7 ... 9:
      return n;
    case 20:
      break;
    default:
      return -1;
    }
  return n + 1;
}
/* ranges chosen _3: [21] */

/* A flag that one way sets.  */
int
flag (int n)
{
  int good = 0;
  if (n > 10)
    good = 1;
  use (n);
  if (good)
    return n;
  return 0;
}
/* ranges flag _7: [11, 2147483647] */

int
likely (int n)
{
  if (__builtin_expect (n == 17, 1))
    return n;
  return 0;
}
/* ranges likely _4: [17] */

struct counted { int count, other; };

/* Read twice, with nothing between that could write.  */
int
loaded (struct counted *c)
{
  if (c->count > 0 && c->count < 8)
    return c->count;
  c->count = 0;
  c->other = 5;
  return c->other;
}
/* ranges loaded _4: [1, 7] */
/* ranges loaded _7: [5] */
