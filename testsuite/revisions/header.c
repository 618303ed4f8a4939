/* A header changes: a declaration nobody uses (2), the size of a structure
   that one function has on its stack (3), an inline function's body (4).

// expect 1: nothing
// expect 2: nothing
// expect 3: nothing
// expect 4: nothing
*/
#include "header.h"

int
local (void)
{
  struct point p = { 1, 2 };
  return distance (&p);
}

int
far (const struct point *p)
{
  return distance (p);
}

int
unconcerned (int a)
{
  return a;
}
