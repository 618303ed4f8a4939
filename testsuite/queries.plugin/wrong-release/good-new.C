// Operators that fit.
// { dg-do compile }

struct node
{
  int n;
  void *operator new (__SIZE_TYPE__);
  void operator delete (void *);
};

void use (void *);

void
array ()
{
  int *p = new int[4];
  use (p);
  delete[] p;
}

void
one ()
{
  int *p = new int;
  use (p);
  delete p;
}

void
own ()
{
  node *p = new node;
  use (p);
  delete p;
}
