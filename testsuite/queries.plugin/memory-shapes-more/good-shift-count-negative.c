/* Shifts by counts that were looked at, or of which nobody knows.  */
/* { dg-do compile } */

#include <stdint.h>

struct field { int first, width; struct field *next; };
struct code { int length; uint32_t bits; };

extern int next_bit (void);

uint32_t
mask (int length)
{
  if (length < 0)
    return 0;
  return 1u << length;
}

/* Both ways.  */
static uint32_t
shift (uint32_t from, int n)
{
  return n < 0 ? from >> -n : from << n;
}

static uint32_t
shift_back (uint32_t from, int n)
{
  return shift (from, -n);
}

uint32_t
there_and_back (uint32_t from)
{
  return shift_back (shift (from, 3), 3);
}

static uint32_t
take (uint32_t from, int n)
{
  return from >> n;
}

static uint32_t
take_bits (uint32_t from, int used, int n)
{
  return n > used ? take (from, n - used) : 0;
}

uint32_t
more_than_there_are (uint32_t from)
{
  return take_bits (from, 12, 8);
}

static uint32_t
extract (const struct field *f, uint32_t from)
{
  return from >> (f->first & 31);
}

uint32_t
before_the_first (uint32_t from)
{
  struct field f = { -8, 4, 0 };

  return extract (&f, from);
}

static int
look_up (int wanted, struct code *out)
{
  out->length = -1;
  if (wanted > 20)
    return -1;
  out->length = wanted;
  out->bits = 1;
  return 0;
}

uint32_t
encode (int wanted)
{
  struct code c;

  if (look_up (wanted, &c) < 0)
    return 0;
  return c.bits << c.length;
}

uint32_t
in_a_loop (uint32_t from)
{
  uint32_t all = 0;

  for (int n = 7; n >= 0; n--)
    all |= (from >> n & 1) << (7 - n);
  return all;
}

/* Found in a loop that ends.  */
uint32_t
highest (uint32_t from)
{
  int n = -1;

  while (from)
    {
      from >>= 1;
      n++;
    }
  return 1u << n;
}

uint32_t
together (int is_signed, uint32_t from)
{
  int n = 4;

  if (is_signed)
    n = -4;
  if (next_bit ())
    from++;
  if (is_signed)
    return from >> -n;
  return from << n;
}

/* A rotation.  */
uint32_t
rotate (uint32_t from, unsigned n)
{
  return from << (n & 31) | from >> (-n & 31);
}
