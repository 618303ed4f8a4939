/* Places within, or of objects that only seem to end there.  own-checks */
/* { dg-do compile } */

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct packet { uint8_t header[4]; uint16_t length; uint8_t *body; };
struct buffer { char *bytes; size_t size; };
struct flexible { size_t n; int value[]; };
struct old { size_t n; int value[1]; };
struct older { size_t n; int value[0]; };
enum color { RED, GREEN, BLUE, N_COLORS };

static const char *const color_names[N_COLORS] = { "red", "green", "blue" };

const char *
name_of_last (void)
{
  return color_names[N_COLORS - 1];
}

/* Where it ends, and nothing is read there.  */
int
count (const char *name)
{
  const char *const *p = color_names, *const *end = &color_names[N_COLORS];
  int n = 0;

  while (p < end)
    n += strcmp (*p++, name) == 0;
  return n;
}

void
terminate (const char *from)
{
  char name[17];

  memcpy (name, from, sizeof name - 1);
  name[sizeof name - 1] = '\0';
  puts (name);
}

static void *
get_memory (size_t n)
{
  void *p = malloc (n);

  if (!p)
    abort ();
  return p;
}

static char *
copy_bytes (const char *from, size_t n)
{
  char *p = get_memory (n + 1);

  memcpy (p, from, n);
  return p;
}

char *
with_room_for_the_end (const char *text)
{
  char *copy = copy_bytes (text, 8);

  copy[8] = '\0';
  return copy;
}

static void
put_end (char *p, size_t n)
{
  p[n] = '\0';
}

static void
fill (char *p, size_t n)
{
  put_end (p, n - 1);
}

void
given_the_size (void)
{
  char line[64];

  fill (line, sizeof line);
  puts (line);
}

/* Members at the end that stand for as many as there is room for.  */

struct flexible *
make_flexible (void)
{
  struct flexible *f = malloc (sizeof *f + 3 * sizeof *f->value);

  if (!f)
    return NULL;
  f->n = 3;
  f->value[0] = f->value[1] = f->value[2] = 0;
  return f;
}

struct old *
make_old (void)
{
  struct old *o = malloc (sizeof *o + 2 * sizeof *o->value);

  if (!o)
    return NULL;
  o->n = 3;
  o->value[2] = 0;
  return o;
}

struct older *
make_older (void)
{
  struct older *o = malloc (sizeof *o + 2 * sizeof *o->value);

  if (!o)
    return NULL;
  o->n = 2;
  o->value[1] = 0;
  return o;
}

/* Counts before a pointer into the middle.  */

static int offsets[] = { -2, -1, 0, 1, 2 };

int
around (void)
{
  int *middle = offsets + 2;

  return middle[-2] + middle[-1] + middle[2];
}

/* What lies in front of what the caller got.  */

struct chunk { size_t size; };

void *
make_chunk (size_t n)
{
  struct chunk *c = malloc (sizeof *c + n);

  if (!c)
    return NULL;
  c->size = n;
  return c + 1;
}

size_t
chunk_size (void *p)
{
  return ((struct chunk *) p)[-1].size;
}

size_t
asked_for (void)
{
  char *p = make_chunk (16);
  size_t n;

  if (!p)
    return 0;
  p[15] = 1;
  n = chunk_size (p);
  free ((struct chunk *) p - 1);
  return n;
}

/* From a member to the structure that it is one of.  */
struct item { int key; struct buffer text; };

int
key_of (struct buffer *text)
{
  return ((struct item *) ((char *) text - offsetof (struct item, text)))->key;
}

int
first_key (void)
{
  struct item i = { 3, { NULL, 0 } };

  return key_of (&i.text);
}

static int
make_buffer (struct buffer *out, size_t n)
{
  out->bytes = malloc (n);
  if (!out->bytes)
    return -1;
  out->size = n;
  return 0;
}

int
use_buffer (void)
{
  struct buffer b;

  if (make_buffer (&b, 32) != 0)
    return -1;
  b.bytes[b.size - 1] = '\n';
  free (b.bytes);
  return 0;
}

void
together (int is_long)
{
  char *p = malloc (is_long ? 8 : 4);

  if (!p)
    return;
  memset (p, 0, 4);
  if (is_long)
    p[7] = 1;
  free (p);
}

/* The bytes of the whole structure, by way of its first member.  */
void
whole_structure (struct packet *p)
{
  struct packet q;

  memset (&q.header, 0, offsetof (struct packet, length));
  memcpy (q.header, p->header, sizeof q.header);
  p->header[3] = q.header[3];
}

/* One memory, and pieces of it.  */
struct rows { int *first, *second; };

int
two_in_one (void)
{
  int *all = calloc (8, sizeof *all), sum;
  struct rows r;

  if (!all)
    return 0;
  r.first = all;
  r.second = all + 4;
  sum = r.first[3] + r.second[3] + r.second[-4];
  free (all);
  return sum;
}

/* Grown before it is written.  */
int
append (struct buffer *b, char c)
{
  char *more;

  more = realloc (b->bytes, b->size + 1);
  if (!more)
    return -1;
  b->bytes = more;
  b->bytes[b->size++] = c;
  return 0;
}

/* A callee moves the pointer over what is there: nothing, in an empty literal.  */

static int
score (const char **p)
{
  const char *c = *p;
  int n = 0, has_dot = 0;

  for (;;)
    {
      if (!has_dot && *c == '.')
	has_dot = 1;
      else if (*c == '%')
	{
	  c++;
	  break;
	}
      else if (*c >= '0' && *c <= '9')
	n = n < 1000 ? 10 * n + *c - '0' : n;
      else
	break;
      c++;
    }
  *p = c;
  return n;
}

int
optional_score (const char *text)
{
  int n;

  if (!text)
    text = "";
  n = score (&text);
  return *text == '\0' ? n : -1;
}
