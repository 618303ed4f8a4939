/* Writes to copies of what is constant, and to what only looks constant.  */
/* { dg-do compile } */
/* { dg-options "-Wno-discarded-qualifiers" } */

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct setting { const char *name; int value; };
struct view { int *number; const struct setting *setting; };

static const int defaults[4] = { 1, 2, 3, 4 };
static const struct setting initial = { "level", 3 };
static int current[4];
/* The pointer is constant, not what it points to.  */
static int *const fixed = current;

extern int more (void);

void
change_copy (int n)
{
  int own[4];

  memcpy (own, defaults, sizeof own);
  own[1] = n;
  memcpy (current, own, sizeof own);
}

static void
put (int *to, int n)
{
  to[0] = n;
}

void
reset (void)
{
  put (fixed, defaults[0]);
  put ((int *) (const int *) current, 1);
}

/* A copy of a structure.  */
struct setting *
make (void)
{
  struct setting *s = malloc (sizeof *s);

  if (!s)
    return NULL;
  *s = initial;
  s->value++;
  return s;
}

/* A pointer to const, of something that is not.  */
void
through_const (const int *p)
{
  *(int *) p = 1;
}

void
of_own (void)
{
  int n = 0;

  through_const (&n);
  current[0] = n;
}

static int
look_up (const char *name, const struct setting **out)
{
  if (strcmp (name, initial.name) != 0)
    return -1;
  *out = &initial;
  return 0;
}

int
get (const char *name)
{
  const struct setting *s;

  if (look_up (name, &s) < 0)
    return -1;
  return s->value;
}

/* A table of constants, in which to look.  */
void
scan (void)
{
  const int *p = defaults;

  for (int i = 0; i < 4; i++)
    current[i] = *p++;
}

void
together (int *p, int use_defaults)
{
  if (use_defaults)
    p = (int *) defaults;
  more ();
  if (!use_defaults)
    *p = 1;
}

/* The caller knows which of the two it is.  */
static int *
choose (int is_own)
{
  return is_own ? current : (int *) defaults;
}

void
change_chosen (int n)
{
  int *p = choose (n > 0);

  if (n > 0)
    *p = n;
}

/* Where it is defined it may be a variable.  */
extern int *const registered;

void
register_numbers (void)
{
  *(int **) &registered = current;
}
