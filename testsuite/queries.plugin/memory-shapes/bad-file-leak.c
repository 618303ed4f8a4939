/* Files that nobody can close any more.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -fno-inline" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct log
{
  FILE *file;
  int lines;
};

struct session
{
  struct log input, output;
};

int process (int);

/* At once.  */

int
direct (const char *name)
{
  FILE *f = fopen (name, "r");

  if (!f)
    return -1;
  if (fgetc (f) == '#')
    return 1; /* { dg-warning "leak of FILE 'f'" "direct" } */
  fclose (f);
  return 0;
}

/* The second cannot be opened.  */

int
copy_file (const char *from, const char *to)
{
  FILE *in, *out;
  int c;

  in = fopen (from, "r");
  if (!in)
    return -1;
  out = fopen (to, "w");
  if (!out)
    return -1; /* { dg-warning "leak of FILE 'in'" "second" } */
  while ((c = fgetc (in)) != EOF)
    fputc (c, out);
  fclose (in);
  return fclose (out);
}

/* Three calls deep: the deepest opens it.  */

static FILE *
open_deep (const char *name)
{
  return fopen (name, "r");
}

static FILE *
open_middle (const char *name)
{
  return open_deep (name[0] == '@' ? name + 1 : name);
}

static FILE *
open_it (const char *name)
{
  return open_middle (name);
}

int
opened_below (const char *name)
{
  FILE *f = open_it (name);

  if (!f)
    return -1;
  return fgetc (f); /* { dg-warning "leak of FILE 'f'" "opened below" } */
}

/* The field of a structure.  */

int
field (const char *name)
{
  struct log l;

  l.lines = 0;
  l.file = fopen (name, "r");
  if (!l.file)
    return -1;
  while (fgetc (l.file) != EOF)
    l.lines++;
  return l.lines;
} /* { dg-warning "leak of FILE 'l.file'" "field" } */

/* A structure in a structure.  */

int
nested (const char *in, const char *out)
{
  struct session s;
  int c;

  s.input.file = fopen (in, "r");
  if (!s.input.file)
    return -1;
  s.output.file = fopen (out, "w");
  if (!s.output.file)
    {
      fclose (s.input.file);
      return -1;
    }
  c = fgetc (s.input.file);
  fputc (c, s.output.file);
  fclose (s.input.file);
  return c;
} /* { dg-warning "leak of FILE 's.output.file'" "nested" } */

/* The structure is released, its file not closed.  */

int
part (const char *name)
{
  struct log *l = malloc (sizeof *l);
  int c;

  if (!l)
    return -1;
  l->file = fopen (name, "r");
  if (!l->file)
    {
      free (l);
      return -1;
    }
  c = fgetc (l->file);
  free (l);
  return c; /* { dg-warning "leak of FILE" "part" } */
}

/* Through an out-parameter.  */

static int
open_told (const char *name, FILE **out)
{
  FILE *f = fopen (name, "r");

  if (!f)
    return -1;
  *out = f;
  return 0;
}

int
out_parameter (const char *name)
{
  FILE *f;
  int c;

  if (open_told (name, &f) < 0)
    return -1;
  c = fgetc (f);
  if (c == EOF)
    return -1;
  fclose (f);
  return c;
} /* { dg-warning "leak of FILE 'f'" "out" } */

/* What a callee has opened when it fails.  */

static int
open_both (struct session *s, const char *in, const char *out)
{
  s->input.file = fopen (in, "r");
  if (!s->input.file)
    return -1;
  s->output.file = fopen (out, "w");
  if (!s->output.file)
    return -2;
  return 0;
}

int
half_open (const char *in, const char *out)
{
  struct session s;
  int c;

  if (open_both (&s, in, out) < 0)
    return -1;
  c = fgetc (s.input.file);
  fputc (c, s.output.file);
  fclose (s.input.file);
  fclose (s.output.file);
  return c;
} /* { dg-warning "leak of FILE 's.input.file'" "half open" } */

/* Loops.  */

int
for_loop (char **names, int n)
{
  int sum = 0;

  for (int i = 0; i < n; i++)
    {
      FILE *f = fopen (names[i], "r");

      if (!f)
	continue;
      if (fgetc (f) == '#')
	return sum; /* { dg-warning "leak of FILE 'f'" "for" } */
      sum++;
      fclose (f);
    }
  return sum;
}

int
while_loop (char **names)
{
  FILE *f = NULL;
  int c = 0;

  while (*names)
    {
      f = fopen (*names++, "r");
      if (!f)
	return -1;
      c = fgetc (f);
      if (c == '.')
	break;
      fclose (f);
    }
  return c; /* { dg-warning "leak of FILE 'f'" "while" } */
}

int
do_loop (const char *name, int n)
{
  int sum = 0;

  do
    {
      FILE *f = fopen (name, "r");

      if (!f)
	break;
      sum = fgetc (f);
      if (sum > 10)
	break;
      fclose (f);
    }
  while (--n > 0);
  return sum; /* { dg-warning "leak of FILE 'f'" "do" } */
}

/* The cleanup forgets one of them.  */

int
cleanup (const char *from, const char *to)
{
  FILE *in = NULL, *out = NULL;
  int result = -1;

  in = fopen (from, "r");
  if (!in)
    goto done;
  out = fopen (to, "w");
  if (!out)
    goto done;
  result = fputc (fgetc (in), out);
  fclose (in);
done:
  if (out)
    fclose (out);
  return result; /* { dg-warning "leak of FILE 'in'" "cleanup" } */
}

/* Conditions that belong together.  */

int
correlated (const char *name, int mode)
{
  FILE *f = NULL;
  int c = 0;

  if (mode > 0)
    f = fopen (name, "r");
  if (f)
    c = fgetc (f);
  if (mode > 1 && f)
    fclose (f);
  return c; /* { dg-warning "leak of FILE 'f'" "correlated" } */
}
