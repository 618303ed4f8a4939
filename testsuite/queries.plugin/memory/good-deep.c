/* What is right twelve calls away.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -Wno-null-dereference" } */
/* own-checks: GCC's analyzer walks on to another depth.  */

static int
value (int *p)
{
  return *p;
}

static int b (int *p) { return value (p) + 1; }
static int c (int *p) { return b (p) + 1; }
static int d (int *p) { return c (p) + 1; }
static int e (int *p) { return d (p) + 1; }
static int f (int *p) { return e (p) + 1; }
static int g (int *p) { return f (p) + 1; }
static int h (int *p) { return g (p) + 1; }
static int i (int *p) { return h (p) + 1; }
static int j (int *p) { return i (p) + 1; }
static int k (int *p) { return j (p) + 1; }
static int l (int *p) { return k (p) + 1; }

int
start (int n)
{
  return n > 3 ? l (&n) : 0;
}
