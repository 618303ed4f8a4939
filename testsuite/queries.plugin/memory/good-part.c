/* An assignment to one part of a complex number reads the other part, as GCC writes
   it.  */
/* { dg-do compile } */

_Complex double
both_parts (double a)
{
  _Complex double x;

  __real__ x = a;
  __imag__ x = 2.0;
  return x;
}

int
sum_of_parts (int a)
{
  _Complex int x;

  __imag__ x = a;
  __real__ x = 3;
  return __real__ x + __imag__ x;
}
