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
