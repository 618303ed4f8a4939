// Operators that do not fit.
// { dg-do compile }

typedef __SIZE_TYPE__ size_t;
extern "C" void free (void *);
extern "C" void *malloc (size_t);
void use (void *);

void
array ()
{
  int *p = new int[4];		// { dg-message "returned from" }
  use (p);
  delete p;			// { dg-warning "mismatched allocation function" }
}

void
one ()
{
  int *p = new int;		// { dg-message "returned from" }
  use (p);
  delete[] p;			// { dg-warning "mismatched allocation function" }
}

void
library ()
{
  int *p = new int;		// { dg-message "returned from" }
  use (p);
  free (p);			// { dg-warning "mismatched allocation function" }
}

void
operators ()
{
  int *p = (int *) malloc (4);	// { dg-message "returned from" }
  use (p);
  delete p;			// { dg-warning "mismatched allocation function" }
}
