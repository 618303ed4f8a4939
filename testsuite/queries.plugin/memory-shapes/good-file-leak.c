/* Files that are closed, or that somebody has.  */
/* { dg-do compile } */
/* { dg-options "-fno-inline" } */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct log
{
  struct log *next;
  FILE *file;
  int lines;
};

struct session
{
  struct log input, output;
};

int process (int);
int keep (FILE *);
void fatal (const char *) __attribute__ ((noreturn));

static FILE *log_file;
static FILE *open_files[8];
static struct log *logs;

int
direct (const char *name)
{
  FILE *f = fopen (name, "r");
  int result = 0;

  if (!f)
    return -1;
  if (fgetc (f) == '#')
    result = 1;
  fclose (f);
  return result;
}

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
    {
      fclose (in);
      return -1;
    }
  while ((c = fgetc (in)) != EOF)
    fputc (c, out);
  fclose (in);
  return fclose (out);
}

static FILE *
open_deep (const char *name)
{
  FILE *f = fopen (name, "r");

  if (!f)
    fatal (name);
  return f;
}

static FILE *
open_it (const char *name)
{
  return strcmp (name, "-") == 0 ? stdin : open_deep (name);
}

int
opened_below (const char *name)
{
  FILE *f = open_it (name);
  int c = fgetc (f);

  if (f != stdin)
    fclose (f);
  return c;
}

/* Somebody has it.  */

int
set_log (const char *name)
{
  log_file = fopen (name, "a");
  return log_file ? 0 : -1;
}

int
open_number (int n, const char *name)
{
  FILE *f = fopen (name, "r");

  if (!f)
    return -1;
  open_files[n & 7] = f;
  return 0;
}

struct log *
log_new (const char *name)
{
  struct log *l = malloc (sizeof *l);

  if (!l)
    return NULL;
  l->file = fopen (name, "a");
  if (!l->file)
    {
      free (l);
      return NULL;
    }
  l->lines = 0;
  l->next = logs;
  logs = l;
  return l;
}

int
kept (const char *name)
{
  FILE *f = fopen (name, "r");

  return f ? keep (f) : -1;
}

static struct log
log_open (const char *name)
{
  struct log l = { NULL, fopen (name, "a"), 0 };

  return l;
}

int
by_value (const char *name)
{
  struct log l = log_open (name);
  int result;

  if (!l.file)
    return -1;
  result = fputs ("begin\n", l.file);
  fclose (l.file);
  return result;
}

int
nested (const char *in, const char *out)
{
  struct session s;
  int c = -1;

  s.input.file = s.output.file = NULL;
  if (!(s.input.file = fopen (in, "r")))
    goto done;
  if (!(s.output.file = fopen (out, "w")))
    goto done;
  c = fgetc (s.input.file);
  fputc (c, s.output.file);
done:
  if (s.output.file)
    fclose (s.output.file);
  if (s.input.file)
    fclose (s.input.file);
  return c;
}

static int
open_both (struct session *s, const char *in, const char *out)
{
  s->input.file = fopen (in, "r");
  if (!s->input.file)
    return -1;
  s->output.file = fopen (out, "w");
  if (!s->output.file)
    {
      fclose (s->input.file);
      return -2;
    }
  return 0;
}

int
both_open (const char *in, const char *out)
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
}

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
	{
	  fclose (f);
	  return sum;
	}
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
      if (f)
	fclose (f);
      f = fopen (*names++, "r");
      if (!f)
	return -1;
      c = fgetc (f);
      if (c == '.')
	break;
    }
  if (f)
    fclose (f);
  return c;
}

int
first_that_opens (char **names, FILE **out)
{
  *out = NULL;
  for (; *names; names++)
    if ((*out = fopen (*names, "r")) != NULL)
      return 0;
  return -1;
}

int
correlated (const char *name, int mode)
{
  FILE *f = NULL;
  int c = 0;

  if (mode > 0)
    f = fopen (name, "r");
  if (f)
    c = fgetc (f);
  if (mode > 0 && f)
    fclose (f);
  return c;
}

int
standard_or_not (const char *name)
{
  FILE *f = name ? fopen (name, "r") : stdin;
  int c;

  if (!f)
    return -1;
  c = fgetc (f);
  if (name)
    fclose (f);
  return c;
}

void
stops (const char *name)
{
  FILE *f = fopen (name, "r");

  if (!f || fgetc (f) != '#')
    fatal (name);
  fclose (f);
}

int
main (int argc, char **argv)
{
  FILE *f = fopen (argc > 1 ? argv[1] : "none", "r");

  if (!f)
    return 1;
  if (fgetc (f) == EOF)
    exit (2);
  return process (fgetc (f));
}
