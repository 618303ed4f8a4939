/* Divisors that a stranger has chosen, and that are not zero.  */
/* { dg-do compile } */
/* since-gcc-12  */
/* { dg-options "-fanalyzer-checker=taint" } */

#include <stdint.h>
#include <stdio.h>

struct format { uint32_t rate, block; int32_t channels; };
struct stream { struct format format; uint32_t size; };

uint32_t
seconds (FILE *f, uint32_t size)
{
  struct format w;

  if (fread (&w, sizeof w, 1, f) != 1 || w.rate == 0)
    return 0;
  return size / w.rate;
}

uint32_t
by_truth (FILE *f)
{
  struct format w;

  if (fread (&w, sizeof w, 1, f) != 1)
    return 0;
  return w.block ? 4096 / w.block : 0;
}

static int
is_usable (const struct format *w)
{
  return w->rate != 0 && w->channels > 0;
}

static int
read_format (FILE *f, struct format *w)
{
  if (fread (w, sizeof *w, 1, f) != 1)
    return -1;
  return is_usable (w) ? 0 : -1;
}

uint32_t
checked_elsewhere (FILE *f)
{
  struct format w;

  if (read_format (f, &w) < 0)
    return 0;
  return 1000 / w.rate + 1000 / w.channels;
}

/* One more, or at least one.  */
uint32_t
not_zero (FILE *f)
{
  struct format w;

  if (fread (&w, sizeof w, 1, f) != 1)
    return 0;
  return 1000 / (w.rate | 1) + 1000 / ((uint64_t) w.block + 1);
}

uint32_t
at_least_one (FILE *f)
{
  struct format w;

  if (fread (&w, sizeof w, 1, f) != 1)
    return 0;
  if (w.channels < 1)
    w.channels = 1;
  return 1000 / w.channels;
}

uint32_t
in_a_loop (FILE *f)
{
  uint32_t sum = 0;
  struct format w;

  while (fread (&w, sizeof w, 1, f) == 1)
    {
      if (!w.channels)
	continue;
      sum += 1000 / w.channels;
    }
  return sum;
}

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
  return 0;
}

/* What is divided is the stranger's, not by what.  */
uint32_t
own_divisor (FILE *f, uint32_t by)
{
  struct format w;

  if (fread (&w, sizeof w, 1, f) != 1)
    return 0;
  return w.rate / by;
}
