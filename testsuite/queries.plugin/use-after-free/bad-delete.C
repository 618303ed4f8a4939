// A pointer is used after delete.
// { dg-do compile }

void use (void *);

int
read (int *p)
{
  ::operator delete (p);	// { dg-message "call to" }
  return *p;			// { dg-warning "pointer 'p' used after 'void operator delete" }
}

void
twice (int *p)
{
  ::operator delete[] (p);	// { dg-message "call to" }
  use (p);			// { dg-warning "pointer 'p' used after 'void operator delete" }
}
