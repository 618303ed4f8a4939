/* As many bytes as a stranger wants, but no more than there are.  */
/* { dg-do compile } */
/* since-gcc-12  */
/* { dg-options "-fanalyzer-checker=taint" } */

#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct record { uint32_t length; char name[64]; uint8_t short_length; };

extern void send_bytes (const void *, size_t)
  __attribute__ ((access (read_only, 1, 2)));

void
copy_name (FILE *f, char *to)
{
  struct record r;

  if (fread (&r, sizeof r, 1, f) != 1 || r.length > sizeof r.name)
    return;
  memcpy (to, r.name, r.length);
}

void
cut (FILE *f, char *to)
{
  struct record r;

  if (fread (&r, sizeof r, 1, f) != 1)
    return;
  memcpy (to, r.name, r.length < sizeof r.name ? r.length : sizeof r.name);
}

void
masked (FILE *f, char *to)
{
  struct record r;

  if (fread (&r, sizeof r, 1, f) != 1)
    return;
  memcpy (to, r.name, r.length & 63);
  memcpy (to, r.name, r.length % sizeof r.name);
  memcpy (to, r.name, r.short_length & 31);
}

static int
is_valid (const struct record *r)
{
  return r->length <= sizeof r->name;
}

static int
read_record (FILE *f, struct record *r)
{
  return fread (r, sizeof *r, 1, f) == 1 && is_valid (r) ? 0 : -1;
}

void
checked_elsewhere (FILE *f, char *to)
{
  struct record r;

  if (read_record (f, &r) == 0)
    memcpy (to, r.name, r.length);
}

static void
copy (char *to, const char *from, size_t n)
{
  if (n <= 64)
    memmove (to, from, n);
}

void
used_elsewhere (FILE *f, char *to)
{
  struct record r;

  if (fread (&r, sizeof r, 1, f) == 1)
    copy (to, r.name, r.length);
}

void
send_all (FILE *f)
{
  struct record r;

  while (fread (&r, sizeof r, 1, f) == 1)
    {
      if (r.length >= sizeof r.name)
	r.length = sizeof r.name - 1;
      send_bytes (r.name, r.length);
    }
}

void
together (FILE *f, char *to, int is_strict)
{
  struct record r;

  if (fread (&r, sizeof r, 1, f) != 1)
    return;
  if (is_strict && r.length > sizeof r.name)
    return;
  if (is_strict)
    memcpy (to, r.name, r.length);
}

/* The length of a string is not what was read.  */
void
as_string (FILE *f, char *to)
{
  struct record r;

  if (fread (&r, sizeof r, 1, f) != 1)
    return;
  r.name[sizeof r.name - 1] = '\0';
  memcpy (to, r.name, strlen (r.name) + 1);
}
