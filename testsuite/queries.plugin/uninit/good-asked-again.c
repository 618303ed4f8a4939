/* A condition that is asked again, where nothing in between is given what it is
   about; and sides of && that are computed although nobody asks for them.  GCC
   warns of five of these (own-checks).  */
/* { dg-do compile } */
/* { dg-options "-Wall -Wextra" } */

#include <setjmp.h>

struct node { int flag, other; };

extern int f (int);
extern void other (void);
extern void look_at (const struct node *);
extern void use (int);
extern jmp_buf top;
static int mode;

void
set_mode (int to)
{
  mode = to;
}

void
behind_pointer (struct node *n)
{
  int x;

  if (n->flag)
    x = f (1);
  other ();
  look_at (n);
  if (n->flag)
    use (x);
}

void
behind_a_loop (struct node *n)
{
  int x;

  if (n->flag)
    x = f (1);
  else
    other ();
  for (int i = 0; i < 10; i++)
    {
      other ();
      if (n->flag)
	use (x);
    }
}

void
behind_branches (struct node *n)
{
  int x;

  if (n->flag)
    x = f (1);
  if (f (2))
    other ();
  if (n->flag)
    use (x);
}

void
of_this_unit (void)
{
  int x;

  if (mode)
    x = f (1);
  other ();
  if (mode)
    use (x);
}

int
both (const char *s, const char *end)
{
  int first, second;

  for (; s <= end; s++)
    {
      first = f (*s) == 0;
      if (first)
	second = f (2) == 0 || f (3) == 0;
      if (first && second)
	return 0;
    }
  return 1;
}

/* Compared with something else than 0.  */
int
both_but_one (int n)
{
  int a = f (n), b;

  if (a != -1)
    b = f (a);
  if (a != -1 && b != -1)
    return 1;
  return 0;
}

int
three (int a, int b)
{
  int x;

  if (a && b)
    x = f (1);
  if (a && b && x)
    return 1;
  return 0;
}

int
either (int a)
{
  int x;

  if (!a)
    x = f (1);
  if (a || x)
    return 1;
  return 0;
}

int
comes_back (int n)
{
  int result, code = 0;

  if (n)
    result = 3;
  else
    {
      code = _setjmp (top);
      if (code == 0)
	result = f (1);
    }
  other ();
  if (code)
    longjmp (top, code);
  return result;
}
