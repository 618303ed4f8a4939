/* Nothing to say, twice.  */
/* { dg-do compile } */
/* { dg-options "-Wall -fanalyzer" } */

void free (void *);

void
freed_once (char *p, char *q)
{
  free (p);
  free (q);
}
