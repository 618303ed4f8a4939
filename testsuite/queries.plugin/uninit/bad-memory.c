/* Variables in memory.  */
/* { dg-do compile } */
/* { dg-options "-Wall -Wextra" } */
/* own-checks: notes and columns are others where GCC has made names of
   memory.  */

struct pair { int a, b; };

void other (void);
void use (int);
void fill (int *);
int length (const char *);	/* { dg-message "by argument 1 of type 'const char \\*'" } */

void
field (int n)
{
  struct pair p;	/* { dg-message "declared here" } */

  p.a = 1;
  if (n)
    p.b = n;
  other ();
  use (p.a);
  use (p.b);		/* { dg-warning "'p.b' may be used uninitialized" } */
}

int
argument (int n)
{
  char text[8];		/* { dg-message "'text' declared here" } */

  if (n)
    return length (text);	/* { dg-warning "'text' may be used uninitialized" } */
  return 0;
}

int
by_pointer (int n)
{
  int x;		/* { dg-message "declared here" } */
  int *p = &x;

  if (n)
    *p = n;
  return *p;		/* { dg-warning "'x' may be used uninitialized" } */
}
