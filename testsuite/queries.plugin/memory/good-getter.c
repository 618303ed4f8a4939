/* What a function reads for its caller is an integer like one that the caller reads:
   its sign, and what conditions said of it, tell a callee's ways apart.  */
/* { dg-do compile } */

void *malloc (__SIZE_TYPE__);
void *calloc (__SIZE_TYPE__, __SIZE_TYPE__);

struct polynomial { int degree; unsigned flags : 3; int *coefficients; };

static int degree (struct polynomial *p) { return p->degree; }
static unsigned flags (struct polynomial *p) { return p->flags; }

static struct polynomial *
make (int degree)
{
  struct polynomial *p = malloc (sizeof *p);

  if (!p)
    __builtin_abort ();
  p->coefficients = 0;
  if (degree >= 0)
    {
      p->coefficients = calloc (degree + 1, sizeof (int));
      if (!p->coefficients)
	__builtin_abort ();
    }
  return p;
}

static int *
pick (unsigned flags, int *p)
{
  return flags == 2 ? 0 : p;
}

struct polynomial *
like (struct polynomial *q)
{
  int d = degree (q);
  struct polynomial *p;

  if (d < 0)
    d = 0;
  p = make (d);
  p->coefficients[0] = 1;
  return p;
}

struct polynomial *
at_least_constant (struct polynomial *q)
{
  struct polynomial *p = make (degree (q) < 0 ? 0 : degree (q));

  p->coefficients[0] = 1;
  return p;
}

int
by_flags (struct polynomial *q, int *p)
{
  unsigned f = flags (q);

  if (f == 2)
    return 0;
  return *pick (f, p);
}
