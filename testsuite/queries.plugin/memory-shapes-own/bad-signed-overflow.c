/* Sums and products that do not fit, whatever the way.  own-checks no-steps */
/* { dg-do compile } */

#include <limits.h>
#include <stddef.h>

struct clock { int seconds, limit; };
struct node { struct node *next; int weight; };

int
next_id (int last)
{
  if (last == INT_MAX)
    return last + 1;		/* { dg-warning "signed overflow: the result of '2147483647 . 1' is 2147483648" } */
  return last + 1;
}

/* Three calls away: who passes the greatest number.  */

static int
after (int n)
{
  return n + 1;			/* { dg-warning "signed overflow: the result of '2147483647 . 1' is 2147483648" "in a callee" { xfail *-*-* } } */
}

static int
behind (int n)
{
  return after (n);
}

static int
rest_of (int n)
{
  return behind (n) - 4;
}

int
without_limit (void)
{
  return rest_of (INT_MAX);
}

/* Returned three calls away.  */

static int
greatest (void)
{
  return INT_MAX;
}

static int
no_limit (void)
{
  return greatest ();
}

static int
limit (void)
{
  return no_limit ();
}

int
one_more_than_possible (void)
{
  return limit () + 1;		/* { dg-warning "signed overflow" } */
}

static void
never (struct clock *c)
{
  c->seconds = 0;
  c->limit = INT_MAX;
}

int
by_a_field (void)
{
  struct clock c;

  never (&c);
  c.limit += 60;		/* { dg-warning "signed overflow: the result of '2147483647 . 60' is 2147483707" } */
  return c.limit;
}

static int
shortest (const struct node *n, int *out)
{
  if (!n)
    {
      *out = INT_MAX;
      return -1;
    }
  *out = n->weight;
  return 0;
}

/* It goes on although the result says that there was nothing.  */
int
by_an_out_parameter (const struct node *n)
{
  int best;

  if (shortest (n, &best) != 0)
    best = best + 1;		/* { dg-warning "signed overflow" } */
  return best;
}

int
in_a_loop (const struct node *n)
{
  int sum = 0;

  for (; n; n = n->next)
    if (n->weight > INT_MAX - 10)
      sum += n->weight * 2;	/* { dg-warning "signed overflow: the result of" } */
  return sum;
}

int
together (int n, int all)
{
  int most = n;

  if (all)
    most = INT_MAX;
  n--;
  if (all)
    most++;			/* { dg-warning "signed overflow" } */
  return most + 0 * n;
}

int
least_negated (int n)
{
  if (n == INT_MIN)
    return -n;			/* { dg-warning "signed overflow" } */
  return n;
}
