/* Offsets that a stranger has chosen.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer-checker=taint" } */
/* own-checks, since-gcc-12: GCC says it with -fanalyzer only.  no-steps  */

#include <stdint.h>
#include <stdio.h>

struct section { int32_t offset; uint32_t size; };
struct object { struct section text; uint8_t *bytes; size_t size; };

uint8_t
first_byte (FILE *f, const uint8_t *bytes)
{
  struct section s;

  if (fread (&s, sizeof s, 1, f) != 1)
    return 0;
  return bytes[s.offset]; /* { dg-warning "use of attacker-controlled value 's.offset' as offset without bounds checking" } */
}

/* Less than nothing is forgotten.  */
uint8_t
below (FILE *f, const uint8_t *bytes, int32_t size)
{
  struct section s;

  if (fread (&s, sizeof s, 1, f) != 1 || s.offset >= size)
    return 0;
  return bytes[s.offset]; /* { dg-warning "'s.offset' as offset without lower-bounds checking" } */
}

/* Read three calls away.  */

static int
read_bytes (FILE *f, void *to, size_t n)
{
  return fread (to, 1, n, f) == n ? 0 : -1;
}

static int
read_section (FILE *f, struct section *s)
{
  return read_bytes (f, s, sizeof *s);
}

static int
open_object (FILE *f, struct object *o)
{
  return read_section (f, &o->text);
}

uint8_t
entry (FILE *f, uint8_t *bytes)
{
  struct object o;

  o.bytes = bytes;
  if (open_object (f, &o) < 0)
    return 0;
  return o.bytes[o.text.size]; /* { dg-warning "'o.text.size' as offset without upper-bounds checking" } */
}

/* Used three calls away.  */

static uint8_t
byte_at (const uint8_t *p, int32_t i)
{
  return p[i]; /* { dg-warning "as offset without bounds checking" "marks do not pass into calls" { xfail *-*-* } } */
}

static uint8_t
byte_of (const uint8_t *p, const struct section *s)
{
  return byte_at (p, s->offset);
}

static uint8_t
begin_of (const uint8_t *p, const struct section *s)
{
  return byte_of (p, s);
}

uint8_t
used_elsewhere (FILE *f, const uint8_t *bytes)
{
  struct section s;

  if (fread (&s, sizeof s, 1, f) != 1)
    return 0;
  return begin_of (bytes, &s);
}

/* By an out-parameter, with a result.  */

static int
read_offset (FILE *f, int32_t *out)
{
  int32_t n;

  if (fread (&n, sizeof n, 1, f) != 1)
    return -1;
  *out = n;
  return 0;
}

void
clear_byte (FILE *f, uint8_t *bytes)
{
  int32_t at;

  if (read_offset (f, &at) < 0)
    return;
  bytes[at] = 0; /* { dg-warning "as offset without bounds checking" } */
}

/* In a loop.  */
unsigned
sum (FILE *f, const uint8_t *bytes)
{
  unsigned n = 0;
  struct section s;

  while (fread (&s, sizeof s, 1, f) == 1)
    n += bytes[s.offset]; /* { dg-warning "'s.offset' as offset without bounds checking" } */
  return n;
}

/* Behind conditions that go together.  */
uint8_t
together (FILE *f, const uint8_t *bytes, int is_strict)
{
  struct section s;

  if (fread (&s, sizeof s, 1, f) != 1)
    return 0;
  if (is_strict && s.size > 100)
    return 0;
  if (is_strict)
    return bytes[s.size];
  return bytes[s.size]; /* { dg-warning "'s.size' as offset without upper-bounds checking" } */
}
