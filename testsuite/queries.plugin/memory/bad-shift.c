/* Shifts by what is not a count of bits.  */
/* { dg-do compile } */
/* { dg-options "-Wno-shift-count-overflow -Wno-shift-count-negative" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

int
negative (int value)
{
  int n = -1;

  return value << n; /* { dg-warning "shift by negative count" } */
}

int
large (int value)
{
  int n = 40;

  return value >> n; /* { dg-warning "shift by count \\('40'\\) >= precision of type \\('32'\\)" } */
}
