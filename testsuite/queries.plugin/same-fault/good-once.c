/* Nothing to say, by whichever check.  */
/* { dg-do compile } */
/* { dg-options "-Wall" } */

void free (void *);
void *malloc (__SIZE_TYPE__);

void
freed_once (char *p)
{
  free (p);
  p = malloc (4);
  free (p);
}

void second (char *, char *) __attribute__ ((nonnull (2)));

/* Who switches off an option means the fault, not one of the checks that know
   it.  */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnonnull"
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wuse-after-free"
void
silenced (char *p)
{
  char *nothing = 0;

  second (p, nothing);
}

int
silenced_read (void)
{
  int x;

  return x;
}

void
silenced_release (char *p)
{
  free (p);
  free (p);
}
#pragma GCC diagnostic pop
