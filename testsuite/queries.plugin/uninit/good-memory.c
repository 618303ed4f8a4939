/* Variables in memory that have a value, or of which that is not known.  */
/* { dg-do compile } */
/* { dg-options "-Wall -Wextra" } */

struct pair { int a, b; };

void other (void);
void use (int);
void fill (int *);
int length (const char *);

void
field (int n)
{
  struct pair p;

  p.a = 1;
  if (n)
    p.b = n;
  other ();
  use (p.a);
  if (n)
    use (p.b);
}

int
argument (int n)
{
  char text[8];

  if (n)
    {
      text[0] = 0;
      return length (text);
    }
  return 0;
}

int
filled (int n)
{
  int x;

  if (n)
    fill (&x);
  other ();
  return n ? x : 0;
}

struct state { int n, m; };

void
by_field (struct state *s, int k)
{
  int x;

  if (s->n)
    {
      x = k;
      s->m = 3;
    }
  if (k)
    s->m++;
  if (s->n)
    use (x);
}

/* What was loaded before is asked again, of memory that is as it was.  */
void step (int **, int **);
int *first (void);
int score (int *);

int
pair (int offset, int limit)
{
  int *element = first (), *other;
  int sum = 0;

  if (element)
    other = element + 1;
  while (element && offset--)
    step (&element, &other);
  while (element && limit--)
    {
      sum += score (other);
      step (&element, &other);
    }
  return sum;
}

extern int policy;
int *find (int);

int
by_policy (int n, int m)
{
  int *object;

  if (policy != 512)
    {
      if (n != m)
	find (m);
      object = find (n);
    }
  return policy & 1 ? *object : 0;
}
