/* Divisors that a stranger has chosen, and that may be zero.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer-checker=taint" } */
/* own-checks, since-gcc-12: GCC says it with -fanalyzer only.  no-steps  */

#include <stdint.h>
#include <stdio.h>

struct format { uint32_t rate, block; int32_t channels; };
struct stream { struct format format; uint32_t size; };

uint32_t
seconds (FILE *f, uint32_t size)
{
  struct format w;

  if (fread (&w, sizeof w, 1, f) != 1)
    return 0;
  return size / w.rate; /* { dg-warning "use of attacker-controlled value 'w.rate' as divisor without checking for zero" } */
}

/* Read three calls away.  */

static int
read_bytes (FILE *f, void *to, size_t n)
{
  return fread (to, 1, n, f) == n ? 0 : -1;
}

static int
read_format (FILE *f, struct format *w)
{
  return read_bytes (f, w, sizeof *w);
}

static int
open_stream (FILE *f, struct stream *s)
{
  s->size = 0;
  return read_format (f, &s->format);
}

uint32_t
blocks (FILE *f)
{
  struct stream s;

  if (open_stream (f, &s) < 0)
    return 0;
  return 4096 / s.format.block; /* { dg-warning "'s.format.block' as divisor without checking for zero" } */
}

/* Divided three calls away.  */

static uint32_t
divide (uint32_t a, uint32_t b)
{
  return a / b; /* { dg-warning "as divisor without checking for zero" "marks do not pass into calls" { xfail *-*-* } } */
}

static uint32_t
length_in (const struct format *w, uint32_t size)
{
  return divide (size, w->rate);
}

static uint32_t
length_of (const struct stream *s)
{
  return length_in (&s->format, s->size);
}

uint32_t
length (FILE *f)
{
  struct stream s;

  if (fread (&s, sizeof s, 1, f) != 1)
    return 0;
  return length_of (&s);
}

/* By an out-parameter, with a result.  */

static int
read_rate (FILE *f, uint32_t *out)
{
  uint32_t rate;

  if (fread (&rate, sizeof rate, 1, f) != 1)
    return -1;
  *out = rate;
  return 0;
}

uint32_t
by_an_out_parameter (FILE *f)
{
  uint32_t rate;

  if (read_rate (f, &rate) < 0)
    return 0;
  return 48000 % rate; /* { dg-warning "as divisor without checking for zero" } */
}

/* In a loop.  */
uint32_t
in_a_loop (FILE *f)
{
  uint32_t sum = 0;
  struct format w;

  while (fread (&w, sizeof w, 1, f) == 1)
    sum += 1000 / w.channels; /* { dg-warning "'w.channels' as divisor without checking for zero" } */
  return sum;
}

/* Behind conditions that go together.  */
uint32_t
together (FILE *f, int is_strict)
{
  struct format w;

  if (fread (&w, sizeof w, 1, f) != 1)
    return 0;
  if (is_strict && w.rate == 0)
    return 0;
  if (is_strict)
    return 1000 / w.rate;
  return 2000 / w.rate; /* { dg-warning "'w.rate' as divisor without checking for zero" } */
}

/* An upper bound says nothing of zero.  */
uint32_t
only_upper (FILE *f)
{
  struct format w;

  if (fread (&w, sizeof w, 1, f) != 1 || w.rate > 96000)
    return 0;
  return 1000 / w.rate; /* { dg-warning "'w.rate' as divisor without checking for zero" } */
}
