// A pointer is used before delete.
// { dg-do compile }

void use (void *);

int
read (int *p)
{
  int n = *p;
  ::operator delete (p);
  return n;
}

void
twice (int *p, int *q)
{
  use (p);
  ::operator delete[] (p);
  use (q);
}
