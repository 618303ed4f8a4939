/* Shifts by counts that are known, or that a loop has made known.  */
/* { dg-do compile } */

unsigned long long
extend (unsigned long long value, unsigned int bits)
{
  for (unsigned int i = 0; i < bits; i++)
    value = value * 2 + 1;
  if (bits < 64 && (value & (1ULL << (bits - 1))))
    value |= ~0ULL << bits;
  return value;
}

unsigned int
below (unsigned int value)
{
  unsigned int n = 31;

  return value << n;
}

static int __attribute__ ((noinline))
shift_by (int value, int bits)
{
  if (bits < 0)
    return value >> -bits;
  return bits > 31 ? 0 : value << bits;
}

int
by_argument (int value)
{
  return shift_by (value, -1) + shift_by (value, 3) + shift_by (value, 40);
}

static unsigned __attribute__ ((noinline))
mask_of (int from, int to)
{
  if (to - from == 32)
    return ~0u;
  return (1u << (to - from)) - 1;
}

unsigned
whole (void)
{
  return mask_of (0, 32) + mask_of (10, 40);
}
