/* The same forms with variables that last.  */
/* { dg-do compile } */

void use (const void *);
char *strchr (const char *, int);

void
always (void)
{
  int *p;
  {
    static int i = 1;
    p = &i;
  }
  use (p);
}

void
sometimes (int which)
{
  int *p = 0;
  if (which)
    {
      int a[2] = { 1, 2 };
      p = a;
      use (p);
      p = 0;
    }
  use (p);
}

void
inside (int c)
{
  const char *p;
  char a[4] = "abc";
  {
    p = strchr (a, c);
  }
  use (p);
}

void
literal (void)
{
  int *p;
  {
    p = (int[]) { 1, 2 };
    use (p);
  }
}

/* In the next round it is another one.  */
void
round_and_round (int n)
{
  for (int i = 0; i < n; i++)
    {
      int a[2] = { i, i };
      int *p = a;
      use (p);
    }
}
