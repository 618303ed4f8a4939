/* The address of a local variable is left behind.  */
/* { dg-do compile } */

extern void *kept;		/* { dg-message "'kept' declared here" } */

void
global (void)
{
  int x;			/* { dg-message "'x' declared here" } */
  kept = &x;			/* { dg-warning "storing the address of local variable 'x' in 'kept'" } */
}

void
parameter (void **out)
{
  int x;			/* { dg-message "'(x|out)' declared here" } */
  *out = &x;			/* { dg-warning "storing the address of local variable 'x' in '\\*out'" } */
}
