/* Offsets that a stranger has chosen, and that were looked at.  */
/* { dg-do compile } */
/* since-gcc-12  */
/* { dg-options "-fanalyzer-checker=taint" } */

#include <stdint.h>
#include <stdio.h>

struct section { int32_t offset; uint32_t size; uint8_t kind; };
struct object { struct section text; uint8_t *bytes; size_t size; };

uint8_t
first_byte (FILE *f, const uint8_t *bytes, int32_t size)
{
  struct section s;

  if (fread (&s, sizeof s, 1, f) != 1 || s.offset < 0 || s.offset >= size)
    return 0;
  return bytes[s.offset];
}

/* In an order that does not overflow.  */
uint8_t
last_byte (FILE *f, const uint8_t *bytes, uint32_t size)
{
  struct section s;

  if (fread (&s, sizeof s, 1, f) != 1)
    return 0;
  if (s.size == 0 || s.size > size)
    return 0;
  return bytes[s.size - 1];
}

static int
is_within (const struct section *s, size_t size)
{
  return s->offset >= 0 && (size_t) s->offset < size;
}

static int
read_section (FILE *f, struct section *s, size_t size)
{
  if (fread (s, sizeof *s, 1, f) != 1)
    return -1;
  return is_within (s, size) ? 0 : -1;
}

uint8_t
entry (FILE *f, struct object *o)
{
  struct section s;

  if (read_section (f, &s, o->size) < 0)
    return 0;
  return o->bytes[s.offset];
}

uint8_t
by_mask (FILE *f, const uint8_t *bytes)
{
  struct section s;

  if (fread (&s, sizeof s, 1, f) != 1)
    return 0;
  return bytes[s.size & 0xfff] + bytes[s.size % 100] + bytes[s.kind & 7];
}

static uint32_t
least (uint32_t a, uint32_t b)
{
  return a < b ? a : b;
}

uint8_t
cut (FILE *f, const uint8_t *bytes, uint32_t size)
{
  struct section s;

  if (fread (&s, sizeof s, 1, f) != 1)
    return 0;
  return bytes[least (s.size, size)];
}

unsigned
sum (FILE *f, const uint8_t *bytes, int32_t size)
{
  unsigned n = 0;
  struct section s;

  while (fread (&s, sizeof s, 1, f) == 1)
    {
      if (s.offset < 0)
	continue;
      if (s.offset >= size)
	break;
      n += bytes[s.offset];
    }
  return n;
}

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
  return 0;
}

/* Not the offset is the stranger's but what lies there.  */
uint8_t
own_offset (FILE *f, int i)
{
  uint8_t bytes[16];

  if (fread (bytes, sizeof bytes, 1, f) != 1 || i < 0 || i > 15)
    return 0;
  return bytes[i];
}
