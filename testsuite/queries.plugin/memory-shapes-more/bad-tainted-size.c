/* So many bytes as a stranger wants.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer-checker=taint" } */
/* own-checks, since-gcc-12: GCC says it with -fanalyzer only.  no-steps  */

#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct record { uint32_t length; char name[64]; };
struct request { struct record first; uint32_t padding; };

extern void send_bytes (const void *, size_t) /* { dg-message "parameter 2 of 'send_bytes' marked as a size" } */
  __attribute__ ((access (read_only, 1, 2)));

void
copy_name (FILE *f, char *to)
{
  struct record r;

  if (fread (&r, sizeof r, 1, f) == 1)
    memcpy (to, r.name, r.length); /* { dg-warning "use of attacker-controlled value 'r.length' as size without upper-bounds checking" } */
}

/* Read three calls away.  */

static int
read_bytes (FILE *f, void *to, size_t n)
{
  return fread (to, 1, n, f) == n ? 0 : -1;
}

static int
read_record (FILE *f, struct record *r)
{
  return read_bytes (f, r, sizeof *r);
}

static int
read_request (FILE *f, struct request *r)
{
  r->padding = 0;
  return read_record (f, &r->first);
}

void
clear_name (FILE *f, char *to)
{
  struct request r;

  if (read_request (f, &r) == 0)
    memset (to, 0, r.first.length); /* { dg-warning "'r.first.length' as size without upper-bounds checking" } */
}

/* Used three calls away.  */

static void
copy (char *to, const char *from, size_t n)
{
  memmove (to, from, n); /* { dg-warning "as size without upper-bounds checking" "marks do not pass into calls" { xfail *-*-* } } */
}

static void
copy_from (char *to, const struct record *r)
{
  copy (to, r->name, r->length);
}

static void
take (char *to, const struct request *r)
{
  copy_from (to, &r->first);
}

void
used_elsewhere (FILE *f, char *to)
{
  struct request r;

  if (fread (&r, sizeof r, 1, f) == 1)
    take (to, &r);
}

/* By an out-parameter, with a result.  */

static int
read_length (FILE *f, uint32_t *out)
{
  uint32_t n;

  if (fread (&n, sizeof n, 1, f) != 1)
    return -1;
  *out = n;
  return 0;
}

void
by_an_out_parameter (FILE *f, char *to, const char *from)
{
  uint32_t n;

  if (read_length (f, &n) == 0)
    memcpy (to, from, n); /* { dg-warning "as size without upper-bounds checking" } */
}

/* In a loop, by what an attribute calls a size.  */
void
send_all (FILE *f)
{
  struct record r;

  while (fread (&r, sizeof r, 1, f) == 1)
    send_bytes (r.name, r.length); /* { dg-warning "as size without upper-bounds checking" } */
}

/* Behind conditions that go together.  */
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
  else
    memcpy (to, r.name, r.length); /* { dg-warning "'r.length' as size without upper-bounds checking" } */
}
