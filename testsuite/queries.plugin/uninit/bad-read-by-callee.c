/* What has no value is read by the function that gets it, or by one that that
   calls, however great they are.  */
/* { dg-do compile } */
/* { dg-options "-Wuninitialized -Wmaybe-uninitialized" } */
/* own-checks: GCC has to inline for it.  */

struct inner
{
  int count[3];
};

struct record
{
  int a, b;
  struct inner in;
};

extern void *malloc (__SIZE_TYPE__);
extern void free (void *);
extern void put (int);

static int
sum (struct record *r)
{
  int n;

  if (!r)
    return 0;
  n = r->b; /* { dg-message "'sum' reads it here" } */
  for (int i = 0; i < 3; i++)
    n += i;
  put (n);
  return n;
}

static int
second (struct inner *in)
{
  return in->count[1] + 1;
}

static int
deep (struct record *r)
{
  return second (&r->in); /* { dg-message "'deep' reads it here" } */
}

static int
add (int *to)
{
  return ++*to; /* { dg-message "'add' reads it here" } */
}

int
part (void)
{
  struct record r; /* { dg-message "'r' declared here" } */

  r.a = 1;
  return sum (&r); /* { dg-warning "'r.b' is used uninitialized" } */
}

int
two_calls (void)
{
  struct record r; /* { dg-message "'r' declared here" } */

  r.b = r.in.count[0] = 1;
  return deep (&r); /* { dg-warning "'r.in.count.1.' is used uninitialized" } */
}

int
on_some_way (int n)
{
  struct record r; /* { dg-message "'r' declared here" } */

  r.a = n;
  if (n > 4)
    return sum (&r); /* { dg-warning "'r.b' may be used uninitialized" } */
  return 0;
}

int
scalar (void)
{
  int n; /* { dg-message "'n' declared here" } */

  return add (&n); /* { dg-warning "'n' is used uninitialized" } */
}

int
element (void)
{
  int v[3]; /* { dg-message "'v' declared here" } */

  v[0] = 1;
  return add (&v[1]); /* { dg-warning "'v.1.' is used uninitialized" } */
}

int
allocated (void)
{
  struct record *p = malloc (sizeof *p);
  int n;

  if (!p)
    return 0;
  p->a = 1;
  n = sum (p); /* { dg-warning "'p->b' may be used uninitialized" } */
  free (p);
  return n;
}

int
by_cast (void)
{
  struct inner in; /* { dg-message "'in' declared here" } */
  char *p = (char *) &in;

  in.count[0] = 1;
  return add ((int *) (p + 8)); /* { dg-warning "'in.count.2.' is used uninitialized" } */
}

static int
one_more (int *p)
{
  return *p + 1; /* { dg-message "'one_more' reads it here" } */
}

union number
{
  double d;
  int i;
};

struct parts
{
  char tag;
  struct inner in;
  union number n;
  unsigned bits[2];
};

int
parts (void)
{
  struct parts p; /* { dg-message "'p' declared here" } */
  char *at = (char *) &p;
  int sum;

  p.tag = 1;
  p.in.count[0] = 2;
  sum = one_more ((int *) (at + __builtin_offsetof (struct parts, in.count[1]))); /* { dg-warning "'p.in.count.1.' is used uninitialized" } */
  p.in.count[1] = 3;
  sum += one_more ((int *) (at + __builtin_offsetof (struct parts, n))); /* { dg-warning "'\\*.int \\*...char \\*.&p . offsetof.struct parts, n..' is used uninitialized" } */
  sum += one_more ((int *) (at + __builtin_offsetof (struct parts, bits[1]))); /* { dg-warning "'\\*.int \\*...char \\*.&p . offsetof.struct parts, bits.1...' is used uninitialized" } */
  return sum;
}

static long
first (long *p)
{
  return *p + 1; /* { dg-message "'first' reads it here" } */
}

long
elements (void)
{
  long v[2][3]; /* { dg-message "'v' declared here" } */
  char *at = (char *) v;

  v[0][0] = 1;
  return first ((long *) (at + 4 * sizeof (long))); /* { dg-warning "'v.1..1.' is used uninitialized" } */
}

/* Part of something allocated, of which the first element is read.  */
struct counts
{
  int n;
  int v[4];
};

int
part_of_allocated (void)
{
  struct counts *p = malloc (sizeof *p);
  int n;

  if (!p)
    return 0;
  p->n = 1;
  n = one_more (p->v); /* { dg-warning "'.p.v' may be used uninitialized" } */
  free (p);
  return n;
}
