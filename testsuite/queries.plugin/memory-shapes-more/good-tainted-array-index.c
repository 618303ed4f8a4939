/* Indices that a stranger has chosen, and that were looked at.  */
/* { dg-do compile } */
/* since-gcc-12  */
/* { dg-options "-fanalyzer-checker=taint" } */

#include <stdint.h>
#include <stdio.h>

struct command { int kind; unsigned slot; long value; uint8_t key; };
struct machine { long slot[32]; struct command last; };

#define N_ELEMENTS(A) (sizeof (A) / sizeof *(A))

static long slots[32];
static long keys[256];
static const char *const names[] = { "add", "remove", "list" };

long
load (FILE *f)
{
  struct command c;

  if (fread (&c, sizeof c, 1, f) != 1 || c.slot >= N_ELEMENTS (slots))
    return -1;
  return slots[c.slot];
}

const char *
name (FILE *f)
{
  struct command c;

  if (fread (&c, sizeof c, 1, f) != 1 || c.kind < 0 || c.kind >= 3)
    return NULL;
  return names[c.kind];
}

/* One comparison for both sides.  */
const char *
name_at_once (FILE *f)
{
  struct command c;

  if (fread (&c, sizeof c, 1, f) != 1 || (unsigned) c.kind >= N_ELEMENTS (names))
    return NULL;
  return names[c.kind];
}

/* Masks, remainders, and types that have no more.  */
long
by_mask (FILE *f)
{
  struct command c;

  if (fread (&c, sizeof c, 1, f) != 1)
    return -1;
  return slots[c.slot & 31] + slots[c.slot % 32] + slots[c.slot >> 27] + keys[c.key];
}

static int
is_valid (const struct command *c)
{
  return c->slot < 32 && c->kind >= 0;
}

static int
next_command (FILE *f, struct command *c)
{
  if (fread (c, sizeof *c, 1, f) != 1)
    return -1;
  if (!is_valid (c))
    return -1;
  return 0;
}

void
store (FILE *f)
{
  struct command c;

  if (next_command (f, &c) < 0)
    return;
  slots[c.slot] = c.value;
}

static void
set_slot (unsigned i, long value)
{
  if (i < 32)
    slots[i] = value;
}

void
run_one (FILE *f)
{
  struct command c;

  if (fread (&c, sizeof c, 1, f) == 1)
    set_slot (c.slot, c.value);
}

long
last (FILE *f)
{
  struct machine m = { { 0 }, { 0, 0, 0, 0 } };

  if (fread (&m.last, sizeof m.last, 1, f) != 1)
    return 0;
  if (m.last.slot > 31)
    m.last.slot = 31;
  return m.slot[m.last.slot];
}

void
run_all (FILE *f)
{
  struct command c;

  while (fread (&c, sizeof c, 1, f) == 1)
    {
      if (c.slot >= 32)
	break;
      slots[c.slot] += c.value;
    }
}

/* It is only compared with what it looks for.  */
long
by_search (FILE *f)
{
  struct command c;

  if (fread (&c, sizeof c, 1, f) != 1)
    return -1;
  for (unsigned i = 0; i < 32; i++)
    if (i == c.slot)
      return slots[i];
  return -1;
}

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
  return -1;
}

long __attribute__ ((tainted_args))
system_call (unsigned i, long value)
{
  if (i >= 32)
    return -1;
  slots[i] = value;
  return 0;
}
