/* What would be found if ways were mixed up that nobody takes.  */
/* { dg-do compile } */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

extern int more (void);
extern void fill (char **);
extern int measure (long *);
extern void change (void *);
extern int next (int);

/* Arguments beside the parameters are written through, too.  */
static void
set_all (int n, ...)
{
  va_list list;

  va_start (list, n);
  while (n-- > 0)
    *va_arg (list, int *) = n;
  va_end (list);
}

int
arguments (void)
{
  int a, b;

  set_all (2, &a, &b);
  return a + b;
}

/* Who does not look at the result knows that it is written.  */
static int
look_up (int key, int *value)
{
  if (next (key) < 0)
    return -1;
  *value = next (key);
  return 0;
}

int
known_key (void)
{
  int value;

  look_up (1, &value);
  return value;
}

/* The loop runs a round.  */
int
last (int n)
{
  int i, *p = NULL, here;

  for (i = 0; i < n; i++)
    {
      here = next (i);
      p = &here;
    }
  return *p;
}

/* Both parts of the condition become known later.  */
long
conjunction (int all, int some, long size)
{
  long l;

  if ((all || (some && size < 0)) && measure (&l) != 0)
    return 0;
  if (some)
    return size >= 0 ? size : l;
  return 0;
}

/* It is kept by the callee.  */
static char *kept;

static char *
keep_one (void)
{
  char *p = malloc (3);

  if (p)
    kept = p;
  return kept;
}

int
uses_kept (void)
{
  return keep_one () != NULL;
}

/* Not released is what was not allocated.  */
static int standing[4];

static void
put_back (int *p)
{
  if (p != standing)
    free (p);
}

int
borrow (int n)
{
  int *p = n > 4 ? malloc (n * sizeof *p) : standing, result;

  if (!p)
    return 0;
  p[0] = n;
  result = next (p[0]);
  put_back (p);
  return result;
}

/* Two things, whatever they are.  */
struct two { char *a, *b; };

static void
free_both (struct two *t)
{
  free (t->a);
  free (t->b);
}

void
both (struct two *t)
{
  change (t);
  free_both (t);
}

/* What was opened here is not stdin.  */
int
first (const char *name)
{
  FILE *f = name ? fopen (name, "r") : stdin;
  int c;

  if (!f)
    return EOF;
  c = getc (f);
  if (f != stdin)
    fclose (f);
  return c;
}

/* Another one in each round.  */
void
each (void)
{
  char *p;

  do
    {
      fill (&p);
      free (p);
    }
  while (more ());
}
