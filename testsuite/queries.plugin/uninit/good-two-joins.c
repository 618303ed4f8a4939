/* What a variable in memory holds where ways meet, and nothing loads it, is
   what it was on each of them.  */
/* { dg-do compile } */
/* { dg-options "-Wall -Wextra" } */

char *seek (char *);
char *next (char *, char *);
double value (char *);
void stop (void);

void
advance (char *list, char **element, char **score)
{
  char *e, *s;

  if (!*element || !*score)
    stop ();
  e = next (list, *score);
  s = e ? next (list, e) : 0;
  *element = e;
  *score = s;
}

/* At -O0 the ways meet before the loop, too.  */
double
total (char *list)
{
  char *element, *score;
  double sum = 0;

  element = seek (list);
  if (element)
    {
      score = next (list, element);
      if (!score)
	__builtin_unreachable ();
    }
  while (element)
    {
      sum += value (score);
      advance (list, &element, &score);
    }
  return sum;
}

double
total_from (char *list, int n)
{
  char *element, *score;
  double sum = 0;

  element = seek (list);
  if (element)
    score = next (list, element);
  if (n > 3)
    sum = n;
  while (element)
    {
      sum += value (score);
      advance (list, &element, &score);
    }
  return sum;
}
