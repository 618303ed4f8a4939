/* Passwords that stay where they are.  */
/* { dg-do compile } */

#include <stdio.h>
#include <string.h>
#include <unistd.h>

int
compare (const char *right)
{
  char *password = getpass ("> ");

  return password && strcmp (password, right) == 0;
}

void
say_that_it_came (FILE *log)
{
  char *password = getpass ("> ");

  if (password)
    fprintf (log, "got a password of %zu letters\n", strlen (password));
}

void
another (int n, const char *name)
{
  char *password = getpass ("> ");
  const char *shown = n ? name : password;

  if (n)
    printf ("%s", shown);
}

struct login
{
  const char *name, *password;
};

static void __attribute__ ((noinline))
show_name (const struct login *l)
{
  printf ("%s: %zu letters\n", l->name, strlen (l->password));
}

void
show_it (const char *name)
{
  struct login l = { name, getpass ("> ") };

  show_name (&l);
}

/* Only if it is asked to.  */
static void __attribute__ ((noinline))
show (const char *value, int is_secret)
{
  if (!is_secret)
    printf ("%s\n", value);
}

void
show_nothing (void)
{
  show (getpass ("> "), 1);
}
