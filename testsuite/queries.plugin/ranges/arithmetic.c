/* arithmetic.c - what operations make of ranges, at several widths.  */

unsigned
masked (unsigned u)
{
  return (u & 0xf0) >> 4;
}
/* ranges masked _2: [0, 15] */

int
bits (unsigned char c)
{
  return (c << 2) | 1;
}
/* ranges bits _3: [1, 1021] */

int
rest (int n)
{
  return n % 10 + n / 1000;
}
/* ranges rest _0: [-9, 9] */
/* ranges rest _2: [-2147483, 2147483] */
/* ranges rest _3: [-2147492, 2147492] */

long
wide (int a, int b)
{
  return (long) a * b;
}
/* ranges wide _4: [-4611686016279904256, 4611686018427387904] */

__int128
wider (long a, long b)
{
  return (__int128) a * b;
}
/* ranges wider _4: [-85070591730234615856620279821087277056, 85070591730234615865843651857942052864] */

unsigned __int128
widest (unsigned long a)
{
  return ((unsigned __int128) a << 64) + 1;
}
/* ranges widest _3: [1, 340282366920938463444927863358058659841] */

struct fields { unsigned three : 3; signed five : 5; _Bool one : 1; };

int
fields (struct fields *f)
{
  return f->three + f->five + f->one;
}
/* ranges fields _3: [0, 7] */
/* ranges fields _5: [-16, 15] */

/* Undefined if it is the greatest.  */
int
next (int n)
{
  return n + 1;
}
/* ranges next _0: [-2147483647, 2147483647] */

unsigned
wraps (unsigned n)
{
  if (n > 5)
    return 0;
  return n - 3;
}
/* ranges wraps _2: [0, 2] [4294967293, 4294967295] */
