/* Who asks for -fanalyzer gets what its checks say beside the others, as from
   GCC.  */
/* own-checks: GCC says the second one with steps.  no-steps  */
/* { dg-do compile } */
/* { dg-options "-Wall -fanalyzer" } */

void free (void *);

void
freed_twice (char *p)
{
  free (p); /* { dg-message "call to .free. here" } */
  free (p); /* { dg-warning "used after" } */
  /* { dg-warning "double-'free' of 'p'" "" { target *-*-* } 13 } */
}
