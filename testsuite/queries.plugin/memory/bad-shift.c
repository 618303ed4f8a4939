/* Shifts by what is not a count of bits.  */
/* { dg-do compile } */
/* { dg-options "-Wno-shift-count-overflow -Wno-shift-count-negative" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

int
negative (int value)
{
  int n = -1;

  return value << n; /* { dg-warning "shift by negative count" } */
}

int
large (int value)
{
  int n = 40;

  return value >> n; /* { dg-warning "shift by count \\('40'\\) >= precision of type \\('32'\\)" } */
}

/* What callers say, also by way of what they point to and of operations.  */

static int __attribute__ ((noinline))
shift_by (int value, int bits)
{
  return value << bits; /* { dg-warning "shift by negative count \\('-1'\\)" } */
}

int
by_argument (int value)
{
  return shift_by (value, -1);
}

struct field
{
  int from, to;
};

static unsigned __attribute__ ((noinline))
mask_of (const struct field *f)
{
  return 1u << (f->to - f->from); /* { dg-warning "shift by count \\('40'\\) >= precision of type \\('32'\\)" } */
}

unsigned
by_field (void)
{
  struct field f = { 2, 42 };

  return mask_of (&f);
}

static unsigned __attribute__ ((noinline))
bits_between (int from, int to)
{
  return 1u << (to - from); /* { dg-warning "shift by negative count \\('-3'\\)" } */
}

static unsigned __attribute__ ((noinline))
bits_below (int from, int to)
{
  int first = from;

  return bits_between (first, to) - 1;
}

unsigned
through_another (void)
{
  return bits_below (7, 4);
}
