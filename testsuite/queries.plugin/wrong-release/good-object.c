/* The same forms, and what is released was allocated, or nobody knows.  */
/* { dg-do compile } */

typedef unsigned long size_t;
void free (void *);
void *malloc (size_t);
void *realloc (void *, size_t);
void use (void *);
extern char *pointer, *pointers[4];
struct text { int n; char *text; };

void
global (int i)
{
  free (pointer);
  free (pointers[i]);
}

void
local (void)
{
  struct text a;
  use (&a);
  free (a.text);
}

void
either (int c)
{
  char a[4];
  char *p = a;
  if (c)
    p = malloc (100);
  use (p);
  if (c)
    free (p);
}

/* It was moved forth; and back.  */
void
moved (void)
{
  char *p = malloc (16);
  p += 8;
  use (p);
  p -= 8;
  free (p);
}

void
moved_back (char *p)
{
  free (p - 8);
}

void
null (void)
{
  char *p = 0;
  use (p);
  free (p);
}
