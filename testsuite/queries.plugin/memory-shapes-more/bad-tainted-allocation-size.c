/* So much memory as a stranger wants.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer-checker=taint" } */
/* own-checks, since-gcc-12: GCC says it with -fanalyzer only.  no-steps  */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct header { uint32_t magic, n_entries; int32_t width, height; };
struct image { struct header header; uint8_t *pixels; };

#define MAGIC 0x1234

void *
read_body (FILE *f)
{
  struct header h;

  if (fread (&h, sizeof h, 1, f) != 1 || h.magic != MAGIC)
    return NULL;
  return malloc (h.n_entries); /* { dg-warning "use of attacker-controlled value 'h.n_entries' as allocation size without upper-bounds checking" } */
}

/* Read three calls away.  */

static int
read_bytes (FILE *f, void *to, size_t n)
{
  return fread (to, 1, n, f) == n ? 0 : -1;
}

static int
read_header (FILE *f, struct header *h)
{
  return read_bytes (f, h, sizeof *h);
}

static int
open_image (FILE *f, struct image *i)
{
  if (read_header (f, &i->header) < 0)
    return -1;
  return i->header.magic == MAGIC ? 0 : -1;
}

void *
read_entries (FILE *f)
{
  struct image i;

  if (open_image (f, &i) < 0)
    return NULL;
  return calloc (i.header.n_entries, 16); /* { dg-warning "as allocation size without upper-bounds checking" } */
}

/* Allocated three calls away.  */

static void *
get_memory (size_t n)
{
  return malloc (n); /* { dg-warning "as allocation size without upper-bounds checking" "marks do not pass into calls" { xfail *-*-* } } */
}

static void *
get_array (size_t n, size_t size)
{
  return get_memory (n * size);
}

static void *
get_entries (size_t n)
{
  return get_array (n, 16);
}

void *
read_table (FILE *f)
{
  uint32_t n;

  if (fread (&n, sizeof n, 1, f) != 1)
    return NULL;
  return get_entries (n);
}

/* By an out-parameter, with a result.  */

static int
read_count (FILE *f, uint32_t *out)
{
  uint32_t n;

  if (fread (&n, sizeof n, 1, f) != 1)
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
  return malloc (n * 4ul); /* { dg-warning "as allocation size without upper-bounds checking" } */
}

/* In a loop.  */
void *
read_all (FILE *f)
{
  void *last = NULL;
  struct header h;

  while (fread (&h, sizeof h, 1, f) == 1)
    {
      void *p = realloc (last, h.n_entries); /* { dg-warning "as allocation size without upper-bounds checking" } */

      if (!p)
	break;
      last = p;
    }
  return last;
}

/* Behind conditions that go together: only the other one is looked at.  */
void *
together (FILE *f, int is_trusted)
{
  struct header h;

  if (fread (&h, sizeof h, 1, f) != 1)
    return NULL;
  if (!is_trusted && h.n_entries > 1000)
    return NULL;
  if (is_trusted)
    return malloc (h.n_entries); /* { dg-warning "'h.n_entries' as allocation size without upper-bounds checking" } */
  return malloc (h.n_entries);
}

/* Each is small enough, says a look at one of them.  */
void *
pixels (FILE *f)
{
  struct header h;

  if (fread (&h, sizeof h, 1, f) != 1)
    return NULL;
  if (h.width <= 0 || h.width > 4096 || h.height <= 0)
    return NULL;
  return malloc ((size_t) h.width * h.height); /* { dg-warning "as allocation size without upper-bounds checking" } */
}
/* { dg-message "heap-based allocation" "" { target *-*-* } 23 } */
/* { dg-message "heap-based allocation" "" { target *-*-* } 55 } */
/* { dg-message "heap-based allocation" "" { target *-*-* } 108 } */
/* { dg-message "heap-based allocation" "" { target *-*-* } 120 } */
/* { dg-message "heap-based allocation" "" { target *-*-* } 140 } */
/* { dg-message "heap-based allocation" "" { target *-*-* } 154 } */
