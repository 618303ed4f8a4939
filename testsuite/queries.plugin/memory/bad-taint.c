/* What a stranger has chosen, used as a size, an index, an offset, a divisor.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer-checker=taint" } */
/* own-checks, since-gcc-12: GCC says it with -fanalyzer only.  no-steps  */

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

  if (fread (&h, sizeof h, 1, f) != 1)
    return 0;
  return h.data[h.index]; /* { dg-warning "'h.index' in array lookup without bounds checking" } */
}

char
not_negative (FILE *f)
{
  struct header h;

  if (fread (&h, sizeof h, 1, f) != 1 || h.index < 0)
    return 0;
  return h.data[h.index]; /* { dg-warning "'h.index' in array lookup without upper-bounds checking" } */
}

char
not_large (FILE *f, int most)
{
  struct header h;

  if (fread (&h, sizeof h, 1, f) != 1 || h.index >= most)
    return 0;
  return h.data[h.index]; /* { dg-warning "'h.index' in array lookup without checking for negative" } */
}

void
store (FILE *f, char *p)
{
  struct header h;

  if (fread (&h, sizeof h, 1, f) == 1)
    p[h.offset] = 0; /* { dg-warning "'h.offset' as offset without bounds checking" } */
}

void *
allocate (FILE *f)
{
  struct header h;

  if (fread (&h, sizeof h, 1, f) != 1)
    return NULL;
  return malloc (h.length * 16); /* { dg-warning "'h.length \\* 16' as allocation size without upper-bounds checking" } */
}

int
divide (FILE *f, int n)
{
  struct header h;

  if (fread (&h, sizeof h, 1, f) != 1)
    return 0;
  return n / h.index; /* { dg-warning "'h.index' as divisor without checking for zero" } */
}

void __attribute__ ((tainted_args))
copy (char *to, const char *from, size_t size)
{
  memcpy (to, from, size); /* { dg-warning "'size' as size without upper-bounds checking" } */
}

extern void elsewhere (const void *, size_t) /* { dg-message "parameter 2 of 'elsewhere' marked as a size" } */
  __attribute__ ((access (read_only, 1, 2)));

void __attribute__ ((tainted_args))
by_pointer (struct header *h)
{
  elsewhere (h->data, h->size); /* { dg-warning "as size without upper-bounds checking" } */
}

/* Both ways come with it, and only one has looked at it.  */
char
on_one_way (FILE *f, int trusted)
{
  struct header h;

  if (fread (&h, sizeof h, 1, f) != 1)
    return 0;
  if (!trusted && (h.index < 0 || h.index >= 64))
    return 0;
  return h.data[h.index]; /* { dg-warning "'h.index' in array lookup without bounds checking" } */
}
/* { dg-message "heap-based allocation" "" { target *-*-* } 65 } */
