/* folded.c - what the front end makes of conditions when it optimises.  */
/* { options -O2 } */

/* One unsigned comparison of n - 4.  */
int
both (int n)
{
  if (n > 3 && n < 10)
    return n + 1;
  return 0;
}
/* ranges both n_1(D): any; bb 3: [4, 9]; bb 4: [-2147483648, 3] [10, 2147483647] */
/* ranges both _3: [5, 10] */

/* Two flags, joined.  */
unsigned
either (unsigned u)
{
  if (u == 3 || u == 5)
    return u;
  return 0;
}
/* ranges either u_1(D): any; bb 4: [0, 2] [4] [6, 4294967295] */
