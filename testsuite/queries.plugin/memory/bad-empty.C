// A class with one member has.
// { dg-do compile }
// { dg-options "-fanalyzer -Wno-uninitialized -Wno-maybe-uninitialized" }
// own-checks: GCC says it with -fanalyzer only.  no-steps

struct adopt { int how; };
struct lock
{
  lock (int *p, adopt a) : p (p), how (a.how) { }
  int *p, how;
};

int
passed (int *p)
{
  adopt a;
  lock l (p, a); // { dg-warning "use of uninitialized value 'a'" }

  return *l.p;
}
