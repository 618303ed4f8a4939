/* Writes to arrays and copies that began as literals.  */
/* { dg-do compile } */
/* { dg-options "-Wno-discarded-qualifiers" } */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct message { char *text; char room[16]; struct message *next; };

extern int more (void);
static char buffer[] = "no error";

void
capitalize (void)
{
  char own[] = "no error";

  own[0] = 'N';
  buffer[0] = own[0];
}

static void
put_end (char *p, size_t n)
{
  p[n] = '\0';
}

static void
cut (char *p)
{
  if (strlen (p) > 10)
    put_end (p, 10);
}

void
short_name (void)
{
  char day[] = "Monday";

  put_end (day, 3);
  buffer[1] = day[0];
}

char *
copied (void)
{
  char *p = strdup ("text");

  if (p)
    p[0] = 'T';
  return p;
}

static void
set_text (struct message *m, const char *text)
{
  strncpy (m->room, text, sizeof m->room - 1);
  m->room[sizeof m->room - 1] = '\0';
  m->text = m->room;
}

void
change_message (struct message *m)
{
  set_text (m, "unknown");
  m->text[0] = 'U';
}

/* It writes only if it got something of its own.  */
static int
name_of (int code, char **out)
{
  *out = "none";
  if (code != 1)
    return -1;
  *out = buffer;
  return 0;
}

int
change_name (int code)
{
  char *p;

  if (name_of (code, &p) < 0)
    return -1;
  *p = 'F';
  return 0;
}

void
upper (char *p)
{
  if (!p)
    p = "";
  for (; *p; p++)
    *p = (char) toupper ((unsigned char) *p);
}

void
together (char *p, int is_empty)
{
  if (is_empty)
    p = "";
  more ();
  if (!is_empty)
    p[0] = 'x';
}

/* Default texts that are never changed, and never released.  */
const char *
name (const char *given)
{
  const char *p = given ? given : "nobody";

  return *p ? p : "empty";
}

void
replace (struct message *m, char *by)
{
  if (m->text != buffer)
    free (m->text);
  m->text = by ? by : buffer;
  m->text[0] = 'x';
}
