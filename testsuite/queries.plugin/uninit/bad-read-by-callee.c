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
  return add ((int *) (p + 8)); /* { dg-warning "'in' is used uninitialized" } */
}
