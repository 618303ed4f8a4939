/* Files that are closed once.  */
/* { dg-do compile } */
/* { dg-options "-fno-inline" } */

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

static FILE *log_file;

int
direct (const char *name)
{
  FILE *f = fopen (name, "r");
  int c;

  if (!f)
    return -1;
  c = fgetc (f);
  fclose (f);
  f = fopen (name, "a");
  if (!f)
    return -1;
  fputc (c, f);
  return fclose (f);
}

int
cleanup (const char *name)
{
  FILE *f = fopen (name, "w");
  int result = -1;

  if (!f)
    return -1;
  if (fputs ("#\n", f) < 0)
    goto out;
  result = fclose (f);
  f = NULL;
out:
  if (f)
    fclose (f);
  return result;
}

static void
close_deep (FILE **file)
{
  if (*file)
    fclose (*file);
  *file = NULL;
}

static void
close_it (FILE **file)
{
  close_deep (file);
}

int
closed_below (const char *name)
{
  FILE *f = fopen (name, "r");
  int c;

  if (!f)
    return -1;
  c = fgetc (f);
  close_it (&f);
  if (c == EOF)
    close_it (&f);
  return c;
}

static void
log_close (struct log *l)
{
  if (l->file && l->file != stderr)
    fclose (l->file);
  l->file = NULL;
}

int
field (const char *name)
{
  struct log l = { NULL, 0 };

  l.file = fopen (name, "a");
  if (!l.file)
    return -1;
  if (fputs ("begin\n", l.file) < 0)
    log_close (&l);
  log_close (&l);
  return 0;
}

void
nested (struct session *s)
{
  log_close (&s->input);
  log_close (&s->output);
  if (s->spare)
    log_close (s->spare);
}

/* Both may be the same.  */

void
same_or_not (struct session *s)
{
  if (s->output.file != s->input.file)
    fclose (s->output.file);
  fclose (s->input.file);
}

static int
open_log (const char *name, FILE **out)
{
  *out = strcmp (name, "-") == 0 ? stdout : fopen (name, "a");
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
  if (f != stdout && fclose (f) != 0)
    result = -1;
  return result;
}

/* The callee has closed it when it fails, and tells.  */

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
  int c;

  if (!f)
    return -1;
  if (check_header (f) < 0)
    return -1;
  c = fgetc (f);
  fclose (f);
  return c;
}

/* The log is opened again when it is full.  */

int
reopen (const char *name)
{
  if (log_file)
    fclose (log_file);
  log_file = fopen (name, "a");
  return log_file ? 0 : -1;
}

int
redirect (const char *name)
{
  if (!freopen (name, "w", stdout))
    return -1;
  return fclose (stdout);
}

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
      sum += fgetc (f);
      fclose (f);
    }
  return sum;
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
      if (c == '.')
	{
	  fclose (f);
	  return n;
	}
      n++;
    }
  fclose (f);
  return n;
}

void
close_all (FILE **files, int n)
{
  do
    fclose (files[--n]);
  while (n > 0);
}

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
  if (!close_early)
    fclose (f);
  return c;
}
