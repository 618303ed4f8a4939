/* Whatever way is taken, what was opened is closed and what is read was set.  */
/* { dg-do compile } */

#include <stdio.h>

int foo (void);
void bar (void);

void
releases_on_both_sides (const char *path, int flag)
{
  FILE *f = fopen (path, "r");

  if (!f)
    return;
  while (foo ())
    bar ();
  if (flag)
    {
      fclose (f);
      return;
    }
  bar ();
  fclose (f);
}

int
set_on_all_ways (int kind)
{
  int set;

  switch (kind)
    {
    case 1:
      set = 7;
      break;
    case 2:
      set = foo ();
      break;
    default:
      set = 0;
      break;
    }
  bar ();
  return set;
}
