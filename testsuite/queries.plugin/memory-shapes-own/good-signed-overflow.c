/* What fits, wraps on purpose, or is looked at before.  own-checks */
/* { dg-do compile } */

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

struct clock { int seconds, limit; };
struct node { struct node *next; int weight; };

int
next_id (int last)
{
  if (last == INT_MAX)
    return 0;
  return last + 1;
}

static int
after (int n)
{
  return n == INT_MAX ? n : n + 1;
}

static int
behind (int n)
{
  return after (n);
}

int
without_limit (void)
{
  return behind (INT_MAX);
}

/* Unsigned numbers wrap.  */
uint32_t
hash (const unsigned char *p, size_t n)
{
  uint32_t h = UINT32_MAX;

  while (n--)
    h = h * 31 + *p++ + 0x80000000u;
  return h;
}

/* In a type that is wide enough.  */
long long
wide (int n)
{
  if (n > 2000000000)
    return (long long) n * 2;
  return 0;
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
  if (c.limit <= INT_MAX - 60)
    c.limit += 60;
  return c.limit;
}

static int
shortest (const struct node *n, int *out)
{
  *out = INT_MAX;
  if (!n)
    return -1;
  *out = n->weight;
  return 0;
}

int
by_an_out_parameter (const struct node *n)
{
  int best;

  if (shortest (n, &best) != 0)
    return 0;
  return best + 1;
}

/* A minimum that begins with the greatest number.  */
int
least (const struct node *n)
{
  int best = INT_MAX;

  for (; n; n = n->next)
    if (n->weight < best)
      best = n->weight;
  return best == INT_MAX ? 0 : best + 1;
}

/* The same without a look: the list is not empty.  */
int
least_of_some (const struct node *n)
{
  int best = INT_MAX;

  for (; n; n = n->next)
    if (n->weight < best)
      best = n->weight;
  return best + 1;
}

int
together (int n, int all)
{
  int most = n;

  if (all)
    most = INT_MAX;
  n--;
  if (!all)
    most++;
  return most + 0 * n;
}

/* Conversions are none: what they do is defined by GCC.  */
int
as_signed (uint32_t n)
{
  return (int) (n | 0x80000000u);
}

int
checked_by_builtin (int a)
{
  int r;

  if (__builtin_add_overflow (a, INT_MAX, &r))
    return INT_MAX;
  return r;
}

int
middle (int low, int high)
{
  return low + (high - low) / 2;
}
