/* The scope of a variable ends, and a pointer to it is used.  */
/* { dg-do compile } */

void use (const void *);
char *strchr (const char *, int);

void
always (void)
{
  int *p;
  {
    int i = 1;			/* { dg-message "'i' declared here" } */
    p = &i;
  }
  use (p);			/* { dg-warning "using (a )?dangling pointer ('p' )?to 'i'" } */
}

void
sometimes (int which)
{
  int *p = 0;
  if (which)
    {
      int a[2] = { 1, 2 };	/* { dg-message "'a' declared here" } */
      use (a);
      p = a;
    }
  use (p);			/* { dg-warning "dangling pointer 'p' to 'a' may be used" } */
}

void
inside (int c)
{
  const char *p;
  {
    char a[4] = "abc";		/* { dg-message "'a' declared here" } */
    p = strchr (a, c);
  }
  use (p);			/* { dg-warning "using (a )?dangling pointer ('p' )?to 'a'" } */
}

void
literal (void)
{
  int *p;
  {
    p = (int[]) { 1, 2 };	/* { dg-message "unnamed temporary defined here" } */
  }
  use (p);			/* { dg-warning "using (a )?dangling pointer ('p' )?to an unnamed temporary" } */
}
