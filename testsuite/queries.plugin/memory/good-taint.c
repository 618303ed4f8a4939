/* The forms of bad-taint.c, with a look at the value, or with one of our own.  */
/* { dg-do compile } */
/* since-gcc-12  */
/* { dg-options "-fanalyzer-checker=taint" } */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct header
{
  int index;
  unsigned int length;
  long offset;
  size_t size;
  char data[64];
};

char
lookup (FILE *f)
{
  struct header h;

  if (fread (&h, sizeof h, 1, f) != 1 || h.index < 0 || h.index >= 64)
    return 0;
  return h.data[h.index];
}

/* A comparison with what is not known here.  */
char
by_variables (FILE *f, int least, int most)
{
  struct header h;

  if (fread (&h, sizeof h, 1, f) != 1)
    return 0;
  if (h.index >= least && h.index < most)
    return h.data[h.index];
  return 0;
}

char
by_equality (FILE *f, int known)
{
  struct header h;

  if (fread (&h, sizeof h, 1, f) != 1 || h.index != known)
    return 0;
  return h.data[h.index];
}

char
by_remainder (FILE *f)
{
  struct header h;

  if (fread (&h, sizeof h, 1, f) != 1)
    return 0;
  return h.data[h.length % 64];
}

char
by_switch (FILE *f)
{
  struct header h;

  if (fread (&h, sizeof h, 1, f) != 1)
    return 0;
  switch (h.index)
    {
    case 0: case 1: case 2:
      return h.data[h.index];
    default:
      return 0;
    }
}

char
overwritten (FILE *f, int own)
{
  struct header h;

  if (fread (&h, sizeof h, 1, f) != 1)
    return 0;
  h.index = own;
  return h.data[h.index];
}

extern void repair (struct header *);

/* What another function may have changed.  */
char
repaired (FILE *f)
{
  struct header h;

  if (fread (&h, sizeof h, 1, f) != 1)
    return 0;
  repair (&h);
  return h.data[h.index];
}

int
divide (FILE *f, int n)
{
  struct header h;

  if (fread (&h, sizeof h, 1, f) != 1 || h.index == 0)
    return 0;
  return n / h.index;
}

void
copy (char *to, const char *from, size_t size)
{
  memcpy (to, from, size);
}

extern void elsewhere (const void *, size_t)
  __attribute__ ((access (read_only, 1, 2)));

void __attribute__ ((tainted_args))
by_pointer (struct header *h)
{
  if (h->size < sizeof h->data)
    elsewhere (h->data, h->size);
}
