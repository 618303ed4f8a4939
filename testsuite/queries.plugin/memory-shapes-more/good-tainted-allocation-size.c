/* What a stranger wants is looked at, cut, or masked.  */
/* { dg-do compile } */
/* since-gcc-12  */
/* { dg-options "-fanalyzer-checker=taint" } */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAGIC 0x1234
#define MOST 4096
#define MINIMUM(A, B) ((A) < (B) ? (A) : (B))

struct header { uint32_t magic, n_entries; int32_t width, height; };
struct image { struct header header; uint8_t *pixels; };

void *
read_body (FILE *f)
{
  struct header h;

  if (fread (&h, sizeof h, 1, f) != 1 || h.magic != MAGIC)
    return NULL;
  if (h.n_entries > MOST)
    return NULL;
  return malloc (h.n_entries);
}

/* The least of two.  */
void *
cut (FILE *f)
{
  struct header h;
  uint32_t n;

  if (fread (&h, sizeof h, 1, f) != 1)
    return NULL;
  n = MINIMUM (h.n_entries, MOST);
  return malloc (n);
}

static uint32_t
least (uint32_t a, uint32_t b)
{
  return a < b ? a : b;
}

void *
cut_by_function (FILE *f)
{
  struct header h;

  if (fread (&h, sizeof h, 1, f) != 1)
    return NULL;
  return malloc (least (h.n_entries, MOST));
}

void *
clamped (FILE *f)
{
  struct header h;

  if (fread (&h, sizeof h, 1, f) != 1)
    return NULL;
  if (h.n_entries > MOST)
    h.n_entries = MOST;
  return malloc (h.n_entries);
}

void *
masked (FILE *f)
{
  struct header h;

  if (fread (&h, sizeof h, 1, f) != 1)
    return NULL;
  return malloc ((h.n_entries & 0xff) * 16);
}

/* A byte is small.  */
void *
small (FILE *f)
{
  uint8_t n;

  if (fread (&n, 1, 1, f) != 1)
    return NULL;
  return malloc (n);
}

/* Looked at three calls away.  */

static int
is_sensible (uint32_t n)
{
  return n <= MOST;
}

static int
check_header (const struct header *h)
{
  if (h->magic != MAGIC || !is_sensible (h->n_entries))
    return -1;
  return 0;
}

void *
checked_elsewhere (FILE *f)
{
  struct header h;

  if (fread (&h, sizeof h, 1, f) != 1 || check_header (&h) < 0)
    return NULL;
  return malloc (h.n_entries);
}

static int
read_count (FILE *f, uint32_t *out)
{
  uint32_t n;

  if (fread (&n, sizeof n, 1, f) != 1 || n > MOST)
    return -1;
  *out = n;
  return 0;
}

void *
read_counted (FILE *f)
{
  uint32_t n;

  if (read_count (f, &n) < 0)
    return NULL;
  return malloc (n * 4ul);
}

void *
read_all (FILE *f)
{
  void *last = NULL;
  struct header h;

  while (fread (&h, sizeof h, 1, f) == 1)
    {
      void *p;

      if (h.n_entries >= MOST)
	continue;
      p = realloc (last, h.n_entries);
      if (!p)
	break;
      last = p;
    }
  return last;
}

void *
together (FILE *f, int is_trusted)
{
  struct header h;

  if (fread (&h, sizeof h, 1, f) != 1)
    return NULL;
  if (!is_trusted && h.n_entries > 1000)
    return NULL;
  if (!is_trusted)
    return malloc (h.n_entries);
  return NULL;
}

void *
pixels (FILE *f)
{
  struct header h;

  if (fread (&h, sizeof h, 1, f) != 1)
    return NULL;
  if (h.width <= 0 || h.width > 4096 || h.height <= 0 || h.height > 4096)
    return NULL;
  return malloc ((size_t) h.width * h.height);
}

/* How much was read is no more than was asked for.  */
void *
as_much_as_there_is (FILE *f)
{
  char line[100];
  size_t n = fread (line, 1, sizeof line, f);
  char *p = malloc (n + 1);

  if (p)
    {
      memcpy (p, line, n);
      p[n] = '\0';
    }
  return p;
}
