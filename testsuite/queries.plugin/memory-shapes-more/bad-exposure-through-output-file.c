/* Passwords that come to where others read them, and how.  */
/* { dg-do compile } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct login { const char *name; char *password; int tries; };
struct session { struct login login; FILE *log; };

int
authenticate (const char *name, FILE *log)
{
  char *password = getpass ("Password: ");

  if (!password)
    return -1;
  if (strlen (password) < 8)
    {
      fprintf (log, "%s: too short: %s\n", name, password); /* { dg-warning "sensitive value 'password' written to output file" } */
      return -1;
    }
  return 0;
}

/* Shown three calls away.  */

static void
put_field (FILE *f, const char *name, const char *value)
{
  fprintf (f, "%s=%s\n", name, value); /* { dg-warning "sensitive value 'value' written to output file" } */
}

static void
put_setting (FILE *f, const char *value)
{
  put_field (f, "setting", value);
}

static void
put_all (FILE *f, const char *user, const char *value)
{
  put_setting (f, user);
  put_setting (f, value);
}

void
save_settings (FILE *f, const char *user)
{
  char *password = getpass ("Password: ");

  if (password)
    put_all (f, user, password);
}

/* Asked for three calls away.  */

static char *
ask (void)
{
  return getpass ("Password: ");
}

static char *
ask_for (const char *name)
{
  fprintf (stderr, "%s\n", name);
  return ask ();
}

static char *
ask_once (const char *name)
{
  char *p = ask_for (name);

  if (!p)
    exit (1);
  return p;
}

void
repeat (const char *name)
{
  char *again = ask_once (name);

  printf ("you have entered %s\n", again); /* { dg-warning "sensitive value 'again' written to output file" } */
}

/* In a structure's field, and in one in one.  */

static void
show_session (const struct session *s)
{
  fprintf (s->log, "%s %s\n", s->login.name, s->login.password); /* { dg-warning "password' written to output file" } */
}

void
open_session (const char *name)
{
  struct session s = { { name, getpass ("Password: "), 0 }, stderr };

  show_session (&s);
}

/* By an out-parameter, with a result.  */

static int
read_login (struct login *out, const char *name)
{
  out->name = name;
  out->tries = 0;
  out->password = getpass ("Password: ");
  return out->password ? 0 : -1;
}

int
log_in (const char *name)
{
  struct login l;

  if (read_login (&l, name) < 0)
    return -1;
  printf ("%s/%s\n", l.name, l.password); /* { dg-warning "sensitive value 'l.password' written to output file" } */
  return 0;
}

/* In a loop.  */
int
until_right (const char *right, FILE *log)
{
  for (int i = 0; i < 3; i++)
    {
      char *tried = getpass ("Password: ");

      if (!tried)
	continue;
      if (strcmp (tried, right) == 0)
	return 0;
      fwrite (tried, 1, strlen (tried), log); /* { dg-warning "sensitive value 'tried' written to output file" } */
    }
  return -1;
}

/* Behind conditions that go together.  */
void
together (const char *name, int is_verbose, int has_password)
{
  const char *shown = name;

  if (has_password)
    shown = getpass ("Password: ");
  if (!shown)
    return;
  if (is_verbose && has_password)
    printf ("%s: %s\n", name, shown); /* { dg-warning "sensitive value 'shown' written to output file" } */
}
