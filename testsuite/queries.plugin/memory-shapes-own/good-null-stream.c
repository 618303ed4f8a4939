/* The forms of bad-null-stream.c, with a look at the stream.  own-checks */
/* { dg-do compile } */

#include <stdio.h>

struct log { FILE *file; int n_lines; struct log *next; };

extern const char *next_name (void);

/* Three calls away.  */

static void
write_line (FILE *file, int n)
{
  putc (n, file);
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

  if (!file)
    return -1;
  write_all (file);
  return fclose (file);
}

/* In a structure.  */
int
start (struct log *l, const char *name)
{
  l->file = fopen (name, "a");
  l->n_lines = 0;
  return l->file ? fseek (l->file, 0, 2) : -1;
}

/* By an out-parameter.  */

static int
open_to (FILE **file, const char *name)
{
  *file = fopen (name, "r");
  return *file ? 0 : -1;
}

int
first (const char *name)
{
  FILE *file;
  int c;

  if (open_to (&file, name) < 0)
    return -1;
  c = getc (file);
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

      if (!file)
	continue;
      while (fgetc (file) != EOF)
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

  if (!file)
    return -1;
  if (depth > 0)
    n = include (next_name (), depth - 1);
  rewind (file);
  fclose (file);
  return n;
}
