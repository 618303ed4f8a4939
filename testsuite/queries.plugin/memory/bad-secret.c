/* Passwords that are written where others can read them.  */
/* { dg-do compile } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdio.h>
#include <string.h>
#include <unistd.h>

void
log_it (FILE *log)
{
  char *password = getpass ("> ");

  fprintf (log, "got %s\n", password); /* { dg-warning "sensitive value 'password' written to output file" } */
}

void
print_it (int n)
{
  char *password = getpass ("> ");

  if (n > 3)
    printf ("%d: %s\n", n, password); /* { dg-warning "sensitive value 'password' written to output file" } */
}

void
write_part (FILE *log)
{
  char *password = getpass ("> ");

  if (password)
    fwrite (password + 1, 1, strlen (password) - 1, log); /* { dg-warning "sensitive value 'password' written to output file" } */
}

/* Under another name, on one of two ways.  */
void
by_another_name (int n)
{
  char *password = getpass ("> ");
  const char *shown = "nothing";

  if (n <= 3)
    shown = password;
  printf ("%s", shown); /* { dg-warning "sensitive value 'shown' written to output file" } */
}
