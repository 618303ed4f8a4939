/* What two checks have words for is said once.  */
/* { dg-do compile } */
/* { dg-options "-Wall" } */
/* own-checks: GCC says nothing of the leak without -fanalyzer.  no-steps  */

void free (void *);
void *malloc (__SIZE_TYPE__);
void use (int);

void
freed_twice (char *p)
{
  free (p);
  free (p); /* { dg-warning "used after" } */
}

void
of_the_stack (void)
{
  int x[4];

  x[0] = 1;
  use (x[0]);
  free (x); /* { dg-warning "called on unallocated object" } */
}

int
without_value (void)
{
  int x;

  return x; /* { dg-warning "uninitialized" } */
}

/* Of this only one check knows.  */
void
leaks (void)
{
  char *p = malloc (4);

  if (p)
    *p = 0;
} /* { dg-warning "leak of 'p'" } */
