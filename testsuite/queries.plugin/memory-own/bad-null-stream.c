/* Streams that nobody has looked at, or that are null for sure.  own-checks no-steps */
/* { dg-do compile } */

#include <stdio.h>

int
unchecked (const char *name)
{
  FILE *f = fopen (name, "r");
  int c = fgetc (f);	/* { dg-warning "'fgetc' on stream 'f', which is NULL if it could not be opened .CWE-690. .libqueries:null-stream" } */

  fclose (f);
  return c;
}

int
closed_anyway (const char *name)
{
  FILE *f = fopen (name, "r");
  int c = 0;

  if (f)
    c = fgetc (f);
  fclose (f);		/* { dg-warning "'fclose' on stream 'f', which is NULL .CWE-476. .libqueries:null-stream" } */
  return c;
}

int
in_the_wrong_branch (const char *name)
{
  FILE *f = fopen (name, "w");

  if (!f)
    return fseek (f, 0, 0); /* { dg-warning "'fseek' on stream 'f', which is NULL" } */
  return fclose (f);
}

int
constant (void)
{
  return fflush (NULL) + feof (NULL); /* { dg-warning "'feof' on a stream that is NULL" } */
}

void
give_back (const char *name, int c)
{
  FILE *f = fopen (name, "w");

  ungetc (c, f); /* { dg-warning "'ungetc' on stream 'f'" } */
  fclose (f);
}

char *
of_pipe (const char *command, char *line, int size)
{
  FILE *f = popen (command, "r");
  char *got = fgets (line, size, f); /* { dg-warning "'fgets' on stream 'f'" } */

  pclose (f);
  return got;
}
