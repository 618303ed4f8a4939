/* Shifts by more bits than there are.  */
/* { dg-do compile } */
/* { dg-options "-Wno-shift-count-overflow" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdint.h>

struct field { unsigned first, width; struct field *next; };
struct reader { uint64_t window; unsigned n_bits; };

extern int next_bit (void);

/* 64 bits were meant.  */
uint64_t
all_below (unsigned n)
{
  uint64_t m = 0;

  if (n == 32)
    m = (1u << n) - 1; /* { dg-warning "shift by count \\('32'\\) >= precision of type \\('32'\\)" } */
  return m;
}

uint64_t
high_word (uint32_t high, uint32_t low)
{
  unsigned n = 32;

  return high << n | low; /* { dg-warning "shift by count \\('32'\\) >= precision of type \\('32'\\)" } */
}

/* Three calls away.  */

static uint32_t
mask_of (unsigned width)
{
  return (1u << width) - 1; /* { dg-warning "shift by count \\('32'\\) >= precision of type \\('32'\\)" } */
}

static uint32_t
bits_of (uint32_t from, unsigned first, unsigned width)
{
  return from >> first & mask_of (width);
}

static uint32_t
lowest_bits (uint32_t from, unsigned width)
{
  return bits_of (from, 0, width);
}

uint32_t
whole_word (uint32_t from)
{
  return lowest_bits (from, 32);
}

/* In a structure's field.  */

static uint32_t
extract (const struct field *f, uint32_t from)
{
  return from >> (f->first + f->width); /* { dg-warning "shift by count \\('32'\\) >= precision of type \\('32'\\)" } */
}

uint32_t
last_byte (uint32_t from)
{
  struct field f = { 24, 8, 0 };

  return extract (&f, from);
}

/* By an out-parameter, with a result.  */

static int
width_of (int kind, unsigned *out)
{
  switch (kind)
    {
    case 'q':
      *out = 64;
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
  return 1u << width; /* { dg-warning "shift by count \\('64'\\) >= precision of type \\('32'\\)" } */
}

/* In a loop, by something that does not depend on it ...  */
uint32_t
in_a_loop (const uint32_t *p, int n)
{
  unsigned by = 32;
  uint32_t h = 0;

  for (int i = 0; i < n; i++)
    h = h << by ^ p[i]; /* { dg-warning "shift by count \\('32'\\) >= precision of type \\('32'\\)" } */
  return h;
}

/* ... and in its last round.  */
uint32_t
all_bits (void)
{
  uint32_t all = 0;

  for (int i = 0; i <= 32; i++)
    all |= 1u << i; /* { dg-warning "shift by count" "the rounds of a loop are not asked" { xfail *-*-* } } */
  return all;
}

/* Behind conditions that go together.  */
uint32_t
together (struct reader *r, int is_empty)
{
  unsigned used = 0;

  if (is_empty)
    used = 64;
  if (next_bit ())
    r->n_bits++;
  if (is_empty)
    return (uint32_t) (r->window >> used); /* { dg-warning "shift by count \\('64'\\) >= precision of type \\('64'\\)" } */
  return (uint32_t) (r->window >> used);
}
