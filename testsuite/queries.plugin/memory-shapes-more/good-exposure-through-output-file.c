/* Passwords that are compared, counted, hidden, and what is not one.  */
/* { dg-do compile } */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct login { const char *name; char *password; int tries; };
struct session { struct login login; FILE *log; };

extern int check (const char *, const char *);

int
authenticate (const char *name, FILE *log)
{
  char *password = getpass ("Password: ");

  if (!password)
    return -1;
  if (strlen (password) < 8)
    {
      fprintf (log, "%s: too short: %zu letters\n", name, strlen (password));
      return -1;
    }
  return check (name, password);
}

static void
put_field (FILE *f, const char *name, const char *value)
{
  fprintf (f, "%s=%s\n", name, value);
}

static void
put_all (FILE *f, const char *user, const char *password)
{
  put_field (f, "user", user);
  put_field (f, "password", password ? "set" : "not set");
}

void
save_settings (FILE *f, const char *user)
{
  char *password = getpass ("Password: ");

  if (password)
    put_all (f, user, password);
}

static void
show_session (const struct session *s)
{
  fprintf (s->log, "%s %d\n", s->login.name, s->login.tries);
}

void
open_session (const char *name)
{
  struct session s = { { name, getpass ("Password: "), 0 }, stderr };

  show_session (&s);
}

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
  printf ("%s\n", l.name);
  l.password = (char *) "hidden";
  printf ("%s\n", l.password);
  return 0;
}

int
until_right (const char *right, FILE *log)
{
  for (int i = 0; i < 3; i++)
    {
      char *tried = getpass ("Password: ");

      if (tried && strcmp (tried, right) == 0)
	return 0;
      fprintf (log, "%d times\n", i);
    }
  return -1;
}

void
together (const char *name, int has_password)
{
  const char *shown = name;

  if (has_password)
    shown = getpass ("Password: ");
  if (!shown)
    return;
  if (!has_password)
    printf ("%s\n", shown);
}
