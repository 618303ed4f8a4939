/* Indices that a stranger has chosen.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer-checker=taint" } */
/* own-checks, since-gcc-12: GCC says it with -fanalyzer only.  no-steps  */

#include <stdint.h>
#include <stdio.h>

struct command { int kind; unsigned slot; long value; };
struct machine { long slot[32]; struct command last; };

static long slots[32];
static const char *const names[] = { "add", "remove", "list" };

long
load (FILE *f)
{
  struct command c;

  if (fread (&c, sizeof c, 1, f) != 1)
    return -1;
  return slots[c.slot]; /* { dg-warning "use of attacker-controlled value 'c.slot' in array lookup without upper-bounds checking" } */
}

/* Less than nothing is forgotten.  */
const char *
name (FILE *f)
{
  struct command c;

  if (fread (&c, sizeof c, 1, f) != 1 || c.kind >= 3)
    return NULL;
  return names[c.kind]; /* { dg-warning "'c.kind' in array lookup without checking for negative" } */
}

/* Read three calls away.  */

static int
read_bytes (FILE *f, void *to, size_t n)
{
  return fread (to, 1, n, f) == n ? 0 : -1;
}

static int
read_command (FILE *f, struct command *c)
{
  return read_bytes (f, c, sizeof *c);
}

static int
next_command (FILE *f, struct command *c)
{
  return read_command (f, c) < 0 || c->kind < 0 ? -1 : 0;
}

void
store (FILE *f)
{
  struct command c;

  if (next_command (f, &c) < 0)
    return;
  slots[c.slot] = c.value; /* { dg-warning "'c.slot' in array lookup without upper-bounds checking" } */
}

/* Used three calls away.  */

static void
set_slot (unsigned i, long value)
{
  slots[i] = value; /* { dg-warning "in array lookup without upper-bounds checking" "marks do not pass into calls" { xfail *-*-* } } */
}

static void
set (unsigned i, long value)
{
  set_slot (i, value);
}

static void
run (const struct command *c)
{
  set (c->slot, c->value);
}

void
run_one (FILE *f)
{
  struct command c;

  if (fread (&c, sizeof c, 1, f) == 1)
    run (&c);
}

/* In a structure in a structure.  */
long
last (FILE *f)
{
  struct machine m = { { 0 }, { 0, 0, 0 } };

  if (fread (&m.last, sizeof m.last, 1, f) != 1)
    return 0;
  return m.slot[m.last.slot]; /* { dg-warning "'m.last.slot' in array lookup without upper-bounds checking" } */
}

/* By an out-parameter, with a result.  */

static int
read_slot (FILE *f, unsigned *out)
{
  struct command c;

  if (fread (&c, sizeof c, 1, f) != 1)
    return -1;
  *out = c.slot;
  return 0;
}

long
by_an_out_parameter (FILE *f)
{
  unsigned i;

  if (read_slot (f, &i) < 0)
    return -1;
  return slots[i]; /* { dg-warning "in array lookup without upper-bounds checking" } */
}

/* In a loop.  */
void
run_all (FILE *f)
{
  struct command c;

  while (fread (&c, sizeof c, 1, f) == 1)
    slots[c.slot] = c.value; /* { dg-warning "'c.slot' in array lookup without upper-bounds checking" } */
}

/* Behind conditions that go together.  */
long
together (FILE *f, int is_strict)
{
  struct command c;

  if (fread (&c, sizeof c, 1, f) != 1)
    return -1;
  if (is_strict && c.slot >= 32)
    return -1;
  if (is_strict)
    return slots[c.slot];
  return slots[c.slot]; /* { dg-warning "'c.slot' in array lookup without upper-bounds checking" } */
}

/* Of a function that strangers call.  */
long __attribute__ ((tainted_args))
system_call (unsigned i, long value)
{
  slots[i] = value; /* { dg-warning "'i' in array lookup without upper-bounds checking" } */
  return 0;
}
