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
  free (p); /* { dg-message "call to .free. here" } */
  free (p); /* { dg-warning "used after" } */
}

void
of_the_stack (void)
{
  int x[4]; /* { dg-message "declared here" } */

  x[0] = 1;
  use (x[0]);
  free (x); /* { dg-warning "called on unallocated object" } */
}

int
without_value (void)
{
  int x; /* { dg-message "declared here" } */

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

/* Told where it is passed, not again where it is dereferenced.  */
static __attribute__ ((noinline)) int
second (int *p) /* { dg-message "declared here" } */
{
  return p[1];
}

int
passes_null (void)
{
  return second (0); /* { dg-warning "argument 1 is null, which 'second' dereferences" } */
}
