/* The same forms without the defect.  own-checks */
/* { dg-do compile } */

void stop (void) __attribute__ ((noreturn));
void report (const char *);

int
checked (int n)
{
  if (n != 0)
    return 10 / n;
  return 1;
}

/* Whether report returns nobody knows, and n may be another number.  */
int
reported (int n)
{
  if (n == 0)
    report ("zero");
  return 10 / n;
}

int
stopped (int n)
{
  if (n == 0)
    stop ();
  return 10 / n;
}

/* The loop is taken to run a round.  */
int
average (const int *a, int size)
{
  int n = 0, sum = 0;

  for (int i = 0; i < size; i++)
    {
      sum += a[i];
      n++;
    }
  return sum / n;
}

double
of_numbers (double x)
{
  double zero = 0;

  return x / zero;
}

/* A call may change a variable; and who says volatile says that it changes.  */
extern int divisor;
extern const volatile int changing;
extern void look (const int *);

int
by_variable (int n)
{
  if (divisor == 0)
    {
      look (&n);
      return n / divisor;
    }
  return 0;
}

int
by_what_changes (int n)
{
  if (changing == 0)
    return n / changing;
  return 0;
}
