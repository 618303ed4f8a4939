/* Functions that are not declared noreturn and never come back.  */
/* { dg-do compile } */
/* { dg-options "-Wall -Wextra" } */
/* own-checks: at -O1 GCC says so of them.  */

void report (const char *);
void stop (void) __attribute__ ((noreturn));
int read_number (int *);

static __attribute__ ((noinline)) void
fail (const char *why)
{
  report (why);
  stop ();
}

static __attribute__ ((noinline)) void
fail_by_another (void)
{
  fail ("input");
}

int
value (int kind)
{
  int x;

  if (kind == 1)
    x = 10;
  else if (kind > 5)
    x = kind;
  else
    fail_by_another ();
  return x;
}

int
product (int n, int m)
{
  int x, y;

  if (__builtin_mul_overflow (n, m, &x) || __builtin_add_overflow (x, 1, &y))
    fail ("overflow");
  return y;
}
