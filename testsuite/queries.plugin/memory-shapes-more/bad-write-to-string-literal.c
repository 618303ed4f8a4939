/* Writes to literals, by whatever name.  */
/* { dg-do compile } */
/* { dg-options "-Wno-discarded-qualifiers" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct message { char *text; int code; struct message *next; };

extern int more (void);

void
capitalize (int n)
{
  char *p = "no error";

  if (n)
    p[0] = 'N'; /* { dg-warning "write to string literal" } */
}

/* Written three calls away.  */

static void
put_end (char *p, size_t n)
{
  p[n] = '\0'; /* { dg-warning "write to string literal" } */
}

static void
cut (char *p)
{
  put_end (p, 3);
}

static void
shorten (char *p)
{
  cut (p);
}

void
short_name (void)
{
  shorten ("Monday");
}

/* Given out three calls away.  */

static char *
text_of (int code)
{
  return code ? "failed" : "worked";
}

static char *
message_of (int code)
{
  return text_of (code);
}

static char *
describe (int code)
{
  return message_of (code);
}

void
change_text (int code)
{
  char *p = describe (code);

  p[0] = 'F'; /* { dg-warning "write to string literal" } */
}

/* In a structure's field.  */

static void
set_text (struct message *m)
{
  m->text = "unknown";
}

void
change_message (void)
{
  struct message m;

  set_text (&m);
  m.code = 1;
  m.text[0] = 'U'; /* { dg-warning "write to string literal" } */
}

/* By an out-parameter, with a result.  */

static int
name_of (int code, char **out)
{
  if (code != 1)
    return -1;
  *out = "first";
  return 0;
}

int
change_name (int code)
{
  char *p;

  if (name_of (code, &p) < 0)
    return -1;
  *p = 'F'; /* { dg-warning "write to string literal" } */
  return 0;
}

/* In a loop.  */
void
upper (void)
{
  char *p = "text";

  for (int i = 0; i < 4; i++)
    p[i] = 'x'; /* { dg-warning "write to string literal" } */
}

/* By functions of the library.  */
char *
append (const char *more)
{
  char *p = "prefix";

  return strcat (p, more); /* { dg-warning "write to string literal" } */
}

/* Behind conditions that go together.  */
void
together (char *p, int is_empty)
{
  if (is_empty)
    p = "";
  more ();
  if (is_empty)
    p[0] = 'x'; /* { dg-warning "write to string literal" } */
}
