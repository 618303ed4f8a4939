/* What is released was not allocated.  */
/* { dg-do compile } */

typedef unsigned long size_t;
void free (void *);
void *malloc (size_t);
void *realloc (void *, size_t);
char *strchr (const char *, int);
void use (void *);
extern char array[16];		/* { dg-message "declared here" } */

void
global (int i)
{
  char *p = array + i;
  use (p);
  free (p);			/* { dg-warning "'free' called on unallocated object 'array'" } */
}

void
local (void)
{
  struct { int n; char text[4]; } a;	/* { dg-message "declared here" } */
  char *p = a.text;
  use (p);
  p = realloc (p, 100);		/* { dg-warning "'realloc' called on unallocated object 'a'" } */
  use (p);
}

void
string (int i)
{
  char *p = "text" + i;		/* { dg-message "assigned here" } */
  use (p);
  free (p);			/* { dg-warning "'free' called on a pointer to an unallocated object '\"text\"'" } */
}

void
stack (size_t n)
{
  char *p = __builtin_alloca (n);	/* { dg-message "returned from '__builtin_alloca'" } */
  use (p);
  free (p);			/* { dg-warning "'free' called on pointer to an unallocated object" } */
}

void
found (int c)
{
  char a[4] = "abc";		/* { dg-message "declared here" } */
  char *p = strchr (a, c);
  use (p);
  free (p);			/* { dg-warning "'free' called on unallocated object 'a'" } */
}

void
moved (char *p)
{
  p += 4;
  use (p);
  free (p);			/* { dg-warning "'free' called on pointer '(p|<unknown>)' with nonzero offset 4" } */
}

void
moved_in_heap (void)
{
  char *p = malloc (16);	/* { dg-message "returned from 'malloc'" } */
  use (p);
  free (p + 8);			/* { dg-warning "'free' called on pointer '(p|<unknown>)' with nonzero offset 8" } */
}
