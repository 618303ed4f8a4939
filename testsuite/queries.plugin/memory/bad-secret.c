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

/* In callees: there it is shown, or asked for.  */

struct login
{
  const char *name, *password;
};

static void __attribute__ ((noinline))
show (const char *value)
{
  printf ("it is %s\n", value); /* { dg-warning "sensitive value 'value' written to output file" } */
}

void
show_it (void)
{
  show (getpass ("> "));
}

static void __attribute__ ((noinline))
show_login (const struct login *l)
{
  fprintf (stderr, "%s: %s\n", l->name, l->password); /* { dg-warning "sensitive value '.l.password' written to output file" } */
}

static void __attribute__ ((noinline))
show_twice (const struct login *l)
{
  show_login (l);
}

void
show_them (const char *name)
{
  struct login l = { name, getpass ("> ") };

  show_twice (&l);
}

static char * __attribute__ ((noinline))
ask (void)
{
  return getpass ("> ");
}

static char * __attribute__ ((noinline))
ask_twice (void)
{
  ask ();
  return ask ();
}

void
show_answer (FILE *log)
{
  char *answer = ask_twice ();

  fprintf (log, "%s\n", answer); /* { dg-warning "sensitive value 'answer' written to output file" } */
}
