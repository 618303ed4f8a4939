/* Writes to what is constant, by whatever name.  */
/* { dg-do compile } */
/* { dg-options "-Wno-discarded-qualifiers" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stddef.h>
#include <string.h>

struct setting { const char *name; int value; };
struct view { int *number; struct setting *setting; };

static const int defaults[4] = { 1, 2, 3, 4 }; /* { dg-message "declared here" } */
static const struct setting initial = { "level", 3 };
const int limits[4] = { 1, 2, 3, 4 }; /* { dg-message "declared here" } */

extern int more (void);

void
change_directly (int n)
{
  int *p = (int *) defaults;

  if (n > 3)
    p[1] = n; /* { dg-warning "write to 'const' object 'defaults'" } */
}

/* Written three calls away.  */

static void
put (int *to, int n)
{
  to[0] = n; /* { dg-warning "write to 'const' object 'defaults'" "" } */
}

static void
put_checked (int *to, int n)
{
  if (n)
    put (to, n);
}

static void
reset_to (int *to)
{
  put_checked (to, 1);
}

void
reset (void)
{
  reset_to ((int *) defaults);
}

/* Given out three calls away.  */

static struct setting *
find (void)
{
  return (struct setting *) &initial;
}

static struct setting *
find_first (void)
{
  return find ();
}

static struct setting *
first (void)
{
  return find_first ();
}

void
set_first (int n)
{
  first ()->value = n; /* { dg-warning "write to 'const' object 'initial'" "a variable that a callee hands out" { xfail *-*-* } } */
}

/* In a structure's field.  */

static void
set_number (struct view *v, int n)
{
  *v->number = n; /* { dg-warning "write to 'const' object 'limits'" } */
}

void
set_limit (int n)
{
  struct view v = { (int *) limits, NULL };

  set_number (&v, n);
}

/* By an out-parameter, with a result.  */

static int
look_up (const char *name, struct setting **out)
{
  if (strcmp (name, initial.name) != 0)
    return -1;
  *out = (struct setting *) &initial;
  return 0;
}

int
set (const char *name, int n)
{
  struct setting *s;

  if (look_up (name, &s) < 0)
    return -1;
  s->value = n; /* { dg-warning "write to 'const' object 'initial'" "a variable that a callee hands out" { xfail *-*-* } } */
  return 0;
}

/* In a loop.  */
void
clear (void)
{
  int *p = (int *) defaults;

  for (int i = 0; i < 4; i++)
    p[i] = 0; /* { dg-warning "write to 'const' object 'defaults'" } */
}

/* By functions of the library.  */
void
copy (const int *from)
{
  memcpy ((int *) defaults, from, sizeof defaults); /* { dg-warning "write to 'const' object 'defaults'" } */
}

/* Behind conditions that go together.  */
void
together (int *p, int use_defaults)
{
  if (use_defaults)
    p = (int *) defaults;
  more ();
  if (use_defaults)
    *p = 1; /* { dg-warning "write to 'const' object 'defaults'" } */
}
