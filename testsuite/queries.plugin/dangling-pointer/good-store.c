/* What is left behind lasts, or is taken back.  */
/* { dg-do compile } */

extern void *kept;
void use (void);

void
lasts (void)
{
  static int x;
  kept = &x;
}

void
taken_back (void)
{
  int x;
  kept = &x;
  kept = 0;
}

/* The call may be what it is for, and may take it back.  */
void
used (void **out)
{
  int x;
  *out = &x;
  use ();
}

/* A pointer to a parameter is a local variable, too.  */
void *
own (void *list)
{
  void **tail = &list;
  *tail = kept;
  return list;
}
