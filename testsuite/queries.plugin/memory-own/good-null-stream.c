/* The forms of bad-null-stream.c, with a look at the stream.  own-checks */
/* { dg-do compile } */

#include <stdio.h>
#include <stdlib.h>

int
checked (const char *name)
{
  FILE *f = fopen (name, "r");
  int c;

  if (!f)
    return -1;
  c = fgetc (f);
  fclose (f);
  return c;
}

int
closed_if_open (const char *name)
{
  FILE *f = fopen (name, "r");
  int c = 0;

  if (f)
    {
      c = fgetc (f);
      fclose (f);
    }
  return c;
}

int
in_the_right_branch (const char *name)
{
  FILE *f = fopen (name, "w");

  if (!f)
    return fputs ("no file", stderr);
  return fclose (f);
}

/* All streams.  */
int
constant (void)
{
  return fflush (NULL);
}

/* Of a caller, of whom nothing is known.  */
void
given (FILE *f, int n)
{
  fprintf (f, "%d\n", n);
}

void
or_standard (const char *name, int n)
{
  FILE *f = name ? fopen (name, "w") : stdout;

  if (!f)
    f = stderr;
  fprintf (f, "%d\n", n);
  if (f != stdout && f != stderr)
    fclose (f);
}

static FILE *
open_or_die (const char *name)
{
  FILE *f = fopen (name, "r");

  if (!f)
    {
      perror (name);
      exit (1);
    }
  return f;
}

int
sure (const char *name)
{
  FILE *f = open_or_die (name);
  int c = getc (f);

  fclose (f);
  return c;
}

/* Nothing is read.  */
size_t
nothing (const char *name, char *to)
{
  FILE *f = fopen (name, "r");
  size_t n = 0;

  if (f)
    {
      n = fread (to, 1, 0, f);
      fclose (f);
    }
  return n;
}

/* Conditions that go together.  */
int
together (const char *name)
{
  FILE *f = NULL;

  if (name && !(f = fopen (name, "w")))
    return -1;
  if (f)
    fputs ("a", f);
  if (name)
    fclose (f);
  return 0;
}
