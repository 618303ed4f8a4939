/* Who asks for -fanalyzer gets what its checks say beside the others, as from
   GCC.  */
/* own-checks: the second one is compared with -fanalyzer elsewhere.  */
/* { dg-do compile } */
/* { dg-options "-Wall -fanalyzer" } */

void free (void *);

void
freed_twice (char *p)
{
  free (p);
  free (p); /* { dg-warning "used after" } */
  /* { dg-warning "double-'free' of 'p'" "" { target *-*-* } .-1 } */
}
