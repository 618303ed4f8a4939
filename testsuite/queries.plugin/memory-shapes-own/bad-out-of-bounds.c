/* Reads and writes outside of objects, at places that are numbers.  own-checks no-steps */
/* { dg-do compile } */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct packet { uint8_t header[4]; uint16_t length; uint8_t *body; };
struct buffer { char *bytes; size_t size; };
enum color { RED, GREEN, BLUE, N_COLORS };

static const char *color_names[N_COLORS] = { "red", "green", "blue" };

/* The number of elements is no element.  */
void
set_name (const char *name)
{
  color_names[RED] = name;
}

const char *
name_of_last (void)
{
  return color_names[N_COLORS];	/* { dg-warning "out-of-bounds read of 'color_names': 8 bytes at offset 24 of an object of 24 bytes" } */
}

void
terminate (char *to)
{
  char name[16];

  memcpy (name, to, sizeof name);
  name[sizeof name] = '\0';	/* { dg-warning "out-of-bounds write to 'name': 1 byte at offset 16 of an object of 16 bytes" } */
  puts (name);
}

/* Made three calls away, used here.  */

static void *
get_memory (size_t n)
{
  void *p = malloc (n);

  if (!p)
    abort ();
  return p;
}

static char *
get_bytes (size_t n)
{
  return get_memory (n);
}

static char *
copy_bytes (const char *from, size_t n)
{
  char *p = get_bytes (n);

  memcpy (p, from, n);
  return p;
}

char *
without_room_for_the_end (const char *text)
{
  char *copy = copy_bytes (text, 8);

  copy[8] = '\0';		/* { dg-warning "out-of-bounds write to 'copy': 1 byte at offset 8 of an object of 8 bytes" } */
  return copy;
}

/* Made here, used three calls away.  */

static void
put_end (char *p, size_t n)
{
  p[n] = '\0';			/* { dg-warning "out-of-bounds write to 'p'" } */
}

static void
put_text (char *p, size_t n)
{
  put_end (p, n);
}

static void
fill (char *p, size_t n)
{
  put_text (p, n);
}

void
given_the_size (void)
{
  char line[64];

  fill (line, sizeof line);
  puts (line);
}

/* In a structure's field.  */

uint8_t
after_the_header (const struct packet *from)
{
  struct packet p = *from;

  p.body = malloc (8);
  if (!p.body)
    return 0;
  memset (p.body, 0, 8);
  p.header[0] = p.body[8];	/* { dg-warning "out-of-bounds read of 'p.body': 1 byte at offset 8 of an object of 8 bytes" } */
  free (p.body);
  return p.header[0];
}

/* By an out-parameter, if it succeeds.  */

static int
make_buffer (struct buffer *out)
{
  out->bytes = malloc (32);
  if (!out->bytes)
    return -1;
  out->size = 32;
  return 0;
}

int
use_buffer (void)
{
  struct buffer b;

  if (make_buffer (&b) != 0)
    return -1;
  b.bytes[b.size] = '\n';	/* { dg-warning "out-of-bounds write to 'b.bytes': 1 byte at offset 32 of an object of 32 bytes" } */
  free (b.bytes);
  return 0;
}

/* A constant place in a loop.  */
int
in_a_loop (const int *q, int n)
{
  int last[4] = { 0 }, sum = 0;

  for (int i = 0; i < n; i++)
    {
      last[4] = q[i];		/* { dg-warning "out-of-bounds write to 'last': 4 bytes at offset 16 of an object of 16 bytes" } */
      sum += last[0];
    }
  return sum;
}

/* The size and the place have been chosen by one condition, and do not go together.  */
void
together (int is_long)
{
  char *p = malloc (is_long ? 8 : 4);

  if (!p)
    return;
  memset (p, 0, 4);
  if (!is_long)
    p[4] = 1;			/* { dg-warning "out-of-bounds write to 'p': 1 byte at offset 4 of an object of 4 bytes" } */
  free (p);
}

/* Bytes, where elements were meant.  */
void
too_many_bytes (const int *from)
{
  short to[8];

  memcpy (to, from, 8 * sizeof *from);	/* { dg-warning "out-of-bounds write to 'to': 32 bytes at offset 0 of an object of 16 bytes" } */
  printf ("%d\n", to[0]);
}
