/* What is returned is gone, on all ways or on some.  */
/* { dg-do compile } */

struct pair { int first, second[4]; };

int global;
void use (void *);
char *strchr (const char *, int);

int *
whole (void)
{
  int a[4];			/* { dg-message "declared here" } */
  int *p = a;
  use (p);
  return p;			/* { dg-warning "function returns address of local variable" } */
}

int *
part (int i)
{
  struct pair a;		/* { dg-message "declared here" } */
  int *p = &a.second[i];
  use (p);
  return p;			/* { dg-warning "function returns address of local variable" } */
}

int *
either (int which)
{
  int a[1];			/* { dg-message "declared here" } */
  int b[2];			/* { dg-message "declared here" } */
  int *p = which ? a : b;
  use (p);
  return p;			/* { dg-warning "function returns address of local variable" } */
}

int *
sometimes (int which)
{
  int a[1];			/* { dg-message "declared here" } */
  int *p = &global;
  if (which)
    p = a;
  use (p);
  return p;			/* { dg-warning "function may return address of local variable" } */
}

void *
from_stack (int n)
{
  void *p = __builtin_alloca (n);	/* { dg-message "declared here" } */
  use (p);
  return p;			/* { dg-warning "function returns address of local variable" } */
}

char *
inside (void)
{
  char a[16];			/* { dg-message "declared here" } */
  use (a);
  char *p = strchr (a, 'x');
  return p;			/* { dg-warning "function returns address of local variable" } */
}

/* It is not the array's start that it leads to, and still in it.  */
int *
moved (int *p, int n)
{
  int a[4];			/* { dg-message "declared here" } */
  if (!p)
    p = a;
  while (n--)
    use (p++);
  if (p == a)
    p = 0;
  return p;			/* { dg-warning "function may return address of local variable" } */
}

int *
another (int *p, int which)
{
  int a;			/* { dg-message "declared here" } */
  int b;
  if (!p)
    p = which ? &a : &b;
  use (p);
  if (p == &b)
    p = 0;
  return p;			/* { dg-warning "function may return address of local variable" } */
}
