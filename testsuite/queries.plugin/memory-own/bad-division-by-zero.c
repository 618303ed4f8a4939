/* Division by what is zero on a path, or on all paths.  own-checks no-steps */
/* { dg-do compile } */

int
checked (int n)
{
  if (n == 0)
    return 10 / n;		/* { dg-warning "division by 'n', which is zero here .CWE-369. .libqueries:division-by-zero" } */
  return 1;
}

int
first_set_in_a_branch (int c)
{
  int n = 0;

  if (c > 3)
    n = 2;
  return 10 % n;		/* { dg-warning "division by 'n', which is zero here" } */
}

struct counts { int all, some; };

int
through_memory (struct counts *c)
{
  c->all = 0;
  c->some = 3;
  return c->some / c->all;	/* { dg-warning "division by '.c.all', which is zero" } */
}

static void
clear (struct counts *c)
{
  c->all = 0;
}

int
through_a_call (struct counts *c)
{
  clear (c);
  return 5 % c->all;		/* { dg-warning "division by '.c.all', which is zero" } */
}

/* Nobody changes a constant of another unit.  */
extern const int divisor;
extern void look (const int *);

int
by_constant (int n)
{
  if (divisor == 0)
    {
      look (&divisor);
      return n / divisor;	/* { dg-warning "division by 'divisor', which is zero here" } */
    }
  return 0;
}
