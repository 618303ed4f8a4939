/* Streams that could not be opened.  own-checks no-steps */
/* { dg-do compile } */

#include <stdio.h>

struct log { FILE *file; int n_lines; struct log *next; };

extern const char *next_name (void);

/* Three calls away.  */

static void
write_line (FILE *file, int n)
{
  putc (n, file);	/* { dg-warning "dereference of possibly-NULL 'file'" } */
}

static void
write_twice (FILE *file, int n)
{
  write_line (file, n);
  write_line (file, n + 1);
}

static void
write_all (FILE *file)
{
  write_twice (file, 1);
}

int
save (const char *name)
{
  FILE *file = fopen (name, "w");

  write_all (file);
  return fclose (file);
}

/* In a structure.  */
int
start (struct log *l, const char *name)
{
  l->file = fopen (name, "a");
  l->n_lines = 0;
  return fseek (l->file, 0, 2);	/* { dg-warning "'fseek' on stream '\\*l.file', which is NULL if it could not be opened" } */
}

/* By an out-parameter.  */

static void
open_to (FILE **file, const char *name)
{
  *file = fopen (name, "r");
}

int
first (const char *name)
{
  FILE *file;
  int c;

  open_to (&file, name);
  c = getc (file);		/* { dg-warning "'getc' on stream 'file', which is NULL if" } */
  fclose (file);
  return c;
}

/* In a loop.  */
int
count (void)
{
  const char *name;
  int n = 0;

  while ((name = next_name ()))
    {
      FILE *file = fopen (name, "r");

      while (fgetc (file) != EOF)	/* { dg-warning "'fgetc' on stream 'file', which is NULL if" } */
	n++;
      fclose (file);
    }
  return n;
}

/* Recursive.  */
int
include (const char *name, int depth)
{
  FILE *file = fopen (name, "r");
  int n = 0;

  if (depth > 0)
    n = include (next_name (), depth - 1);
  rewind (file);		/* { dg-warning "'rewind' on stream 'file', which is NULL if" } */
  fclose (file);
  return n;
}
