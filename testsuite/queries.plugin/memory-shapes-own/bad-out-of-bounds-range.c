/* Reads and writes outside of objects, wherever in a range they may be.  own-checks no-steps */
/* { dg-do compile } */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_SLOTS 8

struct slot { int used; long value; };
struct table { struct slot slot[N_SLOTS]; int count; };
struct vector { int *value; int count; };

static struct table table;
static const char digits[16] = "0123456789abcdef";

/* `>' where `>=' was meant is seen where nothing else is left.  */
long
get (int i)
{
  if (i < N_SLOTS)
    return -1;
  return table.slot[i].value;	/* { dg-warning "out-of-bounds read of 'table': 8 bytes at offset 136 or more of an object of 136 bytes" } */
}

char
digit (int n)
{
  if (n >= 0)
    return '?';
  return digits[n];		/* { dg-warning "out-of-bounds read of 'digits': 1 byte at offset -1 or less of an object of 16 bytes" } */
}

/* Three calls away.  */

static void
set_value (int *to, int i)
{
  to[i] = 0;			/* { dg-warning "out-of-bounds write" "of a range in a callee" { xfail *-*-* } } */
}

static void
clear_value (int *to, int i)
{
  set_value (to, i);
}

static void
forget_value (int *to, int i)
{
  clear_value (to, i);
}

int
past_the_end (int i)
{
  int values[4] = { 1, 2, 3, 4 };

  if (i >= 4)
    forget_value (values, i);
  return values[0];
}

/* Rounds of a loop that are one too many: of what was made three calls away ...  */

static void *
get_memory (size_t n)
{
  return calloc (n, 1);
}

static int *
get_numbers (int n)
{
  return get_memory (n * sizeof (int));
}

static int *
get_squares (void)
{
  return get_numbers (16);
}

int *
squares (void)
{
  int *p = get_squares ();

  if (!p)
    return NULL;
  for (int i = 0; i <= 16; i++)
    p[i] = i * i;		/* { dg-warning "out-of-bounds write to 'p': 4 bytes at offset 64 of an object of 64 bytes, in the last round" } */
  return p;
}

/* ... of a structure's member ...  */

void
clear_table (void)
{
  struct table t;

  for (int i = 0; i <= N_SLOTS; i++)
    t.slot[i].value = 0;	/* { dg-warning "out-of-bounds write to 't': 8 bytes at offset 136 of an object of 136 bytes, in the last round" } */
  t.count = 0;
  table = t;
}

/* ... of what an out-parameter leads to ...  */

static int
make_vector (struct vector *out)
{
  out->value = malloc (5 * sizeof *out->value);
  if (!out->value)
    return -1;
  out->count = 5;
  return 0;
}

int
use_vector (void)
{
  struct vector v;
  int first;

  if (make_vector (&v) < 0)
    return -1;
  for (int i = 0; i <= v.count; i++)
    v.value[i] = i;		/* { dg-warning "out-of-bounds write to 'v.value': 4 bytes at offset 20 of an object of 20 bytes, in the last round" "the bound lies in memory" { xfail *-*-* } } */
  first = v.value[0];
  free (v.value);
  return first;
}

/* ... by a pointer that is moved ...  */
void
by_a_moved_pointer (void)
{
  char line[8], *p = line;

  for (int i = 0; i <= 8; i++)
    *p++ = ' ';			/* { dg-warning "out-of-bounds write to 'line'" "the pointer is moved by the loop" { xfail *-*-* } } */
  fwrite (line, 1, sizeof line, stdout);
}

/* ... and one that compares the next one.  */
int
is_sorted (void)
{
  static const int a[6] = { 1, 2, 3, 5, 8, 13 };

  for (int i = 0; i < 6; i++)
    if (a[i] > a[i + 1])	/* { dg-warning "out-of-bounds read of 'a'" "the loop may end before" { xfail *-*-* } } */
      return 0;
  return 1;
}

/* The same condition twice.  */
int
together (int i, int *a)
{
  int values[4] = { 1, 2, 3, 4 };
  int is_large = i > 3;

  *a = 1;
  if (is_large)
    return values[i];		/* { dg-warning "out-of-bounds read of 'values': 4 bytes at offset 16 or more of an object of 16 bytes" } */
  return 0;
}

/* Both limits are wrong.  */
long
wrong_and (unsigned i)
{
  if (i > 7 && i < 16)
    return table.slot[i].value;	/* { dg-warning "out-of-bounds read of 'table': 8 bytes at offset 136 or more of an object of 136 bytes" } */
  return 0;
}
