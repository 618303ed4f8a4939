/* Files that are closed twice.  */
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
  struct log *spare;
};

int process (int);

/* At once.  */

int
direct (const char *name)
{
  FILE *f = fopen (name, "r");
  int c;

  if (!f)
    return -1;
  c = fgetc (f);
  fclose (f);
  if (c < 0)
    perror (name);
  fclose (f); /* { dg-warning "double 'fclose' of FILE 'f'" "direct" } */
  return c;
}

/* The cleanup closes what the error path has closed.  */

int
cleanup (const char *name)
{
  FILE *f = fopen (name, "w");
  int result = -1;

  if (!f)
    return -1;
  if (fputs ("#\n", f) < 0)
    goto out;
  if (fclose (f) != 0)
    goto out;
  result = 0;
  return result;
out:
  fclose (f); /* { dg-warning "double 'fclose' of FILE 'f'" "cleanup" } */
  return result;
}

/* Three calls deep.  */

static void
close_deep (FILE *file)
{
  fclose (file); /* { dg-warning "double 'fclose' of FILE 'file'" "deep" } */
}

static void
close_middle (FILE *file)
{
  close_deep (file);
}

static void
close_it (FILE *file)
{
  close_middle (file);
}

int
closed_below (const char *name)
{
  FILE *f = fopen (name, "r");
  int c;

  if (!f)
    return -1;
  c = fgetc (f);
  close_it (f);
  if (c == EOF)
    close_it (f);
  return c;
}

/* The callee closes it, the caller too.  */

static int
count_deep (FILE *f)
{
  int n = 0;

  while (fgetc (f) != EOF)
    n++;
  fclose (f);
  return n;
}

static int
count_middle (FILE *f)
{
  return count_deep (f) + 1;
}

static int
count (FILE *f)
{
  return 2 * count_middle (f);
}

int
closed_by_both (const char *name)
{
  FILE *f = fopen (name, "r");
  int n;

  if (!f)
    return -1;
  n = count (f);
  fclose (f); /* { dg-warning "double 'fclose' of FILE 'f'" "both" } */
  return n;
}

/* The field of a structure.  */

static void
log_close (struct log *l)
{
  fclose (l->file); /* { dg-warning "double 'fclose' of FILE '.l.file'" "field" } */
  l->lines = 0;
}

int
field (const char *name)
{
  struct log l;

  l.lines = 0;
  l.file = fopen (name, "a");
  if (!l.file)
    return -1;
  if (fputs ("begin\n", l.file) < 0)
    log_close (&l);
  log_close (&l);
  return 0;
}

/* A structure in a structure.  */

void
nested (struct session *s)
{
  fclose (s->input.file);
  fclose (s->output.file);
  if (s->input.lines == 0)
    fclose (s->input.file); /* { dg-warning "double 'fclose' of FILE '.s.input.file'" "nested" } */
}

/* Two pointers deep.  */

void
two_pointers (struct session *s)
{
  fclose (s->spare->file);
  s->spare->lines = 0;
  fclose (s->spare->file); /* { dg-warning "double 'fclose' of FILE" "two pointers" } */
}

/* By value.  */

static int
finish (struct log l)
{
  return fclose (l.file) + l.lines; /* { dg-warning "double 'fclose' of FILE 'l.file'" "by value" } */
}

int
by_value (const char *name)
{
  struct log l = { fopen (name, "a"), 1 };
  int result;

  if (!l.file)
    return -1;
  result = finish (l);
  return result + finish (l);
}

/* Through an out-parameter.  */

static int
open_log (const char *name, FILE **out)
{
  *out = fopen (name, "a");
  return *out ? 0 : -1;
}

int
out_parameter (const char *name)
{
  FILE *f;
  int result;

  if (open_log (name, &f) < 0)
    return -1;
  result = fputs ("begin\n", f);
  fclose (f);
  if (result < 0)
    fclose (f); /* { dg-warning "double 'fclose' of FILE 'f'" "out" } */
  return result;
}

/* The callee has closed it when it fails.  */

static int
check_header (FILE *f)
{
  if (fgetc (f) != '#')
    {
      fclose (f);
      return -1;
    }
  return 0;
}

int
closed_on_failure (const char *name)
{
  FILE *f = fopen (name, "r");
  int result = -1;

  if (!f)
    return -1;
  if (check_header (f) < 0)
    goto out;
  result = fgetc (f);
out:
  fclose (f); /* { dg-warning "double 'fclose' of FILE 'f'" "on failure" } */
  return result;
}

/* Loops.  */

int
for_loop (const char *name, int n)
{
  FILE *f = fopen (name, "r");
  int sum = 0;

  if (!f)
    return -1;
  for (int i = 0; i < n; i++)
    {
      sum += name[i];
      if (sum < 0)
	fclose (f); /* { dg-warning "double 'fclose' of FILE 'f'" "for" } */
    }
  return 0; /* { dg-warning "leak of FILE 'f'" "for" } */
}

int
while_loop (const char *name)
{
  FILE *f = fopen (name, "r");
  int c, n = 0;

  if (!f)
    return -1;
  while ((c = fgetc (f)) != EOF)
    {
      if (c == '#')
	continue;
      if (c == '.')
	{
	  fclose (f);
	  break;
	}
      n++;
    }
  fclose (f); /* { dg-warning "double 'fclose' of FILE 'f'" "while" } */
  return n;
}

int
do_loop (FILE *f, int n)
{
  do
    fclose (f); /* { dg-warning "double 'fclose' of FILE 'f'" "do" } */
  while (--n > 0);
  return n;
}

/* Conditions that belong together.  */

int
correlated (const char *name, int close_early)
{
  FILE *f = fopen (name, "r");
  int c;

  if (!f)
    return -1;
  c = fgetc (f);
  if (close_early)
    fclose (f);
  c = process (c);
  if (c > 0 && close_early)
    fclose (f); /* { dg-warning "double 'fclose' of FILE 'f'" "correlated" } */
  else if (!close_early)
    fclose (f);
  return c;
}
