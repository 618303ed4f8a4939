/* wrapping.c - with -fwrapv the greatest number has a next one.  */
/* { options -fwrapv } */

int
next (int n)
{
  if (n < 100)
    return 0;
  return n + 1;
}
/* ranges next _2: [-2147483648] [101, 2147483647] */
