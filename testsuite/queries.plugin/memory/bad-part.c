/* A part of a complex number that has no value.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -Wno-uninitialized -Wno-maybe-uninitialized" } */

int
real_part (void)
{
  _Complex int x; /* { dg-message "region created on stack here" } */

  return __real__ x; /* { dg-warning "use of uninitialized value 'x'" } */
}

int
from_parts (int a)
{
  _Complex int x; /* { dg-message "region created on stack here" } */
  int b = __imag__ x; /* { dg-warning "use of uninitialized value 'x'" } */

  return a + b;
}

_Complex int
from_numbers (void)
{
  int a; /* { dg-message "region created on stack here" } */
  _Complex int x = a + 2i; /* { dg-warning "use of uninitialized value 'a'" } */

  return x;
}
