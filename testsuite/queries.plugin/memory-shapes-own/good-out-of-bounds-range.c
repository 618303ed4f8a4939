/* Ranges that lie within, or of which a part does.  own-checks */
/* { dg-do compile } */

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_SLOTS 8
#define N_ELEMENTS(A) (sizeof (A) / sizeof *(A))

struct slot { int used; long value; };
struct table { struct slot slot[N_SLOTS]; int count; };
struct vector { int *value; int count; };

static struct table table;
static const char digits[16] = "0123456789abcdef";

long
get (int i)
{
  if (i < 0 || i >= N_SLOTS)
    return -1;
  return table.slot[i].value;
}

long
get_by_and (unsigned i, int wanted)
{
  return wanted && i < N_ELEMENTS (table.slot) && table.slot[i].used
	 ? table.slot[i].value : -1;
}

char
digit (int n)
{
  return digits[n & 15];
}

char
digit_of (unsigned n)
{
  return digits[n % sizeof digits];
}

char
last_digit (unsigned char n)
{
  return digits[n >> 4];
}

/* A table for all that isalpha and the like are given, -1 too.  */

static const short kinds[257] = { -1 };
static const short *const kind_table = kinds + 1;

int
kind_of (signed char c)
{
  if (c < 0)
    return kind_table[-1];
  return kind_table[(unsigned char) c];
}

/* The middle of an array is zero.  */
static int histogram[2 * 10 + 1];

void
add (int difference)
{
  int *zero = histogram + 10;

  if (difference < -10)
    difference = -10;
  if (difference > 10)
    difference = 10;
  zero[difference]++;
}

void
subtract (int difference)
{
  int *zero = histogram + 10;

  for (int i = -10; i <= 10; i++)
    if (i < difference)
      zero[i]--;
}

static void
set_value (int *to, int i)
{
  to[i] = 0;
}

static void
clear_value (int *to, int i)
{
  if (i < 4)
    set_value (to, i);
}

int
past_the_end (int i)
{
  int values[4] = { 1, 2, 3, 4 };

  if (i >= 4)
    clear_value (values, i);
  return values[0];
}

static void *
get_memory (size_t n)
{
  return calloc (n, 1);
}

static int *
get_squares (int n)
{
  return get_memory ((n + 1) * sizeof (int));
}

int *
squares (void)
{
  int *p = get_squares (16);

  if (!p)
    return NULL;
  for (int i = 0; i <= 16; i++)
    p[i] = i * i;
  return p;
}

void
clear_table (void)
{
  for (size_t i = 0; i < sizeof table.slot / sizeof table.slot[0]; i++)
    table.slot[i].value = 0;
  for (struct slot *s = table.slot; s < table.slot + N_SLOTS; s++)
    s->used = 0;
  for (int i = N_SLOTS; i-- > 0;)
    table.slot[i].value = i;
}

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
  for (int i = 0; i < v.count; i++)
    v.value[i] = i;
  first = v.value[0];
  free (v.value);
  return first;
}

void
by_a_moved_pointer (void)
{
  char line[8], *p = line;

  while (p < line + sizeof line)
    *p++ = ' ';
  p[-1] = '\n';
  fwrite (line, 1, sizeof line, stdout);
}

/* What it looks for is there.  */
int
find_end (void)
{
  static const int a[] = { 1, 2, 3, 5, 8, 13, -1 };
  int i = 0;

  for (; i <= 7; i++)
    if (a[i] < 0)
      break;
  return i;
}

int
together (int i, int *a)
{
  int values[4] = { 1, 2, 3, 4 };
  int is_small = i >= 0 && i <= 3;

  *a = 1;
  if (is_small)
    return values[i];
  return 0;
}

/* Room for it is made by the same condition.  */
int
as_large_as_wanted (int wanted)
{
  int n = wanted > 4 ? wanted : 4, r;
  int *p = calloc (n, sizeof *p);

  if (!p)
    return -1;
  p[3] = 1;
  if (wanted > 8)
    p[8] = 1;
  r = p[0];
  free (p);
  return r;
}

/* Words of a bit set.  */
int
has_bit (const uint32_t *set, unsigned i)
{
  uint32_t own[4] = { 0 };

  if (i < 128)
    own[i / 32] |= 1u << i % 32;
  return (own[0] & set[0]) != 0;
}
