/* What somebody has looked at before it is given on.  */
/* { dg-do compile } */
/* { dg-options "-fno-inline" } */

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct list
{
  char *title, *text;
  FILE *log;
};

int show (const char *) __attribute__ ((nonnull));
void fatal (const char *) __attribute__ ((noreturn));

static FILE *log_file;

char *
direct (const char *text)
{
  char *copy = malloc (strlen (text) + 1);

  if (copy)
    strcpy (copy, text);
  return copy;
}

int
a_file (const char *name)
{
  FILE *f = strcmp (name, "-") == 0 ? stdin : fopen (name, "r");
  int c;

  if (f == NULL)
    {
      perror (name);
      return -1;
    }
  c = fgetc (f);
  if (f != stdin)
    fclose (f);
  return c;
}

static char *
make_deep (size_t n)
{
  char *p = malloc (n);

  if (!p)
    fatal ("no memory");
  return p;
}

static char *
make (const char *text)
{
  return make_deep (strlen (text) + 1);
}

char *
made_below (const char *text)
{
  return strcpy (make (text), text);
}

static int
show_deep (const char *text)
{
  return text == NULL ? -1 : show (text);
}

static int
show_it (const char *text)
{
  return 2 * show_deep (text);
}

int
shown_below (const char *text)
{
  char *copy = strdup (text);
  int result = show_it (copy);

  free (copy);
  return result;
}

int
fields (struct list *l, const char *title, const char *text)
{
  l->title = strdup (title);
  l->text = l->title ? strdup (text) : NULL;
  if (!l->text)
    {
      free (l->title);
      l->title = NULL;
      return -1;
    }
  return show (l->title) + show (l->text);
}

int
by_value (const char *title)
{
  struct list l = { strdup (title), NULL, NULL };
  int result;

  if (!l.title)
    return -1;
  result = show (l.title);
  free (l.title);
  return result;
}

static int
open_log (struct list *l, const char *name)
{
  l->log = fopen (name, "a");
  return l->log != NULL;
}

int
out_parameter (struct list *l, const char *name)
{
  if (!open_log (l, name))
    return -1;
  return fputs ("opened\n", l->log);
}

static int
read_number (const char *name, FILE **out)
{
  int n;

  *out = fopen (name, "r");
  if (!*out)
    return -1;
  if (fscanf (*out, "%d", &n) != 1)
    {
      fclose (*out);
      return -1;
    }
  return n < 0 ? 0 : n;
}

int
out_parameter_told (const char *name)
{
  FILE *f;
  int n = read_number (name, &f);

  if (n < 0)
    return n;
  n += fgetc (f);
  fclose (f);
  return n;
}

/* A global one, opened when somebody needs it.  */

static int
is_logging (const char *name)
{
  if (!log_file)
    log_file = fopen (name, "a");
  return log_file != NULL;
}

int
log_line (const char *name, const char *line)
{
  return is_logging (name) ? fputs (line, log_file) : -1;
}

int
for_loop (char **names, int n)
{
  int sum = 0;

  for (int i = 0; i < n; i++)
    {
      char *copy = strdup (names[i]);

      if (!copy)
	return -1;
      sum += show (copy);
      free (copy);
    }
  return sum;
}

int
while_loop (char **names)
{
  FILE *f = NULL;
  int c;

  while (*names && (f = fopen (*names, "r")) == NULL)
    names++;
  if (!*names)
    return -1;
  c = fgetc (f);
  fclose (f);
  return c;
}

int
cleanup (const char *name)
{
  char *copy = NULL;
  FILE *f = NULL;
  int result = -1;

  copy = strdup (name);
  if (!copy)
    goto out;
  f = fopen (copy, "r");
  if (!f)
    goto out;
  result = fgetc (f);
out:
  if (f)
    fclose (f);
  free (copy);
  return result;
}

int
correlated (const char *name, int copy)
{
  char *p = copy ? strdup (name) : NULL;
  int result = 0;

  if (copy)
    assert (p != NULL);
  if (copy)
    result = show (p);
  free (p);
  return result;
}
