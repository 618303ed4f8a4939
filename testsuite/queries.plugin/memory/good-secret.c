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
