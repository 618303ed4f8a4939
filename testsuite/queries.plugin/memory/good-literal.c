/* What a literal holds is known: of the two ways only one can be taken.  */
/* { dg-do compile } */

struct text { int length; char *name; };

void
write_at_end (struct text *s)
{
  s->length = 0;
  s->name = "";
  if (s->name[s->length] != 0)
    s->name[s->length] = 0;
}

int
last_character (int *p)
{
  const char *s = "abc";
  int *q = 0;

  if (s[2] == 'c' && s[3] == '\0' && s[0] < 'b')
    q = p;
  return *q;
}

int
with_sign (int *p)
{
  const signed char *s = (const signed char *) "\xff";
  const unsigned char *u = (const unsigned char *) s;
  int *q = 0;

  if (s[0] == -1 && u[0] == 255)
    q = p;
  return *q;
}
