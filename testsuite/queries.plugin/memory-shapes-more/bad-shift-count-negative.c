/* Shifts by less than nothing.  */
/* { dg-do compile } */
/* { dg-options "-Wno-shift-count-negative" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdint.h>

struct field { int first, width; struct field *next; };
struct code { int length; uint32_t bits; };

extern int next_bit (void);

/* A length of minus one means: none.  */
uint32_t
mask (int is_known, int length)
{
  int n = -1;

  if (is_known && length > 40)
    n = -2;
  return 1u << n; /* { dg-warning "shift by negative count" } */
}

/* Three calls away.  */

static uint32_t
take (uint32_t from, int n)
{
  return from >> n; /* { dg-warning "shift by negative count \\('-4'\\)" } */
}

static uint32_t
take_bits (uint32_t from, int used, int n)
{
  return take (from, n - used);
}

static uint32_t
take_rest (uint32_t from, int used)
{
  return take_bits (from, used, 8) & 0xff;
}

uint32_t
more_than_there_are (uint32_t from)
{
  return take_rest (from, 12);
}

/* The length of a code that was not found, three calls away.  */

static int
no_length (void)
{
  return -1;
}

static int
length_of (void)
{
  return no_length ();
}

static int
code_length (void)
{
  return length_of ();
}

uint32_t
of_no_code (void)
{
  return 1u << code_length (); /* { dg-warning "shift by negative count \\('-1'\\)" } */
}

/* In a structure's field.  */

static uint32_t
extract (const struct field *f, uint32_t from)
{
  return from >> f->first; /* { dg-warning "shift by negative count \\('-8'\\)" } */
}

uint32_t
before_the_first (uint32_t from)
{
  struct field f = { -8, 4, 0 };

  return extract (&f, from);
}

/* By an out-parameter, although the result says that there is none.  */

static int
look_up (int wanted, struct code *out)
{
  if (wanted > 20)
    {
      out->length = -1;
      return -1;
    }
  out->length = wanted;
  out->bits = 1;
  return 0;
}

uint32_t
encode (int wanted)
{
  struct code c;

  c.bits = 0;
  if (look_up (wanted, &c) < 0)
    return 1u << c.length; /* { dg-warning "shift by negative count \\('-1'\\)" } */
  return c.bits << c.length;
}

/* In a loop.  */
uint32_t
in_a_loop (const struct field *f)
{
  uint32_t all = 0;

  for (; f; f = f->next)
    {
      int n = -1;

      if (f->width == 0)
	all |= 1u << n; /* { dg-warning "shift by negative count \\('-1'\\)" } */
    }
  return all;
}

/* Behind conditions that go together.  */
uint32_t
together (int is_signed, uint32_t from)
{
  int n = 4;

  if (is_signed)
    n = -4;
  if (next_bit ())
    from++;
  if (is_signed)
    return from << n; /* { dg-warning "shift by negative count \\('-4'\\)" } */
  return from << n;
}
