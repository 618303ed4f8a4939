/* What a variable in memory holds where ways meet, and nothing loads it, is
   not the same on each of them.  */
/* { dg-do compile } */
/* { dg-options "-Wall -Wextra" } */
/* own-checks: GCC has it where `advance', inlined, reads it again.  */

char *seek (char *);
char *next (char *, char *);
double value (char *);

void
advance (char *list, char **element, char **score)
{
  *element = next (list, *score);
  *score = *element ? next (list, *element) : 0;
}

double
total_from (char *list, int n)
{
  char *element, *score;	/* { dg-message "'score' was declared here" } */
  double sum = 0;

  element = seek (list);
  if (element)
    score = next (list, element);
  else if (n > 5)
    element = list;
  if (n > 3)
    sum = n;
  if (element)
    {
      sum += value (score); /* { dg-warning "'score' may be used uninitialized" } */
      advance (list, &element, &score);
    }
  return sum;
}
