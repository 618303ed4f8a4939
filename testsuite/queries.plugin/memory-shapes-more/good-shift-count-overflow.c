/* Shifts by less than there is.  */
/* { dg-do compile } */

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

#define WORD_BITS (CHAR_BIT * sizeof (uint32_t))

struct field { unsigned first, width; struct field *next; };
struct reader { uint64_t window; unsigned n_bits; };

extern int next_bit (void);

uint64_t
all_below (unsigned n)
{
  return n == 64 ? ~(uint64_t) 0 : ((uint64_t) 1 << n) - 1;
}

uint64_t
high_word (uint32_t high, uint32_t low)
{
  unsigned n = 32;

  return (uint64_t) high << n | low;
}

static uint32_t
mask_of (unsigned width)
{
  return width >= 32 ? ~0u : (1u << width) - 1;
}

static uint32_t
bits_of (uint32_t from, unsigned first, unsigned width)
{
  return from >> first & mask_of (width);
}

uint32_t
whole_word (uint32_t from)
{
  return bits_of (from, 0, 32);
}

/* The width less what is used.  */
static uint32_t
extract (const struct field *f, uint32_t from)
{
  return from << (WORD_BITS - f->first - f->width) >> (WORD_BITS - f->width);
}

uint32_t
last_byte (uint32_t from)
{
  struct field f = { 24, 8, 0 };

  return extract (&f, from);
}

uint32_t
top_bits (uint32_t from, unsigned n)
{
  if (n == 0 || n > 32)
    return 0;
  return from >> (32 - n);
}

uint32_t
rotate (uint32_t from, unsigned n)
{
  n %= WORD_BITS;
  return n == 0 ? from : from << n | from >> (WORD_BITS - n);
}

static int
width_of (int kind, unsigned *out)
{
  *out = 64;
  switch (kind)
    {
    case 'l':
      *out = 16;
      return 0;
    default:
      return -1;
    }
}

uint32_t
limit (int kind)
{
  unsigned width;

  if (width_of (kind, &width) < 0)
    return 0;
  return 1u << width;
}

uint32_t
all_bits (void)
{
  uint32_t all = 0;

  for (unsigned i = 0; i < WORD_BITS; i++)
    all |= 1u << i;
  return all;
}

void
set_bit (uint32_t *set, unsigned i)
{
  set[i / 32] |= 1u << (i & 31);
}

uint32_t
get_bits (struct reader *r, unsigned n)
{
  uint64_t w = r->window;

  if (n > r->n_bits)
    return 0;
  r->n_bits -= n;
  r->window >>= n;
  return (uint32_t) (w & (((uint64_t) 1 << n) - 1));
}

uint32_t
together (struct reader *r, int is_empty)
{
  unsigned used = 0;

  if (is_empty)
    used = 64;
  if (next_bit ())
    r->n_bits++;
  if (is_empty)
    return 0;
  return (uint32_t) (r->window >> used);
}

/* Small types are as wide as int when they are shifted.  */
unsigned
wide_enough (uint8_t c)
{
  return (unsigned) c << 24;
}
