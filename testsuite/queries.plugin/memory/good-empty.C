// A class without data has no value to be missing.
// { dg-do compile }

struct adopt { };
struct lock
{
  lock (int *p, adopt) : p (p) { }
  int *p;
};
static const adopt how {};

template<typename T> void
sort (int *first, int *last, T less)
{
  if (less (*first, *last))
    *first = *last;
}

int
locked (int *p)
{
  lock l (p, how);

  return *l.p;
}

void
sorted (int *first, int *last)
{
  sort (first, last, [] (int a, int b) { return a < b; });
}

void
passed (int *p)
{
  adopt a;
  lock l (p, a);

  *l.p = 1;
}
